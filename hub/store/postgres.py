"""The engine to scale with: PostgreSQL through asyncpg, several processes and machines on one database (DESIGN D6).

READ COMMITTED with unique keys and row locks; nothing is kept in a node but a second of the administration tables.
"""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import Final, Literal, TypeVar, cast

import asyncpg

from hub.clock import Clock
from hub.errors import OverloadError
from hub.keys import Keys
from hub.store import access, deliveries, messages
from hub.store.database import RESOURCE_COLUMNS
from hub.store.history import history, read_version
from hub.store.ledger import Sql
from hub.store.pg import bridge
from hub.store.pg.commit import PgCommit
from hub.store.pg.database import PgDatabase, fetch_rows, read_terms
from hub.store.pg.leases import lease_outbound, lease_timers, settle_outbound
from hub.store.pg.node import Node
from hub.store.pg.notes import PgNotes
from hub.store.pg.pool import LOST, READ_SETTINGS, STARTING, Pool, connect
from hub.store.pg.reads import NotAnsweredError, PgReads
from hub.store.pg.schema import ensure_schema
from hub.store.pg.sql import translated
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
from hub.store.search.explain import Explanation, explain
from hub.store.search.naming import find_each
from hub.store.search.plan import find_identifier, search
from hub.store.search.quick import quick, quick_page

_T = TypeVar("_T")

READERS: Final = 8
WRITERS: Final = 3
_NEXT: Final = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
_SETTLED: Final = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint >= :mark"
_WRITE_SETTINGS: Final = {"statement_timeout": "60000", "lock_timeout": "10000"}


