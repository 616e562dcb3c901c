"""Chained parameters and `_has`. https://hl7.org/fhir/R4/search.html#chaining and #has.

The resource at the other end must be visible too: else a search could ask about what the caller may not see.
"""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from fhir_profiles.registry import SearchParameter
from hub.errors import BadSearchError
from hub.store.port import Visibility
from hub.store.query import Chain, Criterion, Logic
from hub.store.search.columns import COLUMNS, column_condition
from hub.store.search.condition import AnyOf, Condition, Context, Presence
from hub.store.search.date import date_condition
from hub.store.search.derived import derived, rows_of
from hub.store.search.near import near_condition
from hub.store.search.pairs import composite_condition
from hub.store.search.quantity import quantity_condition
from hub.store.search.reference import reference_condition
from hub.store.search.string import string_condition, text_condition
from hub.store.search.token import token_condition
from hub.store.search.uri import uri_condition

_COMPILERS: Final[Mapping[str, Callable[[Criterion, Context], AnyOf | Condition]]] = {
    "token": token_condition,
    "string": string_condition,
    "date": date_condition,
    "reference": reference_condition,
    "quantity": quantity_condition,
    "number": quantity_condition,
    "uri": uri_condition,
    "special": near_condition,
}
_TABLES = {
    "token": ("index_token", "token_resource"),
    "string": ("index_string", "string_resource"),
    "date": ("index_date", "date_resource"),
    "reference": ("index_reference", "reference_resource"),
    "quantity": ("index_quantity", "quantity_resource"),
    "number": ("index_quantity", "quantity_resource"),
    "uri": ("index_uri", "uri_resource"),
    "special": ("index_quantity", "quantity_resource"),
}


def criterion_condition(
    criterion: Criterion, context: Context, also: Sequence[Criterion] = ()
) -> Condition | AnyOf | Presence:
    """The condition of one criterion; `also` are others that the same date fulfils. Raises BadSearchError."""
    parameter = criterion.parameter
    if parameter.name in COLUMNS:
        return column_condition(criterion, context)
    if parameter.type == "composite":
        return composite_condition(criterion, context, _part_condition)
    if parameter.type not in _COMPILERS:
        raise BadSearchError(f"Searching by {parameter.name} ({parameter.type}) is not supported.")
    if criterion.modifier == "missing":
        return _presence(parameter, context, is_missing=criterion.values[0].text == "true")
    if criterion.modifier == "text":
        return text_condition(criterion, context)
    if also:
        return date_condition(criterion, context, also)
    return _COMPILERS[parameter.type](criterion, context)


def _presence(parameter: SearchParameter, context: Context, *, is_missing: bool) -> Presence:
    """Whether the resource has any row of the parameter: of a code also its text, of a reference its identifier."""
    kinds = {"token": ("token", "string"), "reference": ("reference", "token")}.get(parameter.type, (parameter.type,))
    source = derived(parameter)
    numbers = source.numbers if source is not None else (parameter.number,)
    found = []
    for kind in kinds:
        table, resource_index = _TABLES[kind]
        where = f"x.parameter IN ({', '.join(map(str, numbers))})"
        if kind == parameter.type:
            where = rows_of(parameter, "x", context.database.type_numbers)
        found.append(Condition(table=table, where=where, resource_index=resource_index))
        if kind in {"quantity", "number"}:
            found.append(Condition(table="index_bound", where=where, resource_index="bound_resource"))
    return Presence(tuple(found), negated=is_missing)


def _part_condition(criterion: Criterion, context: Context) -> AnyOf | Condition:
    return _COMPILERS[criterion.parameter.type](criterion, context)


def resource_filter(
    criterion: Criterion | Chain, context: Context, *, alias: str, visibility: Visibility, depth: int = 0
) -> str:
    """What a row of `resource` called `alias` must fulfil."""
    if isinstance(criterion, Criterion):
        condition = criterion_condition(criterion, context)
        return condition.filter(context, key=f"{alias}.key")
    link, target = f"l{depth}", f"t{depth}"
    visible = context.database.predicates.visible(target, visibility)
    inner = resource_filter(criterion.criterion, context, alias=target, visibility=visibility, depth=depth + 1)
    types = context.database.type_numbers
    if criterion.reverse:
        return (
            f"EXISTS (SELECT 1 FROM index_reference {link} CROSS JOIN resource {target} ON {target}.key = {link}.key "
            f"WHERE {rows_of(criterion.link, link, types)} AND {link}.target_id = {alias}.id "
            f"AND {link}.target_type = {alias}.type AND {target}.deleted = 0 AND {visible} AND {inner})"
        )
    return (
        f"EXISTS (SELECT 1 FROM index_reference {link}{context.database.dialect.hint('reference_resource')} "
        f"CROSS JOIN resource_id i{depth} ON i{depth}.type = {link}.target_type AND i{depth}.id = {link}.target_id "
        f"CROSS JOIN resource {target} ON {target}.key = i{depth}.key "
        f"WHERE {link}.key = {alias}.key AND {rows_of(criterion.link, link, types)} "
        f"AND {link}.target_type = {types.get(criterion.target, -1)} AND {target}.deleted = 0 "
        f"AND {visible} AND {inner})"
    )


def logic_filter(part: Criterion | Chain | Logic, context: Context, *, alias: str, visibility: Visibility) -> str:
    """What a row of `resource` called `alias` must fulfil of a `_filter`."""
    if not isinstance(part, Logic):
        return resource_filter(part, context, alias=alias, visibility=visibility)
    inner = [logic_filter(one, context, alias=alias, visibility=visibility) for one in part.parts]
    return f"NOT {inner[0]}" if part.word == "not" else f"({f' {part.word.upper()} '.join(inner)})"


def chain_source(chain: Chain, context: Context, *, visibility: Visibility) -> str:
    """`(SELECT key …)`: the keys of the resources that a chain over one criterion leads to, found from its far end."""
    if isinstance(chain.criterion, Chain):
        return ""
    condition = criterion_condition(chain.criterion, context)
    if condition.negated or isinstance(condition, Presence):
        return ""
    visible = context.database.predicates.visible("t", visibility)
    links = rows_of(chain.link, "l", context.database.type_numbers)
    keys = context.database.dialect.first(condition.keys(context), ordered=False)
    far = f"({keys}) x CROSS JOIN resource t ON t.key = x.key"
    if chain.reverse:
        return (
            f"(SELECT DISTINCT i.key AS key FROM {far} CROSS JOIN index_reference l"
            f"{context.database.dialect.hint('reference_resource')} "
            f"ON l.key = t.key AND {links} "
            "CROSS JOIN resource_id i ON i.type = l.target_type AND i.id = l.target_id "
            f"WHERE t.deleted = 0 AND {visible})"
        )
    return (
        f"(SELECT DISTINCT l.key AS key FROM {far} "
        f"CROSS JOIN index_reference l ON {links} AND l.target_id = t.id "
        f"AND l.target_type = t.type WHERE t.deleted = 0 AND {visible})"
    )
