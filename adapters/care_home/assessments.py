"""Ability-assessment row to QuestionnaireResponse and Observations. GB/T 42195-2022.

One response with 26 answers, and Observations derived from it: the total, four sub-scores, the raw level
and the adjusted level with its reasons. All codes are of the instrument's own code system, so that no rule
can compare levels across instruments.
"""

from adapters.care_home.adjustments import read_adjustments
from adapters.care_home.person import read_person
from adapters.port import Entry
from adapters.tabular.fields import Fields, institution, put_by_key
from adapters.tabular.person import Person
from adapters.tabular.values import to_date, to_whole_number
from fhir_profiles.issue import JsonObject
from terminology.ability import (
    CODE_SYSTEM,
    GROUPS,
    INSTRUMENT,
    ITEMS,
    LEVEL_WORDS,
    QUESTIONNAIRE,
    REASON_WORDS,
    AbilityResult,
    score,
)

ASSESSOR_EXTENSION = "https://alliance-hub.example/fhir/StructureDefinition/assessor"
OCCASION_EXTENSION = "https://alliance-hub.example/fhir/StructureDefinition/assessment-occasion"
_ORDINAL_VALUE = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
_SCORE_UNIT = {"unit": "分", "system": "http://unitsofmeasure.org", "code": "{score}"}
_SURVEY = [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "survey"}]}]
_LEVELS = {word: level for level, word in enumerate(("完好", "轻度", "中度", "重度", "完全"))}


def assessment_to_entries(fields: Fields) -> list[Entry]:
    """The Patient, the response and seven Observations; nothing when an item is missing or unreadable."""
    person = read_person(fields)
    assessed = fields.read("assessed", to_date)
    if not fields.text("assessed"):
        fields.report("assessed", "the cell is empty; expected the day of the assessment.", code="required")
    scores = _read_scores(fields)
    adjustments = read_adjustments(fields)
    if fields.is_refused or person is None or assessed is None:
        return []
    result = score(
        scores,
        dementia=adjustments.dementia,
        other_mental_disorder=adjustments.other_mental_disorder,
        care_risk_events_30d=adjustments.care_risk_events_30d,
        coma=adjustments.coma,
    )
    _note_doubts(fields, scores, result)
    response = _response(fields, person, assessed, scores)
    observations = _observations(fields, person, assessed, result, response)
    return [person.entry, response, *observations]


def _read_scores(fields: Fields) -> dict[str, int]:
    missing = [item.name for code, item in ITEMS.items() if not fields.text(code)]
    if missing:
        first = next(code for code in ITEMS if not fields.text(code))
        fields.report(
            first,
            f"{len(missing)} of 26 items have no score: {', '.join(missing)}. Expected all 26; nothing is summed.",
            code="required",
        )
    scores: dict[str, int] = {}
    for code, item in ITEMS.items():
        highest = item.highest
        value = fields.read(code, lambda cell, highest=highest: to_whole_number(cell, highest=highest))  # type: ignore[misc]  # a default argument binds the loop's value
        if value is not None:
            scores[code] = value
    return scores


def _note_doubts(fields: Fields, scores: dict[str, int], result: AbilityResult) -> None:
    if scores["B.3.9"] == 0 and "coma" not in result.reasons and not fields.text("coma"):
        fields.report(
            "B.3.9",
            "0 stands for stupor and for coma; add a column 昏迷 (是 or 否), for a coma is level 4 directly.",
            severity="warning",
            code="business-rule",
        )
    total = fields.read("stated_total", lambda cell: to_whole_number(cell, highest=90), severity="warning")
    if total is not None and total != result.total:
        fields.report(
            "stated_total",
            f"differs from the sum of the 26 items, which is {result.total} and is used.",
            severity="warning",
            code="business-rule",
        )
    stated = _stated_level(fields.text("stated_level"))
    if stated is not None and stated != result.level:
        fields.report(
            "stated_level",
            f"differs from the computed level {result.level}, which is used.",
            severity="warning",
            code="business-rule",
        )


def _stated_level(cell: str) -> int | None:
    if cell[:1].isdigit():
        return int(cell[0])
    return next((level for word, level in _LEVELS.items() if word in cell), None)


