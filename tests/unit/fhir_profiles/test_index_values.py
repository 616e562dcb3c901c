from datetime import UTC, datetime
from decimal import Decimal

import pytest

from fhir_profiles.accessors import (
    FIRST_MICROS,
    LAST_MICROS,
    moment_range,
    patient_references,
    split_reference,
)
from fhir_profiles.issue import JsonObject
from fhir_profiles.registry import SearchParameter, search_parameters
from tests.index_rows import DateValue, QuantityValue, ReferenceValue, TokenValue, named_values


def _micros(*parts: int) -> int:
    return round(datetime(*parts, tzinfo=UTC).timestamp()) * 1_000_000  # type: ignore[arg-type,misc]  # six ints


def _parameter(resource_type: str, name: str) -> SearchParameter:
    return search_parameters(resource_type)[name]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2026", _micros(2026, 1, 1), _micros(2027, 1, 1) - 1),
        ("2024-02", _micros(2024, 2, 1), _micros(2024, 3, 1) - 1),
        ("2026-12", _micros(2026, 12, 1), _micros(2027, 1, 1) - 1),
        ("2026-01-31", _micros(2026, 1, 31), _micros(2026, 2, 1) - 1),
        ("2026-01-31T08:30:00+08:00", _micros(2026, 1, 31, 0, 30), _micros(2026, 1, 31, 0, 30) + 999_999),
        ("2026-01-31T08:30:00Z", _micros(2026, 1, 31, 8, 30), _micros(2026, 1, 31, 8, 30) + 999_999),
        ("2026-01-31T08:30:00.5Z", _micros(2026, 1, 31, 8, 30) + 500_000, _micros(2026, 1, 31, 8, 30) + 599_999),
        ("2026-01-31T08:30:00.123456789Z",) + (_micros(2026, 1, 31, 8, 30) + 123_456,) * 2,
        ("2016-12-31T23:59:60Z", _micros(2016, 12, 31, 23, 59, 59), _micros(2017, 1, 1) - 1),
        ("1940-02-29", _micros(1940, 2, 29), _micros(1940, 3, 1) - 1),
        ("0001", FIRST_MICROS, _micros(2, 1, 1) - 1),
        ("9999-12-31", _micros(9999, 12, 31), LAST_MICROS),
    ],
)
def test_a_date_is_the_range_that_its_precision_means(text: str, low: int, high: int) -> None:
    assert moment_range(text) == (low, high)


@pytest.mark.parametrize("text", ["", "2026-02-30", "abcd", "2026-13", "2026-01-31T25:00:00Z"])
def test_text_that_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  the texts are those of the standard library
        moment_range(text)


@pytest.mark.parametrize(
    ("literal", "parts"),
    [
        ("Patient/1", ("Patient", "1", "")),
        ("Patient/1/_history/2", ("Patient", "1", "")),
        ("https://a.example/fhir/Patient/1/_history/2", ("Patient", "1", "https://a.example/fhir/Patient/1")),
        ("https://a.example/x", ("", "", "https://a.example/x")),
        ("urn:uuid:1", ("", "", "urn:uuid:1")),
        ("Patient?identifier=a/Patient/1", ("", "", "Patient?identifier=a/Patient/1")),
    ],
)
def test_a_reference_is_split_without_its_version(literal: str, parts: tuple[str, str, str]) -> None:
    assert split_reference(literal) == parts


def test_an_observation_gives_its_codes_dates_links_and_quantities() -> None:
    loinc, ucum = "http://loinc.org", "http://unitsofmeasure.org"
    observation: JsonObject = {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": loinc, "code": "29463-7"}], "text": "体重"},
        "subject": {"reference": "Patient/p1/_history/3"},
        "effectivePeriod": {"start": "2026-01-31"},
        "valueQuantity": {"value": Decimal("72.50"), "unit": "kg", "system": ucum, "code": "kg"},
    }

    values = named_values(observation)

    def of(name: str) -> SearchParameter:
        return _parameter("Observation", name)

    assert values.tokens == (
        TokenValue(of("code"), loinc, "29463-7"),
        TokenValue(of("combo-code"), loinc, "29463-7"),
        TokenValue(of("status"), "http://hl7.org/fhir/observation-status", "final"),
    )
    assert values.references == (
        ReferenceValue(of("patient"), "Patient", "p1", ""),
        ReferenceValue(of("subject"), "Patient", "p1", ""),
    )
    assert values.dates == (DateValue(of("date"), _micros(2026, 1, 31), LAST_MICROS),)
    assert values.quantities == (
        QuantityValue(of("combo-value-quantity"), Decimal("72.50"), ucum, "kg"),
        QuantityValue(of("value-quantity"), Decimal("72.50"), ucum, "kg"),
    )
    assert (values.strings, values.uris) == ((), ())


