"""Value sets over the code systems of this package. https://hl7.org/fhir/R4/valueset.html.

A file `data/value_sets/{name}.csv` has the head of a code system's file and the columns system (a code system's
name here) and code; an empty code means all codes of that system.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from terminology.code_systems import CodeSystem, Concept, load_code_system, read_annotated_csv

FOLDER = Path(__file__).parent / "data" / "value_sets"


@dataclass(frozen=True, slots=True)
class ValueSet:
    """Named codes, each with its code system."""

    name: str
    url: str
    version: str
    title: str
    source: str
    verified: bool
    members: tuple[tuple[CodeSystem, Concept], ...]

    def contains(self, system: str, code: str) -> bool:
        """Whether the code of the system with this URL is a member."""
        return any(member.url == system and concept.code == code for member, concept in self.members)


def value_set_names() -> tuple[str, ...]:
    """The value sets that the package carries."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.csv")))


@cache
def load_value_set(name: str) -> ValueSet:
    """Read and expand one. Raises KeyError for an unknown name, system or code."""
    path = FOLDER / f"{name}.csv"
    if not path.exists():
        raise KeyError(f"There is no value set {name!r}; the package has {', '.join(value_set_names())}.")
    head, rows = read_annotated_csv(path)
    members = tuple(member for row in rows for member in _members(row["system"], row["code"]))
    return ValueSet(
        name=name,
        url=head["url"],
        version=head["version"],
        title=head["title"],
        source=head["source"],
        verified=head["verified"] == "true",
        members=members,
    )


def _members(system_name: str, code: str) -> Iterator[tuple[CodeSystem, Concept]]:
    system = load_code_system(system_name)
    if code:
        yield system, system.codes[code]
    else:
        yield from ((system, concept) for concept in system.codes.values())
