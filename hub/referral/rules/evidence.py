"""The facts of one question, indexed, and the evaluation of a catalogue condition against them.

Three values (Kleene): a fact that is missing, stale, implausible or in a wrong unit makes a condition unknown,
never true. The latest measured value counts, whoever sent it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from hub.referral.rules.values import Diagnosis, Fact, Missing, Question
from terminology.catalogue import Catalogue
from terminology.condition_language import Both, Comparison, Either, Expression, Has
from terminology.fact_definitions import FactDefinition

Truth = Literal["pass", "fail", "unknown"]
BASELINE_DAYS = 90
_CLOCKS_DIFFER = timedelta(minutes=10)


class Verdict(NamedTuple):
    """Whether a condition holds, the facts it rests on, and what it lacks."""

    truth: Truth
    facts: tuple[Fact, ...] = ()
    missing: tuple[Missing, ...] = ()


class Reading(NamedTuple):
    """A usable value of a fact, or why there is none."""

    value: float | str | None
    fact: Fact | None
    why: str = ""


class Evidence:
    """The facts of one question. Derived facts are added by `derived.py` before any rule reads."""

    def __init__(self, catalogue: Catalogue, question: Question) -> None:
        self.definitions = catalogue.facts
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
        self._latest: dict[str, Reading] = {}

    def latest(self, code: str) -> Reading:
        """The newest usable value of a fact."""
        reading = self._latest.get(code)
        if reading is None:
            reading = self._latest[code] = self._read_latest(code)
        return reading

    def add(self, fact: Fact) -> None:
        """Put a derived fact in; it must not exist yet."""
        self.by_code[fact.code] = [fact]
        self.given.add(fact.code)
        self._latest.pop(fact.code, None)

    def baseline_value(self, code: str) -> float | None:
        """The elder's own usual value, when it was documented within 90 days in a usable unit."""
        fact = self.baseline.get(code)
        definition = self.definitions.get(code)
        if fact is None or definition is None:
            return None
        value = _usable(fact, definition).value
        return value if isinstance(value, float) else None

    def _read_latest(self, code: str) -> Reading:
        definition = self.definitions[code]
        facts = self.by_code.get(code)
        if not facts:
            if definition.default:
                return Reading(definition.read_code(definition.default) or definition.default, None)
            return Reading(None, None, "missing")
        measured_at = facts[0].measured_at
        if measured_at is not None and measured_at > self.at + _CLOCKS_DIFFER:
            return Reading(None, facts[0], "future")
        if self._is_stale(facts[0], definition):
            return Reading(None, facts[0], "stale")
        return _usable(facts[0], definition)

    def _is_stale(self, fact: Fact, definition: FactDefinition) -> bool:
        hours = definition.age_hours
        if definition.group == "vital" and self.vital_age_hours is not None:
            hours = self.vital_age_hours
        if hours is None or fact.measured_at is None:
            return False
        return self.at - fact.measured_at > timedelta(hours=hours)

    def _is_recent(self, fact: Fact) -> bool:
        return fact.measured_at is None or self.at - fact.measured_at <= timedelta(days=BASELINE_DAYS)


def evaluate(expression: Expression, evidence: Evidence, diagnosis: Fact | None = None) -> Verdict:
    """Whether the condition holds. `diagnosis` is the one whose course `d` counts."""
    if isinstance(expression, Comparison):
        return _compare(expression, evidence, diagnosis)
    if isinstance(expression, Has):
        return _has(expression, evidence)
    verdicts = [evaluate(part, evidence, diagnosis) for part in expression.parts]
    return _all(verdicts) if isinstance(expression, Both) else _any(verdicts, expression)


def _all(verdicts: Sequence[Verdict]) -> Verdict:
    failed = [verdict for verdict in verdicts if verdict.truth == "fail"]
    if failed:
        return failed[0]
    facts, missing = _joined(verdicts)
    return Verdict("unknown" if missing else "pass", facts, missing)


def _any(verdicts: Sequence[Verdict], _: Either) -> Verdict:
    passed = [verdict for verdict in verdicts if verdict.truth == "pass"]
    if passed:
        return passed[0]
    facts, missing = _joined(verdicts)
    return Verdict("unknown" if any(verdict.truth == "unknown" for verdict in verdicts) else "fail", facts, missing)


def _joined(verdicts: Sequence[Verdict]) -> tuple[tuple[Fact, ...], tuple[Missing, ...]]:
    facts = tuple(dict.fromkeys(fact for verdict in verdicts for fact in verdict.facts))
    missing = tuple(dict.fromkeys(item for verdict in verdicts for item in verdict.missing))
    return facts, missing


def _has(condition: Has, evidence: Evidence) -> Verdict:
    found: bool
    facts: tuple[Fact, ...] = ()
    if condition.kind == "diagnosis":
        assert condition.pattern is not None
        facts = tuple(fact for code, fact in evidence.active_codes if condition.pattern.specificity(code))
        found = bool(facts)
    elif condition.kind == "device":
        found = condition.code in evidence.devices
        facts = tuple(fact for fact in evidence.by_code.get("device", ()) if fact.value == condition.code)
    elif evidence.capabilities is None:
        return Verdict("unknown", (), (Missing("receiver", "missing"),))
    else:
        found = condition.code in evidence.capabilities
    return Verdict("pass" if found != condition.absent else "fail", facts)


