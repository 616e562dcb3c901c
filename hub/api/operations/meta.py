"""`$meta`: profiles, tags and security labels of a resource. https://hl7.org/fhir/R4/resource-operation-meta.html."""

from hub.api.operation import Operation, OperationAnswer, OperationCall, resource_answer
from hub.api.outcome import not_found
from hub.errors import GoneError
from hub.store.port import Ref


async def run(call: OperationCall) -> OperationAnswer:
    """Parameters with `return`, the meta of the current version."""
    ref = Ref(call.type, call.id)
    found = await call.hub.store.read(ref, visibility=call.principal.visibility)
    if found is None:
        raise not_found()
    if found.deleted:
        raise GoneError(f"{ref} was deleted; its history is at {ref}/_history.")
    meta = found.json().get("meta", {})
    answer = resource_answer({"resourceType": "Parameters", "parameter": [{"name": "return", "valueMeta": meta}]})
    return OperationAnswer(answer.body, audit_target=str(ref), audit_patient=found.patient)


OPERATION = Operation(
    name="meta",
    levels=frozenset({"instance"}),
    types=frozenset(),
    run=run,
    methods=frozenset({"GET", "POST"}),
)
