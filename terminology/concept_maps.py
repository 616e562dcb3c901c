"""Concept maps of this package. https://hl7.org/fhir/R4/conceptmap.html.

A file `data/concept_maps/{name}.csv` has the head of a code system's file, with `source_url` and `target_url`, and
the columns source, target, equivalence and, for a target of another code system, system (https://hl7.org/fhir/R4/valueset-concept-map-equivalence.html).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from terminology.code_systems import read_annotated_csv

FOLDER = Path(__file__).parent / "data" / "concept_maps"


@dataclass(frozen=True, slots=True)
class Target:
    """What a code becomes, and how exactly; `system` is set where it is not the map's target system."""

    code: str
    equivalence: str
    system: str = ""


@dataclass(frozen=True, slots=True)
class ConceptMap:
    """Codes of one system and what they are in another."""

    name: str
    url: str
    version: str
    title: str
    source: str
    verified: bool
    source_url: str
    target_url: str
    targets: Mapping[str, Target]

    def translate(self, code: str) -> Target | None:
        """The target of a source code; None when the map lacks it."""
        return self.targets.get(code)


def concept_map_names() -> tuple[str, ...]:
    """The concept maps that the package carries."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.csv")))


@cache
def load_concept_map(name: str) -> ConceptMap:
    """Read one by its file name. Raises KeyError for a name that the package lacks."""
    path = FOLDER / f"{name}.csv"
    if not path.exists():
        raise KeyError(f"There is no concept map {name!r}; the package has {', '.join(concept_map_names())}.")
    head, rows = read_annotated_csv(path)
    return ConceptMap(
        name=name,
        url=head["url"],
        version=head["version"],
        title=head["title"],
        source=head["source"],
        verified=head["verified"] == "true",
        source_url=head["source_url"],
        target_url=head["target_url"],
        targets=MappingProxyType(
            {row["source"]: Target(row["target"], row["equivalence"], row.get("system") or "") for row in rows}
        ),
    )
