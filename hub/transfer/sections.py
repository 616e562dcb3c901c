"""Which part of the record stands in which section of the transfer document, wishes first (rulings 4.11, 7).

LOINC codes are the document-section codes of ruling 4.11; what LOINC lacks has a code of our own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from fhir_profiles.issue import JsonObject
from terminology.catalogue import sample

LOINC = "http://loinc.org"
OWN_SECTIONS = "https://alliance-hub.example/fhir/CodeSystem/transfer-section"
GOALS_SYSTEM = "https://alliance-hub.example/fhir/CodeSystem/goals-of-care"

_VITAL_LOINC = frozenset(
    {"85354-9", "8480-6", "8462-4", "8867-4", "9279-1", "8310-5", "59408-5", "2708-6",
     "29463-7", "8302-2", "9269-2", "72514-3", "3151-8", "3150-6",
     "67775-7", "80288-4"}
)  # fmt: skip
FACT_SYSTEM = "https://alliance-hub.example/fhir/CodeSystem/referral-fact"
_FUNCTION_MARKS = ("gbt-42195", "mzt-039", "ltci", "barthel", "ability")
_DIRECTIVE_LOINC = frozenset({"75320-2", "42348-3"})
"""Advance directive, advance healthcare directives."""
_MENTAL_LOINC = frozenset({"72172-0", "72106-8"})
_SKIN_MARKS = ("braden", "pressure-injury", "wound", "skin-check", "压疮", "压力性损伤")


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its code, titles, and which resources belong to it."""

    code: str
    zh: str
    en: str
    takes: Callable[[JsonObject], bool]
    system: str = LOINC


def _type(*names: str) -> Callable[[JsonObject], bool]:
    return lambda item: item.get("resourceType") in names


def _codings(item: JsonObject, name: str) -> list[JsonObject]:
    found = item.get(name) or []
    concepts = found if isinstance(found, list) else [found]
    return [coding for concept in concepts for coding in concept.get("coding", [])]


def is_wish(item: JsonObject) -> bool:
    """Whether a Consent, Flag or Observation says what the elder wants: goals of care, advance directives."""
    if item.get("resourceType") == "Consent":
        codes = _codings(item, "category") + _codings(item.get("provision") or {}, "code")
        return item.get("status") == "active" and any(
            coding.get("system") == GOALS_SYSTEM or coding.get("code") in {"acd", "dnr", "polst", "42348-3"}
            for coding in codes
        )
    if is_directive(item):
        return True
    return item.get("resourceType") == "Flag" and any(
        coding.get("system") == GOALS_SYSTEM for coding in _codings(item, "code")
    )


def is_directive(item: JsonObject) -> bool:
    """Whether an Observation says that there is a living will or another advance directive (HL7 v2 PD1-7, PD1-15)."""
    return item.get("resourceType") == "Observation" and any(
        coding.get("system") == LOINC and coding.get("code") in _DIRECTIVE_LOINC for coding in _codings(item, "code")
    )


def _observation(item: JsonObject) -> str:
    """Which kind of Observation: wish, vital, function, mental, skin, score, statement, result; "" for another type."""
    if item.get("resourceType") != "Observation":
        return ""
    if is_directive(item):
        return "wish"
    codings = _codings(item, "code")
    marks = " ".join(f"{coding.get('system', '')} {coding.get('code', '')}" for coding in codings).lower()
    marks += str((item.get("code") or {}).get("text", "")).lower()
    if any(mark in marks for mark in _FUNCTION_MARKS):
        return "function"
    if any(coding.get("code") in _MENTAL_LOINC for coding in codings):
        return "mental"
    if any(mark in marks for mark in _SKIN_MARKS):
        return "skin"
    group = next((_groups()[code] for coding in codings if (code := _fact(coding)) in _groups()), "")
    if group in _KIND_OF_GROUP:
        return _KIND_OF_GROUP[group]
    is_vital = any(coding.get("code") == "vital-signs" for coding in _codings(item, "category"))
    if is_vital or any(coding.get("code") in _VITAL_LOINC for coding in codings):
        return "vital"
    return "result"


_KIND_OF_GROUP = {
    "vital": "vital", "derived": "vital", "ability": "function", "assessment": "score", "course": "statement",
    "statement": "statement", "goals": "statement",
}  # fmt: skip
"""The group of a fact of the catalogue (facts.csv) to the kind of section; laboratory values are results."""


