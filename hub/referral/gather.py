"""Collects what a decision needs to know, on one snapshot of the store, and no more than the transition asks for."""

from dataclasses import replace
from typing import Protocol

from fhir_profiles.issue import JsonObject
from hub.capacity.bed_map import suits_sex
from hub.capacity.beds import is_usable
from hub.consent.policy import WITHDRAWN, LegalBasis, legal_basis
from hub.errors import RuleError
from hub.referral.agreements import agreement_refused
from hub.referral.care_subset import own_records
from hub.referral.catch_up import to_catch_up
from hub.referral.companions import companions_of
from hub.referral.intake import text_to_micros
from hub.referral.lookup import body_of, find
from hub.referral.outside import SAID_THERE
from hub.referral.papers import CLOSING, with_document
from hub.referral.plan import Change, Item, Plan
from hub.referral.proposal import bids_of
from hub.referral.reading import gather_record
from hub.referral.shape import (
    CATCH_UP,
    DOCTORS_WORD,
    HOPS,
    KEPT_BED,
    LEGAL_BASIS,
    OVERRIDE_APPROVED,
    OVERRIDE_BY,
    OVERRIDE_UNTIL,
    PRIOR_STATE,
    RESIDENCE_BED,
    ROUNDS,
    bed_of,
    counter_of,
    direction_of,
    extension_of,
    patient_of,
    reference,
    text_of,
)
from hub.referral.situation import Details, Judgement, Situation
from hub.referral.snapshot import Snapshot
from hub.referral.states import Direction, Event, State
from hub.referral.transitions import TABLE, Effect, Guard, Transition
from hub.store.admin import Member
from hub.store.port import Engine, Ref, StoredResource, Visibility, system
from hub.store.search.parse import parse_query

LOOP_WINDOW = 7 * 24 * 3_600_000_000
"""Microseconds in which an elder who is sent to and fro is noticed."""

GUARD = system("referral guard")
"""The guard looks past the caller's view: it has to see every candidate and every claim."""


class Assessor(Protocol):
    """Asks the catalogue."""

    async def judge(self, change: Change, plan: Plan, *, at_departure: bool) -> Judgement:
        """What the catalogue says of this referral to this receiver, or at departure of the vital signs alone."""
        ...


async def tasks_of(store: Engine, request: Ref) -> tuple[StoredResource, ...]:
    """Every candidate's Task of a referral, the requester's own, also of those that do not know whom it is about."""
    stored = await store.read(request, visibility=GUARD)
    eyes = GUARD if stored is None else Visibility(member=stored.custodian)  # others' Tasks do not crowd them out
    named = await find(store, "Task", "focus", str(request), visibility=eyes)
    found = {task.ref: task for task in named if stored is None or task.custodian == stored.custodian}
    bids = bids_of(body_of(store, stored)) if stored is not None and not stored.deleted else []
    found |= await store.read_many([ref for ref in bids if ref not in found], visibility=GUARD)
    return tuple(task for task in found.values() if not task.deleted)


