"""Single rules at their edges: what is said when a profile, a baseline, an onset or a unit is missing."""

import sys
from dataclasses import replace
from datetime import timedelta

import pytest

from hub.referral.rules.engine import evaluate
from hub.referral.rules.values import Coding, Diagnosis, Fact, Question
from terminology.catalogue import Catalogue
from tests.unit.referral.rules.elders import (
    AT,
    CATALOGUE,
    H1,
    M1,
    N1,
    ability,
    decide,
    device,
    diagnosis,
    fact,
    finding,
    hard,
    rules,
    vitals,
)

ELDER = (diagnosis("I10"), ability(1))


def test_a_home_that_declared_no_scope_is_unknown() -> None:
    decision = decide("into-home", *ELDER, *vitals(), receiver=replace(N1, max_ability=None))

    assert hard(decision, "unknown") == ["ABILITY"]


def test_a_clinic_that_declared_no_scope_is_not_asked() -> None:
    decision = decide("down", diagnosis("I10"), *vitals(), receiver=M1)

    assert [found.rule for found in decision.findings if found.dimension == "ability"] == []


def test_without_a_receiver_a_rule_about_its_capability_is_unknown() -> None:
    decision = decide("into-home", *ELDER, *vitals(), fact("cre-or-auris", value=True))

    assert hard(decision, "unknown") == ["EX0-04"]
    assert finding(decision, "EX0-04").missing == (("receiver", "missing"),)
    assert "Lacks receiver profile (not given)" in finding(decision, "EX0-04").words_en


def test_without_an_isolation_room_cre_is_refused_and_with_one_it_is_not() -> None:
    facts = (*ELDER, *vitals(), fact("cre-or-auris", value=True))

    assert hard(decide("into-home", *facts, receiver=N1), "fail") == ["EX0-04"]
    assert decide("into-home", *facts, receiver=replace(N1, capabilities=N1.capabilities | {"ISO"})).overall == "pass"


def test_a_rule_against_a_baseline_that_is_not_documented_is_unknown() -> None:
    decision = decide("from-home", diagnosis("J47"), *vitals())

    assert ("spo2", "baseline") in finding(decision, "R33-UP2").missing


def test_a_fall_of_saturation_below_the_baseline_is_a_reason() -> None:
    usual = (fact("spo2", 88, "%", hours_ago=400),)

    decision = decide("from-home", diagnosis("J47"), *vitals(spo2=82), baseline=usual)

    assert "R33-UP2" in rules(decision, "up", "pass")


def test_a_baseline_may_stand_among_the_facts() -> None:
    usual = replace(fact("gcs", 10, "{score}", hours_ago=400), is_baseline=True)

    decision = decide("from-home", *ELDER, *vitals(), fact("gcs", 10, "{score}"), usual)

    assert rules(decision, "up", "pass") == []


def test_without_onset_the_day_of_the_course_is_unknown_and_may_be_stated() -> None:
    stroke = (diagnosis("I63.900", days=None), *vitals(), fact("nihss", 4, "{score}"), device("NGT"))

    assert hard(decide("down", *stroke, receiver=M1), "unknown") == ["R15", "R15-DOWN1"]
    assert decide("down", *stroke, fact("day-of-course", 9), receiver=M1).overall == "pass"


@pytest.mark.parametrize(("worse", "result"), [(True, "pass"), (False, "not-applicable")])
def test_an_incomplete_news2_may_already_be_a_reason_to_consult(worse: bool, result: str) -> None:
    some = [item for item in vitals(heart_rate=115 if worse else 80, systolic=105) if item.unit in {"/min", "mm[Hg]"}]

    decision = decide("from-home", *some)

    assert rules(decision, "consult", "pass") == (["DR0-01"] if result == "pass" else [])


def test_gcs_15_means_alert_and_air_is_no_flow() -> None:
    numbers = [item for item in vitals() if item.code != "consciousness"]

    decision = decide("into-home", *ELDER, *numbers, fact("gcs", 15, "{score}"), receiver=N1)

    assert decision.overall == "pass"
    assert finding(decision, "ST0-O2").facts[0].stated_by == "derived"


