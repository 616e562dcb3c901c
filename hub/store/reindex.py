"""Index rows made again for resources that were stored by other definitions, beside everything else that goes on.

What a search parameter's rows are made of changes with a release (`hub.store.search.definitions`). When the store is
opened, each type's definitions are compared with those that its rows were made by; parts that differ wait. A worker
then walks through the type's resources by key, a few in one transaction, and notes in the same transaction how far it
has come: it goes on there after a crash. A resource that was written meanwhile has new rows already and is left alone.
One worker at a time holds the lease, with a fencing number, whatever the number of nodes. Until a type is through,
each search that relies on a waiting part says so in its answer.
"""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

import asyncio
import contextlib
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

from fhir_profiles.json_text import join
from fhir_profiles.registry import RESOURCE_TYPES, SearchParameter
from hub.clock import Clock
from hub.errors import TooCostlyError
from hub.log import LogEvent, log
from hub.store.ledger import Ledger, Sql
from hub.store.port import Put, Ref
from hub.store.prepare import IndexRows, prepare_put
from hub.store.queries import Queries
from hub.store.search.definitions import definitions_of
from hub.store.terms import Terms
from hub.store.write_rows import PendingRows

STEP: Final = 24
"""Resources in one transaction: two to three milliseconds of the event loop (DESIGN D16)."""

_LEASE_MICROS: Final = 30_000_000
_PAUSE_SECONDS: Final = 5.0
_REST_SECONDS: Final = 0.01

_STATES: Final = (
    "SELECT s.type, s.definitions, s.waiting, s.through, s.done, s.total, s.at, s.lease FROM index_state s "
    "ORDER BY s.type"
)
_ANY: Final = "SELECT 1 FROM resource r WHERE r.type = :type LIMIT 1"
_COUNT: Final = "SELECT count(*) FROM resource r WHERE r.type = :type"
_SET: Final = (
    "INSERT INTO index_state (type, definitions, waiting, through, done, total, at, lease, fence) "
    "VALUES (:type, :definitions, :waiting, 0, 0, 0, :at, 0, 1) ON CONFLICT (type) DO UPDATE SET "
    "definitions = excluded.definitions, waiting = excluded.waiting, through = 0, done = 0, total = 0, "
    "at = excluded.at, lease = 0, fence = index_state.fence + 1 RETURNING fence"
)
_TAKE: Final = (
    "UPDATE index_state SET lease = :until, fence = fence + 1, at = :now WHERE type = (SELECT min(s.type) "
    "FROM index_state s WHERE s.waiting <> '') AND waiting <> '' AND lease <= :now "
    "AND NOT EXISTS (SELECT 1 FROM index_state o WHERE o.lease > :now) RETURNING type, through, done, total, fence"
)
_ON: Final = (
    "UPDATE index_state SET through = :through, done = :done, at = :now, lease = :until WHERE type = :type "
    "AND fence = :fence RETURNING 1"
)
_TOTAL: Final = "UPDATE index_state SET total = :total WHERE type = :type AND fence = :fence RETURNING 1"
_END: Final = (
    "UPDATE index_state SET waiting = '', through = 0, lease = 0, done = :done, total = :done, at = :now "
    "WHERE type = :type AND fence = :fence RETURNING 1"
)
_GIVE_BACK: Final = "UPDATE index_state SET lease = 0 WHERE type = :type AND fence = :fence RETURNING 1"

_PAGE: Final = (
    "SELECT r.key, r.version, r.id, r.deleted, r.meta, r.body FROM resource r WHERE r.type = :type AND r.key > :after "
    "ORDER BY r.key LIMIT :count"
)


class Rewrite(NamedTuple):
    """A resource as it was read, with the index rows that it should have."""

    key: int
    version: int
    found: IndexRows


class Step(NamedTuple):
    """How far a worker has come with a type after this transaction."""

    type: int
    fence: int
    through: int
    done: int
    now: int
    until: int

    def names(self) -> dict[str, int]:
        """The values of `_ON`."""
        return self._asdict()


