"""A Range is every number from its low to its high, for a quantity, a number and the second half of a pair."""

from collections.abc import Callable

import pytest

from hub.store.port import Engine
from tests.contract.engines import found, write

YEARS = {"system": "http://unitsofmeasure.org", "code": "a"}

RANGES = (
    ("1", (60, 70)), ("2", (None, 65)), ("3", (65, None)), ("4", (64.9, 65.1)), ("5", (80, 90)), ("6", (65, 65)),
)  # fmt: skip

EXPECTED = (
    ("65", "64"), ("ne65", "5321"), ("gt65", "5431"), ("ge65", "654321"), ("lt65", "421"), ("le65", "64321"),
    ("sa65", "5"), ("eb65", ""), ("sa60", "6543"), ("eb71", "6421"), ("ap65", "64321"), ("ap100", "53"),
    ("gt91", "3"), ("lt59", "2"), ("8e1", ""), ("7e1", "6"), ("lt60,gt85", "532"), ("ne0", "654321"),
)  # fmt: skip
"""What is asked for, and who is found by a reading of the standard's ranges, newest first."""


def _range(low: float | None, high: float | None, unit: dict[str, str]) -> dict[str, object]:
    ends = {"low": low, "high": high}
    return {name: {"value": value, **unit} for name, value in ends.items() if value is not None}


def _condition(number: str, ends: dict[str, object]) -> dict[str, object]:
    return {"resourceType": "Condition", "id": number, "subject": {"reference": "Patient/p"}, "onsetRange": ends}


def _value_set(number: str, *ends: dict[str, object]) -> dict[str, object]:
    code = {"system": "http://terminology.hl7.org/CodeSystem/usage-context-type", "code": "age"}
    return {
        "resourceType": "ValueSet", "id": number, "status": "active",
        "useContext": [{"code": code, "valueRange": one} for one in ends],
    }  # fmt: skip


def _risk(number: str, ends: dict[str, object]) -> dict[str, object]:
    return {
        "resourceType": "RiskAssessment", "id": number, "status": "final", "subject": {"reference": "Patient/p"},
        "prediction": [{"probabilityRange": ends}],
    }  # fmt: skip


_MADE: dict[str, Callable[[str, dict[str, object]], dict[str, object]]] = {
    "Condition": _condition, "ValueSet": _value_set, "RiskAssessment": _risk,
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("Condition", "onset-age=NUMBER|http://unitsofmeasure.org|a"),
        ("Condition", "onset-age=NUMBER"),
        ("ValueSet", "context-quantity=NUMBER||a"),
        ("ValueSet", "context-type-quantity=age$NUMBER||a"),
        ("RiskAssessment", "probability=NUMBER"),
    ],
)
async def test_a_prefix_finds_the_ranges_that_may_be_so(store: Engine, kind: str, name: str) -> None:
    for number, (low, high) in RANGES:
        await write(store, _MADE[kind](number, _range(low, high, YEARS)))

    answers = {}
    for asked, _ in EXPECTED:
        key, value = name.split("=", 1)
        text = ",".join(value.replace("NUMBER", one) for one in asked.split(","))
        answers[asked] = "".join(one.partition("/")[2] for one in await found(store, kind, f"{key}={text}"))

    assert answers == dict(EXPECTED)


@pytest.mark.parametrize("name", ["context-quantity=", "context-type-quantity=age$"])
async def test_the_low_of_one_range_and_the_high_of_another_make_no_range(store: Engine, name: str) -> None:
    await write(store, _value_set("1", _range(64, 90, YEARS), _range(10, 66, YEARS)))
    await write(store, _value_set("2", _range(64.9, 65.1, YEARS), _range(10, 66, YEARS)))

    assert await found(store, "ValueSet", f"{name}65") == ["ValueSet/2"]


async def test_ends_in_two_units_are_two_open_ranges_and_a_unit_said_once_is_of_both(store: Engine) -> None:
    months = {"system": YEARS["system"], "code": "mo"}
    await write(store, _condition("1", {"low": {"value": 5, **YEARS}, "high": {"value": 90, **months}}))
    await write(store, _condition("2", {"low": {"value": 5}, "high": {"value": 6, **YEARS}}))
    await write(store, _condition("3", {"low": {"value": 5, **YEARS}, "high": {"value": 6}}))

    assert await found(store, "Condition", "onset-age=gt80||a") == ["Condition/1"]
    assert await found(store, "Condition", "onset-age=lt5||mo") == ["Condition/1"]
    assert await found(store, "Condition", "onset-age=ge5||a") == ["Condition/3", "Condition/2", "Condition/1"]
    assert await found(store, "Condition", "onset-age=le6||a") == ["Condition/3", "Condition/2", "Condition/1"]


async def test_a_range_alone_is_not_missing_and_one_without_ends_is(store: Engine) -> None:
    await write(store, _risk("1", _range(10, 20, {})))
    await write(store, _risk("2", _range(None, None, {}) | {"low": {"unit": "%"}}))

    assert await found(store, "RiskAssessment", "probability:missing=false") == ["RiskAssessment/1"]
    assert await found(store, "RiskAssessment", "probability:missing=true") == ["RiskAssessment/2"]


async def test_a_changed_range_changes_what_finds_it(store: Engine) -> None:
    await write(store, _condition("1", _range(60, 70, YEARS)))
    await write(store, _condition("1", _range(None, 50, YEARS)))

    assert await found(store, "Condition", "onset-age=gt55") == []
    assert await found(store, "Condition", "onset-age=lt55") == ["Condition/1"]
