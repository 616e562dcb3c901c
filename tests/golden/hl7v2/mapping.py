"""The mapping table of HL7 v2, found by converting: what a field feeds is what changes when it is left out.

Every field that occurs in a golden message is taken out of it alone, and the FHIR elements that differ are noted.
`python -m tests.golden.hl7v2.mapping` writes docs/adapters/hl7v2-mapping.md.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from adapters.hl7v2.adapter import ADAPTER
from adapters.hl7v2.nulls import NULLABLE
from adapters.port import Conversion, Source
from tests.golden.hl7v2.cases import cases

PAGE = Path(__file__).parents[3] / "docs" / "adapters" / "hl7v2-mapping.md"
_SOURCE = Source(name="H1")
_MADE = re.compile(r"urn:uuid:|[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-")
_DEPTH = 3
_MOST = 12
"""Elements shown for one field; a field that everything hangs on would fill the page."""

_HEAD = """# HL7 v2: which field leads where

Made from the converter (`python -m tests.golden.hl7v2.mapping`): each field of the golden messages was taken out alone,
and the elements that changed stand beside it. A field that is not here occurs in no golden message; the residue report
of `hub convert --report` says of every message what was mapped, only kept, or not mapped. Words: [hl7v2.md](hl7v2.md).
"""

_NULLS = """## What the null (`""`) deletes

A field whose whole value is `""` takes the element from the stored resource, unless the message names it elsewhere.
`participant:ATND` are the participants of this role, `extension:…` the extensions of this url. In any other field a
null deletes nothing and stands in the residue report. `null_deletes = false` in the sender's file turns all of it off.
"""


def page() -> str:
    """The page as it should stand."""
    found: dict[tuple[str, int], set[str]] = defaultdict(set)
    for case in cases():
        text = (case / "input.hl7").read_bytes().decode("utf-8", "ignore").replace("\r\n", "\r").replace("\n", "\r")
        if text.startswith("MSH|^~\\&|") and text.count("\rMSH") == 0 and not (case / "sender.toml").is_file():
            for key, paths in _fed(text):
                found[key] |= paths
    rows = [f"| {name}-{field} | {_words(paths)} |" for (name, field), paths in sorted(found.items())]
    return "\n".join([_HEAD, "| field | leads to |", "|---|---|", *rows, "", _NULLS, *_null_rows(), ""])


def _null_rows() -> Iterator[str]:
    """What the null deletes, as the converter has it."""
    yield from ("| field | deletes |", "|---|---|")
    for (segment, kind), elements in NULLABLE.items():
        for field, names in elements.items():
            yield f"| {segment}-{field} | " + ", ".join(f"`{kind}.{name}`" for name in names) + " |"


def _words(paths: set[str]) -> str:
    if not paths:
        return "kept with the message"
    shown = sorted(paths)[:_MOST]
    more = len(paths) - len(shown)
    return ", ".join(f"`{path}`" for path in shown) + (f" and {more} more" if more else "")


def _fed(text: str) -> Iterator[tuple[tuple[str, int], set[str]]]:
    whole = _paths(_convert(text))
    lines = text.split("\r")
    for at, line in enumerate(lines):
        name, *fields = line.split("|")
        for place, value in enumerate(fields, 2 if name == "MSH" else 1):
            if not value or (name == "MSH" and place < 3):
                continue
            without = list(fields)
            without[place - (2 if name == "MSH" else 1)] = ""
            made = _convert("\r".join([*lines[:at], "|".join([name, *without]), *lines[at + 1 :]]))
            if any(conversion.is_refused for conversion in made):
                yield (name, place), {"required"}
            else:
                yield (name, place), _differences(whole, _paths(made))


def _convert(text: str) -> list[Conversion]:
    return list(ADAPTER.convert(text.encode(), source=_SOURCE))


def _differences(whole: dict[str, list[str]], rest: dict[str, list[str]]) -> set[str]:
    return {path for path, values in whole.items() if rest.get(path) != values}


def _paths(conversions: list[Conversion]) -> dict[str, list[str]]:
    """Elements (three levels deep) with their values; what is made of keys, and links, left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for conversion in conversions:
        for entry in conversion.entries:
            for path, value in _leaves(entry.resource, str(entry.resource["resourceType"])):
                if not _MADE.search(value):
                    found[path].append(value)
    return {path: sorted(values) for path, values in found.items()}


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name != "resourceType":
                yield from _leaves(inner, f"{path}.{name}" if path.count(".") < _DEPTH - 1 else path)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, path)
    else:
        yield path, str(value)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
