"""`$meta-add`: profiles, tags and labels join a resource's. https://hl7.org/fhir/R4/resource-operation-meta-add.html."""

from collections.abc import Callable

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import dump, join
from hub.api.interactions.write import READ_ONLY_TYPES
from hub.api.operation import Operation, OperationAnswer, OperationCall, resource_answer
from hub.api.operations.meta import current, joined
from hub.errors import BadRequestError, MethodNotAllowedError
from hub.store.port import AuditEntry, Put, StoredResource, UnitConflictError, WriteUnit

_TRIES = 3
MetaChange = Callable[[JsonObject, JsonObject], JsonObject]


async def run(call: OperationCall) -> OperationAnswer:
    """Parameters with the meta as it is then. The hub makes a version of it, as of every change."""
    return await change_meta(call, lambda meta, given: meta | joined([meta, given]))


async def change_meta(call: OperationCall, change: MetaChange) -> OperationAnswer:
    """Store the resource with another meta; its body stays byte for byte. A race is tried again.

    Raises BadRequestError without `meta`, MethodNotAllowedError for what the hub makes itself.
    """
    if call.type in READ_ONLY_TYPES:
        raise MethodNotAllowedError(f"{call.type} resources are made by the hub; clients read them.")
    call.principal.demand(call.type, "r")
    item = call.parameter("meta")
    if item is None or not isinstance(item.get("valueMeta"), dict):
        raise BadRequestError("The parameter meta is missing; expected Parameters with meta (valueMeta).")
    given: JsonObject = item["valueMeta"]
    for attempt in range(1, _TRIES + 1):
        found = await current(call)
        data = join(found.ref.type, found.ref.id, dump(change(found.json().get("meta", {}), given)), found.body)
        try:
            stored = await _store(call, found, data)
        except UnitConflictError as err:
            if err.kind != "version" or attempt == _TRIES:
                raise
            continue
        meta = stored.json()["meta"]
        return resource_answer({"resourceType": "Parameters", "parameter": [{"name": "return", "valueMeta": meta}]})
    raise AssertionError("the last attempt returns or raises")


async def _store(call: OperationCall, found: StoredResource, data: bytes) -> StoredResource:
    principal = call.principal
    entry = AuditEntry(
        call.hub.clock.now(), principal.member, principal.agent, "U", f"${OPERATION.name}", str(found.ref),
        found.patient, 0, principal.purpose,
    )  # fmt: skip
    put = Put(found.ref, data, expected=found.version)
    result = await call.hub.store.write(WriteUnit(puts=(put,), audit=(entry,)), visibility=principal.visibility)
    return result.resources[0]


OPERATION = Operation(
    name="meta-add",
    levels=frozenset({"instance"}),
    types=frozenset(),
    run=run,
    scope="u",
    changes_state=True,
)
