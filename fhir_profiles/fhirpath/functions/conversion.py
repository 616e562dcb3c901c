"""Functions that turn one value into another type. https://hl7.org/fhirpath/N1/#conversion."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from fhir_profiles.fhirpath.engine import Scope, as_collection, single
from fhir_profiles.fhirpath.functions.function import Arguments, Function
from fhir_profiles.fhirpath.nodes import Collection
from fhir_profiles.fhirpath.values import Moment, Quantity, moment_to_text, text_to_moment, unit_of

_TRUE = frozenset({"true", "t", "yes", "y", "1", "1.0"})
_FALSE = frozenset({"false", "f", "no", "n", "0", "0.0"})
_INTEGER = re.compile(r"[+-]?\d{1,18}")
_DECIMAL = re.compile(r"[+-]?\d{1,60}(?:\.\d{1,60})?")
_QUANTITY = re.compile(r"([+-]?\d{1,60}(?:\.\d{1,60})?)(?:\s+(?:'([^']+)'|([a-z]+)))?")


def _to_boolean(value: Any) -> bool | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, Decimal)):
        return {1: True, 0: False}.get(int(value)) if value == int(value) else None
    if isinstance(value, str):
        return True if value.lower() in _TRUE else False if value.lower() in _FALSE else None
    return None


def _to_integer(value: Any) -> int | None:
    if isinstance(value, int):
        return int(value)
    return int(value) if isinstance(value, str) and _INTEGER.fullmatch(value) else None


def _to_decimal(value: Any) -> Decimal | None:
    if isinstance(value, (int, Decimal)):
        return Decimal(value)
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        try:
            return Decimal(value)
        except InvalidOperation:
            return None
    return None


def _to_text(value: Any) -> str | None:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int():
            return str(value)
        case Decimal():
            return format(value, "f")
        case Moment():
            return moment_to_text(value)
        case Quantity():
            return f"{value.value} '{value.unit}'"
        case _:
            return None


def _to_date(value: Any) -> Moment | None:
    if isinstance(value, Moment) and value.kind != "time":
        return Moment("date", value.parts[:3])
    found = text_to_moment(value) if isinstance(value, str) else None
    return _to_date(found) if found is not None and found.kind != "time" else None


def _to_date_time(value: Any) -> Moment | None:
    if isinstance(value, Moment) and value.kind != "time":
        return Moment("dateTime", value.parts, value.zone)
    found = text_to_moment(value) if isinstance(value, str) else None
    return _to_date_time(found) if found is not None and found.kind != "time" else None


def _to_time(value: Any) -> Moment | None:
    if isinstance(value, Moment):
        return value if value.kind == "time" else None
    return text_to_moment(value, kind="time") if isinstance(value, str) else None


def _to_quantity(value: Any) -> Quantity | None:
    if isinstance(value, Quantity):
        return value
    if isinstance(value, (int, Decimal)):
        return Quantity(Decimal(value))
    found = _QUANTITY.fullmatch(value) if isinstance(value, str) else None
    if found is None or (found[3] and unit_of(found[3]) == found[3]):
        return None
    return Quantity(Decimal(found[1]), found[2] or (unit_of(found[3]) if found[3] else "1"))


_CONVERSIONS: dict[str, Callable[[Any], Any]] = {
    "Boolean": _to_boolean,
    "Integer": _to_integer,
    "Decimal": _to_decimal,
    "String": _to_text,
    "Date": _to_date,
    "DateTime": _to_date_time,
    "Time": _to_time,
    "Quantity": _to_quantity,
}


def _converting(convert: Callable[[Any], Any]) -> Function:
    def run(_scope: Scope, items: Collection, _arguments: Arguments) -> Collection:
        return as_collection(convert(single(items)))

    return Function(run, 0, 1)


def _testing(convert: Callable[[Any], Any]) -> Function:
    def run(_scope: Scope, items: Collection, _arguments: Arguments) -> Collection:
        return [convert(single(items)) is not None] if items else []

    return Function(run, 0, 1)


FUNCTIONS: dict[str, Function] = {
    **{f"to{name}": _converting(convert) for name, convert in _CONVERSIONS.items()},
    **{f"convertsTo{name}": _testing(convert) for name, convert in _CONVERSIONS.items()},
}
