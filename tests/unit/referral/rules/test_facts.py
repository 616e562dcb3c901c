"""Facts that cannot be used make a rule unknown, never true; the elder's own baseline is the measure."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from hub.referral.rules.engine import evaluate
from hub.referral.rules.observations import FACT_SYSTEM, facts_from_resources
from hub.referral.rules.values import Fact, Question
from hub.referral.rules.words import brief
from tests.unit.referral.rules.elders import (
    AT,
    CATALOGUE,
    M1,
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

ELDER = (diagnosis("I10"), ability(1))


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (fact("systolic", 132, "kg"), "unit"),
        (fact("systolic", 132), "unit"),
        (fact("systolic", 20, "mm[Hg]"), "implausible"),
        (fact("systolic", float("nan"), "mm[Hg]"), "implausible"),
        (fact("systolic", float("inf"), "mm[Hg]"), "implausible"),
        (fact("systolic", 132, "mm[Hg]", hours_ago=30), "stale"),
        (fact("systolic", 132, "mm[Hg]", hours_ago=-3), "future"),
    ],
)
def test_a_fact_that_cannot_be_used_is_unknown_and_says_why(changed: Fact, why: str) -> None:
    others = [item for item in vitals() if item.code != "systolic"]

    decision = decide("into-home", *ELDER, *others, changed, receiver=N1)

    assert decision.overall == "unknown"
    assert ("systolic", why) in finding(decision, "ST0-SBP").missing


def test_a_unit_that_facts_csv_accepts_is_converted() -> None:
    others = [item for item in vitals() if item.code != "systolic"]

    decision = decide("into-home", *ELDER, *others, fact("systolic", 17.6, "kPa"), receiver=N1)

    assert finding(decision, "ST0-SBP").result == "pass"


def test_the_latest_measured_value_counts_whatever_came_last() -> None:
    decision = decide(
        "into-home", *ELDER, *vitals(systolic=132), fact("systolic", 80, "mm[Hg]", hours_ago=9), receiver=N1
    )

    assert finding(decision, "ST0-SBP").result == "pass"


def test_one_fever_within_72_hours_breaks_stability() -> None:
    decision = decide("into-home", *ELDER, *vitals(), fact("temperature", 38.4, "Cel", hours_ago=50), receiver=N1)

    assert hard(decision, "fail") == ["ST0-T"]


def test_a_fever_before_the_window_does_not() -> None:
    decision = decide("into-home", *ELDER, *vitals(), fact("temperature", 38.4, "Cel", hours_ago=80), receiver=N1)

    assert decision.overall == "pass"


def test_without_any_vital_signs_a_move_into_a_home_is_unknown() -> None:
    decision = decide("into-home", *ELDER, receiver=N1)

    assert decision.overall == "unknown"
    assert hard(decision, "unknown") == [
        "ST0-T", "ST0-HR", "ST0-RR", "ST0-SBP", "ST0-SPO2", "ST0-NEWS2",
    ]  # fmt: skip


def test_at_departure_vital_signs_older_than_four_hours_do_not_count() -> None:
    old = tuple(replace(item, measured_at=AT - timedelta(hours=6)) for item in vitals())

    assert decide("into-home", *ELDER, *old, receiver=N1).overall == "pass"
    assert decide("into-home", *ELDER, *old, receiver=N1, vital_age_hours=4).overall == "unknown"


def test_news2_is_measured_against_the_elders_own_baseline() -> None:
    facts = (*ELDER, *vitals(), fact("news2", 4, "{score}"))
    usual = (fact("news2", 3, "{score}", hours_ago=400),)

    assert hard(decide("into-home", *facts, receiver=N1), "fail") == ["ST0-NEWS2"]
    assert decide("into-home", *facts, receiver=N1, baseline=usual).overall == "pass"


def test_a_baseline_older_than_90_days_does_not_count() -> None:
    facts = (*ELDER, *vitals(), fact("news2", 4, "{score}"))
    usual = (fact("news2", 3, "{score}", hours_ago=24 * 91),)

    assert decide("into-home", *facts, receiver=N1, baseline=usual).overall == "fail"


def test_an_elder_who_always_has_gcs_10_is_not_an_emergency() -> None:
    facts = (*ELDER, *vitals(), fact("gcs", 10, "{score}"))
    usual = (fact("gcs", 10, "{score}", hours_ago=400),)

    assert rules(decide("from-home", *facts), "up", "pass") == ["UP0-01"]
    assert rules(decide("from-home", *facts, baseline=usual), "up", "pass") == []


def test_news2_that_was_not_stated_is_computed_from_a_full_set() -> None:
    decision = decide("into-home", *ELDER, *vitals(heart_rate=95, respiratory_rate=20), receiver=N1)

    assert finding(decision, "ST0-NEWS2").facts[0].value == 1.0


def test_a_stated_news2_that_is_too_old_gives_way_to_the_vital_signs_of_now() -> None:
    old = (fact("news2", 0, "{score}", hours_ago=30), fact("news2-single", 0, "{score}", hours_ago=30))

    decision = decide("into-home", *ELDER, *old, *vitals(heart_rate=95, respiratory_rate=20), receiver=N1)

    assert finding(decision, "ST0-NEWS2").facts[0].value == 1.0
    assert finding(decision, "ST0-NEWS3").result == "pass"


def test_an_incomplete_news2_decides_only_what_more_points_cannot_undo() -> None:
    some = [item for item in vitals(systolic=105, heart_rate=99) if item.code in {"systolic", "heart-rate"}]
    worse = [*some, fact("temperature", 38.5, "Cel")]

    assert finding(decide("into-home", *ELDER, *some, receiver=N1), "ST0-NEWS2").result == "unknown"
    assert finding(decide("into-home", *ELDER, *worse, receiver=N1), "ST0-NEWS2").result == "fail"


def test_levels_of_two_instruments_are_never_compared() -> None:
    other = ability(2, instrument="https://alliance-hub.example/fhir/CodeSystem/mzt-039-2013")

    decision = decide("into-home", diagnosis("I10"), *vitals(), other, receiver=N2)

    assert decision.overall == "unknown"
    assert finding(decision, "ABILITY").missing == (("ability-level", "instrument"),)


@pytest.mark.parametrize("word", ["nan", "inf", "-Infinity"])
def test_a_level_written_as_no_number_is_unknown_and_breaks_nothing(word: str) -> None:
    written = {"resourceType": "Observation", "status": "final", "effectiveDateTime": "2026-03-02T08:00:00+08:00",
               "code": {"coding": [{"system": FACT_SYSTEM, "code": "ability-level"}]}, "valueString": word}  # fmt: skip

    decision = decide("into-home", diagnosis("I10"), *vitals(), *facts_from_resources([written], at=AT), receiver=N1)

    assert finding(decision, "ABILITY").result == "unknown"
    assert finding(decision, "ABILITY").missing == (("ability-level", "implausible"),)


def test_a_provisional_ward_assessment_is_enough_to_travel() -> None:
    decision = decide("into-home", diagnosis("I10"), *vitals(), ability(2, status="preliminary"), receiver=N2)

    assert decision.overall == "pass"
    assert finding(decision, "ABILITY-PROVISIONAL").severity == "info"


def test_an_ability_assessment_older_than_a_year_is_hard_for_a_home() -> None:
    old = fact("ability-level", 2, hours_ago=24 * 400)

    assert hard(decide("into-home", diagnosis("I10"), *vitals(), old, receiver=N2), "unknown") == ["ABILITY"]


def test_an_unmapped_local_code_goes_to_manual_triage() -> None:
    local = diagnosis("Z-XNZ-001", system="https://alliance-hub.example/sid/H1/diagnosis")

    decision = decide("down", local, *vitals(), receiver=M1)

    assert (decision.overall, hard(decision, "unknown")) == ("unknown", ["LEVEL-TRIAGE"])


def test_a_suspected_diagnosis_counts_for_the_way_up_and_not_for_the_way_down() -> None:
    suspected = diagnosis("I20.0", verification_status="provisional")

    assert decide("up", suspected, *vitals(), receiver=M1).overall == "pass"
    assert hard(decide("down", suspected, *vitals(), receiver=M1), "unknown") == ["LEVEL-NONE"]


def test_a_background_code_sets_no_level() -> None:
    decision = decide("down", diagnosis("I10"), diagnosis("E78.500", role="background"), *vitals(), receiver=M1)

    assert (decision.overall, decision.level) == ("pass", 2)


def test_dialysis_has_its_own_potassium_limit() -> None:
    receiver = replace(M1, capabilities=M1.capabilities | {"HD"})
    facts = (*vitals(), fact("potassium", 5.8, "mmol/L"), fact("dialysis-booked", value=True))

    assert decide("down", diagnosis("N18.500"), *facts, receiver=receiver).overall == "pass"
    assert hard(decide("down", diagnosis("I10"), *facts, receiver=receiver), "fail") == ["ST0-K"]


def test_an_elder_without_any_reason_stays() -> None:
    decision = decide("from-home", diagnosis("I10"), *vitals(), fact("gcs", 15, "{score}"))

    assert (decision.overall, decision.advice) == ("fail", "stay")


def test_an_up_referral_without_vital_signs_and_reason_asks_for_a_consult() -> None:
    assert (decide("from-home").overall, decide("from-home").advice) == ("unknown", "consult")


def test_a_fever_without_an_up_criterion_asks_for_a_consult() -> None:
    facts = vitals(temperature=37.9)

    decision = decide("from-home", diagnosis("I10"), *facts, fact("gcs", 15, "{score}"))

    assert (decision.overall, decision.advice) == ("fail", "consult")


def test_a_catalogue_out_of_force_decides_nothing() -> None:
    decision = decide("into-home", *ELDER, *vitals(), receiver=N1, at=AT + timedelta(days=2000))

    assert "CATALOGUE" in hard(decision, "fail")


def test_a_closed_home_is_refused_and_another_offered() -> None:
    closed = replace(N1, code="N3", state="closed-to-admission")

    decision = decide("into-home", *ELDER, *vitals(), receiver=closed, others=(closed, N1))

    assert hard(decision, "fail") == ["RECEIVER-STATE"]
    assert [other.receiver for other in decision.alternatives] == ["N1"]


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="aware datetime"):
        evaluate(CATALOGUE, Question("up", AT.replace(tzinfo=None)))


def test_words_name_rule_fact_source_age_and_what_would_pass() -> None:
    decision = decide("into-home", *ELDER, *vitals(temperature=38.6), receiver=N1)

    assert finding(decision, "ST0-T").words_zh == (
        "【ST0-T】体温稳定：不符合。依据：体温 38.6℃，来源 H1，2 小时前。通过条件：体温 ≤ 37.3℃（最近72小时内每次）。"
    )
    assert finding(decision, "ST0-T").words_en == (
        "[ST0-T] Temperature stable: not met. Based on Body temperature 38.6 °C, from H1, 2 h ago. "
        "It passes with: body temperature ≤ 37.3 °C (each time in the last 72 h)."
    )


def test_what_stands_against_it_is_told_short_with_what_is_lacking_if_anything() -> None:
    decision = decide("into-home", *ELDER, *vitals(systolic=190), receiver=N1)

    assert brief(finding(decision, "ST0-SBP")) == ("【ST0-SBP】血压稳定", "[ST0-SBP] Blood pressure stable")
    assert brief(finding(decision, "ST0-K")) == (
        "【ST0-K】血钾正常（缺：血钾）", "[ST0-K] Potassium normal (lacks Potassium)",
    )  # fmt: skip


def test_the_same_question_gives_the_same_answer() -> None:
    first = decide("into-home", *ELDER, *vitals(), receiver=N1, others=(N2,))
    second = decide("into-home", *ELDER, *vitals(), receiver=N1, others=(N2,))

    assert first == second
    assert json.dumps([found.words_zh for found in first.findings]) == json.dumps(
        [found.words_zh for found in second.findings]
    )


def test_the_level_is_open_while_an_open_diagnosis_may_be_stricter() -> None:
    decision = decide("down", diagnosis("I10"), diagnosis("J18.900"), *vitals(), receiver=M1)

    assert (decision.overall, decision.level) == ("unknown", None)
    assert decision.missing[0] == ("curb-65", "missing")


def test_a_whole_number_reads_as_the_same_number_with_a_point() -> None:
    def with_systolic(value: float) -> Fact:
        return Fact("systolic", value, "mm[Hg]", AT, source="H1")

    whole = decide("into-home", *ELDER, with_systolic(190), receiver=N1)
    pointed = decide("into-home", *ELDER, with_systolic(190.0), receiver=N1)

    assert finding(whole, "ST0-SBP").words_zh == finding(pointed, "ST0-SBP").words_zh
    assert finding(whole, "ST0-SBP").result == "fail"


def test_a_range_over_days_holds_when_every_value_of_them_is_in_it() -> None:
    sugar = (diagnosis("E11.900"), *vitals(), ability(2))

    steady = decide("into-home", *sugar, fact("glucose", 7, "mmol/L"), receiver=N1)
    peak = decide(
        "into-home", *sugar, fact("glucose", 7, "mmol/L"), fact("glucose", 14, "mmol/L", hours_ago=30), receiver=N1
    )

    assert (finding(steady, "R34-DOWN1").result, finding(peak, "R34-DOWN1").result) == ("pass", "fail")
