"""Row of a scale (Barthel, Braden, Morse, the nine risks) to QuestionnaireResponse and Observations.

One response with all answers; the scores and the level are derived from it. All codes are of the instrument's own code
system, so that no rule can compare levels across instruments.
"""

from functools import partial

from adapters.care_home.assessments import assessing_organization, assessors, extensions_of
from adapters.care_home.columns import SCALE_KINDS
from adapters.care_home.person import read_person
from adapters.port import Entry
from adapters.tabular.fields import Fields, put_by_key
from adapters.tabular.person import Person
from adapters.tabular.values import CellError, to_date, to_whole_number
from fhir_profiles.instruments import Scale, ScaleItem, ScaleResult, scale, score
from fhir_profiles.issue import JsonObject

_ORDINAL_VALUE = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
_SCORE_UNIT = {"unit": "分", "system": "http://unitsofmeasure.org", "code": "{score}"}
_SURVEY = [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "survey"}]}]
_YES = frozenset({"是", "存在风险"})
_YES_NO = {
    "是": 1,
    "有": 1,
    "有风险": 1,
    "存在风险": 1,
    "否": 0,
    "无": 0,
    "无风险": 0,
    "未见风险": 0,
    "yes": 1,
    "no": 0,
}


def scale_to_entries(fields: Fields) -> list[Entry]:
    """The Patient, the response and an Observation for each score and the level; nothing when an item is missing."""
    instrument = scale(SCALE_KINDS[fields.header.kind.name])
    person = read_person(fields)
    assessed = fields.read("assessed", to_date)
    if not fields.text("assessed"):
        fields.report("assessed", "the cell is empty; expected the day of the assessment.", code="required")
    answers = _read_answers(fields, instrument)
    if fields.is_refused or person is None or assessed is None:
        return []
    result = score(instrument, answers)
    _note_doubts(fields, result, instrument)
    response = _response(fields, person, assessed, instrument, answers)
    return [person.entry, response, *_observations(fields, person, assessed, instrument, result, response)]


def _read_answers(fields: Fields, instrument: Scale) -> dict[str, int]:
    missing = [code for code in instrument.items if not fields.text(code)]
    if missing:
        names = ", ".join(instrument.items[code].name for code in missing)
        fields.report(
            missing[0],
            f"{len(missing)} of {len(instrument.items)} items have no answer: {names}. Nothing is summed.",
            code="required",
        )
    answers: dict[str, int] = {}
    for code, item in instrument.items.items():
        is_yes_or_no = instrument.system.display(f"{code}-{item.points[-1]}") in _YES
        read = partial(_to_points, item=item, is_yes_or_no=is_yes_or_no)
        value = fields.read(code, read)
        if value is not None:
            answers[code] = value
    return answers


def _to_points(cell: str, *, item: ScaleItem, is_yes_or_no: bool) -> int:
    """The points that the cell says: a number, or a word for yes or no where the answers are these."""
    word = cell.strip().casefold()
    if is_yes_or_no and word in _YES_NO:
        return item.points[_YES_NO[word]]
    points = to_whole_number(cell, highest=max(item.points))
    if points not in item.points:
        raise CellError(f"expected one of {', '.join(map(str, item.points))}")
    return points


def _note_doubts(fields: Fields, result: ScaleResult, instrument: Scale) -> None:
    total = result.scores[instrument.scores[0]]
    stated = fields.read("stated_total", lambda cell: to_whole_number(cell, highest=999), severity="warning")
    if stated is not None and stated != total:
        fields.report(
            "stated_total",
            f"differs from the sum of the {len(instrument.items)} items, which is {total} and is used.",
            severity="warning",
            code="business-rule",
        )


def _response(fields: Fields, person: Person, assessed: str, instrument: Scale, answers: dict[str, int]) -> Entry:
    response: JsonObject = {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": instrument.questionnaire,
        "status": "completed",
        "subject": person.reference,
        "authored": assessed,
        "author": assessing_organization(fields),
        "item": [_answer(instrument, code, answers[code]) for code in instrument.items],
    }
    if extensions := extensions_of(fields):
        response["extension"] = extensions
    entry = put_by_key(response, source=fields.source, key=f"{person.key}|{instrument.name}|{assessed}")
    # R4 allows a response one identifier only.
    entry.resource["identifier"] = entry.resource["identifier"][0]
    return entry


def _answer(instrument: Scale, code: str, points: int) -> JsonObject:
    coding = {
        "system": instrument.system.url,
        "code": f"{code}-{points}",
        "display": instrument.system.display(f"{code}-{points}"),
        "extension": [{"url": _ORDINAL_VALUE, "valueDecimal": points}],
    }
    return {"linkId": code, "text": instrument.items[code].name, "answer": [{"valueCoding": coding}]}


def _observations(
    fields: Fields, person: Person, assessed: str, instrument: Scale, result: ScaleResult, response: Entry
) -> list[Entry]:
    bodies: list[tuple[str, JsonObject]] = [
        (code, {"valueQuantity": {"value": value, **_SCORE_UNIT}}) for code, value in result.scores.items()
    ]
    if result.level:
        words = instrument.system.display(result.level)
        level = {"system": instrument.system.url, "code": result.level, "display": words}
        bodies.append(("level", {"valueCodeableConcept": {"coding": [level], "text": words}}))
    made = []
    for code, body in bodies:
        words = instrument.system.display(code)
        observation: JsonObject = {
            "resourceType": "Observation",
            "status": "final",
            "category": _SURVEY,
            "code": {"coding": [{"system": instrument.system.url, "code": code, "display": words}], "text": words},
            "subject": person.reference,
            "effectiveDateTime": assessed,
            "performer": [*assessors(fields), assessing_organization(fields)],
            **body,
            "method": {"text": instrument.system.title},
            "derivedFrom": [{"reference": response.full_url}],
        }
        key = f"{person.key}|{instrument.name}|{assessed}|{code}"
        made.append(put_by_key(observation, source=fields.source, key=key))
    return made