def test_a_value_that_the_fact_does_not_know_is_unknown() -> None:
    decision = decide("down", diagnosis("I50.900"), *vitals(), fact("nyha", "sehr schwer"), receiver=M1)

    assert decision.missing[0] == ("nyha", "value")


def test_a_number_for_a_coded_fact_is_unknown() -> None:
    decision = decide("down", diagnosis("I50.900"), *vitals(), fact("nyha", 2), receiver=M1)

    assert decision.missing[0] == ("nyha", "value")


def test_a_yes_for_a_fact_that_is_a_number_is_unknown() -> None:
    decision = decide("into-home", diagnosis("I10"), fact("ability-level", value=True), *vitals(), receiver=N1)

    assert finding(decision, "ABILITY").missing == (("ability-level", "value"),)
    assert "取值无法识别" in finding(decision, "ABILITY").words_zh


def test_a_catalogue_of_5000_entries_takes_as_many_steps_as_the_sample() -> None:
    more = tuple(replace(CATALOGUE.rows[number % 80], code=f"X{number}") for number in range(5000 - 83))
    codes = {f"{letter}{number // 10:02}.{number % 10}": (row,) for letter in "GLMN" for number, row in enumerate(more)}
    large = replace(CATALOGUE, rows=(*CATALOGUE.rows, *more), index=codes | dict(CATALOGUE.index))

    def steps(catalogue: Catalogue) -> int:
        calls = 0

        def count(_frame: object, event: str, _argument: object) -> None:
            nonlocal calls
            calls += event in {"call", "c_call"}

        question = Question("down", AT, (diagnosis("I63.9"), device("NGT"), *vitals()), receiver=M1)
        evaluate(catalogue, question)
        sys.setprofile(count)
        try:
            evaluate(catalogue, question)
        finally:
            sys.setprofile(None)
        return calls

    assert steps(large) == steps(CATALOGUE)


def test_an_exclusion_of_a_row_blocks() -> None:
    facts = (diagnosis("I48"), *vitals(), fact("bleeding-active", value=True))

    assert "R8-EXCLUDE1" in hard(decide("down", *facts, receiver=M1), "fail")


def test_an_elder_who_wanders_needs_a_dementia_area() -> None:
    facts = (*ELDER, *vitals(), fact("wandering", value=True))

    assert hard(decide("into-home", *facts, receiver=N1), "fail") == ["NEED-DEM"]
    assert finding(decide("into-home", *facts, receiver=N1), "NEED-DEM").what_would_pass == (
        "接收方具备失智专区（DEM），或无游走"
    )


def test_a_device_that_nobody_knows_is_unknown() -> None:
    decision = decide("into-home", *ELDER, *vitals(), device("未知的管"), receiver=N1)

    assert hard(decision, "unknown") == ["DEVICE-未知的管"]


def test_one_of_two_kinds_of_dialysis_is_enough() -> None:
    facts = (diagnosis("N18.500"), *vitals(), fact("dialysis-booked", value=True), fact("potassium", 5, "mmol/L"))

    assert hard(decide("down", *facts, receiver=M1), "fail") == ["R39-NEED-HD/PD"]
    assert decide("down", *facts, receiver=replace(M1, capabilities=M1.capabilities | {"PD"})).overall == "pass"


def test_a_row_asks_for_a_kind_of_receiver() -> None:
    facts = (diagnosis("I63.900"), *vitals(), ability(1), fact("nihss", 4, "{score}"), device("NGT"))
    home = replace(N1, capabilities=N1.capabilities | {"REHAB"})

    assert hard(decide("into-home", *facts, receiver=home), "fail") == ["R15-RECEIVER"]
    assert decide("down", *facts, receiver=H1).overall == "pass"
    assert hard(decide("down", *facts, receiver=replace(M1, has_ward=False)), "fail") == ["R15-RECEIVER"]


def test_a_row_that_asks_for_no_kind_of_receiver_is_not_held_against_one() -> None:
    index = {code: tuple(replace(row, minimum_receiver="") for row in rows) for code, rows in CATALOGUE.index.items()}
    question = Question("down", AT, (diagnosis("I63.9"), *vitals()), receiver=M1)

    decision = evaluate(replace(CATALOGUE, index=index), question)

    assert [found.rule for found in decision.findings if found.dimension == "receiver"] == []


