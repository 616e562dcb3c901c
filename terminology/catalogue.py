"""The two-level disease catalogue (两级疾病诊疗目录), compiled from its files to one immutable version.

`load` reads, `check` finds every fault with its cell, `compile_catalogue` makes the value that decides,
`diff` says in words what a new version changes. Thresholds are data that a medical committee signs; the sample
that the package carries is experimental and unsigned, and says so wherever it shows.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from terminology.catalogue_source import CatalogueError, CatalogueIssue, CatalogueSource, load, read_source
from terminology.condition_language import Expression
from terminology.fact_definitions import FactDefinition
from terminology.icd10 import Pattern
from terminology.silence import Silence

__all__ = [
    "Catalogue", "CatalogueError", "CatalogueIssue", "CatalogueSource", "Row", "Rule",
    "check", "compile_catalogue", "diff", "load", "read_source", "sample",
]  # fmt: skip

CANONICAL = "https://alliance-hub.example/fhir"

Severity = Literal["hard", "soft", "confirm", "info"]
"""hard 硬: fail and unknown block. confirm 核实: a fail blocks, an unknown is asked. soft 软 warns, info 提示 tells."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One condition with its words. Rules of ST0 and of 下转 must hold; those of UP0, EX0, DR0, 上转, 排除 trigger."""

    code: str
    set: str
    dimension: str
    severity: Severity
    condition: Expression
    text: str
    zh: str
    en: str
    when: Expression | None = None
    comfort: bool = False
    silence: Silence | None = None
    source: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One row of the catalogue: a diagnosis at one severity. `needs` is all of any-of capability sets."""

    code: str
    entry: int
    pattern: Pattern
    zh: str
    en: str
    level: int
    qualifier: Rule | None = None
    priority: int = 0
    specialty: str = ""
    minimum_receiver: str = ""
    up: tuple[Rule, ...] = ()
    always_up: bool = False
    down: tuple[Rule, ...] = ()
    exclusions: tuple[Rule, ...] = ()
    needs: tuple[frozenset[str], ...] = ()
    ability_max: int | None = None
    replaces: frozenset[str] = frozenset()
    note: str = ""
    source: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """One compiled version. `index` leads a WHO code or category to its rows, highest priority and most exact first."""

    url: str
    version: str
    title: str
    banner: str
    experimental: bool
    effective_from: date
    effective_to: date
    signatures: tuple[str, ...]
    facts: Mapping[str, FactDefinition]
    rules: Mapping[str, tuple[Rule, ...]]
    rows: tuple[Row, ...]
    index: Mapping[str, tuple[Row, ...]]
    digest: str

    def rows_for(self, code: str) -> tuple[Row, ...]:
        """The rows that a normalised WHO code may fall in, in the order in which they are tried."""
        found = self.index.get(code)
        if found is not None:
            return found
        return tuple(row for row in self.index.get(code[:3], ()) if row.pattern.specificity(code))

    def is_in_force(self, day: date) -> bool:
        """Whether the version may decide on this day (Asia/Shanghai)."""
        return self.effective_from <= day <= self.effective_to


def check(source: CatalogueSource) -> list[CatalogueIssue]:
    """Every fault of the files, each with its cell, in the order of the files."""
    from terminology.catalogue_compiler import compile_parts

    return list(compile_parts(source).issues)


def compile_catalogue(source: CatalogueSource) -> Catalogue:
    """The immutable version. Raises CatalogueError with all errors when there is one."""
    from terminology.catalogue_compiler import compile_parts

    parts = compile_parts(source)
    errors = [issue for issue in parts.issues if issue.severity == "error"]
    if errors or parts.manifest is None:
        raise CatalogueError(errors)
    return Catalogue(
        url=f"{CANONICAL}/PlanDefinition/{parts.manifest.id}",
        version=parts.manifest.version,
        title=parts.manifest.title,
        banner=parts.manifest.banner,
        experimental=parts.manifest.experimental,
        effective_from=parts.manifest.effective_from,
        effective_to=parts.manifest.effective_to,
        signatures=parts.manifest.signatures,
        facts=parts.facts,
        rules=parts.rules,
        rows=parts.rows,
        index=parts.index,
        digest=digest(source),
    )


def digest(source: CatalogueSource) -> str:
    """SHA-256 in hexadecimal of the content; layout (column order, empty rows, BOM, charset) does not count."""
    tables = {
        name: [{field: text for field, text in sorted(record.cells.items()) if text} for record in records]
        for name, records in (("catalogue", source.rows), ("rules", source.rules), ("facts", source.facts))
    }
    manifest = {name: str(value) for name, value in sorted(source.manifest.items()) if name != "signatures"}
    text = json.dumps({"manifest": manifest, **tables}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def diff(old: CatalogueSource, new: CatalogueSource) -> list[str]:
    """What the new version changes, one sentence a change, in Chinese as the office reads it."""
    from terminology.catalogue_diff import diff_sources

    return diff_sources(old, new)


@lru_cache(maxsize=1)
def sample() -> Catalogue:
    """The sample catalogue of the package, compiled once."""
    return compile_catalogue(load())
