"""Quantities that are ranges: `<5` is every number below five, a Range every number from its low to its high.

https://hl7.org/fhir/R4/search.html#prefix says how a prefix meets a range: `gt` and `lt` find a value that may be
greater or less, `eq` one that is within what is asked for. A range without an end is within nothing.

A range with both ends is two rows, one for each end: sides n and -n, where n is 2 or more and tells the ranges of a
resource apart.
"""

from collections.abc import Iterable
from math import inf, nextafter
from typing import Final

from fhir_profiles.accessors import Bounded, QuantityValue, Ranged

Bound = tuple[float, int]
"""A number, itself included, and its side: the value is at or below it (-1), at or above it (1), or it is an end."""

CLOSED: Final = 2
"""The side of the first closed range's low end."""

_MOST_CLOSED: Final = 32_767
"""The largest side that the column holds."""

BoundRow = tuple[int, float, str, str, int]
"""Parameter, bound, system, code, side."""


def bound_of(value: Bounded) -> Bound:
    """The range of a stored quantity; `<5` ends with the number before five."""
    number = float(value.value)
    side = -1 if value.comparator.startswith("<") else 1
    return (number if value.comparator.endswith("=") else nextafter(number, side * inf)), side


def bounds_of(values: Iterable[QuantityValue]) -> list[BoundRow]:
    """The rows of those of a resource's values that are ranges.

    Past 32,766 closed ranges in one resource an end stands alone, as of two open ranges: both are true.
    """
    rows: list[BoundRow] = []
    side = CLOSED
    for parameter, value, system, code in values:
        if isinstance(value, Bounded):
            rows.append((parameter.number, bound_of(value)[0], system, code, bound_of(value)[1]))
        elif isinstance(value, Ranged):
            own = side if side <= _MOST_CLOSED else 1
            side += 1
            rows.append((parameter.number, float(value.low), system, code, own))
            rows.append((parameter.number, float(value.high), system, code, -own))
    return rows


def bound_part(prefix: str, *, low: str, high: str, exact: str, bound: str, side: str, other: str) -> str:
    """The condition on a row's `bound` and `side`; what is asked for is bound to names, as a range and exactly.

    `other` is the high end of the closed range of which the row is the low end.
    """
    match prefix:
        case "ne":
            return f"({side} IN (-1, 1) OR ({side} > 1 AND ({bound} < {low} OR {other} >= {high})))"
        case "gt":
            return f"({side} = 1 OR ({side} < 0 AND {bound} > {exact}))"
        case "ge":
            return f"({side} = 1 OR ({side} < 0 AND {bound} >= {exact}))"
        case "lt":
            return f"({side} = -1 OR ({side} > 0 AND {bound} < {exact}))"
        case "le":
            return f"({side} = -1 OR ({side} > 0 AND {bound} <= {exact}))"
        case "sa":
            return f"({side} > 0 AND {bound} > {exact})"
        case "eb":
            return f"({side} < 0 AND {bound} < {exact})"
        case "ap":
            return (
                f"(({side} = -1 AND {bound} >= {low}) OR ({side} = 1 AND {bound} < {high}) "
                f"OR ({side} > 1 AND {bound} < {high} AND {other} >= {low}))"
            )
        case _:
            return f"({side} > 1 AND {bound} >= {low} AND {other} < {high})"
