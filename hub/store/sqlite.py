"""The embedded engine: SQLite in WAL mode, one process, group commit (DESIGN D6)."""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, TypeVar

from hub.clock import Clock
from hub.keys import Keys
from hub.store import access, deliveries, messages
from hub.store.commit import GroupCommit
from hub.store.database import RESOURCE_COLUMNS, Database
from hub.store.facts import SqliteFacts
from hub.store.history import history, read_version
from hub.store.lanes import Lanes
from hub.store.ledger import Sql
from hub.store.port import (
    AuditEntry,
    Claim,
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
from hub.store.prepare import codes_to_note, prepare_puts
from hub.store.queries import Queries
from hub.store.query import HistoryQuery, SearchQuery
from hub.store.reindex import Rewrite, Step, read_rewrites, store_rewrites
from hub.store.schema import WriterLock
from hub.store.search.explain import Explanation, explain
from hub.store.search.naming import find_each
from hub.store.search.plan import find_identifier, search
from hub.store.write_batch import WriteBatch

_T = TypeVar("_T")


class SqliteStore:
    """The `Engine` on a SQLite file. Reads run at once on the event loop's thread; writes wait for their batch."""

    def __init__(self, database: Database, lock: WriterLock) -> None:
        self._database = database
        self._lock = lock
        self._lanes = Lanes(database)
        read = (
            f"SELECT {RESOURCE_COLUMNS} FROM resource_id i CROSS JOIN resource r ON r.key = i.key "
            "WHERE i.type = :type AND i.id = :id"
        )
        self._read = {True: read, False: f"{read} AND {database.predicates.of_members('r')}"}
        self._commit: GroupCommit[WriteBatch] = GroupCommit(
            database.writer, lambda: WriteBatch(database, SqliteFacts(database))
        )

    @classmethod
    def open(
        cls, path: Path, *, keys: Keys, clock: Clock, node: int = 0, entropy: Callable[[int], bytes] = os.urandom
    ) -> "SqliteStore":
        """Open the file at `path`, made when it is new. Raises ConflictError when another server has it.

        `entropy` gives the random bits of new ids; tests put their own in.
        """
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = WriterLock(path)
        try:
            return cls(Database.open(path, keys=keys, clock=clock, node=node, entropy=entropy), lock)
        except BaseException:
            lock.release()
            raise

    async def close(self) -> None:
        """Finish what is under way and let go of the files."""
        await self._commit.close()
        self._lanes.close()
        self._database.close()
        self._lock.release()

    def new_key(self) -> int:
        """A number that no other node makes."""
        return self._database.numbers.new_key()

    def new_id(self, patient: str = "") -> str:
        """A UUIDv7 in the patient's bucket."""
        return self._database.numbers.new_id(patient)

    # Resources

    async def read(self, ref: Ref, *, visibility: Visibility, version: int | None = None) -> StoredResource | None:
        """The current or a named version; None when unknown or not visible."""
        database = self._database
        if version is not None:
            return read_version(database, ref, version, visibility=visibility)
        names = {
            "type": database.type_numbers.get(ref.type, 0), "id": ref.id, "me": visibility.member,
            "now": database.clock.now(),
        }  # fmt: skip
        row = database.row(self._read[visibility.is_system], names)
        return database.row_to_resource(row) if row is not None else None

    async def read_many(self, refs: Sequence[Ref], *, visibility: Visibility) -> Mapping[Ref, StoredResource]:
        """The current, undeleted, visible ones among `refs`."""
        found = {}
        for ref in dict.fromkeys(refs):
            resource = await self.read(ref, visibility=visibility)
            if resource is not None and not resource.deleted:
                found[ref] = resource
        return found

    async def search(self, query: SearchQuery, *, visibility: Visibility) -> Page:
        """A page of current resources. Raises BadSearchError or TooCostlyError."""
        return await self._lanes.read(lambda database: search(database, query, visibility=visibility))

    async def find_each(
        self, wanted: Sequence[Naming], *, visibility: Visibility, also: Visibility | None = None
    ) -> Witnessed:
        """What each of several searches by a reference finds, in one statement. Raises BadSearchError."""
        return await self._lanes.read(lambda one: find_each(one, wanted, visibility=visibility, also=also))

    async def history(self, query: HistoryQuery, *, visibility: Visibility) -> Page:
        """Versions, newest first."""
        return await self._lanes.read(lambda database: history(database, query, visibility=visibility))

    async def by_identifier(
        self, resource_type: str, key: IdentifierKey, *, visibility: Visibility
    ) -> tuple[StoredResource, ...]:
        """At most two visible current resources with this identifier; the caller's own come first."""
        return find_identifier(self._database, resource_type, key, visibility=visibility)

    async def write(self, unit: WriteUnit, *, visibility: Visibility) -> WriteResult:
        """Store the unit durably. Raises UnitConflictError, or OverloadError when the disk does not take it."""
        puts = await prepare_puts(self._database, unit.puts)
        result: WriteResult = await self._commit.run(lambda batch: batch.apply(unit, puts, visibility))
        self._database.note_codes(codes_to_note(puts))
        return result

    async def audit(self, entry: AuditEntry) -> None:
        """Note an access; durable on return."""
        await self._commit.note(entry)

    # Messages

    async def find_inbound(self, sender: str, control_id: str, *, member: int) -> Inbound | None:
        """The stored message of this member's sender with this control id."""
        return messages.find_inbound(self._database, sender, control_id, member=member)

    async def inbound(self, key: int, *, visibility: Visibility) -> Inbound | None:
        """One message with its raw bytes."""
        return messages.inbound(self._database, key, visibility=visibility)

    async def inbound_page(
        self, *, visibility: Visibility, state: str = "", text: str = "", before: int = 0, count: int = 50
    ) -> Sequence[Inbound]:
        """Newest first, without raw bytes."""
        return await self._lanes.read(
            lambda database: messages.inbound_page(
                database, visibility=visibility, state=state, text=text, before=before, count=count
            )
        )

    # Deliveries

    async def due_outbound(self, *, now: int, lease_until: int, count: int) -> Sequence[Outbound]:
        """Take rows that are due."""
        rows: Sequence[Outbound] = await self._commit.run(
            lambda _: deliveries.lease_outbound(self._database, now=now, lease_until=lease_until, count=count),
            direct=True,
        )
        return rows

    async def settle_outbound(
        self, key: int, *, state: Literal["waiting", "done", "failed", "cancelled"], due: int, error: str
    ) -> None:
        """Say what became of a try."""
        await self._commit.run(
            lambda _: deliveries.settle_outbound(self._database.writer, key, state=state, due=due, error=error),
            direct=True,
        )

    async def outbound_page(self, *, visibility: Visibility, state: str = "", count: int = 50) -> Sequence[Outbound]:
        """Newest first, without payloads."""
        return await self._lanes.read(
            lambda database: deliveries.outbound_page(database, visibility=visibility, state=state, count=count)
        )

    async def due_timers(self, *, now: int, lease_until: int, count: int) -> Sequence[Timer]:
        """Take timers that are due."""
        timers: Sequence[Timer] = await self._commit.run(
            lambda _: deliveries.lease_timers(self._database, now=now, lease_until=lease_until, count=count),
            direct=True,
        )
        return timers

    # Access

    async def grants_of(self, patient: Ref, *, visibility: Visibility) -> Sequence[Grant]:
        """Grants in force that name this resource."""
        return access.grants_of(self._database, patient, visibility=visibility)

    async def linked_patients(self, patient: str, *, visibility: Visibility) -> Sequence[str]:
        """Ids of the visible Patients that are the same person, this one included."""
        return access.linked_patients(self._database, patient, visibility=visibility)

    async def claim_of(self, kind: str, key: str, *, now: int) -> Claim | None:
        """Who holds it now."""
        return access.claim_of(self._database, kind, key, now=now)

    async def audit_page(
        self, *, visibility: Visibility, patient: str = "", before: int = 0, count: int = 50
    ) -> Sequence[AuditEntry]:
        """Newest first: the accesses made by the caller's member, and those to its own patients by others."""
        return await self._lanes.read(
            lambda database: access.audit_page(
                database, visibility=visibility, patient=patient, before=before, count=count
            )
        )

    # Ledger

    async def look(self, work: Callable[[Queries], _T]) -> _T:
        """Read what `work` asks for."""
        return await self._lanes.read(work)

    async def change(self, work: Callable[[Sql], _T]) -> _T:
        """Write what `work` writes, in a savepoint of its own within the next batch."""
        result: _T = await self._commit.run(lambda _: work(_Writer(self._database)), direct=True)
        return result

    async def mark(self) -> int:
        """The number of a transaction that writes nothing: each one before it is committed."""
        number: int = await self._commit.run(lambda _: self._database.numbers.new_key(), direct=True)
        return number

    async def is_settled(self, mark: int) -> bool:
        """Always: transactions come one after the other."""
        del mark
        return True

    # Index

    async def rewrites(self, type_number: int, after: int, count: int) -> Sequence[Rewrite]:
        """The next resources of a type with the rows that they should have."""
        return await self._lanes.read(lambda database: read_rewrites(database, database, type_number, after, count))

    async def rewrite(self, rewrites: Sequence[Rewrite], step: Step) -> bool:
        """Give them their rows, in the transaction that notes the step."""
        facts, writer = SqliteFacts(self._database), _Writer(self._database)
        stored: bool = await self._commit.run(
            lambda _: store_rewrites(writer, facts.write, rewrites, step, lock=""), direct=True
        )
        return stored

    async def explain(self, query: SearchQuery, *, visibility: Visibility) -> Explanation:
        """How a search is answered."""
        return await self._lanes.read(
            lambda one: explain(one, query, visibility=visibility, is_last=one is not self._database)
        )

    def index_state_changed(self) -> None:
        """Searches look again what waits for a reindex."""
        self._database.incomplete.forget()


class _Writer:
    """The writing connection, for statements inside a batch."""

    def __init__(self, database: Database) -> None:
        self._execute = database.writer.execute

    def rows(self, sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
        """The rows that a statement gives."""
        return self._execute(sql, parameters).fetchall()
