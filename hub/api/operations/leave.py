"""Organization/{code}/$leave: a member leaves the alliance, said by itself or by the lead hospital."""

from fhir_profiles.issue import JsonObject
from hub.api.operation import Operation, OperationAnswer, OperationCall, resource_answer
from hub.referral.leaving import Departure, Leaving, Settled


async def run(call: OperationCall) -> OperationAnswer:
    """What became of its open referrals, and what ended."""
    call.principal.demand("Organization", "u")
    leaving = Leaving(call.hub.store, call.hub.admin, call.hub.clock, call.hub.workflow)
    departure = await leaving.leave(call.id, reason=call.value("reason"), principal=call.principal)
    return resource_answer({"resourceType": "Parameters", "parameter": _parameters(departure)})


def _parameters(departure: Departure) -> list[JsonObject]:
    counts = {
        "clients": departure.clients, "users": departure.users, "endpoints": departure.endpoints,
        "deliveries": departure.deliveries, "bookings": departure.parted.bookings,
        "reservations": departure.parted.reservations,
    }  # fmt: skip
    return [
        *({"name": "referral", "part": _parts(one)} for one in departure.settled),
        *({"name": name, "valueInteger": count} for name, count in counts.items()),
        *({"name": "lent", "valueReference": {"reference": str(ref)}} for ref in departure.parted.lent),
    ]


def _parts(settled: Settled) -> list[JsonObject]:
    return [
        {"name": "task", "valueReference": {"reference": f"Task/{settled.task}"}},
        {"name": "before", "valueCode": settled.before.value},
        {"name": "after", "valueCode": settled.after.value},
        {"name": "open", "valueBoolean": settled.is_open},
    ]


OPERATION = Operation(
    name="leave",
    levels=frozenset({"instance"}),
    types=frozenset({"Organization"}),
    run=run,
    changes_state=True,
)
