"""Conditional criteria: If-None-Exist, `PUT Type?…`, `DELETE Type?…`. https://hl7.org/fhir/R4/http.html#ccreate.

Criteria that are one identifier become a unique key inside the write itself, so that of two
that come at once exactly one is stored.
"""

from dataclasses import dataclass

from hub.api.call import Call
from hub.api.http import Pairs
from hub.errors import BadSearchError, PreconditionError
from hub.store.port import IdentifierKey, StoredResource
from hub.store.query import SearchQuery
from hub.store.search.parse import parse_query


@dataclass(frozen=True, slots=True)
class Match:
    """What the criteria found: at most one resource, and the key that guards the write."""

    found: StoredResource | None
    unique: tuple[IdentifierKey, ...]


async def find_match(call: Call, resource_type: str, criteria: Pairs) -> Match:
    """The one visible resource that meets the criteria. Raises PreconditionError for more than one."""
    if not criteria:
        raise BadSearchError("The condition is empty; expected search parameters, as in identifier=system|value.")
    key = identifier_of(criteria)
    if key is not None:
        found = await call.hub.store.by_identifier(resource_type, key, visibility=call.visibility)
    else:
        query = parse_query(resource_type, criteria, strict=True)
        page = await call.hub.store.search(first_two(query), visibility=call.visibility)
        found = page.resources
    if len(found) > 1:
        raise PreconditionError(
            "The condition is met by more than one resource; nothing was stored. Expected criteria that name one."
        )
    return Match(found[0] if found else None, (key,) if key is not None else ())


def identifier_of(criteria: Pairs) -> IdentifierKey | None:
    """The key when the criteria are one identifier with its system; otherwise None."""
    if len(criteria) != 1 or criteria[0][0] != "identifier":
        return None
    system, bar, value = criteria[0][1].partition("|")
    if not bar or not system or not value or "," in value or "\\" in value or "|" in value:
        return None
    return IdentifierKey(system, value)


def first_two(query: SearchQuery) -> SearchQuery:
    """The same search for two resources at most: enough to tell one from several."""
    from dataclasses import replace

    return replace(query, count=2, includes=(), total="none")
