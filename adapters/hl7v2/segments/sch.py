"""SCH and ARQ with AIS, AIG, AIL, AIP to Appointment. IG maps SCH[Appointment], AIS, AIG, AIL, AIP[Appointment].

The event decides the status over SCH-25. FHIR wants start and end together, and both unless the appointment is proposed
or cancelled (invariants app-2 and app-3). ARQ, the request for an appointment (SRM), has no map in the guide.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.hl7v2.codesystems.appointments import (
    APPOINTMENT_EVENT,
    APPOINTMENT_REASON,
    APPOINTMENT_STATUS,
    MINUTES,
    REQUEST_EVENT,
)
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import cwe_to_codeable_concept, cwe_to_words
from adapters.hl7v2.datatypes.ei import ei_to_identifier, identifier_key
from adapters.hl7v2.datatypes.period import components_to_period
from adapters.hl7v2.datatypes.quantity import to_number
from adapters.hl7v2.datatypes.ts import ts_to_instant
from adapters.hl7v2.segments.aip import participants
from adapters.hl7v2.segments.nte import nte_to_annotation
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_NO_TIMES = frozenset({"proposed", "cancelled", "waitlist"})


@dataclass(frozen=True, slots=True)
class _Fields:
    """Where SCH and ARQ say the same thing; 0 where one does not say it."""

    reason: int
    kind: int
    duration: int
    timing: int
    people: tuple[int, ...]
    orders: tuple[int, int]


_SCH = _Fields(reason=7, kind=8, duration=9, timing=11, people=(16, 12, 20), orders=(26, 27))
_ARQ = _Fields(reason=7, kind=8, duration=9, timing=0, people=(15, 19), orders=(24, 25))


def sch_to_appointment(sch: Segment, context: MessageContext) -> JsonObject:
    """Add the Appointment of an SCH (or ARQ) and of the resources that it books; the reference."""
    fields = _ARQ if sch.name == "ARQ" else _SCH
    appointment: JsonObject = {"resourceType": "Appointment"}
    identifiers = [
        found
        for field, kind, code in ((1, "placer", "PLAC"), (2, "filler", "FILL"))
        if sch.has(field) and (found := ei_to_identifier(sch.first(field), context, kind=kind, type_code=code))
    ]
    if identifiers:
        appointment["identifier"] = identifiers
    appointment["status"] = _status(sch, context)
    _what(sch, appointment, fields, context)
    _times(sch, appointment, fields, context)
    orders = _orders(sch, fields, context)
    if orders:
        appointment["basedOn"] = orders
    appointment["participant"] = participants(sch, fields.people, context)
    key = f"{context.patient_key}|appointment|{appointment.get('start') or context.occasion}"
    return context.put(appointment, key=identifier_key(identifiers[0]) if identifiers else key)


def _status(sch: Segment, context: MessageContext) -> str:
    if sch.name == "ARQ":
        return REQUEST_EVENT.get(context.event, "proposed")
    sent = sch.peek(25).upper().replace(" ", "")
    decided = APPOINTMENT_EVENT.get(context.event)
    if decided in {"cancelled", "entered-in-error", "noshow"}:
        return decided
    if sent in APPOINTMENT_STATUS:
        sch.first(25).mark()
        return APPOINTMENT_STATUS[sent]
    for ais in context.message.all("AIS"):
        one = ais.peek(10).upper().replace(" ", "")
        if one in APPOINTMENT_STATUS and not sent:
            ais.first(10).mark()
            return APPOINTMENT_STATUS[one]
    return decided or "booked"


def _what(sch: Segment, appointment: JsonObject, fields: _Fields, context: MessageContext) -> None:
    """Service, type, reason, words and priority."""
    services = [
        found
        for ais in context.message.all("AIS")
        if ais.has(3) and (found := cwe_to_codeable_concept(ais.first(3), context))
    ]
    if services:
        appointment["serviceType"] = services
    kind = cwe_to_codeable_concept(sch.first(fields.kind), context, table="0277") if sch.has(fields.kind) else None
    if kind:
        appointment["appointmentType"] = kind
    reason = cwe_to_codeable_concept(sch.first(fields.reason), context, table="0276", translation=APPOINTMENT_REASON)
    if reason:
        appointment["reasonCode"] = [reason]
    if sch.has(6) and appointment["status"] == "cancelled":
        why = cwe_to_codeable_concept(sch.first(6), context)
        appointment |= {"cancelationReason": why} if why else {}
    elif sch.has(6) and (description := cwe_to_words(sch.first(6))):
        appointment["description"] = description
    words = _notes(context)
    for ais in context.message.all("AIS"):
        words += [told for at in (11, 12) for cell in ais.repetitions(at) if (told := cwe_to_words(cell))]
    if words:
        appointment["comment"] = "\n".join(words)
    group = ei_to_identifier(sch.first(4), context, kind="placer-group", type_code="PGN") if sch.has(4) else None
    if group:
        appointment["identifier"] = [*appointment.get("identifier", []), group]


def _notes(context: MessageContext) -> list[str]:
    """The words of each NTE; an appointment's comment is a text without kind, author by name, time and code."""
    words: list[str] = []
    for nte in context.message.all("NTE"):
        note = nte_to_annotation(nte, context)
        if note is not None:
            words.append(note["text"])
        without = (4, 6, *((5,) if note and "authorString" in note else ()), *((9,) if nte.has(3) else ()))
        for cell in [cell for field in without for cell in nte.repetitions(field)]:
            cell.give_back()
    return words


