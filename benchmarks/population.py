"""A synthetic population: elders of a district with 16 resources each, the same for every run.

Names, ages and diseases are roughly as common as among people over 60 in a Chinese city (surnames by the rank list of
the Ministry of Public Security, prevalences rounded from the China Health and Retirement Longitudinal Study); all
people are made up. Patient `n` and everything about it depend on `n` alone.
"""

from collections.abc import Iterator
from random import Random
from typing import Any, Final

Resource = dict[str, Any]

PRACTITIONERS: Final = 60
HOMES: Final = 12

_SURNAMES: Final = (
    *"王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢"
    "姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴单仇",
    "欧阳", "上官", "司马",
)  # fmt: skip
_GIVEN: Final = "国建华秀英兰桂珍玉凤明文淑芳德福贵荣志强永生春梅美丽金宝庆祥云霞瑞芝素琴月娥长根水林海山东平伟军红卫"
_STREETS: Final = ("古荡街道", "翠苑街道", "北山街道", "西溪街道", "灵隐街道", "文新街道", "留下街道", "转塘街道")
_LOINC: Final = "http://loinc.org"
_ICD: Final = "http://hl7.org/fhir/sid/icd-10"
_UNITS: Final = "http://unitsofmeasure.org"
_DISEASES: Final = (
    ("I10", "原发性高血压", 58), ("E11.9", "2型糖尿病", 20), ("I25.1", "动脉粥样硬化性心脏病", 16),
    ("J44.9", "慢性阻塞性肺病", 13), ("M81.9", "骨质疏松", 12), ("I63.9", "脑梗死", 9), ("N18.9", "慢性肾脏病", 8),
    ("F03", "痴呆", 6), ("G20", "帕金森病", 2), ("S72.0", "股骨颈骨折", 2), ("C34.9", "肺恶性肿瘤", 1),
)  # fmt: skip
_TESTS: Final = (
    ("8867-4", "心率", 76, 12, "/min", 30), ("2339-0", "血糖", 6.4, 1.8, "mmol/L", 20),
    ("718-7", "血红蛋白", 128, 16, "g/L", 15), ("8310-5", "体温", 36.6, 0.4, "Cel", 15),
    ("2160-0", "肌酐", 84, 26, "umol/L", 12),
    ("29463-7", "体重", 61, 10, "kg", 7), ("33762-6", "NT-proBNP", 900, 1600, "pg/mL", 1),
)  # fmt: skip
_MEDICINES: Final = ("氨氯地平", "缬沙坦", "二甲双胍", "阿司匹林", "阿托伐他汀", "呋塞米", "多奈哌齐", "沙丁胺醇")


def directory() -> Iterator[Resource]:
    """Organizations and people of the alliance that the records name."""
    for number in range(HOMES):
        yield {"resourceType": "Organization", "id": f"h{number}", "name": f"示范养护院{number}", "active": True}
    for number in range(PRACTITIONERS):
        draw = Random(-1 - number)
        yield {"resourceType": "Practitioner", "id": f"d{number}", "name": [_name(draw)], "active": True}


def patient_record(number: int) -> list[Resource]:
    """The sixteen resources of one elder; the Patient comes first."""
    draw = Random(number)
    found = [_patient(draw, number)]
    found += [_encounter(draw, number, visit) for visit in range(2)]
    found += [_pressure(draw, number), *(_result(draw, number, place) for place in range(5))]
    found += _conditions(draw, number)
    found += [_medication(draw, number, place) for place in range(2)]
    found += [_order(draw, number), _task(draw, number), _report(draw, number)]
    return found


def patient_name(number: int) -> str:
    """The name of a patient as it is in its record."""
    text: str = patient_record(number)[0]["name"][0]["text"]
    return text


def _name(draw: Random) -> Resource:
    ranks = range(1, len(_SURNAMES) + 1)
    surname = draw.choices(_SURNAMES, weights=[1 / rank**0.8 for rank in ranks])[0]
    given = "".join(draw.choices(_GIVEN, k=1 if draw.random() < 0.2 else 2))
    return {"text": surname + given, "family": surname, "given": [given]}


def _day(draw: Random, first: int = 2024) -> str:
    return f"{draw.randint(first, 2026)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"


def _time(draw: Random) -> str:
    return f"{_day(draw)}T{draw.randint(6, 22):02d}:{draw.randint(0, 59):02d}:00+08:00"


def _link(kind: str, one: str) -> Resource:
    return {"reference": f"{kind}/{one}"}


def _concept(system: str, code: str, text: str) -> Resource:
    return {"coding": [{"system": system, "code": code, "display": text}], "text": text}


def _patient(draw: Random, number: int) -> Resource:
    age = min(104, int(60 + draw.expovariate(1 / 13)))
    return {
        "resourceType": "Patient", "id": f"p{number}", "active": True, "name": [_name(draw)],
        "identifier": [{"system": "https://alliance-hub.example/sid/H1/mrn", "value": f"M{number:07d}"}],
        "gender": "female" if draw.random() < 0.53 else "male",
        "birthDate": f"{2026 - age}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}",
        "telecom": [{"system": "phone", "value": f"139{number:08d}"}],
        "address": [{"city": "杭州", "district": draw.choice(_STREETS), "line": [f"文三路{draw.randint(1, 900)}号"]}],
        "generalPractitioner": [_link("Practitioner", f"d{draw.randrange(PRACTITIONERS)}")],
        "managingOrganization": _link("Organization", f"h{draw.randrange(HOMES)}"),
    }  # fmt: skip


