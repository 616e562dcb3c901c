"""Rows of bed moves and of tubes and devices to Location, the stay, and DeviceUseStatement.

https://hl7.org/fhir/R4/deviceusestatement.html
"""

from adapters.care_home.beds import bed_with_status
from adapters.care_home.person import read_person
from adapters.care_home.record import notes, observed, performers, read_time
from adapters.care_home.residents import BED_EXTENSION
from adapters.care_home.stay import stay_again
from adapters.port import Entry
from adapters.tabular.fields import Fields, put_by_key
from adapters.tabular.values import to_date
from fhir_profiles.issue import JsonObject


def bed_move_to_entries(fields: Fields) -> list[Entry]:
    """The Patient (created once), both beds, the move, and the stay where the row names it."""
    person = read_person(fields)
    at = read_time(fields, "at", is_needed=True)
    if not fields.text("to_bed"):
        fields.report("to_bed", "the cell is empty; expected the new bed.", code="required")
    admitted = fields.read("admitted", to_date)
    if fields.is_refused or person is None:
        return []
    new = bed_with_status(fields, room="to_room", bed="to_bed", is_free=False)
    old = bed_with_status(fields, room="from_room", bed="from_bed", is_free=True)
    beds = [bed for bed in (old, new) if bed is not None]
    assert new is not None
    words = " → ".join(str(bed.resource["name"]) for bed in beds)
    body: JsonObject = {"valueString": words, **notes(fields, "reason", "note")}
    move = observed(fields, person, code="bed-move", at=at, body=body)
    extension = [{"url": BED_EXTENSION, "valueReference": {"reference": new.full_url}}]
    return [person.entry, *beds, move, *stay_again(fields, person, admitted, {"extension": extension})]


def device_to_entries(fields: Fields) -> list[Entry]:
    """The Patient (created once) and the DeviceUseStatement with its Device inside."""
    person = read_person(fields)
    words = fields.text("device")
    if not words:
        fields.report("device", "the cell is empty; expected the tube or device, as in 胃管.", code="required")
    placed = fields.read("placed", to_date)
    removed = fields.read("removed", to_date)
    if placed and removed and removed < placed:
        fields.report("removed", "lies before the day of placing; expected a later day.")
    if fields.is_refused or person is None:
        return []
    device: JsonObject = {"resourceType": "Device", "id": "device", "type": {"text": words}}
    if size := fields.text("size"):
        device["modelNumber"] = size
    statement: JsonObject = {
        "resourceType": "DeviceUseStatement",
        "contained": [device],
        "status": "completed" if removed else "active",
        "subject": person.reference,
        "device": {"reference": "#device", "display": words},
    }
    if period := {name: day for name, day in (("start", placed), ("end", removed)) if day}:
        statement["timingPeriod"] = period
    if changed := fields.read("last_change", to_date, severity="warning"):
        statement["recordedOn"] = changed
    due = fields.read("next_change", to_date, severity="warning")
    if site := fields.text("site"):
        statement["bodySite"] = {"text": site}
    statement["source"] = performers(fields)[-1]
    found = [*([{"text": f"下次更换日期：{due}"}] if due else []), *notes(fields, "nurse", "note").get("note", [])]
    if found:
        statement["note"] = found
    key = f"{person.key}|device|{words}|{placed or ''}"
    return [person.entry, put_by_key(statement, source=fields.source, key=key)]
