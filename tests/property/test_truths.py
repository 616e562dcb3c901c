"""The quick answer to a condition is the full one's, for every condition of the sample and random elders."""

import pytest

from hub.referral.rules.conditions import compile_condition
from hub.referral.rules.ready import sets_of
from hub.referral.rules.truths import compile_truth
from tests.property.test_catalogue_fhirpath import CATALOGUE, conditions, evidence_of

CONDITIONS = [(one.text, compile_condition(one), compile_truth(one)) for one in conditions()]


@pytest.mark.parametrize("seed", range(100, 160))
def test_the_truth_alone_is_that_of_the_verdict(seed: int) -> None:
    evidence = evidence_of(seed)
    elder = evidence.diagnoses[0]

    differs = [text for text, test, ask in CONDITIONS if ask(evidence, elder) != test(evidence, elder).truth]

    assert differs == []


@pytest.mark.parametrize("seed", range(100, 130))
def test_no_rule_that_holds_is_passed_over(seed: int) -> None:
    evidence = evidence_of(seed)

    for name, rules in sets_of(CATALOGUE).items():
        asked = {one.rule.code for one in rules.that_may_hold(evidence.given, even_open=False)}
        holding = {one.rule.code for one in rules.rules if one.test(evidence, None).truth == "pass"}
        assert holding - asked == set(), name
