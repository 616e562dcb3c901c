"""Decides past referrals again, by a catalogue that is not in force yet (`hub catalogue dry-run`).

Both versions look at the same facts, as of the day of the referral, so that a difference comes from the catalogue
alone; they are asked only about elders for whom they can differ. Nothing is written, and nothing but ids comes out.
Referrals are read by the page, and the records of their elders together: one look for ten, where a decision at work
takes one for each. Where the versions differ in rows alone, diagnoses are read first, and all the
rest only of those who have one of the diseases. While one page is judged beside this process the next is read.
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from fhir_profiles.issue import JsonObject
from hub.referral.catalogues import Catalogues
from hub.referral.evaluation import member_to_receiver, question_priority
from hub.referral.facts import FACT_TYPES
from hub.referral.gather import GUARD
from hub.referral.intake import text_to_micros
from hub.referral.judging import Case, Changed, Judges, Pair
from hub.referral.proposal import bids_of, is_proposal
from hub.referral.rules.alike import same_rules
from hub.referral.shape import direction_of, organization_code, patient_of
from hub.referral.states import DIRECTION_SYSTEM, Direction
from hub.store.admin import AdminStore
from hub.store.port import Naming, Ref, StoredResource, Visibility
from hub.store.search.naming import naming_to_query
from hub.store.search.parse import parse_query
from hub.store.snapshot import Reading
from terminology.catalogue import Catalogue

PAGE = 200
TOGETHER = 50
"""Searches that are made in one look."""
FEW = 200
"""Resources of a type that most elders do not have; who has more is read by pages of MOST."""
MOST = 1_000
SEARCHED = ("ServiceRequest", "Task", *FACT_TYPES)
"""The types of which the index is asked."""
_DIAGNOSES = ("Condition",)
_AT_ONCE = 3
"""Pages under way: one is read while others are judged."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How many decisions were taken again, and which change. `skipped` had no catalogue in force at their time."""

    decided: int
    changed: tuple[Changed, ...]
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Past:
    """One candidate of one past referral, with what the record holds of the elder, as far as it was read."""

    custodian: int
    patient: Ref | None
    case: Case


async def rehearse(store: Reading, admin: AdminStore, *, new: Catalogue, judges: Judges | None = None) -> Rehearsal:
    """Take every decision of the installation again, by the version in force then and by the new one.

    `judges` take the decisions; without them this process takes all. Raises what they raise.
    """
    run = _Run(store, admin, replace(new, effective_from=date.min, effective_to=date.max), judges or Judges())
    under_way: deque[asyncio.Task[Rehearsal]] = deque()
    parts = []
    try:
        async for page in past_pages(store):
            if len(under_way) >= _AT_ONCE:
                parts.append(await under_way.popleft())
            under_way.append(asyncio.create_task(run.decide_page(page), name="rehearse"))
        while under_way:
            parts.append(await under_way.popleft())
    finally:
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
    return Rehearsal(
        sum(one.decided for one in parts),
        tuple(changed for one in parts for changed in one.changed),
        sum(one.skipped for one in parts),
    )


class _Run:
    """One dry-run."""

    def __init__(self, store: Reading, admin: AdminStore, new: Catalogue, judges: Judges) -> None:
        self._store, self._new, self._judges = store, new, judges
        self._in_force = Catalogues(admin).timeline()
        self._members = {member.code: member_to_receiver(member) for member in admin.members()}
        self._new_key = judges.know(new)

    async def decide_page(self, page: Sequence[Past]) -> Rehearsal:
        """The decisions of one page."""
        asked: dict[str, tuple[Catalogue, list[Past]]] = {}
        for past in page:
            old = self._in_force(past.case.at)
            if old is not None:
                asked.setdefault(self._judges.know(old), (old, []))[1].append(past)
        changed: list[Changed] = []
        for key, (old, pasts) in asked.items():
            changed += await self._decide(Pair(key, self._new_key), old, pasts)
        decided = sum(len(pasts) for _, pasts in asked.values())
        return Rehearsal(decided, tuple(changed), len(page) - decided)

    async def _decide(self, pair: Pair, old: Catalogue, pasts: Sequence[Past]) -> list[Changed]:
        """What changes of those that one version decided."""
        types = [*FACT_TYPES]
        if same_rules(old, self._new):
            pasts = await with_records(self._store, pasts, _DIAGNOSES)
            may = await self._judges.may_differ(pair, [past.case for past in pasts])
            pasts = [past for past, may_differ in zip(pasts, may, strict=True) if may_differ]
            types = [name for name in FACT_TYPES if name not in _DIAGNOSES]
        known = await with_records(self._store, pasts, types)
        return await self._judges.judge(pair, [past.case for past in known], self._members)


