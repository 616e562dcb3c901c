"""What `MemoryStore` keeps, and its inbox, outbox and timers."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from hub.store.port import (
    AuditEntry,
    Claim,
    Grant,
    Inbound,
    Outbound,
    PersonLink,
    Ref,
    StoredResource,
    Timer,
    Visibility,
)
from tests.index_rows import NamedValues


@dataclass(slots=True)
class Row:
    """A resource with all its versions; the last is the current one."""

    key: int
    labels: tuple[tuple[str, str], ...] = ()
    versions: list[StoredResource] = field(default_factory=list)
    transactions: list[int] = field(default_factory=list)
    values: NamedValues = field(default_factory=NamedValues)
    patients: tuple[str, ...] = ()

    @property
    def current(self) -> StoredResource:
        return self.versions[-1]


@dataclass(slots=True)
class State:
    """Everything that is stored; a unit works on a copy of it."""

    rows: dict[Ref, Row] = field(default_factory=dict)
    holders: dict[tuple[int, str, str, str], Ref] = field(default_factory=dict)
    claims: dict[tuple[str, str], Claim] = field(default_factory=dict)
    grants: list[Grant] = field(default_factory=list)
    links: dict[tuple[str, str], PersonLink] = field(default_factory=dict)
    inbound: dict[int, Inbound] = field(default_factory=dict)
    outbound: dict[int, tuple[Outbound, int, int]] = field(default_factory=dict)
    timers: dict[tuple[str, str], tuple[Timer, int]] = field(default_factory=dict)
    audit: list[AuditEntry] = field(default_factory=list)

    def copy(self) -> "State":
        """A state that can be changed without changing this one."""
        rows = {
            ref: replace(row, versions=[*row.versions], transactions=[*row.transactions])
            for ref, row in self.rows.items()
        }
        return State(
            rows, dict(self.holders), dict(self.claims), list(self.grants), dict(self.links), dict(self.inbound),
            dict(self.outbound), dict(self.timers), list(self.audit),
        )  # fmt: skip


class MemoryMessages:
    """The methods of `Messages` and `Deliveries`."""

    state: State

    async def find_inbound(self, sender: str, control_id: str, *, member: int) -> Inbound | None:
        wanted = (member, sender, control_id, "stored")
        stored = self.state.inbound.values()
        return next((m for m in stored if (m.member, m.sender, m.control_id, m.state) == wanted), None)

    async def inbound(self, key: int, *, visibility: Visibility) -> Inbound | None:
        found = self.state.inbound.get(key)
        return found if found is not None and visibility.member in {0, found.member} else None

    async def inbound_page(
        self, *, visibility: Visibility, state: str = "", text: str = "", before: int = 0, count: int = 50
    ) -> Sequence[Inbound]:
        found = [
            replace(one, raw=b"")
            for one in sorted(self.state.inbound.values(), key=lambda one: -one.key)
            if visibility.member in {0, one.member}
            and state in {"", one.state}
            and (not before or one.key < before)
            and any(text.lower() in part.lower() for part in (one.control_id, one.label, one.sender))
        ]
        return found[:count]

    async def due_outbound(self, *, now: int, lease_until: int, count: int) -> Sequence[Outbound]:
        waiting = sorted(
            (item for item in self.state.outbound.values() if item[0].state == "waiting"), key=lambda item: item[0].key
        )
        heads = {row.ordering: row.key for row, _, _ in reversed(waiting)}
        due = [
            (row, member)
            for row, member, lease in waiting
            if row.due <= now and lease <= now and (not row.ordering or heads[row.ordering] == row.key)
        ]
        due.sort(key=lambda item: (item[0].due, item[0].key))
        for row, member in due[:count]:
            self.state.outbound[row.key] = (row, member, lease_until)
        return [row for row, _ in due[:count]]

    async def settle_outbound(
        self, key: int, *, state: Literal["waiting", "done", "failed", "cancelled"], due: int, error: str
    ) -> None:
        row, member, _ = self.state.outbound[key]
        settled = replace(row, state=state, due=due, last_error=error, attempts=row.attempts + 1)
        self.state.outbound[key] = (settled, member, 0)

    async def outbound_page(self, *, visibility: Visibility, state: str = "", count: int = 50) -> Sequence[Outbound]:
        found = [
            replace(row, payload=b"")
            for row, member, _ in sorted(self.state.outbound.values(), key=lambda item: -item[0].key)
            if visibility.member in {0, member, row.receiver} and state in {"", row.state}
        ]
        return found[:count]

    async def due_timers(self, *, now: int, lease_until: int, count: int) -> Sequence[Timer]:
        due = [timer for timer, lease in self.state.timers.values() if timer.due <= now and lease <= now]
        due = sorted(due, key=lambda timer: (timer.due, timer.subject, timer.kind))[:count]
        for timer in due:
            self.state.timers[timer.subject, timer.kind] = (timer, lease_until)
        return due
