"""RXO, RXE, RXG, RXR and TQ1 with ORC to MedicationRequest. IG maps RXO, RXR, TQ1[MedicationRequest].

RXE and RXG have no map in the guide: RXE reads as RXO does. Dose form, strength and the components of a mixture (RXC)
make a contained Medication beside the code: a search for the code finds the request as before.
"""

from dataclasses import dataclass

from adapters.hl7v2.codesystems.medication import (
    ASKED_WORDS,
    CHANGE_IN_PART,
    PRESCRIPTION_SETTING,
    STOPPING,
    SUBSTITUTION,
    V2_0161,
)
from adapters.hl7v2.codesystems.orders import ORDER_STATUS
from adapters.hl7v2.codesystems.timing import is_as_needed
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept, cwe_to_codeable_concept, cwe_to_words
from adapters.hl7v2.datatypes.ei import identifier_key
from adapters.hl7v2.datatypes.quantity import cq_to_quantity, cwe_to_unit, to_count, to_number
from adapters.hl7v2.datatypes.ts import ts_to_datetime
from adapters.hl7v2.datatypes.xcn import first_practitioner
from adapters.hl7v2.groups import OrderGroup
from adapters.hl7v2.segments.al1 import allergen_key
from adapters.hl7v2.segments.nte import add_note
from adapters.hl7v2.segments.obr_request import more_identifiers
from adapters.hl7v2.segments.orc import (
    is_undecided,
    order_identifiers,
    order_priority,
    order_status,
    put_numbered,
    requisition,
)
from adapters.hl7v2.segments.rxc import add_medication
from adapters.hl7v2.segments.rxr import add_route
from adapters.hl7v2.segments.tq1 import Schedule, order_schedule
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_STATUS = {
    "active": "active",
    "on-hold": "on-hold",
    "completed": "completed",
    "revoked": "cancelled",
    "entered-in-error": "entered-in-error",
}
_INTENT = {"RXO": "original-order", "RXE": "order", "RXG": "instance-order"}
_MAX_PER_DAY = {"value": 1, "unit": "d", "system": "http://unitsofmeasure.org", "code": "d"}


@dataclass(frozen=True, slots=True)
class _Fields:
    """Where a pharmacy segment says what; 0 where it does not say it."""

    code: int
    least: int
    most: int
    unit: int
    words: tuple[int, ...]
    amount: int
    amount_unit: int
    refills: int
    substitution: int
    form: int
    strength: int
    rate: int
    indication: int
    per_day: int = 0
    number: int = 0
    note: int = 0


_RXO = _Fields(1, 2, 3, 4, (7,), 11, 12, 13, 9, 5, 18, 21, 20, note=6)
_RXE = _Fields(2, 3, 4, 5, (7,), 10, 11, 12, 9, 6, 25, 23, 27, per_day=19, number=15, note=21)
_RXG = _Fields(4, 5, 6, 7, (13,), 0, 0, 0, 10, 8, 17, 15, 22, note=9)
FIELDS = {"RXO": _RXO, "RXE": _RXE, "RXG": _RXG}


