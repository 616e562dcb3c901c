"""What keeps an elder from moving down or into a home: rule set EX0 and the rows' own exclusions (rulings 1.3).

Carriage of a resistant organism never keeps a resident from coming home (ruling 0.4); it sends precautions.
"""

from collections.abc import Iterator

from hub.referral.rules.context import Context
from hub.referral.rules.values import Finding, Result
from terminology.catalogue import Rule


def find(context: Context) -> Iterator[Finding]:
    """A finding for each exclusion that triggers, or that a hard rule cannot decide."""
    if context.question.is_upward:
        return
    for rule in context.may_trigger("EX0", even_hard=True):
        yield from _excluded(context, rule)
    for fact, row in context.counted():
        for rule in row.exclusions:
            verdict = context.triggered(rule, diagnosis=fact)
            if verdict.truth == "pass":
                yield context.finding(rule, verdict, "fail", negate=True)


def _excluded(context: Context, rule: Rule) -> Iterator[Finding]:
    verdict = context.triggered(rule)
    soften = context.question.is_returning_resident and rule.dimension == "carriage"
    if verdict.truth == "pass":
        result: Result = "not-applicable" if rule.severity == "info" else "fail"
        yield context.finding(rule, verdict, result, soften=soften, negate=True)
    elif verdict.truth == "unknown" and rule.severity == "hard":
        yield context.finding(rule, verdict, "unknown", soften=soften, negate=True)