async def past_pages(store: Reading) -> AsyncIterator[list[Past]]:
    """Every candidate of every referral of the installation, of whom no record is read yet, by the page."""
    async for page in referral_pages(store):
        tasks = await _tasks(store, page)
        found = []
        for stored, request in page:
            authored = str(request.get("authoredOn", ""))
            at = text_to_micros(authored) if authored else stored.updated
            receivers = [organization_code(task.get("owner")) for task in tasks.get(stored.ref, ())]
            found += [_past(stored, request, receiver, at) for receiver in receivers]
        yield found


def _past(stored: StoredResource, request: JsonObject, receiver: str, at: int) -> Past:
    direction = direction_of(request) or Direction.DOWN
    case = Case(
        request=stored.ref.id,
        receiver=receiver,
        at=at,
        direction=direction.value,
        priority=question_priority(str(request.get("priority", "routine"))),
        is_returning=bool(request.get("basedOn")) and direction is Direction.INTO_HOME,
    )
    return Past(stored.custodian, patient_of(request), case)


async def with_records(store: Reading, asked: Sequence[Past], types: Sequence[str]) -> list[Past]:
    """The candidates with what the record holds of these types, behind what is read of it already."""
    records = await _records(store, asked, types)
    return [
        replace(
            past, case=replace(past.case, record=past.case.record + records.get((past.custodian, past.patient), ()))
        )
        for past in asked
    ]


async def referral_pages(
    store: Reading, *, visibility: Visibility = GUARD
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


async def _tasks(store: Reading, page: list[tuple[StoredResource, JsonObject]]) -> dict[Ref, list[JsonObject]]:
    """The candidates' Tasks of these referrals, also of those that were asked without being told who it is."""
    wanted = [Naming("Task", "focus", stored.ref, FEW) for stored, _ in page]
    each = await _find_each(store, wanted, GUARD)
    found = {one.target: {task.ref: task for task in tasks} for one, tasks in zip(wanted, each, strict=True)}
    bids = {bid: stored.ref for stored, request in page for bid in bids_of(request)}
    stored = await store.read_many(list(bids), visibility=GUARD)
    for bid in [one for one in stored.values() if not one.deleted]:
        found[bids[bid.ref]].setdefault(bid.ref, bid)
    return {request: [json.loads(task.served()) for task in tasks.values()] for request, tasks in found.items()}


async def _records(
    store: Reading, asked: Sequence[Past], types: Sequence[str]
) -> dict[tuple[int, Ref | None], tuple[bytes, ...]]:
    """What each sender's record says of its elders in these types, under each of their linked Patients."""
    elders: dict[int, dict[Ref, None]] = {}
    for custodian, patient in [(past.custodian, past.patient) for past in asked if past.patient is not None]:
        elders.setdefault(custodian, {})[patient] = None
    found: dict[tuple[int, Ref | None], tuple[bytes, ...]] = {}
    for member, theirs in elders.items():
        eyes = Visibility(member=member)
        people = [await _people(store, elder, eyes) for elder in theirs]
        everybody = dict.fromkeys(one for some in people for one in some)
        wanted = [Naming(resource_type, "patient", one, FEW) for one in everybody for resource_type in types]
        each = await _find_each(store, wanted, eyes)
        held = {(one.target, one.type): some for one, some in zip(wanted, each, strict=True)}
        for elder, some in zip(theirs, people, strict=True):
            known = (resource for name in types for one in some for resource in held[one, name])
            found[member, elder] = tuple(resource.served() for resource in known)
    return found


async def _people(store: Reading, elder: Ref, eyes: Visibility) -> list[Ref]:
    """All Patients that are this person, the elder first."""
    linked = await store.linked_patients(elder.id, visibility=eyes)
    return [Ref("Patient", one) for one in dict.fromkeys((elder.id, *linked))]


async def _find_each(
    store: Reading, wanted: Sequence[Naming], visibility: Visibility
) -> list[Sequence[StoredResource]]:
    """All that each of these names: in one look for many, and by the page where it is much."""
    found: list[Sequence[StoredResource]] = []
    for start in range(0, len(wanted), TOGETHER):
        some = wanted[start : start + TOGETHER]
        witnessed = await store.find_each(some, visibility=visibility)
        for one, resources in zip(some, witnessed.found, strict=True):
            is_all = len(resources) < one.most
            found.append(resources if is_all else [resource async for resource in _all(store, one, visibility)])
    return found


async def _all(store: Reading, one: Naming, visibility: Visibility) -> AsyncIterator[StoredResource]:
    """Every current resource that names the target."""
    query = replace(naming_to_query(one), count=MOST)
    while True:
        page = await store.search(query, visibility=visibility)
        for stored in page.resources:
            yield stored
        if not page.cursor:
            return
        query = replace(query, cursor=page.cursor)
