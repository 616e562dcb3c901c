"""The seven rulings that no setting may undo (domain-rulings 0), as far as a decision can keep them."""

from datetime import timedelta

from hub.referral.rules.values import Fact
from tests.unit.referral.rules.elders import (
    AT,
    H1,
    N1,
    N2,
    ability,
    decide,
    diagnosis,
    fact,
    finding,
    hard,
    rules,
    vitals,
)


def test_ruling_1_a_stat_call_from_a_home_without_anything_is_never_blocked_and_lists_what_to_catch_up() -> None:
    decision = decide("from-home", receiver=H1, sender=N2, priority="stat")

    assert (decision.overall, decision.advice) == ("information", "refer")
    assert {found.severity for found in decision.findings} == {"info"}
    assert decision.catch_up == decision.missing
    assert ("systolic", "missing") in decision.catch_up


def test_ruling_1_a_stat_call_is_not_blocked_by_a_catalogue_that_is_not_in_force() -> None:
    decision = decide("up", receiver=H1, priority="stat", at=AT + timedelta(days=2000))

    assert decision.overall == "information"


def test_ruling_1_stat_frees_no_move_downward() -> None:
    decision = decide("down", diagnosis("I63.900", days=1), receiver=N1, priority="stat")

    assert decision.overall == "fail"


def test_ruling_2_instability_never_blocks_the_way_up() -> None:
    worst = vitals(temperature=40, heart_rate=140, respiratory_rate=34, systolic=70, spo2=78)

    decision = decide("up", diagnosis("I20.0"), *worst, receiver=H1, priority="urgent")

    assert (decision.overall, hard(decision, "fail")) == ("pass", [])
    assert rules(decision, "stability", "fail") == []


def test_ruling_2_the_same_instability_blocks_the_way_into_a_home() -> None:
    decision = decide("into-home", diagnosis("I10"), *vitals(systolic=70), ability(1), receiver=N1)

    assert decision.overall == "fail"
    assert "ST0-SBP" in hard(decision, "fail")


def test_ruling_3_the_concern_of_a_carer_is_a_reason_of_its_own() -> None:
    decision = decide("from-home", *vitals(), fact("concern", value=True), receiver=H1, sender=N2)

    assert (decision.overall, decision.advice) == ("pass", "refer")
    assert rules(decision, "up", "pass") == ["UP0-28"]


def test_ruling_4_a_returning_resident_is_not_blocked_by_the_ability_level() -> None:
    facts = (diagnosis("I10"), *vitals(), ability(4))

    new = decide("into-home", *facts, receiver=N2)
    returning = decide("into-home", *facts, receiver=N2, is_returning_resident=True)

    assert (new.overall, returning.overall) == ("fail", "pass")
    assert (finding(returning, "ABILITY").result, finding(returning, "ABILITY").severity) == ("fail", "soft")


def test_ruling_4_a_device_that_the_home_cannot_care_for_has_to_be_arranged_and_does_not_block_the_return() -> None:
    facts = (diagnosis("I10"), *vitals(), ability(2), Fact("device", "TRACH"))

    new = decide("into-home", *facts, receiver=N2)
    returning = decide("into-home", *facts, receiver=N2, is_returning_resident=True)

    assert (new.overall, returning.overall) == ("fail", "pass")
    assert (finding(returning, "DEVICE-TRACH").result, finding(returning, "DEVICE-TRACH").severity) == ("fail", "soft")
    assert "返回前须安排好护理" in finding(returning, "DEVICE-TRACH").words_zh


def test_ruling_4_a_returning_resident_is_not_blocked_by_carriage() -> None:
    carries = (fact("mdro-active", value=True), fact("secretions-uncontained", value=True))
    facts = (diagnosis("I10"), *vitals(), ability(1), *carries)

    new = decide("into-home", *facts, receiver=N1)
    returning = decide("into-home", *facts, receiver=N1, is_returning_resident=True)

    assert (new.overall, returning.overall) == ("fail", "pass")


def test_ruling_4_a_colonised_elder_is_not_kept_out_of_a_home() -> None:
    decision = decide(
        "into-home", diagnosis("I10"), *vitals(), ability(1), fact("mdro-carrier", value=True), receiver=N1
    )

    assert decision.overall == "pass"
    assert finding(decision, "EX0-05").severity == "info"


def test_ruling_5_a_withdrawn_basis_blocks_a_new_routine_move_but_no_stat_call() -> None:
    facts = (diagnosis("I10"), *vitals(), ability(1), fact("consent-basis", value=False))

    assert decide("into-home", *facts, receiver=N1).overall == "fail"
    assert decide("from-home", *facts, receiver=H1, priority="stat").overall == "information"


def test_ruling_6_a_decision_shows_every_device_to_the_receiver() -> None:
    decision = decide(
        "into-home",
        diagnosis("I10"),
        *vitals(),
        ability(1),
        Fact("device", "NGT"),
        Fact("device", "TRACH"),
        receiver=N1,
    )

    assert [found.rule for found in decision.findings if found.rule.startswith("DEVICE")] == [
        "DEVICE-NGT",
        "DEVICE-TRACH",
    ]


def test_ruling_7_with_a_comfort_plan_the_up_criteria_are_information() -> None:
    decision = decide("from-home", *vitals(spo2=84, systolic=84), receiver=H1, goals_of_care="comfort")

    assert (decision.overall, decision.advice) == ("information", "consult")
    assert {found.severity for found in decision.findings if found.dimension == "up"} == {"soft"}


def test_ruling_7_with_a_comfort_plan_pain_still_goes_up() -> None:
    decision = decide("from-home", *vitals(), fact("severe-pain", value=True), receiver=H1, goals_of_care="comfort")

    assert (decision.overall, decision.advice) == ("pass", "refer")


def test_a_comfort_plan_may_come_as_a_fact() -> None:
    plan = fact("goals-of-care", "comfort", hours_ago=2000)

    assert decide("from-home", *vitals(systolic=84), plan, receiver=H1).overall == "information"


def test_ruling_3_a_routine_move_asks_for_the_contracted_doctors_word_and_is_not_blocked() -> None:
    facts = (*vitals(), fact("concern", value=True))

    routine = decide("from-home", *facts, receiver=H1, sender=N2)
    urgent = decide("from-home", *facts, receiver=H1, sender=N2, priority="urgent")
    ordered = decide("from-home", *facts, fact("home-doctor-order", value=True), receiver=H1, sender=N2)

    assert (routine.overall, rules(routine, "sender", "unknown")) == ("pass", ["SENDER-DOCTOR"])
    assert [rules(decision, "sender", "unknown") for decision in (urgent, ordered)] == [[], []]