def _fact(coding: JsonObject) -> str:
    return str(coding.get("code", "")) if coding.get("system") == FACT_SYSTEM else ""


@cache
def _groups() -> dict[str, str]:
    return {fact.code: fact.group for fact in sample().facts.values()}


def _is_statement(item: JsonObject) -> bool:
    """What somebody stated for the decision, as far as it says something: a plain no is no news for a nurse."""
    return _observation(item) == "statement" and item.get("valueBoolean") is not False


def _of_kind(kind: str) -> Callable[[JsonObject], bool]:
    return lambda item: _observation(item) == kind


def _is_risk(item: JsonObject) -> bool:
    return item.get("resourceType") == "Flag" and item.get("status") == "active" and not is_wish(item)


def _is_result(item: JsonObject) -> bool:
    if item.get("resourceType") == "ServiceRequest":
        return item.get("status") == "active" and not _is_referral(item)
    return item.get("resourceType") == "DiagnosticReport" or _observation(item) == "result"


def _is_referral(item: JsonObject) -> bool:
    return any("referral-direction" in str(coding.get("system", "")) for coding in _codings(item, "category"))


def is_skin_photograph(item: JsonObject) -> bool:
    """Whether a Media shows a place of the body: bodySite says which."""
    return item.get("resourceType") == "Media" and item.get("status") == "completed" and bool(item.get("bodySite"))


def _is_skin(item: JsonObject) -> bool:
    return _observation(item) == "skin" or is_skin_photograph(item)


def _is_attachment(item: JsonObject) -> bool:
    if item.get("resourceType") == "Media":
        return item.get("status") == "completed" and not item.get("bodySite")
    return item.get("resourceType") == "DocumentReference" and item.get("status") == "current"


def is_pending(item: JsonObject) -> bool:
    """Whether a result is awaited still: an order that runs, or a report or value that is not final."""
    if item.get("resourceType") == "ServiceRequest":
        return item.get("status") == "active" and not _is_referral(item)
    return item.get("status") in {"registered", "preliminary", "partial"} and _is_result(item)


def sections(*, upward: bool) -> tuple[Section, ...]:
    """The sections of a document, in their order. Medicines are those at discharge, or upward those taken."""
    medicines = "10160-0" if upward else "10183-2"
    return (
        Section("42348-3", "老人意愿与照护目标", "Wishes and goals of care", is_wish),
        Section("42349-1", "转诊原因", "Reason for referral", lambda _item: False),
        Section("changes", "与上次转诊相比", "Changes since the last transfer", lambda _item: False, OWN_SECTIONS),
        Section("11450-4", "诊断与问题", "Problems", _type("Condition")),
        Section("48765-2", "过敏与不良反应", "Allergies", _type("AllergyIntolerance")),
        Section(medicines, "用药(逐条)", "Medicines", _type("MedicationStatement", "MedicationRequest")),
        Section("risks", "风险与注意事项", "Risks and precautions", _is_risk, OWN_SECTIONS),
        Section("46264-8", "管路与器械", "Devices", _type("DeviceUseStatement")),
        Section("47420-5", "能力评估", "Functional status", _of_kind("function")),
        Section("10190-7", "精神与认知", "Mental status", _of_kind("mental")),
        Section("8716-3", "生命体征", "Vital signs", _of_kind("vital")),
        Section("scores", "病情评分", "Clinical scores", _of_kind("score"), OWN_SECTIONS),
        Section("30954-2", "检查检验与待回结果", "Results and pending results", _is_result),
        Section("skin", "皮肤与伤口", "Skin and wounds", _is_skin, OWN_SECTIONS),
        Section("47519-4", "手术与操作", "Procedures", _type("Procedure")),
        Section("11369-6", "免疫接种", "Immunisation", _type("Immunization")),
        Section("18776-5", "照护计划与随访", "Care plan and follow-up", _type("CarePlan", "Appointment")),
        Section("statements", "医护陈述", "Statements of the staff", _is_statement, OWN_SECTIONS),
        Section("48768-6", "联系人与支付", "Contacts and payers", _type("RelatedPerson", "Coverage")),
        Section("attachments", "附件（按摘要核对）", "Attachments by hash", _is_attachment, OWN_SECTIONS),
    )
