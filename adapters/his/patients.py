"""Patients' row to Patient and RelatedPerson. The table is the authority and updates what it says."""

from adapters.his.codes import GB_ETHNICITY, GB_MARITAL, MARITAL
from adapters.his.person import look_up, put_derived, read_instant, read_person
from adapters.port import Entry
from adapters.tabular.fields import Fields, split_list
from adapters.tabular.person import Person
from adapters.tabular.values import to_phone
from fhir_profiles.issue import JsonObject

_V3_MARITAL = "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus"
_V3_NULL = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor"
_ETHNICITY = "https://alliance-hub.example/fhir/StructureDefinition/patient-ethnicity"


def patient_to_entries(fields: Fields) -> list[Entry]:
    """The Patient, and the contact where the row names one."""
    person = read_person(fields, lambda patient: _extend(patient, fields))
    if not fields.text("name"):
        fields.report("name", "the cell is empty; expected the patient's name.", code="required")
    if fields.is_refused or person is None:
        return []
    return [person.entry, *_contact(fields, person)]


def _extend(patient: JsonObject, fields: Fields) -> None:
    if phones := fields.read("phone", _phones, severity="warning"):
        patient["telecom"] = [{"system": "phone", "value": phone} for phone in phones]
    if address := fields.text("address"):
        patient["address"] = [{"use": "home", "text": address}]
    if marital := fields.read("marital", lambda cell: look_up(cell, MARITAL), severity="warning"):
        code, words, v3 = marital
        system = _V3_NULL if v3 == "UNK" else _V3_MARITAL
        codings = [{"system": system, "code": v3}, {"system": GB_MARITAL, "code": code, "display": words}]
        patient["maritalStatus"] = {"coding": codings, "text": words}
    if ethnicity := fields.text("ethnicity"):
        coded = len(ethnicity) == 2 and ethnicity.isdecimal()
        value = {"coding": [{"system": GB_ETHNICITY, "code": ethnicity}]} if coded else {"text": ethnicity}
        patient["extension"] = [{"url": _ETHNICITY, "valueCodeableConcept": value}]
    if died := read_instant(fields, "died"):
        patient["deceasedDateTime"] = died


def _contact(fields: Fields, person: Person) -> list[Entry]:
    name = fields.text("contact")
    phones = fields.read("contact_phone", _phones, severity="warning")
    if not name and not phones:
        return []
    contact: JsonObject = {"resourceType": "RelatedPerson", "active": True, "patient": person.reference}
    if relation := fields.text("relation"):
        contact["relationship"] = [{"text": relation}]
    if name:
        contact["name"] = [{"text": name}]
    if phones:
        contact["telecom"] = [{"system": "phone", "value": phone} for phone in phones]
    return [put_derived(contact, fields=fields, key=f"{person.key}|contact-1")]


def _phones(cell: str) -> list[str]:
    return [to_phone(part) for part in split_list(cell)]
