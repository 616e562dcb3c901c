"""Collects what a decision needs to know, on one snapshot of the store, and no more than the transition asks for."""

from dataclasses import replace
from typing import Protocol

from hub.clock import micros_to_instant
from hub.consent.policy import LegalBasis, legal_basis
from hub.referral.plan import Change, Item, Plan
from hub.referral.shape import (
    DOCTORS_WORD,
    HOPS,
    KEPT_BED,
    OVERRIDE_APPROVED,
    OVERRIDE_BY,
    PRIOR_STATE,
    RESIDENCE_BED,
    ROUNDS,
    bed_of,
    counter_of,
    extension_of,
    reference,
    text_of,
)
from hub.referral.situation import Details, Judgement, Situation
from hub.referral.states import Direction, Event, State
from hub.referral.transitions import TABLE, Effect, Guard, Transition
from hub.store.port import Engine, Ref, StoredResource, Visibility, system
from hub.store.query import Criterion, SearchQuery, SearchValue
from hub.store.search.parse import parse_query

GUARD = system("referral guard")
"""The guard looks past the caller's view: it has to see every candidate and every claim."""


class Assessor(Protocol):
    """Asks the catalogue."""

    async def judge(self, change: Change, plan: Plan, *, at_departure: bool) -> Judgement:
        """What the catalogue says of this referral to this receiver, or at departure of the vital signs alone."""
        ...


async def find(
    store: Engine, resource_type: str, parameter: str, target: str, *, visibility: Visibility, count: int = 50
) -> tuple[StoredResource, ...]:
    """Current resources whose search parameter has this value."""
    from fhir_profiles.registry import search_parameters

    criterion = Criterion(parameter=search_parameters(resource_type)[parameter], values=(SearchValue(target),))
    page = await store.search(
        SearchQuery(type=resource_type, criteria=(criterion,), count=count), visibility=visibility
    )
    return page.resources


async def tasks_of(store: Engine, request: Ref) -> tuple[StoredResource, ...]:
    """Every candidate's Task of a referral."""
    found = await find(store, "Task", "focus", str(request), visibility=GUARD)
    return tuple(task for task in found if not task.deleted)


async def situation_of(change: Change, plan: Plan, *, store: Engine, assessor: Assessor) -> Situation:
    """The situation in which the change's event is decided."""
    row = TABLE.get((change.event, change.before))
    guards = frozenset(row.guards) if row else frozenset()
    task = change.task.resource
    requester = change.parties.requester
    if change.direction in {Direction.INTO_HOME, Direction.FROM_HOME}:
        change.own_bed = await _own_bed(change, plan, store)
        if change.direction is Direction.FROM_HOME:
            claim = await store.claim_of("bed", _bed_to_keep(change), now=plan.now)
            change.own_bed_held_by = claim.holder if claim is not None else ""
    situation = Situation(
        state=change.before,
        direction=change.direction,
        priority=change.priority,
        prior=_prior(change.task),
        agent=change.caller.agent,
        details=_with_doctors_word(change),
        lead_is_requester=change.parties.lead_is_requester,
        requester_has_doctor=requester is None or requester.kind != "home" or requester.licensed,
        receiver_kind=change.parties.owner.kind if change.parties.owner else "other",
        own_bed=change.own_bed,
        override_by=text_of(task, OVERRIDE_BY),
        override_approved=extension_of(task, OVERRIDE_APPROVED) is not None,
        rounds=counter_of(task, ROUNDS),
        hops=counter_of(task, HOPS),
        receiver_known=_receiver_known(change, plan),
        bidding=bool(change.siblings),
    )
    if guards & {Guard.BED, Guard.BED_HELD}:
        situation = replace(
            situation,
            bed_held=await _holds(change, bed_of(task), store=store, now=plan.now),
            bed_free=await _is_free(change, store=store, now=plan.now),
        )
    if Guard.LEGAL_BASIS in guards or (row is not None and Effect.DISCLOSE in row.effects):
        situation = replace(situation, basis_refused=await _basis(change, store))
    return await _with_judgements(situation, change, plan, row=row, assessor=assessor)


