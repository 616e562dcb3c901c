"""FHIR delete interaction, plain and conditional. https://hl7.org/fhir/R4/http.html#delete."""

from hub.api.call import Call
from hub.api.http import Answer
from hub.api.interactions.conditional import find_match
from hub.api.interactions.update import expected_version
from hub.api.interactions.write import refuse_read_only, store_one
from hub.api.outcome import not_found
from hub.api.published import refuse_published
from hub.store.port import Put, StoredResource


async def delete(call: Call) -> Answer:
    """Mark a resource as deleted; its history stays. Deleting again says the same."""
    refuse_read_only(call.type)
    call.principal.demand(call.type, "d")
    expected = await expected_version(call)
    found = await call.hub.store.read(call.ref, visibility=call.visibility)
    if found is None:
        await refuse_published(call.hub, call.ref, visibility=call.visibility)
        raise not_found()
    if found.deleted:
        return Answer(204, version=found.version)
    return await _delete(call, found, expected=expected)


async def conditional_delete(call: Call) -> Answer:
    """Delete the one resource that meets the criteria; none is no error."""
    refuse_read_only(call.type)
    call.principal.demand(call.type, "d")
    match = await find_match(call, call.type, call.query)
    if match.found is None:
        await call.note(call.entry("D", "delete", call.type, query=call.query))
        return Answer(204)
    return await _delete(call, match.found, expected=match.found.version)


async def _delete(call: Call, found: StoredResource, *, expected: int | None) -> Answer:
    put = Put(found.ref, b"", expected=expected, delete=True)
    stored, _ = await store_one(call, put, action="D", interaction="delete", patient=found.patient)
    return Answer(204, version=stored.version)
