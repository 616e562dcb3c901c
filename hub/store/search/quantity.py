"""Number and quantity search: `number`, `number|system|code`, with prefixes. https://hl7.org/fhir/R4/search.html#quantity.

A number that is asked for with n digits means all that round to it: 72 is 71.5 up to 72.5. What is stored with a
comparator, or as a Range, is a range (`hub.store.search.bounds`), and stands in an index of its own.
"""

from decimal import Decimal, InvalidOperation
from typing import Final

from hub.errors import BadSearchError
from hub.store.numbers import hash64
from hub.store.query import Criterion, SearchValue
from hub.store.search.bounds import bound_part
from hub.store.search.condition import AnyOf, Condition, Context, Names, alternatives
from hub.store.search.derived import rows_of

_OTHER_END: Final = (
    "(SELECT e.bound FROM index_bound e WHERE e.key = x.key AND e.parameter = x.parameter AND e.side = -x.side)"
)
_OTHER_PAIR: Final = (
    "(SELECT e.value FROM index_composite e WHERE e.parameter = x.parameter AND e.key = x.key "
    "AND e.place = x.place + 1 AND e.code = x.code)"
)
"""The high end of a closed range, from the row of its low end; of a pair the row after it, with the same first half."""


def quantity_condition(criterion: Criterion, context: Context) -> AnyOf | Condition:
    """Rows whose number stands to the value as the prefix says, in the same unit."""
    if criterion.modifier:
        raise BadSearchError(
            f"The modifier :{criterion.modifier} of {criterion.parameter.name} is not supported; expected none."
        )
    asked = [_Asked(value, context.names, name=criterion.parameter.name) for value in criterion.values]
    of_parameter = rows_of(criterion.parameter, "x", context.database.type_numbers)
    points = Condition(
        table="index_quantity",
        where=f"{of_parameter} AND {alternatives([f'{one.of_point()}{one.unit}' for one in asked])}",
        resource_index="quantity_resource",
    )
    bounds = [f"{one.of_bound('x.bound', 'x.side', _OTHER_END)}{one.unit}" for one in asked]
    return AnyOf((
        points,
        Condition(
            table="index_bound", where=f"{of_parameter} AND {alternatives(bounds)}", resource_index="bound_resource"
        ),
    ))  # fmt: skip


def pair_part(value: SearchValue, names: Names, *, name: str) -> str:
    """The condition on a row of `index_composite`, where `low` is the side of a bound, and 0 of a number."""
    asked = _Asked(value, names, name=name)
    ranged = asked.of_bound("x.value", "x.low", _OTHER_PAIR)
    return f"((x.low = 0 AND {asked.of_point()}) OR (x.low <> 0 AND {ranged})){asked.unit}"


class _Asked:
    """One value that is asked for, bound to names. Raises BadSearchError for what is no number."""

    def __init__(self, value: SearchValue, names: Names, *, name: str) -> None:
        text, _, unit = value.text.partition("|")
        try:
            number = Decimal(text)
        except InvalidOperation as err:
            raise BadSearchError(
                f"The value of {name} is no number; expected one as in gt5.4|http://unitsofmeasure.org|mg."
            ) from err
        if not number.is_finite() or abs(number.adjusted()) > 300:
            raise BadSearchError(f"The value of {name} is not finite; expected a FHIR decimal.")
        exponent = number.as_tuple().exponent
        half = Decimal(5).scaleb(exponent - 1) if isinstance(exponent, int) else Decimal(0)
        if value.prefix == "ap":
            half = max(abs(number) / 10, half)
        self._prefix = value.prefix
        self._low, self._high, self._exact = (
            names.bind(float(bound)) for bound in (number - half, number + half, number)
        )
        self.unit = _unit_part(unit, names)

    def of_point(self) -> str:
        """The condition on a row's value."""
        match self._prefix:
            case "ne":
                return f"(x.value < {self._low} OR x.value >= {self._high})"
            case "gt" | "sa":
                return f"x.value > {self._exact}"
            case "ge":
                return f"x.value >= {self._exact}"
            case "lt" | "eb":
                return f"x.value < {self._exact}"
            case "le":
                return f"x.value <= {self._exact}"
            case _:
                return f"x.value >= {self._low} AND x.value < {self._high}"

    def of_bound(self, bound: str, side: str, other: str) -> str:
        """The condition on a row's range."""
        return bound_part(
            self._prefix, low=self._low, high=self._high, exact=self._exact, bound=bound, side=side, other=other
        )


def _unit_part(unit: str, names: Names) -> str:
    """The condition on a row's system and code, after AND."""
    part = ""
    system, bar, code = unit.partition("|")
    if bar and system:
        part += f" AND x.system = {names.bind(hash64(system))}"
    if code or (unit and not bar):
        part += f" AND x.code = {names.bind(hash64(code or unit))}"
    return part
