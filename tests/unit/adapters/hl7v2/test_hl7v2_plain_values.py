from decimal import Decimal

import pytest

from adapters.hl7v2.datatypes.hd import hd_name, universal_id_to_uri
from adapters.hl7v2.datatypes.quantity import reference_range, text_to_quantity, to_count, to_number
from adapters.hl7v2.datatypes.varies import content_type
from fhir_profiles.issue import JsonObject
from tests.unit.adapters.hl7v2.messages import PID, convert, msh, resource

UNIT: JsonObject = {"unit": "mmol/L"}


@pytest.mark.parametrize("text", ["", "abc", "1e999", "1e51", "--1", "1.2.3", "NaN", "∞", "１２a"])
def test_what_is_no_number_or_too_large_for_one_is_none(text: str) -> None:
    assert to_number(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        (" 72.50 ", Decimal("72.50")),
        ("-3", -3),
        ("1E3", Decimal("1E+3")),
        ("12345678901234567", 12345678901234567),
    ],
)
def test_a_number_stays_as_precise_as_it_was_written(text: str, number: int | Decimal) -> None:
    assert str(to_number(text)) == str(number)


@pytest.mark.parametrize(("text", "count"), [("0", None), ("1.0", None), ("2147483648", None), ("3", 3)])
def test_a_count_is_a_whole_number_that_fhir_can_hold(text: str, count: int | None) -> None:
    assert to_count(text) == count


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("<many", None),
        ("many", None),
        ("≤5", {"value": 5, "comparator": "<=", "unit": "mmol/L"}),
        (">= 200", {"value": 200, "comparator": ">=", "unit": "mmol/L"}),
        ("7", {"value": 7, "unit": "mmol/L"}),
    ],
)
def test_a_quantity_has_its_comparator_or_is_none(text: str, quantity: JsonObject | None) -> None:
    assert text_to_quantity(text, UNIT) == quantity


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("negative", {}),
        ("9-3", {}),
        ("1.2.3-4", {}),
        ("<..", {}),
        ("3至9", {"low": {"value": 3}, "high": {"value": 9}}),
        ("<=5", {"high": {"value": 5}}),
        ("＞5", {"low": {"value": 5}}),
    ],
)
def test_a_reference_range_keeps_its_text_and_has_bounds_where_they_are_clear(text: str, bounds: JsonObject) -> None:
    assert reference_range(text, {}) == bounds | {"text": text}


@pytest.mark.parametrize(
    ("universal", "kind", "uri"),
    [
        ("", "", ""),
        ("not an oid", "ISO", ""),
        ("no uri", "URI", ""),
        ("no dns", "DNS", ""),
        ("urn:oid:1.2.3", "", "urn:oid:1.2.3"),
        ("http://h1.example/x", "URL", "http://h1.example/x"),
        ("h1.example", "DNS", "https://h1.example"),
    ],
)
def test_a_universal_id_is_a_uri_or_nothing(universal: str, kind: str, uri: str) -> None:
    assert universal_id_to_uri(universal, kind) == uri


@pytest.mark.parametrize(
    ("parts", "name"), [([], ""), (["", "", "ISO"], ""), (["", "1.2"], "1.2"), (["H1", "1.2"], "H1")]
)
def test_an_authority_is_shown_by_its_namespace_before_its_universal_id(parts: list[str], name: str) -> None:
    assert hd_name(parts) == name


@pytest.mark.parametrize(
    ("kind", "subtype", "found"),
    [
        ("", "", ""),
        ("odd", "odder", ""),
        ("AP", "Octet-stream", "application/octet-stream"),
        ("IM", "DICOM", "application/dicom"),
        ("IM", "bmp", "image/bmp"),
        ("TX", "!", "text/plain"),
        ("TEXT", "CSV", "text/csv"),
        ("multipart", "related", "multipart/related"),
        ("application", "PDF", "application/pdf"),
        ("TEXT", "XML", "text/xml"),
        ("image/PNG", "", "image/png"),
        ("TEXT", "", "text/plain"),
    ],
)
def test_a_content_type_is_read_from_either_half(kind: str, subtype: str, found: str) -> None:
    assert content_type(kind, subtype) == found


def value(kind: str, text: str) -> JsonObject:
    found = resource(convert(msh("ORU^R01"), PID, "OBR|1|||T^test", f"OBX|1|{kind}|C^c||{text}"), "Observation")
    return {name: found[name] for name in found if name.startswith("value") or name in {"component", "extension"}}


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("NM", "many", {"valueString": "many"}),
        ("DT", "someday", {"valueString": "someday"}),
        ("DR", "some^day", {"valueString": "some^day"}),
        ("NR", "a^b", {"valueString": "a^b"}),
        ("TM", "2561", {"valueString": "2561"}),
        ("CQ", "many^mg", {"valueString": "many^mg"}),
        ("RP", "two words", {"valueString": "two words"}),
        ("ED", "^application^pdf^Base64^?", {"valueString": "^application^pdf^Base64^?"}),
        ("ZZ", "odd", {"valueString": "odd"}),
        ("TM", "0815", {"valueTime": "08:15:00"}),
        ("NR", "^9", {"valueRange": {"high": {"value": 9}}}),
        ("SN", "<^5", {"valueQuantity": {"value": 5, "comparator": "<"}}),
        ("SN", "^1^:^128", {"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 128}}}),
        ("SN", "^2^+", {"valueString": "2+"}),
        ("SN", "about^5", {"valueString": "about 5"}),
    ],
)
def test_a_value_that_does_not_fit_its_type_is_kept_as_text(kind: str, text: str, found: JsonObject) -> None:
    assert value(kind, text) == found


def test_a_range_with_two_dashes_is_one_unless_its_upper_end_is_negative() -> None:
    assert [reference_range(text, {}) for text in ("0--8", "-2--1", "5--3")] == [
        {"low": {"value": 0}, "high": {"value": 8}, "text": "0--8"},
        {"low": {"value": -2}, "high": {"value": -1}, "text": "-2--1"},
        {"text": "5--3"},
    ]
