"""Diagnoses' row to Condition. https://hl7.org/fhir/R4/condition.html."""

from adapters.his.codes import DIAGNOSIS_STATUS
from adapters.his.concepts import diagnosis_of, label_of
from adapters.his.person import look_up, put_derived, read_doctor, read_instant, read_person, read_visit
from adapters.port import Entry
from adapters.tabular.fields import Fields
from fhir_profiles.issue import JsonObject

_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
_VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
_CATEGORY = "http://terminology.hl7.org/CodeSystem/condition-category"


def diagnosis_to_entries(fields: Fields) -> list[Entry]:
    """The Patient, the visit (both created once), the doctor and the Condition."""
    person = read_person(fields)
    code = diagnosis_of(fields)
    if code is None:
        fields.report("code", "the row names no diagnosis; expected a code or words.", code="required")
    if fields.is_refused or person is None or code is None:
        return []
    visit = read_visit(fields, person)
    category = "encounter-diagnosis" if visit else "problem-list-item"
    condition: JsonObject = {
        "resourceType": "Condition",
        **_status(fields),
        "category": [{"coding": [{"system": _CATEGORY, "code": category}]}],
        "code": code,
        "subject": person.reference,
    }
    if role := fields.text("role"):
        condition["category"].append({"text": role})
    if visit:
        condition["encounter"] = visit.reference
    if recorded := read_instant(fields, "recorded"):
        condition["recordedDate"] = recorded
    doctor, doctors = read_doctor(fields)
    if doctor:
        condition["asserter"] = doctor
    around = visit.key if visit else "no-visit"
    entry = put_derived(condition, fields=fields, key=f"{person.key}|{around}|{label_of(code)}")
    return [person.entry, *([visit.entry] if visit else []), *doctors, entry]


def _status(fields: Fields) -> JsonObject:
    """Clinical and verification status. https://hl7.org/fhir/R4/condition.html#status, con-3 and con-5."""
    said = fields.read("status", lambda cell: look_up(cell, DIAGNOSIS_STATUS), severity="warning") or "active"
    if said in {"active", "resolved"}:
        return {"clinicalStatus": {"coding": [{"system": _CLINICAL, "code": said}]}}
    verification = {"verificationStatus": {"coding": [{"system": _VERIFICATION, "code": said}]}}
    if said == "entered-in-error":
        return verification
    clinical = "active" if said == "provisional" else "inactive"
    return {"clinicalStatus": {"coding": [{"system": _CLINICAL, "code": clinical}]}, **verification}
