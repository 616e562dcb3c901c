"""SCH with AIS, AIG, AIL, AIP to Appointment. IG segment maps SCH[Appointment], AIS, AIL, AIP[Appointment].

The event decides the status over SCH-25. FHIR wants start and end together, and both unless the
appointment is proposed or cancelled (invariants app-2 and app-3).
"""

from datetime import datetime, timedelta

from adapters.hl7v2.codesystems.orders import APPOINTMENT_EVENT, APPOINTMENT_STATUS
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import cwe_to_codeable_concept
from adapters.hl7v2.datatypes.ei import ei_to_identifier, identifier_key
from adapters.hl7v2.datatypes.pl import pl_to_location
from adapters.hl7v2.datatypes.quantity import to_number
from adapters.hl7v2.datatypes.ts import ts_to_instant
from adapters.hl7v2.datatypes.xcn import practitioners
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_MINUTES = {
    "": 1,
    "MIN": 1,
    "M": 1,
    "MINUTE": 1,
    "MINUTES": 1,
    "分钟": 1,
    "H": 60,
    "HR": 60,
    "S": 1 / 60,
    "SEC": 1 / 60,
}
_NO_TIMES = frozenset({"proposed", "cancelled", "waitlist"})


def sch_to_appointment(sch: Segment, context: MessageContext) -> None:
    """Add the Appointment of an SCH and of the resources that it books."""
    appointment: JsonObject = {"resourceType": "Appointment"}
    identifiers = [
        found
        for field, kind, code in ((1, "placer", "PLAC"), (2, "filler", "FILL"))
        if sch.has(field) and (found := ei_to_identifier(sch.first(field), context, kind=kind, type_code=code))
    ]
    if identifiers:
        appointment["identifier"] = identifiers
    appointment["status"] = _status(sch, context)
    services = [
        found
        for ais in context.message.all("AIS")
        if ais.has(3) and (found := cwe_to_codeable_concept(ais.first(3), context))
    ]
    if services:
        appointment["serviceType"] = services
    kind = cwe_to_codeable_concept(sch.first(8), context, table="0277") if sch.has(8) else None
    if kind:
        appointment["appointmentType"] = kind
    reason = cwe_to_codeable_concept(sch.first(7), context, table="0276") if sch.has(7) else None
    if reason:
        appointment["reasonCode"] = [reason]
    _times(sch, appointment, context)
    appointment["participant"] = _participants(sch, context)
    key = f"{context.patient_key}|appointment|{appointment.get('start', context.control_id)}"
    context.put(appointment, key=identifier_key(identifiers[0]) if identifiers else key)


def _status(sch: Segment, context: MessageContext) -> str:
    sent = sch.peek(25).upper().replace(" ", "")
    decided = APPOINTMENT_EVENT.get(context.event)
    if decided in {"cancelled", "entered-in-error", "noshow"}:
        return decided
    if sent in APPOINTMENT_STATUS:
        sch.take(25)
        return APPOINTMENT_STATUS[sent]
    return decided or "booked"


def _times(sch: Segment, appointment: JsonObject, context: MessageContext) -> None:
    minutes = _duration(sch, context)
    start, end = _bounds(sch, context)
    if start and not end and minutes:
        end = (datetime.fromisoformat(start) + timedelta(minutes=minutes)).isoformat()
    if start and end and end >= start:
        appointment |= {"start": start, "end": end}
    elif appointment["status"] not in _NO_TIMES:
        context.warn("SCH-11", "The appointment has no start and end; it was read as proposed.", code="required")
        appointment["status"] = "proposed"
    if minutes:
        appointment["minutesDuration"] = minutes


def _duration(sch: Segment, context: MessageContext) -> int:
    for segment, field in ((sch, 9), *((found, 7) for found in context.message.all("AIS"))):
        amount = to_number(segment.peek(field))
        factor = _MINUTES.get(segment.peek(field + 1).upper())
        if amount is not None and factor is not None and 0 < float(amount) * factor < 100000:
            segment.mark(field, field + 1)
            return max(1, round(float(amount) * factor))
    return 0


def _bounds(sch: Segment, context: MessageContext) -> tuple[str, str]:
    start = ts_to_instant(sch.first(11), context, 4) if sch.has(11) else ""
    end = ts_to_instant(sch.first(11), context, 5) if sch.has(11) else ""
    for tq1 in context.message.all("TQ1"):
        start = start or (ts_to_instant(tq1.first(7), context) if tq1.has(7) else "")
        end = end or (ts_to_instant(tq1.first(8), context) if tq1.has(8) else "")
    for name, field in (("AIS", 4), ("AIP", 6), ("AIL", 6), ("AIG", 8)):
        for segment in context.message.all(name):
            found = ts_to_instant(segment.first(field), context) if segment.has(field) else ""
            start = start or found
    return start, end


def _participants(sch: Segment, context: MessageContext) -> list[JsonObject]:
    actors: list[JsonObject] = []
    if context.patient:
        actors.append(context.patient)
    for aip in context.message.all("AIP"):
        actors += practitioners(aip, 3, context)
    for ail in context.message.all("AIL"):
        actors += [place for cell in ail.repetitions(3) if (place := pl_to_location(cell, context))]
    actors += practitioners(sch, 16, context)
    unique = list({str(actor): actor for actor in actors}.values())
    if not unique:
        return [{"status": "needs-action", "actor": {"display": "unknown"}}]
    return [{"actor": actor, "status": "accepted"} for actor in unique]
