"""The referral guard: wraps a store so that no write changes a referral past the state table (DESIGN D12).

PUT, PATCH, a transaction, an ingested message, the console and `$referral-action` all come through `write`. The
guard decides on a snapshot, makes that snapshot a precondition, and decides again when it has moved: at most
three times.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Never

from fhir_profiles.issue import Issue
from hub.clock import SHANGHAI, Clock, micros_to_datetime
from hub.delivery.duty import lines_on_duty
from hub.errors import ConflictError, ForbiddenError, HubError, RuleError
from hub.keys import Keys
from hub.log import LogEvent, log
from hub.referral.actors import INGEST, SYSTEM, Caller, actors_of
from hub.referral.bidding import demand_free
from hub.referral.briefing import brief, is_briefed
from hub.referral.calls import called
from hub.referral.care_subset import care_subset, own_records
from hub.referral.catalogues import Catalogues
from hub.referral.completion import complete
from hub.referral.decision import decide
from hub.referral.disclosure import is_parcel, keep_basis
from hub.referral.evaluation import CatalogueAssessor
from hub.referral.facts import facts_of_patient
from hub.referral.gather import GUARD, situation_of
from hub.referral.handover import build_bundle
from hub.referral.intake import text_to_micros
from hub.referral.lookup import body_of, find
from hub.referral.plan import Change, Plan, ReferralUnit
from hub.referral.planning import Planner
from hub.referral.proposal import summarise
from hub.referral.reading import SHOWING, gather_submission
from hub.referral.reasons import REASONS
from hub.referral.service_hours import hours_of_desk
from hub.referral.shape import state_of
from hub.referral.situation import Refusal
from hub.referral.snapshot import Snapshot
from hub.referral.states import Event, State
from hub.referral.transitions import Effect
from hub.referral.waits import AFTERWARDS, BY_HOURS, Waits
from hub.store.admin import AdminStore, Member
from hub.store.layer import EngineLayer
from hub.store.port import (
    Engine,
    Ref,
    UnitConflictError,
    Visibility,
    WriteResult,
    WriteUnit,
)
from terminology.catalogue import Catalogue, sample

ATTEMPTS = 3
STAT_ATTEMPTS = 50
TO_LEAD_ALONE = frozenset({Effect.TELL_LEAD, Effect.NO_TAKER})
"""Of these, those by which the receiver is shown nothing: what it might see need not be looked up."""


class ReferralGuard(EngineLayer):
    """An `Engine` whose `write` knows referrals."""

    def __init__(
        self, engine: Engine, admin: AdminStore, catalogues: Catalogues, clock: Clock, *, keys: Keys,
        waits: Waits | None = None,
    ) -> None:  # fmt: skip
        super().__init__(engine)
        self._waits = waits or Waits()
        self._admin = admin
        self._clock = clock
        self._keys = keys
        self._catalogues = catalogues

    async def write(self, unit: WriteUnit, *, visibility: Visibility) -> WriteResult:
        """Store the unit, with everything that the referrals in it bring along.

        A stat call is tried until it is stored, from the fourth time on without any claim on a bed (ruling 1).
        Raises ConflictError, RuleError or ForbiddenError when the table refuses, UnitConflictError as the engine.
        """
        await self._demand_no_parcel(unit, visibility)
        if not _may_touch(unit):
            return await self.inner.write(unit, visibility=visibility)
        caller = _caller(unit, visibility)
        attempt = 0
        while True:
            attempt += 1
            plan, store = self._plan(), Snapshot(self.inner)
            if isinstance(unit, ReferralUnit) and attempt == 1:
                store = Snapshot(self.inner, known=unit.known)
                await gather_submission(unit, store=store, eyes=GUARD)
            changes = await Planner(store, self._admin, plan, caller=caller).changes(unit)
            if changes is None:
                return await self.inner.write(unit, visibility=visibility)
            owned = await self._owned(unit, visibility)
            for change in changes:
                await self._demand_own_output(change, unit)
                await self._decide(change, plan, unit, store=store)
            try:
                made = replace(plan.unit(owned, without_beds=attempt > ATTEMPTS), author=caller.member)
                result = await self.inner.write(made, visibility=GUARD)
            except UnitConflictError as err:
                if _is_sent_version(err, unit) or err.kind not in {"version", "claim"}:
                    raise
                if attempt == (STAT_ATTEMPTS if any(change.is_stat for change in changes) else ATTEMPTS):
                    _raise_conflict(err)
                continue
            count = len(unit.puts)
            return WriteResult(
                resources=result.resources[:count] if count else result.resources,
                created=result.created[:count] if count else result.created,
                transaction=result.transaction,
            )

    def _plan(self) -> Plan:
        return Plan(
            now=self._clock.now(),
            new_id=self.inner.new_id,
            new_key=self.inner.new_key,
            endpoints=self._admin.endpoints_of,
            member=self._admin.member,
            outside=frozenset(member.number for member in self._admin.members() if member.is_outside),
            waits=self._waits.fresh(),
        )

    async def _decide(self, change: Change, plan: Plan, unit: WriteUnit, *, store: Snapshot) -> None:
        change.before = state_of(change.task.resource)
        _demand_known_reason(change)
        _demand_past(change, now=plan.now)
        situation = await situation_of(
            change, plan, store=store, assessor=CatalogueAssessor(store, self._admin, self._catalogues)
        )
        decision = decide(change.event, situation, actors_of(change.caller, change.parties))
        if decision.refusals:
            raise refused(decision.refusals)
        assert decision.transition is not None
        demand_free(change)
        keep_basis(change)
        effects = frozenset(decision.transition.effects)
        if effects & SHOWING and not change.is_withheld:
            to_owner = bool(effects & SHOWING - TO_LEAD_ALONE)
            await self._gather_shown(change, plan, to_owner=to_owner, store=store)
        if change.event is Event.SUBMIT and change.is_bid:
            await self._summarise(change, plan, store=store)
        if is_briefed(change):
            await self._brief(change, plan, unit, store=store)
        issues = Effect.BUNDLE in effects or change.event is Event.DIVERT
        if issues and not change.is_withheld and change.parties.owner is not change.parties.requester:
            await self._make_bundle(change, plan, store=store)
        if Effect.CALL_DUTY in effects:
            await self._gather_duty(change, plan)
        if decision.to in BY_HOURS and change.priority == "routine":
            await self._gather_hours(change, plan, decision.to, store=store)
        complete(change, plan, decision)

    async def _demand_no_parcel(self, unit: WriteUnit, visibility: Visibility) -> None:
        """A signed transfer bundle is evidence from the moment it is made: no member changes or deletes it."""
        for put in unit.puts if not visibility.is_system else ():
            if put.ref.type == "Binary" and put.expected != 0:
                stored = await self.inner.read(put.ref, visibility=visibility)
                if stored is not None and not stored.deleted and is_parcel(stored.json()):
                    raise RuleError(
                        "转院交接包已签名存证，不能更改或删除；如有更正，请另行发送。 A signed transfer bundle is "
                        "neither changed nor deleted; send a correction besides it."
                    )

    async def _demand_own_output(self, change: Change, unit: WriteUnit) -> None:
        """What the receiver gives back is shown to the sender, so it is the receiver's own (DESIGN D9)."""
        if change.event is not Event.FEEDBACK or not change.details.output:
            return
        kind, _, identity = change.details.output.partition("/")
        ref, owner = Ref(kind, identity), change.parties.owner
        if any(put.ref == ref for put in unit.puts):
            return
        stored = await self.inner.read(ref, visibility=GUARD)
        by = change.parties.requester if owner is not None and owner.is_outside else owner
        if stored is None or stored.deleted or by is None or stored.custodian != by.number:
            raise RuleError(
                f"反馈文书不存在或不属于接收机构。 {ref} is unknown, or is not the receiver's own; `output` names a "
                "document that the receiver has stored."
            )

    async def _gather_hours(self, change: Change, plan: Plan, state: State, *, store: Snapshot) -> None:
        """When the desk that is waited for now is open."""
        member = self._admin.member(change.waited_for(state))
        if member is not None:
            await self._gather_hours_of(member, plan, store=store)

    async def _gather_hours_of(self, member: Member, plan: Plan, *, store: Snapshot) -> None:
        number = member.number
        if number in plan.waits.of_member:
            return
        services = await find(
            store, "HealthcareService", "organization", f"Organization/{member.code}",
            visibility=Visibility(member=number),
        )  # fmt: skip
        own = [body_of(store, one) for one in services if one.custodian == number and not one.deleted]
        plan.waits.of_member[number] = hours_of_desk(own, plan.waits.hours)

    async def _gather_shown(self, change: Change, plan: Plan, *, to_owner: bool, store: Snapshot) -> None:
        """What each of those who may now see the elder is shown by name."""
        if change.is_bid:
            return
        code = change.details.receiver.removeprefix("Organization/")
        receiver = plan.member(code) if code else None
        change.same = await own_records(change.patient, change.patient_custodian, store=store)
        owner = change.parties.owner if to_owner or change.parties.owner is change.parties.lead else None
        for member in (owner, change.parties.lead, receiver):
            if member is not None:
                change.shown[member.number] = await care_subset(change, member, store=store)

    async def _gather_duty(self, change: Change, plan: Plan) -> None:
        """Who is on duty at the members that this event is called out to."""
        onward = plan.member(change.details.receiver.removeprefix("Organization/")) if change.details.receiver else None
        change.members = {onward.code: onward} if onward is not None else {}
        local = micros_to_datetime(plan.now).astimezone(SHANGHAI)
        for member, _ in called(change):
            found = await find(
                self.inner, "PractitionerRole", "organization", f"Organization/{member.code}",
                visibility=Visibility(member=member.number),
            )  # fmt: skip
            own = [role.json() for role in found if role.custodian == member.number and not role.deleted]
            change.duty[member.number] = lines_on_duty(own, local, phone=member.phone)

    async def _summarise(self, change: Change, plan: Plan, *, store: Snapshot) -> None:
        """Tell a candidate that is one of several what it may know, and not whom it is about."""
        requester, patient = change.parties.requester, change.patient
        assert requester is not None  # only a sender submits
        assert patient is not None  # a referral about nobody is not stored
        eyes = Visibility(member=requester.number)
        stored = await store.read(patient, visibility=eyes)
        record = await facts_of_patient(store, patient, visibility=eyes)
        summarise(
            change, plan, person=stored.json() if stored is not None else {}, record=record,
            catalogue=self._words_of(plan.now),
        )  # fmt: skip

    def _words_of(self, at: int) -> Catalogue:
        """The catalogue that names facts and diseases: the one in force, else the package's."""
        try:
            return self._catalogues.in_force(at)
        except RuleError:  # an urgent bid is asked without one (rulings 1, 2)
            return sample()

    async def _brief(self, change: Change, plan: Plan, unit: WriteUnit, *, store: Snapshot) -> None:
        try:
            await brief(change, plan, unit, store=store, catalogue=self._words_of(plan.now))
        except Exception as err:  # noqa: BLE001  whatever stands in a record: nobody who goes up waits for words about it
            log(LogEvent.BACKGROUND_FAILED, kind="sbar", error=type(err).__name__)

    async def _make_bundle(self, change: Change, plan: Plan, *, store: Snapshot) -> None:
        onward = plan.member(change.details.receiver) if change.event is Event.DIVERT else None
        to = replace(change, parties=replace(change.parties, owner=onward)) if onward is not None else change
        if to.parties.owner is not None:
            await self._gather_hours_of(to.parties.owner, plan, store=store)
        try:
            change.bundle = await build_bundle(to, plan, store=self.inner, keys=self._keys)
        except Exception as err:  # whatever stands in a record: an emergency does not wait for its papers (ruling 1)
            if not change.is_stat:
                raise
            log(LogEvent.BACKGROUND_FAILED, kind="transfer-bundle", error=type(err).__name__)  # nobody waits for it

    async def _owned(self, unit: WriteUnit, visibility: Visibility) -> WriteUnit:
        """The unit with the caller as custodian of what is new in it (a Patient that comes with its referral).

        The guard writes with the hub's own hands, so it checks the caller's rights itself.
        """
        if visibility.is_system:
            return unit
        puts = []
        for put in unit.puts:
            stored = await self.inner.read(put.ref, visibility=GUARD)
            if stored is None:
                puts.append(replace(put, custodian=put.custodian or visibility.member))
                continue
            puts.append(put)
            if put.takes_over or stored.custodian == visibility.member:
                continue
            grants = await self.inner.grants_of(put.ref, visibility=GUARD)
            if not any(grant.member == visibility.member and grant.access == "act" for grant in grants):
                raise UnitConflictError("forbidden", f"{put.ref} belongs to another member", ref=put.ref)
        return replace(unit, puts=tuple(puts))


