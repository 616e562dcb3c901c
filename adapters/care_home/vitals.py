"""Vital-sign row to Observations. https://hl7.org/fhir/R4/observation-vitalsigns.html.

A value that no living person has is refused alone; the other cells of the row are kept.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cache

from adapters.care_home.columns import MEASUREMENTS
from adapters.care_home.person import read_person
from adapters.port import Entry
from adapters.tabular.fields import Fields, institution, put_by_key
from adapters.tabular.person import Person
from adapters.tabular.values import Bounds, CellError, to_instant, to_number
from fhir_profiles.issue import JsonObject

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
ACVPU = "https://alliance-hub.example/fhir/CodeSystem/acvpu"
_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"


@dataclass(frozen=True, slots=True)
class Measure:
    """What a column measures: LOINC codes, UCUM unit and plausible range."""

    codes: tuple[tuple[str, str], ...]
    words: str
    unit: str
    bounds: Bounds
    category: str = "vital-signs"


def _measure(codes: str, words: str, unit: str, low: str, high: str, *, category: str = "vital-signs") -> Measure:
    pairs = tuple((code, display) for code, _, display in (part.partition(" ") for part in codes.split("|")))
    bounds = Bounds(Decimal(low), Decimal(high), unit)
    return Measure(codes=pairs, words=words, unit=unit, bounds=bounds, category=category)


MEASURES = {
    "temperature": _measure("8310-5 Body temperature", "体温", "Cel", "25", "45"),
    "heart_rate": _measure("8867-4 Heart rate", "脉搏/心率", "/min", "20", "250"),
    "respiration": _measure("9279-1 Respiratory rate", "呼吸", "/min", "4", "80"),
    "saturation": _measure(
        "2708-6 Oxygen saturation in Arterial blood|59408-5 Oxygen saturation in Arterial blood by Pulse oximetry",
        "血氧饱和度",
        "%",
        "40",
        "100",
    ),
    "oxygen": _measure("3151-8 Inhaled oxygen flow rate", "吸氧流量", "L/min", "0", "60"),
    "glucose": _measure(
        "15074-8 Glucose [Moles/volume] in Blood", "血糖", "mmol/L", "0.5", "60", category="laboratory"
    ),
    "weight": _measure("29463-7 Body weight", "体重", "kg", "15", "300"),
}
SYSTOLIC = _measure("8480-6 Systolic blood pressure", "收缩压", "mm[Hg]", "40", "300")
DIASTOLIC = _measure("8462-4 Diastolic blood pressure", "舒张压", "mm[Hg]", "10", "200")

_CONSCIOUSNESS = {
    **dict.fromkeys(("清醒", "神清", "清楚", "神志清", "神志清楚", "清", "正常", "a", "alert"), ("A", "Alert")),
    **dict.fromkeys(("新发意识模糊", "新发谵妄", "谵妄", "c", "new confusion"), ("C", "New confusion")),
    **dict.fromkeys(("嗜睡", "对声音有反应", "v", "voice"), ("V", "Voice")),
    **dict.fromkeys(("昏睡", "对疼痛有反应", "p", "pain"), ("P", "Pain")),
    **dict.fromkeys(("昏迷", "无反应", "u", "unresponsive"), ("U", "Unresponsive")),
}
_ON_AIR = frozenset({"否", "无", "未吸氧", "不吸氧", "空气", "0", "no", "air", "n"})
_ON_OXYGEN = frozenset({"是", "有", "吸氧", "鼻导管", "面罩", "yes", "y"})
_PAIR = re.compile(r"(\d{2,3})\s*[/／\\-]\s*(\d{2,3})")


def vitals_to_entries(fields: Fields) -> list[Entry]:
    """The Patient and one Observation for each measured thing; blood pressure is one panel."""
    person = read_person(fields)
    measured = fields.read("measured", lambda cell: _instant(cell, fields))
    if not fields.text("measured"):
        fields.report("measured", "the cell is empty; expected the time of measurement.", code="required")
    _check_not_in_future(fields, measured)
    if fields.is_refused or person is None or measured is None:
        return []
    if not any(fields.text(key) for key in MEASUREMENTS):
        fields.report("measured", "the row holds no measurement; expected at least one.", code="required")
        return []
    found = [_quantity(fields, key) for key in MEASURES if key != "oxygen"]
    found += [_pressure(fields), _oxygen(fields), _consciousness(fields)]
    observations = [_entry(fields, person, measured, body) for body in found if body]
    if not observations:
        fields.report("measured", "no measurement of the row can be used; see its other findings.")
        return []
    return [person.entry, *observations]


def _instant(cell: str, fields: Fields) -> str:
    return to_instant(cell, fields.text("clock"), timezone=fields.source.timezone)


def _check_not_in_future(fields: Fields, measured: str | None) -> None:
    """One day is allowed: the sender's calendar may be ahead of UTC."""
    received = fields.source.received_at
    latest = (received + timedelta(days=1)).date().isoformat()
    if measured and received.year > 1970 and measured[:10] > latest:
        fields.report("measured", "the time lies in the future; expected a time in the past.")


