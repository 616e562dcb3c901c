"""Reference search: `Type/id`, `id`, `reference:Type=id`, an absolute URL. https://hl7.org/fhir/R4/search.html#reference."""

from fhir_profiles.accessors import split_reference
from hub.errors import BadSearchError
from hub.store.query import Criterion
from hub.store.search.condition import Condition, Context, alternatives
from hub.store.search.derived import derived


def reference_condition(criterion: Criterion, context: Context) -> Condition:
    """Rows that point to one of the targets."""
    types, bind = context.database.type_numbers, context.names.bind
    if criterion.modifier and criterion.modifier not in types:
        raise BadSearchError(
            f"The modifier :{criterion.modifier} of {criterion.parameter.name} is not supported; "
            "expected a resource type or none."
        )
    source = derived(criterion.parameter)
    parts: list[str] = []
    for value in criterion.values:
        kind, target, url = split_reference(value.text)
        wanted = kind or criterion.modifier
        if kind or (url and ":" not in url and "/" not in url):
            part = f"x.target_id = {bind(target or url)}"
            part = f"{part} AND x.target_type = {types.get(wanted, -1)}" if wanted else part
            narrow = source is not None and source.only_patients
            parts.append(f"{part} AND x.target_type = {types['Patient']}" if narrow else part)
        else:
            parts.append(f"x.target_id = {bind(url)} AND x.target_type = 0")
    return Condition(
        table="index_reference",
        where=f"x.parameter = {source.numbers[0] if source else criterion.parameter.number} AND {alternatives(parts)}",
        resource_index="reference_resource",
        ordered=len(parts) == 1,
    )
