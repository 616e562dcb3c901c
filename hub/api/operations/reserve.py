"""Location/{id}/$reserve: hold a bed, for a referral (`referral`: its Task) or for a while (`until`)."""

from hub.api.operation import Operation, OperationAnswer, OperationCall, resource_answer
from hub.capacity.holds import reserve
from hub.clock import micros_to_instant
from hub.referral.intake import text_to_micros
from hub.referral.parameters import read_reference, simple
from hub.referral.situation import Details
from hub.referral.states import Event


async def run(call: OperationCall) -> OperationAnswer:
    """The Task that holds the bed, or the hold as Parameters."""
    hub = call.hub
    item = call.parameter("referral")
    if item is not None:
        task = read_reference(simple(item), "Task")
        after = await hub.workflow.act(task, Event.RESERVE, call.principal, details=Details(bed=f"Location/{call.id}"))
        return OperationAnswer(body=after.served())
    until = call.value("until")
    ends = text_to_micros(until) if until else 0
    hold = await reserve(hub.store, hub.clock, call.principal, call.id, until=ends, fence=call.value("fence"))
    return resource_answer(
        {
            "resourceType": "Parameters",
            "parameter": [
                {"name": "bed", "valueReference": {"reference": f"Location/{call.id}"}},
                {"name": "holder", "valueReference": {"reference": hold.holder}},
                {"name": "fence", "valueString": hold.fence},
                {"name": "until", "valueInstant": micros_to_instant(hold.until)},
            ],
        }
    )


OPERATION = Operation(
    name="reserve",
    levels=frozenset({"instance"}),
    types=frozenset({"Location"}),
    run=run,
    scope="u",
    changes_state=True,
)
