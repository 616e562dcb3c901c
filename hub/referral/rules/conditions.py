"""Conditions of the catalogue as functions of the evidence, made once for each rule.

Three values (Kleene): a fact that has no usable value makes a condition unknown, never true.
"""

import operator
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Literal, NamedTuple

from hub.referral.rules.evidence import Evidence, usable
from hub.referral.rules.values import Diagnosis, Fact, Missing
from terminology.condition_language import Both, Comparison, Either, Expression, Has

Truth = Literal["pass", "fail", "unknown"]


class Verdict(NamedTuple):
    """Whether a condition holds, the facts it rests on, and what it lacks."""

    truth: Truth
    facts: tuple[Fact, ...] = ()
    missing: tuple[Missing, ...] = ()


Test = Callable[[Evidence, Fact | None], Verdict]
"""A condition at work; the second argument is the diagnosis whose course `d` counts."""

_DAY = timedelta(days=1)
_NUMERIC: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compile_condition(expression: Expression) -> Test:
    """The function that evaluates a condition."""
    if isinstance(expression, Has):
        return _has(expression)
    if isinstance(expression, Both):
        return _both([compile_condition(part) for part in expression.parts])
    if isinstance(expression, Either):
        return _either([compile_condition(part) for part in expression.parts])
    if is_plain(expression):
        return _plain(expression)
    return _course(expression) if expression.fact == "day-of-course" else _special(expression)


def is_plain(condition: Comparison) -> bool:
    """Whether it compares the latest value with a constant, as most of a catalogue does."""
    special = condition.window_hours is not None or condition.repeat > 1 or condition.baseline_offset is not None
    return not special and condition.fact != "day-of-course"


def _plain(condition: Comparison) -> Test:
    code, holds = condition.fact, predicate_of(condition)
    unsaid = Verdict("unknown", (), (Missing(code, "missing"),))

    def test(evidence: Evidence, _: Fact | None) -> Verdict:
        value, fact, why, facts = evidence.readings.get(code) or evidence.latest(code)
        if value is None:
            return Verdict("unknown", facts, (Missing(code, why),)) if facts else unsaid
        if fact is not None and fact.status == "partial":
            return _compare_partial(condition, holds=holds(value), facts=facts)
        return tuple.__new__(Verdict, ("pass" if holds(value) else "fail", facts, ()))

    return test


def predicate_of(condition: Comparison) -> Callable[[float | str], bool]:
    """Whether a value satisfies a comparison with constants."""
    values, is_equal = condition.values, condition.operator == "="
    low, high, compare = condition.low, condition.high, _NUMERIC.get(condition.operator)

    def is_one_of(value: float | str) -> bool:
        return (_as_code(value) in values) is is_equal

    def is_between(value: float | str) -> bool:
        return low <= value <= high  # type: ignore[operator]  # numbers: the parser gives both ends

    def compares(value: float | str) -> bool:
        return compare(value, low)  # type: ignore[arg-type,misc]  # a number: facts of kind code have no order

    if values or low is None:
        return is_one_of
    return is_between if compare is None else compares


def _both(tests: Sequence[Test]) -> Test:
    def test(evidence: Evidence, diagnosis: Fact | None) -> Verdict:
        verdicts = []
        for part in tests:
            verdict = part(evidence, diagnosis)
            if verdict.truth == "fail":
                return verdict
            verdicts.append(verdict)
        return _joined(verdicts, otherwise="pass")

    return test


def _either(tests: Sequence[Test]) -> Test:
    def test(evidence: Evidence, diagnosis: Fact | None) -> Verdict:
        verdicts = []
        for part in tests:
            verdict = part(evidence, diagnosis)
            if verdict.truth == "pass":
                return verdict
            verdicts.append(verdict)
        return _joined(verdicts, otherwise="fail")

    return test


def _joined(verdicts: Sequence[Verdict], *, otherwise: Truth) -> Verdict:
    """Unknown when a part is; facts and gaps of all parts, each once."""
    truth = otherwise
    facts: dict[int, Fact] = {}
    missing: dict[Missing, None] = {}
    for verdict in verdicts:
        if verdict.truth == "unknown":
            truth = "unknown"
        for fact in verdict.facts:
            facts[id(fact)] = fact
        for item in verdict.missing:
            missing[item] = None
    return Verdict(truth, tuple(facts.values()), tuple(missing))


