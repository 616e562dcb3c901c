"""What the console, the operations and ingest do with referrals: draft, ask the catalogue, see what is allowed, act.

Every change goes through the guarded store (DESIGN D12).
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import dump
from hub.auth.principal import Principal
from hub.clock import Clock
from hub.errors import BadRequestError, ConflictError, ForbiddenError, HubError, NotFoundError, RuleError
from hub.keys import Keys
from hub.log import LogEvent, log
from hub.referral.actors import SYSTEM, Caller, principal_to_caller
from hub.referral.catalogues import Catalogues
from hub.referral.catch_up import lacking
from hub.referral.disclosure import is_parcel
from hub.referral.evaluation import CatalogueAssessor
from hub.referral.gather import GUARD, tasks_of
from hub.referral.handover import collect_bundle
from hub.referral.offers import Offer, offers_of
from hub.referral.outside import OutsideSource, source_to_extension
from hub.referral.plan import Intent, Plan, ReferralUnit
from hub.referral.planning import Planner
from hub.referral.proposal import referral_behind
from hub.referral.receipt import BUNDLE_OUTPUT, FETCHED, documents_of
from hub.referral.rule_change import notice, rests_on
from hub.referral.rules.values import Decision
from hub.referral.shape import (
    KEPT_BED,
    OUTSIDE_SOURCE,
    direction_of,
    focus_of,
    new_task,
    organization,
    organization_code,
    outputs_of,
    patient_of,
    reference,
    set_extension,
    state_of,
)
from hub.referral.situation import Details
from hub.referral.snapshot import Snapshot
from hub.referral.states import DIRECTION_SYSTEM, FINAL, Direction, Event, State
from hub.referral.transitions import TABLE
from hub.store.admin import AdminStore, Member
from hub.store.port import (
    AuditEntry,
    Engine,
    IdentifierKey,
    Put,
    Ref,
    StoredResource,
    UnitConflictError,
    WriteResult,
    WriteUnit,
)
from hub.transfer.blank_forms import PAPER_NUMBER
from hub.transfer.completeness import Gap

_HEAD = 400
"""Bytes of a Binary in which the context of a transfer document stands, before its data."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A referral that nobody has seen yet: its ServiceRequest and one Task for each candidate."""

    request: Ref
    tasks: tuple[Ref, ...]


