"""Slot/{id}/$book: take an appointment slot for an elder, once and within the member's share."""

from hub.api.operation import Operation, OperationAnswer, OperationCall
from hub.capacity.booking import book
from hub.referral.parameters import read_reference, simple


async def run(call: OperationCall) -> OperationAnswer:
    """The booked Appointment."""
    call.principal.demand("Appointment", "c")
    patient, referral = call.parameter("patient"), call.parameter("referral")
    stored = await book(
        call.hub.store, call.hub.clock, call.principal, call.id,
        patient=None if patient is None else read_reference(simple(patient), "Patient"),
        referral=None if referral is None else read_reference(simple(referral), "ServiceRequest"),
        note=call.value("note"),
    )  # fmt: skip
    return OperationAnswer(
        body=stored.served(), status=201, headers=(("Location", f"{stored.ref}/_history/{stored.version}"),),
        audit_target=f"Slot/{call.id}", audit_patient=stored.patient,
    )  # fmt: skip


OPERATION = Operation(
    name="book",
    levels=frozenset({"instance"}),
    types=frozenset({"Slot"}),
    run=run,
    scope="u",
    changes_state=True,
)
