"""Signs between numbers, texts, times and quantities. https://hl7.org/fhirpath/N1/#math."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from fhir_profiles.fhirpath.engine import as_collection, single, single_text
from fhir_profiles.fhirpath.nodes import Collection
from fhir_profiles.fhirpath.syntax import FhirPathError
from fhir_profiles.fhirpath.values import Moment, Quantity, same_unit, shift

Number = int | Decimal


def add(left: Collection, right: Collection) -> Collection:
    """Numbers, texts, quantities of one unit, and a time with a span."""
    one, other = single(left), single(right)
    if isinstance(one, str) and isinstance(other, str):
        return [one + other]
    if isinstance(one, Moment) and isinstance(other, Quantity):
        return as_collection(shift(one, other, sign=1))
    return _compute(one, other, lambda a, b: a + b)


def subtract(left: Collection, right: Collection) -> Collection:
    """Numbers, quantities of one unit, and a time less a span."""
    one, other = single(left), single(right)
    if isinstance(one, Moment) and isinstance(other, Quantity):
        return as_collection(shift(one, other, sign=-1))
    return _compute(one, other, lambda a, b: a - b)


def multiply(left: Collection, right: Collection) -> Collection:
    """Numbers, and a quantity by a number."""
    one, other = single(left), single(right)
    if isinstance(one, Quantity) and _is_number(other):
        return [Quantity(one.value * other, one.unit)]
    if isinstance(other, Quantity) and _is_number(one):
        return [Quantity(other.value * one, other.unit)]
    if isinstance(one, Quantity) and isinstance(other, Quantity):  # square units are not made
        unit = one.unit if other.unit == "1" else other.unit
        return [Quantity(one.value * other.value, unit)] if "1" in {one.unit, other.unit} else []
    return _compute(one, other, lambda a, b: a * b)


def divide(left: Collection, right: Collection) -> Collection:
    """Numbers; nothing when the divisor is zero."""
    one, other = single(left), single(right)
    if isinstance(one, Quantity) and _is_number(other) and other:
        return [Quantity(one.value / other, one.unit)]
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        values = same_unit(one, other)
        return [Quantity(values[0] / values[1])] if values is not None and values[1] else []
    return [] if _is_zero(other) else _compute(one, other, lambda a, b: Decimal(a) / Decimal(b))


def divide_whole(left: Collection, right: Collection) -> Collection:
    """The whole part of a quotient, toward zero."""
    one, other = single(left), single(right)
    return [] if _is_zero(other) else _compute(one, other, lambda a, b: int(Decimal(a) / Decimal(b)))


def remainder(left: Collection, right: Collection) -> Collection:
    """What `div` leaves, with the sign of the dividend."""
    one, other = single(left), single(right)
    return [] if _is_zero(other) else _compute(one, other, _remainder)


def _remainder(one: Number, other: Number) -> Number:
    rest = Decimal(one) % Decimal(other)
    return int(rest) if isinstance(one, int) and isinstance(other, int) else rest


def join(left: Collection, right: Collection) -> Collection:
    """`&`: texts one after the other; a missing one counts as empty."""
    return [(single_text(left) or "") + (single_text(right) or "")]


def negate(items: Collection) -> Collection:
    """The opposite of a number or a quantity."""
    value = single(items)
    if value is None:
        return []
    if isinstance(value, Quantity):
        return [Quantity(-value.value, value.unit)]
    if _is_number(value):
        return [-value]
    raise FhirPathError("A sign stands before something that is no number.")


def _compute(one: Any, other: Any, run: Callable[[Any, Any], Any]) -> Collection:
    if one is None or other is None:
        return []
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        values = same_unit(one, other)
        return [] if values is None else [Quantity(run(*values), one.unit if one.unit == other.unit else "s")]
    if _is_number(one) and _is_number(other):
        return [run(one, other)]
    raise FhirPathError("Two items cannot be computed with; expected two numbers.")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def _is_zero(value: Any) -> bool:
    return _is_number(value) and value == 0
