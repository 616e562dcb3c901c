"""Whether a value lies between the least and the greatest that a profile allows.

https://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.minValue_x_. What cannot be compared is
let pass: a quantity in another unit, a date less precise than the bound, a bound that counts from today.
"""

from decimal import Decimal
from typing import Any

from fhir_profiles.index_values import moment_range


def is_outside(value: Any, *, least: Any, greatest: Any) -> bool:
    """Whether the value is certainly below `least` or above `greatest` (JSON; None: no bound)."""
    return (least is not None and _is_less(value, least)) or (greatest is not None and _is_less(greatest, value))


def _is_less(one: Any, other: Any) -> bool:
    """Whether `one` certainly comes before `other`."""
    match one, other:
        case (bool(), _) | (_, bool()):
            return False
        case (int() | float() | Decimal(), int() | float() | Decimal()):
            return Decimal(str(one)) < Decimal(str(other))
        case (str(), str()):
            return _is_earlier(one, other)
        case (dict(), dict()):
            same_unit = all(one.get(name) == other.get(name) for name in ("system", "code"))
            return same_unit and "value" in one and "value" in other and _is_less(one["value"], other["value"])
    return False


def _is_earlier(one: str, other: str) -> bool:
    """Dates, moments and times of day; the last of one against the first of the other."""
    if ":" in one[:3] and ":" in other[:3]:  # hh:mm:ss
        return one < other
    try:
        return moment_range(one)[1] < moment_range(other)[0]
    except ValueError:
        return False
