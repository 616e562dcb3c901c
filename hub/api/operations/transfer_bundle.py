"""ServiceRequest/{id}/$transfer-bundle: the signed document Bundle, byte for byte as it was signed (DESIGN D19)."""

from hub.api.operation import Operation, OperationAnswer, OperationCall


async def run(call: OperationCall) -> OperationAnswer:
    """As delivered; before departure, for the requester, as it would be now."""
    data = await call.hub.workflow.transfer_bundle(call.id, call.principal)
    return OperationAnswer(body=data, audit_target=f"ServiceRequest/{call.id}")


OPERATION = Operation(
    name="transfer-bundle",
    levels=frozenset({"instance"}),
    types=frozenset({"ServiceRequest"}),
    run=run,
    methods=frozenset({"GET", "POST"}),
)
