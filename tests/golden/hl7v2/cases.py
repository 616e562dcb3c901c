"""The golden cases of HL7 v2: each folder has a message, what must come out, why, and perhaps the file of its sender.

`python -m tests.golden.hl7v2.cases` writes what comes out now; read the diff before committing it.
"""

import json
from pathlib import Path
from typing import Any

from adapters.hl7v2.adapter import ADAPTER
from adapters.port import Conversion, Entry, Source
from fhir_profiles.json_text import dump
from hub.ingest.sender_file import read_sender_file

HERE = Path(__file__).parent


def cases() -> list[Path]:
    return sorted(path.parent for path in HERE.glob("*/input.hl7"))


def convert(case: Path) -> str:
    """Every conversion of the case's input as indented JSON."""
    return json.dumps([_conversion(found) for found in conversions(case)], ensure_ascii=False, indent=1) + "\n"


def conversions(case: Path) -> list[Conversion]:
    """What becomes of the case's input, read as its sender's file (`sender.toml`) says."""
    return list(ADAPTER.convert((case / "input.hl7").read_bytes(), source=_source(case)))


def _source(case: Path) -> Source:
    described = case / "sender.toml"
    if not described.is_file():
        return Source(name="H1")
    sender, faults = read_sender_file(described.read_bytes())
    assert sender is not None, faults
    return Source(name="H1", charset=sender.charset, dialect=sender.dialect)


def write_expected() -> None:
    for case in cases():
        (case / "expected.json").write_text(convert(case), encoding="utf-8")


def _conversion(conversion: Conversion) -> dict[str, Any]:
    return {
        "label": conversion.label,
        "event": conversion.event,
        "charset": conversion.charset,
        "issues": [f"{issue.severity} {issue.expression}: {issue.text}" for issue in conversion.issues],
        "residue": [f"{issue.code} {issue.expression}" for issue in conversion.residue],
        "entries": [_entry(entry) for entry in conversion.entries],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    request = f"{entry.method} {entry.url}" + (f" unless {entry.if_none_exist}" if entry.if_none_exist else "")
    return {
        "fullUrl": entry.full_url,
        "request": request,
        "keep": sorted(entry.keep),
        "delete": sorted(entry.delete),
        "resource": json.loads(dump(entry.resource)),
    }


if __name__ == "__main__":
    write_expected()