def rxe_to_medication_request(order: OrderGroup, context: MessageContext) -> JsonObject | None:
    """Add the MedicationRequest of a pharmacy order; the reference, or None without patient or medicine.

    The encoded order (RXE) goes before what was asked for (RXO).
    """
    detail = next(iter(order.named("RXE")), order.detail)
    fields = FIELDS.get(detail.name) if detail is not None else None
    if detail is None or fields is None or context.patient is None:
        return None
    medicine = cwe_to_codeable_concept(detail.first(fields.code), context) if detail.has(fields.code) else None
    if medicine is None:
        context.warn(f"{detail.path}-{fields.code}", "The order names no medicine; it was left out.", code="required")
        return None
    identifiers = order_identifiers(order, context)
    if fields.number and detail.peek(fields.number):
        number = {"system": context.local_system("prescription"), "value": detail.take(fields.number)}
        identifiers = [*identifiers, number]
    identifiers = [*identifiers, *more_identifiers(order, context)]
    request: JsonObject = {"resourceType": "MedicationRequest"}
    request |= _status(order, context) | {"intent": _INTENT[detail.name]}
    request |= _setting(order, context)
    priority = order_priority(order)
    if priority:
        request["priority"] = priority
    request["medicationCodeableConcept"] = medicine
    request |= context.subject() | context.in_encounter()
    add_medication(request, detail, order, (fields.form, fields.strength), context)
    authored = _authored(order, request, context)
    _people(detail, order, request, context)
    reasons = [
        value for cell in detail.repetitions(fields.indication) if (value := cwe_to_codeable_concept(cell, context))
    ]
    if reasons:
        request["reasonCode"] = reasons
    _notes(detail, order, request, fields, context)
    schedule = order_schedule(order, context)
    dosage = _dosage(detail, order, fields, schedule, context)
    if dosage:
        request["dosageInstruction"] = [dosage]
    dispense = _dispense(detail, fields)
    if dispense:
        request["dispenseRequest"] = dispense
    together = requisition(order, context)
    if together:
        request["groupIdentifier"] = together
    if detail.peek(fields.substitution) in SUBSTITUTION:
        code = detail.take(fields.substitution)
        allowed = concept(code, V2_0161, SUBSTITUTION[code])
        request["substitution"] = {"allowedCodeableConcept": allowed}
    if detail.name == "RXG":
        return _put_gift(request, detail, identifiers, context)
    key = f"{context.patient_key}|medicine|{allergen_key(medicine)}|{authored or context.occasion}"
    keep = {"status"} if is_undecided(order) else set()
    if _asked(order):
        keep |= {"dosageInstruction", "dispenseRequest"}
    elif _changes_in_part(order, dosage):
        keep |= {"dosageInstruction"}
        request.setdefault("note", []).insert(0, {"text": CHANGE_IN_PART.format(_dose_words(dosage))})
    return put_numbered(request, identifiers, order, context, key=key, keep=keep)


def _status(order: OrderGroup, context: MessageContext) -> JsonObject:
    """The status, and the reason (ORC-16) for which a medicine was stopped.

    What is discontinued or replaced was taken until then: `stopped`, which a transfer sheet has to name. `cancelled`
    is for what nobody ever took. A mere wish changes no status, and is told in words.
    """
    orc = order.orc
    status = _STATUS.get(order_status(order, context), "unknown")
    if orc is None or is_undecided(order):
        return {"status": status}
    reason = cwe_to_codeable_concept(orc.first(16), context) if orc.has(16) else None
    why: JsonObject = {"statusReason": reason} if reason else {}
    is_stop = bool({orc.peek(1), orc.peek(5)} & STOPPING)
    if not is_stop or (status != "cancelled" and orc.peek(5) in ORDER_STATUS):
        return {"status": status} | why
    return {"status": "stopped"} | why


def _setting(order: OrderGroup, context: MessageContext) -> JsonObject:
    """`category` by ORC-29: for the ward, or to take away; nothing where it is not said."""
    if order.orc is None or not order.orc.has(29):
        return {}
    found = cwe_to_codeable_concept(order.orc.first(29), context, table="0482", translation=PRESCRIPTION_SETTING)
    return {"category": [found]} if found else {}


def _asked(order: OrderGroup) -> str:
    """That this message only asks to cancel or hold a medicine; it then says nothing new of how that is taken."""
    return ASKED_WORDS.get(order.orc.peek(1), "") if order.orc is not None and is_undecided(order) else ""


def _changes_in_part(order: OrderGroup, dosage: JsonObject) -> bool:
    """That a message changes a medicine (XO) and does not say how often it is taken: the stored dosage still does."""
    is_change = order.orc is not None and order.orc.peek(1) == "XO"
    return is_change and not {"timing", "text", "asNeededBoolean"} & dosage.keys()


def _dose_words(dosage: JsonObject) -> str:
    """The dose of a message in words; a dash when it names none."""
    doses = [one["doseQuantity"] for one in dosage.get("doseAndRate", ()) if "doseQuantity" in one]
    given: JsonObject = doses[0] if doses else {}
    return f"{given.get('value', '')} {given.get('unit', '')}".strip() or "—"


def _put_gift(request: JsonObject, rxg: Segment, identifiers: list[JsonObject], context: MessageContext) -> JsonObject:
    """A planned gift is an order of its own on the prescription, and never changes that."""
    if identifiers:
        request["basedOn"] = [{"type": "MedicationRequest", "identifier": identifiers[0]}]
    number = identifier_key(identifiers[0]) if identifiers else context.patient_key
    medicine = allergen_key(request["medicationCodeableConcept"])
    return context.put(request, key=f"{number}|gift|{medicine}|{rxg.take(1)}|{rxg.peek(3, 4) or context.occasion}")


