"""Token search: `code`, `system|code`, `|code`, `system|`. https://hl7.org/fhir/R4/search.html#token."""

from fhir_profiles.registry import SearchParameter
from hub.errors import BadSearchError
from hub.store.numbers import hash64
from hub.store.query import Criterion
from hub.store.search.condition import Condition, Context, alternatives
from hub.store.search.derived import derived, rows_of
from hub.store.search.within_patient import within_patient


def token_condition(criterion: Criterion, context: Context) -> Condition:
    """Rows with one of the codes; with `:not`, resources that have none of them."""
    if criterion.modifier not in {"", "not"}:
        raise BadSearchError(
            f"The modifier :{criterion.modifier} of {criterion.parameter.name} is not supported; expected :not or none."
        )
    bind = context.names.bind
    parameter = criterion.parameter
    parts: list[str] = []
    codes_only: list[str] = []
    for value in criterion.values:
        system, bar, code = value.text.rpartition("|")
        hashed = context.database.token_hash(parameter.name, code) if code else 0
        if not bar:
            codes_only.append(bind(hashed))
        elif not code:
            parts.append(f"x.system = {bind(hash64(system))}")
        else:
            parts.append(f"x.code = {bind(hashed)} AND x.system = {bind(hash64(system))}")
    if codes_only:
        parts.append(f"x.code = {codes_only[0]}" if len(codes_only) == 1 else f"x.code IN ({', '.join(codes_only)})")
    return Condition(
        table="index_token",
        where=f"{rows_of(parameter, 'x', context.database.type_numbers)} AND {alternatives(parts)}",
        resource_index="token_resource",
        ordered=len(criterion.values) == 1 and "x.code = " in parts[0] and derived(parameter) is None,
        patient_index="token_patient" if _is_within_patient(parameter) else "",
        negated=criterion.modifier == "not",
    )


def _is_within_patient(parameter: SearchParameter) -> bool:
    source = derived(parameter)
    numbers = source.numbers if source is not None else (parameter.number,)
    return within_patient(parameter.resource_type).issuperset(numbers)