async def situation_of(change: Change, plan: Plan, *, store: Engine, assessor: Assessor) -> Situation:
    """The situation in which the change's event is decided."""
    row = TABLE.get((change.event, change.before))
    guards = frozenset(row.guards) if row else frozenset()
    task = change.task.resource
    requester = change.parties.requester
    await _gather_beds(change, plan, store)
    for companion in (await store.read_many(companions_of(task), visibility=GUARD)).values():
        plan.load(companion)
    elder = await _elder(change, plan, store)
    if isinstance(store, Snapshot):
        await gather_record(change, row, store=store)
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
        is_returning=change.is_returning,
        bed_is_own=change.names_own_bed,
        override_by=text_of(task, OVERRIDE_BY),
        override_approved=_is_approved(task, now=plan.now),
        rounds=counter_of(task, ROUNDS),
        hops=counter_of(task, HOPS),
        receiver_known=_receiver_known(change, plan),
        bidding=bool(change.siblings),
        on_behalf=_is_on_behalf(change),
        by_receiver=_is_by_receiver(change),
        outside=change.parties.outside,
        by_clock=change.caller.is_system,
    )
    if guards & {Guard.BED, Guard.BED_HELD}:
        situation = replace(
            situation,
            bed_held=change.is_bed_held,
            bed_free=await _is_free(change, store=store, now=plan.now),
            bed_suits=await _suits(change, elder, store=store),
        )
    if change.details.bed and not (situation.bed_free and situation.bed_suits):
        situation = replace(situation, next_bed=await _next_bed(change, elder, store=store, now=plan.now))
    if change.event is Event.SUBMIT:
        change.earlier = await _earlier(change, store, now=plan.now)
    if Guard.CAUGHT_UP in guards and extension_of(change.request.resource, CATCH_UP) is not None:
        situation = replace(situation, to_catch_up=await to_catch_up(change, plan, store))
    if Guard.LEGAL_BASIS in guards or (row is not None and Effect.DISCLOSE in row.effects):
        refused = await _basis(change, plan, store)
        change.is_refused = refused is not None
        situation = replace(situation, basis_refused=refused)
    if Guard.DOCUMENT in guards or change.event in CLOSING:
        situation = await with_document(situation, change, store)
    if Guard.AGREEMENT in guards and not situation.is_stat:
        situation = replace(situation, agreement_refused=await _agreement(change, plan, store))
    return await _with_judgements(situation, change, plan, row=row, assessor=assessor)


async def _elder(change: Change, plan: Plan, store: Engine) -> JsonObject:
    """Who is referred, as the sender's record says; who keeps that record."""
    if change.patient is None:
        return {}
    person, requester = await store.read(change.patient, visibility=GUARD), change.parties.requester
    elder = body_of(store, person) if person is not None and not person.deleted else {}
    if change.event is Event.DIED and person is not None and not person.deleted:
        plan.load(person)
    change.patient_custodian = person.custodian if person is not None and not person.deleted else 0
    if person is None and change.patient in plan.sent and requester is not None:
        change.patient_custodian = requester.number  # stored by this very unit
    return elder


async def _agreement(change: Change, plan: Plan, store: Engine) -> tuple[str, str] | None:
    """Why the sender may not refer now to who would have the elder."""
    taker = _taker(change, plan)
    return await agreement_refused(change.parties.requester, taker, change.parties.lead, store=store, now=plan.now)


def _taker(change: Change, plan: Plan) -> Member | None:
    """Who would have the elder after this event: the new receiver of a redirect, else the owner."""
    code = change.details.receiver.removeprefix("Organization/") if change.event is Event.REDIRECT else ""
    return plan.member(code) if code else change.parties.owner


async def _with_judgements(
    situation: Situation, change: Change, plan: Plan, *, row: Transition | None, assessor: Assessor
) -> Situation:
    if row is None or situation.is_stat:
        return situation
    if Guard.CATALOGUE in row.guards or change.event is Event.CHECK:
        try:
            situation = replace(situation, catalogue=await assessor.judge(change, plan, at_departure=False))
        except RuleError:  # no catalogue in force: that holds nobody who has to go up now (rulings 1, 2)
            if situation.priority == "routine" or not situation.direction.is_upward:
                raise
    if Guard.VITALS_STABLE in row.guards and not situation.direction.is_upward:
        stability = await assessor.judge(change, plan, at_departure=True)
        situation = replace(situation, stability=stability, lost=change.lost, level_changed=change.level_changed)
    return situation


def _is_on_behalf(change: Change) -> bool:
    """Whether another writes down what somebody at the receiver has said: the lead, of papers also the sender."""
    owner, lead = change.parties.owner, change.parties.lead
    if change.caller.is_system:
        return False
    if change.event is Event.RECEIVE or change.parties.outside == "receiver":
        return owner is None or owner.number != change.caller.member
    if change.parties.outside == "source" and change.event in SAID_THERE:
        return True
    return lead is not None and lead.number == change.caller.member and owner is not lead


def _is_by_receiver(change: Change) -> bool:
    """Whether the receiver itself acts, and not the lead hospital, which may be the receiver too."""
    owner, lead = change.parties.owner, change.parties.lead
    is_lead = lead is not None and lead.number == change.caller.member
    return owner is not None and owner.number == change.caller.member and not is_lead


