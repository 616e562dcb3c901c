"""What the hub itself publishes, beside what clients store: terminology, profiles, operations, questionnaires.

https://hl7.org/fhir/R4/conformance-module.html. These are public facts without a version of their own in the store:
every caller with the scope of the type sees them, nobody writes them, and they have no history.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

from fhir_profiles import conformance
from fhir_profiles.issue import Issue, JsonObject
from fhir_profiles.json_text import dump
from fhir_profiles.registry import search_parameters
from hub.api.http import Pairs
from hub.bootstrap import Hub
from hub.errors import BadSearchError, MethodNotAllowedError, NotFoundError
from hub.store.port import Page, Ref, StoredResource, Visibility
from hub.store.query import SearchQuery
from terminology import resources
from terminology.registry import Registry

TYPES: Final = frozenset((*resources.TYPES, *conformance.TYPES))
"""Types of which the hub publishes resources."""

_CURSOR: Final = "published."
_MORE_DIGITS: Final = 6
_SILENT: Final = frozenset({"_count", "_total", "_cursor"})
_FIELDS: Final[Mapping[str, Callable[[JsonObject], Sequence[str]]]] = {
    "_id": lambda one: [one["id"]],
    "url": lambda one: [one.get("url", "")],
    "version": lambda one: [one.get("version", "")],
    "name": lambda one: [one.get("name", "")],
    "title": lambda one: [one.get("title", "")],
    "status": lambda one: [one.get("status", "")],
    "value": lambda one: [unique["value"] for unique in one.get("uniqueId", [])],
}
_BEGINNINGS: Final = frozenset({"name", "title"})


class PublishedResource(StoredResource):
    """A published resource in the shape of a stored one; `body` is the whole JSON."""

    __slots__ = ()

    def served(self) -> bytes:
        """The resource's JSON as it goes over the wire."""
        return self.body


class _Entry(NamedTuple):
    resource: PublishedResource
    fields: Mapping[str, Sequence[str]]


async def read_published(hub: Hub, ref: Ref) -> PublishedResource | None:
    """The published resource with this id."""
    if ref.type not in TYPES:
        return None
    return next((one.resource for one in await _entries(hub, ref.type) if one.resource.ref == ref), None)


async def refuse_published(hub: Hub, ref: Ref, *, visibility: Visibility) -> None:
    """Raise MethodNotAllowedError for a write to an id that the hub publishes, unless a client stored it before."""
    if await read_published(hub, ref) is None or await hub.store.read(ref, visibility=visibility) is not None:
        return
    raise MethodNotAllowedError(
        f"{ref} is published by the hub itself, and clients only read it. Store yours under another id.",
        headers=(("Allow", "GET, HEAD"),),
    )


async def refuse_published_history(hub: Hub, ref: Ref) -> None:
    """Raise NotFoundError that says why a published resource has no versions."""
    if await read_published(hub, ref) is not None:
        raise NotFoundError(f"{ref} is published by the hub itself and has no history; read it as {ref}.")


async def search_with_published(
    hub: Hub, query: SearchQuery, *, visibility: Visibility
) -> tuple[Page, Sequence[Issue]]:
    """A page of stored matches, its last one filled up with published ones; and what is to be said of it.

    Raises BadSearchError.
    """
    start = _start(query)
    if start is None:
        page = await hub.store.search(query, visibility=visibility)
    elif query.total == "none":
        page = Page(())
    else:
        first = await hub.store.search(replace(query, count=1, includes=(), cursor=""), visibility=visibility)
        page = Page((), total=first.total)
    if query.type not in TYPES or query.lists:
        return page, ()
    unread = _unread(query)
    if unread:
        text = f"What the hub itself publishes is not found by {unread}; expected {', '.join(_known(query.type))}."
        return page, (Issue("information", "informational", text),)
    found = [one.resource for one in await _entries(hub, query.type) if _matches(one, query.type, query.sent)]
    return _filled(page, query, found, start=start or 0), ()


def _start(query: SearchQuery) -> int | None:
    """From which of the published matches the page goes on; None while it is still about stored ones."""
    if query.type not in TYPES or not query.cursor.startswith(_CURSOR):
        return None
    digits = query.cursor.removeprefix(_CURSOR)
    if not (digits.isascii() and digits.isdigit()) or len(digits) > _MORE_DIGITS:
        raise BadSearchError("_cursor is not one of the hub's; expected the `next` link of a page as it was given.")
    return int(digits)


def _filled(page: Page, query: SearchQuery, found: Sequence[PublishedResource], *, start: int) -> Page:
    total = page.total + len(found) if page.total is not None else None
    if page.cursor:
        return replace(page, total=total)
    included = page.included or (False,) * len(page.resources)
    shown = tuple(found[start : start + max(0, query.count - included.count(False))])
    end = start + len(shown)
    return Page(
        (*page.resources, *shown),
        (*included, *(False,) * len(shown)),
        cursor=f"{_CURSOR}{end}" if end < len(found) and query.count else "",
        total=total,
        remarks=page.remarks,
    )


def _unread(query: SearchQuery) -> str:
    """The first parameter that the published resources are not searched by; "" when there is none."""
    fields = _known(query.type)
    known = search_parameters(query.type)
    for name, _ in query.sent:
        bare = name.partition(":")[0]
        if name not in fields and name not in _SILENT and (bare in known or bare.startswith("_")):
            return name
    return ""


def _known(resource_type: str) -> list[str]:
    return ["_id", *(name for name in _FIELDS if name in search_parameters(resource_type) and name != "_id")]


def _matches(entry: _Entry, resource_type: str, pairs: Pairs) -> bool:
    fields = _known(resource_type)
    return all(_has(entry, name, value) for name, value in pairs if name in fields and value)


def _has(entry: _Entry, name: str, value: str) -> bool:
    """Whether one of the alternatives is the field's value, or a name's beginning; of a token the code alone."""
    for wanted in value.split(","):
        text = wanted.rpartition("|")[2] if name in {"status", "version"} else wanted
        for given in entry.fields[name]:
            if given == text or (name in _BEGINNINGS and given.casefold().startswith(text.casefold())):
                return True
    return False


async def _entries(hub: Hub, resource_type: str) -> tuple[_Entry, ...]:
    """All of a type; made in a thread, since the code systems of R4 take tenths of a second the first time."""
    return await asyncio.to_thread(_made, resource_type, await hub.terminology.current())


@lru_cache(maxsize=len(TYPES))
def _made(resource_type: str, registry: Registry) -> tuple[_Entry, ...]:
    if resource_type in conformance.TYPES:
        found = conformance.find(resource_type)
    else:
        found = resources.find(resource_type, registry=registry)
    return tuple(
        _Entry(
            PublishedResource(Ref(resource_type, one["id"]), 0, 0, 0, dump(one), b""),
            {name: read(one) for name, read in _FIELDS.items()},
        )
        for one in found
    )