def _response(fields: Fields, person: Person, assessed: str, scores: dict[str, int]) -> Entry:
    response: JsonObject = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": f"{QUESTIONNAIRE}|2022",
        "status": "completed",
        "subject": person.reference,
        "authored": assessed,
        "author": assessing_organization(fields),
        "item": [
            {
                "linkId": group.code,
                "text": group.name,
                "item": [_answer(code, scores[code]) for code in (item.code for item in group.items)],
            }
            for group in GROUPS
        ],
    }
    if extensions := extensions_of(fields):
        response["extension"] = extensions
    entry = put_by_key(response, source=fields.source, key=f"{person.key}|{INSTRUMENT}|{assessed}")
    # R4 allows a response one identifier only.
    entry.resource["identifier"] = entry.resource["identifier"][0]
    return entry


def _answer(code: str, value: int) -> JsonObject:
    coding = {
        "system": CODE_SYSTEM,
        "code": f"{code}-{value}",
        "extension": [{"url": _ORDINAL_VALUE, "valueDecimal": value}],
    }
    return {"linkId": code, "text": ITEMS[code].name, "answer": [{"valueCoding": coding}]}


def _observations(fields: Fields, person: Person, assessed: str, result: AbilityResult, response: Entry) -> list[Entry]:
    bodies: list[tuple[str, str, JsonObject]] = [
        ("total", "能力总分", _as_score(result.total)),
        *((group.slug, group.name, _as_score(result.sub_scores[group.slug])) for group in GROUPS),
        ("raw-level", "能力等级（调整前）", {"valueCodeableConcept": _level(result.raw_level)}),
        ("level", "能力等级", _adjusted_level(result)),
    ]
    made: list[Entry] = []
    for code, words, body in bodies:
        observation: JsonObject = {
            "resourceType": "Observation",
            "status": "final",
            "category": _SURVEY,
            "code": {"coding": [{"system": CODE_SYSTEM, "code": code, "display": words}], "text": words},
            "subject": person.reference,
            "effectiveDateTime": assessed,
            "performer": [*assessors(fields), assessing_organization(fields)],
            **body,
            "method": {"text": INSTRUMENT},
            "derivedFrom": [{"reference": response.full_url}],
        }
        key = f"{person.key}|{INSTRUMENT}|{assessed}|{code}"
        made.append(put_by_key(observation, source=fields.source, key=key))
    return made


def _as_score(value: int) -> JsonObject:
    return {"valueQuantity": {"value": value, **_SCORE_UNIT}}


def _level(level: int) -> JsonObject:
    coding = {
        "system": CODE_SYSTEM,
        "code": str(level),
        "display": LEVEL_WORDS[level],
        "extension": [{"url": _ORDINAL_VALUE, "valueDecimal": level}],
    }
    return {"coding": [coding], "text": f"{level} 级 {LEVEL_WORDS[level]}"}


def _adjusted_level(result: AbilityResult) -> JsonObject:
    body: JsonObject = {"valueCodeableConcept": _level(result.level)}
    if result.reasons:
        body["note"] = [{"text": "；".join(REASON_WORDS[reason] for reason in result.reasons)}]
        body["component"] = [
            {
                "code": {"coding": [{"system": CODE_SYSTEM, "code": "adjustment-reason"}], "text": "等级调整依据"},
                "valueCodeableConcept": {
                    "coding": [{"system": CODE_SYSTEM, "code": reason}],
                    "text": REASON_WORDS[reason],
                },
            }
            for reason in result.reasons
        ]
    return body


def extensions_of(fields: Fields) -> list[JsonObject]:
    """Who assessed and why now, on a QuestionnaireResponse."""
    extensions: list[JsonObject] = [
        {"url": ASSESSOR_EXTENSION, "valueReference": assessor} for assessor in assessors(fields)
    ]
    if occasion := fields.text("occasion"):
        extensions.append({"url": OCCASION_EXTENSION, "valueString": occasion})
    return extensions


def assessors(fields: Fields) -> list[JsonObject]:
    """The people whom the row names; the standard asks for two."""
    names = (fields.text(key) for key in ("assessor_1", "assessor_2"))
    return [{"type": "Practitioner", "display": name} for name in names if name]


def assessing_organization(fields: Fields) -> JsonObject:
    """The institution that the row names, else the home that sends."""
    name = fields.text("assessing_organization")
    return {"type": "Organization", "display": name} if name else institution(fields.source)
