"""FHIR read and vread interactions. https://hl7.org/fhir/R4/http.html#read, #vread."""

from email.utils import parsedate_to_datetime

from hub.api.body import beside_the_loop
from hub.api.call import Call
from hub.api.http import Answer
from hub.api.interactions.binary import binary_answer, wants_raw
from hub.api.outcome import not_found
from hub.api.published import TYPES as PUBLISHED_TYPES
from hub.api.published import read_published, refuse_published_history
from hub.api.rendering import COPIED, served
from hub.api.subset import WHOLE, read_subset
from hub.audit.trail import read_audit_event
from hub.errors import GoneError
from hub.store.port import StoredResource


async def read(call: Call) -> Answer:
    """The current version; 304 when the caller has it already."""
    call.principal.demand(call.type, "r")
    if call.type == "AuditEvent":
        return await _read_audit_event(call)
    found = await call.hub.store.read(call.ref, visibility=call.principal.visibility)
    if found is None and call.type in PUBLISHED_TYPES:
        return await _read_published(call)
    return await _answer(call, found, interaction="read")


async def vread(call: Call) -> Answer:
    """One version."""
    call.principal.demand(call.type, "r")
    if call.type == "AuditEvent" or not (call.version.isascii() and call.version.isdigit()) or len(call.version) > 18:
        raise not_found()
    found = await call.hub.store.read(call.ref, visibility=call.visibility, version=int(call.version))
    if found is None:
        await refuse_published_history(call.hub, call.ref)
    return await _answer(call, found, interaction="vread")


async def _answer(call: Call, found: StoredResource | None, *, interaction: str) -> Answer:
    if found is None:
        raise not_found()
    name = f"{call.type}/{call.id}"
    await call.note(call.entry("R", interaction, name, patient=found.patient))
    if found.deleted:
        raise GoneError(f"{name} was deleted; its history is at {name}/_history.")
    if _has_already(call, found):
        return Answer(304, version=found.version, modified=found.updated)
    if call.type == "Binary":
        await call.hub.workflow.note_read(found, call.principal)
    if call.type == "Binary" and wants_raw(call.request):
        return await beside_the_loop(call, found.body, lambda _: binary_answer(found))
    if call.query and (subset := read_subset(call.query)) is not WHOLE:
        body = await beside_the_loop(call, found.body, lambda _: subset.render(found))
        return Answer(200, body, version=found.version, modified=found.updated)
    body = found.served() if len(found.body) <= COPIED else await served(found)
    return Answer(200, body, version=found.version, modified=found.updated)


def _has_already(call: Call, found: StoredResource) -> bool:
    """If-None-Match names the version that would go out; without it, If-Modified-Since its second or a later one."""
    given = call.request.headers.get(b"if-none-match")
    if given is not None:
        tags = {tag.strip().removeprefix(b"W/") for tag in given.split(b",")}
        return b'"%d"' % found.version in tags or b"*" in tags
    since = call.request.headers.get(b"if-modified-since")
    if since is None:
        return False
    try:
        return found.updated // 1_000_000 <= parsedate_to_datetime(since.decode("latin-1")).timestamp()
    except (ValueError, OverflowError):  # RFC 9110 13.1.3: a date that cannot be read is not there
        return False


async def _read_published(call: Call) -> Answer:
    found = await read_published(call.hub, call.ref)
    if found is None:
        raise not_found()
    await call.note(call.entry("R", "read", str(call.ref)))
    return Answer(200, read_subset(call.query).render(found))


async def _read_audit_event(call: Call) -> Answer:
    body = await read_audit_event(call.hub.store, call.id, visibility=call.visibility)
    if body is None:
        raise not_found()
    await call.note(call.entry("R", "read", str(call.ref)))
    return Answer(200, body, version=1)
