from importlib import import_module
from pathlib import Path

import pytest

from fhir_profiles.json_text import dump
from fhir_profiles.validate import validate
from tests.golden.device.cases import cases, conversions, convert


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_golden_file_of_readings_converts_as_written_down(case: Path) -> None:
    assert (case / "why.md").read_text(encoding="utf-8")
    assert convert(case) == (case / "expected.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_what_comes_out_is_valid_for_both_validators(case: Path) -> None:
    resources = [entry.resource for conversion in conversions(case) for entry in conversion.entries]

    faults = [issue for resource in resources for issue in validate(resource) if issue.is_error]
    for resource in resources:
        kind = resource["resourceType"]
        getattr(import_module(f"fhir.resources.R4B.{kind.lower()}"), kind).model_validate_json(dump(resource))

    assert faults == []
