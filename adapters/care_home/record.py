"""What the maps of daily life share: codes of the home's record, times, and Observations of it."""

from datetime import timedelta
from typing import Final

from adapters.port import Entry
from adapters.tabular.fields import Fields, institution, put_by_key
from adapters.tabular.person import Person
from adapters.tabular.values import to_instant
from fhir_profiles.issue import JsonObject, Severity
from terminology.code_systems import load_code_system

RECORD: Final = "https://alliance-hub.example/fhir/CodeSystem/care-home-record"


def concept(code: str) -> JsonObject:
    """The concept of an item of the home's record."""
    words = load_code_system("care-home-record").display(code)
    return {"coding": [{"system": RECORD, "code": code, "display": words}], "text": words}


def read_time(fields: Fields, key: str, *, is_needed: bool = False) -> str:
    """The time in a column, with that of `clock` where the table has one; empty when there is none.

    A missing or unreadable time that is needed refuses the row: a record without a time can mislead.
    """
    clock = fields.text("clock") if "clock" in fields.header.positions else ""
    if is_needed and not fields.text(key):
        fields.report(key, "the cell is empty; expected a time such as 2026-03-02 08:05.", code="required")
        return ""
    severity: Severity = "error" if is_needed else "warning"
    zone = fields.source.timezone
    found = fields.read(key, lambda cell: to_instant(cell, clock, timezone=zone), severity=severity)
    received = fields.source.received_at
    if is_needed and found and received.year > 1970 and found[:10] > (received + timedelta(days=1)).date().isoformat():
        fields.report(key, "the time lies in the future; expected a time in the past.")
    return found or ""


def observed(fields: Fields, person: Person, *, code: str, at: str, body: JsonObject) -> Entry:
    """An Observation of the home's record at a time."""
    observation: JsonObject = {
        "resourceType": "Observation",
        "status": "final",
        "category": [{"coding": [{"system": RECORD, "code": "care-note"}], "text": "照护记录"}],
        "code": concept(code),
        "subject": person.reference,
        "effectiveDateTime": at,
        "performer": performers(fields),
        **body,
    }
    if "effectivePeriod" in body:
        del observation["effectiveDateTime"]
    return put_by_key(observation, source=fields.source, key=f"{person.key}|{code}|{at}")


def performers(fields: Fields) -> list[JsonObject]:
    """Who wrote it, where the row says so, and the home."""
    nurse = fields.text("nurse")
    return [*([{"display": nurse}] if nurse else []), institution(fields.source)]


def notes(fields: Fields, *keys: str) -> JsonObject:
    """Annotations of the filled columns, each with the column's official name before it."""
    texts = [f"{fields.header.kind.label(key)}：{text}" for key in keys if (text := fields.text(key))]
    return {"note": [{"text": text} for text in texts]} if texts else {}
