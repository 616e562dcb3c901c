"""Location/{id}/$reserve: hold a bed, for a referral (`referral`: its Task) or for a while (`until`).

Device/{id}/$reserve: keep equipment ready for an elder; with `fence` for longer.
"""

from hub.api.equipment import equipment_desk, loan_answer, read_moment
from hub.api.operation import Operation, OperationAnswer, OperationCall, resource_answer
from hub.capacity.equipment import LoanWish
from hub.capacity.holds import reserve
from hub.clock import micros_to_instant
from hub.referral.parameters import read_reference, simple
from hub.referral.situation import Details
from hub.referral.states import Event


async def run(call: OperationCall) -> OperationAnswer:
    """The Task that holds the bed, the hold as Parameters, or the loan of a Device."""
    hub = call.hub
    if call.type == "Device":
        return await _equipment(call)
    item = call.parameter("referral")
    if item is not None:
        task = read_reference(simple(item), "Task")
        after = await hub.workflow.act(task, Event.RESERVE, call.principal, details=Details(bed=f"Location/{call.id}"))
        return OperationAnswer(body=after.served())
    until = read_moment(call, "until")
    hold = await reserve(hub.store, hub.clock, call.principal, call.id, until=until, fence=call.value("fence"))
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


async def _equipment(call: OperationCall) -> OperationAnswer:
    """The DeviceUseStatement that is the loan."""
    fence, until = call.value("fence"), read_moment(call, "until")
    desk = equipment_desk(call, scope="u" if fence else "c")
    if fence:
        loan, status = await desk.extend(call.principal, call.id, fence=fence, until=until), 200
    else:
        patient, referral = call.parameter("patient"), call.parameter("referral")
        wish = LoanWish(
            patient=None if patient is None else read_reference(simple(patient), "Patient"),
            referral=None if referral is None else read_reference(simple(referral), "ServiceRequest"),
            until=until, due=read_moment(call, "due"), note=call.value("note"),
        )  # fmt: skip
        loan, status = await desk.reserve(call.principal, call.id, wish), 201
    return loan_answer(loan, status=status)


OPERATION = Operation(
    name="reserve",
    levels=frozenset({"instance"}),
    types=frozenset({"Device", "Location"}),
    run=run,
    scope="u",
    changes_state=True,
)
