"""Number and quantity search: `number`, `number|system|code`, with prefixes. https://hl7.org/fhir/R4/search.html#quantity.

A number that is asked for with n digits means all that round to it: 72 is 71.5 up to 72.5.
"""

from decimal import Decimal, InvalidOperation

from hub.errors import BadSearchError
from hub.store.numbers import hash64
from hub.store.query import Criterion, SearchValue
from hub.store.search.condition import Condition, Context, Names, alternatives
from hub.store.search.derived import rows_of


def quantity_condition(criterion: Criterion, context: Context) -> Condition:
    """Rows whose number stands to the value as the prefix says, in the same unit."""
    if criterion.modifier:
        raise BadSearchError(
            f"The modifier :{criterion.modifier} of {criterion.parameter.name} is not supported; expected none."
        )
    parts = [quantity_part(value, context.names, name=criterion.parameter.name) for value in criterion.values]
    return Condition(
        table="index_quantity",
        where=f"{rows_of(criterion.parameter, 'x', context.database.type_numbers)} AND {alternatives(parts)}",
        resource_index="quantity_resource",
    )


def quantity_part(value: SearchValue, names: Names, *, name: str) -> str:
    """The condition on a row's value, system and code. Raises BadSearchError."""
    text, _, unit = value.text.partition("|")
    try:
        number = Decimal(text)
    except InvalidOperation as err:
        raise BadSearchError(
            f"The value of {name} is no number; expected one as in gt5.4|http://unitsofmeasure.org|mg."
        ) from err
    if not number.is_finite() or abs(number.adjusted()) > 300:
        raise BadSearchError(f"The value of {name} is not finite; expected a FHIR decimal.")
    part = _number_condition(value.prefix, number, names)
    system, bar, code = unit.partition("|")
    if bar and system:
        part += f" AND x.system = {names.bind(hash64(system))}"
    if code or (unit and not bar):
        part += f" AND x.code = {names.bind(hash64(code or unit))}"
    return part


def _number_condition(prefix: str, number: Decimal, names: Names) -> str:
    exponent = number.as_tuple().exponent
    half = Decimal(5).scaleb(exponent - 1) if isinstance(exponent, int) else Decimal(0)
    if prefix == "ap":
        half = max(abs(number) / 10, half)
    low, high, exact = (names.bind(float(bound)) for bound in (number - half, number + half, number))
    match prefix:
        case "ne":
            return f"(x.value < {low} OR x.value >= {high})"
        case "gt" | "sa":
            return f"x.value > {exact}"
        case "ge":
            return f"x.value >= {exact}"
        case "lt" | "eb":
            return f"x.value < {exact}"
        case "le":
            return f"x.value <= {exact}"
        case _:
            return f"x.value >= {low} AND x.value < {high}"
