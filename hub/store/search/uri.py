"""URI search: equal, `:below`, `:above`. https://hl7.org/fhir/R4/search.html#uri."""

from hub.errors import BadSearchError
from hub.store.query import Criterion
from hub.store.search.condition import Condition, Context, alternatives


def uri_condition(criterion: Criterion, context: Context) -> Condition:
    """Rows with one of the URIs."""
    bind = context.names.bind
    parts: list[str] = []
    for value in criterion.values:
        text = bind(value.text)
        if criterion.modifier == "below":
            parts.append(f"(x.text = {text} OR (x.text >= {text} || '/' AND x.text < {text} || '0'))")
        elif criterion.modifier == "above":
            parts.append(f"({text} = x.text OR substr({text}, 1, length(x.text) + 1) = x.text || '/')")
        elif not criterion.modifier:
            parts.append(f"x.text = {text}")
        else:
            raise BadSearchError(
                f"The modifier :{criterion.modifier} of {criterion.parameter.name} is not supported; "
                "expected :below, :above or none."
            )
    return Condition(
        table="index_uri",
        where=f"x.parameter = {criterion.parameter.number} AND {alternatives(parts)}",
        resource_index="uri_resource",
        ordered=len(parts) == 1 and not criterion.modifier,
    )
