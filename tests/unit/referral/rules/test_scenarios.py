"""Scenarios 1, 3, 5, 6, 8, 9 and 11 of the domain, with their variants."""

from dataclasses import replace

import pytest

from tests.unit.referral.rules.elders import (
    H1,
    M1,
    N1,
    N2,
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

STROKE = (*vitals(), fact("nihss", 4, "{score}"), device("NGT"), device("FOLEY"))


def test_scenario_1_a_stroke_on_day_9_may_go_down_to_the_clinic() -> None:
    decision = decide("down", diagnosis("I63.900", days=9), *STROKE, receiver=M1)

    assert (decision.overall, decision.advice, decision.level) == ("pass", "refer", 1)
    assert (decision.catalogue_version, decision.banner) == ("2026.1-sample", "示例目录，未经医务委员会签署")
    assert finding(decision, "R15").result == "pass"
    assert rules(decision, "devices", "pass") == ["DEVICE-NGT", "DEVICE-FOLEY", "R15-NEED-REHAB"]


def test_scenario_1_a_stroke_on_day_5_is_blocked_by_the_stable_days() -> None:
    decision = decide("down", diagnosis("I63.900", days=5), *STROKE, receiver=M1)

    assert (decision.overall, decision.advice) == ("fail", "stay")
    assert hard(decision, "fail") == ["R15", "R15-DOWN1"]
    assert finding(decision, "R15-DOWN1").what_would_pass == "病程满 7 天"


def test_scenario_1_without_nihss_the_answer_is_unknown_and_asks_for_it() -> None:
    facts = [item for item in STROKE if item.code != "nihss"]

    decision = decide("down", diagnosis("I63.900", days=9), *facts, receiver=M1)

    assert (decision.overall, decision.advice) == ("unknown", "consult")
    assert hard(decision, "unknown") == ["R15", "R15-DOWN2"]
    assert ("nihss", "missing") in decision.missing


def test_scenario_3_a_hip_fracture_cannot_go_to_a_home_without_rehabilitation_and_the_clinic_is_offered() -> None:
    facts = (diagnosis("S72.000"), *vitals(), ability(4), fact("wound-dry", value=True), fact("ability-total", 28))

    decision = decide("into-home", *facts, receiver=N1, others=(N1, M1, N2))

    assert decision.overall == "fail"
    assert hard(decision, "fail") == ["R49-NEED-REHAB"]
    assert finding(decision, "R49-NEED-REHAB").words_zh == (
        "【R49-NEED-REHAB】股骨近端骨折需要康复治疗（REHAB），示范颐和养护院不具备：不符合。依据：诊断 S72.000。"
        "通过条件：接收方具备康复治疗（REHAB）。"
    )
    assert [other.receiver for other in decision.alternatives] == ["M1"]


def test_scenario_5_delirium_with_fever_goes_up_from_the_home() -> None:
    facts = (diagnosis("F05", days=1), *vitals(temperature=38.6), fact("news2", 6, "{score}"))

    decision = decide("from-home", *facts, receiver=H1, sender=N1, priority="urgent")

    assert (decision.overall, decision.advice, decision.level) == ("pass", "refer", 1)
    assert rules(decision, "consult", "pass") == ["DR0-01", "DR0-02"]


def test_scenario_5_after_treatment_the_resident_returns() -> None:
    facts = (diagnosis("F05", days=8), *vitals(), ability(3), fact("cam-negative-hours", 96))

    decision = decide("into-home", *facts, fact("cause-treated", value=True), receiver=N1, is_returning_resident=True)

    assert decision.overall == "pass"


def test_scenario_6_ability_level_3_is_out_of_scope_of_a_home_that_takes_2_and_another_is_offered() -> None:
    decision = decide("into-home", diagnosis("I10"), *vitals(), fact("ability-total", 41), receiver=N2, others=(N1, N2))

    assert decision.overall == "fail"
    assert hard(decision, "fail") == ["ABILITY"]
    assert finding(decision, "ABILITY").title_zh == "能力等级超出收住范围：3 级，示范康悦护理中心收住 ≤2 级"
    assert [other.receiver for other in decision.alternatives] == ["N1"]


def test_scenario_6_a_score_of_46_is_level_2_and_passes() -> None:
    decision = decide("into-home", diagnosis("I10"), *vitals(), fact("ability-total", 46), receiver=N2)

    assert decision.overall == "pass"


def test_scenario_6_dementia_raises_a_score_of_46_to_level_3() -> None:
    facts = (diagnosis("F03.x00"), *vitals(), fact("ability-total", 46))

    decision = decide("into-home", *facts, receiver=N2)

    assert hard(decision, "fail") == ["ABILITY"]


def test_scenario_6_dementia_raises_also_from_level_0() -> None:
    decision = decide(
        "into-home", diagnosis("F03.x00"), *vitals(), fact("ability-total", 90), receiver=replace(N2, max_ability=0)
    )

    assert finding(decision, "ABILITY").title_en == "Ability level 1, 示范康悦护理中心 takes up to 0"


def test_a_level_that_was_assessed_already_holds_the_raise_for_dementia() -> None:
    decision = decide("into-home", diagnosis("F03.x00"), *vitals(), ability(2), receiver=N2)

    assert finding(decision, "ABILITY").result == "pass"


HEART = (*vitals(), ability(1))


def test_scenario_8_nyha_iv_is_level_1_and_must_stay() -> None:
    decision = decide("down", diagnosis("I50.900"), *HEART, fact("nyha", "IV"), receiver=M1)

    assert (decision.overall, decision.level) == ("fail", 1)
    assert finding(decision, "R9").result == "fail"


def test_scenario_8_nyha_ii_is_level_2_and_may_go_down() -> None:
    decision = decide("down", diagnosis("I50.900", days=20), *HEART, fact("nyha", "II"), receiver=M1)

    assert (decision.overall, decision.level) == ("pass", 2)


def test_scenario_8_without_nyha_the_level_is_unknown_and_asked_for() -> None:
    decision = decide("down", diagnosis("I50.900", days=20), *HEART, receiver=M1)

    assert (decision.overall, decision.level) == ("unknown", None)
    assert decision.missing[0] == ("nyha", "missing")
    assert finding(decision, "R9").what_would_pass == ("NYHA心功能分级：IV级，或NYHA心功能分级：I级、II级或III级")


PNEUMONIA = (diagnosis("I10"), diagnosis("E11.900"), *vitals())


def test_scenario_9_the_strictest_of_three_diagnoses_wins_and_all_three_are_explained() -> None:
    decision = decide("down", *PNEUMONIA, diagnosis("J18.900"), fact("curb-65", 3), receiver=M1)

    assert (decision.overall, decision.level) == ("fail", 1)
    assert [found.rule for found in decision.findings if found.dimension == "level"] == ["R1", "R34", "R27"]
    assert finding(decision, "R27").result == "fail"


def test_scenario_9_a_resolved_pneumonia_is_ignored() -> None:
    resolved = diagnosis("J18.900", clinical_status="resolved")

    decision = decide("down", *PNEUMONIA, resolved, fact("curb-65", 3), receiver=M1)

    assert (decision.overall, decision.level) == ("pass", 2)
    assert finding(decision, "LEVEL-INACTIVE").result == "not-applicable"


TUBERCULOSIS = (diagnosis("A15.000", days=15), *vitals(), ability(1))


def test_scenario_11_a_positive_smear_blocks_the_way_into_a_home_and_names_the_designated_hospital() -> None:
    decision = decide("into-home", *TUBERCULOSIS, fact("sputum-smear", "positive"), receiver=N1)

    assert decision.overall == "fail"
    assert "EX0-01" in hard(decision, "fail")
    assert "结核病定点医院" in finding(decision, "R67").title_zh


def test_scenario_11_three_negative_smears_on_day_15_pass() -> None:
    smears = [fact("sputum-smear", "negative", hours_ago=hours) for hours in (12, 36, 60)]

    decision = decide("into-home", *TUBERCULOSIS, *smears, receiver=N1)

    assert decision.overall == "pass"


def test_scenario_11_two_negative_smears_are_not_enough() -> None:
    smears = [fact("sputum-smear", "negative", hours_ago=hours) for hours in (12, 36)]

    decision = decide("into-home", *TUBERCULOSIS, *smears, receiver=N1)

    assert decision.overall == "unknown"
    assert ("sputum-smear", "history") in decision.missing


@pytest.mark.parametrize(
    ("receiver", "overall"), [(N1, "pass"), (replace(N1, capabilities=frozenset({"NGT"})), "fail")]
)
def test_stable_copd_on_two_litres_goes_to_the_home_that_has_oxygen(receiver: object, overall: str) -> None:
    breathing = [item for item in vitals(spo2=90) if item.code != "on-oxygen"]
    facts = (diagnosis("J44.900"), *breathing, fact("oxygen-flow", 2, "L/min"), ability(1))

    assert decide("into-home", *facts, receiver=receiver).overall == overall  # type: ignore[arg-type]  # a Receiver
