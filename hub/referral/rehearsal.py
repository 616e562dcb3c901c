"""Decides past referrals again, by a catalogue that is not in force yet (`hub catalogue dry-run`).

Both versions look at the same facts, as of the day of the referral, so that a difference comes from the catalogue
alone; they are asked only about elders for whom they can differ. Nothing is written, and nothing but ids comes out.
Referrals are read by the page, and the records of their elders together: one search a type for many elders, where a
decision at work makes one for each.
"""

import json
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from fhir_profiles.issue import JsonObject
from fhir_profiles.registry import search_parameters
from hub.clock import SHANGHAI, micros_to_datetime
from hub.referral.catalogues import Catalogues
from hub.referral.evaluation import member_to_receiver, question_priority
from hub.referral.facts import FACT_TYPES
from hub.referral.gather import GUARD
from hub.referral.intake import text_to_micros
from hub.referral.proposal import bids_of, is_proposal
from hub.referral.rules.alike import decide_alike, find_alike, same_facts
from hub.referral.rules.engine import evaluate, evidence_of
from hub.referral.rules.observations import facts_from_resources
from hub.referral.rules.values import Decision, Overall, Question, Receiver
from hub.referral.shape import direction_of, focus_of, organization_code, patient_of
from hub.referral.states import DIRECTION_SYSTEM, Direction
from hub.store.admin import AdminStore
from hub.store.port import Engine, Ref, StoredResource, Visibility
from hub.store.query import Criterion, SearchQuery, SearchValue
from hub.store.search.parse import parse_query
from terminology.catalogue import Catalogue
from terminology.fact_definitions import FactDefinition

PAGE = 200
TOGETHER = 40
"""Elders whose records one search reads."""
MOST = 1_000
_CLOCKS_DIFFER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Changed:
    """One candidate of one referral that the new version answers otherwise: results before and after.

    `because` are the hard rules that find otherwise, in Chinese and English.
    """

    request: str
    receiver: str
    before: Overall
    after: Overall
    because: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How many decisions were taken again, and which change. `skipped` had no catalogue in force at their time."""

    decided: int
    changed: tuple[Changed, ...]
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Past:
    """One candidate of one past referral, with what the record said of the elder on that day."""

    stored: StoredResource
    request: JsonObject
    receiver: str
    at: int
    record: tuple[JsonObject, ...]


async def rehearse(store: Engine, admin: AdminStore, *, new: Catalogue) -> Rehearsal:
    """Take every decision of the installation again, by the version in force then and by the new one."""
    in_force = Catalogues(admin).timeline()
    always = replace(new, effective_from=date.min, effective_to=date.max)
    members = {member.code: member_to_receiver(member) for member in admin.members()}
    decided, skipped, changed = 0, 0, []
    async for past in past_candidates(store):
        old = in_force(past.at)
        if old is None:
            skipped += 1
            continue
        decided += 1
        found = _decide_again(past, members, old, always)
        changed += [found] if found is not None else []
    return Rehearsal(decided, tuple(changed), skipped)


def _decide_again(past: Past, members: Mapping[str, Receiver], old: Catalogue, new: Catalogue) -> Changed | None:
    """What changes for one candidate; whole decisions are taken only where the versions can differ."""
    moment = micros_to_datetime(past.at).astimezone(SHANGHAI)
    diseases = [one for one in past.record if one["resourceType"] == "Condition"]
    if decide_alike(old, new, facts_from_resources(diseases, at=moment, definitions=old.facts)):
        return None
    question = _question(past, members, old.facts)
    evidence = evidence_of(old, question)
    if find_alike(old, new, evidence):
        return None
    before = evaluate(old, question, evidence)
    if not same_facts(old, new):
        question = _question(past, members, new.facts)
        evidence = evidence_of(new, question)
    after = evaluate(new, question, evidence)
    if before.overall == after.overall:
        return None
    because = tuple(_differing(before, after))
    return Changed(past.stored.ref.id, past.receiver, before.overall, after.overall, because)


async def past_candidates(store: Engine) -> AsyncIterator[Past]:
    """Every candidate of every referral of the installation, oldest page first."""
    async for page in referral_pages(store):
        records = await _records(store, page)
        tasks = await _tasks(store, page)
        for stored, request in page:
            authored = str(request.get("authoredOn", ""))
            at = text_to_micros(authored) if authored else stored.updated
            record = records.get((stored.custodian, patient_of(request)), ())
            for task in tasks.get(stored.ref, ()):
                yield Past(stored, request, organization_code(task.get("owner")), at, tuple(record))


def _differing(before: Decision, after: Decision) -> Iterator[tuple[str, str]]:
    """Hard rules whose finding is another one now, or is new or gone."""
    old = {finding.rule: finding for finding in before.findings if finding.severity == "hard"}
    new = {finding.rule: finding for finding in after.findings if finding.severity == "hard"}
    for rule, finding in (old | new).items():
        was, now = old.get(rule), new.get(rule)
        if was is None or now is None or was.result != now.result:
            yield f"【{rule}】{finding.title_zh}", f"[{rule}] {finding.title_en}"


def _question(past: Past, members: Mapping[str, Receiver], definitions: Mapping[str, FactDefinition]) -> Question:
    moment = micros_to_datetime(past.at).astimezone(SHANGHAI)
    known_until = moment + _CLOCKS_DIFFER
    facts = facts_from_resources(past.record, at=moment, definitions=definitions)
    direction = direction_of(past.request) or Direction.DOWN
    return Question(
        direction=direction.value,
        at=moment,
        facts=tuple(fact for fact in facts if fact.measured_at is None or fact.measured_at <= known_until),
        priority=question_priority(str(past.request.get("priority", "routine"))),
        receiver=members.get(past.receiver),
        is_returning_resident=bool(past.request.get("basedOn")) and direction is Direction.INTO_HOME,
    )


async def referral_pages(
    store: Engine, *, visibility: Visibility = GUARD
) -> AsyncIterator[list[tuple[StoredResource, JsonObject]]]:
    """Every referral of the installation that may be seen, by the page."""
    cursor = ""
    while True:
        pairs = [("category", f"{DIRECTION_SYSTEM}|"), ("_count", str(PAGE))]
        query = parse_query("ServiceRequest", [*pairs, ("_cursor", cursor)] if cursor else pairs, strict=True)
        page = await store.search(query, visibility=visibility)
        bodies = [(stored, json.loads(stored.served())) for stored in page.resources]
        yield [(stored, body) for stored, body in bodies if not is_proposal(body)]
        cursor = page.cursor
        if not cursor:
            return


async def _tasks(store: Engine, page: list[tuple[StoredResource, JsonObject]]) -> dict[Ref, list[JsonObject]]:
    """The candidates' Tasks of these referrals, also of those that were asked without being told who it is."""
    found: dict[Ref, dict[Ref, JsonObject]] = {stored.ref: {} for stored, _ in page}
    async for task, body in _all(store, "Task", "focus", [str(ref) for ref in found], GUARD):
        focus = focus_of(body)
        assert focus is not None  # it was found by it
        found.setdefault(focus, {})[task.ref] = body
    bids = {bid: stored.ref for stored, request in page for bid in bids_of(request)}
    stored = await store.read_many(list(bids), visibility=GUARD)
    for ref, body in [(bid.ref, bid.json()) for bid in stored.values() if not bid.deleted]:
        found[bids[ref]].setdefault(ref, body)
    return {request: list(tasks.values()) for request, tasks in found.items()}


