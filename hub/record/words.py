"""Codes and values of a record in words, for a nurse or doctor who reads them on a page: in Chinese, or in English.

A sender's own text stands; a display in Chinese stands; else the name is looked up in the catalogue's facts (LOINC,
https://loinc.org), in the package's code systems and in the few HL7 tables below; else display or code. An English
reader is given the English name of a code before a sender's Chinese text; what has no code stays as it was written.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from fhir_profiles.issue import JsonObject
from terminology.catalogue import sample
from terminology.code_systems import find_code_system
from terminology.fact_definitions import FactDefinition

FACT_SYSTEM = "https://alliance-hub.example/fhir/CodeSystem/referral-fact"
_LOINC = "http://loinc.org"
_ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
_ROLE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
_V2_CLASS = "http://terminology.hl7.org/CodeSystem/v2-0004"
_CONTACT = "http://terminology.hl7.org/CodeSystem/v2-0131"
_WILL = "http://terminology.hl7.org/CodeSystem/v2-0315"
_DIRECTIVE = "http://terminology.hl7.org/CodeSystem/v2-0435"

_WORDS: Mapping[str, Mapping[str, str]] = {
    _ACT: {
        "IMP": "住院", "ACUTE": "急性期住院", "NONAC": "非急性期住院", "OBSENC": "留院观察", "SS": "日间留观",
        "EMER": "急诊", "AMB": "门诊", "HH": "居家", "FLD": "现场", "VR": "远程", "PRENC": "入院前",
    },
    _V2_CLASS: {"R": "复诊", "B": "产科", "C": "签约", "N": "不适用", "U": "未知"},
    _ROLE: {
        "ONESELF": "本人", "SPS": "配偶", "HUSB": "丈夫", "WIFE": "妻子", "SIGOTHR": "伴侣", "CHILD": "子女",
        "NCHILD": "亲生子女", "SONC": "儿子", "SON": "儿子", "DAUC": "女儿", "DAU": "女儿", "STPCHLD": "继子女",
        "CHLDFOST": "寄养子女", "GRNDCHILD": "孙辈", "PRN": "父母", "MTH": "母亲", "FTH": "父亲", "GRPRN": "祖父母",
        "SIB": "兄弟姐妹", "BRO": "兄弟", "SIS": "姐妹", "EXT": "亲属", "FAMMEMB": "亲属", "FRND": "朋友",
        "NBOR": "邻居", "GUARD": "监护人", "POWATT": "委托代理人",
    },
    _CONTACT: {
        "C": "紧急联系人", "N": "近亲属", "E": "单位", "F": "政府机构", "I": "保险公司", "S": "政府机构", "O": "其他",
        "U": "未知",
    },
    _WILL: {
        "Y": "有", "F": "有，本院未存档", "N": "无", "I": "无，已告知相关信息", "U": "未知",
    },
    _DIRECTIVE: {"DNR": "不做心肺复苏", "N": "无"},
}  # fmt: skip
"""HL7 codes that our adapters write (https://terminology.hl7.org), in the words of a ward."""

_ENGLISH: Mapping[str, Mapping[str, str]] = {
    _ACT: {
        "IMP": "inpatient", "ACUTE": "inpatient, acute", "NONAC": "inpatient, non-acute", "OBSENC": "observation",
        "SS": "short stay", "EMER": "emergency", "AMB": "outpatient", "HH": "at home", "FLD": "field",
        "VR": "remote", "PRENC": "before admission",
    },
    _V2_CLASS: {"R": "recurring", "B": "obstetrics", "C": "contracted", "N": "not applicable", "U": "unknown"},
    _ROLE: {
        "ONESELF": "self", "SPS": "spouse", "HUSB": "husband", "WIFE": "wife", "SIGOTHR": "partner",
        "CHILD": "child", "NCHILD": "child", "SONC": "son", "SON": "son", "DAUC": "daughter", "DAU": "daughter",
        "STPCHLD": "stepchild", "CHLDFOST": "foster child", "GRNDCHILD": "grandchild", "PRN": "parent",
        "MTH": "mother", "FTH": "father", "GRPRN": "grandparent", "SIB": "sibling", "BRO": "brother",
        "SIS": "sister", "EXT": "relative", "FAMMEMB": "relative", "FRND": "friend", "NBOR": "neighbour",
        "GUARD": "guardian", "POWATT": "attorney",
    },
    _CONTACT: {
        "C": "emergency contact", "N": "next of kin", "E": "employer", "F": "authority", "I": "insurer",
        "S": "authority", "O": "other", "U": "unknown",
    },
    _WILL: {"Y": "yes", "F": "yes, not on file here", "N": "no", "I": "no, informed", "U": "unknown"},
    _DIRECTIVE: {"DNR": "do not resuscitate", "N": "none"},
    _LOINC: {"11524-6": "ECG report", "34534-8": "12-lead ECG"},
}  # fmt: skip
"""The same codes for an English reader."""

_ACVPU = {"A": "alert", "C": "new confusion", "V": "to voice", "P": "to pain", "U": "unresponsive"}
"""Consciousness as NEWS2 writes it."""


def concept_text(concept: Any) -> str:
    """The words of a CodeableConcept or Coding: its own text, else a name in Chinese, else display or code."""
    if not isinstance(concept, dict):
        return ""
    codings = [coding for coding in concept.get("coding") or [concept] if isinstance(coding, dict)]
    text = str(concept.get("text") or "")
    if text and text not in {str(coding.get("code")) for coding in codings}:
        return text
    shown = [str(coding["display"]) for coding in codings if coding.get("display")]
    chinese = next((display for display in shown if _is_chinese(display)), "")
    return chinese or next((name for coding in codings if (name := _name(coding))), "") or _bare(codings, shown, text)


def english_text(concept: Any) -> str:
    """The words of a CodeableConcept or Coding for an English reader: its code's English name, else what is written."""
    if not isinstance(concept, dict):
        return ""
    codings = [coding for coding in concept.get("coding") or [concept] if isinstance(coding, dict)]
    names = [name for coding in codings if (name := _english_name(coding))]
    shown = [str(coding["display"]) for coding in codings if coding.get("display")]
    written = [text for text in (str(concept.get("text") or ""), *shown) if text]
    latin = [text for text in written if not _is_chinese(text)]
    return next(iter([*latin[:1], *names, *written]), "") or _bare(codings, shown, "")


def value_text(item: JsonObject, *, english: bool = False) -> str:
    """The words of `value[x]` of an Observation or a component: quantity with unit, concept, yes or no, text."""
    quantity = item.get("valueQuantity")
    if isinstance(quantity, dict):
        unit = quantity.get("unit") or quantity.get("code") or ""
        unit = quantity.get("code") or unit if english and _is_chinese(unit) else unit
        return f"{quantity.get('comparator', '')}{quantity.get('value', '')} {unit}".strip()
    if "valueCodeableConcept" in item and english:
        return _english_answer(item)
    if "valueCodeableConcept" in item:
        return _answer(item) or concept_text(item["valueCodeableConcept"])
    if "valueBoolean" in item:
        yes, no = ("yes", "no") if english else ("是", "否")
        return yes if item["valueBoolean"] else no
    return next((str(item[name]) for name in ("valueString", "valueInteger", "valueDateTime") if name in item), "")


def read_names() -> None:
    """Read the catalogue's names now (40 ms), so that no page has to wait for them."""
    _facts()


def _answer(item: JsonObject) -> str:
    """The word of a coded answer to a fact of the catalogue, as `A` 清醒 of consciousness."""
    fact = next((fact for coding in (item.get("code") or {}).get("coding", []) if (fact := _fact(coding))), None)
    value = item["valueCodeableConcept"]
    if fact is None or not isinstance(value, dict):
        return ""
    codes = [str(coding.get("code", "")) for coding in value.get("coding", [])]
    if value.get("text") and value["text"] not in codes:
        return ""
    return next((fact.codes[code] for code in codes if code in fact.codes), "")


def _english_answer(item: JsonObject) -> str:
    value = item["valueCodeableConcept"]
    fact = next((fact for coding in (item.get("code") or {}).get("coding", []) if (fact := _fact(coding))), None)
    if fact is not None and fact.code == "consciousness" and isinstance(value, dict):
        codes = [str(coding.get("code", "")) for coding in value.get("coding", [])]
        return next((_ACVPU[code] for code in codes if code in _ACVPU), "") or english_text(value)
    return english_text(value)


def _english_name(coding: JsonObject) -> str:
    fact = _fact(coding)
    if fact is not None:
        return fact.en
    system, code = str(coding.get("system", "")), str(coding.get("code", ""))
    if code in _ENGLISH.get(system, {}):
        return _ENGLISH[system][code]
    ours = find_code_system(system)
    return ours.codes[code].en if ours is not None and code in ours.codes else ""


def _name(coding: JsonObject) -> str:
    system, code = str(coding.get("system", "")), str(coding.get("code", ""))
    fact = _fact(coding)
    if fact is not None:
        return fact.zh
    if code in _WORDS.get(system, {}):
        return _WORDS[system][code]
    ours = find_code_system(system)
    return (ours.display(code) if ours is not None else None) or ""


def _fact(coding: JsonObject) -> FactDefinition | None:
    return _facts().get((str(coding.get("system", "")), str(coding.get("code", ""))))


@cache
def _facts() -> Mapping[tuple[str, str], FactDefinition]:
    """The facts of the package's catalogue by system and code, ours and LOINC."""
    facts = sample().facts.values()
    ours = {(FACT_SYSTEM, fact.code): fact for fact in facts}
    return ours | {(_LOINC, code): fact for fact in facts for code in fact.loinc}


def _bare(codings: list[JsonObject], shown: list[str], text: str) -> str:
    return next(iter(shown), "") or text or next((str(coding["code"]) for coding in codings if coding.get("code")), "")


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)
