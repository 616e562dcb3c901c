"""Visits' row to Encounter, which it updates. https://hl7.org/fhir/R4/encounter.html."""

from adapters.his.codes import V3_ACT, V3_NULL, VISIT_CLASSES, VISIT_STATUS
from adapters.his.person import (
    changed_at,
    look_up,
    read_doctor,
    read_instant,
    read_person,
    visit_identifier,
    visit_number,
)
from adapters.port import Entry
from adapters.tabular.fields import Fields, conditional_put
from fhir_profiles.issue import JsonObject

_PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"


def visit_to_entries(fields: Fields) -> list[Entry]:
    """The Patient (created once), the doctor and the Encounter."""
    person = read_person(fields)
    number = visit_number(fields)
    if not number:
        fields.report("visit_no", "the cell is empty; expected the number of the visit.", code="required")
    start, end = read_instant(fields, "start"), read_instant(fields, "end")
    if start and end and end[:10] < start[:10]:
        fields.report("end", "lies before the beginning of the visit; it is left out.", severity="warning")
        end = ""
    if fields.is_refused or person is None:
        return []
    encounter: JsonObject = {
        "resourceType": "Encounter",
        "identifier": [visit_identifier(fields.source, number)],
        "status": _status(fields, start=start, end=end),
        "class": _class(fields),
        "subject": person.reference,
    }
    if department := fields.text("department"):
        encounter["serviceType"] = {"text": department}
    doctor, doctors = read_doctor(fields)
    if doctor:
        role = {"coding": [{"system": _PARTICIPATION, "code": "ATND", "display": "attender"}]}
        encounter["participant"] = [{"type": [role], "individual": doctor}]
    if period := {name: at for name, at in (("start", start), ("end", end)) if at}:
        encounter["period"] = period
    _details(encounter, fields)
    system = fields.source.local_system("visit")
    full_url = fields.source.full_url("Encounter", f"{system}|{number}")
    entry = conditional_put(encounter, full_url, system=system, value=number)._replace(at=changed_at(fields))
    return [person.entry, *doctors, entry]


def _status(fields: Fields, *, start: str, end: str) -> str:
    """The column's word; without it an end means finished and a start in progress."""
    said = fields.read("status", lambda cell: look_up(cell, VISIT_STATUS), severity="warning")
    return said or ("finished" if end else "in-progress" if start else "unknown")


def _class(fields: Fields) -> JsonObject:
    found = fields.read("class", lambda cell: look_up(cell, VISIT_CLASSES), severity="warning")
    if found is None:
        return {"system": V3_NULL, "code": "UNK", "display": "unknown"}
    code, display = found
    return {"system": V3_ACT, "code": code, "display": display}


def _details(encounter: JsonObject, fields: Fields) -> None:
    if reason := fields.text("reason"):
        encounter["reasonCode"] = [{"text": reason}]
    stay: JsonObject = {}
    if source := fields.text("source"):
        stay["admitSource"] = {"text": source}
    if outcome := fields.text("outcome"):
        stay["dischargeDisposition"] = {"text": outcome}
    if stay:
        encounter["hospitalization"] = stay
    place = " ".join(part for part in (fields.text("ward"), fields.text("bed")) if part)
    if place:
        encounter["location"] = [{"location": {"display": place}}]