class Reindexing(Ledger, Protocol):
    """What an engine gives for it."""

    async def rewrites(self, type_number: int, after: int, count: int) -> Sequence[Rewrite]:
        """The next resources of a type in order of key, deleted ones too, with their rows by today's definitions."""
        ...

    async def rewrite(self, rewrites: Sequence[Rewrite], step: Step) -> bool:
        """Give those that nobody has changed since their rows, and note the step; false when the lease is lost."""
        ...

    def index_state_changed(self) -> None:
        """The searches of this node must look again what waits."""
        ...


@dataclass(frozen=True, slots=True)
class TypeState:
    """How the index of one type stands. `waiting` are parts by name, as in `12.value`."""

    type: str
    waiting: frozenset[str]
    done: int
    total: int
    at: int
    running: bool

    def is_waiting(self, parameter: SearchParameter) -> bool:
        """Whether a part of this parameter waits."""
        return any(one.startswith(f"{parameter.number}.") for one in self.waiting)


def read_rewrites(database: Terms, queries: Queries, type_number: int, after: int, count: int) -> list[Rewrite]:
    """See `Reindexing.rewrites`."""
    name = database.type_names[type_number]
    found = []
    for key, version, resource_id, deleted, meta, body in queries.rows(
        _PAGE, {"type": type_number, "after": after, "count": count}
    ):
        put = Put(Ref(name, resource_id), b"" if deleted else join(name, resource_id, meta, body))
        found.append(Rewrite(key, version, IndexRows() if deleted else prepare_put(database, put).index))
    return found


def store_rewrites(
    sql: Sql, write: Callable[[PendingRows], None], rewrites: Sequence[Rewrite], step: Step, *, lock: str
) -> bool:
    """See `Reindexing.rewrite`; inside a transaction. `lock` keeps others from writing what is read for it."""
    if not sql.rows(_ON, step.names()):
        return False
    keys = ", ".join(str(one.key) for one in rewrites)
    found = sql.rows(f"SELECT key, version FROM resource WHERE key IN ({keys}) ORDER BY key{lock}", {})
    unchanged = {(int(key), int(version)) for key, version in found}
    rows = PendingRows()
    rows.reindex += [(one.key, one.found) for one in rewrites if (one.key, one.version) in unchanged]
    rows.codes += [found.codes for _, found in rows.reindex]
    if rows.reindex:
        write(rows)
    return True


async def note_definitions(engine: Reindexing, clock: Clock) -> Sequence[str]:
    """Compare the definitions of all types with those of their rows, and let wait what differs; gives these types."""
    now = clock.now()

    def note(sql: Sql, numbers: dict[str, int]) -> list[str]:
        known = {int(row[0]): (json.loads(row[1]), row[2]) for row in sql.rows(_STATES, {})}
        touched = []
        for name in sorted(RESOURCE_TYPES & numbers.keys()):
            wanted = definitions_of(name)
            definitions, waiting = known.get(numbers[name], ({}, ""))
            if numbers[name] in known and definitions == wanted:
                continue
            changed = {part for part, digest in wanted.items() if definitions.get(part) != digest}
            changed |= set(json.loads(waiting)) & wanted.keys() if waiting else set()
            has_any = bool(changed) and bool(sql.rows(_ANY, {"type": numbers[name]}))
            names = {
                "type": numbers[name], "definitions": json.dumps(dict(wanted)), "at": now,
                "waiting": json.dumps(sorted(changed)) if has_any else "",
            }  # fmt: skip
            sql.rows(_SET, names)
            if has_any:
                touched.append(name)
        return touched

    numbers = await engine.look(lambda queries: dict(queries.type_numbers))
    found = await engine.change(lambda sql: note(sql, numbers))
    engine.index_state_changed()
    return found


async def demand_reindex(engine: Reindexing, clock: Clock, resource_types: Iterable[str]) -> None:
    """Let every part of these types wait, from their first resource on."""
    wanted = sorted(resource_types)
    now = clock.now()

    def note(sql: Sql, numbers: dict[str, int]) -> None:
        for name in wanted:
            parts = definitions_of(name)
            if parts and sql.rows(_ANY, {"type": numbers[name]}):
                sql.rows(_SET, {
                    "type": numbers[name], "definitions": json.dumps(dict(parts)), "at": now,
                    "waiting": json.dumps(sorted(parts)),
                })  # fmt: skip

    numbers = await engine.look(lambda queries: dict(queries.type_numbers))
    await engine.change(lambda sql: note(sql, numbers))
    engine.index_state_changed()


