"""Repeat patterns of table 0335 and of Chinese wards (每日三次, qn) to Timing.repeat. HL7 v2.9 chapter 4.3.1.

Patterns with a number inside (Q6H, Q2D, 3ID) are read by their form; the code itself is always kept in Timing.code.
"""

import re

from fhir_profiles.issue import JsonObject

_WORDS: dict[str, JsonObject] = {
    "QD": {"frequency": 1, "period": 1, "periodUnit": "d"},
    "OD": {"frequency": 1, "period": 1, "periodUnit": "d"},
    "BID": {"frequency": 2, "period": 1, "periodUnit": "d"},
    "TID": {"frequency": 3, "period": 1, "periodUnit": "d"},
    "QID": {"frequency": 4, "period": 1, "periodUnit": "d"},
    "QOD": {"frequency": 1, "period": 2, "periodUnit": "d"},
    "QSHIFT": {"frequency": 1, "period": 8, "periodUnit": "h"},
    "QAM": {"frequency": 1, "period": 1, "periodUnit": "d", "when": ["MORN"]},
    "QPM": {"frequency": 1, "period": 1, "periodUnit": "d", "when": ["EVE"]},
    "QHS": {"frequency": 1, "period": 1, "periodUnit": "d", "when": ["HS"]},
    "QN": {"frequency": 1, "period": 1, "periodUnit": "d", "when": ["NIGHT"]},
    "QM": {"frequency": 1, "period": 1, "periodUnit": "d", "when": ["MORN"]},
    "QW": {"frequency": 1, "period": 1, "periodUnit": "wk"},
    "BIW": {"frequency": 2, "period": 1, "periodUnit": "wk"},
    "TIW": {"frequency": 3, "period": 1, "periodUnit": "wk"},
    "ONCE": {"count": 1},
    "ST": {"count": 1},
    "AC": {"when": ["AC"]},
    "PC": {"when": ["PC"]},
    "HS": {"when": ["HS"]},
    "ACM": {"when": ["ACM"]},
    "ACD": {"when": ["ACD"]},
    "ACV": {"when": ["ACV"]},
    "PCM": {"when": ["PCM"]},
    "PCD": {"when": ["PCD"]},
    "PCV": {"when": ["PCV"]},
    "每日一次": {"frequency": 1, "period": 1, "periodUnit": "d"},
    "每日两次": {"frequency": 2, "period": 1, "periodUnit": "d"},
    "每日二次": {"frequency": 2, "period": 1, "periodUnit": "d"},
    "每日三次": {"frequency": 3, "period": 1, "periodUnit": "d"},
    "每日四次": {"frequency": 4, "period": 1, "periodUnit": "d"},
    "隔日一次": {"frequency": 1, "period": 2, "periodUnit": "d"},
    "每周一次": {"frequency": 1, "period": 1, "periodUnit": "wk"},
    "每晚一次": {"frequency": 1, "period": 1, "periodUnit": "d", "when": ["NIGHT"]},
    "每晚": {"frequency": 1, "period": 1, "periodUnit": "d", "when": ["NIGHT"]},
    "睡前": {"when": ["HS"]},
    "餐前": {"when": ["AC"]},
    "餐后": {"when": ["PC"]},
    "立即": {"count": 1},
    "一次性": {"count": 1},
}
_EVERY = re.compile(r"Q(\d{1,3})([SMHDWL])")
_TIMES_A_DAY = re.compile(r"(\d{1,2})ID")
_UNITS = {"S": "s", "M": "min", "H": "h", "D": "d", "W": "wk", "L": "mo"}
_AS_NEEDED = frozenset({"PRN", "SOS", "必要时", "需要时"})
_DURATION = re.compile(r"([SMHDWL])(\d{1,4})")
_UNIT_NAMES = {"SEC": "s", "MIN": "min", "HR": "h", "H": "h", "小时": "h", "D": "d", "天": "d", "日": "d"} | {
    "W": "wk", "WK": "wk", "周": "wk", "MO": "mo", "L": "mo", "月": "mo", "A": "a", "年": "a", "S": "s", "M": "min",
}  # fmt: skip


def pattern_to_repeat(code: str) -> JsonObject:
    """`Timing.repeat` of a repeat pattern; empty for one that says no frequency (PRN, C, a local word)."""
    plain = code.upper().replace(" ", "").removeprefix("PRN")
    known = _WORDS.get(plain)
    if known is not None:
        return {**known}
    every = _EVERY.fullmatch(plain)
    if every and int(every[1]):
        return {"frequency": 1, "period": int(every[1]), "periodUnit": _UNITS[every[2]]}
    times = _TIMES_A_DAY.fullmatch(plain)
    if times and int(times[1]):
        return {"frequency": int(times[1]), "period": 1, "periodUnit": "d"}
    return {}


def is_as_needed(code: str) -> bool:
    """Whether the pattern says that it is given when needed: PRN, with a time behind it too (PRNQ6H)."""
    plain = code.upper().replace(" ", "")
    return plain in _AS_NEEDED or plain.startswith("PRN")


def duration_to_repeat(text: str) -> JsonObject:
    """`boundsDuration` of D10, W2, H6 …, or `count` of X3 (HL7 v2.9 chapter 4.3.3); empty for anything else."""
    plain = text.upper()
    if re.fullmatch(r"X\d{1,4}", plain) and int(plain[1:]):
        return {"count": int(plain[1:])}
    found = _DURATION.fullmatch(plain)
    if found is None:
        return {}
    return {"boundsDuration": duration(int(found[2]), _UNITS[found[1]])}


def unit_of_time(text: str) -> str:
    """The UCUM code of a unit of time (`d`, `min`), or the empty string."""
    return _UNIT_NAMES.get(text.upper(), text if text in {"s", "min", "h", "d", "wk", "mo", "a"} else "")


def duration(value: object, unit: str) -> JsonObject:
    """A FHIR Duration."""
    return {"value": value, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}
