"""SIU_S12: appointments booked (S12), moved (S13), changed (S14), cancelled (S15). HL7 v2.9 chapter 10."""

from adapters.hl7v2.codesystems.appointments import APPOINTMENT_STATUS
from adapters.hl7v2.outbound.adt import add_patient, subject_of
from adapters.hl7v2.outbound.coded import concept_to_cwe
from adapters.hl7v2.outbound.context import Outgoing
from adapters.hl7v2.outbound.datatypes import identifier_of, identifier_to_ei, own_identifiers, ts
from adapters.hl7v2.outbound.line import Line
from adapters.hl7v2.outbound.parties import person_to_xcn, place_to_pl
from adapters.hl7v2.outbound.resources import Node

EVENTS = {("SIU", event): "SIU_S12" for event in ("S12", "S13", "S14", "S15", "S17", "S26")}
_STATUS = {status: code.title() for code, status in APPOINTMENT_STATUS.items()}
_BY_EVENT = {"S15": "cancelled", "S17": "entered-in-error", "S26": "noshow"}


def write(context: Outgoing) -> None:
    """SCH, the patient, and one resource group with services, people and places."""
    appointment = context.needed("Appointment")
    if appointment is None:
        return
    context.resources.told(appointment)
    _sch(appointment, context)
    if any(context.resources.all("Patient")):
        patient = subject_of(context)
        if patient is None:
            return
        add_patient(patient, context.resources.first("Encounter"), context)
    context.add(Line("RGS").set(1, "1"))
    start = ts(appointment, context, "start")
    for number, service in enumerate(appointment.each("serviceType"), 1):
        ais = Line("AIS").set(1, str(number)).set(3, concept_to_cwe(service, context))
        context.add(ais.set(4, start))
    _participants(appointment, start, context)


def _sch(appointment: Node, context: Outgoing) -> None:
    sch = context.add(Line("SCH"))
    placed = identifier_of(appointment, "PLAC")
    others = [one for one in own_identifiers(appointment) if placed is None or one.path != placed.path]
    sch.set(1, identifier_to_ei(placed, context, kind="placer"))
    sch.set(2, identifier_to_ei(others[0], context, kind="filler") if others else "")
    reasons = appointment.each("reasonCode")
    sch.set(7, concept_to_cwe(reasons[0], context, table="0276") if reasons else "")
    sch.set(8, concept_to_cwe(appointment.child("appointmentType"), context, table="0277"))
    minutes = appointment.text("minutesDuration")
    sch.set(9, minutes).set(10, "MIN" if minutes else "")
    start, end = ts(appointment, context, "start"), ts(appointment, context, "end")
    sch.set(11, ["", "", "", start, end])
    status = appointment.peek("status")
    decided = _BY_EVENT.get(context.event)
    if decided is None or decided == status:
        appointment.mark_each("status")
    sch.set(25, _STATUS.get(decided or status, "Booked"))
    if not (sch.has(1) or sch.has(2)):
        context.refuse(appointment.path, "The appointment has no number; SCH-1 or SCH-2 needs one.")


def _participants(appointment: Node, start: str, context: Outgoing) -> None:
    people = places = 0
    for participant in appointment.each("participant"):
        actor = participant.child("actor")
        found = context.resources.resolve(actor)
        kind = found.value["resourceType"] if found else (actor.peek("type") if actor else "")
        if participant.peek("status") == "accepted" or kind == "Patient":
            participant.mark_each("status")
        if kind == "Patient" or actor is None:
            continue
        if kind == "Location":
            places += 1
            ail = Line("AIL").set(1, str(places)).set(3, place_to_pl(actor, context))
            context.add(ail.set(6, start))
        else:
            people += 1
            aip = Line("AIP").set(1, str(people)).set(3, person_to_xcn(actor, context))
            context.add(aip.set(6, start))
