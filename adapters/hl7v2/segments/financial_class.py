"""PV1-20, the financial class (费别), to Coverage. IG segment map PV1[Coverage].

Chinese hospitals say in it who pays: 医保, 公费, 自费. Where the message has insurance segments these say it, and say
more; alone it is a Coverage of the visit, which a later class of the same visit replaces.
"""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import cwe_to_codeable_concept
from adapters.hl7v2.datatypes.ts import ts_to_date
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_SELF_PAY = frozenset({"自费", "自付", "全自费", "SELF", "SELFPAY", "SP"})
_VERSATILE = 3
"""FC has two components; a third names a coding system: some systems send a CWE here."""


def pv1_to_coverage(pv1: Segment, context: MessageContext) -> JsonObject | None:
    """Add the Coverage of PV1-20; the reference, or None where it says nothing or IN1 says more."""
    if not pv1.has(20) or context.patient is None or context.message.first("IN1") is not None:
        return None
    cell = pv1.first(20)
    since = "" if len(cell.parts) >= _VERSATILE else ts_to_date(cell, context, 2) if cell.peek(2).isdecimal() else ""
    kind = _kind(cell.take(1)) if since else cwe_to_codeable_concept(cell, context, table="0064")
    if kind is None:
        return None
    words = {
        kind.get("text", ""),
        *(one.get(name, "") for one in kind.get("coding", ()) for name in ("code", "display")),
    }
    coverage: JsonObject = {"resourceType": "Coverage", "status": "active", "type": kind}
    coverage["beneficiary"] = context.patient
    if since:
        coverage["period"] = {"start": since}
    payor = next((word for word in (kind.get("text"), *sorted(words)) if word), "unknown")
    is_own = not words.isdisjoint(_SELF_PAY)
    coverage["payor"] = [context.patient if is_own else {"display": payor}]
    return context.put(coverage, key=f"{context.patient_key}|{context.encounter_key}|financial-class")


def _kind(code: str) -> JsonObject | None:
    if not code:
        return None
    if not code.isascii():
        return {"text": code}
    return {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0064", "code": code}]}