async def index_states(engine: Reindexing, clock: Clock) -> tuple[TypeState, ...]:
    """How the index of each type stands, by name."""
    now = clock.now()

    def read(queries: Queries) -> list[TypeState]:
        return [
            TypeState(
                queries.type_names[int(kind)], frozenset(json.loads(waiting) if waiting else ()), int(done), int(total),
                int(at), int(lease) > now,
            )
            for kind, _, waiting, _, done, total, at, lease in queries.rows(_STATES, {})
        ]  # fmt: skip

    return tuple(sorted(await engine.look(read), key=lambda state: state.type))


class Reindexer:
    """The worker. `rests` lets requests have the event loop for as long as it had it."""

    def __init__(self, engine: Reindexing, clock: Clock, *, rests: bool = True) -> None:
        self._engine = engine
        self._clock = clock
        self._rests = rests

    async def run(self) -> None:
        """Work for ever: whatever waits, when no other worker has it."""
        while True:
            if not await self.one_type():
                await asyncio.sleep(_PAUSE_SECONDS)

    async def one_type(self, *, on_step: Callable[[str, int, int], None] | None = None) -> bool:
        """Take a type that waits and go through it; false when there is none, or another worker is at it.

        `on_step` is told the type and how many of how many resources are done.
        """
        now = self._clock.now()
        taken = await self._engine.change(lambda sql: sql.rows(_TAKE, {"now": now, "until": now + _LEASE_MICROS}))
        if not taken:
            return False
        kind, through, done, total, fence = (int(value) for value in taken[0])
        names = {"type": kind, "fence": fence}
        try:
            total = total or await self._count(names)
            name = await self._engine.look(lambda queries: queries.type_names[kind])
            log(LogEvent.REINDEX_STARTED, kind=name, count=max(0, total - done))
            while (page := await self._page(kind, through)) and await self._store(page, Step(
                kind, fence, page[-1].key, done + len(page), self._clock.now(), self._clock.now() + _LEASE_MICROS
            )):  # fmt: skip
                through, done = page[-1].key, done + len(page)
                if on_step is not None:
                    on_step(name, done, max(total, done))
            if not page:
                now = self._clock.now()
                await self._engine.change(lambda sql: sql.rows(_END, {**names, "done": done, "now": now}))
                log(LogEvent.REINDEX_DONE, kind=name, count=done)
        except BaseException:
            await self._engine.change(lambda sql: sql.rows(_GIVE_BACK, names))
            raise
        finally:
            self._engine.index_state_changed()
        return True

    async def _count(self, names: dict[str, int]) -> int:
        """How many resources the type has, for the person who waits; 0 where counting takes too long."""
        total = 0
        with contextlib.suppress(TooCostlyError):
            total = await self._engine.look(lambda queries: int(queries.rows(_COUNT, {"type": names["type"]})[0][0]))
            await self._engine.change(lambda sql: sql.rows(_TOTAL, {**names, "total": total}))
        return total

    async def _page(self, kind: int, through: int) -> Sequence[Rewrite]:
        start = time.thread_time()
        page = await self._engine.rewrites(kind, through, STEP)
        await asyncio.sleep(max(_REST_SECONDS, 2 * (time.thread_time() - start)) if self._rests else 0)
        return page

    async def _store(self, page: Sequence[Rewrite], step: Step) -> bool:
        return await self._engine.rewrite(page, step)


class HasReindexing(Protocol):
    """A hub, as far as this module needs it."""

    @property
    def engine(self) -> Reindexing:
        """The engine below all layers."""
        ...

    @property
    def clock(self) -> Clock:
        """The hub's clock."""
        ...


async def run(hub: HasReindexing) -> None:
    """Background work of the server."""
    await Reindexer(hub.engine, hub.clock).run()