def _is_approved(task: JsonObject, *, now: int) -> bool:
    """Whether an exception stands: it was approved, and its time has not run out."""
    until = str((extension_of(task, OVERRIDE_UNTIL) or {}).get("valueDateTime", ""))
    return extension_of(task, OVERRIDE_APPROVED) is not None and (not until or text_to_micros(until) > now)


async def _earlier(change: Change, store: Engine, *, now: int) -> int:
    """How many other referrals of this elder were sent within the last seven days (domain C4)."""
    if change.patient is None:
        return 0
    found = await find(store, "ServiceRequest", "patient", str(change.patient), visibility=GUARD)
    bodies = [(one, body_of(store, one)) for one in found if one.ref != change.request.ref and not one.deleted]
    return sum(
        one.updated >= now - LOOP_WINDOW and direction_of(body) is not None and body.get("status") in _SENT
        for one, body in bodies
    )


_SENT = frozenset({"active", "completed"})


def _prior(task: Item) -> State | None:
    code = (extension_of(task.resource, PRIOR_STATE) or {}).get("valueCode", "")
    return State(code) if code in set(State) else None


def _with_doctors_word(change: Change) -> Details:
    recorded = text_of(change.request.resource, DOCTORS_WORD)
    return change.details if change.details.doctor or not recorded else replace(change.details, doctor=recorded)


def _receiver_known(change: Change, plan: Plan) -> bool:
    member = plan.member(change.details.receiver.removeprefix("Organization/"))
    requester = change.parties.requester
    if member is not None and member.is_outside and change.event is Event.REDIRECT:
        return False  # a disclosure outside is its sender's own decision, with its basis
    return member is not None and (requester is None or requester.number != member.number)


async def _gather_beds(change: Change, plan: Plan, store: Engine) -> None:
    """The resident's own bed and who holds it, the bed of this Task, and those of what a stat call replaces."""
    change.is_bed_held = await _holds(change, bed_of(change.task.resource), store=store, now=plan.now)
    if change.direction in {Direction.INTO_HOME, Direction.FROM_HOME}:
        change.own_bed = await _own_bed(change, plan, store)
    if change.direction is Direction.INTO_HOME:
        change.is_returning = bool(change.own_bed) or await _comes_back(change, store)
    elif change.direction is Direction.FROM_HOME:
        change.names_own_bed = await _names_own_bed(change, store)
        claim = await store.claim_of("bed", _bed_to_keep(change), now=plan.now)
        change.own_bed_held_by = claim.holder if claim is not None else ""
        change.kept_bed = await _kept_bed(change, plan, store)
    carried = set()
    for request, tasks in change.superseded:
        for task in tasks:
            bed = bed_of(task.resource)
            claim = await store.claim_of("bed", bed.removeprefix("Location/"), now=plan.now) if bed else None
            if claim is not None and claim.holder == str(request.ref):
                carried.add(bed)
    change.beds_carried = frozenset(carried)


async def _kept_bed(change: Change, plan: Plan, store: Engine) -> str:
    """The id of the bed that the sending home keeps already for this resident; "" when it keeps none."""
    home = change.parties.requester
    if home is None or change.patient is None:
        return ""
    claim = await store.claim_of("kept-bed", f"{home.code}|{change.patient.id}", now=plan.now)
    return claim.holder if claim is not None else ""


async def _comes_back(change: Change, store: Engine) -> bool:
    """Whether this follows a referral by which the same home sent the same elder out (ruling 4)."""
    home, based_on = change.parties.owner, change.request.resource.get("basedOn", [])
    way_out = next((ref for one in based_on if (ref := reference(one, expected="ServiceRequest"))), None)
    stored = await store.read(way_out, visibility=GUARD) if way_out is not None else None
    if stored is None or stored.deleted or home is None or stored.custodian != home.number:
        return False
    body = stored.json()
    patient = patient_of(body)
    if direction_of(body) is not Direction.FROM_HOME or patient is None or change.patient is None:
        return False
    return patient.id in {change.patient.id, *await store.linked_patients(change.patient.id, visibility=GUARD)}


