"""The elder of the story, and what is known about her: fictitious, with a right check digit (domain.md F).

周阿婆, 81, came to the ward with pneumonia and needs oxygen; she has Parkinson's disease and needs much help.
"""

from datetime import datetime, timedelta

from fhir_profiles.issue import JsonObject

BASE = "https://alliance-hub.example"
FACT = f"{BASE}/fhir/CodeSystem/referral-fact"
ABILITY = f"{BASE}/fhir/CodeSystem/gbt-42195-2022"
ICD10 = "http://hl7.org/fhir/sid/icd-10"
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"

NAME = "周阿婆"
RESIDENT_ID = "330105194502190046"
HOSPITAL_NUMBER = "Z20260219"
HOME_NUMBER = "R101"


def condition(code: str, words: str, *, subject: str, onset: datetime, role: str = "encounter-diagnosis") -> JsonObject:
    """A confirmed, active diagnosis."""
    return {
        "resourceType": "Condition",
        "clinicalStatus": _coded("http://terminology.hl7.org/CodeSystem/condition-clinical", "active"),
        "verificationStatus": _coded("http://terminology.hl7.org/CodeSystem/condition-ver-status", "confirmed"),
        "category": [_coded("http://terminology.hl7.org/CodeSystem/condition-category", role)],
        "code": {"coding": [{"system": ICD10, "code": code, "display": words}], "text": words},
        "subject": {"reference": subject},
        "onsetDateTime": onset.date().isoformat(),
    }


def quantity(loinc: str, words: str, value: float, unit: str, *, subject: str, at: datetime) -> JsonObject:
    """A measured value."""
    return _observation({"system": LOINC, "code": loinc}, words, subject=subject, at=at) | {
        "valueQuantity": {"value": value, "unit": unit, "system": UCUM, "code": unit}
    }


def duration(code: str, words: str, value: int, unit: str, *, subject: str, at: datetime) -> JsonObject:
    """A time that a doctor states, in hours or days."""
    return _observation({"system": FACT, "code": code}, words, subject=subject, at=at) | {
        "valueQuantity": {"value": value, "unit": unit, "system": UCUM, "code": unit}
    }


def statement(code: str, words: str, value: bool | int | str, *, subject: str, at: datetime) -> JsonObject:
    """A fact that somebody states, by its code in the catalogue's facts table."""
    made = _observation({"system": FACT, "code": code}, words, subject=subject, at=at)
    if isinstance(value, bool):
        made["valueBoolean"] = value
    elif isinstance(value, int):
        made["valueInteger"] = value
    else:
        made["valueCodeableConcept"] = {"coding": [{"system": FACT, "code": value}], "text": value}
    return made


def vital_signs(
    subject: str,
    at: datetime,
    *,
    temperature: float = 36.6,
    pulse: int = 78,
    breaths: int = 18,
    systolic: int = 128,
    saturation: int = 96,
    oxygen: float = 2,
    consciousness: str = "A",
) -> list[JsonObject]:
    """One set of vital signs, as a nurse takes it."""

    def taken(loinc: str, words: str, value: float, unit: str) -> JsonObject:
        return quantity(loinc, words, value, unit, subject=subject, at=at)

    alert = _observation({"system": LOINC, "code": "67775-7"}, "意识", subject=subject, at=at)
    alert["valueCodeableConcept"] = {"coding": [{"system": FACT, "code": consciousness}], "text": consciousness}
    return [
        taken("8310-5", "体温", temperature, "Cel"),
        taken("8867-4", "心率", pulse, "/min"),
        taken("9279-1", "呼吸", breaths, "/min"),
        taken("8480-6", "收缩压", systolic, "mm[Hg]"),
        taken("59408-5", "血氧饱和度", saturation, "%"),
        taken("3151-8", "吸氧流量", oxygen, "L/min"),
        alert,
    ]


def recovery(subject: str, now: datetime) -> list[JsonObject]:
    """What the ward knows on the day of discharge: four stable days, oral antibiotics, oxygen at 2 litres."""
    days = [sign for back in (72, 48, 24, 1) for sign in vital_signs(subject, now - timedelta(hours=back))]
    at = now - timedelta(hours=2)
    return [
        *days,
        quantity("2823-3", "血钾", 4.1, "mmol/L", subject=subject, at=at),
        statement("curb-65", "CURB-65评分", 1, subject=subject, at=at),
        statement("hoehn-yahr", "Hoehn-Yahr分期", 3, subject=subject, at=at),
        duration("oral-antibiotic-hours", "口服抗生素小时数", 60, "h", subject=subject, at=at),
        duration("day-of-course", "病程日", 9, "d", subject=subject, at=at),
        *(statement(code, words, value, subject=subject, at=at) for code, words, value in _STATEMENTS),
        ability(subject, now - timedelta(days=1)),
    ]


def consent(subject: str, now: datetime, *, recipient: str) -> JsonObject:
    """Her own consent that the ward tells one home what it needs for her care (PIPL 23, 29)."""
    participation = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
    return {
        "resourceType": "Consent",
        "status": "active",
        "scope": _coded("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy"),
        "category": [_coded(LOINC, "59284-0")],
        "patient": {"reference": subject},
        "dateTime": now.isoformat(timespec="seconds"),
        "performer": [{"reference": subject}],
        "organization": [{"reference": "Organization/H1"}],
        "policyRule": {"text": "示范联盟转诊信息共享知情同意书 2026 版"},
        "provision": {
            "type": "permit",
            "actor": [{"role": _coded(participation, "IRCP"), "reference": {"reference": f"Organization/{recipient}"}}],
            "purpose": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "TREAT"}],
        },
    }


def ability(subject: str, at: datetime, *, level: int = 3, total: int = 41) -> JsonObject:
    """The level by GB/T 42195-2022 as the ward's two assessors found it."""
    made = _observation({"system": ABILITY, "code": "level"}, "能力等级", subject=subject, at=at)
    ordinal = {"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": level}
    words = f"{level} 级 {_LEVELS[level]}"
    category = "http://terminology.hl7.org/CodeSystem/observation-category"
    return made | {
        "category": [_coded(category, "survey")],
        "performer": [{"type": "Practitioner", "display": name} for name in ("评估员甲", "评估员乙")],
        "method": {"text": "GB/T 42195-2022"},
        "valueCodeableConcept": {
            "coding": [{"extension": [ordinal], "system": ABILITY, "code": str(level), "display": _LEVELS[level]}],
            "text": words,
        },
        "note": [{"text": f"总分 {total}，住院期间评估"}],
    }


_LEVELS = (
    "能力完好",
    "能力轻度受损（轻度失能）",
    "能力中度受损（中度失能）",
    "能力重度受损（重度失能）",
    "能力完全丧失（完全失能）",
)

_STATEMENTS: tuple[tuple[str, str, bool], ...] = (
    ("antipyretic-24h", "24小时内用退热药或激素", False),
    ("iv-pump", "静脉血管活性药或胰岛素泵", False),
    ("dose-changed-48h", "48小时内关键药物调整", False),
    ("oral-or-enteral", "经口或管饲进食", True),
    ("plan-written", "后续计划与随访日期已写明", True),
    ("chest-film-better", "胸片好转", True),
    ("psychosis", "精神症状", False),
)


def _observation(coding: JsonObject, words: str, *, subject: str, at: datetime) -> JsonObject:
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [coding], "text": words},
        "subject": {"reference": subject},
        "effectiveDateTime": at.isoformat(timespec="seconds"),
    }


def _coded(system: str, code: str) -> JsonObject:
    return {"coding": [{"system": system, "code": code}]}
