"""Conditional criteria: If-None-Exist, `PUT Type?…`, `DELETE Type?…`. https://hl7.org/fhir/R4/http.html#ccreate.

Criteria that are one identifier become a unique key inside the write itself, so that of two
that come at once exactly one is stored.
"""

from dataclasses import dataclass, replace

from hub.api.call import Call
from hub.api.http import Pairs
from hub.api.search_query import read_query
from hub.errors import PreconditionError
from hub.store.bundle_plan import identifier_of
from hub.store.port import IdentifierKey, StoredResource
from hub.store.query import SearchQuery, looks_into
from hub.store.write_condition import demand_criterion, demand_values


@dataclass(frozen=True, slots=True)
class Match:
    """What the criteria found: at most one resource, and the key that guards the write."""

    found: StoredResource | None
    unique: tuple[IdentifierKey, ...]


async def find_match(call: Call, resource_type: str, criteria: Pairs) -> Match:
    """The one resource of the caller's own that meets the criteria. Raises PreconditionError for more than one.

    Another member's Patient with the same identifier is another source record (DESIGN D17), shared or not.
    """
    demand_values(criteria)
    key = identifier_of(criteria)
    if key is not None:
        found = await call.hub.store.by_identifier(resource_type, key, visibility=call.visibility)
    else:
        query = await read_query(call.hub, resource_type, criteria, strict=True)
        demand_criterion(query)
        for name, letter in looks_into(query):
            call.principal.demand(name, letter)
        page = await call.hub.store.search(
            first_ones(query, custodian=call.principal.member), visibility=call.visibility
        )
        found = page.resources
    found = tuple(one for one in found if one.custodian == call.principal.member)
    if len(found) > 1:
        raise PreconditionError(
            "The condition is met by more than one resource; nothing was stored. Expected criteria that name one."
        )
    return Match(found[0] if found else None, (key,) if key is not None else ())


def first_ones(query: SearchQuery, *, custodian: int) -> SearchQuery:
    """The same search among this member's own resources, without what does not help to tell one from several."""
    return replace(query, count=2, includes=(), total="none", custodian=custodian)
