"""A layer around an engine: everything passes through, and a subclass changes what it must.

Cross-cutting rules wrap the store in a stack, so that every door meets them (DESIGN D12).
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from hub.store.port import (
    AuditEntry,
    Claim,
    Engine,
    Grant,
    IdentifierKey,
    Inbound,
    Naming,
    Outbound,
    Page,
    Ref,
    StoredResource,
    Timer,
    Visibility,
    Witnessed,
    WriteResult,
    WriteUnit,
)
from hub.store.query import HistoryQuery, SearchQuery


class EngineLayer:
    """An engine that hands every call to the one inside.

    A method that no subclass changes is the inner engine's own: a message asks some thirty times through the stack.
    """

    def __init__(self, inner: Engine) -> None:
        self.inner = inner
        for name in _PASSED_ON:
            if getattr(type(self), name) is getattr(EngineLayer, name):
                setattr(self, name, getattr(inner, name))

    async def read(self, ref: Ref, *, visibility: Visibility, version: int | None = None) -> StoredResource | None:
        """See `Store.read`."""
        return await self.inner.read(ref, visibility=visibility, version=version)

    async def read_many(self, refs: Sequence[Ref], *, visibility: Visibility) -> Mapping[Ref, StoredResource]:
        """See `Store.read_many`."""
        return await self.inner.read_many(refs, visibility=visibility)

    async def search(self, query: SearchQuery, *, visibility: Visibility) -> Page:
        """See `Store.search`."""
        return await self.inner.search(query, visibility=visibility)

    async def find_each(
        self, wanted: Sequence[Naming], *, visibility: Visibility, also: Visibility | None = None
    ) -> Witnessed:
        """See `Store.find_each`."""
        return await self.inner.find_each(wanted, visibility=visibility, also=also)

    async def history(self, query: HistoryQuery, *, visibility: Visibility) -> Page:
        """See `Store.history`."""
        return await self.inner.history(query, visibility=visibility)

    async def by_identifier(
        self, resource_type: str, key: IdentifierKey, *, visibility: Visibility
    ) -> tuple[StoredResource, ...]:
        """See `Store.by_identifier`."""
        return await self.inner.by_identifier(resource_type, key, visibility=visibility)

    async def write(self, unit: WriteUnit, *, visibility: Visibility) -> WriteResult:
        """See `Store.write`."""
        return await self.inner.write(unit, visibility=visibility)

    async def audit(self, entry: AuditEntry) -> None:
        """See `Store.audit`."""
        await self.inner.audit(entry)

    async def find_inbound(self, sender: str, control_id: str, *, member: int) -> Inbound | None:
        """See `Messages.find_inbound`."""
        return await self.inner.find_inbound(sender, control_id, member=member)

    async def inbound(self, key: int, *, visibility: Visibility) -> Inbound | None:
        """See `Messages.inbound`."""
        return await self.inner.inbound(key, visibility=visibility)

    async def inbound_page(
        self, *, visibility: Visibility, state: str = "", text: str = "", before: int = 0, count: int = 50
    ) -> Sequence[Inbound]:
        """See `Messages.inbound_page`."""
        return await self.inner.inbound_page(visibility=visibility, state=state, text=text, before=before, count=count)

    async def due_outbound(self, *, now: int, lease_until: int, count: int) -> Sequence[Outbound]:
        """See `Deliveries.due_outbound`."""
        return await self.inner.due_outbound(now=now, lease_until=lease_until, count=count)

    async def settle_outbound(
        self, key: int, *, state: Literal["waiting", "done", "failed", "cancelled"], due: int, error: str
    ) -> None:
        """See `Deliveries.settle_outbound`."""
        await self.inner.settle_outbound(key, state=state, due=due, error=error)

    async def outbound_page(self, *, visibility: Visibility, state: str = "", count: int = 50) -> Sequence[Outbound]:
        """See `Deliveries.outbound_page`."""
        return await self.inner.outbound_page(visibility=visibility, state=state, count=count)

    async def due_timers(self, *, now: int, lease_until: int, count: int) -> Sequence[Timer]:
        """See `Deliveries.due_timers`."""
        return await self.inner.due_timers(now=now, lease_until=lease_until, count=count)

    async def grants_of(self, patient: Ref, *, visibility: Visibility) -> Sequence[Grant]:
        """See `Access.grants_of`."""
        return await self.inner.grants_of(patient, visibility=visibility)

    async def linked_patients(self, patient: str, *, visibility: Visibility) -> Sequence[str]:
        """See `Access.linked_patients`."""
        return await self.inner.linked_patients(patient, visibility=visibility)

    async def claim_of(self, kind: str, key: str, *, now: int) -> Claim | None:
        """See `Access.claim_of`."""
        return await self.inner.claim_of(kind, key, now=now)

    async def audit_page(
        self, *, visibility: Visibility, patient: str = "", before: int = 0, count: int = 50
    ) -> Sequence[AuditEntry]:
        """See `Access.audit_page`."""
        return await self.inner.audit_page(visibility=visibility, patient=patient, before=before, count=count)

    def new_key(self) -> int:
        """See `Engine.new_key`."""
        return self.inner.new_key()

    def new_id(self, patient: str = "") -> str:
        """See `Engine.new_id`."""
        return self.inner.new_id(patient)

    async def close(self) -> None:
        """See `Engine.close`."""
        await self.inner.close()


_PASSED_ON = tuple(name for name in vars(EngineLayer) if not name.startswith("_"))
