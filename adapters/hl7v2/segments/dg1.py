"""DG1 to Condition and Encounter.diagnosis. IG segment maps DG1[Condition], DG1[Encounter]."""

from adapters.hl7v2.codesystems.clinical import DIAGNOSIS_ROLE
from adapters.hl7v2.codesystems.systems import ICD10, TCM, coding_system_to_uri, is_icd10_code
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept, cwe_to_codeable_concept, give_back_text, with_who_code
from adapters.hl7v2.datatypes.ei import ei_to_identifier, identifier_key
from adapters.hl7v2.datatypes.quantity import to_count
from adapters.hl7v2.datatypes.ts import ts_to_datetime
from adapters.hl7v2.datatypes.xcn import first_practitioner
from adapters.hl7v2.segments.al1 import allergen_key
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_ACTIONS = frozenset({"A", "U", "S", "X"})
"""Table 0206 but D: the diagnosis stands as it is told."""

_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
_VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
_CATEGORY = "http://terminology.hl7.org/CodeSystem/condition-category"
_DUE_TO = "http://hl7.org/fhir/StructureDefinition/condition-dueTo"
_ASSERTED = "http://hl7.org/fhir/StructureDefinition/condition-assertedDate"


def dg1_to_condition(dg1: Segment, context: MessageContext) -> JsonObject | None:
    """Add the Condition of a DG1 and name it in the Encounter; the reference, or None."""
    if context.patient is None:
        return None
    code = diagnosis_code(dg1, context)
    if code is None:
        context.warn(dg1.path + "-3", "The diagnosis has neither code nor words; it was left out.", code="required")
        return None
    condition: JsonObject = {"resourceType": "Condition"}
    identifier = ei_to_identifier(dg1.first(20), context, kind="diagnosis") if dg1.has(20) else None
    if identifier:
        condition["identifier"] = [identifier]
    if dg1.peek(21) == "D":
        dg1.take(21)
        condition["verificationStatus"] = concept("entered-in-error", _VERIFICATION, "Entered in Error")
    else:
        condition["clinicalStatus"] = concept("active", _CLINICAL, "Active")
    if dg1.peek(21) in _ACTIONS:
        dg1.keep(21)
    condition["category"] = [concept("encounter-diagnosis", _CATEGORY, "Encounter Diagnosis")]
    condition["code"] = code
    condition |= {"subject": context.patient} | context.in_encounter()
    _times_and_people(dg1, condition, context)
    cause = ei_to_identifier(dg1.first(22), context, kind="diagnosis") if dg1.has(22) else None
    if cause:
        due = {"url": _DUE_TO, "valueReference": {"type": "Condition", "identifier": cause}}
        condition.setdefault("extension", []).append(due)
    around = context.encounter_key or "no-visit"
    key = identifier_key(identifier) if identifier else f"{context.patient_key}|{around}|{allergen_key(code)}"
    reference = context.put(condition, key=key, group="DG1")
    _name_in_encounter(dg1, reference, context)
    return reference


def diagnosis_code(dg1: Segment, context: MessageContext) -> JsonObject | None:
    """DG1-3 with DG1-4 as its words; a code of ICD-10 form without a system is read as ICD-10."""
    code = cwe_to_codeable_concept(dg1.first(3), context) if dg1.has(3) else None
    words = dg1.take(4)
    method = "".join(dg1.peek(2).upper().split()).replace("-", "")
    for coding in (code or {}).get("coding", ())[:1]:
        if "system" not in coding and coding_system_to_uri(method, source=context.source.name) == TCM:
            dg1.take(2)
            coding["system"] = TCM
        if "system" not in coding and is_icd10_code(coding["code"]):
            if method not in {"I10", "ICD10"}:
                context.warn(
                    dg1.path + "-3.3", "The diagnosis names no coding system; it was read as ICD-10 by its form."
                )
            coding["system"] = ICD10
            code = {**(code or {}), "coding": with_who_code((code or {})["coding"])}
            if method:
                dg1.take(2)
    if words:
        if code and code.get("text") != words:
            give_back_text(dg1.first(3))
        code = {**(code or {}), "text": words}
        if code.get("coding"):
            code["coding"][0].setdefault("display", words)
    return code


def _times_and_people(dg1: Segment, condition: JsonObject, context: MessageContext) -> None:
    onset = ts_to_datetime(dg1.first(5), context) if dg1.has(5) else ""
    if onset:
        condition["onsetDateTime"] = onset
    attested = ts_to_datetime(dg1.first(19), context) if dg1.has(19) else ""
    if attested:
        condition["recordedDate"] = attested
        condition["extension"] = [{"url": _ASSERTED, "valueDateTime": attested}]
    asserter = first_practitioner(dg1, 16, context)
    if asserter:
        condition["asserter"] = asserter


def _name_in_encounter(dg1: Segment, reference: JsonObject, context: MessageContext) -> None:
    encounter = context.resource(context.encounter)
    if encounter is None or dg1.peek(21) == "D":
        return
    diagnosis: JsonObject = {"condition": reference}
    role = cwe_to_codeable_concept(dg1.first(6), context, table="0052", translation=DIAGNOSIS_ROLE)
    if role:
        diagnosis["use"] = role
    rank = to_count(dg1.peek(15))
    if rank is not None:
        dg1.take(15)
        diagnosis["rank"] = rank
    encounter.setdefault("diagnosis", []).append(diagnosis)
