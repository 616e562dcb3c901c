"""What the hub asks of a database. SQLite, PostgreSQL (later) and the in-memory fake have this shape.

Every method takes a `Visibility`, compiled into the query itself (DESIGN D9). All times are
integer microseconds since 1970-01-01T00:00:00Z. A `WriteUnit` is stored whole or not at all, and when
`write` returns, it is on the disk (DESIGN D6, D8).
"""

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

from hub.store.query import HistoryQuery, SearchQuery
from hub.store.values import (
    BY_ID,
    SHARED_TYPES,
    AuditEntry,
    CancelOutbound,
    CancelTimer,
    Claim,
    Grant,
    IdentifierKey,
    Inbound,
    Naming,
    Outbound,
    Page,
    PersonLink,
    Put,
    Ref,
    Release,
    Revoke,
    StoredResource,
    Timer,
    UnitConflictError,
    VersionIs,
    Visibility,
    Witnessed,
    WriteResult,
    WriteUnit,
    system,
)

__all__ = [
    "BY_ID",
    "SHARED_TYPES",
    "Access",
    "AuditEntry",
    "CancelOutbound",
    "CancelTimer",
    "Claim",
    "Deliveries",
    "Engine",
    "Grant",
    "IdentifierKey",
    "Inbound",
    "Messages",
    "Naming",
    "Outbound",
    "Page",
    "PersonLink",
    "Put",
    "Ref",
    "Release",
    "Revoke",
    "Store",
    "StoredResource",
    "Timer",
    "UnitConflictError",
    "VersionIs",
    "Visibility",
    "Witnessed",
    "WriteResult",
    "WriteUnit",
    "system",
]


class Store(Protocol):
    """Resources with their history and index."""

    async def read(self, ref: Ref, *, visibility: Visibility, version: int | None = None) -> StoredResource | None:
        """The current or a named version; None when unknown or not visible. A deleted one has `deleted`."""
        ...

    async def read_many(self, refs: Sequence[Ref], *, visibility: Visibility) -> Mapping[Ref, StoredResource]:
        """The current, undeleted, visible ones among `refs`."""
        ...

    async def search(self, query: SearchQuery, *, visibility: Visibility) -> Page:
        """A page of current resources. Raises BadSearchError or TooCostlyError."""
        ...

    async def find_each(
        self, wanted: Sequence[Naming], *, visibility: Visibility, also: Visibility | None = None
    ) -> Witnessed:
        """What each of several searches by a reference finds, in one look; `also` is a second member's eyes.

        Raises BadSearchError for what is no reference parameter of the type.
        """
        ...

    async def history(self, query: HistoryQuery, *, visibility: Visibility) -> Page:
        """Versions, newest first."""
        ...

    async def by_identifier(
        self, resource_type: str, key: IdentifierKey, *, visibility: Visibility
    ) -> tuple[StoredResource, ...]:
        """The visible current resources with this identifier, at most two: enough to tell none, one and several."""
        ...

    async def write(self, unit: WriteUnit, *, visibility: Visibility) -> WriteResult:
        """Store the unit durably. Raises UnitConflictError, or OverloadError when the disk does not take it."""
        ...

    async def audit(self, entry: AuditEntry) -> None:
        """Note an access that writes nothing else; durable on return."""
        ...


class Messages(Protocol):
    """The log of what came in."""

    async def find_inbound(self, sender: str, control_id: str, *, member: int) -> Inbound | None:
        """The stored message with this control id of this sender, as the member sent it that answers for it."""
        ...

    async def inbound(self, key: int, *, visibility: Visibility) -> Inbound | None:
        """One message with its raw bytes."""
        ...

    async def inbound_page(
        self, *, visibility: Visibility, state: str = "", text: str = "", before: int = 0, count: int = 50
    ) -> Sequence[Inbound]:
        """Newest first; `text` matches control id, label or sender; `raw` is left empty."""
        ...


class Deliveries(Protocol):
    """Outbox and timers, claimed by lease."""

    async def due_outbound(self, *, now: int, lease_until: int, count: int) -> Sequence[Outbound]:
        """Take rows that are due; a row behind an undelivered one of the same ordering waits."""
        ...

    async def settle_outbound(
        self, key: int, *, state: Literal["waiting", "done", "failed", "cancelled"], due: int, error: str
    ) -> None:
        """Say what became of a try; it counts as one attempt."""
        ...

    async def outbound_page(self, *, visibility: Visibility, state: str = "", count: int = 50) -> Sequence[Outbound]:
        """Newest first; `payload` is left empty."""
        ...

    async def due_timers(self, *, now: int, lease_until: int, count: int) -> Sequence[Timer]:
        """Take timers that are due. They are gone once a unit cancels them, and come back when the lease ends."""
        ...


class Access(Protocol):
    """What lies beside the resources: grants, links, claims, the audit trail."""

    async def grants_of(self, patient: Ref, *, visibility: Visibility) -> Sequence[Grant]:
        """Grants in force that name this resource."""
        ...

    async def linked_patients(self, patient: str, *, visibility: Visibility) -> Sequence[str]:
        """Ids of the Patients that are the same person, this one included; only visible ones."""
        ...

    async def claim_of(self, kind: str, key: str, *, now: int) -> Claim | None:
        """Who holds it now."""
        ...

    async def audit_page(
        self, *, visibility: Visibility, patient: str = "", before: int = 0, count: int = 50
    ) -> Sequence[AuditEntry]:
        """Newest first: the accesses made by the caller's member, and those to its own patients by others."""
        ...


class Engine(Store, Messages, Deliveries, Access, Protocol):
    """All of it, as an engine gives it."""

    def new_key(self) -> int:
        """A number that no other node makes: time, node, counter (DESIGN D15)."""
        ...

    def new_id(self, patient: str = "") -> str:
        """A UUIDv7 whose rand_a bits are the patient's bucket."""
        ...

    async def close(self) -> None:
        """Finish what is under way and let go of the files."""
        ...
