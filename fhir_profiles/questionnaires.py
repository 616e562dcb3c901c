"""The instruments as Questionnaires, made from their code systems. https://hl7.org/fhir/R4/questionnaire.html.

Each instrument has one code system (`terminology/data/code_systems`), whose rows say what they are: an item, an
answer with its points, a score, a level. `ordinalValue` holds the points (R4; itemWeight is R5).
"""

from collections.abc import Iterator

from fhir_profiles.issue import JsonObject
from terminology.ability import GROUPS
from terminology.code_systems import CodeSystem, Concept, load_code_system

CANONICAL = "https://alliance-hub.example/fhir"
INSTRUMENTS = ("barthel", "braden", "gb-38600-2019", "ltci-2021", "morse")
"""Instruments whose items the hub carries, beside GB/T 42195-2022; MMSE and MoCA have totals only (copyright)."""
ABILITY = "ability-level-gbt-42195-2022"

_ORDINAL_VALUE = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
_TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"


def questionnaires() -> Iterator[JsonObject]:
    """Every instrument whose items are known, in order of id."""
    for name in INSTRUMENTS:
        system = load_code_system(name)
        items = [concept for concept in system.codes.values() if concept.more.get("kind") == "item"]
        yield _questionnaire(system, name, [_item(system, item) for item in items])
    ability = load_code_system(ABILITY)
    groups = [
        {
            "linkId": group.code,
            "text": group.name,
            "type": "group",
            "item": [_item(ability, ability.codes[item.code]) for item in group.items],
        }
        for group in GROUPS
    ]
    yield _questionnaire(ability, "gbt-42195-2022", groups)


def _questionnaire(system: CodeSystem, name: str, items: list[JsonObject]) -> JsonObject:
    codes = system.codes
    scores = [code for code in ("total", "risks", "level") if code in codes]
    return {
        "resourceType": "Questionnaire",
        "id": name,
        "language": "zh-CN",
        "url": f"{CANONICAL}/Questionnaire/{name}",
        "version": system.version,
        "name": "".join(part.capitalize() for part in name.split("-")),
        "title": system.title,
        "status": "active",
        "experimental": not system.verified,
        "subjectType": ["Patient"],
        "publisher": "Alliance Hub 医养联盟互联互通平台",
        "description": _description(system),
        "code": [{"system": system.url, "code": code, "display": codes[code].zh} for code in scores],
        "item": items,
    }


def _description(system: CodeSystem) -> str:
    doubt = "" if system.verified else " 未与出版原文核对（verified=false）。Not compared with the published original."
    return f"来源 source: {system.source}.{doubt}"


def _item(system: CodeSystem, item: Concept) -> JsonObject:
    return {
        "linkId": item.code,
        "code": [{"system": system.url, "code": item.code}],
        "text": item.zh,
        "_text": _translation(item.en),
        "type": "choice",
        "required": True,
        "answerOption": [{"valueCoding": _answer(system, option)} for option in _options(system, item)],
    }


def _options(system: CodeSystem, item: Concept) -> list[Concept]:
    mark = f"{item.code}-"
    return [one for code, one in system.codes.items() if code.startswith(mark) and code.removeprefix(mark).isdigit()]


def _answer(system: CodeSystem, option: Concept) -> JsonObject:
    points = int(option.code.rpartition("-")[2])
    return {
        "extension": [{"url": _ORDINAL_VALUE, "valueDecimal": points}],
        "system": system.url,
        "code": option.code,
        "display": option.zh,
    }


def _translation(en: str) -> JsonObject:
    parts = [{"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": en}]
    return {"extension": [{"url": _TRANSLATION, "extension": parts}]}
