"""The language of one condition cell of the disease catalogue, read into a small tree.

A medical affairs office writes it in a spreadsheet. Facts go by their Chinese name, alias, English name or code:

    体温 <= 37.3 @72h              every value of the last 72 hours (d = days); the latest must be fresh
    心率 50..100                   between, both ends included
    NYHA = II/III                  one of several codes
    GCS <= 基线-2 否则 12           against the elder's own baseline, else against the number
    痰涂片 = 阴性 x3                the latest three values
    d >= 7                         day of the course of the diagnosis
    跌倒伴头部外伤                  a yes-or-no fact alone means yes; 非 before it means no
    诊断 I48    无诊断 F00-F03      an active diagnosis of the elder
    有能力 ISO  无能力 ISO          what the receiver can do
    带管 NGT    无带管 NGT          a device that the elder carries

`且` (and) binds tighter than `或` (or); both stand between blanks, so that a fact's name may hold them. There are no
brackets: a condition that needs them is two rows.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from terminology.fact_definitions import FactDefinition
from terminology.icd10 import Pattern, parse_pattern

Operator = Literal["<", "<=", ">", ">=", "=", "!=", "between"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """A fact against numbers or codes.

    With `baseline_offset` the limit is the elder's baseline plus it, and `low` is the limit when no baseline
    is known (None: unknown then). `window_hours` widens it to every value measured since; `repeat` to the latest n.
    """

    fact: str
    operator: Operator
    low: float | None = None
    high: float | None = None
    values: frozenset[str] = frozenset()
    baseline_offset: float | None = None
    window_hours: float | None = None
    repeat: int = 1
    text: str = ""


@dataclass(frozen=True, slots=True)
class Has:
    """A diagnosis or device of the elder, or a capability of the receiver, present or absent."""

    kind: Literal["diagnosis", "capability", "device"]
    code: str
    absent: bool = False
    pattern: Pattern | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Both:
    """All parts hold (且)."""

    parts: tuple["Expression", ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Either:
    """One part holds (或)."""

    parts: tuple["Expression", ...]
    text: str = ""


Expression = Comparison | Has | Both | Either

FactLookup = Callable[[str], FactDefinition | None]
"""From a name as written (Chinese, alias, English, code) to its definition; None for a name that facts.csv lacks."""


class ConditionError(ValueError):
    """A cell that cannot be read; the text says what was expected."""


_OR, _AND = re.compile(r"\s+或\s+"), re.compile(r"\s+且\s+")
_COMPARISON = re.compile(r"^(?P<fact>.+?)\s*(?P<op><=|>=|!=|=|<|>)\s*(?P<rest>\S.*)$")
_BETWEEN = re.compile(r"^(?P<fact>.+?)\s*(?P<low>-?\d+(?:\.\d+)?)\s*\.\.\s*(?P<high>-?\d+(?:\.\d+)?)(?P<unit>.*)$")
_BASELINE = re.compile(
    r"^基线\s*(?:(?P<sign>[+-])\s*(?P<offset>\d+(?:\.\d+)?))?(?:\s*否则\s*(?P<low>-?\d+(?:\.\d+)?))?$"
)
_NUMBER = re.compile(r"^(?P<number>-?\d+(?:\.\d+)?)\s*(?P<unit>\D.*)?$")
_WINDOW = re.compile(r"\s*@\s*(?P<count>\d+(?:\.\d+)?)\s*(?P<unit>h|d)\s*$")
_REPEAT = re.compile(r"\s+x(?P<count>\d+)\s*$")
_HAS = re.compile(r"^(?P<word>无诊断|诊断|有能力|无能力|无带管|带管)\s+(?P<code>\S.*)$")
_HAS_KINDS: dict[str, tuple[Literal["diagnosis", "capability", "device"], bool]] = {
    "诊断": ("diagnosis", False),
    "无诊断": ("diagnosis", True),
    "有能力": ("capability", False),
    "无能力": ("capability", True),
    "带管": ("device", False),
    "无带管": ("device", True),
}
YES, NO = "true", "false"


def parse_condition(text: str, lookup: FactLookup) -> Expression:
    """Read one cell. Raises ConditionError."""
    normal = unicodedata.normalize("NFKC", text).replace("≤", "<=").replace("≥", ">=").replace("≠", "!=").strip()
    if not normal:
        raise ConditionError("The condition is empty; expected one such as 体温 <= 37.3 @72h.")
    choices = [_parse_all(part.strip(), lookup) for part in _OR.split(normal)]
    return choices[0] if len(choices) == 1 else Either(tuple(choices), text=normal)


def _parse_all(text: str, lookup: FactLookup) -> Expression:
    parts = [_parse_atom(part.strip(), lookup) for part in _AND.split(text)]
    return parts[0] if len(parts) == 1 else Both(tuple(parts), text=text)


def _parse_atom(text: str, lookup: FactLookup) -> Expression:
    has = _HAS.match(text)
    if has is not None:
        return _parse_has(has, text)
    body, window_hours, repeat = _take_suffixes(text)
    between = _BETWEEN.match(body)
    if between is not None:
        fact = _find_fact(between["fact"], lookup)
        _check_unit(between["unit"].strip(), fact, text)
        low, high = float(between["low"]), float(between["high"])
        if low > high:
            raise ConditionError(f"{text!r}: the range runs backwards; write the smaller number first.")
        return Comparison(fact.code, "between", low=low, high=high, window_hours=window_hours, repeat=repeat, text=text)
    compared = _COMPARISON.match(body)
    if compared is None:
        negated = body.startswith("非")
        fact = _find_fact(body.removeprefix("非"), lookup)
        if fact.kind != "boolean":
            raise ConditionError(
                f"{text!r}: {fact.zh} is no yes-or-no fact; write a comparison such as {fact.zh} >= 1."
            )
        return Comparison(fact.code, "=", values=frozenset({NO if negated else YES}), repeat=repeat, text=text)
    return _parse_comparison(compared, text, window_hours=window_hours, repeat=repeat, lookup=lookup)


def _parse_has(has: re.Match[str], text: str) -> Has:
    kind, absent = _HAS_KINDS[has["word"]]
    code = has["code"].strip()
    if kind != "diagnosis":
        return Has(kind, code.upper(), absent=absent, text=text)
    try:
        return Has(kind, code, absent=absent, pattern=parse_pattern(code), text=text)
    except ValueError as err:
        raise ConditionError(str(err)) from err


def _parse_comparison(
    compared: re.Match[str], text: str, *, window_hours: float | None, repeat: int, lookup: FactLookup
) -> Comparison:
    fact = _find_fact(compared["fact"], lookup)
    operator: Operator = compared["op"]  # type: ignore[assignment]  # the pattern matches operators only
    rest = compared["rest"].strip()
    baseline = _BASELINE.match(rest)
    if baseline is not None:
        offset = float(baseline["offset"] or 0) * (-1 if baseline["sign"] == "-" else 1)
        low = float(baseline["low"]) if baseline["low"] else None
        return Comparison(fact.code, operator, low, None, frozenset(), offset, window_hours, repeat, text)
    number = _NUMBER.match(rest)
    if number is not None and operator in {"<", "<=", ">", ">="}:
        _check_unit((number["unit"] or "").strip(), fact, text)
        limit = float(number["number"])
        return Comparison(fact.code, operator, limit, window_hours=window_hours, repeat=repeat, text=text)
    if operator not in {"=", "!="}:
        raise ConditionError(f"{text!r}: after {operator} a number or 基线 was expected, not {rest!r}.")
    values = frozenset(_read_value(value.strip(), fact, text) for value in re.split(r"[/,]", rest))
    return Comparison(fact.code, operator, values=values, window_hours=window_hours, repeat=repeat, text=text)


def _take_suffixes(text: str) -> tuple[str, float | None, int]:
    window_hours: float | None = None
    window = _WINDOW.search(text)
    if window is not None:
        window_hours = float(window["count"]) * (24 if window["unit"] == "d" else 1)
        text = text[: window.start()]
    repeat = _REPEAT.search(text)
    if repeat is not None:
        return text[: repeat.start()].strip(), window_hours, int(repeat["count"])
    return text.strip(), window_hours, 1


def _find_fact(name: str, lookup: FactLookup) -> FactDefinition:
    found = lookup(name.strip())
    if found is None:
        raise ConditionError(f"The fact {name.strip()!r} is not in facts.csv; add it there or correct its name.")
    return found


def _read_value(written: str, fact: FactDefinition, text: str) -> str:
    value = fact.read_code(written)
    if value is None:
        known = "/".join(fact.codes.values()) or "a number"
        raise ConditionError(f"{text!r}: {written!r} is no value of {fact.zh}; expected {known}.")
    return value


def _check_unit(written: str, fact: FactDefinition, text: str) -> None:
    if fact.kind not in {"quantity", "count"}:
        raise ConditionError(f"{text!r}: {fact.zh} is no number; compare it with = and one of its values.")
    if written and not fact.accepts_unit(written):
        raise ConditionError(f"{text!r}: the unit is {written!r} but facts.csv says {fact.unit or 'none'!r}.")


def atoms(expression: Expression) -> Iterator[Comparison | Has]:
    """The single conditions of a tree, from left to right."""
    if isinstance(expression, Both | Either):
        for part in expression.parts:
            yield from atoms(part)
    else:
        yield expression
