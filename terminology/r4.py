"""The code systems and value sets of R4 4.0.1 that its types bind, from data/r4/ (made by `terminology.compile_r4`).

Read line by line once; a code system is built when it is first asked for.
https://hl7.org/fhir/R4/terminologies-valuesets.html
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from terminology.code_table import CodeTable, TableHead
from terminology.code_table_builder import TableRow, build_table
from terminology.definitions import ValueSetDefinition

FOLDER = Path(__file__).parent / "data" / "r4"
SOURCE = "HL7 FHIR R4 4.0.1"


@cache
def code_system(url: str) -> CodeTable | None:
    """One code system of R4, with English displays; None when no bound value set uses it."""
    line = _lines("code_systems.jsonl").get(url)
    if line is None:
        return None
    known = json.loads(line)
    head = TableHead(
        url=url,
        version=known.get("version", "4.0.1"),
        name=known["name"],
        title=known.get("title", known["name"]),
        source=SOURCE,
        verified=True,
        content=known["content"],
        case_sensitive=known["caseSensitive"],
        value_set=known.get("valueSet", ""),
    )
    return build_table(head, _rows(known["concept"]))


@cache
def value_set(url: str) -> ValueSetDefinition | None:
    """One value set of R4; None when no type binds it."""
    line = _lines("value_sets.jsonl").get(url)
    if line is None:
        return None
    known = json.loads(line)
    name = known.get("name", url.rsplit("/", 1)[-1])
    return ValueSetDefinition(
        url=url,
        version=known.get("version", "4.0.1"),
        name=name,
        title=known.get("title", name),
        compose=known["compose"],
        source=SOURCE,
    )


def code_system_urls() -> tuple[str, ...]:
    """All of them."""
    return tuple(_lines("code_systems.jsonl"))


def value_set_urls() -> tuple[str, ...]:
    """All of them."""
    return tuple(_lines("value_sets.jsonl"))


def code_system_names(url: str) -> tuple[str, str, str, str]:
    """URL, version, name and title of a code system, without building it."""
    known = json.loads(_lines("code_systems.jsonl")[url])
    return url, known.get("version", "4.0.1"), known["name"], known.get("title", known["name"])


@cache
def _lines(name: str) -> Mapping[str, str]:
    """Each resource's line by its URL, which stands first in it."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return {line[len('{"url":"') : line.index('"', len('{"url":"'))]: line for line in lines}


def _rows(concepts: list[list[Any]]) -> Iterator[TableRow]:
    above: list[str] = []
    for concept in concepts:
        code, display, depth = concept[:3]
        del above[depth:]
        more = {"notSelectable": "true"} if len(concept) > 3 else {}
        yield TableRow(code=code, en=" ".join(display.split()), parent=above[-1] if above else "", more=more)
        above.append(code)
