"""Reference search: `Type/id`, `id`, `reference:Type=id`, an absolute URL. https://hl7.org/fhir/R4/search.html#reference."""

from fhir_profiles.accessors import split_reference
from hub.errors import BadSearchError
from hub.store.query import Criterion
from hub.store.search.condition import MOST_MERGED, Condition, Context, alternatives
from hub.store.search.derived import derived
from hub.store.search.token import token_part
from hub.store.search.uri import above, below


def reference_condition(criterion: Criterion, context: Context) -> Condition:
    """Rows that point to one of the targets."""
    types, bind = context.database.type_numbers, context.names.bind
    if criterion.modifier == "identifier":
        return _by_identifier(criterion, context)
    if criterion.modifier in {"above", "below"}:
        return _by_address(criterion, context)
    if criterion.modifier and criterion.modifier not in types:
        raise BadSearchError(
            f"The modifier :{criterion.modifier} of {criterion.parameter.name} is not supported; "
            "expected a resource type, :identifier, :missing, :above, :below or none."
        )
    source = derived(criterion.parameter)
    parts: list[str] = []
    for value in criterion.values:
        kind, target, url = split_reference(value.text)
        if kind:
            target, kind = context.database.target_of(kind, target, url)
        wanted = kind or criterion.modifier
        if kind or (url and ":" not in url and "/" not in url):
            part = f"x.target_id = {bind(target or url)}"
            part = f"{part} AND x.target_type = {types.get(wanted, -1)}" if wanted else part
            narrow = source is not None and source.only_patients
            parts.append(f"{part} AND x.target_type = {types['Patient']}" if narrow else part)
        else:
            parts.append(f"x.target_id = {bind(url)} AND x.target_type = 0")
    number = source.numbers[0] if source else criterion.parameter.number
    return Condition(
        table="index_reference",
        where=f"x.parameter = {number} AND {alternatives(parts)}",
        resource_index="reference_resource",
        ordered=len(parts) == 1,
        merged=tuple([f"x.parameter = {number} AND {part}" for part in parts]) if 1 < len(parts) <= MOST_MERGED else (),
    )


def _by_identifier(criterion: Criterion, context: Context) -> Condition:
    """Rows of References that name their target by a business identifier; they stand among the tokens."""
    source = derived(criterion.parameter)
    numbers = source.numbers if source is not None else (criterion.parameter.number,)
    parts = [token_part(value.text, context, name="identifier") for value in criterion.values]
    return Condition(
        table="index_token",
        where=f"x.parameter IN ({', '.join(map(str, numbers))}) AND {alternatives(parts)}",
        resource_index="token_resource",
    )


def _by_address(criterion: Criterion, context: Context) -> Condition:
    """Rows of canonical references at, above or below a URL; the path says which is which."""
    where = below if criterion.modifier == "below" else above
    parts = [where(value.text, "x.target_id", context) for value in criterion.values]
    is_address = context.database.dialect.contains("x.target_id", "'/'")  # which no id has
    return Condition(
        table="index_reference",
        where=f"x.parameter = {criterion.parameter.number} AND {is_address} AND {alternatives(parts)}",
        resource_index="reference_resource",
    )