def refused(refusals: Sequence[Refusal]) -> HubError:
    """The error that says every reason, in Chinese and English; the first reason gives the status."""
    issues = tuple(
        Issue(severity="error", code=found.code, text=f"{found.zh} {found.en}", expression="Task") for found in refusals
    )
    kinds: dict[str, type[HubError]] = {"forbidden": ForbiddenError, "conflict": ConflictError}
    kind = kinds.get(refusals[0].code, RuleError)
    return kind(" ".join(f"{found.zh} {found.en}" for found in refusals), issues=issues)


def _may_touch(unit: WriteUnit) -> bool:
    return (isinstance(unit, ReferralUnit) and bool(unit.intents)) or any(
        put.ref.type in {"ServiceRequest", "Task"} for put in unit.puts
    )


def _caller(unit: WriteUnit, visibility: Visibility) -> Caller:
    """Who writes: the member, and the agent that the unit's audit entry names.

    A unit of the hub itself that is filed under a member (an ingested message) speaks for that member.
    """
    if visibility.is_system:
        member = next((put.custodian for put in unit.puts if put.custodian), 0)
        return Caller(agent=INGEST, member=member) if member else SYSTEM
    agent = unit.audit[0].agent if unit.audit else "client:"
    return Caller(agent=agent if agent.startswith("client:") else "client:", member=visibility.member)