def _times(sch: Segment, appointment: JsonObject, fields: _Fields, context: MessageContext) -> None:
    minutes = _duration(sch, fields, context)
    start, end = _bounds(sch, fields, context)
    if start and not end and minutes:
        end = (datetime.fromisoformat(start) + timedelta(minutes=minutes)).isoformat()
    if start and end and end >= start:
        appointment |= {"start": start, "end": end}
    elif appointment["status"] not in _NO_TIMES:
        context.warn(
            f"{sch.name}-11", "The appointment has no start and end; it was read as proposed.", code="required"
        )
        appointment["status"] = "proposed"
        if sch.name == "SCH":  # what it says cannot be said without times
            sch.first(25).give_back()
            for ais in context.message.all("AIS"):
                ais.first(10).give_back()
    if sch.name == "ARQ":
        wanted = [period for cell in sch.repetitions(11) if (period := components_to_period(cell, 1, context))]
        if wanted:
            appointment["requestedPeriod"] = wanted
    if minutes:
        appointment["minutesDuration"] = minutes


def _duration(sch: Segment, fields: _Fields, context: MessageContext) -> int:
    for segment, field in ((sch, fields.duration), *((found, 7) for found in context.message.all("AIS"))):
        amount = to_number(segment.peek(field))
        factor = MINUTES.get(segment.peek(field + 1).upper())
        if amount is not None and factor is not None and 0 < float(amount) * factor < 100000:
            segment.mark(field, field + 1)
            return max(1, round(float(amount) * factor))
    return 0


def _bounds(sch: Segment, fields: _Fields, context: MessageContext) -> tuple[str, str]:
    start = end = ""
    if fields.timing and sch.has(fields.timing):
        start = ts_to_instant(sch.first(fields.timing), context, 4)
        end = ts_to_instant(sch.first(fields.timing), context, 5)
    for tq1 in context.message.all("TQ1"):
        start = start or (ts_to_instant(tq1.first(7), context) if tq1.has(7) else "")
        end = end or (ts_to_instant(tq1.first(8), context) if tq1.has(8) else "")
    for name, field in (("AIS", 4), ("AIP", 6), ("AIL", 6), ("AIG", 8)):
        for segment in context.message.all(name):
            found = ts_to_instant(segment.first(field), context) if segment.has(field) else ""
            start = start or found
    return start, end


def _orders(sch: Segment, fields: _Fields, context: MessageContext) -> list[JsonObject]:
    """The order that the appointment is for (SCH-26, SCH-27), by number: the order is found when it is stored."""
    found = []
    for at, kind, code in zip(fields.orders, ("placer", "filler"), ("PLAC", "FILL"), strict=True):
        for cell in sch.repetitions(at):
            number = ei_to_identifier(cell, context, kind=kind, type_code=code)
            if number:
                found.append({"type": "ServiceRequest", "identifier": number})
    return found
