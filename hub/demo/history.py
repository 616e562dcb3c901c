"""Ninety days of synthetic referrals, so that lists, figures and dry-runs have something to show.

Made from a fixed seed: the same day gives the same history. Names are drawn from lists, resident
IDs have a right check digit and a district that never existed (330199), so that they are nobody's.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from fhir_profiles.issue import JsonObject
from hub.clock import SHANGHAI
from terminology.check_digits import resident_id_check_digit

BASE = "https://alliance-hub.example"
STATE = f"{BASE}/fhir/CodeSystem/referral-state"
DIRECTION = f"{BASE}/fhir/CodeSystem/referral-direction"
DECLINE = f"{BASE}/fhir/CodeSystem/status-reason"

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
_GIVEN = (
    "秀英",
    "桂芳",
    "玉兰",
    "国强",
    "建华",
    "文斌",
    "淑珍",
    "志明",
    "阿毛",
    "永福",
    "美娟",
    "德胜",
    "月仙",
    "水根",
)
_DIAGNOSES = (
    ("I63.900", "脑梗死"), ("I50.900", "心力衰竭"), ("J18.900", "肺炎"), ("S72.000", "股骨颈骨折"),
    ("J44.100", "慢性阻塞性肺病急性加重"), ("E11.900", "2型糖尿病"), ("F03.x00", "痴呆"), ("I10.x00x002", "高血压"),
    ("N39.000", "泌尿道感染"), ("I69.300", "脑梗死后遗症"),
)  # fmt: skip
_ROUTES = (
    ("down", "H1", "M1", 26), ("down", "H1", "N1", 22), ("into-home", "M1", "N1", 12), ("into-home", "M1", "N2", 8),
    ("up", "M1", "H1", 14), ("from-home", "N1", "H1", 12), ("from-home", "N2", "H1", 6),
)  # fmt: skip
_OUTCOMES = (("closed", 78), ("rejected", 14), ("cancelled", 8))
_REASONS = (("no-bed", 5), ("no-capability", 4), ("ability-out-of-scope", 3), ("family-refuses", 2))


def synthetic_referrals(now: datetime, *, count: int = 400, days: int = 90) -> Iterator[tuple[str, list[JsonObject]]]:
    """(sending member, its resources) for each referral, oldest first. All of them are over."""
    dice = random.Random(20260101)  # noqa: S311 -- synthetic data, not security
    for number in range(count):
        age = timedelta(days=days * (1 - number / count), minutes=dice.randrange(0, 600))
        yield _referral(dice, number=number, at=(now - age).astimezone(SHANGHAI))


def _referral(dice: random.Random, *, number: int, at: datetime) -> tuple[str, list[JsonObject]]:
    direction, sender, receiver = dice.choices(
        [(route[0], route[1], route[2]) for route in _ROUTES], weights=[route[3] for route in _ROUTES]
    )[0]
    outcome = dice.choices([name for name, _ in _OUTCOMES], weights=[weight for _, weight in _OUTCOMES])[0]
    priority = dice.choices(
        ["routine", "urgent", "stat"], weights=[80, 16, 4 if direction in {"up", "from-home"} else 0]
    )[0]
    code, words = dice.choice(_DIAGNOSES)
    ended = at + timedelta(hours=dice.randrange(4, 220))
    patient = _patient(dice, sender=sender, number=number)
    subject = {"reference": f"Patient/{patient['id']}"}
    request: JsonObject = {
        "resourceType": "ServiceRequest",
        "id": _id(dice),
        "identifier": [{"system": f"{BASE}/sid/referral", "value": f"SH{at:%y%m%d}{number:04d}"}],
        "status": "revoked" if outcome != "closed" else "completed",
        "intent": "order",
        "category": [{"coding": [{"system": DIRECTION, "code": direction}]}],
        "priority": priority,
        "subject": subject,
        "authoredOn": at.isoformat(timespec="seconds"),
        "requester": {"reference": f"Organization/{sender}"},
        "performer": [{"reference": f"Organization/{receiver}"}],
        "reasonCode": [
            {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": code, "display": words}], "text": words}
        ],
    }
    task: JsonObject = {
        "resourceType": "Task",
        "id": _id(dice),
        "status": {"closed": "completed", "rejected": "rejected", "cancelled": "cancelled"}[outcome],
        "businessStatus": {"coding": [{"system": STATE, "code": outcome}]},
        "intent": "order",
        "code": {"coding": [{"system": "http://hl7.org/fhir/CodeSystem/task-code", "code": "fulfill"}]},
        "focus": {"reference": f"ServiceRequest/{request['id']}"},
        "for": subject,
        "authoredOn": at.isoformat(timespec="seconds"),
        "lastModified": ended.isoformat(timespec="seconds"),
        "requester": {"reference": f"Organization/{sender}"},
        "owner": {"reference": f"Organization/{receiver}"},
    }
    if outcome == "rejected":
        reason = dice.choices([name for name, _ in _REASONS], weights=[weight for _, weight in _REASONS])[0]
        task["statusReason"] = {"coding": [{"system": DECLINE, "code": reason}]}
    return sender, [patient, request, task]


def _patient(dice: random.Random, *, sender: str, number: int) -> JsonObject:
    born = datetime(1930, 1, 1, tzinfo=SHANGHAI) + timedelta(days=dice.randrange(0, 9000))
    female = dice.random() < 0.58
    serial = dice.randrange(0, 500) * 2 + (0 if female else 1)
    body = f"330199{born:%Y%m%d}{serial:03d}"
    return {
        "resourceType": "Patient",
        "id": _id(dice),
        "identifier": [
            {"system": "urn:oid:2.16.156.10011.1.3", "value": body + resident_id_check_digit(body)},
            {"system": f"{BASE}/sid/{sender}/mrn", "value": f"S{number:06d}"},
        ],
        "active": True,
        "name": [{"use": "official", "text": dice.choice(_SURNAMES) + dice.choice(_GIVEN)}],
        "gender": "female" if female else "male",
        "birthDate": f"{born:%Y-%m-%d}",
    }


def _id(dice: random.Random) -> str:
    return str(UUID(int=dice.getrandbits(128), version=4))
