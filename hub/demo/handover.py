"""What the ward hands over beside its measurements: the elder's wish, medicines, risks, devices, care and follow-up."""

from datetime import datetime, timedelta

from fhir_profiles.issue import JsonObject
from hub.demo.elder import BASE

_GOALS = f"{BASE}/fhir/CodeSystem/goals-of-care"
_CAPABILITY = f"{BASE}/fhir/CodeSystem/capability"


def handover(subject: str, now: datetime) -> list[JsonObject]:
    """The nursing and medical part of the transfer sheet."""
    patient = {"reference": subject}
    return [
        _flag(patient, now, system=_GOALS, code="full", words="希望住在离女儿近的养护院；病情变化时愿意回医院治疗"),
        _flag(patient, now, system="", code="", words="跌倒高风险：起身须有人搀扶；误吸风险：半卧位进食"),
        _medicine(patient, now, words="莫西沙星片", dose="0.4 g 每日一次 口服，还需 5 天", note="新增；今日 8 时已服"),
        _medicine(patient, now, words="多巴丝肼片", dose="125 mg 每日三次 餐前一小时", note="继续，剂量未变"),
        {
            "resourceType": "DeviceUseStatement",
            "status": "active",
            "subject": patient,
            "timingDateTime": (now - timedelta(days=8)).isoformat(timespec="seconds"),
            "device": {"reference": "#cannula", "display": "鼻导管吸氧"},
            "contained": [
                {
                    "resourceType": "Device",
                    "id": "cannula",
                    "type": {"coding": [{"system": _CAPABILITY, "code": "O2"}], "text": "鼻导管吸氧"},
                }
            ],
            "note": [{"text": "2 L/min，每日更换鼻导管"}],
        },
        {
            "resourceType": "CarePlan",
            "status": "active",
            "intent": "plan",
            "title": "护理要点",
            "description": "软食，饮水加稠；每 2 小时协助翻身；每日测体温、血氧；体温 ≥38.5 ℃ 或血氧 <90 % 即联系医院",
            "subject": patient,
            "period": {"start": now.date().isoformat()},
        },
        {
            "resourceType": "Appointment",
            "status": "booked",
            "description": "示范老年病医院呼吸与老年科门诊复诊，携带胸片",
            "start": (now + timedelta(days=7)).isoformat(timespec="seconds"),
            "end": (now + timedelta(days=7, minutes=20)).isoformat(timespec="seconds"),
            "participant": [{"actor": patient, "status": "accepted"}],
        },
    ]


def _flag(patient: JsonObject, now: datetime, *, system: str, code: str, words: str) -> JsonObject:
    concept: JsonObject = {"text": words}
    if code:
        concept["coding"] = [{"system": system, "code": code}]
    return {
        "resourceType": "Flag",
        "status": "active",
        "code": concept,
        "subject": patient,
        "period": {"start": now.isoformat(timespec="seconds")},
    }


def _medicine(patient: JsonObject, now: datetime, *, words: str, dose: str, note: str) -> JsonObject:
    return {
        "resourceType": "MedicationStatement",
        "status": "active",
        "medicationCodeableConcept": {"text": words},
        "subject": patient,
        "effectiveDateTime": now.isoformat(timespec="seconds"),
        "dosage": [{"text": dose}],
        "note": [{"text": note}],
    }
