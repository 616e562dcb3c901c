"""Organization/{code}/$rejoin: the lead hospital takes a member back that had left the alliance."""

from hub.api.operation import Operation, OperationAnswer, OperationCall, resource_answer
from hub.referral.rejoining import Rejoining


async def run(call: OperationCall) -> OperationAnswer:
    """The new agreement, and what of the time before has ended."""
    call.principal.demand("Organization", "u")
    desk = Rejoining(call.hub.store, call.hub.admin, call.hub.clock)
    done = await desk.rejoin(call.id, reason=call.value("reason"), until=call.value("until"), principal=call.principal)
    parameter = [
        {"name": "agreement", "valueReference": {"reference": str(done.agreement)}},
        {"name": "agreements-ended", "valueInteger": done.agreements_ended},
        {"name": "referrals", "valueInteger": done.referrals},
        {"name": "arrangements", "valueInteger": done.arrangements},
    ]
    return resource_answer({"resourceType": "Parameters", "parameter": parameter})


OPERATION = Operation(
    name="rejoin",
    levels=frozenset({"instance"}),
    types=frozenset({"Organization"}),
    run=run,
    changes_state=True,
)
