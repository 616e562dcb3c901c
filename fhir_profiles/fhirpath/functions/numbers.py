"""Functions on one number. https://hl7.org/fhirpath/N1/#math-1."""

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from fhir_profiles.fhirpath.engine import Scope, as_collection, single, single_integer
from fhir_profiles.fhirpath.functions.function import Arguments, Function, Run
from fhir_profiles.fhirpath.nodes import Collection
from fhir_profiles.fhirpath.syntax import FhirPathError
from fhir_profiles.fhirpath.values import Quantity


def _with_number(compute: Callable[[Any], Any]) -> Run:
    def run(_scope: Scope, items: Collection, _arguments: Arguments) -> Collection:
        value = _number(items)
        return [] if value is None else as_collection(compute(value))

    return run


def _number(items: Collection) -> int | Decimal | None:
    value = single(items)
    if value is None or isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise FhirPathError("A number is expected here.")


def _abs(_scope: Scope, items: Collection, _arguments: Arguments) -> Collection:
    value = single(items)
    if isinstance(value, Quantity):
        return [Quantity(abs(value.value), value.unit)]
    number = _number(items)
    return [] if number is None else [abs(number)]


def _log(scope: Scope, items: Collection, arguments: Arguments) -> Collection:
    value, base = _number(items), _number(arguments[0](scope))
    if value is None or base is None or value <= 0 or base <= 0 or base == 1:
        return []
    return [Decimal(value).ln() / Decimal(base).ln()]


def _power(scope: Scope, items: Collection, arguments: Arguments) -> Collection:
    value, exponent = _number(items), _number(arguments[0](scope))
    if value is None or exponent is None or abs(Decimal(exponent)) > 1000:
        return []
    if isinstance(value, int) and isinstance(exponent, int) and exponent > -1:
        return [int(value**exponent)] if abs(Decimal(value)) < 10**18 else []
    if value < 0 and exponent != int(exponent):
        return []
    return [Decimal(value) ** Decimal(exponent)]


def _round(scope: Scope, items: Collection, arguments: Arguments) -> Collection:
    value = _number(items)
    places = single_integer(arguments[0](scope)) if arguments else 0
    if value is None or places is None or not 0 <= places <= 28:
        return []
    return [Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)]


FUNCTIONS: dict[str, Function] = {
    "abs": Function(_abs),
    "ceiling": Function(_with_number(math.ceil)),
    "floor": Function(_with_number(math.floor)),
    "truncate": Function(_with_number(int)),
    "exp": Function(_with_number(lambda value: Decimal(value).exp())),
    "ln": Function(_with_number(lambda value: Decimal(value).ln() if value > 0 else None)),
    "sqrt": Function(_with_number(lambda value: Decimal(value).sqrt() if value >= 0 else None)),
    "log": Function(_log, 1, 1),
    "power": Function(_power, 1, 1),
    "round": Function(_round, 0, 1),
}