async def _records(
    store: Engine, page: list[tuple[StoredResource, JsonObject]]
) -> dict[tuple[int, Ref | None], list[JsonObject]]:
    """What each sender's record says of its elders, under each of their linked Patients."""
    asked: dict[int, dict[str, set[Ref]]] = {}
    for stored, request in page:
        patient = patient_of(request)
        if patient is not None:
            eyes = Visibility(member=stored.custodian)
            for one in (patient.id, *await store.linked_patients(patient.id, visibility=eyes)):
                asked.setdefault(stored.custodian, {}).setdefault(f"Patient/{one}", set()).add(patient)
    found: dict[tuple[int, Ref | None], list[JsonObject]] = {}
    for member, patients in asked.items():
        names = list(patients)
        for start in range(0, len(names), TOGETHER):
            for resource_type in FACT_TYPES:
                some = _all(store, resource_type, "patient", names[start : start + TOGETHER], Visibility(member=member))
                async for _, body in some:
                    subject = body.get("subject") or body.get("patient") or {}
                    for known in patients.get(str(subject.get("reference", "")), ()):
                        found.setdefault((member, known), []).append(body)
    return found


async def _all(
    store: Engine, resource_type: str, parameter: str, targets: Iterable[str], visibility: Visibility
) -> AsyncIterator[tuple[StoredResource, JsonObject]]:
    """Every current resource whose parameter has one of these values."""
    values = tuple(SearchValue(target) for target in targets)
    criterion = Criterion(parameter=search_parameters(resource_type)[parameter], values=values)
    query = SearchQuery(type=resource_type, criteria=(criterion,), count=MOST)
    while values:
        page = await store.search(query, visibility=visibility)
        for stored in page.resources:
            yield stored, json.loads(stored.served())  # nothing is written back, so floats will do
        if not page.cursor:
            return
        query = replace(query, cursor=page.cursor)
