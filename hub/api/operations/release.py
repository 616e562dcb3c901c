"""Location/{id}/$release: give a hold on a bed back; with `note`, a home gives up the bed that it kept."""

from hub.api.operation import Operation, OperationAnswer, OperationCall, resource_answer
from hub.capacity.holds import release


async def run(call: OperationCall) -> OperationAnswer:
    """The bed that is free again."""
    hub = call.hub
    note, fence = call.value("note"), call.value("fence")
    await release(hub.store, hub.clock, call.principal, call.id, decision=note, fence=fence)
    bed = {"name": "bed", "valueReference": {"reference": f"Location/{call.id}"}}
    return resource_answer({"resourceType": "Parameters", "parameter": [bed]})


OPERATION = Operation(
    name="release",
    levels=frozenset({"instance"}),
    types=frozenset({"Location"}),
    run=run,
    scope="u",
    changes_state=True,
)
