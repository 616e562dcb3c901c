from pathlib import Path

import pytest

from fhir_profiles.validate import validate
from tests.golden.hl7v2.cases import cases, conversions, convert


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_golden_message_converts_as_written_down(case: Path) -> None:
    assert (case / "why.md").read_text(encoding="utf-8")
    assert convert(case) == (case / "expected.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_golden_message_gives_valid_resources(case: Path) -> None:
    found = conversions(case)

    assert [issue for item in found for entry in item.entries for issue in validate(entry.resource)] == []


def test_there_are_golden_cases_enough() -> None:
    assert len(cases()) >= 150
