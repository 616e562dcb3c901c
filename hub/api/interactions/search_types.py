"""Searches over several types: at the base with `_type`, and in a compartment.

https://hl7.org/fhir/R4/search.html#all, https://hl7.org/fhir/R4/compartmentdefinition.html. One type after the
other, in alphabetical order; the cursor says in which one the next page goes on.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple

from fhir_profiles.issue import Issue
from fhir_profiles.registry import COMPARTMENTS, RESOURCE_TYPES, compartment_parameters
from hub.api.body import read_form
from hub.api.bundles import count_bundle, searchset
from hub.api.call import Call
from hub.api.http import Answer, Pairs
from hub.api.interactions.search import criteria_in, demand_whole, within_scopes
from hub.api.links import CURSOR, page_link
from hub.api.outcome import not_found
from hub.api.rendering import rendered, size_of
from hub.api.search_query import read_query
from hub.api.subset import Subset, read_subset
from hub.errors import BadSearchError, NotFoundError
from hub.store.port import Page, Ref, StoredResource
from hub.store.query import SearchQuery

_NOT_SEARCHED: Final = frozenset({"AuditEvent", "Parameters", "OperationOutcome"})


class _Place(NamedTuple):
    """Where a page begins: in which of the types, and the cursor there."""

    type_at: int = 0
    cursor: str = ""


class Asked(NamedTuple):
    """Searches of one type each, with the parameters as sent, the path, and how and from where they are answered."""

    pairs: Pairs
    path: str
    queries: tuple[SearchQuery, ...]
    subset: Subset
    place: _Place


async def search_system(call: Call) -> Answer:
    """A search over the types that `_type` names, by the parameters that all of them have."""
    pairs = (*call.query, *await read_form(call)) if call.request.method == "POST" else call.query
    return await _search(call, await ask_system(call, pairs), interaction="search-system")


async def search_compartment(call: Call) -> Answer:
    """What belongs to a Patient or another focus: of one type, or with `*` of all that the caller may search."""
    pairs = (*call.query, *await read_form(call)) if call.request.method == "POST" else call.query
    asked = await ask_compartment(call, pairs)
    focus = await call.hub.store.read(call.ref, visibility=call.visibility)
    if focus is None or focus.deleted:
        raise not_found()
    return await _search(call, asked, interaction="search-compartment", patient=focus.patient)


async def ask_system(call: Call, pairs: Pairs) -> Asked:
    """The searches that a search at the base stands for. Raises HubError for one that cannot be asked."""
    types = _types_in(pairs)
    if not types:
        raise BadSearchError("A search of everything needs _type; expected as in /fhir?_type=Patient,Observation&….")
    for name in types:
        call.principal.demand(name, "s")
    return await _asked(call, pairs, types, path="")


async def ask_compartment(call: Call, pairs: Pairs) -> Asked:
    """The searches that a search in a compartment stands for. Raises HubError for one that cannot be asked.

    Whether the focus is there is for the caller to look.
    """
    call.principal.demand(call.type, "r")
    own = _compartment(call.type)
    wanted = _types_in(pairs)
    if call.inside != "*":
        if call.inside not in own:
            raise NotFoundError(f"{call.inside[:64]!r} is no type that the compartment of a {call.type} gives.")
        call.principal.demand(call.inside, "s")
        types: Sequence[str] = [call.inside]
    else:
        types = [name for name in own if call.principal.may(name, "s") and (not wanted or name in wanted)]
    return await _asked(call, pairs, types, path=f"{call.ref}/{call.inside}", compartment=call.ref)


async def demand_answerable(call: Call, asked: Asked) -> None:
    """Raise for a search whose values the store cannot read: each is asked for one match, which nobody sees."""
    for index, query in enumerate(asked.queries):
        cursor = asked.place.cursor if index == asked.place.type_at else ""
        one = replace(query, count=1, includes=(), total="none", cursor=cursor)
        await call.hub.store.search(one, visibility=call.visibility)


def _types_in(pairs: Pairs) -> list[str]:
    """The types of `_type`. Raises BadSearchError for one that there is not."""
    found = sorted({name for key, value in pairs if key == "_type" for name in value.split(",") if name})
    for name in found:
        if name not in RESOURCE_TYPES or name == "AuditEvent":
            raise BadSearchError(f"_type names {name[:64]!r}, which is no type that is searched here.")
    return found


def _compartment(focus: str) -> list[str]:
    """The types of which resources stand in the compartment of a resource of this type."""
    if focus not in COMPARTMENTS:
        raise NotFoundError(f"A {focus} has no compartment; expected one of {', '.join(COMPARTMENTS)}.")
    searched = RESOURCE_TYPES - _NOT_SEARCHED - ({"Patient"} if focus == "Patient" else frozenset())
    return [name for name in sorted(searched) if compartment_parameters(name, focus)]


async def _asked(call: Call, pairs: Pairs, types: Sequence[str], *, path: str, compartment: Ref | None = None) -> Asked:
    subset, place = read_subset(pairs), _place_in(pairs)
    wanted = tuple([pair for pair in criteria_in(pairs) if pair[0] not in {CURSOR, "_type"}])
    queries = [await _query(call, name, wanted, subset, compartment=compartment) for name in types]
    return Asked(pairs, path, tuple(queries), subset, place)


async def _search(call: Call, asked: Asked, *, interaction: str, patient: str = "") -> Answer:
    pairs, path, queries, subset, place = asked
    page, following = await _page(call, queries, place)
    await call.note(call.entry("E", interaction, path or "system", patient=patient, query=pairs))
    demand_whole(page, strict="handling=strict" in call.prefers)
    warnings = (*_warnings(queries), *dict.fromkeys(page.remarks))
    shown = tuple([pair for pair in pairs if pair[0] not in {"_pretty", CURSOR}])
    self_link = page_link(call.base, path, shown)
    if subset.is_count:
        return Answer(200, count_bundle(page.total or 0, self_link=self_link, warnings=warnings))
    cursor = f"{following.type_at}~{following.cursor}" if following is not None else ""
    make = partial(
        searchset, page, base=call.base, self_link=self_link, warnings=warnings, subset=subset,
        next_link=page_link(call.base, path, shown, cursor=cursor) if cursor else "",
    )  # fmt: skip
    return Answer(200, await rendered(make, size=size_of(page), subset=subset))


async def _query(
    call: Call, resource_type: str, pairs: Pairs, subset: Subset, *, compartment: Ref | None
) -> SearchQuery:
    query = await read_query(call.hub, resource_type, pairs, strict="handling=strict" in call.prefers)
    query = within_scopes(call, replace(query, compartment=compartment))
    return replace(query, count=1, includes=(), total="accurate") if subset.is_count else query


async def _page(call: Call, queries: Sequence[SearchQuery], place: _Place) -> tuple[Page, _Place | None]:
    """A page that goes on from one type to the next, and where the page after it begins."""
    found: list[StoredResource] = []
    included: list[bool] = []
    remarks: list[Issue] = []
    total, is_counted = 0, bool(queries) and queries[0].total == "accurate"
    following: _Place | None = None
    for index, query in enumerate(queries):
        left = query.count - included.count(False)
        if index < place.type_at or left <= 0 or following is not None:
            if left <= 0 and following is None and query.count:
                following = _Place(index)
            if is_counted:
                total += await _count(call, query)
            continue
        cursor = place.cursor if index == place.type_at else ""
        page = await call.hub.store.search(replace(query, count=left, cursor=cursor), visibility=call.visibility)
        found += page.resources
        included += page.included or (False,) * len(page.resources)
        remarks += page.remarks
        total += page.total or 0
        if page.cursor:
            following = _Place(index, page.cursor)
    total_or_none = total if is_counted else None
    return Page(tuple(found), tuple(included), total=total_or_none, remarks=tuple(remarks)), following


async def _count(call: Call, query: SearchQuery) -> int:
    page = await call.hub.store.search(replace(query, count=1, includes=()), visibility=call.visibility)
    return page.total or 0


def _place_in(pairs: Pairs) -> _Place:
    """The place that a cursor names. Raises BadSearchError."""
    given = next((value for name, value in pairs if name == CURSOR), "")
    if not given:
        return _Place()
    index, mark, cursor = given.partition("~")
    if not mark or not (index.isascii() and index.isdigit()) or len(index) > 3:
        raise BadSearchError("_cursor is not one of the hub's; expected the `next` link of a page as it was given.")
    return _Place(int(index), cursor)


def _warnings(queries: Sequence[SearchQuery]) -> tuple[Issue, ...]:
    """What was not understood, once each."""
    return tuple(dict.fromkeys(one for query in queries for one in query.warnings))
