"""The referral guard: wraps a store so that no write changes a referral past the state table (DESIGN D12).

PUT, PATCH, a transaction, an ingested message, the console and `$referral-action` all come through `write`. The
guard decides on a snapshot, makes that snapshot a precondition, and decides again when it has moved: at most
three times.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal, Never

from fhir_profiles.issue import Issue
from hub.clock import Clock
from hub.errors import ConflictError, ForbiddenError, HubError, RuleError
from hub.keys import Keys
from hub.referral.actors import SYSTEM, Caller, actors_of
from hub.referral.catalogues import Catalogues
from hub.referral.completion import complete
from hub.referral.decision import decide
from hub.referral.evaluation import CatalogueAssessor
from hub.referral.gather import GUARD, situation_of
from hub.referral.handover import build_bundle
from hub.referral.plan import Change, Plan
from hub.referral.planning import Planner
from hub.referral.reasons import REASONS
from hub.referral.shape import state_of
from hub.referral.situation import Refusal
from hub.referral.transitions import Effect
from hub.store.admin import AdminStore
from hub.store.port import (
    AuditEntry,
    Claim,
    Engine,
    Grant,
    IdentifierKey,
    Inbound,
    Outbound,
    Page,
    Ref,
    StoredResource,
    Timer,
    UnitConflictError,
    Visibility,
    WriteResult,
    WriteUnit,
)
from hub.store.query import HistoryQuery, SearchQuery

ATTEMPTS = 3


class ReferralGuard:
    """An `Engine` whose `write` knows referrals."""

    def __init__(self, engine: Engine, admin: AdminStore, catalogues: Catalogues, clock: Clock, *, keys: Keys) -> None:
        self._engine = engine
        self._admin = admin
        self._clock = clock
        self._keys = keys
        self._assessor = CatalogueAssessor(engine, admin, catalogues)

    async def write(self, unit: WriteUnit, *, visibility: Visibility) -> WriteResult:
        """Store the unit, with everything that the referrals in it bring along.

        Raises ConflictError, RuleError or ForbiddenError when the table refuses, UnitConflictError as the engine.
        """
        if not _may_touch(unit):
            return await self._engine.write(unit, visibility=visibility)
        caller = _caller(unit, visibility)
        for attempt in range(1, ATTEMPTS + 1):
            plan = self._plan()
            changes = await Planner(self._engine, self._admin, plan, caller=caller).changes(unit)
            if changes is None:
                return await self._engine.write(unit, visibility=visibility)
            owned = await self._owned(unit, visibility)
            for change in changes:
                await self._decide(change, plan)
            try:
                result = await self._engine.write(plan.unit(owned), visibility=GUARD)
            except UnitConflictError as err:
                if _is_sent_version(err, unit) or err.kind not in {"version", "claim"}:
                    raise
                if attempt == ATTEMPTS:
                    _raise_conflict(err)
                continue
            count = len(unit.puts)
            return WriteResult(
                resources=result.resources[:count] if count else result.resources,
                created=result.created[:count] if count else result.created,
                transaction=result.transaction,
            )
        raise AssertionError("the last attempt returns or raises")

    def _plan(self) -> Plan:
        return Plan(
            now=self._clock.now(),
            new_id=self._engine.new_id,
            new_key=self._engine.new_key,
            endpoints=self._admin.endpoints_of,
            member=self._admin.member,
        )

    async def _decide(self, change: Change, plan: Plan) -> None:
        change.before = state_of(change.task.resource)
        _demand_known_reason(change)
        situation = await situation_of(change, plan, store=self._engine, assessor=self._assessor)
        decision = decide(change.event, situation, actors_of(change.caller, change.parties))
        if decision.refusals:
            raise refused(decision.refusals)
        assert decision.transition is not None
        if Effect.BUNDLE in decision.transition.effects:
            change.bundle = await build_bundle(change, plan, store=self._engine, keys=self._keys)
        complete(change, plan, decision)

    async def _owned(self, unit: WriteUnit, visibility: Visibility) -> WriteUnit:
        """The unit with the caller as custodian of what is new in it (a Patient that comes with its referral).

        The guard writes with the hub's own hands, so it checks the caller's rights itself.
        """
        if visibility.is_system:
            return unit
        puts = []
        for put in unit.puts:
            stored = await self._engine.read(put.ref, visibility=GUARD)
            if stored is None:
                puts.append(replace(put, custodian=put.custodian or visibility.member))
                continue
            puts.append(put)
            if stored.custodian == visibility.member:
                continue
            grants = await self._engine.grants_of(put.ref, visibility=GUARD)
            if not any(grant.member == visibility.member and grant.access == "act" for grant in grants):
                raise UnitConflictError("forbidden", f"{put.ref} belongs to another member", ref=put.ref)
        return replace(unit, puts=tuple(puts))

    # The rest of the engine, unchanged

    async def read(self, ref: Ref, *, visibility: Visibility, version: int | None = None) -> StoredResource | None:
        """As the engine."""
        return await self._engine.read(ref, visibility=visibility, version=version)

    async def read_many(self, refs: Sequence[Ref], *, visibility: Visibility) -> Mapping[Ref, StoredResource]:
        """As the engine."""
        return await self._engine.read_many(refs, visibility=visibility)

    async def search(self, query: SearchQuery, *, visibility: Visibility) -> Page:
        """As the engine."""
        return await self._engine.search(query, visibility=visibility)

    async def history(self, query: HistoryQuery, *, visibility: Visibility) -> Page:
        """As the engine."""
        return await self._engine.history(query, visibility=visibility)

    async def by_identifier(
        self, resource_type: str, key: IdentifierKey, *, visibility: Visibility
    ) -> tuple[StoredResource, ...]:
        """As the engine."""
        return await self._engine.by_identifier(resource_type, key, visibility=visibility)

    async def audit(self, entry: AuditEntry) -> None:
        """As the engine."""
        await self._engine.audit(entry)

    async def find_inbound(self, sender: str, control_id: str) -> Inbound | None:
        """As the engine."""
        return await self._engine.find_inbound(sender, control_id)

    async def inbound(self, key: int, *, visibility: Visibility) -> Inbound | None:
        """As the engine."""
        return await self._engine.inbound(key, visibility=visibility)

    async def inbound_page(
        self, *, visibility: Visibility, state: str = "", text: str = "", before: int = 0, count: int = 50
    ) -> Sequence[Inbound]:
        """As the engine."""
        return await self._engine.inbound_page(
            visibility=visibility, state=state, text=text, before=before, count=count
        )

    async def due_outbound(self, *, now: int, lease_until: int, count: int) -> Sequence[Outbound]:
        """As the engine."""
        return await self._engine.due_outbound(now=now, lease_until=lease_until, count=count)

    async def settle_outbound(
        self, key: int, *, state: Literal["waiting", "done", "failed", "cancelled"], due: int, error: str
    ) -> None:
        """As the engine."""
        await self._engine.settle_outbound(key, state=state, due=due, error=error)

    async def outbound_page(self, *, visibility: Visibility, state: str = "", count: int = 50) -> Sequence[Outbound]:
        """As the engine."""
        return await self._engine.outbound_page(visibility=visibility, state=state, count=count)

    async def due_timers(self, *, now: int, lease_until: int, count: int) -> Sequence[Timer]:
        """As the engine."""
        return await self._engine.due_timers(now=now, lease_until=lease_until, count=count)

    async def grants_of(self, patient: Ref, *, visibility: Visibility) -> Sequence[Grant]:
        """As the engine."""
        return await self._engine.grants_of(patient, visibility=visibility)

    async def linked_patients(self, patient: str, *, visibility: Visibility) -> Sequence[str]:
        """As the engine."""
        return await self._engine.linked_patients(patient, visibility=visibility)

    async def claim_of(self, kind: str, key: str, *, now: int) -> Claim | None:
        """As the engine."""
        return await self._engine.claim_of(kind, key, now=now)

    async def audit_page(
        self, *, visibility: Visibility, patient: str = "", before: int = 0, count: int = 50
    ) -> Sequence[AuditEntry]:
        """As the engine."""
        return await self._engine.audit_page(visibility=visibility, patient=patient, before=before, count=count)

    def new_key(self) -> int:
        """As the engine."""
        return self._engine.new_key()

    def new_id(self, patient: str = "") -> str:
        """As the engine."""
        return self._engine.new_id(patient)

    async def close(self) -> None:
        """As the engine."""
        await self._engine.close()


def refused(refusals: Sequence[Refusal]) -> HubError:
    """The error that says every reason, in Chinese and English; the first reason gives the status."""
    issues = tuple(
        Issue(severity="error", code=found.code, text=f"{found.zh} {found.en}", expression="Task") for found in refusals
    )
    kinds: dict[str, type[HubError]] = {"forbidden": ForbiddenError, "conflict": ConflictError}
    kind = kinds.get(refusals[0].code, RuleError)
    return kind(" ".join(f"{found.zh} {found.en}" for found in refusals), issues=issues)


def _may_touch(unit: WriteUnit) -> bool:
    return bool(getattr(unit, "intents", ())) or any(put.ref.type in {"ServiceRequest", "Task"} for put in unit.puts)


def _caller(unit: WriteUnit, visibility: Visibility) -> Caller:
    """Who writes: the member, and the agent that the unit's audit entry names.

    A unit of the hub itself that is filed under a member (an ingested message) speaks for that member.
    """
    if visibility.is_system:
        member = next((put.custodian for put in unit.puts if put.custodian), 0)
        return Caller(agent="client:ingest", member=member) if member else SYSTEM
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