def _quantity(fields: Fields, key: str) -> JsonObject | None:
    measure = MEASURES[key]
    parse = _weight if key == "weight" else _number
    value = fields.read(key, lambda cell: parse(cell, fields.column(key), measure), severity="warning")
    return None if value is None else {**_coded(measure), "valueQuantity": _as_quantity(value, measure)}


def _number(cell: str, column: str, measure: Measure) -> Decimal:
    if any("mg/d" in text.casefold() for text in (cell, column)):
        raise CellError("the unit is mg/dL; expected mmol/L")
    return to_number(cell, measure.bounds)


def _weight(cell: str, column: str, measure: Measure) -> Decimal:
    """Kilograms; 斤 (half a kilogram) is brought to kilograms, 公斤 is one."""
    in_jin = any("斤" in text.replace("公斤", "") for text in (cell, column))
    if not in_jin:
        return to_number(cell, measure.bounds)
    doubled = Bounds(measure.bounds.lowest * 2, measure.bounds.highest * 2, "斤")
    return to_number(cell, doubled) / 2


def _pressure(fields: Fields) -> JsonObject | None:
    if fields.text("blood_pressure"):
        pair = fields.read("blood_pressure", _pair, severity="warning")
        systolic, diastolic = pair or (None, None)
    else:
        systolic = fields.read("systolic", _within(SYSTOLIC), severity="warning")
        diastolic = fields.read("diastolic", _within(DIASTOLIC), severity="warning")
    if systolic is not None and diastolic is not None and diastolic >= systolic:
        key = "blood_pressure" if fields.text("blood_pressure") else "diastolic"
        fields.report(
            key,
            "the diastolic pressure is not below the systolic; both are left out.",
            severity="warning",
        )
        return None
    stated = [(SYSTOLIC, systolic), (DIASTOLIC, diastolic)]
    components = [
        {"code": _concept(measure), "valueQuantity": _as_quantity(value, measure)}
        for measure, value in stated
        if value is not None
    ]
    if not components:
        return None
    panel = {"coding": [{"system": LOINC, "code": "85354-9", "display": "Blood pressure panel"}], "text": "血压"}
    return {"category": _category("vital-signs"), "code": panel, "component": components}


def _pair(cell: str) -> tuple[Decimal, Decimal]:
    match = _PAIR.match(cell)
    if match is None:
        raise CellError("expected systolic and diastolic pressure such as 120/80 (mmHg)")
    return to_number(match[1], SYSTOLIC.bounds), to_number(match[2], DIASTOLIC.bounds)


def _within(measure: Measure) -> Callable[[str], Decimal]:
    return lambda cell: to_number(cell, measure.bounds)


def _oxygen(fields: Fields) -> JsonObject | None:
    measure = MEASURES["oxygen"]
    cell = fields.text("oxygen").casefold()
    if not cell:
        return None
    if cell in _ON_AIR:
        return {**_coded(measure), "valueQuantity": _as_quantity(Decimal(0), measure)}
    if cell in _ON_OXYGEN:
        absent = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
        reason = {"coding": [{"system": absent, "code": "unknown"}], "text": "吸氧，流量未记录"}
        return {**_coded(measure), "dataAbsentReason": reason}
    return _quantity(fields, "oxygen")


def _consciousness(fields: Fields) -> JsonObject | None:
    found = fields.read("consciousness", _to_acvpu, severity="warning")
    if found is None:
        return None
    code, display = found
    concept = {"coding": [{"system": LOINC, "code": "80288-4", "display": "Level of consciousness"}], "text": "意识"}
    value = {"coding": [{"system": ACVPU, "code": code, "display": display}], "text": fields.text("consciousness")}
    return {"category": _category("vital-signs"), "code": concept, "valueCodeableConcept": value}


def _to_acvpu(cell: str) -> tuple[str, str]:
    found = _CONSCIOUSNESS.get(cell.casefold())
    if found is None:
        raise CellError("expected 清醒, 新发意识模糊, 嗜睡, 昏睡 or 昏迷 (A, C, V, P, U)")
    return found


def _entry(fields: Fields, person: Person, measured: str, body: JsonObject) -> Entry:
    code = body["code"]["coding"][0]["code"]
    observation: JsonObject = {
        "resourceType": "Observation",
        "status": "final",
        "category": body["category"],
        "code": body["code"],
        "subject": person.reference,
        "effectiveDateTime": measured,
        **{name: value for name, value in body.items() if name not in {"category", "code"}},
    }
    nurse = fields.text("nurse")
    performers = [{"display": nurse}] if nurse else []
    observation["performer"] = [*performers, institution(fields.source)]
    return put_by_key(observation, source=fields.source, key=f"{person.key}|{measured}|{code}")


def _coded(measure: Measure) -> JsonObject:
    return {"category": _category(measure.category), "code": _concept(measure)}


@cache
def _category(code: str) -> list[JsonObject]:
    return [{"coding": [{"system": _CATEGORY, "code": code}]}]


@cache
def _concept(measure: Measure) -> JsonObject:
    coding = [{"system": LOINC, "code": code, "display": display} for code, display in measure.codes]
    return {"coding": coding, "text": measure.words}


def _as_quantity(value: Decimal, measure: Measure) -> JsonObject:
    return {"value": value, "unit": measure.unit, "system": UCUM, "code": measure.unit}
