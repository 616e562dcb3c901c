"""RXO, RXE and RXR with ORC to MedicationRequest. IG segment maps RXO[MedicationRequest], RXR[MedicationRequest]."""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import cwe_to_codeable_concept
from adapters.hl7v2.datatypes.quantity import cwe_to_unit, to_count, to_number
from adapters.hl7v2.datatypes.ts import ts_to_datetime
from adapters.hl7v2.datatypes.xcn import first_practitioner
from adapters.hl7v2.groups import OrderGroup
from adapters.hl7v2.segments.al1 import allergen_key
from adapters.hl7v2.segments.nte import add_note
from adapters.hl7v2.segments.orc import order_identifiers, order_status, put_numbered
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_STATUS = {
    "active": "active",
    "on-hold": "on-hold",
    "completed": "completed",
    "revoked": "cancelled",
    "entered-in-error": "entered-in-error",
}
_FIELDS = {"RXO": (1, 2, 4, 7, 11, 12, 13), "RXE": (2, 3, 5, 7, 10, 11, 12)}
"""Code, least dose, its unit, instruction, amount to dispense, its unit, refills."""


def rxe_to_medication_request(order: OrderGroup, context: MessageContext) -> JsonObject | None:
    """Add the MedicationRequest of a pharmacy order; the reference, or None without patient or medicine."""
    detail = next(iter(order.named("RXE")), order.detail)
    if detail is None or detail.name not in _FIELDS or context.patient is None:
        return None
    code_at, dose_at, unit_at, words_at, amount_at, amount_unit_at, refills_at = _FIELDS[detail.name]
    medicine = cwe_to_codeable_concept(detail.first(code_at), context) if detail.has(code_at) else None
    if medicine is None:
        context.warn(f"{detail.path}-{code_at}", "The order names no medicine; it was left out.", code="required")
        return None
    identifiers = order_identifiers(order, context)
    request: JsonObject = {"resourceType": "MedicationRequest"}
    request |= {
        "status": _STATUS.get(order_status(order, context), "unknown"),
        "intent": "order",
        "medicationCodeableConcept": medicine,
    }
    request |= context.subject() | context.in_encounter()
    orc = order.orc
    authored = ts_to_datetime(orc.first(9), context) if orc is not None and orc.has(9) else ""
    if authored:
        request["authoredOn"] = authored
    requester = first_practitioner(orc, 12, context)
    if requester:
        request["requester"] = requester
    for segment in order.named("NTE"):
        add_note(request, segment, context)
    dosage = _dosage(detail, order, context, dose_at, unit_at, words_at)
    if dosage:
        request["dosageInstruction"] = [dosage]
    dispense = _dispense(detail, amount_at, amount_unit_at, refills_at)
    if dispense:
        request["dispenseRequest"] = dispense
    key = f"{context.patient_key}|medicine|{allergen_key(medicine)}|{authored or context.control_id}"
    return put_numbered(request, identifiers, order, context, key=key)


def _dosage(
    detail: Segment, order: OrderGroup, context: MessageContext, dose_at: int, unit_at: int, words_at: int
) -> JsonObject:
    dosage: JsonObject = {}
    words = [cell.peek(2) or cell.peek(1) for cell in detail.repetitions(words_at)]
    if any(words):
        detail.mark(words_at)
        dosage["text"] = "; ".join(word for word in words if word)
    for tq1 in order.named("TQ1"):
        pattern = cwe_to_codeable_concept(tq1.first(3), context, table="0335") if tq1.has(3) else None
        if pattern:
            dosage["timing"] = {"code": pattern}
    for rxr in order.named("RXR"):
        for field, name, table in ((1, "route", "0162"), (2, "site", "0163"), (4, "method", "0165")):
            value = cwe_to_codeable_concept(rxr.first(field), context, table=table) if rxr.has(field) else None
            if value:
                dosage[name] = value
    dose = to_number(detail.peek(dose_at))
    if dose is not None:
        detail.take(dose_at)
        unit = cwe_to_unit(detail.first(unit_at)) if detail.has(unit_at) else {}
        dosage["doseAndRate"] = [{"doseQuantity": {"value": dose} | unit}]
    return dosage


def _dispense(detail: Segment, amount_at: int, unit_at: int, refills_at: int) -> JsonObject:
    dispense: JsonObject = {}
    amount = to_number(detail.peek(amount_at))
    if amount is not None:
        detail.take(amount_at)
        unit = cwe_to_unit(detail.first(unit_at)) if detail.has(unit_at) else {}
        dispense["quantity"] = {"value": amount} | unit
    refills = to_count(detail.peek(refills_at), least=0)
    if refills is not None:
        detail.take(refills_at)
        dispense["numberOfRepeatsAllowed"] = refills
    return dispense
