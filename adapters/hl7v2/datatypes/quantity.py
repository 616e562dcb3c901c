"""NM, SN, CQ, NR and units to Quantity, Range and Ratio. HL7 v2.9 chapter 2A.2.45, 2A.2.73."""

import re
from decimal import Decimal
from functools import lru_cache

from adapters.hl7v2.codesystems.units import UCUM, unit_to_ucum
from adapters.hl7v2.tokenizer import Repetition
from fhir_profiles.issue import JsonObject

COMPARATORS = {"<": "<", ">": ">", "<=": "<=", ">=": ">=", "≤": "<=", "≥": ">=", "＜": "<", "＞": ">"}
_MARKS = ("<=", ">=", "<", ">", "≤", "≥", "＜", "＞")
_FIRST_OF_MARKS = frozenset(mark[0] for mark in _MARKS)
_LONGEST_INTEGER = 18
"""Digits of a whole number that a JSON writer can hold in 64 bits; a longer one is a Decimal of the same digits."""

_UCUM_NAMES = frozenset({"UCUM", "UC"})
_TEN, _POWER = re.compile(r"[*x×X]?10"), re.compile(r"\d{1,2}/\S+")
"""What is left of `10^9/L` where the sender did not escape the mark that parts components."""

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")


def to_number(text: str) -> int | Decimal | None:
    """The number of an NM as it was written (72.50 stays 72.50), or None when it is none."""
    plain = text.strip()
    if len(plain) < 16 and plain.isascii() and plain.isdecimal():
        return int(plain)
    if _NUMBER.fullmatch(plain) is None:
        return None
    value = Decimal(plain)
    if not value.is_finite() or abs(value.adjusted()) > 50:
        return None
    if "." in plain or "e" in plain or "E" in plain or len(plain) > _LONGEST_INTEGER:
        return value
    return int(plain)


def to_count(text: str, *, least: int = 1) -> int | None:
    """A whole number from `least` that FHIR can hold (31 bits), or None."""
    number = to_number(text)
    return number if isinstance(number, int) and least <= number < 2**31 else None


def cwe_to_unit(cell: Repetition) -> JsonObject:
    """`unit`, and `system` and `code` where the unit is in UCUM or can be read as such.

    https://ucum.org. A unit is not guessed: what is not known stays text.
    """
    code, text, system = cell.peek(1), cell.peek(2), cell.peek(3)
    if not code and not text:
        return {}
    if _TEN.fullmatch(code) and _POWER.fullmatch(text) and not system:
        cell.mark(1, 2)
        return dict(_unit(f"10^{text}", "", ""))
    found = dict(_unit(code, text, system))
    cell.mark(2)
    if code in {"", found["unit"], found.get("code")} or ("code" in found and unit_to_ucum(code) == found["code"]):
        cell.mark(1)  # a local code beside its words has no place without a system
    if "code" in found and system.upper() in _UCUM_NAMES:
        cell.mark(3)
    return found


def sn_to_value(cell: Repetition, unit: JsonObject) -> JsonObject:
    """The value[x] of an SN: comparator and number, a range, a ratio, else its text."""
    comparator, first, separator, second = (cell.peek(at) for at in (1, 2, 3, 4))
    low, high = to_number(first), to_number(second)
    cell.mark(1, 2, 3, 4)
    known = COMPARATORS.get(comparator)
    if comparator in {"", "="} or known:
        if low is not None and not separator and not second:
            return {"valueQuantity": _quantity(low, unit, known)}
        if low is not None and high is not None and low <= high and separator == "-" and not known:
            return {"valueRange": {"low": _quantity(low, unit), "high": _quantity(high, unit)}}
        if low is not None and high is not None and separator in {":", "/"}:
            return {"valueRatio": {"numerator": _quantity(low, {}, known), "denominator": _quantity(high, {})}}
        if low is not None and separator == "+" and not second:
            return {"valueString": f"{first}+"}
    words = " ".join(part for part in (comparator, first, separator, second, unit.get("unit", "")) if part)
    return {"valueString": words} if words else {}


def text_to_quantity(text: str, unit: JsonObject) -> JsonObject | None:
    """A Quantity from `7.2`, `<0.5` or `>= 200`, or None."""
    plain = text.strip()
    for mark in _MARKS if plain[:1] in _FIRST_OF_MARKS else ():
        if plain.startswith(mark):
            number = to_number(plain.removeprefix(mark))
            return None if number is None else _quantity(number, unit, COMPARATORS[mark])
    number = to_number(plain)
    return None if number is None else _quantity(number, unit)


def cq_to_quantity(cell: Repetition) -> JsonObject | None:
    """The Quantity of a CQ (number ^ unit), or None."""
    number = to_number(cell.peek(1))
    if number is None:
        return None
    cell.mark(1, 2)
    parts = [*cell.subcomponents(2), ""]
    quantity: JsonObject = {"value": number}
    if parts[0]:
        quantity["unit"] = parts[1] or parts[0]
        known = unit_to_ucum(parts[0])
        if known:
            quantity |= {"system": UCUM, "code": known}
    return quantity


def reference_range(text: str, unit: JsonObject) -> JsonObject:
    """A referenceRange from OBX-7: the text always, low and high where it is unambiguous."""
    bounds = _bounds(text)
    return {name: _quantity(number, unit) for name, number in bounds} | {"text": text}


@lru_cache(maxsize=4096)
def _unit(code: str, text: str, system: str) -> tuple[tuple[str, str], ...]:
    known = code if system.upper() in _UCUM_NAMES else unit_to_ucum(code) or unit_to_ucum(text)
    coded = (("system", UCUM), ("code", known)) if known and len(known.split()) == 1 else ()
    return (("unit", text or code), *coded)


@lru_cache(maxsize=4096)
def _bounds(text: str) -> tuple[tuple[str, int | Decimal], ...]:
    matches = [
        re.fullmatch(rf"\s*([+-]?[\d.]+)\s*{between}\s*([+-]?[\d.]+)\s*", text)
        for between in ("(?:-|–|—|~|～|至)", "--")  # 0--8 is 0 to 8, -2--1 is -2 to -1
    ]
    if any(matches):
        for match in filter(None, matches):
            low, high = to_number(match.group(1)), to_number(match.group(2))
            if low is not None and high is not None and low <= high:
                return (("low", low), ("high", high))
    else:
        edge = re.fullmatch(r"\s*(<=|>=|<|>|≤|≥|＜|＞)\s*([+-]?[\d.]+)\s*", text)
        number = to_number(edge.group(2)) if edge else None
        if edge and number is not None:
            side = "high" if COMPARATORS[edge.group(1)].startswith("<") else "low"
            return ((side, number),)
    return ()


def _quantity(number: int | Decimal, unit: JsonObject, comparator: str | None = None) -> JsonObject:
    quantity: JsonObject = {"value": number}
    if comparator:
        quantity["comparator"] = comparator
    return quantity | unit
