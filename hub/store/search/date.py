"""Date search with prefixes. https://hl7.org/fhir/R4/search.html#date and #prefix.

A row is a range from `low` to `high`, both inside; so is the value that is asked for.
"""

from fhir_profiles.accessors import moment_range
from hub.errors import BadSearchError
from hub.store.query import Criterion, SearchValue
from hub.store.search.condition import Condition, Context, Names, alternatives


def date_condition(criterion: Criterion, context: Context) -> Condition:
    """Rows whose range stands to the value's as the prefix says."""
    if criterion.modifier:
        raise BadSearchError(
            f"The modifier :{criterion.modifier} of {criterion.parameter.name} is not supported; expected none."
        )
    parts = [
        range_condition(value, context.names, name=criterion.parameter.name, low="x.low", high="x.high")
        for value in criterion.values
    ]
    return Condition(
        table="index_date",
        where=f"x.parameter = {criterion.parameter.number} AND {alternatives(parts)}",
        resource_index="date_resource",
        patient_index="date_patient",
    )


def range_condition(value: SearchValue, names: Names, *, name: str, low: str, high: str) -> str:
    """The condition on a row's `low` and `high`."""
    try:
        first, last = moment_range(value.text)
    except ValueError as err:
        raise BadSearchError(
            f"The value of {name} is no date; expected YYYY, YYYY-MM, YYYY-MM-DD or a time with its offset, "
            "as in ge2026-03-01."
        ) from err
    bind = names.bind
    match value.prefix:
        case "ne":
            return f"({low} < {bind(first)} OR {high} > {bind(last)})"
        case "gt":
            return f"{high} > {bind(last)}"
        case "ge":
            return f"{high} >= {bind(first)}"
        case "lt":
            return f"{low} < {bind(first)}"
        case "le":
            return f"{low} <= {bind(last)}"
        case "sa":
            return f"{low} > {bind(last)}"
        case "eb":
            return f"{high} < {bind(first)}"
        case "ap":
            return f"{low} <= {bind(last)} AND {high} >= {bind(first)}"
        case _:
            return f"{low} >= {bind(first)} AND {low} <= {bind(last)} AND {high} <= {bind(last)}"
