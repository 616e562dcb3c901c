"""What keeps an elder from moving down or into a home: rule set EX0 and the rows' own exclusions (rulings 1.3).

Carriage of a resistant organism never keeps a resident from coming home (ruling 0.4); it sends precautions.
"""

from collections.abc import Iterator

from hub.referral.rules.conditions import Verdict
from hub.referral.rules.context import Context
from hub.referral.rules.ready import ready
from hub.referral.rules.values import Finding, Result
from terminology.catalogue import Rule


def find(context: Context) -> Iterator[Finding]:
    """A finding for each exclusion that triggers, or that a hard rule cannot decide."""
    if context.is_upward:
        return
    for rule, verdict in context.triggering("EX0", even_open=True):
        yield _excluded(context, rule, verdict)
    for fact, row in context.counted:
        for rule in row.exclusions:
            if context.truth(rule, fact) == "pass":
                yield context.finding(rule, context.verdict(ready(rule), fact), "fail", negate=True)


def _excluded(context: Context, rule: Rule, verdict: Verdict) -> Finding:
    soften = context.question.is_returning_resident and rule.dimension == "carriage"
    result: Result = "unknown"
    if verdict.truth == "pass":
        result = "not-applicable" if rule.severity == "info" else "fail"
    return context.finding(rule, verdict, result, soften=soften, negate=True)