def _about(number: int) -> Resource:
    return _link("Patient", f"p{number}")


def _encounter(draw: Random, number: int, visit: int) -> Resource:
    kind = draw.choices(("AMB", "IMP", "EMER"), weights=(75, 20, 5))[0]
    day = _day(draw)
    return {
        "resourceType": "Encounter", "id": f"e{number}-{visit}", "subject": _about(number),
        "status": "in-progress" if draw.random() < 0.03 else "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": kind},
        "period": {"start": f"{day}T08:00:00+08:00", "end": f"{day}T17:00:00+08:00"},
        "serviceProvider": _link("Organization", f"h{draw.randrange(HOMES)}"),
        "participant": [{"individual": _link("Practitioner", f"d{draw.randrange(PRACTITIONERS)}")}],
    }  # fmt: skip


def _observation(draw: Random, number: int, name: str, code: Resource, category: str) -> Resource:
    return {
        "resourceType": "Observation", "id": f"o{number}-{name}", "status": "final", "code": code,
        "subject": _about(number), "encounter": _link("Encounter", f"e{number}-{draw.randrange(2)}"),
        "effectiveDateTime": _time(draw),
        "category": [_concept("http://terminology.hl7.org/CodeSystem/observation-category", category, category)],
    }  # fmt: skip


def _quantity(value: float, unit: str) -> Resource:
    return {"value": round(value, 1), "unit": unit, "system": _UNITS, "code": unit}


def _pressure(draw: Random, number: int) -> Resource:
    systolic = draw.gauss(138, 18)
    made = _observation(draw, number, "bp", _concept(_LOINC, "85354-9", "血压"), "vital-signs")
    made["component"] = [
        {"code": _concept(_LOINC, code, text), "valueQuantity": _quantity(value, "mm[Hg]")}
        for code, text, value in (("8480-6", "收缩压", systolic), ("8462-4", "舒张压", systolic * 0.58))
    ]
    return made


def _result(draw: Random, number: int, place: int) -> Resource:
    code, text, mean, spread, unit, _ = draw.choices(_TESTS, weights=[one[5] for one in _TESTS])[0]
    made = _observation(draw, number, str(place), _concept(_LOINC, code, text), "laboratory")
    made["valueQuantity"] = _quantity(max(0.1, draw.gauss(mean, spread)), unit)
    return made


def _conditions(draw: Random, number: int) -> list[Resource]:
    codes = draw.choices(_DISEASES, weights=[one[2] for one in _DISEASES], k=2)
    return [
        {
            "resourceType": "Condition", "id": f"c{number}-{place}", "subject": _about(number),
            "code": _concept(_ICD, code, text), "recordedDate": _day(draw, 2010),
            "clinicalStatus": _concept("http://terminology.hl7.org/CodeSystem/condition-clinical", "active", "active"),
        }
        for place, (code, text, _) in enumerate(codes)
    ]  # fmt: skip


def _medication(draw: Random, number: int, place: int) -> Resource:
    return {
        "resourceType": "MedicationRequest", "id": f"m{number}-{place}", "intent": "order", "subject": _about(number),
        "status": draw.choices(("active", "completed", "stopped"), weights=(60, 35, 5))[0],
        "medicationCodeableConcept": {"text": draw.choice(_MEDICINES)}, "authoredOn": _day(draw),
        "requester": _link("Practitioner", f"d{draw.randrange(PRACTITIONERS)}"),
    }  # fmt: skip


def _order(draw: Random, number: int) -> Resource:
    return {
        "resourceType": "ServiceRequest", "id": f"s{number}", "intent": "order", "subject": _about(number),
        "status": draw.choices(("completed", "active", "revoked"), weights=(80, 15, 5))[0],
        "code": _concept(_LOINC, "24627-2", "胸部CT"), "authoredOn": _day(draw),
        "requester": _link("Practitioner", f"d{draw.randrange(PRACTITIONERS)}"),
        "performer": [_link("Organization", f"h{draw.randrange(HOMES)}")],
    }  # fmt: skip


def _task(draw: Random, number: int) -> Resource:
    return {
        "resourceType": "Task", "id": f"t{number}", "intent": "order", "for": _about(number),
        "status": draw.choices(("completed", "requested", "in-progress"), weights=(94, 3, 3))[0],
        "focus": _link("ServiceRequest", f"s{number}"), "authoredOn": _time(draw),
        "owner": _link("Organization", f"h{draw.randrange(HOMES)}"),
    }  # fmt: skip


def _report(draw: Random, number: int) -> Resource:
    return {
        "resourceType": "DiagnosticReport", "id": f"r{number}", "status": "final", "subject": _about(number),
        "code": _concept(_LOINC, "58410-2", "血常规"), "effectiveDateTime": _time(draw),
        "result": [_link("Observation", f"o{number}-{place}") for place in range(3)],
        "basedOn": [_link("ServiceRequest", f"s{number}")],
    }  # fmt: skip
