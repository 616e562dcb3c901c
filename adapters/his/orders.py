"""Orders' row to ServiceRequest. https://hl7.org/fhir/R4/servicerequest.html."""

from adapters.his.codes import ORDER_STATUS, PRIORITIES
from adapters.his.concepts import concept_of
from adapters.his.person import look_up, put_numbered, read_doctor, read_instant, read_person, read_visit
from adapters.port import Entry
from adapters.tabular.fields import Fields
from fhir_profiles.issue import JsonObject


def order_to_entries(fields: Fields) -> list[Entry]:
    """The Patient, the visit (both created once), the doctor and the ServiceRequest."""
    person = read_person(fields)
    code = concept_of(fields, kind="item")
    number = fields.text("order_no")
    if not number:
        fields.report("order_no", "the cell is empty; expected the number of the order.", code="required")
    if code is None:
        fields.report("words", "the row names no item; expected a code or words.", code="required")
    if fields.is_refused or person is None or code is None:
        return []
    visit = read_visit(fields, person)
    doctor, doctors = read_doctor(fields)
    request: JsonObject = {
        "resourceType": "ServiceRequest",
        "status": fields.read("status", lambda cell: look_up(cell, ORDER_STATUS), severity="warning") or "unknown",
        "intent": "order",
        "code": code,
        "subject": person.reference,
    }
    if category := fields.text("category"):
        request["category"] = [{"text": category}]
    if priority := fields.read("priority", lambda cell: look_up(cell, PRIORITIES), severity="warning"):
        request["priority"] = priority
    if visit:
        request["encounter"] = visit.reference
    if authored := read_instant(fields, "authored"):
        request["authoredOn"] = authored
    if doctor:
        request["requester"] = doctor
    if site := fields.text("body_site"):
        request["bodySite"] = [{"text": site}]
    if purpose := fields.text("purpose"):
        request["reasonCode"] = [{"text": purpose}]
    system = fields.source.local_system("placer")
    entry = put_numbered(request, fields=fields, kind="PLAC", system=system, value=number)
    return [person.entry, *([visit.entry] if visit else []), *doctors, entry]
