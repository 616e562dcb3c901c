"""Patient/$everything. https://hl7.org/fhir/R4/patient-operation-everything.html."""

from hub.api.operation import Operation, OperationAnswer, OperationCall
from hub.record.everything import RECORD_TYPES, everything


async def run(call: OperationCall) -> OperationAnswer:
    """A searchset Bundle of what the caller may see of the person, within its scopes; `_type` narrows it."""
    wanted = [name for name in call.value("_type").split(",") if name]
    for name in wanted:
        call.principal.demand(name, "r")
    types = [name for name in RECORD_TYPES if call.principal.may(name, "r") and (not wanted or name in wanted)]
    found = await everything(call.hub.store, call.id, visibility=call.principal.visibility, types=types)
    entries = b",".join(
        b'{"fullUrl":"%s/%s","resource":%s,"search":{"mode":"match"}}'
        % (_base(call), str(resource.ref).encode(), resource.served())
        for resource in found
    )
    body = b'{"resourceType":"Bundle","type":"searchset","total":%d,"entry":[%s]}' % (len(found), entries)
    return OperationAnswer(body=body, audit_target=f"Patient/{call.id}", audit_patient=call.id)


def _base(call: OperationCall) -> bytes:
    return f"{call.hub.settings.base_url or 'http://' + call.hub.settings.http}/fhir".encode()


OPERATION = Operation(
    name="everything",
    levels=frozenset({"instance"}),
    types=frozenset({"Patient"}),
    run=run,
    methods=frozenset({"GET", "POST"}),
)