async def _own_bed(change: Change, plan: Plan, store: Engine) -> str:
    """The bed that the home keeps for this resident, `Location/…`; "" when it keeps none."""
    named = reference((extension_of(change.request.resource, KEPT_BED) or {}).get("valueReference"))
    if change.direction is Direction.FROM_HOME:
        is_own = named is not None and await _is_of_home(change, str(named), store)
        return str(named) if is_own else await _residence_bed(change, store)
    if change.patient is None or change.parties.owner is None:
        return ""
    for patient in {change.patient.id, *await store.linked_patients(change.patient.id, visibility=GUARD)}:
        claim = await store.claim_of("kept-bed", f"{change.parties.owner.code}|{patient}", now=plan.now)
        if claim is not None:
            return f"Location/{claim.holder}"
    return ""


def _bed_to_keep(change: Change) -> str:
    """The id of the resident's own bed: the one that is named now, else the known one."""
    return ((change.details.bed if change.names_own_bed else "") or change.own_bed).removeprefix("Location/")


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


async def _names_own_bed(change: Change, store: Engine) -> bool:
    """Whether the bed that a home asks to keep is one of its own."""
    if change.direction is not Direction.FROM_HOME or not change.details.bed:
        return True
    return await _is_of_home(change, change.details.bed, store)


async def _is_of_home(change: Change, bed: str, store: Engine) -> bool:
    home = change.parties.requester
    stored = await store.read(Ref("Location", bed.removeprefix("Location/")), visibility=GUARD)
    return stored is not None and not stored.deleted and home is not None and stored.custodian == home.number


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
    claim = await store.claim_of("bed", ref.id, now=now)
    return is_usable(bed.json()) and (claim is None or claim.holder == str(change.request.ref))


async def _suits(change: Change, elder: JsonObject, *, store: Engine) -> bool:
    """Whether the room of the bed that is named is for the elder's sex."""
    bed = await store.read(Ref("Location", change.details.bed.removeprefix("Location/")), visibility=GUARD)
    return bed is None or bed.deleted or suits_sex(bed.json(), elder)


async def _next_bed(change: Change, elder: JsonObject, *, store: Engine, now: int) -> str:
    """A bed of the receiver's that suits, `Location/…`; "" when it has none. Of its first beds alone: a suggestion."""
    owner = change.parties.owner
    if owner is None:
        return ""
    query = parse_query("Location", [("status", "active"), ("_count", "50")], strict=True)
    own = await store.search(query, visibility=Visibility(member=owner.number))
    for stored in own.resources:
        bed = stored.json()
        if stored.custodian != owner.number or not is_usable(bed) or not suits_sex(bed, elder):
            continue
        if await store.claim_of("bed", stored.ref.id, now=now) is None:
            return str(stored.ref)
    return ""


async def _basis(change: Change, plan: Plan, store: Engine) -> tuple[str, str] | None:
    """Set the change's legal basis; why there is none, in Chinese and English."""
    if change.event is Event.REDIRECT and change.is_bid:
        return None  # nobody is told whom it is about; who is chosen is asked for then
    owner, requester = _taker(change, plan), change.parties.requester
    consents = []
    if change.patient is not None and requester is not None:  # only what the sender keeps or is shown counts
        eyes = Visibility(member=requester.number)
        same = await own_records(change.patient, requester.number, store=store)
        for one in dict.fromkeys((change.patient, *same)):  # all of them are shown, so each of them may refuse
            found = await find(store, "Consent", "patient", str(one), visibility=eyes)
            consents += [(consent.ref, body_of(store, consent)) for consent in found]
    if change.is_withheld and not change.details.basis:
        return WITHDRAWN
    is_outside = owner is not None and owner.is_outside
    where = change.task if is_outside else change.request  # a basis to go outside is stated for who is named (PIPL 23)
    recorded = str((extension_of(where.resource, LEGAL_BASIS) or {}).get("valueCode", ""))
    stated = change.details.basis or recorded
    basis = legal_basis(
        consents, recipient=owner.code if owner else "", stated=stated, is_emergency=change.is_stat,
        is_outside=is_outside,
    )  # fmt: skip
    if isinstance(basis, LegalBasis):
        change.basis, change.basis_source = basis.code, basis.source
        return None
    return basis