def _demand_known_reason(change: Change) -> None:
    codes = REASONS.get(change.event)
    code = change.details.reason
    if codes is not None and code and code not in codes:
        raise RuleError(
            f"原因编码“{code}”无法识别。 The reason {code!r} is unknown for {change.event}; expected one of "
            f"{', '.join(f'{known} ({words[0]})' for known, words in codes.items())}."
        )


def _demand_past(change: Change, *, now: int) -> None:
    if change.details.at > now + AFTERWARDS:
        raise RuleError(
            "at 晚于当前时间。 `at` says when the event happened, and is in the future; a move to come has `planned`."
        )
    left = str((change.task.resource.get("executionPeriod") or {}).get("start", ""))
    is_after = bool(left) and change.event in _AFTER_DEPARTURE and not change.is_stat
    if is_after and 0 < change.details.at < text_to_micros(left):
        raise RuleError(
            f"at 早于出发时间({left})，请核对纸质记录上的时间。 `at` is before the departure at {left}; look again at "
            "the time on paper."
        )


_AFTER_DEPARTURE = frozenset({Event.ARRIVE, Event.ADMIT, Event.REFUSE_AT_DOOR, Event.DISCHARGE, Event.FEEDBACK})
"""What cannot have happened before the elder left; a time on paper is easily misread when it is entered later."""


def _is_sent_version(err: UnitConflictError, unit: WriteUnit) -> bool:
    """Whether the conflict is about a version that the caller itself asked for (If-Match)."""
    return err.kind == "version" and any(put.ref == err.ref and put.expected is not None for put in unit.puts)


def _raise_conflict(err: UnitConflictError) -> Never:
    if err.kind == "claim":
        raise ConflictError(
            "已被他人抢先（床位、选定或未完成的转诊）。 Someone else was quicker: the bed, the selection or the open "
            f"referral is taken ({err.detail}). Read the referral again and choose anew."
        ) from err
    raise ConflictError(
        f"转诊刚被他人更改，请刷新后重试。 The referral was changed meanwhile ({err.detail}); read it again."
    ) from err
