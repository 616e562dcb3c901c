"""A member leaves the alliance: open referrals get an outcome, credentials and deliveries end, the record stays.

What is settled goes through the state table, so that the other parties are told as ever. Nobody is left on the road:
while an elder is on the way, has just arrived, or a stat call waits, the member cannot leave.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from hub.auth.principal import Principal
from hub.clock import Clock
from hub.errors import ConflictError, ForbiddenError, HubError, NotFoundError, RuleError
from hub.log import LogEvent, log
from hub.referral.actors import lead_member
from hub.referral.agreements import LEFT
from hub.referral.gather import GUARD
from hub.referral.membership import Turn, turn_of
from hub.referral.parting import Parted, Parting
from hub.referral.shape import direction_of, focus_of, organization_code, state_of
from hub.referral.situation import Details
from hub.referral.states import FINAL, TASK_STATUS, UNSENT, Event, State
from hub.referral.workflow import Workflow
from hub.store.admin import AdminStore, Member
from hub.store.port import AuditEntry, Engine, Ref, StoredResource, Visibility, WriteUnit
from hub.store.search.parse import parse_query

LEAST_WORDS = 4
MOST_WORDS = 500
_BATCH = 500
_MOST_WAITING = 100_000
_WAITING = frozenset({State.SUBMITTED, State.UNDER_REVIEW, State.INFO_REQUESTED})
_CHOSEN = frozenset({State.SELECTED, State.RESERVED, State.SCHEDULED})
_ON_THE_ROAD = frozenset({State.IN_TRANSIT, State.ARRIVED})
By = Literal["member", "lead", "clock"]


@dataclass(frozen=True, slots=True)
class Settled:
    """One referral of the member that left: its Task, and its state before and after."""

    task: str
    before: State
    after: State

    @property
    def is_open(self) -> bool:
        """Whether it still waits: for the sender's acknowledgement, for the receiver's word, or for a person."""
        return self.after not in FINAL


@dataclass(frozen=True, slots=True)
class Departure:
    """What leaving did."""

    member: Member
    settled: tuple[Settled, ...]
    clients: int
    users: int
    endpoints: int
    deliveries: int
    parted: Parted


def steps(state: State, *, is_owner: bool) -> tuple[tuple[Event, By], ...]:
    """What settles a Task in this state when its owner, or else its requester, leaves; nothing where it ends itself.

    Whoever is in care there gets its outcome from the receiver; the sender's acknowledgement is the clock's.
    """
    if is_owner:
        if state in _WAITING | {State.ACCEPTED}:
            return ((Event.DECLINE, "member"),)
        if state in _CHOSEN:
            return ((Event.DECLINE, "clock"),)
        if state is State.CANCEL_REQUESTED:
            return ((Event.AGREE_CANCEL, "member"),)
        return ((Event.FEEDBACK, "member"),) if state in {State.IN_CARE, State.FEEDBACK_DUE} else ()
    if state in UNSENT | _WAITING:
        return ((Event.CANCEL, "member"),)
    if state in _CHOSEN | {State.ACCEPTED}:
        return ((Event.CANCEL, "member"), (Event.AGREE_CANCEL, "clock"))
    if state is State.CANCEL_REQUESTED:
        return ((Event.AGREE_CANCEL, "clock"),)
    if state is State.NO_TAKER:
        return ((Event.CLOSE, "lead"),)
    return ((Event.ACKNOWLEDGE, "member"),) if state is State.FEEDBACK_SENT else ()


class Leaving:
    """Lets a member leave; for the operation and the command line."""

    def __init__(self, store: Engine, admin: AdminStore, clock: Clock, workflow: Workflow) -> None:
        self._store = store
        self._admin = admin
        self._clock = clock
        self._workflow = workflow
        self._parting = Parting(store, admin, clock)

    async def leave(self, code: str, *, reason: str, principal: Principal | None) -> Departure:
        """End the membership of `code`. Its own institution or the lead hospital asks; None is the operator.

        What a crash has left undone is done when it is asked again. Raises NotFoundError, ForbiddenError, RuleError (no
        reason), ConflictError (left already, the lead hospital, an elder on the road).
        """
        self._demand_asker(code, reason, principal)
        async with turn_of(self._store, self._clock, code) as turn:
            return await self._leave(code, reason, principal, turn)

    def _demand_asker(self, code: str, reason: str, principal: Principal | None) -> None:
        member, lead = self._admin.member(code), lead_member(self._admin.members())
        if member is None or member.is_outside:
            raise NotFoundError(f"There is no member {code[:40]!r} in this alliance.")
        if principal is not None and principal.member not in {member.number, lead.number if lead else 0}:
            raise ForbiddenError(
                "只有本机构或牵头医院可办理退出。 Only the member itself or the lead hospital does this."
            )
        if len(reason.strip()) < LEAST_WORDS:
            raise RuleError("请说明退出原因。 Say in `reason` why it leaves.")
        if lead is not None and lead.number == member.number:
            raise ConflictError("牵头医院不能退出联盟。 The lead hospital cannot leave; everything falls back to it.")

    async def _leave(self, code: str, reason: str, principal: Principal | None, turn: Turn) -> Departure:
        """All of it, by the only hand that changes this membership now."""
        member, lead = self._admin.member_now(code), lead_member(self._admin.members())
        assert member is not None  # members are never deleted
        found = [task async for task in self._open(member)]
        if member.admission_state != LEFT:
            _demand_nobody_on_the_road(found)
            self._admin.change_member(replace(member, admission_state=LEFT))
        elif not await self._is_unfinished(member, found):
            raise ConflictError(f"{member.name}已退出联盟。 {code} has left already.")
        clients, users = self._end_credentials(member)
        settled = []
        for task in found:
            settled.append(await self._settle(task, member, lead, reason))
            await turn.write(WriteUnit(claims=(turn.claim(),)))
        parted = await self._parting.part(member)
        deliveries = await self._stop_deliveries(member)
        await self._store.audit(
            AuditEntry(
                at=self._clock.now(), member=principal.member if principal is not None else 0,
                agent=principal.agent if principal is not None else "command:member", action="U",
                interaction="$leave", target=f"Organization/{code}", detail=reason.strip()[:MOST_WORDS],
            )
        )  # fmt: skip
        return Departure(member, tuple(settled), clients, users, self._end_endpoints(member), deliveries, parted)

    async def _is_unfinished(self, member: Member, tasks: Sequence[StoredResource]) -> bool:
        """Whether a crash has left something undone."""
        if any(_steps_of(task, member) for task in tasks) or self._has_access(member):
            return True
        left = await self._parting.arrangements(member)
        return bool(left.bookings or left.reservations)

    async def _open(self, member: Member) -> AsyncIterator[StoredResource]:
        """Every Task of an open referral of which the member is a side."""
        statuses = ",".join(sorted({TASK_STATUS[state] for state in State if state not in FINAL}))
        seen = set[Ref]()
        for side in ("owner", "requester"):
            cursor = ""
            while True:
                asked = [(side, f"Organization/{member.code}"), ("status", statuses)]
                query = replace(parse_query("Task", asked, strict=True), count=_BATCH, cursor=cursor)
                page = await self._store.search(query, visibility=GUARD)
                for stored in page.resources:
                    if stored.ref not in seen and await self._is_open_referral(stored):
                        seen.add(stored.ref)
                        yield stored
                cursor = page.cursor
                if not cursor:
                    break

    async def _is_open_referral(self, task: StoredResource) -> bool:
        body = task.json()
        focus = focus_of(body)
        stored = await self._store.read(focus, visibility=GUARD) if focus is not None else None
        return stored is not None and direction_of(stored.json()) is not None and state_of(body) not in FINAL

    async def _settle(self, task: StoredResource, member: Member, lead: Member | None, reason: str) -> Settled:
        """Let the steps of its state happen; what the table refuses stays open and is reported."""
        before = await self._state(task.ref)
        words = f"{member.name}退出联盟：{reason.strip()}"[:MOST_WORDS]
        details = Details(reason="other", note=words)
        try:
            for event, by in steps(before, is_owner=_is_owner(task, member)):
                if by == "clock":
                    await self._workflow.act_as_system(task.ref, event, details)
                else:
                    actor = lead if by == "lead" and lead is not None else member
                    await self._workflow.act(task.ref.id, event, _hand_of(actor), details=details)
        except HubError as err:
            log(LogEvent.BACKGROUND_FAILED, kind="member-leaves", error=type(err).__name__)
        return Settled(task.ref.id, before, await self._state(task.ref))

    async def _state(self, ref: Ref) -> State:
        stored = await self._store.read(ref, visibility=GUARD)
        return state_of(stored.json()) if stored is not None else State.CANCELLED

    def _has_access(self, member: Member) -> bool:
        """Whether something of it may still sign in, or is still delivered to."""
        of_member = any(one.member == member.number and one.enabled for one in self._admin.clients())
        of_person = any(one.member == member.number and one.enabled for one in self._admin.users())
        return of_member or of_person or bool(self._admin.endpoints_of(member.number))

    def _end_credentials(self, member: Member) -> tuple[int, int]:
        """First of all: nobody acts in its name while its referrals are settled. How many clients and accounts."""
        clients = [one for one in self._admin.clients() if one.member == member.number and one.enabled]
        for client in clients:
            self._admin.change_client(replace(client, enabled=False))
        users = [one for one in self._admin.users() if one.member == member.number and one.enabled]
        for user in users:
            self._admin.change_user(replace(user, enabled=False))
        return len(clients), len(users)

    def _end_endpoints(self, member: Member) -> int:
        endpoints = self._admin.endpoints_of(member.number)
        for endpoint in endpoints:
            self._admin.delete_endpoint(endpoint.number)
        return len(endpoints)

    async def _stop_deliveries(self, member: Member) -> int:
        """What still waits for the member is not sent any more; the rows stay."""
        eyes, now = Visibility(member=member.number), self._clock.now()
        page = await self._store.outbound_page(visibility=eyes, state="waiting", count=_MOST_WAITING)
        rows = [row for row in page if row.receiver == member.number]
        for row in rows:
            await self._store.settle_outbound(row.key, state="cancelled", due=now, error="the receiver has left")
        return len(rows)


def _is_owner(task: StoredResource, member: Member) -> bool:
    return organization_code(task.json().get("owner")) == member.code


def _steps_of(task: StoredResource, member: Member) -> tuple[tuple[Event, By], ...]:
    return steps(state_of(task.json()), is_owner=_is_owner(task, member))


def _hand_of(member: Member) -> Principal:
    """The member itself, for the last time."""
    return Principal(agent="client:leaving", member=member.number, member_code=member.code)


def _demand_nobody_on_the_road(tasks: Sequence[StoredResource]) -> None:
    """Raises ConflictError for elders between two institutions, and for stat calls that nobody has answered."""
    held = []
    for task in tasks:
        body = task.json()
        state = state_of(body)
        if state in _ON_THE_ROAD or (body.get("priority") == "stat" and state in _WAITING | {State.ACCEPTED}):
            held.append(f"Task/{task.ref.id} ({state})")
    if held:
        raise ConflictError(
            f"有老人正在途中、刚到达或急诊待应答，不能退出：{'、'.join(held[:10])}。 Elders are on "
            "the way, have just arrived, or a stat call waits; finish these first."
        )
