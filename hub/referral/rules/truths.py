"""Whether a condition holds, without the facts it rests on: most rules speak only when they trigger.

Says what `conditions.compile_condition` says, for a fraction of the cost; a test compares the two on random elders.
"""

from collections.abc import Callable, Sequence

from hub.referral.rules.conditions import Truth, carried, compile_condition, is_plain, predicate_of, truth_of_partial
from hub.referral.rules.evidence import Evidence
from hub.referral.rules.values import Fact
from terminology.condition_language import Both, Comparison, Either, Expression, Has

Ask = Callable[[Evidence, Fact | None], Truth]
"""A condition's truth; the second argument is the diagnosis whose course `d` counts."""


def compile_truth(expression: Expression) -> Ask:
    """The function that says whether a condition holds."""
    if isinstance(expression, Both):
        return _joined([compile_truth(part) for part in expression.parts], decides="fail", otherwise="pass")
    if isinstance(expression, Either):
        return _joined([compile_truth(part) for part in expression.parts], decides="pass", otherwise="fail")
    if isinstance(expression, Comparison) and is_plain(expression):
        return _plain(expression)
    if isinstance(expression, Has) and expression.kind == "diagnosis":
        return _has_diagnosis(expression)
    test = compile_condition(expression)
    return lambda evidence, diagnosis: test(evidence, diagnosis).truth


def _joined(asks: Sequence[Ask], *, decides: Truth, otherwise: Truth) -> Ask:
    def ask(evidence: Evidence, diagnosis: Fact | None) -> Truth:
        answer = otherwise
        for part in asks:
            truth = part(evidence, diagnosis)
            if truth == decides:
                return decides
            if truth == "unknown":
                answer = "unknown"
        return answer

    return ask


def _has_diagnosis(condition: Has) -> Ask:
    present: Truth = "fail" if condition.absent else "pass"
    lacking: Truth = "pass" if condition.absent else "fail"
    return lambda evidence, _: present if carried(condition, evidence) else lacking


def _plain(condition: Comparison) -> Ask:
    code, holds = condition.fact, predicate_of(condition)

    def ask(evidence: Evidence, _: Fact | None) -> Truth:
        value, fact, _why, _facts = evidence.readings.get(code) or evidence.latest(code)
        if value is None:
            return "unknown"
        if fact is not None and fact.status == "partial":
            return truth_of_partial(condition, holds=holds(value))
        return "pass" if holds(value) else "fail"

    return ask
