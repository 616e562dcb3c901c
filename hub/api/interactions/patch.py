"""FHIR patch interaction, plain and conditional. https://hl7.org/fhir/R4/http.html#patch.

The patched resource goes the way of an update: it is validated, meets every guard of the store, and makes no new
version when nothing changed.
"""

from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import JsonTextError, dump, parse
from hub.api.body import JSON_TYPES, beside_the_loop, check_resource, media_type_of
from hub.api.call import Call
from hub.api.http import Answer
from hub.api.interactions.conditional import find_match
from hub.api.interactions.update import expected_version
from hub.api.interactions.write import patient_of, refuse_read_only, store_one, write_answer
from hub.api.outcome import not_found
from hub.api.patches.fhirpath_patch import apply_fhirpath_patch
from hub.api.patches.json_patch import apply_json_patch
from hub.api.published import refuse_published
from hub.errors import (
    BadRequestError,
    GoneError,
    HubError,
    InvalidResourceError,
    MediaTypeError,
    PreconditionError,
)
from hub.store.bundle_entry import TransactionEntry, refused
from hub.store.port import Put, Ref, StoredResource, UnitConflictError

JSON_PATCH = "application/json-patch+json"
_TRIES = 3
Patch = Callable[[JsonObject], JsonObject]


async def patch(call: Call) -> Answer:
    """Change parts of a resource; If-Match guards against a lost update, without it a race is tried again."""
    refuse_read_only(call.type)
    _demand_scopes(call, call.type)
    sent, change = await _read_patch(call)
    expected = await expected_version(call)
    for attempt in range(1, _TRIES + 1):
        found = await call.hub.store.read(call.ref, visibility=call.visibility)
        if found is None:
            await refuse_published(call.hub, call.ref, visibility=call.visibility)
            raise not_found()
        if found.deleted:
            raise GoneError(f"{call.ref} was deleted; its history is at {call.ref}/_history.")
        if expected is not None and expected != found.version:
            raise PreconditionError(f"If-Match names version {expected}; the current one is {found.version}.")
        try:
            return await _store(call, found, change, sent=sent)
        except UnitConflictError as err:
            if err.kind != "version" or expected is not None or attempt == _TRIES:
                raise
    raise AssertionError("the last attempt returns or raises")


async def conditional_patch(call: Call) -> Answer:
    """Change the one resource that meets the criteria."""
    refuse_read_only(call.type)
    _demand_scopes(call, call.type)
    sent, change = await _read_patch(call)
    match = await find_match(call, call.type, call.query)
    if match.found is None:
        raise not_found()
    return await _store(call, match.found, change, sent=sent)


def patch_of(resource: JsonObject) -> Patch:
    """The patch that a Parameters resource is, or a Binary holds (as in a Bundle). Raises BadRequestError."""
    if resource.get("resourceType") == "Parameters":
        return lambda found: apply_fhirpath_patch(found, resource)
    if resource.get("resourceType") == "Binary" and resource.get("contentType") == JSON_PATCH:
        operations = _read_operations(_content(resource))
        return lambda found: apply_json_patch(found, operations)
    raise BadRequestError(f"A patch is a Parameters resource, or a Binary of {JSON_PATCH}.")


def patched(found: StoredResource, change: Patch) -> bytes:
    """The whole patched resource; the stored bytes where nothing changed. Raises InvalidResourceError."""
    before = found.json()
    after = change(before)
    if (after.get("resourceType"), after.get("id")) != (found.ref.type, found.ref.id):
        raise InvalidResourceError("The patch changes resourceType or id; expected both as they are.")
    made = dump(after)
    return found.served() if made == dump(before) else made


async def patch_to_update(call: Call, entry: TransactionEntry) -> TransactionEntry:
    """The update that a PATCH entry of a transaction means on the present state. Raises a HubError that names it."""
    try:
        if entry.resource is None:
            raise InvalidResourceError("A PATCH entry lacks its resource; expected a Binary or Parameters.")
        _demand_scopes(call, entry.type)
        sent = entry.resource
        change = await beside_the_loop(call, entry.data, lambda _: patch_of(sent))
        found = await _target(call, entry)
        if entry.expected is not None and entry.expected != found.version:
            raise PreconditionError(f"ifMatch names version {entry.expected}; the current one is {found.version}.")
        data, resource = await _patched_and_checked(call, found, change, sent=entry.data)
    except HubError as err:
        raise refused(type(err), err.text, entry) from err
    return replace(
        entry, method="PUT", id=found.ref.id, criteria=(), is_conditional=False, full_url="", data=data,
        resource=resource, expected=found.version,
    )  # fmt: skip


def _demand_scopes(call: Call, resource_type: str) -> None:
    """Raise ForbiddenError without the scope to read, too: a patch tests what is there, and its answer shows it."""
    call.principal.demand(resource_type, "u")
    call.principal.demand(resource_type, "r")


async def _target(call: Call, entry: TransactionEntry) -> StoredResource:
    if entry.id:
        found = await call.hub.store.read(Ref(entry.type, entry.id), visibility=call.visibility)
    else:
        found = (await find_match(call, entry.type, entry.criteria)).found
    if found is None or found.deleted:
        raise not_found()
    return found


async def _read_patch(call: Call) -> tuple[bytes, Patch]:
    """The body, and the patch that it is."""
    media_type = media_type_of(call)
    data = await call.request.body()
    if media_type == JSON_PATCH:
        operations = await beside_the_loop(call, data, _read_operations)
        return data, lambda found: apply_json_patch(found, operations)
    if media_type in JSON_TYPES:
        resource = await check_resource(call, data)
        return data, await beside_the_loop(call, data, lambda _: patch_of(resource))
    raise MediaTypeError(
        f"The content type is {media_type or 'missing'}; expected {JSON_PATCH}, "
        "or application/fhir+json with a Parameters resource (FHIRPath Patch)."
    )


def _read_operations(data: bytes) -> Any:
    """The operations of a JSON Patch, decimals kept: read as a member, because the reader takes objects."""
    try:
        (operations,) = parse(b'{"patch":%b}' % data.removeprefix(b"\xef\xbb\xbf")).values()
    except (JsonTextError, ValueError) as err:
        raise BadRequestError("The patch is no JSON; expected an array of operations (RFC 6902).") from err
    return operations


def _content(binary: JsonObject) -> bytes:
    try:
        return b64decode(str(binary.get("data", "")), validate=True)
    except (Base64Error, ValueError) as err:
        raise BadRequestError("Binary.data is no base64; expected a JSON Patch in base64.") from err


async def _patched_and_checked(
    call: Call, found: StoredResource, change: Patch, *, sent: bytes
) -> tuple[bytes, JsonObject]:
    """The whole patched resource, valid; beside the loop when it or the patch, `sent`, is large."""
    data = await beside_the_loop(call, max(found.body, sent, key=len), lambda _: patched(found, change))
    return data, await check_resource(call, data)


async def _store(call: Call, found: StoredResource, change: Patch, *, sent: bytes) -> Answer:
    data, resource = await _patched_and_checked(call, found, change, sent=sent)
    patient = found.ref.id if found.ref.type == "Patient" else patient_of(resource, base=call.base, data=data)
    put = Put(found.ref, data, expected=found.version, resource=resource)
    stored, created = await store_one(call, put, action="U", interaction="patch", patient=patient)
    return write_answer(call, stored, created=created)
