"""Prescriptions' row to MedicationRequest. https://hl7.org/fhir/R4/medicationrequest.html."""

import re
from decimal import Decimal

from adapters.his.codes import FREQUENCIES, MEDICATION_STATUS, UCUM
from adapters.his.concepts import concept_of, label_of, unit_of
from adapters.his.person import (
    look_up,
    put_derived,
    put_numbered,
    read_doctor,
    read_instant,
    read_person,
    read_visit,
)
from adapters.port import Entry
from adapters.tabular.fields import Fields
from adapters.tabular.values import Bounds, CellError, to_number, to_whole_number
from fhir_profiles.issue import JsonObject

_ABBREVIATION = "http://terminology.hl7.org/CodeSystem/v3-GTSAbbreviation"
_AMOUNT = Bounds(Decimal(0), Decimal(100_000), "")
_DOSE = re.compile(r"(\d+(?:\.\d+)?)\s*([^\d\s(（,，]+)?")


def prescription_to_entries(fields: Fields) -> list[Entry]:
    """The Patient, the visit (both created once), the doctor and the MedicationRequest."""
    person = read_person(fields)
    medicine = concept_of(fields, kind="drug")
    if medicine is None:
        fields.report("words", "the row names no medicine; expected a name or a code.", code="required")
    if fields.is_refused or person is None or medicine is None:
        return []
    visit = read_visit(fields, person)
    doctor, doctors = read_doctor(fields)
    authored = read_instant(fields, "authored")
    request: JsonObject = {
        "resourceType": "MedicationRequest",
        "status": _status(fields),
        "intent": "order",
        "medicationCodeableConcept": medicine,
        "subject": person.reference,
    }
    if visit:
        request["encounter"] = visit.reference
    if authored:
        request["authoredOn"] = authored
    if doctor:
        request["requester"] = doctor
    notes = [text for key in ("spec", "note") if (text := fields.text(key))]
    if notes:
        request["note"] = [{"text": text} for text in notes]
    days = _days(fields)
    if dosage := _dosage(fields, days):
        request["dosageInstruction"] = [dosage]
    if dispense := _dispense(fields, days):
        request["dispenseRequest"] = dispense
    entry = _numbered(request, fields, key=f"{person.key}|medicine|{label_of(medicine)}|{authored}")
    return [person.entry, *([visit.entry] if visit else []), *doctors, entry]


def _numbered(request: JsonObject, fields: Fields, *, key: str) -> Entry:
    """By the number of the line; several lines of one prescription are told apart by line number or medicine."""
    number, line = fields.text("order_no"), fields.text("line")
    if not number:
        return put_derived(request, fields=fields, key=key)
    system = fields.source.local_system("placer")
    if line:
        return put_numbered(request, fields=fields, kind="PLAC", system=system, value=f"{number}-{line}")
    group = {"system": system, "value": number}
    label = label_of(request["medicationCodeableConcept"])
    entry = put_derived(request, fields=fields, key=f"{system}|{number}|{label}")
    entry.resource["groupIdentifier"] = group
    return entry


def _status(fields: Fields) -> str:
    """The column's word; without it a stop means stopped, and what was prescribed is active."""
    said = fields.read("status", lambda cell: look_up(cell, MEDICATION_STATUS), severity="warning")
    return said or ("stopped" if fields.text("stopped") else "active")


def _dosage(fields: Fields, days: JsonObject) -> JsonObject:
    dosage: JsonObject = {}
    parts = [fields.text(key) for key in ("dose", "frequency", "route")]
    if fields.text("dose") and fields.text("dose_unit"):
        parts[0] = f"{parts[0]}{fields.text('dose_unit')}"
    if any(parts):
        dosage["text"] = " ".join(part for part in parts if part)
    if timing := _timing(fields, days):
        dosage["timing"] = timing
    if route := fields.text("route"):
        dosage["route"] = {"text": route}
    dose = fields.read("dose", lambda cell: _dose(cell, fields.text("dose_unit")), severity="warning")
    if dose:
        dosage["doseAndRate"] = [{"doseQuantity": dose}]
    return dosage


def _timing(fields: Fields, days: JsonObject) -> JsonObject:
    timing: JsonObject = {}
    repeat: JsonObject = {}
    if words := fields.text("frequency"):
        known = FREQUENCIES.get(words.casefold())
        timing["code"] = {"text": words}
        if known:
            times, period, unit, code = known
            repeat |= {"frequency": times, "period": period, "periodUnit": unit}
            if code:
                timing["code"]["coding"] = [{"system": _ABBREVIATION, "code": code}]
    start, stop = read_instant(fields, "authored"), read_instant(fields, "stopped")
    if stop:
        repeat["boundsPeriod"] = {**({"start": start} if start else {}), "end": stop}
    elif days:
        repeat["boundsDuration"] = days
    return {**({"repeat": repeat} if repeat else {}), **timing}


def _dose(cell: str, unit: str) -> JsonObject:
    """`0.5`, `0.5g` and `1片`: a number, with the unit of the cell or of its own column."""
    match = _DOSE.fullmatch(cell.strip())
    if match is None:
        raise CellError("expected one dose such as 0.5g or 1片; its words are kept as text")
    return {"value": to_number(match[1], _AMOUNT), **unit_of(unit or match[2] or "")}


def _dispense(fields: Fields, days: JsonObject) -> JsonObject:
    amount = fields.read("quantity", lambda cell: _dose(cell, fields.text("quantity_unit")), severity="warning")
    return {**({"quantity": amount} if amount else {}), **({"expectedSupplyDuration": days} if days else {})}


def _days(fields: Fields) -> JsonObject:
    days = fields.read("days", lambda cell: to_whole_number(cell, highest=3660), severity="warning")
    return {"value": days, "unit": "天", "system": UCUM, "code": "d"} if days else {}
