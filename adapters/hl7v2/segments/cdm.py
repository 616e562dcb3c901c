"""CDM and PRC of a master file to ChargeItemDefinition. Ours; the guide has no map for them."""

from typing import TYPE_CHECKING
from urllib.parse import quote

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cp import cp_to_money
from adapters.hl7v2.datatypes.cwe import cwe_to_codeable_concept, give_back_text
from adapters.hl7v2.datatypes.period import fields_to_period
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

if TYPE_CHECKING:
    from fhir_profiles.compiled.types import Money


def cdm_to_charge_item_definition(
    cdm: Segment, prices: list[Segment], is_active: bool | None, context: MessageContext
) -> bool:
    """Add the ChargeItemDefinition of a CDM with its prices (PRC). Its canonical is made of sender and code.

    False when the charge has no code.
    """
    code = cwe_to_codeable_concept(cdm.first(1), context, table="0132") if cdm.has(1) else None
    key = cdm.peek(1)
    if code is None or not key:
        context.warn(cdm.path + "-1", "The charge has no code; it was left out.", code="required")
        return False
    aliases = [found for cell in cdm.repetitions(2) if (found := cwe_to_codeable_concept(cell, context))]
    procedures = [found for cell in cdm.repetitions(7) if (found := cwe_to_codeable_concept(cell, context))]
    for cell in (*cdm.repetitions(2), *cdm.repetitions(7)):
        give_back_text(cell)
    codings = [coding for concept in (code, *aliases, *procedures) for coding in concept.get("coding", ())]
    status = "active" if is_active is not False else "retired"
    if cdm.peek(8).upper() in {"A", "I"}:
        status = "retired" if cdm.take(8).upper() == "I" else status
    system = context.local_system("charge")
    definition: JsonObject = {
        "resourceType": "ChargeItemDefinition",
        "url": f"{system}/{quote(key, safe='')}",
        "identifier": [{"system": system, "value": key}],
    }
    title = cdm.take(3) or cdm.peek(1, 2)
    if title:
        definition["title"] = title
    definition["status"] = status
    words = cdm.take(4)
    if words:
        definition["description"] = words
    definition["code"] = code | {"coding": codings} if codings else code
    period = _period(prices, context)
    if period:
        definition["effectivePeriod"] = period
    parts = [{"type": "base", "amount": money} for prc in prices for money in _amounts(prc)]
    if parts:
        definition["propertyGroup"] = [{"priceComponent": parts}]
    context.put(definition, key=f"{system}|{key}")
    return True


def _amounts(prc: Segment) -> list["Money"]:
    prc.keep(1)
    return [money for cell in prc.repetitions(5) if (money := cp_to_money(cell))]


def _period(prices: list[Segment], context: MessageContext) -> JsonObject:
    for prc in prices:
        period = fields_to_period(prc, 11, 12, context)
        if period:
            return period
    return {}
