"""Patient as PID and PD1. The inverse of segments/pid.py."""

from adapters.hl7v2.codesystems.persons import GB_ETHNICITY, MARITAL_STATUS
from adapters.hl7v2.codesystems.religion import RELIGION
from adapters.hl7v2.outbound.coded import code_of, concept_to_cwe
from adapters.hl7v2.outbound.context import Outgoing
from adapters.hl7v2.outbound.datatypes import (
    address_to_xad,
    contact_to_xtn,
    identifier_to_cx,
    name_to_xpn,
    own_identifiers,
    time_to_ts,
    ts,
)
from adapters.hl7v2.outbound.line import Line
from adapters.hl7v2.outbound.parties import organization_to_xon, person_to_xcn
from adapters.hl7v2.outbound.resources import Node

_FHIR = "http://hl7.org/fhir/StructureDefinition"
_HUB = "https://alliance-hub.example/fhir/StructureDefinition"
_SEX = {"male": "M", "female": "F", "other": "O", "unknown": "U"}
_NESTED = {f"{_FHIR}/patient-citizenship": (26, "0171"), f"{_FHIR}/patient-nationality": (28, "0212")}
_GROUPS = {f"{_HUB}/patient-ethnicity": 22, f"{_HUB}/patient-population-group": 10}


def patient_to_pid(patient: Node, context: Outgoing, *, account: Node | None = None) -> None:
    """Add PID, and PD1 where the patient has a family doctor or clinic."""
    context.resources.told(patient)
    pid = Line("PID").set(1, "1")
    pid.set(3, *(identifier_to_cx(found, context) for found in own_identifiers(patient)))
    pid.set(5, *(name_to_xpn(name) for name in patient.each("name")))
    if not pid.has(3):
        context.warn(patient.path, "The patient has no identifier; the receiver may not find the record.")
    _demographics(pid, patient, context)
    _contact(pid, patient, context)
    _extensions(pid, patient, context)
    if account is not None:
        pid.set(18, identifier_to_cx(account, context, kind="account"))
    if patient.peek("active") == "Y":
        patient.mark_each("active")
    context.add(pid)
    _primary_care(patient, context)


def _demographics(pid: Line, patient: Node, context: Outgoing) -> None:
    born = patient.text("birthDate")
    timed = patient.child("_birthDate")
    moment = timed.extension(f"{_FHIR}/patient-birthTime") if timed else None
    pid.set(7, ts(moment, context, "valueDateTime") if moment else time_to_ts(born, context))
    pid.set(8, _sex(patient))
    pid.set(16, concept_to_cwe(patient.child("maritalStatus"), context, table="0002", translation=MARITAL_STATUS))
    pid.set(24, patient.text("multipleBirthBoolean"))
    order = patient.text("multipleBirthInteger")
    if order:
        pid.set(24, "Y").set(25, order)
    died = ts(patient, context, "deceasedDateTime")
    pid.set(29, died).set(30, "Y" if died else patient.text("deceasedBoolean"))


def _sex(patient: Node) -> str:
    """The code that was sent, where it said more than FHIR's four, else table 0001."""
    kept = patient.child("_gender")
    original = kept.extension(f"{_FHIR}/alternate-codes") if kept else None
    sex = patient.text("gender")
    if original is None:
        return _SEX.get(sex, "")
    original.mark()
    return original.peek("valueCodeableConcept", "coding", "code")


def _contact(pid: Line, patient: Node, context: Outgoing) -> None:
    pid.set(11, *(address_to_xad(found, context) for found in patient.each("address")))
    for point in patient.each("telecom"):
        pid.add(14 if point.peek("use") == "work" else 13, contact_to_xtn(point, context))
    spoken = patient.each("communication")
    for language in spoken[:1]:
        pid.set(15, concept_to_cwe(language.child("language"), context, table="0296"))


def _extensions(pid: Line, patient: Node, context: Outgoing) -> None:
    for found in patient.each("extension"):
        url = found.peek("url")
        if url == f"{_FHIR}/patient-mothersMaidenName":
            pid.set(6, found.text("valueString"))
        elif url == f"{_FHIR}/patient-birthPlace" and found.peek("valueAddress", "text"):
            pid.set(23, found.text("valueAddress", "text"))
        elif url == f"{_FHIR}/patient-religion":
            concept = found.child("valueCodeableConcept")
            pid.add(17, concept_to_cwe(concept, context, table="0006", translation=RELIGION))
        elif url in _NESTED:
            field, table = _NESTED[url]
            code = found.at("extension")
            pid.add(field, concept_to_cwe(code.child("valueCodeableConcept") if code else None, context, table=table))
            if code is not None:
                code.mark_each("url")
        elif url in _GROUPS:
            _population_group(pid, _GROUPS[url], found, context)
        else:
            continue
        found.mark_each("url")


def _population_group(pid: Line, field: int, extension: Node, context: Outgoing) -> None:
    concept = extension.child("valueCodeableConcept")
    if concept is None:
        return
    code = concept.at("coding")
    if code is not None and code.peek("system") == GB_ETHNICITY:
        concept.mark_each("text")
        code.mark_each("system")
        pid.add(22, [code.text("code"), code.text("display") or concept.peek("text"), "GB/T3304"])
    else:
        pid.add(field, concept_to_cwe(concept, context, table={10: "0005", 22: "0189"}[field]))


def _primary_care(patient: Node, context: Outgoing) -> None:
    pd1 = Line("PD1")
    for reference in patient.each("generalPractitioner"):
        found = context.resources.resolve(reference)
        is_clinic = found is not None and found.value["resourceType"] == "Organization"
        if is_clinic:
            pd1.add(3, organization_to_xon(reference, context))
        else:
            pd1.add(4, person_to_xcn(reference, context))
    disability = patient.extension(f"{_FHIR}/patient-disability")
    if disability is not None:
        pd1.set(6, code_of(disability.child("valueCodeableConcept"), table="0295"))
    worship = patient.extension(f"{_FHIR}/patient-congregation")
    if worship is not None:
        pd1.set(14, worship.text("valueString"))
    if pd1.fields:
        context.add(pd1)