def test_a_patient_gives_every_part_of_name_and_address() -> None:
    patient = {
        "resourceType": "Patient",
        "name": [{"text": "王秀英", "family": "王", "given": ["秀", None], "_given": [None, {"id": "a"}]}],
        "address": [{"city": "北京", "line": ["示范路1号"]}],
        "active": False,
        "deceasedDateTime": "2026",
    }

    values = named_values(patient)

    assert [(item.parameter.name, item.text) for item in values.strings] == [
        ("address", "示范路1号"),
        ("address", "北京"),
        ("address-city", "北京"),
        ("name", "王秀英"),
        ("name", "王"),
        ("name", "秀"),
        ("family", "王"),
        ("given", "秀"),
    ]
    assert sorted((item.parameter.name, item.code) for item in values.tokens) == [
        ("active", "false"),
        ("deceased", "true"),
    ]


def test_a_phone_is_found_as_phone_and_as_telecom() -> None:
    patient = {"resourceType": "Patient", "telecom": [{"system": "phone", "value": "1"}, {"system": "email"}]}

    found = [(item.parameter.name, item.code) for item in named_values(patient).tokens]

    assert found == [("deceased", "false"), ("phone", "1"), ("telecom", "1")]


def test_resolve_is_keeps_links_to_the_type_alone() -> None:
    device = {"resourceType": "Observation", "subject": {"reference": "Device/d"}}
    unknown = {"resourceType": "Observation", "subject": {"reference": "urn:uuid:1", "type": "Patient"}}
    contained = {"resourceType": "Observation", "subject": {"reference": "#p"}}

    assert [item.parameter.name for item in named_values(device).references] == ["subject"]
    assert [item.parameter.name for item in named_values(unknown).references] == ["patient", "subject"]
    assert named_values(contained).references == ()


def test_an_unknown_type_has_no_accessors() -> None:
    with pytest.raises(KeyError):
        named_values({"resourceType": "../os"})


@pytest.mark.parametrize(
    ("resource", "patients"),
    [
        ({"resourceType": "Patient", "id": "p1", "link": [{"other": {"reference": "Patient/p2"}}]}, ("p1",)),
        ({"resourceType": "Patient"}, ()),
        ({"resourceType": "Observation", "subject": {"reference": "Patient/p1"}}, ("p1",)),
        ({"resourceType": "Observation", "subject": {"reference": "Group/p1"}}, ()),
        ({"resourceType": "Observation", "subject": {"reference": "https://a/Patient/p1"}}, ()),
        (
            {
                "resourceType": "Observation",
                "subject": {"reference": "Patient/p1"},
                "performer": [{"reference": "Patient/p1/_history/2"}, {"reference": "Patient/p2"}, {"display": "x"}],
            },
            ("p2", "p1"),
        ),
        ({"resourceType": "Task", "for": {"reference": "Patient/p1"}}, ("p1",)),
        ({"resourceType": "Organization", "name": "a"}, ()),
        ({"resourceType": "Provenance", "target": [{"reference": "Patient/p1"}]}, ("p1",)),
        (
            {"resourceType": "Appointment", "participant": [{"actor": {"reference": "Patient/p1"}}]},
            ("p1",),
        ),
        ({"resourceType": "Group", "member": [{"entity": {"reference": "Patient/p1"}}]}, ("p1",)),
    ],
)
def test_patients_whose_compartment_holds_it(resource: JsonObject, patients: tuple[str, ...]) -> None:
    assert tuple(sorted(patient_references(resource))) == tuple(sorted(patients))
