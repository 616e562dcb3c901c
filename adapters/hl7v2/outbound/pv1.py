"""Encounter as PV1 and PV2. The inverse of segments/pv1.py and segments/pv2.py."""

from adapters.hl7v2.codesystems.encounters import (
    ACT_CLASSES,
    EVENT_STATUS,
    PARTICIPATION,
    PATIENT_CLASS,
    PRIORITY,
    SPECIAL_ARRANGEMENT,
    STATUS_BY_CLASS,
)
from adapters.hl7v2.outbound.coded import coding_to_cwe, concept_to_cwe
from adapters.hl7v2.outbound.context import Outgoing
from adapters.hl7v2.outbound.datatypes import identifier_to_cx, own_identifiers, ts
from adapters.hl7v2.outbound.line import Line
from adapters.hl7v2.outbound.parties import person_to_xcn, place_to_pl
from adapters.hl7v2.outbound.resources import Node

_FIELD_OF_ROLE = {code: field for field, (code, _) in PARTICIPATION.items()}
_CLASS_CODES = {(mapped, system): code for code, (mapped, system, _) in PATIENT_CLASS.items()}
_PLACES = {"active": 3, "planned": 3, "completed": 6, "reserved": 42}
_STAY = ((13, "reAdmission", "0092"), (14, "admitSource", "0023"), (36, "dischargeDisposition", "0112"))
_STAY_LISTS = ((15, "specialArrangement", "0009"), (16, "specialCourtesy", "0099"), (38, "dietPreference", "0114"))
_PLANNED = {
    "http://hl7.org/fhir/5.0/StructureDefinition/extension-Encounter.plannedStartDate": 8,
    "http://hl7.org/fhir/5.0/StructureDefinition/extension-Encounter.plannedEndDate": 9,
}
_ARRIVAL = "http://hl7.org/fhir/StructureDefinition/encounter-modeOfArrival"


_DEMANDED = frozenset({"ADT", "MDM"})
"""Messages whose structure demands PV1."""


def encounter_to_pv1(encounter: Node | None, context: Outgoing) -> None:
    """Add PV1, and PV2 where it says something. Where PV1 must be, it says that there is no visit (class N)."""
    if encounter is None:
        if context.code in _DEMANDED:
            context.add(Line("PV1").set(1, "1").set(2, "N"))
        return
    pv1 = context.add(Line("PV1").set(1, "1"))
    context.resources.told(encounter)
    context.resources.resolve(encounter.child("subject"))
    visit = encounter.child("class")
    if visit is not None:
        code = (visit.peek("code"), visit.peek("system"))
        known = _CLASS_CODES.get(code) or ("U" if code[0] == "UNK" else code[0] if code[0] in ACT_CLASSES else "")
        pv1.set(2, known or coding_to_cwe(visit, context, table="0004"))
        visit.mark()
    for kind in encounter.each("type")[:1]:
        pv1.set(4, concept_to_cwe(kind, context, table="0007"))
    pv1.set(10, concept_to_cwe(encounter.child("serviceType"), context, table="0069"))
    _people(pv1, encounter, context)
    _places(pv1, encounter, context)
    _stay(pv1, encounter, context)
    for number in own_identifiers(encounter):
        if pv1.has(19):
            pv1.add(50, identifier_to_cx(number, context, kind="visit-alternate"))
        else:
            pv1.set(19, identifier_to_cx(number, context, kind="visit"))
    pv1.set(44, ts(encounter, context, "period", "start")).set(45, ts(encounter, context, "period", "end"))
    _status(pv1, encounter, context)
    _more(encounter, context)


def account_of(encounter: Node | None) -> Node | None:
    """The account of a visit, which stands in PID-18."""
    link = encounter.at("account") if encounter else None
    if link is None or link.child("identifier") is None:
        return None
    link.mark_each("type")
    return link.child("identifier")


def _status(pv1: Line, encounter: Node, context: Outgoing) -> None:
    """Table 4.2 of the adapter's page: the event says the status, else the class and the time of discharge."""
    said = EVENT_STATUS.get(context.event) if context.code == "ADT" else None
    by_class = STATUS_BY_CLASS.get(encounter.peek("class", "code")[:1], "in-progress")
    if encounter.peek("status") == (said or ("finished" if pv1.has(45) else by_class)):
        encounter.mark_each("status")


def _people(pv1: Line, encounter: Node, context: Outgoing) -> None:
    for participant in encounter.each("participant"):
        role = participant.peek("type", "coding", "code")
        field = _FIELD_OF_ROLE.get(role)
        if field is not None:
            participant.mark_each("type")
            pv1.add(field, person_to_xcn(participant.child("individual"), context))


def _places(pv1: Line, encounter: Node, context: Outgoing) -> None:
    for stay in encounter.each("location"):
        status = stay.peek("status") or "active"
        field = 11 if stay.child("extension") is not None else _PLACES.get(status, 3)
        if field == 6 and encounter.peek("status") in {"finished", "cancelled"} and not pv1.has(3):
            field = 3
        if field in {3, 6, 42} and pv1.has(field):
            continue
        stay.mark_each("status", "period", "extension")
        pv1.add(field, place_to_pl(stay.child("location"), context))


def _stay(pv1: Line, encounter: Node, context: Outgoing) -> None:
    stay = encounter.child("hospitalization")
    if stay is None:
        return
    before = stay.child("preAdmissionIdentifier")
    if before is not None:
        pv1.set(5, identifier_to_cx(before, context, kind="preadmission"))
    for field, name, table in _STAY:
        pv1.set(field, concept_to_cwe(stay.child(name), context, table=table))
    for field, name, table in _STAY_LISTS:
        for found in stay.each(name):
            pv1.add(field, concept_to_cwe(found, context, table=table, translation=SPECIAL_ARRANGEMENT))
    place = stay.child("destination")
    pv1.set(37, place.text("display") if place else "")


def _more(encounter: Node, context: Outgoing) -> None:
    pv2 = Line("PV2")
    for reason in encounter.each("reasonCode")[:1]:
        pv2.set(3, concept_to_cwe(reason, context))
    for found in encounter.each("extension"):
        field = _PLANNED.get(found.peek("url"))
        if field is not None:
            found.mark_each("url")
            pv2.set(field, ts(found, context, "valueDateTime"))
        elif found.peek("url") == _ARRIVAL:
            found.mark_each("url")
            pv2.set(38, coding_to_cwe(found.child("valueCoding"), context, table="0430"))
    if encounter.peek("length", "code") == "d":
        pv2.set(11, encounter.text("length", "value"))
        encounter.mark_each("length")
    pv2.set(25, concept_to_cwe(encounter.child("priority"), context, table="0217", translation=PRIORITY))
    if pv2.fields:
        context.add(pv2)
