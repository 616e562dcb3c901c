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
        *_medicines(patient, now),
        {
            "resourceType": "Coverage",
            "status": "active",
            "type": {"text": "城乡居民基本医疗保险"},
            "subscriberId": "DEMO-0046",
            "beneficiary": patient,
            "payor": [{"display": "示范市医疗保障中心"}],
        },
        _skin(patient, now),
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


_CHANGE = f"{BASE}/fhir/CodeSystem/medicine-change"
_CHANGES = {"continued": "继续", "changed": "调整", "new": "新增", "stopped": "停用"}
_MEDICINES = (
    # name, dose, times of day, last dose (hour of today), days of supply, change, status, note
    ("莫西沙星片", "0.4 g 每日一次 口服，还需 5 天", ("08:00:00",), 8, 5, "new", "active", "餐后服"),
    ("多巴丝肼片", "125 mg 每日三次 餐前一小时", ("07:00:00", "11:00:00", "17:00:00"), 7, 7, "continued", "active", "勿研碎"),
    ("地高辛片", "0.125 mg 每日一次", ("08:00:00",), 8, 7, "changed", "active", "由 0.25 mg 减量；心率低于 60 次停药并来电"),
    ("呋塞米片", "20 mg 每日一次", (), 0, 0, "stopped", "stopped", "水肿已退"),
)  # fmt: skip


def _medicines(patient: JsonObject, now: datetime) -> list[JsonObject]:
    """What the pharmacist reconciled: each line with its last dose and supply, and the List that says what changed."""
    made, entries = [], []
    for place, (words, dose, times, last, days, change, status, note) in enumerate(_MEDICINES):
        name = f"5e0c3f52-7d1b-4c64-9b43-0d1f6a2e4b{place:02d}"
        medicine = {"text": words}
        line = _medicine(patient, now, words=words, dose=dose, note=note) | {"id": name, "status": status}
        if times:
            line["dosage"][0]["timing"] = {"repeat": {"timeOfDay": list(times)}}
            given = now.replace(hour=last, minute=0, second=0).isoformat(timespec="seconds")
            made.append({
                "resourceType": "MedicationAdministration", "status": "completed", "medicationCodeableConcept": medicine,
                "subject": patient, "effectiveDateTime": given,
            })  # fmt: skip
            made.append({
                "resourceType": "MedicationDispense", "status": "completed", "medicationCodeableConcept": medicine,
                "subject": patient, "whenHandedOver": now.isoformat(timespec="seconds"),
                "daysSupply": {"value": days, "unit": "天", "system": "http://unitsofmeasure.org", "code": "d"},
            })  # fmt: skip
        made.append(line)
        flag = {"coding": [{"system": _CHANGE, "code": change, "display": _CHANGES[change]}]}
        deleted = {"deleted": True} if change == "stopped" else {}
        entries.append({"flag": flag, **deleted, "item": {"reference": f"urn:uuid:{name}"}})
    changes: JsonObject = {
        "resourceType": "List",
        "status": "current",
        "mode": "changes",
        "code": {"coding": [{"system": "http://loinc.org", "code": "10183-2"}], "text": "出院用药核对"},
        "subject": patient,
        "date": now.isoformat(timespec="seconds"),
        "note": [{"text": "主管药师 林药师 已逐条核对"}],
        "entry": entries,
    }
    return [*made, changes]


def _skin(patient: JsonObject, now: datetime) -> JsonObject:
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": f"{BASE}/fhir/CodeSystem/transfer-section", "code": "skin"}], "text": "压疮"},
        "subject": patient,
        "effectiveDateTime": now.isoformat(timespec="seconds"),
        "bodySite": {"text": "骶尾部"},
        "valueString": "1 期压红 3×2 cm，无破损（出发时）",
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
