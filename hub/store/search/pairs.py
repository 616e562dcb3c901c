"""The condition of a composite parameter. https://hl7.org/fhir/R4/search.html#composite."""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

import re
from collections.abc import Callable

from hub.errors import BadSearchError
from hub.store.query import Criterion, SearchValue
from hub.store.search.composite import Composite, composite_of, reference_numbers
from hub.store.search.condition import AnyOf, Condition, Context, alternatives
from hub.store.search.quantity import pair_part
from hub.store.search.token import token_part

_ROW = re.compile(r"\bx\.")
_Compile = Callable[[Criterion, Context], AnyOf | Condition]


def composite_condition(criterion: Criterion, context: Context, compile_part: _Compile) -> AnyOf:
    """Resources that have one of the pairs."""
    composite = composite_of(criterion.parameter)
    if composite is None:
        raise BadSearchError(f"Searching by {criterion.parameter.name} (composite) is not supported.")
    if criterion.modifier:
        raise BadSearchError(
            f"The modifier :{criterion.modifier} of {criterion.parameter.name} is not supported; expected none."
        )
    found: list[Condition] = []
    for value in criterion.values:
        if composite.at_root:
            found.append(_at_root(composite, value, context, compile_part))
        if composite.number:
            found.append(_in_element(composite, value, context))
    return AnyOf(tuple(found), ordered=len(found) == 1 and found[0].ordered)


def _at_root(composite: Composite, value: SearchValue, context: Context, compile_part: _Compile) -> Condition:
    first, second = (
        compile_part(Criterion(parameter, (part,)), context)
        for parameter, part in zip(composite.parts, value.parts, strict=True)
    )
    assert isinstance(first, Condition)  # a token
    other = alternatives(
        [
            f"EXISTS (SELECT 1 FROM {one.table} y{context.database.dialect.hint(one.resource_index)} "
            f"WHERE y.key = x.key AND {_ROW.sub('y.', one.where)})"
            for one in (second.conditions if isinstance(second, AnyOf) else (second,))
        ]
    )
    return Condition(
        table=first.table, where=f"{first.where} AND {other}", resource_index=first.resource_index,
        ordered=first.ordered,
    )  # fmt: skip


def _in_element(composite: Composite, value: SearchValue, context: Context) -> Condition:
    first, second = value.parts
    names, other = context.names, composite.parts[1]
    if other.type == "quantity":
        part = pair_part(second, names, name=other.name)
    elif other.type == "token":
        part = token_part(second.text, context, name=other.name)
    else:
        code, system = reference_numbers(second.text, context.database.target_of)
        part = f"x.code = {names.bind(code)}" + (f" AND x.system = {names.bind(system)}" if system is not None else "")
    part = part.replace("x.code ", "x.code2 ").replace("x.system ", "x.system2 ")
    return Condition(
        table="index_composite",
        where=f"x.parameter = {composite.number} AND {token_part(first.text, context, name='code')} AND {part}",
        resource_index="composite_resource",
        ordered=not first.text.endswith("|"),
    )