def _compare(condition: Comparison, evidence: Evidence, diagnosis: Fact | None) -> Verdict:
    code = condition.fact
    if code == "day-of-course" and code not in evidence.by_code:
        return _compare_course(condition, evidence, diagnosis)
    reading = evidence.latest(code)
    if reading.value is None:
        facts = (reading.fact,) if reading.fact is not None else ()
        return Verdict("unknown", facts, (Missing(code, reading.why),))
    limit = condition.low
    if condition.baseline_offset is not None:
        baseline = evidence.baseline_value(code)
        if baseline is not None:
            limit = baseline + condition.baseline_offset
        elif limit is None:
            return Verdict("unknown", (), (Missing(code, "baseline"),))
    if condition.window_hours is not None or condition.repeat > 1:
        return _compare_series(condition, evidence, limit)
    facts = (reading.fact,) if reading.fact is not None else ()
    holds = _holds(condition, reading.value, limit)
    if reading.fact is not None and reading.fact.status == "partial":
        return _compare_partial(condition, holds=holds, facts=facts)
    return Verdict("pass" if holds else "fail", facts)


def _compare_partial(condition: Comparison, *, holds: bool, facts: tuple[Fact, ...]) -> Verdict:
    """A lower bound decides only what more points cannot undo."""
    grows_false = condition.operator in {"<", "<="}
    if grows_false and not holds:
        return Verdict("fail", facts)
    if condition.operator in {">", ">="} and holds:
        return Verdict("pass", facts)
    return Verdict("unknown", facts, (Missing(condition.fact, "partial"),))


def _compare_series(condition: Comparison, evidence: Evidence, limit: float | None) -> Verdict:
    """Every value in the window, or the latest n values; one that breaks the condition decides."""
    definition = evidence.definitions[condition.fact]
    facts = evidence.by_code.get(condition.fact, [])
    if condition.repeat > 1:
        chosen = facts[: condition.repeat]
    else:
        start = evidence.at - timedelta(hours=condition.window_hours or 0)
        chosen = [fact for fact in facts if fact.measured_at is None or fact.measured_at >= start] or facts[:1]
    readings = [_usable(fact, definition) for fact in chosen]
    for reading in readings:
        if reading.value is not None and not _holds(condition, reading.value, limit):
            return Verdict("fail", (reading.fact,) if reading.fact is not None else ())
    missing = tuple(Missing(condition.fact, reading.why) for reading in readings[:1] if reading.value is None)
    if any(fact.status == "partial" for fact in chosen):
        missing = (Missing(condition.fact, "partial"),)
    if condition.repeat > len(chosen):
        missing = (Missing(condition.fact, "history"),)
    return Verdict("unknown" if missing else "pass", tuple(chosen), missing)


def _compare_course(condition: Comparison, evidence: Evidence, diagnosis: Fact | None) -> Verdict:
    onset = diagnosis.value.onset if diagnosis is not None and isinstance(diagnosis.value, Diagnosis) else None
    if onset is None or diagnosis is None:
        return Verdict("unknown", (), (Missing("day-of-course", "missing"),))
    days = float((evidence.at - onset) // timedelta(days=1))
    return Verdict("pass" if _holds(condition, days, condition.low) else "fail", (diagnosis,))


def _holds(condition: Comparison, value: float | str, limit: float | None) -> bool:
    operator = condition.operator
    if isinstance(value, str) or condition.values:
        return (_as_code(value) in condition.values) == (operator == "=")
    assert limit is not None
    if operator == "between":
        return limit <= value <= (condition.high if condition.high is not None else limit)
    if operator == "<=":
        return value <= limit
    if operator == ">=":
        return value >= limit
    if operator == "<":
        return value < limit
    return value > limit


def _as_code(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _usable(fact: Fact, definition: FactDefinition) -> Reading:
    """The fact's value in the definition's unit; a wrong unit or an implausible value is no value."""
    value = fact.value
    if isinstance(value, bool):
        return Reading("true" if value else "false", fact)
    if isinstance(value, str):
        code = definition.read_code(value)
        return Reading(code, fact, "" if code is not None else "value")
    assert not isinstance(value, Diagnosis)
    if definition.kind not in {"quantity", "count"}:
        return Reading(None, fact, "value")
    number = definition.convert(float(value), fact.unit)
    if number is None:
        return Reading(None, fact, "unit")
    low, high = definition.low, definition.high
    if (low is not None and number < low) or (high is not None and number > high):
        return Reading(None, fact, "implausible")
    return Reading(number, fact)


def _newest_first(fact: Fact) -> float:
    return fact.measured_at.timestamp() if fact.measured_at is not None else float("-inf")


def hours_ago(at: datetime, fact: Fact) -> float | None:
    """How old a fact is, in hours."""
    return None if fact.measured_at is None else (at - fact.measured_at).total_seconds() / 3600
