"""FHIR update interaction, plain and conditional. https://hl7.org/fhir/R4/http.html#update."""

import re

from fhir_profiles.issue import Issue, JsonObject
from hub.api.body import read_resource
from hub.api.call import Call
from hub.api.http import Answer
from hub.api.interactions.conditional import find_match
from hub.api.interactions.write import patient_of, refuse_read_only, store_one, write_answer
from hub.api.published import refuse_published
from hub.errors import BadRequestError, PreconditionError
from hub.store.port import IdentifierKey, Put, Ref

_TAG = re.compile(r'(?:W/)?"(\d{1,18})"')


async def update(call: Call) -> Answer:
    """Store a new version, or the first one under the client's id; If-Match guards against a lost update."""
    refuse_read_only(call.type)
    call.principal.demand(call.type, "u")
    data, resource = await read_resource(call)
    if resource.get("id") != call.id:
        text = "The id in the body is missing or differs from the path; expected the same."
        raise BadRequestError(text, issues=[Issue("error", "value", text, expression=f"{call.type}.id")])
    return await _store(call, call.ref, data, resource, expected=await expected_version(call))


async def conditional_update(call: Call) -> Answer:
    """Update the one resource that meets the criteria, or create it."""
    refuse_read_only(call.type)
    call.principal.demand(call.type, "u")
    data, resource = await read_resource(call)
    match = await find_match(call, call.type, call.query)
    given = resource.get("id")
    if match.found is not None:
        if given not in {None, match.found.ref.id}:
            raise BadRequestError("The id in the body is not that of the resource that meets the condition.")
        return await _store(call, match.found.ref, data, resource, expected=match.found.version)
    call.principal.demand(call.type, "c")
    patient = patient_of(resource, base=call.base, data=data)
    ref = Ref(call.type, str(given) if given else call.hub.store.new_id(patient))
    return await _store(call, ref, data, resource, expected=0, unique=match.unique)


async def expected_version(call: Call) -> int | None:
    """The version that must be current: from If-Match, 0 for `If-None-Match: *`, None when neither is there.

    `If-Match: *` is any current version (RFC 9110 13.1.1): the one that is there now. Raises PreconditionError.
    """
    given = call.request.header(b"if-match").strip()
    if given == "*":
        found = await call.hub.store.read(call.ref, visibility=call.visibility)
        if found is None or found.deleted:
            raise PreconditionError("If-Match is *, and there is no current version; leave it out to store the first.")
        return found.version
    if given:
        match = _TAG.fullmatch(given)
        if match is None or int(match[1]) == 0:
            raise PreconditionError(f'If-Match is {given[:40]}; expected one version, as in W/"3", or *.')
        return int(match[1])
    return 0 if call.request.header(b"if-none-match").strip() == "*" else None


async def _store(
    call: Call,
    ref: Ref,
    data: bytes,
    resource: JsonObject,
    *,
    expected: int | None,
    unique: tuple[IdentifierKey, ...] = (),
) -> Answer:
    await refuse_published(call.hub, ref, visibility=call.visibility)
    patient = ref.id if ref.type == "Patient" else patient_of(resource, base=call.base, data=data)
    put = Put(ref, data, expected=expected, unique=unique, resource=resource)
    stored, created = await store_one(call, put, action="U", interaction="update", patient=patient)
    return write_answer(call, stored, created=created)
