"""The golden cases of devices: each folder has an input, what must come out, and why.

`python -m tests.golden.device.cases` writes what comes out now; read the diff before committing it.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.device.adapter import ADAPTER
from adapters.port import Conversion, Source
from fhir_profiles.json_text import dump

HERE = Path(__file__).parent
RECEIVED = datetime(2026, 3, 2, 0, 6, 10, tzinfo=UTC)
"""08:06:10 in Shanghai."""


def cases() -> list[Path]:
    return sorted(path.parent for path in HERE.glob("*/input.*"))


def conversions(case: Path) -> list[Conversion]:
    [path] = case.glob("input.*")
    source = Source(name="N1", file_name=path.name, received_at=RECEIVED)
    return list(ADAPTER.convert(path.read_bytes(), source=source))


def convert(case: Path) -> str:
    """Every conversion of the case's input as indented JSON."""
    return json.dumps([_row(found) for found in conversions(case)], ensure_ascii=False, indent=1) + "\n"


def write_expected() -> None:
    for case in cases():
        (case / "expected.json").write_text(convert(case), encoding="utf-8")


def _row(conversion: Conversion) -> dict[str, Any]:
    return {
        "label": conversion.label,
        "event": conversion.event,
        "issues": [f"{issue.severity}: {issue.text}" for issue in conversion.issues],
        "residue": [issue.text for issue in conversion.residue],
        "bundle": json.loads(dump(conversion.bundle())),
    }


if __name__ == "__main__":
    write_expected()
