"""Date search with prefixes. https://hl7.org/fhir/R4/search.html#date and #prefix.

A row is a range from `low` to `high`, both inside; so is the value that is asked for.
"""

from typing import Final

from fhir_profiles.accessors import moment_range
from hub.errors import BadSearchError
from hub.store.query import Criterion, SearchValue
from hub.store.search.condition import Condition, Context, Names, alternatives
from hub.store.tables import WIDE_MICROS

_BY_END: Final = frozenset({"gt", "ge", "ap", "po"})
"""Prefixes that ask for the end of a range: of a narrow one, the start is near it."""


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
    of_parameter = f"x.parameter = {criterion.parameter.number}"
    where = f"{of_parameter} AND {alternatives(parts)}"
    halves: tuple[tuple[str, str], ...] = ()
    if any(value.prefix in _BY_END for value in criterion.values):
        narrow = [
            f"({part} AND x.low >= {context.names.bind(moment_range(value.text)[0] - WIDE_MICROS)})"
            if value.prefix in _BY_END
            else part
            for value, part in zip(criterion.values, parts, strict=True)
        ]
        halves = (
            ("", f"{of_parameter} AND x.high - x.low <= {WIDE_MICROS} AND {alternatives(narrow)}"),
            ("date_wide", f"{where} AND x.high - x.low > {WIDE_MICROS}"),
        )
    return Condition(table="index_date", where=where, resource_index="date_resource", halves=halves)


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
        case "ap" | "po":  # po, which `_filter` alone knows: the two periods overlap
            return f"{low} <= {bind(last)} AND {high} >= {bind(first)}"
        case _:
            return f"{low} >= {bind(first)} AND {low} <= {bind(last)} AND {high} <= {bind(last)}"