@pytest.mark.parametrize(("stated", "result"), [(True, "pass"), (False, "fail")])
def test_whether_the_diagnosis_is_clear_may_be_stated_and_is_then_not_derived(stated: bool, result: str) -> None:
    decision = decide("down", diagnosis("I10"), fact("diagnosis-clear", value=stated), *vitals(), receiver=M1)

    found = finding(decision, "ST0-DX")
    assert (found.result, [(one.value, one.stated_by) for one in found.facts]) == (result, [(stated, "")])


def test_a_finding_shows_its_rule_and_result_and_no_facts() -> None:
    decision = decide("into-home", *ELDER, *vitals(), receiver=replace(N1, max_ability=None))

    assert repr(finding(decision, "ABILITY")) == "Finding(ABILITY ability unknown hard)"


def test_a_restricted_institution_is_called_first() -> None:
    decision = decide("into-home", *ELDER, *vitals(), receiver=replace(N1, state="restricted"))

    assert decision.overall == "pass"
    assert finding(decision, "RECEIVER-STATE").title_en == "示范颐和养护院 admits with restrictions; call first"


def test_a_returning_resident_is_kept_out_by_no_state_of_the_home_and_is_told_of_it() -> None:
    facts = (*ELDER, *vitals())
    paused, closed = replace(N1, state="closed-to-admission"), replace(N1, state="closed")

    assert decide("into-home", *facts, receiver=paused, is_returning_resident=True).overall == "pass"
    found = decide("into-home", *facts, receiver=closed, is_returning_resident=True)
    states = [(one.result, one.severity) for one in found.findings if one.rule == "RECEIVER-STATE"]
    assert (found.overall, states) == ("pass", [("fail", "soft")])


def test_a_row_may_have_its_own_reason_for_the_way_up() -> None:
    decision = decide("up", diagnosis("E11.900"), *vitals(), fact("hba1c", 9.8, "%"))

    assert rules(decision, "up", "pass") == ["R34-UP1"]
    assert rules(decision, "up", "unknown") == ["UP0-01", "R34-UP2"]


def test_without_a_diagnosis_the_way_down_is_unknown_and_into_a_home_is_asked_about() -> None:
    down, home = decide("down", *vitals(), receiver=M1), decide("into-home", *vitals(), ability(1), receiver=N1)

    assert (hard(down, "unknown"), home.overall) == (["LEVEL-NONE"], "pass")
    assert finding(home, "LEVEL-NONE").severity == "soft"


def test_an_up_referral_by_a_catalogue_out_of_force_asks_for_a_consult() -> None:
    decision = decide("up", *vitals(systolic=70), at=AT + timedelta(days=2000))

    assert (decision.overall, decision.advice) == ("fail", "consult")


def test_a_condition_with_text_alone_goes_to_triage() -> None:
    text = Fact("diagnosis", Diagnosis((Coding("text", "脑子不好"),)))

    assert hard(decide("down", text, *vitals(), receiver=M1), "unknown") == ["LEVEL-TRIAGE"]


def test_a_code_outside_the_catalogue_is_said_to_be_so() -> None:
    decision = decide("down", diagnosis("Q99.900"), *vitals(), receiver=M1)

    assert finding(decision, "LEVEL-TRIAGE").words_en == (
        "[LEVEL-TRIAGE] The code Q99.900 is not in the catalogue; a person must triage it: unknown. "
        "Based on diagnosis Q99.900. Lacks diagnosis (with a code that is not mapped, for manual triage). "
        "It passes with: a mapping, or manual triage."
    )


def test_every_finding_has_words_in_both_languages() -> None:
    facts = (
        diagnosis("I63.900"), diagnosis("I50.900"), diagnosis("E78.500", role="background"), device("NGT"), ability(4),
        *vitals(temperature=38.5), fact("nihss", 4, "{score}"), fact("nyha", "IV"), fact("sputum-smear", "positive"),
        fact("temperature", 36.6, "Cel", hours_ago=60), fact("wandering", value=True),
    )  # fmt: skip

    decision = decide("into-home", *facts, receiver=N1)

    for found in decision.findings:
        assert found.words_zh.startswith(f"【{found.rule}】")
        assert found.words_en.startswith(f"[{found.rule}]")
    assert len(set(decision.facts_used)) == len(decision.facts_used)
