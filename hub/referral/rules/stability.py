"""Stability before the way down or into a home: rule set ST0 and the rows' conditions, against the own baseline.

Never asked on the way up (ruling 0.2). A row may replace a shared rule by its own (the potassium limit of an
elder on dialysis). Rows of a milder level than the strictest only warn.
"""

from collections.abc import Iterable

from hub.referral.rules.conditions import Truth
from hub.referral.rules.context import Context
from hub.referral.rules.ready import required
from hub.referral.rules.values import Finding


def find(context: Context) -> Iterable[Finding]:
    """One finding for each rule that applies."""
    if context.is_upward:
        return ()
    shared = _shared(context)
    replaced = {code for _, row in context.counted for code in row.replaces}
    findings = [one for one in shared if one is not None and (not replaced or one.rule not in replaced)]
    evidence = context.evidence
    for fact, row in context.counted:
        is_milder = context.level is not None and row.level > context.level
        for one, (truth, facts, missing) in context.downward(fact, row):
            finding = required(one, truth, facts, missing, evidence.at, evidence.definitions)
            findings.append(finding._replace(severity="soft") if is_milder and finding.severity == "hard" else finding)
    return findings


def _shared(context: Context) -> list[Finding | None]:
    """What each rule of ST0 says, in their order; None from one that is not for this elder."""
    found, evidence, rules = context.found, context.evidence, context.sets.sets["ST0"]
    at, definitions, readings = evidence.at, evidence.definitions, evidence.readings
    said: list[Finding | None] = [*context.sets.silent]
    asked, exempt, decided, passing = found.asked, found.exempt, found.failing | found.passing, found.passing
    scoped = context.sets.scoped
    while asked:
        lowest = asked & -asked
        asked ^= lowest
        place = lowest.bit_length() - 1
        one = rules[place]
        if scoped & lowest and one.scope is not None and one.scope(evidence, None) == "fail":
            said[place] = None  # an open question does not exempt
        elif decided & lowest:
            truth: Truth = "pass" if passing & lowest else "fail"
            said[place] = required(one, truth, readings[one.only_fact].facts, (), at, definitions)
        else:
            said[place] = required(one, *one.test(evidence, None), at, definitions)
    while exempt:
        lowest = exempt & -exempt
        exempt ^= lowest
        said[lowest.bit_length() - 1] = None
    return said
