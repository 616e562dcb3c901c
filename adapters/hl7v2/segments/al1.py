"""AL1 to AllergyIntolerance. IG segment map AL1[AllergyIntolerance]."""

from adapters.hl7v2.codesystems.clinical import (
    ALLERGEN_TYPE,
    ALLERGY_CATEGORY,
    ALLERGY_TYPE,
    ALLERGY_UNKNOWN,
    CRITICALITY,
    NONE_KNOWN,
    REACTION_SEVERITY,
    SEVERITY_DISPLAY,
)
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept, cwe_to_codeable_concept
from adapters.hl7v2.datatypes.ts import ts_to_datetime
from adapters.hl7v2.nulls import deleted
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

CLINICAL_STATUS = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"
NONE_KNOWN_LIST = "AL1-none"
"""The statement that no allergy is known, in the place of a list of them (`Conversion.lists`)."""
_ALTERNATE = "http://hl7.org/fhir/StructureDefinition/alternate-codes"
_TAKES_NONE_BACK = (
    "“无已知过敏”不取消已登记的过敏；另有过敏原时以过敏原为准，用药前请核实。"
    '("None known" takes no recorded allergy back: where an allergen is recorded too, it stands; please check.)'
)
_ABSENT = {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]}


def al1_to_allergy_intolerance(al1: Segment, context: MessageContext) -> None:
    """Add the AllergyIntolerance of an AL1. AL1 has no id: patient and allergen know it."""
    if context.patient is None:
        return
    if al1.is_null(3):
        al1.mark(3)
        return
    allergen = cwe_to_codeable_concept(al1.first(3), context)
    if allergen is None:
        context.warn(al1.path + "-3", "The allergy names no allergen; it was left out.", code="required")
        return
    if str(allergen.get("text", "")).strip().lower() in ALLERGY_UNKNOWN:
        context.lists.discard("AL1")
        words = "Whether there are allergies is said to be unknown: no allergen, and no known allergy is taken back."
        context.warn(al1.path + "-3", words)
        return
    key = f"{context.patient_key}|allergy|{allergen_key(allergen)}"
    allergy: JsonObject = {
        "resourceType": "AllergyIntolerance",
        "clinicalStatus": concept("active", CLINICAL_STATUS, "Active"),
        "code": allergen,
        "patient": context.patient,
    }
    none = none_known(al1)
    if none:
        _say_none(allergy, *none)
    add_kind(al1, allergy, context)
    add_severity(al1, allergy, context)
    reactions = [cell.text() for cell in al1.repetitions(5) if not cell.is_empty]
    if reactions:
        al1.mark(5)
        reaction: JsonObject = {"manifestation": [{"text": words} for words in reactions]}
        if al1.peek(4) in REACTION_SEVERITY:
            reaction["severity"] = REACTION_SEVERITY[al1.take(4)]
        allergy["reaction"] = [reaction]
    onset = ts_to_datetime(al1.first(6), context) if al1.has(6) else ""
    if onset:
        allergy["onsetDateTime"] = onset
    context.put(allergy, key=key, delete=deleted(al1, allergy), group="AL1")


def none_known(al1: Segment) -> tuple[str, str, str] | None:
    """Code, system and display of "no known allergy" where AL1-3 says that; None for an allergen."""
    said = (al1.peek(3, 1), al1.peek(3, 2)) if al1.has(3) else ()
    return next((NONE_KNOWN[word] for text in said if (word := "".join(_words(text))) in NONE_KNOWN), None)


def _words(text: str) -> list[str]:
    plain = " ".join(text.split()).lower()
    return [plain] if plain.isascii() else [letter for letter in plain if letter.isalnum()]


def _say_none(allergy: JsonObject, code: str, system: str, display: str) -> None:
    """The sender's words behind the code that everybody reads, and a warning to who sees it beside an allergen."""
    concept_of = allergy["code"]
    codings = concept_of.get("coding", [])
    if not any(coding["code"] == code and coding.get("system") == system for coding in codings):
        allergy["code"] = concept_of | {"coding": [{"system": system, "code": code, "display": display}, *codings]}
    allergy["note"] = [{"text": _TAKES_NONE_BACK}]


def add_kind(segment: Segment, allergy: JsonObject, context: MessageContext) -> None:
    """Type and category from field 2 (AL1 and IAM), the original code kept."""
    code = segment.peek(2)
    original = cwe_to_codeable_concept(segment.first(2), context, table="0127") if code else None
    if original is None:
        return
    if code in ALLERGY_TYPE:
        allergy["type"] = "allergy"
    if code in ALLERGEN_TYPE:
        original["coding"][0].setdefault("display", ALLERGEN_TYPE[code])
    extension = {"extension": [{"url": _ALTERNATE, "valueCodeableConcept": original}]}
    if code in ALLERGY_CATEGORY:
        allergy["category"] = [ALLERGY_CATEGORY[code]]
        allergy["_category"] = [extension]
    else:
        allergy["extension"] = extension["extension"]


def add_severity(segment: Segment, allergy: JsonObject, context: MessageContext) -> None:
    """Criticality from field 4 (AL1 and IAM), the original code kept."""
    code = segment.peek(4)
    original = cwe_to_codeable_concept(segment.first(4), context, table="0128") if code else None
    if original is None:
        return
    if code in SEVERITY_DISPLAY:
        original["coding"][0].setdefault("display", SEVERITY_DISPLAY[code])
    if code in CRITICALITY:
        allergy["criticality"] = CRITICALITY[code]
    allergy["_criticality"] = {"extension": [{"url": _ALTERNATE, "valueCodeableConcept": original}]}
    if "criticality" not in allergy:
        allergy["_criticality"]["extension"] += _ABSENT["extension"]


def allergen_key(allergen: JsonObject) -> str:
    """What tells one allergen from another: the first coding, else the text."""
    codings = allergen.get("coding")
    if codings:
        return f"{codings[0].get('system', '')}|{codings[0]['code']}"
    return str(allergen["text"]).casefold()
