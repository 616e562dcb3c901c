"""Date search with prefixes. https://hl7.org/fhir/R4/search.html#date and #prefix.

A row is a range from `low` to `high`, both inside; so is the value that is asked for.
"""

from collections.abc import Sequence
from typing import Final

from fhir_profiles.accessors import moment_range
from hub.errors import BadSearchError
from hub.store.query import Criterion, SearchValue
from hub.store.search.condition import Condition, Context, Names, alternatives
from hub.store.tables import WIDE_MICROS

_BY_END: Final = frozenset({"gt", "ge", "ap", "po"})
"""Prefixes that ask for the end of a range: of a narrow one, the start is near it."""


def date_condition(criterion: Criterion, context: Context, also: Sequence[Criterion] = ()) -> Condition:
    """Rows whose range stands to the value's as the prefix says.

    `also` are further criteria of the same parameter that the same row fulfils (`hub.store.search.single`).
    """
    if criterion.modifier:
        raise BadSearchError(
            f"The modifier :{criterion.modifier} of {criterion.parameter.name} is not supported; expected none."
        )
    asked = (criterion, *also)
    parts = [
        [
            range_condition(value, context.names, name=criterion.parameter.name, low="x.low", high="x.high")
            for value in one.values
        ]
        for one in asked
    ]
    of_parameter = f"x.parameter = {criterion.parameter.number}"
    where = " AND ".join([of_parameter, *map(alternatives, parts)])
    halves: tuple[tuple[str, str], ...] = ()
    if any(value.prefix in _BY_END for one in asked for value in one.values):
        narrow = [
            alternatives([_started(value, part, context.names) for value, part in zip(one.values, own, strict=True)])
            for one, own in zip(asked, parts, strict=True)
        ]
        halves = (
            ("", " AND ".join([of_parameter, f"x.high - x.low <= {WIDE_MICROS}", *narrow])),
            ("date_wide", f"{where} AND x.high - x.low > {WIDE_MICROS}"),
        )
    return Condition(table="index_date", where=where, resource_index="date_resource", halves=halves)


def _started(value: SearchValue, part: str, names: Names) -> str:
    """The condition on a narrow row with the time from which on it must start, where it is asked for by its end."""
    if value.prefix not in _BY_END:
        return part
    return f"({part} AND x.low >= {names.bind(moment_range(value.text)[0] - WIDE_MICROS)})"


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
