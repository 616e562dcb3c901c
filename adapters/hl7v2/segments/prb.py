"""PRB to Condition of the problem list. Ours; the guide has no map for it."""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept, cwe_to_codeable_concept
from adapters.hl7v2.datatypes.ei import ei_to_identifier, identifier_key
from adapters.hl7v2.datatypes.ts import ts_to_datetime
from adapters.hl7v2.segments.al1 import allergen_key
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
_VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
_CATEGORY = "http://terminology.hl7.org/CodeSystem/condition-category"


def prb_to_condition(prb: Segment, context: MessageContext) -> JsonObject | None:
    """Add the Condition of a PRB; the reference. A deleted problem (action DE, event PC3) is entered in error."""
    if context.patient is None:
        return None
    code = cwe_to_codeable_concept(prb.first(3), context) if prb.has(3) else None
    if code is None:
        context.warn(prb.path + "-3", "The problem has neither code nor words; it was left out.", code="required")
        return None
    condition: JsonObject = {"resourceType": "Condition"}
    identifier = ei_to_identifier(prb.first(4), context, kind="problem") if prb.has(4) else None
    if identifier:
        condition["identifier"] = [identifier]
    resolved = ts_to_datetime(prb.first(9), context) if prb.has(9) else ""
    if prb.peek(1) == "DE" or context.event == "PC3":
        prb.take(1)
        condition["verificationStatus"] = concept("entered-in-error", _VERIFICATION, "Entered in Error")
    else:
        status, display = ("resolved", "Resolved") if resolved else _life_cycle(prb)
        condition["clinicalStatus"] = concept(status, _CLINICAL, display)
        _verification(prb, condition)
    condition["category"] = [concept("problem-list-item", _CATEGORY, "Problem List Item")]
    condition |= {"code": code} | context.subject() | context.in_encounter()
    onset = ts_to_datetime(prb.first(16), context) if prb.has(16) else ""
    if onset:
        condition["onsetDateTime"] = onset
    elif prb.peek(17):
        condition["onsetString"] = prb.take(17)
    if resolved and "clinicalStatus" in condition:
        condition["abatementDateTime"] = resolved
    established = next(
        (found for at in (7, 2) if prb.has(at) and (found := ts_to_datetime(prb.first(at), context))), ""
    )
    if established:
        condition["recordedDate"] = established
    key = identifier_key(identifier) if identifier else f"{context.patient_key}|problem|{allergen_key(code)}"
    return context.put(condition, key=key)


def _life_cycle(prb: Segment) -> tuple[str, str]:
    """PRB-14, a table of the site (0288); English words of it are read."""
    said = (prb.peek(14, 2) or prb.peek(14)).upper()
    known = {"ACTIVE": "Active", "INACTIVE": "Inactive", "RESOLVED": "Resolved", "REMISSION": "Remission"}
    if said in known:
        prb.first(14).mark(1, 2, 3)
        return said.lower(), known[said]
    return "active", "Active"


def _verification(prb: Segment, condition: JsonObject) -> None:
    """PRB-13, how sure the problem is: C confirmed, D differential, P provisional, R ruled out, and words."""
    said = prb.peek(13).upper()
    known = {"C": "confirmed", "CONFIRMED": "confirmed", "D": "differential", "DIFFERENTIAL": "differential"}
    known |= {"P": "provisional", "PROVISIONAL": "provisional", "R": "refuted", "RULED OUT": "refuted"}
    if said in known:
        prb.first(13).mark(1, 2, 3)
        condition["verificationStatus"] = concept(known[said], _VERIFICATION, known[said].title())
