"""URI search: equal, `:below`, `:above`. https://hl7.org/fhir/R4/search.html#uri."""

from hub.errors import BadSearchError
from hub.store.query import Criterion
from hub.store.search.condition import Condition, Context, alternatives


def uri_condition(criterion: Criterion, context: Context) -> Condition:
    """Rows with one of the URIs."""
    bind = context.names.bind
    parts: list[str] = []
    for value in criterion.values:
        if criterion.modifier == "below":
            parts.append(below(value.text, "x.text", context))
        elif criterion.modifier == "above":
            parts.append(above(value.text, "x.text", context))
        elif not criterion.modifier:
            parts.append(f"x.text = {bind(value.text)}")
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


def below(address: str, column: str, context: Context) -> str:
    """The condition that a URL is this one or stands under it: `http://a/fhir` and `http://a/fhir/` have the same."""
    bind, stem = context.names.bind, address.removesuffix("/")
    under = f"({column} >= {bind(f'{stem}/')} AND {column} < {bind(f'{stem}0')})"
    return under if address.endswith("/") else f"({column} = {bind(address)} OR {under})"


def above(address: str, column: str, context: Context) -> str:
    """The condition that a URL is this one or one over it, with or without a slash at its end."""
    text = context.names.bind(address)
    return (
        f"({text} = {column} OR substr({text}, 1, length({column}) + 1) = {column} || '/' "
        f"OR ({column} LIKE '%/' AND substr({text}, 1, length({column})) = {column}))"
    )