def _authored(order: OrderGroup, request: JsonObject, context: MessageContext) -> str:
    orc = order.orc
    authored = ts_to_datetime(orc.first(9), context) if orc is not None and orc.has(9) else ""
    if authored:
        request["authoredOn"] = authored
    return authored


def _people(detail: Segment, order: OrderGroup, request: JsonObject, context: MessageContext) -> None:
    """The prescriber, and who entered the order (ORC-10)."""
    dea = {"RXO": 14, "RXE": 13}.get(detail.name, 0)
    requester = first_practitioner(order.orc, 12, context) or first_practitioner(detail, dea, context)
    if requester:
        request["requester"] = requester
    recorder = first_practitioner(order.orc, 10, context)
    if recorder:
        request["recorder"] = recorder


def _notes(detail: Segment, order: OrderGroup, request: JsonObject, fields: _Fields, context: MessageContext) -> None:
    """The words beside an order; that somebody asked to cancel or hold it is the first that a nurse has to read."""
    asked = _asked(order)
    if asked:
        request["note"] = [{"text": asked}]
    for cell in detail.repetitions(fields.note):
        words = cwe_to_words(cell)
        if words:
            request.setdefault("note", []).append({"text": words})
    for segment in order.members:
        if segment.name == "OBX":
            break
        if segment.name == "NTE":
            add_note(request, segment, context)


def _dosage(
    detail: Segment, order: OrderGroup, fields: _Fields, schedule: Schedule, context: MessageContext
) -> JsonObject:
    dosage: JsonObject = {}
    cells = [cell for at in fields.words for cell in detail.repetitions(at)]
    words = [cwe_to_words(cell) for cell in cells]
    texts = [*(word for word in words if word), *schedule.words]
    if texts:
        dosage["text"] = "; ".join(texts)
    if schedule.timing:
        dosage["timing"] = schedule.timing
    if schedule.is_as_needed or any(is_as_needed(word) for word in words):
        dosage["asNeededBoolean"] = True
    for rxr in order.named("RXR"):
        add_route(rxr, dosage, context)
    amount = _dose(detail, fields, schedule)
    if amount:
        dosage["doseAndRate"] = [amount]
    per_day = cq_to_quantity(detail.first(fields.per_day)) if fields.per_day and detail.has(fields.per_day) else None
    if per_day:
        dosage["maxDosePerPeriod"] = {"numerator": per_day, "denominator": dict(_MAX_PER_DAY)}
    return dosage


def _dose(detail: Segment, fields: _Fields, schedule: Schedule) -> JsonObject:
    """A dose, or a range of doses, and the rate at which it is given."""
    found: JsonObject = {}
    unit = cwe_to_unit(detail.first(fields.unit)) if detail.has(fields.unit) else {}
    least, most = to_number(detail.peek(fields.least)), to_number(detail.peek(fields.most))
    if least is not None and most is not None and least < most:
        detail.first(fields.least).mark(1)
        detail.first(fields.most).mark(1)
        found["doseRange"] = {"low": {"value": least} | unit, "high": {"value": most} | unit}
    elif least is not None:
        detail.first(fields.least).mark(1)
        if most == least:
            detail.first(fields.most).mark(1)
        found["doseQuantity"] = {"value": least} | unit
    elif schedule.quantity:
        found["doseQuantity"] = schedule.quantity
    if found.get("doseQuantity") != schedule.quantity:
        schedule.give_back_quantity()
    rate = to_number(detail.peek(fields.rate))
    if rate is not None:
        detail.take(fields.rate)
        at = fields.rate + 1
        found["rateQuantity"] = {"value": rate} | (cwe_to_unit(detail.first(at)) if detail.has(at) else {})
    return found


def _dispense(detail: Segment, fields: _Fields) -> JsonObject:
    dispense: JsonObject = {}
    amount = to_number(detail.peek(fields.amount)) if fields.amount else None
    if amount is not None:
        detail.take(fields.amount)
        unit = cwe_to_unit(detail.first(fields.amount_unit)) if detail.has(fields.amount_unit) else {}
        dispense["quantity"] = {"value": amount} | unit
    refills = to_count(detail.peek(fields.refills), least=0) if fields.refills else None
    if refills is not None:
        detail.take(fields.refills)
        dispense["numberOfRepeatsAllowed"] = refills
    return dispense
