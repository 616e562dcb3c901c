"""The facts of one question, indexed. The latest measured value counts, whoever sent it.

A fact that is missing, stale, implausible or in a wrong unit has no value, and says why.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from hub.referral.rules.values import Diagnosis, Fact, Question
from terminology.catalogue import Catalogue
from terminology.fact_definitions import FactDefinition

BASELINE_DAYS = 90
_CLOCKS_DIFFER = 600.0
"""Seconds by which the clocks of two places may differ."""


class Reading(NamedTuple):
    """A usable value of a fact, or why there is none."""

    value: float | str | None
    fact: Fact | None
    why: str = ""
    facts: tuple[Fact, ...] = ()


_UNKNOWN = Reading(None, None, "missing")


@lru_cache(maxsize=16)
def readings_in_silence(catalogue: Catalogue) -> Mapping[str, Reading]:
    """What each fact of a catalogue reads when nobody gave it: its default, or that it is missing."""
    return {
        code: Reading(definition.read_code(definition.default) or definition.default, None)
        if definition.default
        else _UNKNOWN
        for code, definition in catalogue.facts.items()
    }


class Evidence:
    """The facts of one question. Derived facts are added by `derived.py` before any rule reads.

    `readings` and `carried` remember what was looked up: the latest values, and the diagnoses of a pattern. What
    nobody gave stands in `readings` from the beginning.
    """

    def __init__(self, catalogue: Catalogue, question: Question) -> None:
        self.definitions = catalogue.facts
        self.in_silence = readings_in_silence(catalogue)
        self.at = question.at
        self.vital_age_hours = question.vital_age_hours
        self.capabilities = question.receiver.capabilities if question.receiver is not None else None
        self.by_code: dict[str, list[Fact]] = {}
        self.diagnoses: list[Fact] = []
        for fact in question.facts:
            if fact.is_baseline:
                continue
            if isinstance(fact.value, Diagnosis):
                self.diagnoses.append(fact)
            else:
                self.by_code.setdefault(fact.code, []).append(fact)
        for facts in self.by_code.values():
            if len(facts) > 1:
                facts.sort(key=_newest_first, reverse=True)
        usual = sorted((*question.baseline, *(fact for fact in question.facts if fact.is_baseline)), key=_newest_first)
        self.baseline = {fact.code: fact for fact in usual if self._is_recent(fact)}
        self.devices = frozenset(str(fact.value) for fact in self.by_code.get("device", ()))
        self.active_codes = [
            (code, fact)
            for fact in self.diagnoses
            if isinstance(fact.value, Diagnosis) and fact.value.is_active
            for code in fact.value.who_codes()
        ]
        self.given = set(self.by_code)
        self.readings = dict(self.in_silence)
        for code in self.given:
            self.readings.pop(code, None)
        self.carried: dict[str, tuple[Fact, ...]] = {}

    def latest(self, code: str) -> Reading:
        """The newest usable value of a fact."""
        reading = self.readings.get(code)
        if reading is None:
            reading = self.readings[code] = self._read_latest(code)
        return reading

    def add(self, fact: Fact) -> None:
        """Put a derived fact in, before those that are too old to count."""
        self.by_code[fact.code] = [fact, *self.by_code.get(fact.code, ())]
        self.given.add(fact.code)
        self.readings.pop(fact.code, None)

    def baseline_value(self, code: str) -> float | None:
        """The elder's own usual value, when it was documented within 90 days in a usable unit."""
        fact = self.baseline.get(code)
        definition = self.definitions.get(code)
        if fact is None or definition is None:
            return None
        value = usable(fact, definition).value
        return value if isinstance(value, float) else None

    def _read_latest(self, code: str) -> Reading:
        facts, definition = self.by_code.get(code), self.definitions.get(code)
        if not facts or definition is None:  # a catalogue may lack a fact that the engine asks for by itself
            return self.in_silence.get(code, _UNKNOWN)
        fact = facts[0]
        if fact.measured_at is not None:
            age = (self.at - fact.measured_at).total_seconds()
            if age < -_CLOCKS_DIFFER:
                return Reading(None, fact, "future", (fact,))
            hours = definition.age_hours
            if self.vital_age_hours is not None and definition.group == "vital":
                hours = self.vital_age_hours
            if hours is not None and age > hours * 3600:
                return Reading(None, fact, "stale", (fact,))
        return usable(fact, definition)

    def _is_recent(self, fact: Fact) -> bool:
        return fact.measured_at is None or self.at - fact.measured_at <= timedelta(days=BASELINE_DAYS)


def usable(fact: Fact, definition: FactDefinition) -> Reading:
    """The fact's value in the definition's unit; a wrong unit or an implausible value is no value."""
    value, facts = fact.value, (fact,)
    if isinstance(value, bool | str):
        if isinstance(value, bool):
            value = "true" if value else "false"
        code = definition.read_code(value)
        return Reading(code, fact, "" if code is not None else "value", facts)
    assert not isinstance(value, Diagnosis)
    if definition.kind not in {"quantity", "count"}:
        return Reading(None, fact, "value", facts)
    if fact.unit == definition.unit:
        number: float | None = float(value)
    else:
        number = definition.convert(float(value), fact.unit)
    if number is None:
        return Reading(None, fact, "unit", facts)
    low, high = definition.low, definition.high
    if (low is not None and number < low) or (high is not None and number > high):
        return Reading(None, fact, "implausible", facts)
    return Reading(number, fact, "", facts)


def _newest_first(fact: Fact) -> float:
    return fact.measured_at.timestamp() if fact.measured_at is not None else float("-inf")


def hours_ago(at: datetime, fact: Fact) -> float | None:
    """How old a fact is, in hours."""
    return None if fact.measured_at is None else (at - fact.measured_at).total_seconds() / 3600
