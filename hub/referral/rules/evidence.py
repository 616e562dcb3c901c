"""The facts of one question, indexed. The latest measured value counts, whoever sent it.

A fact that is missing, stale, implausible or in a wrong unit has no value, and says why.
"""

from datetime import datetime, timedelta
from functools import lru_cache
from math import inf, isfinite
from sys import float_info
from typing import NamedTuple

from hub.referral.rules.values import Diagnosis, Fact, Question
from terminology.catalogue import Catalogue
from terminology.fact_definitions import FactDefinition

BASELINE_DAYS = 90
_NUMBERS = frozenset({"quantity", "count"})
_CLOCKS_DIFFER = 600.0
"""Seconds by which the clocks of two places may differ."""


class Reading(NamedTuple):
    """A usable value of a fact, or why there is none."""

    value: float | str | None
    fact: Fact | None
    why: str = ""
    facts: tuple[Fact, ...] = ()


UNKNOWN = Reading(None, None, "missing")


class _Use(NamedTuple):
    """When a value of a fact counts: how old in seconds it may be, and which numbers in its own unit are plausible."""

    definition: FactDefinition
    seconds: float
    is_vital: bool
    unit: str
    low: float
    high: float


@lru_cache(maxsize=16)
def _uses(catalogue: Catalogue) -> dict[str, _Use]:
    """When a value of each fact of a catalogue counts; a fact that is no number has no plausible ones."""
    uses = {}
    for code, one in catalogue.facts.items():
        low, high = (one.low, one.high) if one.kind in _NUMBERS else (inf, -inf)
        uses[code] = _Use(
            one,
            inf if one.age_hours is None else one.age_hours * 3600,
            one.group == "vital",
            one.unit,
            -float_info.max if low is None else low,
            float_info.max if high is None else high,
        )
    return uses


@lru_cache(maxsize=16)
def readings_in_silence(catalogue: Catalogue) -> dict[str, Reading]:
    """What each fact of a catalogue reads when nobody gave it: its default, or that it is missing."""
    return {
        code: Reading(definition.read_code(definition.default) or definition.default, None)
        if definition.default
        else UNKNOWN
        for code, definition in catalogue.facts.items()
    }


class Evidence:
    """The facts of one question. Derived facts are added by `derived.py` before any rule reads.

    `readings` holds what each fact of the catalogue reads now, those that nobody gave too; `given` are the codes of
    those that somebody gave; `carried` remembers the diagnoses of a pattern.
    """

    def __init__(self, catalogue: Catalogue, question: Question) -> None:
        self.definitions = catalogue.facts
        self.at = question.at
        self.vital_age_hours = question.vital_age_hours
        self.capabilities = question.receiver.capabilities if question.receiver is not None else None
        self.by_code: dict[str, list[Fact]] = {}
        self.given = self.by_code.keys()
        self.diagnoses: list[Fact] = []
        self.active_codes: list[tuple[str, Fact]] = []
        self.readings = readings_in_silence(catalogue).copy()
        self.carried: dict[str, tuple[Fact, ...]] = {}
        self._uses = _uses(catalogue)
        self._age_of: datetime | None = None
        self._age = 0.0
        self.baseline = self._sort_in(question)
        for code, facts in self.by_code.items():
            if len(facts) > 1:
                facts.sort(key=_newest_first, reverse=True)
            self.readings[code] = self._read(facts[0])
        self.devices = frozenset([str(fact.value) for fact in self.by_code.get("device", ())])

    def _sort_in(self, question: Question) -> dict[str, Fact]:
        """Each fact to its like; gives the elder's usual values, the newest of each."""
        by_code, usual = self.by_code, [*question.baseline]
        for fact in question.facts:
            value = fact.value
            if fact.is_baseline:
                usual.append(fact)
            elif isinstance(value, Diagnosis):
                self.diagnoses.append(fact)
                if value.is_active:
                    self.active_codes += [(code, fact) for code in value.who_codes()]
            elif fact.code in by_code:
                by_code[fact.code].append(fact)
            else:
                by_code[fact.code] = [fact]
        if not usual:
            return {}
        usual.sort(key=_newest_first)
        return {fact.code: fact for fact in usual if self._is_recent(fact)}

    def latest(self, code: str) -> Reading:
        """The newest value of a fact, or why it is not usable."""
        return self.readings.get(code, UNKNOWN)

    def add(self, fact: Fact) -> None:
        """Put a derived fact in, before those that are too old to count."""
        self.by_code[fact.code] = [fact, *self.by_code.get(fact.code, ())]
        self.readings[fact.code] = self._read(fact)

    def baseline_value(self, code: str) -> float | None:
        """The elder's own usual value, when it was documented within 90 days in a usable unit."""
        fact = self.baseline.get(code)
        definition = self.definitions.get(code)
        if fact is None or definition is None:
            return None
        value = usable(fact, definition).value
        return value if isinstance(value, float) else None

    def _read(self, fact: Fact) -> Reading:
        use = self._uses.get(fact.code)
        if use is None:  # a catalogue may lack a fact that the engine asks for by itself
            return UNKNOWN
        definition, seconds, is_vital, unit, low, high = use
        measured_at = fact.measured_at
        if measured_at is not None:
            if measured_at is not self._age_of:  # what is measured together mostly says so in one value
                self._age_of, self._age = measured_at, (self.at - measured_at).total_seconds()
            if self._age < -_CLOCKS_DIFFER:
                return Reading(None, fact, "future", (fact,))
            if is_vital and self.vital_age_hours is not None:
                seconds = self.vital_age_hours * 3600
            if self._age > seconds:
                return Reading(None, fact, "stale", (fact,))
        value = fact.value
        if type(value) is float and fact.unit == unit and low <= value <= high:
            return tuple.__new__(Reading, (value, fact, "", (fact,)))  # past a constructor that costs as much
        return usable(fact, definition)

    def _is_recent(self, fact: Fact) -> bool:
        return fact.measured_at is None or self.at - fact.measured_at <= timedelta(days=BASELINE_DAYS)


def usable(fact: Fact, definition: FactDefinition) -> Reading:
    """The fact's value in the definition's unit; a wrong unit or an implausible value is no value."""
    value, facts = fact.value, (fact,)
    if type(value) is not float:
        if isinstance(value, bool):
            value = "true" if value else "false"
            if definition.kind == "boolean":
                return Reading(value, fact, "", facts)
        if isinstance(value, str):
            code = definition.read_code(value)
            return Reading(code, fact, "" if code is not None else "value", facts)
        assert not isinstance(value, Diagnosis)
        value = float(value)
    if definition.kind not in _NUMBERS:
        return Reading(None, fact, "value", facts)
    number = value if fact.unit == definition.unit else definition.convert(value, fact.unit)
    if number is None:
        return Reading(None, fact, "unit", facts)
    low, high = definition.low, definition.high
    if not isfinite(number) or (low is not None and number < low) or (high is not None and number > high):
        return Reading(None, fact, "implausible", facts)
    return Reading(number, fact, "", facts)


def _newest_first(fact: Fact) -> float:
    return fact.measured_at.timestamp() if fact.measured_at is not None else float("-inf")


def hours_ago(at: datetime | None, fact: Fact) -> float | None:
    """How old a fact is, in hours."""
    return None if at is None or fact.measured_at is None else (at - fact.measured_at).total_seconds() / 3600
