"""What a search is sorted by. https://hl7.org/fhir/R4/search.html#sort.

A resource without a value comes last in both directions; of several values the first one in the order counts, of
texts always the smallest. Resources with equal values stand in the order in which they were made, in the direction of
the last parameter.
"""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

from dataclasses import dataclass
from typing import Any, Final

from fhir_profiles.registry import SearchParameter, search_parameters
from hub.store.query import SearchQuery
from hub.store.search.condition import Context
from hub.store.search.derived import derived, rows_of

_LAST: Final = {"date": 1 << 62, "quantity": 1e308, "number": 1e308}
_LAST_TEXT: Final = chr(0x10FFFF)
_COLUMN: Final = {
    "date": ("index_date", "low"), "string": ("index_string", "text"), "quantity": ("index_quantity", "value"),
    "number": ("index_quantity", "value"), "reference": ("index_reference", "target_id"), "uri": ("index_uri", "text"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Led:
    """An index that is led by what is sorted.

    Its rows are called s: those that fulfil `of_index` stand in the order of `column`, and those of them that fulfil
    `where` are one for each resource that has a value; `rows` are the values of the resource r; `last` stands for none
    in a cursor.
    """

    table: str
    column: str
    of_index: str
    where: str
    rows: str
    last: Any


def order_of(query: SearchQuery, context: Context) -> list[tuple[str, bool]]:
    """The terms of ORDER BY with whether each goes down, without the key that comes last."""
    order: list[tuple[str, bool]] = []
    for name, down in query.sort:
        if name in {"_lastUpdated", "_id"}:
            order.append(("r.updated" if name == "_lastUpdated" else "r.id", down))
            continue
        parameter = search_parameters(query.type)[name]
        if parameter.type == "token":
            order.append((_code_term(parameter, context, down=down), down))
            continue
        first, last, rows = _values(parameter, context, down=down)
        column = _COLUMN[parameter.type][1]
        order.append((f"(SELECT coalesce({first}(x.{column}), {context.names.bind(last)}) FROM {rows})", down))
    return order


def led_by_sort(query: SearchQuery, context: Context) -> Led | None:
    """The index that is led by the one parameter that is sorted by, where that has rows of its own there."""
    if len(query.sort) != 1:
        return None
    ((name, down),) = query.sort
    parameter = search_parameters(query.type).get(name)
    if parameter is None or parameter.type not in _COLUMN or derived(parameter) is not None:
        return None
    table, column = _COLUMN[parameter.type]
    first, last, rows = _values(parameter, context, down=down)
    of_index = f"s.parameter = {parameter.number}"
    where = f"s.{column} = (SELECT {first}(x.{column}) FROM {rows.replace('= r.key', '= s.key', 1)})"
    return Led(table, column, of_index, where, rows, last)


def _values(parameter: SearchParameter, context: Context, *, down: bool) -> tuple[str, Any, str]:
    """Which of several values counts, what stands for none, and the rows of the resource r as x."""
    is_text = parameter.type not in _LAST
    last: Any = _LAST_TEXT if is_text else _LAST[parameter.type]
    if down:
        last = "" if is_text else -last
    table = _COLUMN[parameter.type][0]
    hint = context.database.dialect.hint(f"{table.removeprefix('index_')}_resource")
    rows = f"{table} x{hint} WHERE x.key = r.key AND {rows_of(parameter, 'x', context.database.type_numbers)}"
    return "max" if down and not is_text else "min", last, rows


def _code_term(parameter: SearchParameter, context: Context, *, down: bool) -> str:
    """The first code in words."""
    of_parameter = rows_of(parameter, "x", context.database.type_numbers)
    hint = context.database.dialect.hint
    return (
        f"(SELECT coalesce(min(w.text), {context.names.bind('' if down else _LAST_TEXT)}) FROM index_token x"
        f"{hint('token_resource')} CROSS JOIN token_text w{hint('token_text_code')} ON w.code = x.code "
        f"AND w.system = x.system WHERE x.key = r.key AND {of_parameter})"
    )
