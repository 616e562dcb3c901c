"""RXC, dose form and strength to a contained Medication. IG segment map RXO[MedicationRequest] for form and strength.

The request keeps its code as a concept; the details of the product hang on it as supporting information.
"""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import cwe_to_codeable_concept
from adapters.hl7v2.datatypes.quantity import cwe_to_unit, to_number
from adapters.hl7v2.groups import OrderGroup
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_VOLUME = {"RXO": 25, "RXE": 33}
"""Strength volume, whose unit follows: 500 mg in 5 mL."""


def add_medication(
    resource: JsonObject,
    detail: Segment,
    order: OrderGroup,
    fields: tuple[int, int],
    context: MessageContext,
    *,
    batch: JsonObject | None = None,
) -> None:
    """Add a contained Medication when the message says more of the product than its code.

    `fields` are those of dose form and strength (its unit follows); 0 where the segment has none. `batch` are lot
    number and expiry of what was given.
    """
    form_at, strength_at = fields
    product: JsonObject = {"resourceType": "Medication", "id": "product"}
    form = cwe_to_codeable_concept(detail.first(form_at), context) if form_at and detail.has(form_at) else None
    if form:
        product["form"] = form
    parts = [part for rxc in order.named("RXC") if (part := rxc_to_ingredient(rxc, context))]
    if not any(part.get("isActive") for part in parts):  # herbs of a decoction: all are called base, all work
        for part in parts:
            part.pop("isActive", None)
    strength = _strength(detail, strength_at, _VOLUME.get(detail.name, 0)) if strength_at else {}
    if strength:
        parts.insert(0, {"itemCodeableConcept": resource["medicationCodeableConcept"], "strength": strength})
    if parts:
        product["ingredient"] = parts
    if batch:
        product["batch"] = batch
    if len(product) == 2:
        return
    product = {"resourceType": "Medication", "id": "product", "code": resource["medicationCodeableConcept"]} | product
    resource["contained"] = [product]
    name = "supportingInformation"
    resource.setdefault(name, []).append({"reference": "#product"})


def rxc_to_ingredient(rxc: Segment, context: MessageContext) -> JsonObject | None:
    """The ingredient of an RXC: base or additive, its amount and strength; None without a code."""
    code = cwe_to_codeable_concept(rxc.first(2), context) if rxc.has(2) else None
    if code is None:
        return None
    part: JsonObject = {"itemCodeableConcept": code}
    if rxc.peek(1) in {"A", "B"}:
        # In a mixture the additive works; the base carries it.
        part["isActive"] = rxc.take(1) == "A"
    amount = to_number(rxc.peek(3))
    if amount is not None:
        rxc.take(3)
        unit = cwe_to_unit(rxc.first(4)) if rxc.has(4) else {}
        part["strength"] = {"numerator": {"value": amount} | unit, "denominator": {"value": 1}}
    return part


def _strength(detail: Segment, at: int, volume_at: int) -> JsonObject:
    amount = to_number(detail.peek(at))
    if amount is None:
        return {}
    detail.take(at)
    unit = cwe_to_unit(detail.first(at + 1)) if detail.has(at + 1) else {}
    volume = to_number(detail.peek(volume_at)) if volume_at else None
    if volume is None or volume <= 0:
        return {"numerator": {"value": amount} | unit, "denominator": {"value": 1}}
    detail.take(volume_at)
    by = cwe_to_unit(detail.first(volume_at + 1)) if detail.has(volume_at + 1) else {}
    return {"numerator": {"value": amount} | unit, "denominator": {"value": volume} | by}
