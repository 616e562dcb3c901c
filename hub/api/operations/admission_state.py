"""Organization/{code}/$admission-state: whether an institution admits, said by itself; outbreak mode too."""

from hub.api.operation import Operation, OperationAnswer, OperationCall, resource_answer
from hub.capacity.institutions import change_state
from hub.errors import NotFoundError


async def run(call: OperationCall) -> OperationAnswer:
    """The state; with `state` and `reason` it is changed first."""
    hub = call.hub
    state = call.value("state")
    if state:
        call.principal.demand("Organization", "u")
        await change_state(
            hub.store, hub.admin, hub.clock, call.principal, call.id, state=state, reason=call.value("reason")
        )
    member = hub.admin.member(call.id)
    if member is None:
        raise NotFoundError(f"There is no member {call.id!r} in this alliance.")
    return resource_answer(
        {
            "resourceType": "Parameters",
            "parameter": [
                {"name": "institution", "valueReference": {"reference": f"Organization/{member.code}"}},
                {"name": "state", "valueCode": member.admission_state},
            ],
        }
    )


OPERATION = Operation(
    name="admission-state",
    levels=frozenset({"instance"}),
    types=frozenset({"Organization"}),
    run=run,
    changes_state=True,
)
