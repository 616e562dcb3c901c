"""The parts in which an export is read, each by windows of its own: a type, one search of it, one patient's part of it.

Every read is made with the eyes of the member that asked (DESIGN D9), at the time when it is made.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple, Protocol

from hub.bulk.request import ExportRequest, pairs_of_search
from hub.clock import micros_to_instant
from hub.store.bulk_read import Place, Since, changed_of, read_window
from hub.store.ledger import Ledger
from hub.store.port import Ref, Store, StoredResource, Visibility
from hub.store.query import SearchQuery
from hub.store.search.parse import parse_query

PAGE = 250


class BulkStore(Store, Ledger, Protocol):
    """What an export reads from."""


class Section(NamedTuple):
    """One part: a type, which of its filters (-1: all of it), and whose (the index of a patient, -1: everyone's)."""

    type: str
    filter: int = -1
    patient: int = -1
    deleted: bool = False


class Part(NamedTuple):
    """What one window gave, and where the section goes on: JSON values, empty at its end."""

    resources: Sequence[StoredResource]
    next: tuple[Any, ...]


def sections_of(request: ExportRequest) -> list[Section]:
    """All parts of an export, in order."""
    if request.level == "group" and not request.patients:
        return []
    found = []
    for name in request.types:
        filters = range(len(request.filters_of(name)))
        patients = range(len(request.patients)) if request.patients else (-1,)
        found += [Section(name, one, patient) for one in filters or (-1,) for patient in patients]
    if request.since:
        found += [Section(name, deleted=True) for name in request.types]
    return found


async def read_section(
    store: BulkStore,
    request: ExportRequest,
    section: Section,
    *,
    place: Sequence[Any],
    since: Since | None,
    visibility: Visibility,
) -> Part:
    """The next window of a section. Raises TooCostlyError when a filter looks at too much."""
    if section.filter < 0 and section.patient < 0:
        return await _scan(store, request, section, place=place, since=since, visibility=visibility)
    query = _query(request, section, since)
    page = await store.search(replace(query, cursor=str(place[0]) if place else ""), visibility=visibility)
    found: Sequence[StoredResource] = page.resources
    if since is not None:
        found = await store.look(lambda database: changed_of(database, page.resources, since))
    if request.level == "patient":
        found = [one for one in found if one.patient or one.ref.type == "Patient"]
    for earlier in range(section.filter):
        found = await _without(store, request, section._replace(filter=earlier), found, visibility=visibility)
    return Part(found, (page.cursor,) if page.cursor else ())


async def _scan(
    store: BulkStore,
    request: ExportRequest,
    section: Section,
    *,
    place: Sequence[Any],
    since: Since | None,
    visibility: Visibility,
) -> Part:
    window = await store.look(
        lambda database: read_window(
            database,
            section.type,
            Place(*place) if place else Place(),
            since=since,
            visibility=visibility,
            deleted=section.deleted,
            of_patients=request.level != "system",
        )
    )
    found: Sequence[StoredResource] = window.resources
    if section.deleted and request.patients:
        wanted = frozenset(request.patients)
        found = [one for one in found if one.patient in wanted or one.ref.id in wanted]
    return Part(found, tuple(window.next) if window.next is not None else ())


async def _without(
    store: BulkStore,
    request: ExportRequest,
    section: Section,
    found: Sequence[StoredResource],
    *,
    visibility: Visibility,
) -> Sequence[StoredResource]:
    """What an earlier filter of the type has not given already."""
    if not found:
        return found
    query = replace(_query(request, section, None), ids=tuple(one.ref.id for one in found), count=len(found))
    page = await store.search(query, visibility=visibility)
    given = {one.ref for one in page.resources}
    return [one for one in found if one.ref not in given]


def _query(request: ExportRequest, section: Section, since: Since | None) -> SearchQuery:
    pairs = []
    if section.filter >= 0:
        search = request.filters_of(section.type)[section.filter]
        pairs = [pair for pair in pairs_of_search(search) if pair[0] != "_count"]
    if since is not None:
        pairs.append(("_lastUpdated", f"ge{micros_to_instant(since.low)}"))
    pairs.append(("_count", str(PAGE)))
    query = parse_query(section.type, pairs, strict=True)
    patient = Ref("Patient", request.patients[section.patient]) if section.patient >= 0 else None
    return replace(query, compartment=patient)
