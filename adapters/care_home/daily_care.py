"""Rows of daily care and of medicines given to Observation, Procedure and MedicationAdministration.

https://hl7.org/fhir/R4/medicationadministration.html
"""

import re
from decimal import Decimal

from adapters.care_home.person import read_person
from adapters.care_home.record import concept, notes, observed, performers, read_time
from adapters.care_home.record_columns import DAILY_DONE, DAILY_ITEMS
from adapters.port import Entry
from adapters.tabular.fields import Fields, put_by_key
from adapters.tabular.person import Person
from adapters.tabular.values import NO, Bounds, CellError, to_number
from fhir_profiles.issue import JsonObject

_UCUM = "http://unitsofmeasure.org"
_MILLILITRES = Bounds(Decimal(0), Decimal(10_000), "ml")
_TIMES = Bounds(Decimal(0), Decimal(50), "次")
_HOURS = Bounds(Decimal(0), Decimal(24), "小时")
_DOSE = re.compile(r"(\d+(?:\.\d+)?)\s*([^\d\s(（,，]+)?")
_GIVEN = {
    **dict.fromkeys(
        ("已服", "已给", "已执行", "已发", "是", "服用", "完成", "√", "✓", "✔", "given", "yes", "completed"),
        "completed",
    ),
    **dict.fromkeys(
        ("未服", "拒服", "漏服", "未给", "否", "未执行", "外出", "×", "✗", "refused", "no", "not-done"), "not-done"
    ),
}


def daily_care_to_entries(fields: Fields) -> list[Entry]:
    """The Patient (created once), an Observation for each thing seen, a Procedure for each thing done."""
    person = read_person(fields)
    at = read_time(fields, "at", is_needed=True)
    if fields.is_refused or person is None:
        return []
    found = [_seen(fields, person, key, at) for key in DAILY_ITEMS if fields.text(key)]
    found += [_done(fields, person, key, at) for key in DAILY_DONE if fields.text(key)]
    if text := fields.text("note"):
        found.append(observed(fields, person, code="care-note", at=at, body={"valueString": text}))
    if not found:
        fields.report("at", "the row holds no record of care; expected at least one.", code="required")
        return []
    return [person.entry, *found]


def _seen(fields: Fields, person: Person, key: str, at: str) -> Entry:
    """A number with its unit where the cell gives one; else the words."""
    cell = fields.text(key)
    return observed(fields, person, code=key.replace("_", "-"), at=at, body=_value(key, cell))


def _value(key: str, cell: str) -> JsonObject:
    kinds = {
        "fluid_intake": (_MILLILITRES, "mL", "ml"),
        "urine": (_TIMES, "{count}", "次"),
        "stool": (_TIMES, "{count}", "次"),
        "sleep": (_HOURS, "h", "小时"),
    }
    if key not in kinds:
        return {"valueString": cell}
    bounds, code, unit = kinds[key]
    if key == "urine" and "ml" in cell.casefold():
        bounds, code, unit = _MILLILITRES, "mL", "ml"
    if not re.fullmatch(r"\d+(?:\.\d+)?\s*(?:ml|毫升|次|小时|h)?", cell.casefold()):
        return {"valueString": cell}
    try:
        value = to_number(cell, bounds)
    except CellError:
        return {"valueString": cell}
    return {"valueQuantity": {"value": value, "unit": unit, "system": _UCUM, "code": code}}


def _done(fields: Fields, person: Person, key: str, at: str) -> Entry:
    cell = fields.text(key)
    procedure: JsonObject = {
        "resourceType": "Procedure",
        "status": "not-done" if cell.casefold() in NO else "completed",
        "code": concept(key.replace("_", "-")),
        "subject": person.reference,
        "performedDateTime": at,
        "performer": [{"actor": who} for who in performers(fields)],
        "note": [{"text": cell}],
    }
    return put_by_key(procedure, source=fields.source, key=f"{person.key}|{key}|{at}")


def medicine_to_entries(fields: Fields) -> list[Entry]:
    """The Patient (created once) and the MedicationAdministration, also of what was refused or forgotten."""
    person = read_person(fields)
    at = read_time(fields, "at", is_needed=True)
    medicine = fields.text("medicine")
    if not medicine:
        fields.report("medicine", "the cell is empty; expected the name of the medicine.", code="required")
    status = fields.read("given", _status)
    if fields.is_refused or person is None:
        return []
    code: JsonObject = {"text": medicine}
    if number := fields.text("medicine_code"):
        system = f"https://alliance-hub.example/sid/{fields.source.name}/code/drug"
        code["coding"] = [{"system": system, "code": number, "display": medicine}]
    given: JsonObject = {
        "resourceType": "MedicationAdministration",
        "status": status or "completed",
        "medicationCodeableConcept": code,
        "subject": person.reference,
        "effectiveDateTime": at,
        "performer": [{"actor": who} for who in performers(fields)],
        **notes(fields, "note"),
    }
    if status == "not-done":
        given["statusReason"] = [{"text": fields.text("why_not") or fields.text("given")}]
    elif fields.text("why_not"):
        given["reasonCode"] = [{"text": fields.text("why_not")}]
    if dosage := _dosage(fields):
        given["dosage"] = dosage
    return [person.entry, put_by_key(given, source=fields.source, key=f"{person.key}|given|{medicine}|{at}")]


def _status(cell: str) -> str:
    found = _GIVEN.get(cell.casefold())
    if found is None:
        raise CellError("expected 已服 (or √), 拒服, 漏服 or 未服 (or ×)")
    return found


def _dosage(fields: Fields) -> JsonObject:
    """Words always; the dose as a quantity where it can be read (mad-1 wants a dose or a rate beside a text)."""
    dose, route = fields.text("dose"), fields.text("route")
    if not dose and not route:
        return {}
    dosage: JsonObject = {"text": " ".join(part for part in (dose, route) if part)}
    if route:
        dosage["route"] = {"text": route}
    match = _DOSE.fullmatch(dose)
    unit = {"unit": match[2]} if match and match[2] else {}
    dosage["dose"] = {"value": Decimal(match[1]), **unit} if match else {"unit": dose or "未记录"}
    return dosage
