"""Datatypes that few resources carry, each by one resource."""

from decimal import Decimal
from typing import Any

import pytest

from fhir_profiles.accessors import FIRST_MICROS, LAST_MICROS, moment_range
from fhir_profiles.issue import JsonObject
from tests.index_rows import named_values


def _values(resource: JsonObject, name: str) -> list[tuple[object, ...]]:
    values = named_values(resource)
    every: list[Any] = [
        *values.tokens,
        *values.strings,
        *values.dates,
        *values.references,
        *values.quantities,
        *values.uris,
    ]
    return [tuple(item)[1:] for item in every if item.parameter.name == name]


@pytest.mark.parametrize(
    ("effective", "low", "high"),
    [
        ({"start": "2026-01-01", "end": "2026-01-02"}, "2026-01-01", "2026-01-02"),
        ({"end": "2026-01"}, None, "2026-01"),
        ({"start": "2026"}, "2026", None),
    ],
)
def test_a_period_is_open_where_an_end_is_missing(effective: JsonObject, low: str | None, high: str | None) -> None:
    expected = (
        FIRST_MICROS if low is None else moment_range(low)[0],
        LAST_MICROS if high is None else moment_range(high)[1],
    )

    assert _values({"resourceType": "Encounter", "period": effective}, "date") == [expected]


def test_a_timing_is_the_range_of_its_events_or_its_bounds() -> None:
    first, last = moment_range("2026-01-01")[0], moment_range("2026-02-01")[1]
    events = {"event": ["2026-02-01", None, "2026-01-01"], "_event": [None, {"id": "x"}, None]}
    bounds = {"repeat": {"boundsPeriod": {"start": "2026-01-01", "end": "2026-02-01"}}}

    for timing in (events, bounds):
        assert _values({"resourceType": "ServiceRequest", "occurrenceTiming": timing}, "occurrence") == [(first, last)]
    assert (
        _values({"resourceType": "ServiceRequest", "occurrenceTiming": {"code": {"text": "BID"}}}, "occurrence") == []
    )


def test_money_has_its_currency_as_unit() -> None:
    invoice = {"resourceType": "Invoice", "totalGross": {"value": Decimal("10.50"), "currency": "CNY"}}

    assert _values(invoice, "totalgross") == [(Decimal("10.50"), "urn:iso:std:iso:4217", "CNY")]


def test_a_number_is_a_quantity_without_a_unit() -> None:
    risk = {"resourceType": "RiskAssessment", "prediction": [{"probabilityDecimal": 0.25}, {"probabilityDecimal": 1}]}

    assert _values(risk, "probability") == [(Decimal("0.25"), "", ""), (Decimal(1), "", "")]


def test_a_quantity_without_a_code_has_its_unit() -> None:
    weight = {"resourceType": "Observation", "valueQuantity": {"value": 1, "unit": "公斤"}}

    assert _values(weight, "value-quantity") == [(Decimal(1), "", "公斤")]
    assert _values({"resourceType": "Observation", "valueQuantity": {"unit": "公斤"}}, "value-quantity") == []


def test_a_canonical_is_a_link_without_its_version() -> None:
    response = {"resourceType": "QuestionnaireResponse", "questionnaire": "https://a.example/Questionnaire/q|2"}

    assert _values(response, "questionnaire") == [("Questionnaire", "q", "https://a.example/Questionnaire/q")]


def test_uris_booleans_and_texts_are_plain() -> None:
    value_set = {"resourceType": "ValueSet", "url": "https://a.example/v", "title": "表", "status": "draft"}

    assert _values(value_set, "url") == [("https://a.example/v",)]
    assert _values(value_set, "title") == [("表",)]
    assert _values({"resourceType": "Patient", "active": True}, "active") == [("", "true")]


def test_tags_and_profiles_of_meta_are_found() -> None:
    meta = {"tag": [{"system": "a", "code": "b"}], "profile": ["https://a.example/p"], "source": "urn:x"}
    basic = {"resourceType": "Basic", "meta": meta}

    assert _values(basic, "_tag") == [("a", "b")]
    assert _values(basic, "_profile") == [("https://a.example/p",)]
    assert _values(basic, "_source") == [("urn:x",)]
