"""IAM to AllergyIntolerance. IG segment map IAM[AllergyIntolerance]."""

from adapters.hl7v2.codesystems.persons import RELATIONSHIP
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept, cwe_to_codeable_concept, give_back_text
from adapters.hl7v2.datatypes.ei import ei_to_identifier, identifier_key
from adapters.hl7v2.datatypes.ts import ts_to_datetime
from adapters.hl7v2.datatypes.xpn import display_name, xpn_to_human_name
from adapters.hl7v2.segments.al1 import CLINICAL_STATUS, add_kind, add_severity, allergen_key
from adapters.hl7v2.segments.related import put_related_person
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_VERIFICATION = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification"
_STATUS = {"active": "Active", "inactive": "Inactive", "resolved": "Resolved"}
_SELF = frozenset({"SEL", "ONESELF", "本人"})
_WRONG = ("entered-in-error", "Entered in Error")
_CERTAINTY = {
    "C": ("confirmed", "Confirmed"),
    "D": ("refuted", "Refuted"),
    "E": _WRONG,
    "P": ("unconfirmed", "Unconfirmed"),
    "S": ("unconfirmed", "Unconfirmed"),
    "U": ("unconfirmed", "Unconfirmed"),
}
"""Table 0438, as far as it says how sure the allergy is; I is inactive. The guide names no table for IAM-17."""


def iam_to_allergy_intolerance(iam: Segment, context: MessageContext) -> None:
    """Add the AllergyIntolerance of an IAM. Action D (IAM-6) makes it entered in error."""
    if context.patient is None:
        return
    allergen = cwe_to_codeable_concept(iam.first(3), context) if iam.has(3) else None
    by_clinician = cwe_to_codeable_concept(iam.first(27), context) if iam.has(27) else None
    if allergen and by_clinician:
        more = [coding for coding in by_clinician.get("coding", ()) if coding not in allergen.get("coding", ())]
        give_back_text(iam.first(27))
        allergen = allergen | ({"coding": [*allergen.get("coding", ()), *more]} if more else {})
    allergen = allergen or by_clinician
    if allergen is None:
        context.warn(iam.path + "-3", "The allergy names no allergen; it was left out.", code="required")
        return
    allergy: JsonObject = {"resourceType": "AllergyIntolerance"}
    identifier = ei_to_identifier(iam.first(7), context, kind="allergy") if iam.has(7) else None
    if identifier:
        allergy["identifier"] = [identifier]
    _status(iam, allergy)
    allergy |= {"code": allergen, "patient": context.patient}
    add_kind(iam, allergy, context)
    add_severity(iam, allergy, context)
    recorder = _recorder(iam, context)
    if recorder:
        allergy["recorder"] = recorder
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


def _status(iam: Segment, allergy: JsonObject) -> None:
    """Clinical and verification status from the action (IAM-6) and the status (IAM-17, table 0438 or FHIR's words)."""
    sent = iam.peek(17)
    certainty = _CERTAINTY.get(sent.upper())
    if iam.peek(6) == "D":
        iam.take(6)
        certainty = _WRONG
    elif certainty:
        iam.first(17).mark()
    if certainty:
        allergy["verificationStatus"] = concept(certainty[0], _VERIFICATION, certainty[1])
    if certainty == _WRONG:
        return
    word = "inactive" if sent.upper() == "I" else sent.lower()
    if word in _STATUS:
        iam.first(17).mark()
    code = word if word in _STATUS else "active"
    allergy["clinicalStatus"] = concept(code, CLINICAL_STATUS, _STATUS[code])


def _recorder(iam: Segment, context: MessageContext) -> JsonObject | None:
    """Who told of it (IAM-14): the patient, a relative (IAM-15), or somebody of whom the name alone is known."""
    relation = iam.peek(15).upper()
    if relation in _SELF:
        iam.keep(14)
        iam.mark(15)
        return context.patient
    name = xpn_to_human_name(iam.first(14), context) if iam.has(14) else None
    if name is None:
        return None
    if not relation:
        return {"display": display_name(name)}
    role = cwe_to_codeable_concept(iam.first(15), context, table="0063", translation=RELATIONSHIP)
    person: JsonObject = {"resourceType": "RelatedPerson", "patient": context.patient, "name": [name]}
    person |= {"relationship": [role]} if role else {}
    return put_related_person(person, context)
