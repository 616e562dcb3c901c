"""IAM to AllergyIntolerance. IG segment map IAM[AllergyIntolerance]."""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept, cwe_to_codeable_concept
from adapters.hl7v2.datatypes.ei import ei_to_identifier, identifier_key
from adapters.hl7v2.datatypes.ts import ts_to_datetime
from adapters.hl7v2.segments.al1 import CLINICAL_STATUS, add_kind, add_severity, allergen_key
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_VERIFICATION = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification"
_STATUS = {"active": "Active", "inactive": "Inactive", "resolved": "Resolved"}


def iam_to_allergy_intolerance(iam: Segment, context: MessageContext) -> None:
    """Add the AllergyIntolerance of an IAM. Action D (IAM-6) makes it entered in error."""
    if context.patient is None:
        return
    allergen = cwe_to_codeable_concept(iam.first(3), context) if iam.has(3) else None
    allergen = allergen or (cwe_to_codeable_concept(iam.first(27), context) if iam.has(27) else None)
    if allergen is None:
        context.warn(iam.path + "-3", "The allergy names no allergen; it was left out.", code="required")
        return
    allergy: JsonObject = {"resourceType": "AllergyIntolerance"}
    identifier = ei_to_identifier(iam.first(7), context, kind="allergy") if iam.has(7) else None
    if identifier:
        allergy["identifier"] = [identifier]
    if iam.peek(6) == "D":
        iam.take(6)
        allergy["verificationStatus"] = concept("entered-in-error", _VERIFICATION, "Entered in Error")
    else:
        status = iam.peek(17).lower()
        if status in _STATUS:
            iam.take(17)
        code = status if status in _STATUS else "active"
        allergy["clinicalStatus"] = concept(code, CLINICAL_STATUS, _STATUS[code])
    allergy |= {"code": allergen, "patient": context.patient}
    add_kind(iam, allergy, context)
    add_severity(iam, allergy, context)
    manifestations = [found for cell in iam.repetitions(5) if (found := cwe_to_codeable_concept(cell, context))]
    if manifestations:
        allergy["reaction"] = [{"manifestation": manifestations}]
    onset = ts_to_datetime(iam.first(11), context) if iam.has(11) else ""
    if onset:
        allergy["onsetDateTime"] = onset
    elif iam.peek(12):
        allergy["onsetString"] = iam.take(12)
    recorded = ts_to_datetime(iam.first(13), context) if iam.has(13) else ""
    if recorded:
        allergy["recordedDate"] = recorded
    key = identifier_key(identifier) if identifier else f"{context.patient_key}|allergy|{allergen_key(allergen)}"
    context.put(allergy, key=key)
