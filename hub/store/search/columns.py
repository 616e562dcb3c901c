"""`_id` and `_lastUpdated` of a resource at the end of a chain: columns of its own, not index rows.

At the top of a search the plan reads them itself. https://hl7.org/fhir/R4/search.html#id.
"""

from typing import Final

from hub.errors import BadSearchError
from hub.store.query import Criterion
from hub.store.search.condition import Condition, Context, alternatives
from hub.store.search.date import range_condition

COLUMNS: Final = frozenset({"_id", "_lastUpdated"})


def column_condition(criterion: Criterion, context: Context) -> Condition:
    """Resources of the type with one of the ids, or that were last changed then. Raises BadSearchError."""
    parameter, bind = criterion.parameter, context.names.bind
    if criterion.modifier:
        raise BadSearchError(f"The modifier :{criterion.modifier} of {parameter.name} is not supported; expected none.")
    kind = context.database.type_numbers[parameter.resource_type]
    if parameter.name == "_id":
        ids = ", ".join(bind(value.text.removeprefix(f"{parameter.resource_type}/")) for value in criterion.values)
        return Condition(table="resource_id", where=f"x.type = {kind} AND x.id IN ({ids})", resource_index="")
    ranges = [
        range_condition(value, context.names, name=parameter.name, low="x.updated", high="x.updated")
        for value in criterion.values
    ]
    where = f"x.type = {kind} AND {alternatives(ranges)}"
    return Condition(table="resource", where=where, resource_index="")
