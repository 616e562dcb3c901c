"""SIU_S12 to S26, SRM_S01, SRR_S01: appointments and their requests. IG message map SIU_S12; SRM, SRR are ours."""

from datetime import datetime, timedelta

from adapters.hl7v2.codesystems.appointments import BLOCKED, MINUTES
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.ei import identifier_key
from adapters.hl7v2.datatypes.pl import pl_to_location
from adapters.hl7v2.datatypes.quantity import to_number
from adapters.hl7v2.datatypes.ts import ts_to_instant
from adapters.hl7v2.datatypes.xcn import practitioners
from adapters.hl7v2.messages.adt_a01 import add_details, add_patient_and_visit
from adapters.hl7v2.segments.sch import sch_to_appointment
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

EVENTS = (("SIU", "*"), ("SRM", "*"), ("SRR", "*"))


def convert(context: MessageContext) -> None:
    """Patient, visit and one Appointment; S23 and S24 about blocked time give Schedule and Slot."""
    if add_patient_and_visit(context):
        # Notes belong to the appointment; OBX and DG1 to the patient.
        add_details([segment for segment in context.message.segments if segment.name != "NTE"], context)
    sch = context.message.first("SCH") or context.message.first("ARQ")
    if sch is None:
        context.warn("SCH", "The message has no SCH segment, so no appointment was made.", code="required")
        return
    if context.code == "SIU" and context.event in BLOCKED:
        _add_slots(sch, BLOCKED[context.event], context)
        return
    sch_to_appointment(sch, context)


def _add_slots(sch: Segment, status: str, context: MessageContext) -> None:
    """One Schedule for each doctor and place that the message names, with the Slot that is blocked or free again."""
    found = False
    for segment, start_at, length_at in _booked(context):
        actors = (
            practitioners(segment, 3, context)
            if segment.name == "AIP"
            else [place for cell in segment.repetitions(3) if (place := pl_to_location(cell, context))]
        )
        start = ts_to_instant(segment.first(start_at), context) if segment.has(start_at) else ""
        start = start or ts_to_instant(sch.first(11), context, 4)
        end = _end(segment, length_at, start) or _end(sch, 9, start) or ts_to_instant(sch.first(11), context, 5)
        for actor in actors:
            if not start or not end:
                context.warn(segment.path, "The blocked time has no start and end; it was left out.", code="required")
                continue
            found = True
            _add_slot(actor, status, (start, end), context)
    if not found:
        context.warn("AIP", "The message blocks no doctor and no place with a time.", code="required")


def _booked(context: MessageContext) -> list[tuple[Segment, int, int]]:
    return [(segment, 6, 9) for name in ("AIP", "AIL") for segment in context.message.all(name)]


def _end(segment: Segment, at: int, start: str) -> str:
    amount, factor = to_number(segment.peek(at)), MINUTES.get(segment.peek(at + 1).upper())
    if not start or amount is None or factor is None or not 0 < float(amount) * factor < 100000:
        return ""
    segment.mark(at, at + 1)
    return (datetime.fromisoformat(start) + timedelta(minutes=float(amount) * factor)).isoformat()


def _add_slot(actor: JsonObject, status: str, bounds: tuple[str, str], context: MessageContext) -> None:
    who = context.resource(actor)
    known_by = identifier_key(who["identifier"][0]) if who else str(actor["display"])
    schedule = context.put({"resourceType": "Schedule", "actor": [actor]}, key=f"schedule|{known_by}")
    slot: JsonObject = {"resourceType": "Slot", "schedule": schedule, "status": status}
    slot |= {"start": bounds[0], "end": bounds[1]}
    context.put(slot, key=f"slot|{known_by}|{bounds[0]}")
