"""String search: starts with, `:contains`, `:exact`. https://hl7.org/fhir/R4/search.html#string."""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

from typing import Final

from hub.errors import BadSearchError
from hub.store.prepare import normalised
from hub.store.query import Criterion
from hub.store.search.condition import Condition, Context, alternatives
from hub.store.search.derived import derived
from hub.store.search.sounds import NAMES, number_of

ENDS: Final = "ends"
"""The modifier that `_filter` alone has a word for (`ew`)."""


def string_condition(criterion: Criterion, context: Context) -> Condition:
    """Rows whose text matches; case, width and accents make no difference but with `:exact`."""
    bind = context.names.bind
    parts: list[str] = []
    ranges: list[tuple[str, str]] = []
    for value in criterion.values:
        text = normalised(value.text)
        if criterion.modifier == "exact":
            parts.append(f"x.text = {bind(text)} AND x.exact = {bind(value.text)}")
        elif criterion.modifier == "contains":
            parts.append(context.database.dialect.contains("x.text", bind(text)))
        elif criterion.modifier == ENDS:
            parts.append(context.database.dialect.ends("x.text", bind(text)))
        elif not criterion.modifier:
            low, high = bind(text), bind(text + chr(0x10FFFF))
            ranges.append((low, high))
            parts.append(f"x.text >= {low} AND x.text < {high}")
        else:
            raise BadSearchError(
                f"The modifier :{criterion.modifier} of {criterion.parameter.name} is not supported; "
                "expected :exact, :contains or none."
            )
    numbers = _numbers(criterion)
    return Condition(
        table="index_string",
        where=f"x.parameter IN ({', '.join(map(str, numbers))}) AND {alternatives(parts)}",
        resource_index="string_resource",
        starts=tuple([(number, low, high) for number in numbers for low, high in ranges]),
    )


def _numbers(criterion: Criterion) -> tuple[int, ...]:
    """Under which the parameter's rows stand; those of initials too where the text may be some."""
    parameter = criterion.parameter
    may_be_initials = parameter.name in NAMES and criterion.modifier != "exact"
    if may_be_initials and any(normalised(value.text).isascii() for value in criterion.values):
        return parameter.number, number_of(parameter)
    return (parameter.number,)


def texts_statement(condition: Condition, *, most: int) -> str:
    """The different texts of `Condition.starts`, at most `most`, as number and text: a step in the index each."""
    found = " UNION ALL ".join(
        f"SELECT {number} AS number, text FROM (WITH RECURSIVE t(text) AS ("
        f"SELECT min(x.text) FROM index_string x WHERE x.parameter = {number} AND x.text >= {low} AND x.text < {high} "
        f"UNION ALL SELECT (SELECT min(x.text) FROM index_string x WHERE x.parameter = {number} AND x.text > t.text "
        f"AND x.text < {high}) FROM t WHERE t.text IS NOT NULL) "
        f"SELECT text FROM t WHERE text IS NOT NULL LIMIT {most}) n{place}"
        for place, (number, low, high) in enumerate(condition.starts)
    )
    return f"SELECT DISTINCT number, text FROM ({found}) n LIMIT {most}"


def text_condition(criterion: Criterion, context: Context) -> Condition:
    """Rows of a token parameter: what people read beside the code, which begins with the text (`:text`)."""
    source = derived(criterion.parameter)
    numbers = source.numbers if source is not None else (criterion.parameter.number,)
    bind = context.names.bind
    parts = [
        f"x.text >= {bind(text)} AND x.text < {bind(text + chr(0x10FFFF))}"
        for text in (normalised(value.plain) for value in criterion.values)
    ]
    return Condition(
        table="index_string",
        where=f"x.parameter IN ({', '.join(map(str, numbers))}) AND {alternatives(parts)}",
        resource_index="string_resource",
    )
