"""FT1 to ChargeItem. Ours; the guide has no map for it.

A charge (CG) is billable, a credit (CD) takes one back. A payment or an adjustment is no charge: it stays in the
residue, with a warning.
"""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cp import cp_to_money
from adapters.hl7v2.datatypes.cwe import cwe_to_codeable_concept, cwe_to_words
from adapters.hl7v2.datatypes.ei import ei_to_identifier, identifier_key
from adapters.hl7v2.datatypes.period import to_period
from adapters.hl7v2.datatypes.quantity import to_number
from adapters.hl7v2.datatypes.ts import ts_to_datetime
from adapters.hl7v2.datatypes.xcn import first_practitioner, practitioners
from adapters.hl7v2.segments.al1 import allergen_key
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_STATUS = {"CG": "billable", "": "billable", "CD": "aborted", "CO": "billable"}
"""Table 0017 to ChargeItem.status."""


def ft1_to_charge_item(ft1: Segment, context: MessageContext, *, account: JsonObject | None = None) -> None:
    """Add the ChargeItem of an FT1; `account` is what it is charged to."""
    if context.patient is None:
        return
    kind = ft1.peek(6).upper()
    if kind not in _STATUS:
        context.warn(
            ft1.path + "-6", "A payment or an adjustment is no charge; it was only kept.", code="not-supported"
        )
        return
    code = cwe_to_codeable_concept(ft1.first(7), context, table="0132") if ft1.has(7) else None
    code = code or (cwe_to_codeable_concept(ft1.first(25), context) if ft1.has(25) else None)
    if code is None:
        context.warn(ft1.path + "-7", "The charge does not say for what; it was left out.", code="required")
        return
    ft1.take(6)
    item: JsonObject = {"resourceType": "ChargeItem"}
    number = ei_to_identifier(ft1.first(2), context, kind="charge") if ft1.has(2) else None
    if number:
        item["identifier"] = [number]
    item |= {"status": _STATUS[kind], "code": code} | context.subject()
    if context.encounter:
        item["context"] = context.encounter
    moment = _occurrence(ft1, item, context)
    _people(ft1, item, context)
    _amounts(ft1, item)
    reasons = [value for cell in ft1.repetitions(19) if (value := cwe_to_codeable_concept(cell, context, table="0051"))]
    if reasons:
        item["reason"] = reasons
    order = ei_to_identifier(ft1.first(23), context, kind="filler", type_code="FILL") if ft1.has(23) else None
    if order:
        item["service"] = [{"type": "ServiceRequest", "identifier": order}]
    product = cwe_to_codeable_concept(ft1.first(29), context, table="0549") if ft1.has(29) else None
    if product:
        item["productCodeableConcept"] = product
    if account:
        item["account"] = [account]
    words = [text for at in (8, 9) if (text := ft1.take(at))]
    if words:
        item["note"] = [{"text": text} for text in words]
    around = context.encounter_key or context.patient_key
    key = f"{around}|charge|{allergen_key(code)}|{moment or context.occasion}|{ft1.ordinal}"
    context.put(item, key=identifier_key(number) if number else key)


def _occurrence(ft1: Segment, item: JsonObject, context: MessageContext) -> str:
    start = ts_to_datetime(ft1.first(4), context, 1) if ft1.has(4) else ""
    end = ts_to_datetime(ft1.first(4), context, 2) if ft1.has(4) else ""
    if start and end and end != start:
        item["occurrencePeriod"] = to_period(start, end, context, f"{ft1.path}-4")
    elif start or end:
        item["occurrenceDateTime"] = start or end
    entered = ts_to_datetime(ft1.first(5), context) if ft1.has(5) else ""
    if entered:
        item["enteredDate"] = entered
    return start or end


def _people(ft1: Segment, item: JsonObject, context: MessageContext) -> None:
    found = [{"actor": person} for person in practitioners(ft1, 20, context)]
    found += [{"function": {"text": "ordered by"}, "actor": person} for person in practitioners(ft1, 21, context)]
    if found:
        item["performer"] = found
    enterer = first_practitioner(ft1, 24, context)
    if enterer:
        item["enterer"] = enterer
    department = cwe_to_words(ft1.first(13)) if ft1.has(13) else ""
    if department:
        item["costCenter"] = {"display": department}


def _amounts(ft1: Segment, item: JsonObject) -> None:
    amount = to_number(ft1.peek(10))
    if amount is not None:
        ft1.take(10)
        item["quantity"] = {"value": amount}
    whole = cp_to_money(ft1.first(11)) if ft1.has(11) else None
    each = cp_to_money(ft1.first(12)) if whole is None and ft1.has(12) else None
    if whole or each:
        item["priceOverride"] = whole or each
    elif ft1.has(22):
        cost = cp_to_money(ft1.first(22))
        if cost:
            item["priceOverride"] = cost
