"""Patient/$match: who may be meant. https://hl7.org/fhir/R4/patient-operation-match.html.

The caller is answered from what its member may see alone. A person with records at several institutions is one entry,
whose links lead to the other records; each person that is told stands in the audit, without what was asked.
"""

import asyncio
from collections.abc import Sequence
from typing import Final, NamedTuple

from fhir_profiles.issue import Issue, JsonObject, operation_outcome
from hub.api.operation import Operation, OperationAnswer, OperationCall, resource_answer
from hub.auth.address import fhir_base_of
from hub.errors import BadRequestError
from hub.identity.candidates import MOST_OF_A_QUESTION, find_candidates
from hub.identity.matching import Match, match
from hub.identity.traits import traits_of
from hub.store.port import AuditEntry, StoredResource, WriteUnit

GRADE_URL: Final = "http://hl7.org/fhir/StructureDefinition/match-grade"
DEFAULT_COUNT: Final = 10
MOST: Final = 50
"""Persons of one answer."""

_MOST_VALUES: Final = 20
"""Identifiers, names or telephones of one question: a person has a few, a list of guesses has many."""


class Person(NamedTuple):
    """The record that fits best, how well, and the ids of the other records of the person that the caller may see."""

    record: StoredResource
    match: Match
    others: tuple[str, ...]


async def run(call: OperationCall) -> OperationAnswer:
    """A searchset, likeliest first, each entry with its score and grade; an empty one where nobody is found."""
    patient = sought_patient(call)
    most, only_certain = _count(call), _flag(call, "onlyCertainMatches")
    candidates = await find_candidates(call.hub.store, patient, visibility=call.principal.visibility)
    graded = await asyncio.to_thread(grade, patient, candidates.records)
    persons = await _persons(call, graded)
    issues = []
    if candidates.is_cut:
        text = (
            f"More than {MOST_OF_A_QUESTION} records fit one of the traits, and not all were compared; expected more "
            "of the person: a number, or the name with the birth date."
        )
        issues.append(Issue("warning", "incomplete", text))
    if only_certain:
        persons = [one for one in persons if one.match.grade == "certain"]
        if len(persons) > 1:
            text = "Several persons match with certainty, so none is given. Ask without onlyCertainMatches and choose."
            issues.append(Issue("warning", "multiple-matches", text))
            persons = []
    told = persons[:most]
    await _note(call, told)
    return resource_answer(_bundle(call, told, total=len(persons), issues=issues))


def sought_patient(call: OperationCall) -> JsonObject:
    """The Patient that is asked for, valid already. Raises BadRequestError with what is missing."""
    body = call.body or {}
    given = (
        [body]
        if body.get("resourceType") == "Patient"
        else [one.get("resource") for one in call.parameters("resource")]
    )
    if len(given) != 1 or not isinstance(given[0], dict) or given[0].get("resourceType") != "Patient":
        raise BadRequestError("Expected Parameters with one `resource`, a Patient with what is known of the person.")
    patient: JsonObject = given[0]
    for element in ("identifier", "name", "telecom"):
        if len(patient.get(element, ())) > _MOST_VALUES:
            raise BadRequestError(
                f"The Patient has more than {_MOST_VALUES} of {element}; expected those of one person."
            )
    if not traits_of(patient).is_enough:
        raise BadRequestError(
            "Too little is known of the person; expected a name, a number (identifier) or a telephone, better several. "
            "Birth date and sex alone fit too many."
        )
    return patient


def grade(patient: JsonObject, records: Sequence[StoredResource]) -> list[tuple[StoredResource, Match]]:
    """The records that may be of the person, likeliest first; those that lead to another one come after it."""
    sought = traits_of(patient)
    found = []
    for record in records:
        resource = record.json()
        result = match(sought, traits_of(resource))
        if result.grade != "certainly-not":
            found.append((resource.get("active") is False, record, result))
    found.sort(key=lambda one: (-one[2].score, one[0], one[1].ref.id))
    return [(record, result) for _, record, result in found]


async def _persons(call: OperationCall, graded: Sequence[tuple[StoredResource, Match]]) -> list[Person]:
    """Each person once, by its best record."""
    seen: set[str] = set()
    persons = []
    for record, result in graded:
        if record.ref.id in seen:
            continue
        linked = await call.hub.store.linked_patients(record.ref.id, visibility=call.principal.visibility)
        others = tuple(one for one in linked if one != record.ref.id)
        seen.update((record.ref.id, *others))
        persons.append(Person(record, result, others))
    return persons


def _bundle(call: OperationCall, persons: Sequence[Person], *, total: int, issues: Sequence[Issue]) -> JsonObject:
    base = fhir_base_of(call.hub.settings)
    entries = [_entry(base, one) for one in persons]
    if issues:
        entries.append({"resource": operation_outcome(issues), "search": {"mode": "outcome"}})
    bundle: JsonObject = {"resourceType": "Bundle", "type": "searchset", "total": total}
    return (
        bundle
        | {"link": [{"relation": "self", "url": f"{base}/Patient/$match"}]}
        | ({"entry": entries} if entries else {})
    )


def _entry(base: str, person: Person) -> JsonObject:
    entry: JsonObject = {"fullUrl": f"{base}/{person.record.ref}", "resource": person.record.json()}
    if person.others:
        entry["link"] = [{"relation": "related", "url": f"{base}/Patient/{other}"} for other in person.others]
    graded = {"url": GRADE_URL, "valueCode": person.match.grade}
    return entry | {"search": {"extension": [graded], "mode": "match", "score": person.match.score}}


async def _note(call: OperationCall, persons: Sequence[Person]) -> None:
    """One entry for each person that is told; the operation's own says that there was a question."""
    if not persons or not call.hub.settings.audit_reads:
        return
    principal, now = call.principal, call.hub.clock.now()
    entries = tuple(
        AuditEntry(
            at=now, member=principal.member, agent=principal.agent, action="R", interaction="$match",
            target=str(one.record.ref), patient=one.record.ref.id, purpose=principal.purpose, detail=one.match.grade,
        )
        for one in persons
    )  # fmt: skip
    await call.hub.store.write(WriteUnit(audit=entries), visibility=principal.visibility)


def _count(call: OperationCall) -> int:
    given = call.value("count")
    if not given and call.parameter("count") is None:
        return DEFAULT_COUNT
    if not given.isascii() or not given.isdecimal() or not 1 <= int(given[:4]) <= MOST or len(given) > 4:
        raise BadRequestError(f"count cannot be used; expected a valueInteger from 1 to {MOST}.")
    return int(given)


def _flag(call: OperationCall, name: str) -> bool:
    given = call.value(name)
    if given not in {"", "true", "false", "True", "False"} or (not given and call.parameter(name) is not None):
        raise BadRequestError(f"{name} cannot be used; expected a valueBoolean.")
    return given in {"true", "True"}


OPERATION = Operation(
    name="match",
    levels=frozenset({"type"}),
    types=frozenset({"Patient"}),
    run=run,
    scope="s",
)
