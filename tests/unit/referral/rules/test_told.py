"""What people are told: one line for everything that one missing capability fails."""

from dataclasses import replace

from hub.referral.evaluation import judgement
from hub.referral.rules.told import capabilities_wanted, fold
from hub.referral.rules.values import Fact
from tests.unit.referral.rules.elders import M1, N1, N2, ability, decide, diagnosis, fact, finding, vitals

PNEUMONIA = (diagnosis("J18.900"), fact("curb-65", 1), *vitals(), fact("oxygen-flow", 2, "L/min"), Fact("device", "O2"))


def test_three_rules_that_miss_oxygen_are_one_line_that_names_them_all() -> None:
    decision = decide("into-home", *PNEUMONIA, ability(2), receiver=N2)

    line = next(found for found in decision.told if "DEVICE-O2" in found.rule)

    assert [found.rule for found in decision.findings if found.rule.endswith("-O2") and found.result == "fail"] == [
        "DEVICE-O2", "NEED-O2", "R27B-NEED-O2",
    ]  # fmt: skip
    assert len(decision.told) == len(decision.findings) - 2
    assert line.words_zh == (
        "【DEVICE-O2, NEED-O2, R27B-NEED-O2】老人带吸氧装置（O2），示范康悦护理中心不能护理：不符合。"
        "依据：管路设备 吸氧装置；吸氧流量 2 L/min，来源 H1，2 小时前；诊断 J18.900。通过条件：接收方具备吸氧（O2）。"
    )
    assert line.words_en == (
        "[DEVICE-O2, NEED-O2, R27B-NEED-O2] The elder carries: oxygen device (O2), which 示范康悦护理中心 cannot care "
        "for: not met. Based on device oxygen device; Oxygen flow 2 L/min, from H1, 2 h ago; diagnosis J18.900. "
        "It passes with: a receiver with oxygen (O2)."
    )


def test_a_refusal_says_a_missing_capability_once() -> None:
    decision = decide("into-home", *PNEUMONIA, ability(2), receiver=N2)

    words = [zh for zh, _ in judgement(decision.findings).words if "O2" in zh]

    assert words == ["【DEVICE-O2, NEED-O2, R27B-NEED-O2】老人带吸氧装置（O2），示范康悦护理中心不能护理"]


def test_any_of_two_capabilities_is_asked_for_once() -> None:
    dialysis = (diagnosis("N18.500"), fact("dialysis-problem", value=False))
    decision = decide("into-home", *dialysis, *vitals(), ability(2), receiver=N1)
    need = finding(decision, "R39-NEED-HD/PD")
    twice = fold([need, need._replace(rule="OTHER")])

    assert need.what_would_pass == "接收方具备血液透析（HD），或接收方具备腹膜透析（PD）"
    assert [(found.rule, found.what_would_pass) for found in twice] == [
        ("R39-NEED-HD/PD, OTHER", "接收方具备血液透析（HD），或接收方具备腹膜透析（PD）")
    ]


def test_what_no_capability_helps_stays_apart() -> None:
    decision = decide("into-home", *PNEUMONIA, ability(4), receiver=N2)

    assert capabilities_wanted(finding(decision, "ABILITY")) == frozenset()
    assert capabilities_wanted(finding(decision, "ST0-T")) == frozenset()
    assert capabilities_wanted(finding(decision, "NEED-O2")) == {"O2"}


def test_an_unknown_receiver_is_asked_about_each_rule() -> None:
    decision = decide("down", *vitals(), diagnosis("I10"), fact("c-difficile", value=True), receiver=None)

    assert decision.told == decision.findings


def test_a_receiver_that_has_it_is_told_each_need_that_it_meets() -> None:
    decision = decide("down", *PNEUMONIA, receiver=replace(M1, capabilities=M1.capabilities | {"O2"}))

    assert decision.told == decision.findings
