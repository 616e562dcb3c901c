"""Reasons for the way up: rule set UP0, the rows' own conditions, level 1, and a person's concern (rulings 0.2, 0.3).

A criterion that triggers is a pass. None of them can block: instability is why an elder goes up. On the way down
a UP0 criterion that triggers is a fail, since the elder is not stable. With a comfort plan only pain, bleeding,
fracture or the elder's own wish push; the others are information (ruling 0.7).
"""

from collections.abc import Iterator

from hub.referral.rules.context import Context
from hub.referral.rules.ready import ready
from hub.referral.rules.values import Finding, Result


def find(context: Context) -> Iterator[Finding]:
    """UP0 and, on the way up, the rows' conditions and the consult set DR0."""
    upward = context.is_upward
    for rule, verdict in context.triggering("UP0", even_open=upward):
        informs = context.is_comfort and not rule.comfort
        if verdict.truth == "pass":
            result: Result = "pass" if upward else "fail"
            soften = informs or (not upward and rule.severity == "soft")
            yield context.finding(rule, verdict, result, soften=soften, negate=not upward)
        else:
            yield context.finding(rule, verdict, "unknown", soften=informs)
    if upward:
        yield from _row_criteria(context)
        yield from _consult(context)


def _row_criteria(context: Context) -> Iterator[Finding]:
    for fact, row in context.counted:
        for rule in row.up:
            verdict = context.verdict(ready(rule), fact)
            if verdict.truth == "pass":
                yield context.finding(rule, verdict, "pass", soften=context.is_comfort)
            elif verdict.truth == "unknown":
                yield context.finding(rule, verdict, "unknown", soften=True)


def _consult(context: Context) -> Iterator[Finding]:
    """What a contracted doctor should see within 2 to 4 hours, with the answer of a consult before a move."""
    for rule, verdict in context.triggering("DR0"):
        yield context.finding(rule, verdict, "pass")
