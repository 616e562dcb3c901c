from pathlib import Path

import pytest

from adapters.hl7v2.adapter import ADAPTER
from adapters.port import Source
from fhir_profiles.validate import validate
from tests.golden.hl7v2.cases import cases, convert


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_golden_message_converts_as_written_down(case: Path) -> None:
    assert (case / "why.md").read_text(encoding="utf-8")
    assert convert(case) == (case / "expected.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_golden_message_gives_valid_resources(case: Path) -> None:
    conversions = list(ADAPTER.convert((case / "input.hl7").read_bytes(), source=Source(name="H1")))

    assert [issue for item in conversions for entry in item.entries for issue in validate(entry.resource)] == []
