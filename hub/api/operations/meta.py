"""`$meta`: profiles, tags and security labels of a resource, or of all that one may see.

https://hl7.org/fhir/R4/resource-operation-meta.html.
"""

from collections.abc import Sequence
from typing import Final

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import parse
from fhir_profiles.registry import RESOURCE_TYPES
from hub.api.interactions.write import READ_ONLY_TYPES
from hub.api.operation import Operation, OperationAnswer, OperationCall, resource_answer
from hub.api.outcome import not_found
from hub.errors import GoneError, TooCostlyError
from hub.store.bulk_read import ROWS, Place, Window, read_window
from hub.store.port import Ref, StoredResource

LISTS: Final = ("profile", "security", "tag")
LONGEST_VERSION: Final = 18
"""Digits of the number of a version."""

_MOST_WINDOWS: Final = 60


async def run(call: OperationCall) -> OperationAnswer:
    """Parameters with `return`: the meta of the current or the named version, or what is in use altogether."""
    if not call.id:
        return _answer(await _in_use(call), target=call.type or "system")
    found = await (_version(call) if call.version else current(call))
    return _answer(found.json().get("meta", {}), target=str(found.ref), patient=found.patient)


async def current(call: OperationCall) -> StoredResource:
    """The resource that the path names. Raises NotFoundError or GoneError."""
    ref = Ref(call.type, call.id)
    found = await call.hub.store.read(ref, visibility=call.principal.visibility)
    if found is None:
        raise not_found()
    if found.deleted:
        raise GoneError(f"{ref} was deleted; its history is at {ref}/_history.")
    return found


async def _version(call: OperationCall) -> StoredResource:
    """The version that the path names. Raises NotFoundError or GoneError."""
    ref, number = Ref(call.type, call.id), call.version
    found = None
    if number.isascii() and number.isdigit() and len(number) <= LONGEST_VERSION:
        found = await call.hub.store.read(ref, visibility=call.principal.visibility, version=int(number))
    if found is None:
        raise not_found()
    if found.deleted:
        raise GoneError(f"{ref} was deleted with this version; its history is at {ref}/_history.")
    return found


def joined(lists: Sequence[JsonObject]) -> JsonObject:
    """Profiles, tags and labels of several metas, each once. Codings are the same when system and code are."""
    found: JsonObject = {}
    for name in LISTS:
        items: dict[object, object] = {}
        for meta in lists:
            for item in meta.get(name, ()):
                items.setdefault(key_of(item), item)
        if items:
            found[name] = list(items.values())
    return found


def key_of(item: JsonObject | str) -> object:
    """What makes two profiles, tags or labels the same."""
    return item if isinstance(item, str) else (item.get("system"), item.get("code"))


async def _in_use(call: OperationCall) -> JsonObject:
    """What is used in the resources that the caller may see, by looking at all of them. Raises TooCostlyError."""
    types = [call.type] if call.type else sorted(RESOURCE_TYPES - READ_ONLY_TYPES)
    found: JsonObject = {}
    windows = 0
    for name in types:
        place: Place | None = Place()
        while place is not None and (not call.type or call.principal.may(name, "r")):
            window = await _window(call, name, place)
            found = joined([found, *(parse(one.meta) for one in window.resources if _tells(one.meta))])
            place, windows = window.next, windows + 1 if window.next is not None else windows
            if windows > _MOST_WINDOWS:
                raise TooCostlyError(
                    f"More than {_MOST_WINDOWS * ROWS:,} resources would have to be looked at; ask for a single type "
                    "with few of them, or search by _tag, _security or _profile."
                )
    return found


async def _window(call: OperationCall, resource_type: str, place: Place) -> Window:
    return await call.hub.engine.look(
        lambda database: read_window(database, resource_type, place, since=None, visibility=call.principal.visibility)
    )


def _tells(meta: bytes) -> bool:
    """Whether there is anything but version and time."""
    return any(b'"%b"' % name.encode() in meta for name in LISTS)


def _answer(meta: JsonObject, *, target: str, patient: str = "") -> OperationAnswer:
    answer = resource_answer({"resourceType": "Parameters", "parameter": [{"name": "return", "valueMeta": meta}]})
    return OperationAnswer(answer.body, audit_target=target, audit_patient=patient)


OPERATION = Operation(
    name="meta",
    levels=frozenset({"system", "type", "instance", "version"}),
    types=frozenset(),
    run=run,
    methods=frozenset({"GET", "POST"}),
)
