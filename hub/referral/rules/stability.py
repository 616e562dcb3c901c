"""Stability before the way down or into a home: rule set ST0 and the rows' conditions, against the own baseline.

Never asked on the way up (ruling 0.2). A row may replace a shared rule by its own (the potassium limit of an
elder on dialysis). Rows of a milder level than the strictest only warn.
"""

from collections.abc import Iterator

from hub.referral.rules.context import Context
from hub.referral.rules.ready import sets_of
from hub.referral.rules.values import Finding


def find(context: Context) -> Iterator[Finding]:
    """One finding for each rule that applies."""
    if context.question.is_upward:
        return
    replaced = {code for _, row in context.counted for code in row.replaces}
    evidence, is_silent_on = context.evidence, context.evidence.given.isdisjoint
    for one in sets_of(context.catalogue).sets["ST0"]:
        asks, scope = one.asks, one.scope
        if scope is not None and scope(evidence, None) == "fail":  # an open question does not exempt
            continue
        if not replaced or one.rule.code not in replaced:
            is_silent = asks is not None and is_silent_on(asks)
            yield context.required(one, one.in_silence if is_silent else one.test(evidence, None))
    for fact, row in context.counted:
        soften = context.level is not None and row.level > context.level
        for one, verdict in context.downward(fact, row):
            yield context.required(one, verdict, soften=soften)
