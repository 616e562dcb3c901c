"""Times turned round, numbers beyond all measure and names of delimiters alone make no invalid resource."""

from decimal import Decimal

import pytest

from adapters.hl7v2.datatypes.period import is_before
from adapters.hl7v2.datatypes.quantity import to_number
from fhir_profiles.json_text import dump
from fhir_profiles.validate import validate
from tests.unit.adapters.hl7v2.messages import PID, convert, entry, msh, problems, resource

OBR = "OBR|1|PL1|FI1|T1^甲^L|||20260301120000|{end}||||||||||||||20260301130000|||F"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2026-03-01T08:00:00+08:00", "2026-03-01T00:00:01+00:00", True),
        ("2026-03-01T08:00:00+08:00", "2026-03-01T08:00:01+08:00", True),
        ("2026-03-01T08:00:00+08:00", "2026-03-01T08:00:00+08:00", False),
        ("2026", "2026-03-05T07:00:00+08:00", False),
        ("1200", "2026-03-05T07:00:00+08:00", True),
        ("2026-02", "2026-03-05", True),
        ("2026-03-05", "2026-02", False),
    ],
)
def test_a_moment_is_before_another_only_for_certain(one: str, other: str, expected: bool) -> None:
    assert is_before(one, other) is expected


@pytest.mark.parametrize("end", ["1200", "20260301110000", "20260301120000+0900"])
def test_an_examination_that_ends_before_it_began_has_a_beginning_alone(end: str) -> None:
    conversion = convert(msh("ORU^R01"), PID, OBR.format(end=end), "OBX|1|NM|A^甲^L||5|mg|||||F")

    report = resource(conversion, "DiagnosticReport")

    assert report["effectiveDateTime"] == "2026-03-01T12:00:00+08:00"
    assert "effectivePeriod" not in report
    assert ("warning", "OBR-8") in problems(conversion)
    assert [issue for one in conversion.entries for issue in validate(one.resource) if issue.is_error] == []


def test_a_number_beyond_64_bits_keeps_its_digits() -> None:
    conversion = convert(msh("ORU^R01"), PID, OBR.format(end=""), f"OBX|1|NM|A^甲^L||{'9' * 20}|mg|||||F")

    observation = resource(conversion, "Observation")

    assert observation["valueQuantity"]["value"] == Decimal("9" * 20)
    assert b'"value":' + b"9" * 20 in dump(observation)
    assert to_number("123") == 123


def test_a_range_whose_low_is_above_its_high_is_text() -> None:
    for kind, value in (("SN", "^10^-^5"), ("NR", "10^5")):
        conversion = convert(msh("ORU^R01"), PID, OBR.format(end=""), f"OBX|1|{kind}|A^甲^L||{value}|mg|||||F")

        observation = resource(conversion, "Observation")

        assert "valueRange" not in observation
        assert "valueString" in observation


def test_a_family_name_that_stands_in_a_later_part_is_found() -> None:
    conversion = convert(msh("ADT^A08"), "PID|1||ZY1^^^^MR||&&Berg^Anna||19411103|2")

    assert entry(conversion, "Patient").resource["name"] == [{"family": "Berg", "given": ["Anna"]}]
