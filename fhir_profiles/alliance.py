"""Which alliance profile a resource is about, when it claims none: by its type and codes.

A resource that no row fits (a document of another kind, an Observation that is no assessment) has no profile of ours.
The first row that fits counts, so the special ones stand before the general.
"""

from collections.abc import Callable, Iterator

from fhir_profiles.conformance import CANONICAL
from fhir_profiles.issue import JsonObject

_CODES = f"{CANONICAL}/CodeSystem"
_Test = Callable[[JsonObject], bool]


def alliance_profile(resource: JsonObject) -> str | None:
    """The URL of the profile that describes this resource; None when none of ours does."""
    for test, name in _ROWS.get(str(resource.get("resourceType")), ()):
        if test(resource):
            return f"{CANONICAL}/StructureDefinition/{name}"
    return None


def _codings(concept: object) -> Iterator[tuple[str, str]]:
    """(system, code) of a CodeableConcept, or of a list of them; nothing for another shape."""
    for one in concept if isinstance(concept, list) else [concept]:
        found = one.get("coding") if isinstance(one, dict) else None
        for coding in found if isinstance(found, list) else []:
            if isinstance(coding, dict):
                yield str(coding.get("system", "")), str(coding.get("code", ""))


def _any(_resource: JsonObject) -> bool:
    return True


def _coded(element: str, system: str, *codes: str) -> _Test:
    """Whether the element has a coding of a system, and one of these codes when some are given."""

    def test(resource: JsonObject) -> bool:
        return any(found == system and (not codes or code in codes) for found, code in _codings(resource.get(element)))

    return test


def _is_from(*names: str) -> _Test:
    """Whether a QuestionnaireResponse answers one of these Questionnaires."""

    def test(resource: JsonObject) -> bool:
        url = str(resource.get("questionnaire", "")).partition("|")[0]
        return any(url == f"{CANONICAL}/Questionnaire/{name}" for name in names)

    return test


def _has(member: str) -> _Test:
    def test(resource: JsonObject) -> bool:
        extensions = resource.get("extension")
        found = extensions if isinstance(extensions, list) else []
        url = f"{CANONICAL}/StructureDefinition/{member}"
        return any(isinstance(one, dict) and one.get("url") == url for one in found)

    return test


def _is_ours(resource: JsonObject) -> bool:
    """Whether a QuestionnaireResponse answers an instrument of ours."""
    return str(resource.get("questionnaire", "")).startswith(f"{CANONICAL}/Questionnaire/")


def _is_transfer(resource: JsonObject) -> bool:
    identifier = resource.get("identifier")
    system = identifier.get("system") if isinstance(identifier, dict) else None
    return system == "https://alliance-hub.example/sid/transfer-bundle"


_GBT = f"{_CODES}/gbt-42195-2022"
_INSTRUMENTS = tuple(
    f"{_CODES}/{name}"
    for name in (
        "gbt-42195-2022", "barthel", "ltci-2021", "mzt-039-2013", "mmse", "moca", "braden", "morse", "news2", "mews",
        "gb-38600-2019",
    )
)  # fmt: skip
_TASK_CODE = "http://hl7.org/fhir/CodeSystem/task-code"
_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"


def _is_score(resource: JsonObject) -> bool:
    return any(system in _INSTRUMENTS for system, _ in _codings(resource.get("code")))


def _is_level(resource: JsonObject) -> bool:
    return any(
        system in _INSTRUMENTS and code in {"level", "raw-level"} for system, code in _codings(resource.get("code"))
    )


_ROWS: dict[str, tuple[tuple[_Test, str], ...]] = {
    "AuditEvent": ((_any, "access-audit"),),
    "Bundle": ((_is_transfer, "transfer-bundle"),),
    "Communication": (
        (_coded("category", f"{_CODES}/communication-category", "critical-value"), "critical-value-communication"),
        (_coded("category", f"{_CODES}/communication-category", "sbar"), "sbar-communication"),
    ),
    "Composition": ((_coded("type", f"{_CODES}/wst-document", "C0053", "HSDC00.05"), "transfer-composition"),),
    "Consent": ((_coded("category", "http://loinc.org", "59284-0"), "sharing-consent"),),
    "DiagnosticReport": ((_any, "diagnostic-report"),),
    "Encounter": ((_any, "hospital-encounter"),),
    "EpisodeOfCare": ((_coded("type", f"{_CODES}/episode-type", "residential-care"), "home-stay"),),
    "ImagingStudy": ((_any, "imaging-study"),),
    "Location": (
        (_coded("physicalType", "http://terminology.hl7.org/CodeSystem/location-physical-type", "bd"), "bed-location"),
    ),
    "Observation": (
        (_coded("code", "urn:iso:std:iso:11073:10101", "131328"), "ecg-observation"),
        (_coded("code", _GBT, "level", "raw-level"), "ability-level"),
        (_coded("code", f"{_CODES}/barthel", "total"), "barthel-score"),
        (_is_level, "assessment-level"),
        (_is_score, "assessment-score"),
        (_coded("category", _CATEGORY, "laboratory"), "laboratory-observation"),
        (_coded("category", _CATEGORY, "imaging"), "imaging-observation"),
    ),
    "OrganizationAffiliation": ((_coded("code", f"{_CODES}/agreement-kind"), "alliance-agreement"),),
    "Patient": ((_any, "elder-patient"),),
    "Questionnaire": ((lambda item: str(item.get("url", "")).startswith(CANONICAL), "assessment-questionnaire"),),
    "QuestionnaireResponse": (
        (_is_from("gbt-42195-2022"), "ability-response"),
        (_is_from("gb-38600-2019"), "nine-risks-response"),
        (_is_ours, "assessment-response"),
    ),
    "ServiceRequest": ((_coded("category", f"{_CODES}/referral-direction"), "referral-request"),),
    "Task": (
        (_has("referral-companion-of"), "referral-companion-task"),
        (_coded("code", f"{_CODES}/reading-task"), "reading-request"),
        (_coded("code", f"{_CODES}/referral-task", "request-fulfillment"), "referral-bid-task"),
        (_coded("businessStatus", f"{_CODES}/referral-state"), "referral-task"),
    ),
}