class Workflow:
    """Referrals as a caller handles them. `store` is the guarded one."""

    def __init__(self, store: Engine, admin: AdminStore, clock: Clock, keys: Keys, catalogues: Catalogues) -> None:
        self._store = store
        self._admin = admin
        self._clock = clock
        self._keys = keys
        self._catalogues = catalogues
        self._assessor = CatalogueAssessor(store, admin, catalogues)

    async def create_draft(
        self,
        principal: Principal,
        *,
        patient: Ref,
        direction: Direction,
        receivers: Sequence[str],
        priority: str = "routine",
        reasons: Sequence[JsonObject] = (),
        note: str = "",
        supporting: Sequence[Ref] = (),
        own_bed: str = "",
        paper: str = "",
        source: OutsideSource | None = None,
    ) -> Draft:
        """Store a draft: one ServiceRequest, and a Task for each of the `receivers` (codes of members).

        `own_bed` is the Location of the resident's bed, which the home keeps, `paper` the number of the form that was
        written while the hub was down, `source` the institution outside that sent the elder. Raises RuleError,
        NotFoundError, ConflictError (that form is entered already).
        """
        if not receivers:
            raise RuleError("A referral needs at least one receiver; name a member of the alliance.")
        if await self._store.read(patient, visibility=principal.visibility) is None:
            raise NotFoundError(f"{patient} is unknown.")
        request_id = self._store.new_id(patient.id)
        request: JsonObject = {
            "resourceType": "ServiceRequest",
            "id": request_id,
            "status": "draft",
            "intent": "order",
            "category": [{"coding": [{"system": DIRECTION_SYSTEM, "code": direction.value}]}],
            "priority": priority,
            "subject": {"reference": str(patient)},
            "requester": organization(principal.member_code),
            "performer": [organization(code) for code in receivers],
        }
        if reasons:
            request["reasonCode"] = list(reasons)
        if note:
            request["note"] = [{"text": note}]
        if supporting:
            request["supportingInfo"] = [{"reference": str(ref)} for ref in supporting]
        _add_origin(request, own_bed=own_bed, paper=paper, source=source)
        ref = Ref("ServiceRequest", request_id)
        unique = (IdentifierKey(PAPER_NUMBER, paper),) if paper else ()
        puts = [Put(ref=ref, data=dump(request), expected=0, custodian=principal.member, unique=unique)]
        tasks = []
        for code in receivers:
            task = Ref("Task", self._store.new_id(patient.id if len(receivers) == 1 else ""))
            tasks.append(task)
            resource = new_task(
                task_id=task.id, request=ref, patient=None, requester=principal.member_code, owner=code,
                priority=priority, now=self._clock.now(),
            )  # fmt: skip
            puts.append(Put(ref=task, data=dump(resource), expected=0, custodian=principal.member))
        entry = self._entry(principal, "C", "create", str(ref), patient=patient.id)
        await self._store_draft(WriteUnit(puts=tuple(puts), audit=(entry,)), principal, paper)
        return Draft(request=ref, tasks=tuple(tasks))

    async def _store_draft(self, unit: WriteUnit, principal: Principal, paper: str) -> None:
        try:
            await self._store.write(unit, visibility=principal.visibility)
        except UnitConflictError as err:
            if err.kind != "identifier":
                raise
            raise ConflictError(f"纸质单{paper}已补录过。 The paper form {paper} is entered already.") from err

    async def evaluate(
        self,
        principal: Principal,
        *,
        direction: Direction,
        receiver: str = "",
        patient: Ref | None = None,
        facts: Sequence[JsonObject] = (),
        priority: str = "routine",
        at: int = 0,
    ) -> Decision:
        """Ask the catalogue, without any effect. `receiver` is a member's code, `at` microseconds (0: now)."""
        member = self._member(receiver) if receiver else None
        if patient is not None and await self._store.read(patient, visibility=principal.visibility) is None:
            raise NotFoundError(f"{patient} is unknown.")
        returning = False
        if patient is not None and member is not None and direction is Direction.INTO_HOME:
            claim = await self._store.claim_of("kept-bed", f"{member.code}|{patient.id}", now=self._clock.now())
            returning = claim is not None
        return await self._assessor.evaluate(
            direction=direction, priority=priority, patient=patient, receiver=member, visibility=principal.visibility,
            at=at or self._clock.now(), more=facts, returning=returning, alternatives=True,
        )  # fmt: skip

    async def request_of(self, request_id: str, principal: Principal) -> JsonObject:
        """The ServiceRequest, when the caller may see it. Raises NotFoundError."""
        stored = await self._store.read(Ref("ServiceRequest", request_id), visibility=principal.visibility)
        if stored is None or stored.deleted:
            raise NotFoundError(f"ServiceRequest/{request_id} is unknown.")
        return stored.json()

    async def referral_of(self, task: JsonObject, principal: Principal) -> Ref | None:
        """The ServiceRequest of a Task; its sender is told the referral behind the proposal of a bid."""
        focus = focus_of(task)
        if focus is None or organization_code(task.get("requester")) != principal.member_code:
            return focus
        return await referral_behind(self._store, focus, now=self._clock.now()) or focus

    async def actions(self, task_id: str, principal: Principal) -> tuple[Offer, ...]:
        """What this caller may do with the Task now, and why not the rest."""
        known = await self._task(task_id, principal)
        plan, store = self._plan(), Snapshot(self._store, known=known)
        caller = principal_to_caller(principal)
        planner = Planner(store, self._admin, plan, caller=caller)
        assessor = CatalogueAssessor(store, self._admin, self._catalogues)
        return await offers_of(known[0], plan, planner, store=store, assessor=assessor, caller=caller)

    async def act(
        self, task_id: str, event: Event | str, principal: Principal, *, details: Details | None = None
    ) -> StoredResource:
        """Let an event happen and give the Task as it then is.

        `select` with a bed also reserves it, both or neither. Raises NotFoundError, ForbiddenError, ConflictError,
        RuleError.
        """
        known = await self._task(task_id, principal)
        stored = known[0]
        details = _normal(details or Details())
        events = [_event(event)]
        if events[0] is Event.SELECT and details.bed:
            events.append(Event.RESERVE)
        caller = principal_to_caller(principal)
        entry = self._entry(principal, "U", f"$referral-action {events[0]}", str(stored.ref), patient=stored.patient)
        intents = tuple(Intent(stored.ref, one, caller, details) for one in events)
        result = await self._write(ReferralUnit(intents=intents, audit=(entry,), known=known), principal)
        written = next((one for one in result.resources if one.ref == stored.ref), None)
        return written if written is not None else await self._after(stored.ref)

    async def act_as_system(self, task: Ref, event: Event, details: Details | None = None) -> StoredResource:
        """Let the hub's own clock act: escalation, expiry, the automatic acknowledgement."""
        entry = AuditEntry(
            at=self._clock.now(),
            member=0,
            agent=SYSTEM.agent,
            action="U",
            interaction=f"timer {event}",
            target=str(task),
        )
        unit = ReferralUnit(intents=(Intent(task, event, SYSTEM, details or Details()),), audit=(entry,))
        await self._store.write(unit, visibility=GUARD)
        return await self._after(task)

    async def rule_changed(self, task: JsonObject) -> tuple[str, str] | None:
        """What is said when another version of the catalogue is in force than a Task's referral rests on."""
        focus = focus_of(task)
        stored = await self._store.read(focus, visibility=GUARD) if focus is not None else None
        rested = rests_on(stored.json()) if stored is not None and not stored.deleted else None
        if rested is None or state_of(task) in FINAL:
            return None
        try:
            return notice(rested, in_force=self._catalogues.in_force(self._clock.now()).version)
        except RuleError:  # none is in force now
            return None

    async def lacks(self, request: Ref) -> tuple[Gap, ...]:
        """What the papers of a referral lack, as its sender sees the record."""
        stored = await self._store.read(request, visibility=GUARD)
        return () if stored is None or stored.deleted else await lacking(stored, self._store, now=self._clock.now())

    async def transfer_bundle(self, request_id: str, principal: Principal) -> bytes:
        """The signed transfer bundle: as delivered, or before departure as it would be now (for the requester)."""
        request = await self.request_of(request_id, principal)
        ref = Ref("ServiceRequest", request_id)
        tasks = [task.json() for task in await tasks_of(self._store, ref)]
        for task in sorted(tasks, key=_latest, reverse=True):
            for binary_ref in reversed(outputs_of(task, BUNDLE_OUTPUT)):
                binary = await self._store.read(binary_ref, visibility=principal.visibility)
                if binary is not None and not binary.deleted:
                    data = base64.b64decode(binary.json()["data"])
                    await self._note_fetched(task, binary_ref, data, principal)
                    return data
        if organization_code(request.get("requester")) != principal.member_code:
            raise NotFoundError("No transfer bundle has been sent to you for this referral yet.")
        return await self._bundle_now(request, tasks, principal)

    async def note_read(self, stored: StoredResource, principal: Principal) -> None:
        """A Binary was read by its id: when it is a transfer document, its receiver has fetched it."""
        if b"securityContext" not in stored.body[:_HEAD] or not is_parcel(body := stored.json()):
            return
        request = reference(body["securityContext"])
        for found in await tasks_of(self._store, request) if request is not None else ():
            await self._note_fetched(found.json(), stored.ref, base64.b64decode(body["data"]), principal)

    async def _note_fetched(self, task: JsonObject, document: Ref, data: bytes, principal: Principal) -> None:
        """A receiver's system that fetches a document has that one; a person confirms what is on the page."""
        known = next((one for one in documents_of(task) if one.ref == document), None)
        is_owner = organization_code(task.get("owner")) == principal.member_code
        if known is None or known.received or not is_owner or (Event.RECEIVE, state_of(task)) not in TABLE:
            return
        if principal.agent.startswith("client:"):
            details = Details(digest=hashlib.sha256(data).hexdigest(), way=FETCHED)
            try:
                await self.act(str(task["id"]), Event.RECEIVE, principal, details=details)
            except HubError as err:  # what it fetched is its own all the same
                log(LogEvent.BACKGROUND_FAILED, kind="transfer-receipt", error=type(err).__name__)

    async def _bundle_now(self, request: JsonObject, tasks: Sequence[JsonObject], principal: Principal) -> bytes:
        patient = patient_of(request)
        sender = self._admin.member(principal.member)
        open_tasks = [task for task in tasks if state_of(task) not in {State.REJECTED, State.CANCELLED, State.EXPIRED}]
        receiver = self._admin.member(organization_code(open_tasks[0].get("owner"))) if open_tasks else None
        if patient is None or sender is None or receiver is None:
            raise RuleError("The referral has no patient or no receiver yet, so there is nobody to make a bundle for.")
        made = await collect_bundle(
            request=request, task=open_tasks[0], patient=patient, sender=sender, receiver=receiver,
            now=self._clock.now(), new_id=self._store.new_id(patient.id), store=self._store, keys=self._keys,
        )  # fmt: skip
        return made.data

    async def _task(self, task_id: str, principal: Principal) -> tuple[StoredResource, ...]:
        """The Task, and its referral where that is there. Raises NotFoundError, RuleError."""
        stored = await self._store.read(Ref("Task", task_id), visibility=principal.visibility)
        if stored is None or stored.deleted:
            raise NotFoundError(f"Task/{task_id} is unknown.")
        focus = focus_of(stored.json())
        if focus is None:
            raise RuleError(f"Task/{task_id} is no Task of a referral; its focus is no ServiceRequest.")
        request = await self._store.read(focus, visibility=GUARD)
        if request is not None and not request.deleted and direction_of(request.json()) is None:
            raise RuleError(f"Task/{task_id} is no Task of a referral; its ServiceRequest says no direction.")
        return (stored,) if request is None or request.deleted else (stored, request)

    async def _after(self, ref: Ref) -> StoredResource:
        stored = await self._store.read(ref, visibility=GUARD)
        assert stored is not None
        return stored

    async def _write(self, unit: WriteUnit, principal: Principal) -> WriteResult:
        try:
            return await self._store.write(unit, visibility=principal.visibility)
        except UnitConflictError as err:
            if err.kind == "forbidden":
                raise ForbiddenError("The referral belongs to other members.") from err
            raise ConflictError(f"The referral changed meanwhile ({err.detail}); read it again and retry.") from err

    def _plan(self) -> Plan:
        return Plan(
            now=self._clock.now(), new_id=self._store.new_id, new_key=self._store.new_key,
            endpoints=self._admin.endpoints_of, member=self._admin.member,
        )  # fmt: skip

    def _member(self, code: str) -> Member:
        member = self._admin.member(code)
        if member is None:
            raise NotFoundError(f"There is no member {code!r} in this alliance.")
        return member

    def _entry(
        self, principal: Principal, action: str, interaction: str, target: str, *, patient: str = ""
    ) -> AuditEntry:
        return AuditEntry(
            at=self._clock.now(), member=principal.member, agent=principal.agent,
            action=action,  # type: ignore[arg-type]  # C or U
            interaction=interaction, target=target, patient=patient, purpose=principal.purpose,
        )  # fmt: skip


def _add_origin(request: JsonObject, *, own_bed: str, paper: str, source: OutsideSource | None) -> None:
    """The bed that the home keeps, the paper form it was written on, the institution outside that sent the elder."""
    if paper:
        request["identifier"] = [{"system": PAPER_NUMBER, "value": paper}]
    if source is not None:
        set_extension(request, OUTSIDE_SOURCE, source_to_extension(source))
    if own_bed:
        set_extension(request, KEPT_BED, {"valueReference": {"reference": own_bed}})


def _latest(task: JsonObject) -> tuple[bool, str]:
    """What sorts the Task that is under way behind those that are over, and the last of these behind the others."""
    return state_of(task) not in FINAL, str(task.get("lastModified", ""))


def _event(event: Event | str) -> Event:
    try:
        return Event(event)
    except ValueError as err:
        raise BadRequestError(
            f"{str(event)[:40]!r} is no event of a referral; expected one of {', '.join(Event)}."
        ) from err


def _normal(details: Details) -> Details:
    bed = details.bed.removeprefix("Location/")
    return replace(
        details,
        bed=f"Location/{bed}" if bed else "",
        receiver=details.receiver.removeprefix("Organization/"),
    )


__all__ = ["Caller", "Draft", "Offer", "Workflow"]
