"""RXA of a RAS message to MedicationAdministration. IG map ORC[MedicationAdministration]; RXA and RXR are ours."""

from adapters.hl7v2.codesystems.medication import ADMINISTRATION_STATUS
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept, cwe_to_codeable_concept, cwe_to_words
from adapters.hl7v2.datatypes.ei import identifier_key
from adapters.hl7v2.datatypes.period import to_period
from adapters.hl7v2.datatypes.quantity import cwe_to_unit, to_number
from adapters.hl7v2.datatypes.ts import ts_to_datetime
from adapters.hl7v2.datatypes.xcn import practitioners
from adapters.hl7v2.groups import OrderGroup
from adapters.hl7v2.segments.al1 import allergen_key
from adapters.hl7v2.segments.nte import add_note
from adapters.hl7v2.segments.orc import order_identifiers
from adapters.hl7v2.segments.rxc import add_medication
from adapters.hl7v2.segments.rxr import add_route
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_FUNCTION = "http://terminology.hl7.org/CodeSystem/med-admin-perform-function"
_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_UNKNOWN_AMOUNT = 999
"""RXA-6 where the amount is not known (HL7 v2.9 chapter 4A.4.7.6)."""


def rxa_to_medication_administration(
    rxa: Segment, order: OrderGroup, request: JsonObject | None, context: MessageContext
) -> JsonObject | None:
    """Add the MedicationAdministration of an RXA; the reference, or None without patient or medicine.

    Each gift of one order is a thing of its own: order number, sub-ids (RXA-1, RXA-2) and time tell them apart.
    """
    medicine = cwe_to_codeable_concept(rxa.first(5), context) if rxa.has(5) else None
    if context.patient is None or medicine is None:
        if context.patient is not None:
            context.warn(rxa.path + "-5", "The administration names no medicine; it was left out.", code="required")
        return None
    given: JsonObject = {"resourceType": "MedicationAdministration", "status": _status(rxa)}
    reasons = [value for cell in rxa.repetitions(18) if (value := cwe_to_codeable_concept(cell, context))]
    if reasons:
        given["statusReason"] = reasons
    given |= {"medicationCodeableConcept": medicine} | context.subject()
    if context.encounter:
        given["context"] = context.encounter
    start = ts_to_datetime(rxa.first(3), context) if rxa.has(3) else ""
    end = ts_to_datetime(rxa.first(4), context) if rxa.has(4) else ""
    moment = start or end or context.event_time
    if start and end and end != start:
        given["effectivePeriod"] = to_period(start, end, context, f"{rxa.path}-4")
    elif moment:
        given["effectiveDateTime"] = moment
    else:
        given["_effectiveDateTime"] = {"extension": [{"url": _ABSENT, "valueCode": "unknown"}]}
    add_medication(given, rxa, order, (8, 13), context, batch=_batch(rxa, context))
    people = [
        {"function": concept("performer", _FUNCTION, "Performer"), "actor": person}
        for person in practitioners(rxa, 10, context)
    ]
    if people:
        given["performer"] = people
    indications = [value for cell in rxa.repetitions(19) if (value := cwe_to_codeable_concept(cell, context))]
    if indications:
        given["reasonCode"] = indications
    numbers = order_identifiers(order, context)
    if request:
        given["request"] = request
    elif numbers:
        given["request"] = {"type": "MedicationRequest", "identifier": numbers[0]}
    _notes(rxa, order, given, context)
    dosage = _dosage(rxa, order, context)
    if dosage:
        given["dosage"] = dosage
    number = identifier_key(numbers[0]) if numbers else context.patient_key
    turn = f"{rxa.take(1)}.{rxa.take(2)}"
    return context.put(given, key=f"{number}|given|{allergen_key(medicine)}|{turn}|{start or end}")


def _status(rxa: Segment) -> str:
    if rxa.peek(21) == "D":
        rxa.take(21)
        return "entered-in-error"
    return ADMINISTRATION_STATUS.get(rxa.take(20), "completed")


def _batch(rxa: Segment, context: MessageContext) -> JsonObject:
    batch: JsonObject = {}
    if rxa.peek(15):
        batch["lotNumber"] = rxa.take(15)
    expires = ts_to_datetime(rxa.first(16), context) if rxa.has(16) else ""
    if expires:
        batch["expirationDate"] = expires
    return batch


def _notes(rxa: Segment, order: OrderGroup, given: JsonObject, context: MessageContext) -> None:
    words = [cwe_to_words(cell) for cell in rxa.repetitions(9)]
    if any(words):
        given["note"] = [{"text": text} for text in words if text]
    for segment in order.members:
        if segment.name == "OBX":
            break
        if segment.name == "NTE":
            add_note(given, segment, context)


def _dosage(rxa: Segment, order: OrderGroup, context: MessageContext) -> JsonObject:
    """Dose, rate and route. A rate needs its time (RXA-12); FHIR wants dose or rate (invariant mad-1)."""
    dosage: JsonObject = {}
    amount = to_number(rxa.peek(6))
    if amount is None or amount == _UNKNOWN_AMOUNT:
        return dosage
    for rxr in order.named("RXR"):
        add_route(rxr, dosage, context)
    dosage.pop("additionalInstruction", None)
    rxa.take(6)
    dosage["dose"] = {"value": amount} | (cwe_to_unit(rxa.first(7)) if rxa.has(7) else {})
    return dosage
