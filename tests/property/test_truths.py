"""The quick answer to a condition is the full one's, for every condition of the sample and random elders."""

import pytest

from hub.referral.rules.conditions import compile_condition
from hub.referral.rules.rule_index import TRIGGERING, sets_of
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
def test_no_rule_that_triggers_is_passed_over(seed: int) -> None:
    evidence = evidence_of(seed)
    index = sets_of(CATALOGUE)
    may_hold, or_open, *_ = index.look(evidence)

    for name in TRIGGERING:
        theirs = [one for one in index.sets[name] if one.scope is None or one.scope(evidence, None) != "fail"]
        truths = {one.rule.code: one.test(evidence, None).truth for one in theirs}
        hard = {one.rule.code for one in theirs if one.rule.severity == "hard"}
        holding = {code for code, truth in truths.items() if truth == "pass"}
        undecided = {code for code in hard if truths[code] == "unknown"}
        assert holding - {one.rule.code for one in index.of_set(name, may_hold)} == set(), name
        assert (holding | undecided) - {one.rule.code for one in index.of_set(name, or_open)} == set(), name
