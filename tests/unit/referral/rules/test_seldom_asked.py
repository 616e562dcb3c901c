"""Conditions that the sample catalogue does not use, and needs that two diagnoses share."""

import pytest

from hub.referral.rules.conditions import compile_condition
from hub.referral.rules.engine import evaluate
from hub.referral.rules.evidence import Evidence
from hub.referral.rules.observations import facts_from_resources
from hub.referral.rules.values import Fact, Question
from terminology.condition_language import Comparison, Operator
from tests.unit.referral.rules.elders import (
    AT,
    CATALOGUE,
    M1,
    N1,
    NOON_UTC,
    ability,
    decide,
    diagnosis,
    fact,
    rules,
    vitals,
)
from tests.unit.referral.rules.test_alike import changed


def truth(condition: Comparison, *facts: Fact) -> str:
    """What a condition comes to on some facts."""
    return compile_condition(condition)(Evidence(CATALOGUE, Question("down", AT, facts)), None).truth


@pytest.mark.parametrize(
    ("operator", "limit", "expected"),
    [
        ("<=", 4, "fail"),
        ("<", 5, "fail"),
        ("<=", 5, "unknown"),
        (">=", 5, "pass"),
        (">", 4, "pass"),
        (">", 5, "unknown"),
    ],
)
def test_a_score_without_all_its_parts_decides_only_what_more_points_cannot_undo(
    operator: Operator, limit: float, expected: str
) -> None:
    at_least = fact("news2", 5, "{score}", status="partial")

    assert truth(Comparison("news2", operator, low=limit), at_least) == expected


@pytest.mark.parametrize(
    ("operator", "limit", "expected"),
    [
        (">", 99, "pass"),
        (">", 100, "fail"),
        (">=", 100, "pass"),
        ("<", 105, "fail"),
        ("<", 106, "pass"),
        ("<=", 105, "pass"),
    ],
)
def test_the_latest_two_values_both_have_to_hold(operator: Operator, limit: float, expected: str) -> None:
    pulses = (fact("heart-rate", 100, "/min", hours_ago=1), fact("heart-rate", 105, "/min", hours_ago=3))

    assert truth(Comparison("heart-rate", operator, low=limit, repeat=2), *pulses) == expected


def test_a_service_that_two_diagnoses_need_is_asked_for_once() -> None:
    decision = decide("down", diagnosis("M17.9"), diagnosis("I69.3"), *vitals(), ability(1), receiver=M1)

    assert rules(decision, "devices", "pass") == ["R52-NEED-REHAB"]


def test_the_receiver_that_is_asked_is_no_alternative_to_itself() -> None:
    decision = decide("down", diagnosis("I10"), *vitals(), ability(1), receiver=M1, others=(M1,))

    assert decision.alternatives == ()


def test_a_single_parameter_that_was_stated_is_not_derived_from_the_vital_signs() -> None:
    stated = fact("news2-single", 3, "{score}")

    decision = decide("into-home", diagnosis("I10"), *vitals(), ability(1), stated, receiver=N1)

    (used,) = {one for found in decision.findings for one in found.facts if one.code == "news2-single"}
    assert (used.value, used.stated_by) == (3.0, stated.stated_by)


@pytest.mark.parametrize("code", [{"text": "易跌倒"}, {"coding": [{"code": "unheard-of"}]}])
def test_a_flag_that_names_no_fact_says_nothing(code: dict[str, object]) -> None:
    flag = {"resourceType": "Flag", "status": "active", "code": code}

    assert facts_from_resources([flag], at=NOON_UTC) == ()


@pytest.mark.parametrize(
    ("period", "counts"),
    [
        ({"end": "2026-03-01"}, False),
        ({"end": "2026-03-31"}, True),
        ({"start": "2026-03-20"}, False),
        ({"start": "2026-01-01"}, True),
        ("next week", True),
    ],
)
def test_a_flag_counts_while_its_period_runs(period: object, counts: bool) -> None:
    goals = {"coding": [{"system": "https://alliance-hub.example/fhir/CodeSystem/goals-of-care", "code": "comfort"}]}
    flag = {"resourceType": "Flag", "status": "active", "code": goals, "period": period}

    found = facts_from_resources([flag], at=NOON_UTC)

    assert [(one.code, one.value) for one in found] == ([("goals-of-care", "comfort")] if counts else [])


@pytest.mark.parametrize(("temperature", "expected"), [(36.6, []), (38.4, ["ST0-K"])])
def test_a_stability_rule_of_two_facts_for_those_with_a_third_is_asked_of_them_alone(
    temperature: float, expected: list[str]
) -> None:
    feverish = changed("rules", "code", "ST0-K", when="体温 > 38", condition="血钾 3.5..4.0 且 收缩压 >= 90")
    facts = (diagnosis("I10"), *vitals(temperature=temperature), fact("potassium", 4.5, "mmol/L"))

    decision = evaluate(feverish, Question("down", AT, facts, receiver=M1))

    assert [one.rule for one in decision.findings if one.rule == "ST0-K" and one.result == "fail"] == expected
    assert ["ST0-K" in {one.rule for one in decision.findings}] == [bool(expected)]
