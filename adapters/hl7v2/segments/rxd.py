"""RXD with ORC to MedicationDispense. Ours; the guide has no map for it."""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import cwe_to_codeable_concept, cwe_to_words
from adapters.hl7v2.datatypes.ei import identifier_key
from adapters.hl7v2.datatypes.pl import pl_to_location
from adapters.hl7v2.datatypes.quantity import cwe_to_unit, to_number
from adapters.hl7v2.datatypes.ts import ts_to_datetime
from adapters.hl7v2.datatypes.xcn import practitioners
from adapters.hl7v2.groups import OrderGroup
from adapters.hl7v2.segments.al1 import allergen_key
from adapters.hl7v2.segments.orc import order_identifiers
from adapters.hl7v2.segments.rxc import add_medication
from adapters.hl7v2.segments.rxr import add_route
from adapters.hl7v2.segments.tq1 import order_schedule
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_CANCELLED = frozenset({"CA", "OC", "CR", "DC", "DR", "OD"})


def rxd_to_medication_dispense(
    rxd: Segment, order: OrderGroup, request: JsonObject | None, context: MessageContext
) -> JsonObject | None:
    """Add the MedicationDispense of an RXD; the reference, or None without patient or medicine.

    `request` is the prescription in the same message. What was given out is known by order number, dispense
    sub-id (RXD-1) and time: an order is dispensed several times.
    """
    medicine = cwe_to_codeable_concept(rxd.first(2), context) if rxd.has(2) else None
    if context.patient is None or medicine is None:
        if context.patient is not None:
            context.warn(rxd.path + "-2", "What was dispensed names no medicine; it was left out.", code="required")
        return None
    control = order.orc.peek(1) if order.orc is not None else ""
    status = "cancelled" if control in _CANCELLED else "completed"
    dispense: JsonObject = {"resourceType": "MedicationDispense", "status": status}
    dispense["medicationCodeableConcept"] = medicine
    dispense |= context.subject()
    if context.encounter:
        dispense["context"] = context.encounter
    add_medication(dispense, rxd, order, (6, 16), context, batch=_batch(rxd, context))
    people = [{"actor": person} for person in practitioners(rxd, 10, context)]
    if people:
        dispense["performer"] = people
    numbers = order_identifiers(order, context)
    if request:
        dispense["authorizingPrescription"] = [request]
    elif numbers:
        dispense["authorizingPrescription"] = [{"type": "MedicationRequest", "identifier": numbers[0]}]
    amount = to_number(rxd.peek(4))
    if amount is not None:
        rxd.take(4)
        dispense["quantity"] = {"value": amount} | (cwe_to_unit(rxd.first(5)) if rxd.has(5) else {})
    moment = ts_to_datetime(rxd.first(3), context) if rxd.has(3) else ""
    if moment:
        dispense["whenHandedOver"] = moment
    place = pl_to_location(rxd.first(13), context) if rxd.has(13) else None
    if place:
        dispense["destination"] = place
    _notes(rxd, dispense)
    dosage = _dosage(rxd, order, context)
    if dosage:
        dispense["dosageInstruction"] = [dosage]
    number = identifier_key(numbers[0]) if numbers else context.patient_key
    return context.put(dispense, key=f"{number}|dispense|{allergen_key(medicine)}|{rxd.take(1)}|{moment}")


def _batch(rxd: Segment, context: MessageContext) -> JsonObject:
    batch: JsonObject = {}
    if rxd.peek(18):
        batch["lotNumber"] = rxd.take(18)
    expires = ts_to_datetime(rxd.first(19), context) if rxd.has(19) else ""
    if expires:
        batch["expirationDate"] = expires
    return batch


def _notes(rxd: Segment, dispense: JsonObject) -> None:
    notes = [cell.text() for cell in rxd.repetitions(9) if not cell.is_empty]
    if notes:
        rxd.mark(9)
        dispense["note"] = [{"text": words} for words in notes]


def _dosage(rxd: Segment, order: OrderGroup, context: MessageContext) -> JsonObject:
    schedule = order_schedule(order, context)
    dosage: JsonObject = {}
    words = [cwe_to_words(cell) for cell in rxd.repetitions(15)]
    if any(words):
        dosage["text"] = "; ".join(word for word in words if word)
    if schedule.timing:
        dosage["timing"] = schedule.timing
    if schedule.quantity:
        dosage["doseAndRate"] = [{"doseQuantity": schedule.quantity}]
    for rxr in order.named("RXR"):
        add_route(rxr, dosage, context)
    return dosage
