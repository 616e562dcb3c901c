"""Location/{id}/$release: give a hold on a bed back; with `note`, a home gives up the bed that it kept.

Device/{id}/$release: give back equipment that was reserved and is not fetched.
"""

from hub.api.equipment import equipment_desk, loan_answer
from hub.api.operation import Operation, OperationAnswer, OperationCall, resource_answer
from hub.capacity.holds import release


async def run(call: OperationCall) -> OperationAnswer:
    """The bed that is free again, or the loan that came to nothing."""
    hub = call.hub
    note, fence = call.value("note"), call.value("fence")
    if call.type == "Device":
        desk = equipment_desk(call)
        return loan_answer(await desk.release(call.principal, call.id, fence=fence, note=note))
    await release(hub.store, hub.clock, call.principal, call.id, decision=note, fence=fence)
    bed = {"name": "bed", "valueReference": {"reference": f"Location/{call.id}"}}
    return resource_answer({"resourceType": "Parameters", "parameter": [bed]})


OPERATION = Operation(
    name="release",
    levels=frozenset({"instance"}),
    types=frozenset({"Device", "Location"}),
    run=run,
    scope="u",
    changes_state=True,
)
