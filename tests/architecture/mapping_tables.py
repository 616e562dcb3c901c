"""The mapping tables of the adapters of tables, found by converting: what a column feeds is what changes without it.

One row of each kind, with every column filled, stands in `docs/adapters/examples/`; a column that is missing there, or
that feeds nothing, fails.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from adapters.port import Adapter, Conversion, Source
from adapters.tabular.header import Kind

_SOURCE = Source(name="N1")
_CHECKED = frozenset({
    "stated_total", "stated_level", "diagnosis", "dementia", "mental_disorder", "events", "falls", "wandering",
    "choking", "self_harm", "other_events", "coma", "blood_pressure",
})  # fmt: skip
"""Columns of which an example of one row cannot show everything."""
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-")


def mapping_table(adapter: Adapter, kind: Kind, example: Path) -> str:
    """The columns of one kind: names, and the elements of FHIR that each leads to."""
    rows = [
        f"| `{kind.label(key)}` | {_others(kind, key)} | {', '.join(_fed(adapter, kind, key, example))} |"
        for key in kind.columns
    ]
    return "\n".join(["| column | also called | leads to |", "|---|---|---|", *rows])


def _others(kind: Kind, key: str) -> str:
    return ", ".join(f"`{name}`" for name in kind.columns[key][1:]) or "—"


def _fed(adapter: Adapter, kind: Kind, key: str, example: Path) -> list[str]:
    cells = _example(example)
    label = kind.label(key)
    assert label in cells, f"{example}: the column {label} is missing"
    whole = _paths(_convert(adapter, cells))
    rest = {name: cell for name, cell in cells.items() if name != label}
    made = _convert(adapter, rest)
    without = _paths(made)
    if not without or made[0].event != kind.name:
        return ["required: without it the row, or the table, is refused or read as another"]
    found = _differences(whole, without)
    if not found:  # another column says the same: the identity card has sex and birth date
        others = [kind.label(other) for other in ("id_card", "blood_pressure") if other in kind.columns]
        lone = {name: cell for name, cell in cells.items() if name not in others}
        found = _differences(
            _paths(_convert(adapter, lone)),
            _paths(_convert(adapter, {name: cell for name, cell in lone.items() if name != label})),
        )
    if not found and key in _CHECKED:
        return ["counts in the level, stands for others, or is only compared (above)"]
    assert found, f"{example}: the column {label} leads to nothing"
    return [f"`{path}`" for path in dict.fromkeys(map(_element, found))]


def _differences(whole: Mapping[str, list[str]], without: Mapping[str, list[str]]) -> list[str]:
    return sorted(path for path, values in whole.items() if without.get(path) != values and not _is_link(path))


@cache
def _example(path: Path) -> Mapping[str, str]:
    return next(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def _convert(adapter: Adapter, cells: Mapping[str, str]) -> list[Conversion]:
    text = io.StringIO()
    csv.writer(text).writerows((cells.keys(), cells.values()))
    return list(adapter.convert(text.getvalue().encode(), source=_SOURCE))


def _paths(conversions: list[Conversion]) -> dict[str, list[str]]:
    """Every path with its values, list positions left out."""
    found: dict[str, list[str]] = {}
    for conversion in conversions:
        for entry in conversion.entries:
            kind = str(entry.resource["resourceType"])
            for path, value in _leaves(entry.resource, kind):
                if not _UUID.search(value):  # our own keys say nothing of a column
                    found.setdefault(path, []).append(value)
            if entry.at:
                found.setdefault(f"{kind} (newer rows win)", []).append(entry.at)
    return found


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, member in value.items():
            yield from _leaves(member, f"{path}.{name}")
    elif isinstance(value, list):
        for member in value:
            yield from _leaves(member, path)
    else:
        yield path, str(value)


def _element(path: str) -> str:
    """The element that a reader looks for: `Encounter.class`, `MedicationRequest.dosageInstruction.route`."""
    parts = path.split(".")
    return ".".join(parts[: 3 if "dosageInstruction" in parts else 2])


def _is_link(path: str) -> bool:
    return path.endswith((".reference", ".resourceType"))
