"""Whether two versions of the catalogue must decide alike about an elder, without deciding.

A decision reads the facts table, the shared rules and the rows that the elder's diagnoses fall in, and nothing else.
Where these are the same in both versions, so is the answer: a dry-run of a revision that touches a few rows asks only
about those who have such a diagnosis. Where a few shared rules differ, they alone are asked first: most elders are on
the same side of an old limit and of the new one.
"""

from collections.abc import Iterable
from dataclasses import fields
from functools import lru_cache

from hub.referral.rules.evidence import Evidence
from hub.referral.rules.ready import ready
from hub.referral.rules.values import Diagnosis, Fact
from terminology.catalogue import Catalogue, Row, Rule

_WORDS = frozenset({"zh", "en", "source", "verified", "note"})
"""What decides nothing."""


def decide_alike(old: Catalogue, new: Catalogue, diagnoses: Iterable[Fact]) -> bool:
    """Whether both versions give every elder with these diagnoses the same answer, the period aside."""
    codes = {code for one in diagnoses if isinstance(one.value, Diagnosis) for code in one.value.who_codes()}
    return _same_rules(old, new) and all(_same_rows(old, new, code) for code in codes)


def find_alike(old: Catalogue, new: Catalogue, evidence: Evidence) -> bool:
    """Whether both give this elder the same answer, since the shared rules that differ find the same."""
    if not same_facts(old, new) or not all(
        _same_rows(old, new, code)
        for one in evidence.diagnoses
        if isinstance(one.value, Diagnosis)
        for code in one.value.who_codes()
    ):
        return False
    return all(_counts(was, evidence) == _counts(now, evidence) for was, now in _differing_rules(old, new))


def _counts(rule: Rule | None, evidence: Evidence) -> tuple[str | bool, ...]:
    """What a shared rule puts into the balance: all that the overall answer looks at; empty for nothing."""
    if rule is None:
        return ()
    one = ready(rule)
    if one.scope is not None and one.scope(evidence, None) == "fail":
        return ()
    truth = one.truth(evidence, None)
    if truth == ("pass" if rule.set == "ST0" else "fail"):
        return ()
    return (rule.set, rule.dimension, rule.severity, rule.comfort, truth)


@lru_cache(maxsize=64)
def same_facts(old: Catalogue, new: Catalogue) -> bool:
    """Whether both read the facts of an elder by the same table."""
    return old.facts == new.facts


@lru_cache(maxsize=64)
def _differing_rules(old: Catalogue, new: Catalogue) -> tuple[tuple[Rule | None, Rule | None], ...]:
    """The shared rules that are not the same in both, each in the old version and in the new one."""
    before, after = (
        {(name, rule.code): rule for name, rules in catalogue.rules.items() for rule in rules}
        for catalogue in (old, new)
    )
    pairs = [(before.get(name), after.get(name)) for name in before | after]
    return tuple(pair for pair in pairs if not _same(*pair))


@lru_cache(maxsize=64)
def _same_rules(old: Catalogue, new: Catalogue) -> bool:
    """Whether the facts table and the shared rules are the same."""
    sets = old.rules.keys() | new.rules.keys()
    return same_facts(old, new) and all(_same(old.rules.get(name), new.rules.get(name)) for name in sets)


@lru_cache(maxsize=1 << 15)
def _same_rows(old: Catalogue, new: Catalogue, code: str) -> bool:
    """Whether a WHO code may fall in the same rows."""
    return _same(old.rows_for(code), new.rows_for(code))


def _same(one: object, other: object) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    if (isinstance(one, Rule) and isinstance(other, Rule)) or (isinstance(one, Row) and isinstance(other, Row)):
        names = [field.name for field in fields(one) if field.name not in _WORDS]
        return all(_same(getattr(one, name), getattr(other, name)) for name in names)
    return one == other