class PostgresStore:
    """The `Engine` on a PostgreSQL database. Reads and writes have connections of their own."""

    def __init__(self, database: PgDatabase, node: Node, *, url: str) -> None:
        self._database = database
        self._node = node
        self._readers = Pool(url, size=READERS, settings=READ_SETTINGS)
        self._writers = Pool(url, size=WRITERS + 2, settings=_WRITE_SETTINGS)
        self._commit = PgCommit(database, self._writers, node, writers=WRITERS)
        self._notes = PgNotes(self._writers, node)
        self._reads = PgReads(self._readers, database.predicates, database.clock)

    @classmethod
    async def open(
        cls, url: str, *, keys: Keys, clock: Clock, entropy: Callable[[int], bytes] = os.urandom
    ) -> "PostgresStore":
        """Join the database at `url`; an empty one is given its tables.

        Raises OverloadError when the server is not there, ConflictError when the schema is of another release.
        """
        await ensure_schema(url)
        connection = await connect(url)
        try:
            database = await read_terms(connection, keys=keys, clock=clock)
        finally:
            await connection.close()
        node = await Node.join(url, clock, entropy=entropy)
        database.numbers = node.numbers
        return cls(database, node, url=url)

    async def close(self) -> None:
        """Finish what is under way and let go of the connections."""
        await self._notes.close()
        await self._commit.close()
        await self._writers.close()
        await self._reads.close()
        await self._readers.close()
        await self._node.leave()

    def new_key(self) -> int:
        """A number that no other node makes."""
        return self._node.numbers.new_key()

    def new_id(self, patient: str = "") -> str:
        """A UUIDv7 in the patient's bucket."""
        return self._node.numbers.new_id(patient)

    # Resources

    async def read(self, ref: Ref, *, visibility: Visibility, version: int | None = None) -> StoredResource | None:
        """The current or a named version; None when unknown or not visible."""
        if version is not None:
            return await self._ask(lambda database: read_version(database, ref, version, visibility=visibility))
        database, reads = self._database, self._reads
        wanted = (database.type_numbers.get(ref.type, 0), ref.id, None if visibility.is_system else visibility.member)
        read, attempt = (reads.alone if visibility.is_system else reads.row), 1
        while True:
            try:
                row = await read(wanted)
            except NotAnsweredError:
                read = reads.alone
            except (*LOST, *STARTING, asyncpg.InterfaceError) as err:
                await self._after_loss(attempt, err)
                read, attempt = reads.alone, attempt + 1
            else:
                return database.row_to_resource(row) if row is not None else None

    async def read_many(self, refs: Sequence[Ref], *, visibility: Visibility) -> Mapping[Ref, StoredResource]:
        """The current, undeleted, visible ones among `refs`."""
        numbers = self._database.type_numbers
        wanted = sorted({(numbers.get(ref.type, 0), ref.id) for ref in refs})
        if not wanted:
            return {}
        visible = self._database.predicates.visible("r", visibility)
        text, values = translated(
            f"SELECT {RESOURCE_COLUMNS} FROM unnest(:types::smallint[], :ids::text[]) w (type, id) "
            "JOIN resource_id i ON i.type = w.type AND i.id = w.id JOIN resource r ON r.key = i.key "
            f"WHERE r.deleted = 0 AND {visible}",
            {
                "types": [kind for kind, _ in wanted], "ids": [one for _, one in wanted], "me": visibility.member,
                "now": self._database.clock.now(),
            },
        )  # fmt: skip
        rows = await self._ask(lambda database: bridge.wait(database.connection.fetch(text, *values)))
        found = {one.ref: one for one in map(self._database.row_to_resource, rows)}
        return {ref: found[ref] for ref in dict.fromkeys(refs) if ref in found}

    async def search(self, query: SearchQuery, *, visibility: Visibility) -> Page:
        """A page of current resources. Raises BadSearchError or TooCostlyError."""
        short = quick(self._database, query, visibility=visibility)
        if short is not None:
            try:
                async with self._readers.connection() as connection:
                    rows = await fetch_rows(connection, short.sql, short.values)
                return quick_page(self._database, query, rows, visibility=visibility)
            except (*LOST, *STARTING, asyncpg.InterfaceError):
                pass  # the long way tries on another connection
        return await self._ask(lambda database: search(database, query, visibility=visibility))

    async def find_each(
        self, wanted: Sequence[Naming], *, visibility: Visibility, also: Visibility | None = None
    ) -> Witnessed:
        """What each of several searches by a reference finds, in one statement. Raises BadSearchError."""
        return await self._ask(lambda one: find_each(one, wanted, visibility=visibility, also=also))

    async def history(self, query: HistoryQuery, *, visibility: Visibility) -> Page:
        """Versions, newest first."""
        return await self._ask(lambda database: history(database, query, visibility=visibility))

    async def by_identifier(
        self, resource_type: str, key: IdentifierKey, *, visibility: Visibility
    ) -> tuple[StoredResource, ...]:
        """At most two visible current resources with this identifier; the caller's own come first."""
        return await self._ask(lambda database: find_identifier(database, resource_type, key, visibility=visibility))

    async def write(self, unit: WriteUnit, *, visibility: Visibility) -> WriteResult:
        """Store the unit durably. Raises UnitConflictError, or OverloadError when the server does not take it."""
        puts = await prepare_puts(self._database, unit.puts)
        result: WriteResult = await self._commit.run(
            lambda batch: batch.apply(unit, puts, visibility), needs=(unit, puts, visibility)
        )
        self._database.note_codes(codes_to_note(puts))
        return result

    async def audit(self, entry: AuditEntry) -> None:
        """Note an access; durable on return."""
        await self._notes.note(entry)

    # Messages

    async def find_inbound(self, sender: str, control_id: str, *, member: int) -> Inbound | None:
        """The stored message of this member's sender with this control id."""
        return await self._ask(lambda database: messages.find_inbound(database, sender, control_id, member=member))

    async def inbound(self, key: int, *, visibility: Visibility) -> Inbound | None:
        """One message with its raw bytes."""
        return await self._ask(lambda database: messages.inbound(database, key, visibility=visibility))

    async def inbound_page(
        self, *, visibility: Visibility, state: str = "", text: str = "", before: int = 0, count: int = 50
    ) -> Sequence[Inbound]:
        """Newest first, without raw bytes."""
        return await self._ask(
            lambda database: messages.inbound_page(
                database, visibility=visibility, state=state, text=text, before=before, count=count
            )
        )

    # Deliveries

    async def due_outbound(self, *, now: int, lease_until: int, count: int) -> Sequence[Outbound]:
        """Take rows that are due; what another node is taking at this moment is left to it."""
        return await self._take(
            lambda database: lease_outbound(database, now=now, lease_until=lease_until, count=count)
        )

    async def settle_outbound(
        self, key: int, *, state: Literal["waiting", "done", "failed", "cancelled"], due: int, error: str
    ) -> None:
        """Say what became of a try."""
        await self._take(lambda database: settle_outbound(database, key, state=state, due=due, error=error))

    async def outbound_page(self, *, visibility: Visibility, state: str = "", count: int = 50) -> Sequence[Outbound]:
        """Newest first, without payloads."""
        return await self._ask(
            lambda database: deliveries.outbound_page(database, visibility=visibility, state=state, count=count)
        )

    async def due_timers(self, *, now: int, lease_until: int, count: int) -> Sequence[Timer]:
        """Take timers that are due; what another node is taking at this moment is left to it."""
        return await self._take(lambda database: lease_timers(database, now=now, lease_until=lease_until, count=count))

    # Access

    async def grants_of(self, patient: Ref, *, visibility: Visibility) -> Sequence[Grant]:
        """Grants in force that name this resource."""
        return await self._ask(lambda database: access.grants_of(database, patient, visibility=visibility))

    async def linked_patients(self, patient: str, *, visibility: Visibility) -> Sequence[str]:
        """Ids of the visible Patients that are the same person, this one included."""
        return await self._ask(lambda database: access.linked_patients(database, patient, visibility=visibility))

    async def claim_of(self, kind: str, key: str, *, now: int) -> Claim | None:
        """Who holds it now."""
        return await self._ask(lambda database: access.claim_of(database, kind, key, now=now))

    async def audit_page(
        self, *, visibility: Visibility, patient: str = "", before: int = 0, count: int = 50
    ) -> Sequence[AuditEntry]:
        """Newest first: the accesses made by the caller's member, and those to its own patients by others."""
        return await self._ask(
            lambda database: access.audit_page(
                database, visibility=visibility, patient=patient, before=before, count=count
            )
        )

    # Ledger

    async def look(self, work: Callable[[Queries], _T]) -> _T:
        """Read what `work` asks for."""
        return await self._ask(work)

    async def change(self, work: Callable[[Sql], _T]) -> _T:
        """Write what `work` writes, in one transaction."""
        return await self._with(self._writers, work, whole=True)

    async def mark(self) -> int:
        """The number that the next transaction gets."""
        return await self._ask(lambda database: int(database.rows(_NEXT)[0][0]))

    async def is_settled(self, mark: int) -> bool:
        """Whether none before it is under way."""
        return await self._ask(lambda database: bool(database.rows(_SETTLED, {"mark": mark})[0][0]))

    # Index

    async def rewrites(self, type_number: int, after: int, count: int) -> Sequence[Rewrite]:
        """The next resources of a type with the rows that they should have."""
        return await self._ask(lambda database: read_rewrites(database, database, type_number, after, count))

    async def rewrite(self, rewrites: Sequence[Rewrite], step: Step) -> bool:
        """Give them their rows, in the transaction that notes the step; they are locked for it."""
        stored: bool = await self._commit.run(
            lambda batch: store_rewrites(
                cast("PgDatabase", batch.database), batch.facts.write, rewrites, step, lock=" FOR UPDATE"
            ),
            direct=True,
        )
        return stored

    async def explain(self, query: SearchQuery, *, visibility: Visibility) -> Explanation:
        """How a search is answered."""
        return await self._ask(lambda database: explain(database, query, visibility=visibility, is_last=True))

    def index_state_changed(self) -> None:
        """Searches look again what waits for a reindex."""
        self._database.incomplete.forget()

    # Connections

    async def _ask(self, work: Callable[[PgDatabase], _T]) -> _T:
        """A read on a connection of its own; once more when that was lost. Raises OverloadError."""
        return await self._with(self._readers, work)

    async def _take(self, work: Callable[[PgDatabase], _T]) -> _T:
        """One statement that is its own transaction; what is doubled by a lost answer is a lease that ends."""
        return await self._with(self._writers, work)

    async def _with(self, pool: Pool, work: Callable[[PgDatabase], _T], *, whole: bool = False) -> _T:
        attempt = 1
        while True:
            try:
                async with pool.connection() as connection, connection.transaction() if whole else nullcontext():
                    database = self._database.on(connection)
                    return await bridge.run(lambda: work(database))  # noqa: B023  run before the loop goes on
            except (*LOST, *STARTING, asyncpg.InterfaceError) as err:
                await self._after_loss(attempt, err)
                attempt += 1

    async def _after_loss(self, attempt: int, err: Exception) -> None:
        if attempt > 1:
            raise OverloadError(
                "The connection to the database was lost; send this again later.", headers=(("Retry-After", "5"),)
            ) from err
        await asyncio.sleep(0.05)
