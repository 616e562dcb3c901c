"""FHIR create interaction. https://hl7.org/fhir/R4/http.html#create."""

from fhir_profiles.issue import JsonObject
from hub.api.body import JSON_TYPES, beside_the_loop, check_resource, media_type_of, read_resource
from hub.api.call import Call
from hub.api.http import Answer, pairs_of
from hub.api.interactions.binary import content_to_binary
from hub.api.interactions.conditional import Match, find_match
from hub.api.interactions.search import ABOUT_THE_ANSWER
from hub.api.interactions.write import patient_of, refuse_read_only, store_one, write_answer
from hub.errors import BadRequestError, ConflictError
from hub.store.port import Put, Ref, UnitConflictError

_TRIES = 3
"""Looks for the resource of the one who was quicker: its commit is over when ours is refused."""


async def create(call: Call) -> Answer:
    """Store a new resource under an id of the hub's; with If-None-Exist only when there is none yet."""
    refuse_read_only(call.type)
    call.principal.demand(call.type, "c")
    _refuse_criteria(call)
    data, resource = await _read_body(call)
    condition = call.request.headers.get(b"if-none-exist")
    if condition is None:
        return await _store(call, data, resource, Match(None, ()))
    criteria = pairs_of(condition.lstrip(b"?"))
    for _ in range(_TRIES):
        match = await find_match(call, call.type, criteria)
        if match.found is not None:
            await call.note(call.entry("R", "create", str(match.found.ref), patient=match.found.patient))
            answer = write_answer(call, match.found, created=False)
            return answer if call.principal.may(call.type, "r") else answer._replace(body=b"")
        try:
            return await _store(call, data, resource, match)
        except UnitConflictError as err:
            if err.kind != "identifier":
                raise
    raise ConflictError("The same resource is being created by someone else; try again in a moment.")


def _refuse_criteria(call: Call) -> None:
    """Raise BadRequestError for search parameters in the address: whoever sends them means a conditional create."""
    if any(name not in ABOUT_THE_ANSWER for name, _ in call.query):
        raise BadRequestError(
            "A create has no search parameters in its address; nothing was stored. To create only what is not there "
            f"yet, send them in the header If-None-Exist; to search by POST, send them to {call.type}/_search."
        )


async def _store(call: Call, data: bytes, resource: JsonObject, match: Match) -> Answer:
    patient = "" if call.type == "Patient" else patient_of(resource, base=call.base, data=data)
    store = call.hub.store
    put = Put(Ref(call.type, store.new_id(patient)), data, expected=0, unique=match.unique, resource=resource)
    if call.type == "Patient":
        patient = put.ref.id
    stored, created = await store_one(call, put, action="C", interaction="create", patient=patient)
    return write_answer(call, stored, created=created)


async def _read_body(call: Call) -> tuple[bytes, JsonObject]:
    """The resource; the raw content of a Binary is wrapped."""
    if call.type != "Binary" or media_type_of(call) in JSON_TYPES:
        return await read_resource(call)
    media_type = media_type_of(call) or "application/octet-stream"
    content = await call.request.body()
    data = await beside_the_loop(call, content, lambda raw: content_to_binary(raw, media_type))
    return data, await check_resource(call, data)
