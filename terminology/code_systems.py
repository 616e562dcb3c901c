"""Small code systems of the referral and of Chinese administration, as CSV with source, version and a verified flag.

A file `data/code_systems/{name}.csv` starts with comment lines `# key: value` (url, version, title, source,
verified, and `content: fragment` for a list that is known to lack codes) and then has the columns code, zh, en and any
others, of which `parent` makes a hierarchy and `verified` speaks of its row alone. https://hl7.org/fhir/R4/codesystem.html
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).parent / "data" / "code_systems"


@dataclass(frozen=True, slots=True)
class Concept:
    """One code with its words; `more` holds the file's further columns."""

    code: str
    zh: str
    en: str
    more: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CodeSystem:
    """One code system; `verified` says whether its list was compared with the published original."""

    name: str
    url: str
    version: str
    title: str
    source: str
    verified: bool
    content: str
    codes: Mapping[str, Concept]

    def display(self, code: str) -> str | None:
        """The Chinese word of a code; None when the system lacks it."""
        concept = self.codes.get(code)
        return None if concept is None else concept.zh


def code_system_names() -> tuple[str, ...]:
    """The code systems that the package carries."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.csv")))


@cache
def load_code_system(name: str) -> CodeSystem:
    """Read one by its file name. Raises KeyError for a name that the package lacks."""
    path = FOLDER / f"{name}.csv"
    if not path.exists():
        raise KeyError(f"There is no code system {name!r}; the package has {', '.join(code_system_names())}.")
    head, rows = read_annotated_csv(path)
    concepts = {
        row["code"]: Concept(
            code=row["code"],
            zh=row["zh"],
            en=row.get("en", ""),
            more=MappingProxyType({key: text for key, text in row.items() if key not in {"code", "zh", "en"} and text}),
        )
        for row in rows
    }
    return CodeSystem(
        name=name,
        url=head["url"],
        version=head["version"],
        title=head["title"],
        source=head["source"],
        verified=head["verified"] == "true",
        content=head.get("content", "complete"),
        codes=MappingProxyType(concepts),
    )


def find_code_system(url: str) -> CodeSystem | None:
    """The code system with this canonical URL."""
    return next((system for name in code_system_names() if (system := load_code_system(name)).url == url), None)


def read_annotated_csv(path: Path) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The `# key: value` lines and the rows of a CSV file of this package."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    head = dict(line[1:].strip().split(": ", 1) for line in lines if line.startswith("#"))
    return head, list(csv.DictReader(line for line in lines if line and not line.startswith("#")))
