"""Whether two versions of the catalogue must decide alike about an elder, without deciding.

A decision reads the facts table, the shared rules and the rows that the elder's diagnoses fall in, and nothing else.
Where these are the same in both versions, so is the answer: a dry-run of a revision that touches a few rows asks only
about those who have such a diagnosis.
"""

from collections.abc import Iterable
from dataclasses import fields
from functools import lru_cache

from hub.referral.rules.values import Diagnosis, Fact
from terminology.catalogue import Catalogue, Row, Rule

_WORDS = frozenset({"zh", "en", "source", "verified", "note"})
"""What decides nothing."""


def decide_alike(old: Catalogue, new: Catalogue, diagnoses: Iterable[Fact]) -> bool:
    """Whether both versions give every elder with these diagnoses the same answer, the period aside."""
    codes = {code for one in diagnoses if isinstance(one.value, Diagnosis) for code in one.value.who_codes()}
    return _same_rules(old, new) and all(_same_rows(old, new, code) for code in codes)


@lru_cache(maxsize=64)
def _same_rules(old: Catalogue, new: Catalogue) -> bool:
    """Whether the facts table and the shared rules are the same."""
    sets = old.rules.keys() | new.rules.keys()
    return old.facts == new.facts and all(_same(old.rules.get(name), new.rules.get(name)) for name in sets)


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