async def _with_judgements(
    situation: Situation, change: Change, plan: Plan, *, row: Transition | None, assessor: Assessor
) -> Situation:
    if row is None or situation.is_stat:
        return situation
    if Guard.CATALOGUE in row.guards or change.event is Event.CHECK:
        situation = replace(situation, catalogue=await assessor.judge(change, plan, at_departure=False))
    if Guard.VITALS_STABLE in row.guards and not situation.direction.is_upward:
        situation = replace(situation, stability=await assessor.judge(change, plan, at_departure=True))
    return situation


def _prior(task: Item) -> State | None:
    code = (extension_of(task.resource, PRIOR_STATE) or {}).get("valueCode", "")
    return State(code) if code in set(State) else None


def _with_doctors_word(change: Change) -> Details:
    recorded = text_of(change.request.resource, DOCTORS_WORD)
    return change.details if change.details.doctor or not recorded else replace(change.details, doctor=recorded)


def _receiver_known(change: Change, plan: Plan) -> bool:
    member = plan.member(change.details.receiver.removeprefix("Organization/"))
    requester = change.parties.requester
    return member is not None and (requester is None or requester.number != member.number)


async def _own_bed(change: Change, plan: Plan, store: Engine) -> str:
    """The bed that the home keeps for this resident, `Location/…`; "" when it keeps none."""
    named = reference((extension_of(change.request.resource, KEPT_BED) or {}).get("valueReference"))
    if change.direction is Direction.FROM_HOME:
        return str(named) if named else await _residence_bed(change, store)
    if change.patient is None or change.parties.owner is None:
        return ""
    for patient in {change.patient.id, *await store.linked_patients(change.patient.id, visibility=GUARD)}:
        claim = await store.claim_of("kept-bed", f"{change.parties.owner.code}|{patient}", now=plan.now)
        if claim is not None:
            return f"Location/{claim.holder}"
    return ""


def _bed_to_keep(change: Change) -> str:
    """The id of the resident's own bed: the one that is named now, else the known one."""
    return (change.details.bed or change.own_bed).removeprefix("Location/")


async def _residence_bed(change: Change, store: Engine) -> str:
    """The bed in the home's own record of the stay (EpisodeOfCare), so that nobody has to name it at night."""
    home = change.parties.requester
    if change.patient is None or home is None:
        return ""
    pairs = [("patient", f"Patient/{change.patient.id}"), ("status", "active"), ("_count", "5")]
    page = await store.search(
        parse_query("EpisodeOfCare", pairs, strict=True), visibility=Visibility(member=home.number)
    )
    for stay in page.resources:
        bed = reference((extension_of(stay.json(), RESIDENCE_BED) or {}).get("valueReference"))
        if bed is not None and stay.custodian == home.number:
            return str(bed)
    return ""


async def _holds(change: Change, bed: str, *, store: Engine, now: int) -> bool:
    if not bed:
        return False
    claim = await store.claim_of("bed", bed.removeprefix("Location/"), now=now)
    return claim is not None and claim.holder == str(change.request.ref)


async def _is_free(change: Change, *, store: Engine, now: int) -> bool:
    if not change.details.bed:
        return True
    ref = Ref("Location", change.details.bed.removeprefix("Location/"))
    bed = await store.read(ref, visibility=GUARD)
    owner = change.parties.owner
    if bed is None or bed.deleted or owner is None or bed.custodian != owner.number:
        return False
    if str(ref) == change.own_bed:
        return True
    from hub.capacity.beds import is_usable

    claim = await store.claim_of("bed", ref.id, now=now)
    return is_usable(bed.json()) and (claim is None or claim.holder == str(change.request.ref))


async def _basis(change: Change, store: Engine) -> tuple[str, str] | None:
    """Set the change's legal basis; why there is none, in Chinese and English."""
    consents = []
    if change.patient is not None:
        found = await find(store, "Consent", "patient", str(change.patient), visibility=GUARD)
        consents = [(consent.ref, consent.json()) for consent in found]
    owner = change.parties.owner
    basis = legal_basis(
        consents, recipient=owner.code if owner else "", stated=change.details.basis, is_emergency=change.is_stat
    )
    if isinstance(basis, LegalBasis):
        change.basis, change.basis_source = basis.code, basis.source
        return None
    return basis


def planned_instant(micros: int) -> str:
    """A planned time as FHIR text."""
    return micros_to_instant(micros)