def _has(condition: Has) -> Test:
    code = condition.code
    present: Truth = "fail" if condition.absent else "pass"
    lacking = Verdict("pass" if condition.absent else "fail")

    def carries_diagnosis(evidence: Evidence, _: Fact | None) -> Verdict:
        facts = carried(condition, evidence)
        return Verdict(present, facts) if facts else lacking

    def carries_device(evidence: Evidence, _: Fact | None) -> Verdict:
        if code not in evidence.devices:
            return lacking
        return Verdict(present, tuple(fact for fact in evidence.by_code["device"] if fact.value == code))

    def is_capable(evidence: Evidence, _: Fact | None) -> Verdict:
        if evidence.capabilities is None:
            return Verdict("unknown", (), (Missing("receiver", "missing"),))
        return Verdict(present) if code in evidence.capabilities else lacking

    if condition.kind == "diagnosis":
        return carries_diagnosis
    return carries_device if condition.kind == "device" else is_capable


def has(condition: Has, evidence: Evidence) -> bool:
    """Whether the elder has the diagnosis or the device that a condition names, wanted or not."""
    return condition.code in evidence.devices if condition.kind == "device" else bool(carried(condition, evidence))


def carried(condition: Has, evidence: Evidence) -> tuple[Fact, ...]:
    """The active diagnoses that a condition names."""
    facts = evidence.carried.get(condition.code)
    if facts is None:
        assert condition.pattern is not None
        names = condition.pattern.specificity
        facts = tuple([fact for code, fact in evidence.active_codes if names(code)])
        evidence.carried[condition.code] = facts
    return facts


def _special(condition: Comparison) -> Test:
    """A comparison with the elder's own baseline, of a time window, or of the latest n values."""
    code, low, offset = condition.fact, condition.low, condition.baseline_offset
    is_series = condition.window_hours is not None or condition.repeat > 1

    def test(evidence: Evidence, _: Fact | None) -> Verdict:
        value, fact, why, facts = evidence.latest(code)
        if value is None:
            return Verdict("unknown", facts, (Missing(code, why),))
        limit = low
        if offset is not None:
            baseline = evidence.baseline_value(code) if evidence.baseline else None
            if baseline is not None:
                limit = baseline + offset
            elif limit is None:
                return Verdict("unknown", (), (Missing(code, "baseline"),))
        is_partial = fact is not None and fact.status == "partial"
        if is_series and (is_partial or condition.repeat > 1 or len(evidence.by_code.get(code, ())) > 1):
            return _compare_series(condition, evidence, limit)  # more to look at than the latest value
        holds = _holds(condition, value, limit)
        if is_partial:
            return _compare_partial(condition, holds=holds, facts=facts)
        return tuple.__new__(Verdict, ("pass" if holds else "fail", facts, ()))

    return test


def _compare_partial(condition: Comparison, *, holds: bool, facts: tuple[Fact, ...]) -> Verdict:
    truth = truth_of_partial(condition, holds=holds)
    return Verdict(truth, facts, (Missing(condition.fact, "partial"),) if truth == "unknown" else ())


def truth_of_partial(condition: Comparison, *, holds: bool) -> Truth:
    """A lower bound decides only what more points cannot undo."""
    if holds:
        return "pass" if condition.operator in {">", ">="} else "unknown"
    return "fail" if condition.operator in {"<", "<="} else "unknown"


def _compare_series(condition: Comparison, evidence: Evidence, limit: float | None) -> Verdict:
    """Every value in the window, or the latest n values; one that breaks the condition decides."""
    definition = evidence.definitions[condition.fact]
    facts = evidence.by_code.get(condition.fact, [])
    if condition.repeat > 1:
        chosen = facts[: condition.repeat]
    else:
        start = evidence.at - timedelta(hours=condition.window_hours or 0)
        chosen = [fact for fact in facts if fact.measured_at is None or fact.measured_at >= start] or facts[:1]
    readings = [usable(fact, definition) for fact in chosen]
    for reading in readings:
        if reading.value is not None and not _holds(condition, reading.value, limit):
            return Verdict("fail", reading.facts)
    missing = tuple(Missing(condition.fact, reading.why) for reading in readings[:1] if reading.value is None)
    if any(fact.status == "partial" for fact in chosen):
        missing = (Missing(condition.fact, "partial"),)
    if condition.repeat > len(chosen):
        missing = (Missing(condition.fact, "history"),)
    return Verdict("unknown" if missing else "pass", tuple(chosen), missing)


def _course(condition: Comparison) -> Test:
    """A comparison of the day of the course: stated, or counted from the onset of the diagnosis."""
    stated = _special(condition)

    def test(evidence: Evidence, diagnosis: Fact | None) -> Verdict:
        if "day-of-course" in evidence.by_code:
            return stated(evidence, diagnosis)
        onset = diagnosis.value.onset if diagnosis is not None and isinstance(diagnosis.value, Diagnosis) else None
        if onset is None or diagnosis is None:
            return Verdict("unknown", (), (Missing("day-of-course", "missing"),))
        days = float((evidence.at - onset) // _DAY)
        return Verdict("pass" if _holds(condition, days, condition.low) else "fail", (diagnosis,))

    return test


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
