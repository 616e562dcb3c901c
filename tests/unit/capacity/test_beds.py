"""What a bed says of itself: in service and free, what it is for, what it costs."""

from typing import Any

import pytest

from hub.capacity.beds import BED_PRICE, bed_price, bed_type, is_usable

BED: dict[str, Any] = {"status": "active", "physicalType": {"coding": [{"code": "bd"}]}}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, True),
        ({"operationalStatus": {"code": "U"}}, True),
        ({"operationalStatus": {"code": "O"}}, False),
        ({"status": "suspended"}, False),
        ({"physicalType": {"coding": [{"code": "ro"}]}}, False),
    ],
)
def test_an_elder_lies_in_a_bed_in_service_that_nobody_occupies(more: dict[str, Any], expected: bool) -> None:
    assert is_usable(BED | more) is expected


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        ([{"text": "护理床", "coding": [{"display": "x"}]}], "护理床"),
        ([{"coding": [{"display": "双人间", "code": "2"}]}], "双人间"),
        ([{"coding": [{}]}, {"coding": [{"code": "2"}]}], "2"),
        ([{}], ""),
        ([], ""),
    ],
)
def test_what_a_bed_is_for_is_said_in_the_institutions_words(types: list[dict[str, Any]], expected: str) -> None:
    assert bed_type(BED | {"type": types}) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([{"url": "amount", "valueMoney": {"value": 3200}}], ("3200", "mo")),
        ([{"url": "amount", "valueMoney": {"value": 110.5}}, {"url": "per", "valueCode": "d"}], ("110.5", "d")),
        ([{"url": "per", "valueCode": "d"}], None),
        ([], None),
    ],
)
def test_what_a_bed_costs_is_told_by_the_month_or_the_day(
    parts: list[dict[str, Any]], expected: tuple[str, str] | None
) -> None:
    assert bed_price(
        BED | {"extension": [{"url": "https://other.example"}, {"url": BED_PRICE, "extension": parts}]}
    ) == (expected)
