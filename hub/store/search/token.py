"""Token search: `code`, `system|code`, `|code`, `system|`, `:of-type`. https://hl7.org/fhir/R4/search.html#token."""

from collections.abc import Mapping

from fhir_profiles.registry import SearchParameter
from hub.store.numbers import hash64
from hub.store.queries import Queries
from hub.store.query import INNER_BAR, Criterion
from hub.store.search.condition import MOST_MERGED, Condition, Context, alternatives
from hub.store.search.derived import derived, rows_of
from hub.store.search.within_patient import within_patient


def token_condition(criterion: Criterion, context: Context) -> Condition:
    """Rows with one of the codes; with `:not`, resources that have none of them."""
    parameter = criterion.parameter
    codes: dict[str, list[str]] = {}
    parts: list[str] = []
    for value in criterion.values:
        if criterion.modifier == "of-type":
            parts.append(_of_type_part(value.text, context))
            continue
        system, bar, code = value.text.rpartition("|")
        if bar and not code:
            parts.append(token_part(value.text, context, name=parameter.name))
        else:
            codes.setdefault(f"{system}{bar}", []).append(code)
    for group, found in codes.items():
        if len(found) == 1:
            parts.append(token_part(f"{group}{found[0]}", context, name=parameter.name))
            continue
        bound = ", ".join(context.names.bind(code_hash(context.database, parameter.name, code)) for code in found)
        part = f"x.code IN ({bound})"
        parts.append(f"({part} AND x.system = {context.names.bind(hash64(group[:-1]))})" if group else part)
    return Condition(
        table="index_token",
        where=f"{rows_of(parameter, 'x', context.database.type_numbers)} AND {alternatives(parts or ['1 = 0'])}",
        resource_index="token_resource",
        ordered=len(parts) == 1 and "x.code = " in parts[0] and derived(parameter) is None,
        patient_index="token_patient" if _is_within_patient(parameter) else "",
        negated=criterion.modifier == "not",
        merged=_merged(criterion, codes, context),
    )


def _merged(criterion: Criterion, codes: Mapping[str, list[str]], context: Context) -> tuple[str, ...]:
    """A condition for each code, where there are some: its rows stand in order of key."""
    parameter = criterion.parameter
    count = sum(len(found) for found in codes.values())
    if count != len(criterion.values) or not 1 < count <= MOST_MERGED or derived(parameter) is not None:
        return ()
    return tuple([
        f"x.parameter = {parameter.number} AND {token_part(f'{group}{code}', context, name=parameter.name)}"
        for group, found in codes.items()
        for code in found
    ])  # fmt: skip


def token_part(text: str, context: Context, *, name: str) -> str:
    """The condition on a row's code and system."""
    bind = context.names.bind
    system, bar, code = text.rpartition("|")
    if not code:
        return f"x.system = {bind(hash64(system))}"
    part = f"x.code = {bind(code_hash(context.database, name, code))}"
    return f"{part} AND x.system = {bind(hash64(system))}" if bar else part


def code_hash(database: Queries, name: str, code: str) -> int:
    """The number of a code that is asked for, with its own bars."""
    return database.token_hash(name, code.replace(INNER_BAR, "|") if INNER_BAR in code else code)


def of_type_token(kind: str, value: str) -> tuple[str, str]:
    """System and code under which an identifier stands by its type, `system|code`: none that one itself could have."""
    return "of-type", f"{kind} {value}"


def _of_type_part(text: str, context: Context) -> str:
    kind, code, value = text.split("|", 2)
    system, found = of_type_token(f"{kind}|{code}", value)
    bind = context.names.bind
    return f"x.code = {bind(code_hash(context.database, 'identifier', found))} AND x.system = {bind(hash64(system))}"


def _is_within_patient(parameter: SearchParameter) -> bool:
    source = derived(parameter)
    numbers = source.numbers if source is not None else (parameter.number,)
    return within_patient(parameter.resource_type).issuperset(numbers)
