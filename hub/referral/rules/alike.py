"""Whether two versions of the catalogue must decide alike about an elder, without deciding.

A decision reads the facts table, the shared rules and the rows that the elder's diagnoses fall in, and nothing else.
Where these are the same in both versions, so is the answer: a dry-run of a revision that touches a few rows asks only
about those who have such a diagnosis. Where a few shared rules differ, they alone are asked first: most elders are on
the same side of an old limit and of the new one. So it is with another facts table: what counts is whether it reads
this elder's facts otherwise.
"""

from collections.abc import Iterable
from dataclasses import fields
from functools import lru_cache

from hub.referral.rules.evidence import Evidence, usable
from hub.referral.rules.ready import ready
from hub.referral.rules.values import Diagnosis, Fact
from terminology.catalogue import Catalogue, Row, Rule

_WORDS = frozenset({"zh", "en", "source", "verified", "note"})
"""What decides nothing."""


_NAMING = ("code", "zh", "en", "aliases", "loinc", "kind", "codes")
"""What of a fact's definition says which resources state it, and how."""


def decide_alike(old: Catalogue, new: Catalogue, diagnoses: Iterable[Fact]) -> bool:
    """Whether both versions give every elder with these diagnoses the same answer, the period aside."""
    codes = {code for one in diagnoses if isinstance(one.value, Diagnosis) for code in one.value.who_codes()}
    return same_rules(old, new) and all(_same_rows(old, new, code) for code in codes)


def find_alike(old: Catalogue, new: Catalogue, evidence: Evidence, read_anew: Evidence | None = None) -> bool:
    """Whether both give this elder the same answer, since the shared rules that differ find the same.

    `evidence` is by the facts table of the old version; `read_anew` is by that of the new one, where it is another.
    """
    by_new = evidence if read_anew is None else read_anew
    if not (same_facts(old, new) or (read_anew is not None and _reads_alike(old, new, evidence, by_new))):
        return False
    if not all(
        _same_rows(old, new, code)
        for one in evidence.diagnoses
        if isinstance(one.value, Diagnosis)
        for code in one.value.who_codes()
    ):
        return False
    return all(_counts(was, evidence) == _counts(now, by_new) for was, now in _differing_rules(old, new))


def _reads_alike(old: Catalogue, new: Catalogue, before: Evidence, after: Evidence) -> bool:
    """Whether both facts tables make the same of what is known of an elder: each latest value and each before it."""
    if before.given != after.given or before.baseline.keys() != after.baseline.keys():
        return False
    for code in before.given | _differing_facts(old, new):
        if before.latest(code) != after.latest(code) or before.baseline_value(code) != after.baseline_value(code):
            return False
    return all(
        usable(fact, old.facts[code]) == usable(fact, new.facts[code])
        for code in _differing_facts(old, new) & before.given
        for fact in before.by_code[code]
    )


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
def same_names(old: Catalogue, new: Catalogue) -> bool:
    """Whether both find the same facts in an elder's record, whatever they make of them."""
    return old.facts.keys() == new.facts.keys() and all(
        getattr(fact, name) == getattr(new.facts[code], name) for code, fact in old.facts.items() for name in _NAMING
    )


@lru_cache(maxsize=64)
def _differing_facts(old: Catalogue, new: Catalogue) -> frozenset[str]:
    """The facts that both tables have and do not define alike."""
    return frozenset(code for code in old.facts.keys() & new.facts.keys() if old.facts[code] != new.facts[code])


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
def same_rules(old: Catalogue, new: Catalogue) -> bool:
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
