"""Findings as people are told them: what fails for want of the same capability is one line.

A device that the elder carries, the entry's need and a rule that forbids the two together may all say that a home has
no oxygen. Programs get each (`$evaluate-referral`, the snapshot of a referral); people get one line that names all
the rules, all the facts, and the one thing that makes all of them pass.
"""

from collections.abc import Iterable

from hub.referral.rules.values import Finding
from terminology.condition_language import Both, Either, Expression, Has

_OPEN = frozenset({"fail", "unknown"})

_Key = tuple[frozenset[str], str, str]


def fold(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings in their order; those that one capability would help stand where the first of them stood."""
    folded: dict[_Key | int, list[Finding]] = {}
    for place, found in enumerate(findings):
        wanted = capabilities_wanted(found) if found.result in _OPEN and not found.missing else frozenset()
        key = (wanted, found.result, found.severity) if wanted else place
        folded.setdefault(key, []).append(found)
    return tuple(group[0] if len(group) == 1 else _join(group) for group in folded.values())


def capabilities_wanted(finding: Finding) -> frozenset[str]:
    """The capabilities any of which would make a finding pass; empty when none would do alone."""
    condition = finding.condition
    if condition is None:
        return frozenset()
    return _excused_by(condition) if finding.is_negated else _any_of(condition)


def _join(group: list[Finding]) -> Finding:
    codes = sorted(capabilities_wanted(group[0]))
    asks: tuple[Expression, ...] = tuple(Has("capability", code) for code in codes)
    return group[0]._replace(
        rule=", ".join(dict.fromkeys(found.rule for found in group)),
        facts=tuple({id(fact): fact for found in group for fact in found.facts}.values()),
        condition=asks[0] if len(asks) == 1 else Either(asks),
        is_negated=False,
    )


def _any_of(condition: Expression) -> frozenset[str]:
    """Of a condition that must hold: a capability, or any of several."""
    parts = condition.parts if isinstance(condition, Either) else (condition,)
    codes = [part.code for part in parts if isinstance(part, Has) and part.kind == "capability" and not part.absent]
    return frozenset(codes) if len(codes) == len(parts) else frozenset()


def _excused_by(condition: Expression) -> frozenset[str]:
    """Of a condition that must not hold: the capabilities whose absence is a part of it."""
    parts = condition.parts if isinstance(condition, Both) else (condition,)
    return frozenset(part.code for part in parts if isinstance(part, Has) and part.kind == "capability" and part.absent)
