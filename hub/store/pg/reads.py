"""Reads by id that wait together share a statement: a round trip costs more than what it fetches.

While some are under way, the next gather, each with the eyes of its own caller; so an idle hub answers one read as
before, and a busy one many at once. Who gets no answer from a statement for several asks alone.
"""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from hub.clock import Clock
from hub.store.database import RESOURCE_COLUMNS
from hub.store.pg.pool import Pool
from hub.store.pg.sql import in_words
from hub.store.visibility import Predicates

Row = Sequence[Any]
Wanted = tuple[int, str, int | None]
"""Type number, id, and the member with whose eyes is read; None: the hub's own, which are for `alone`."""

_ALONE: Final = 2
"""So many reads under way may each be a statement of their own; the next wait for each other."""

_STATEMENTS: Final = 3
_MOST_ROWS: Final = 32

_Waiting = tuple[Wanted, "asyncio.Future[Row | None]"]


class NotAnsweredError(Exception):
    """A statement for several failed; whoever waits for one of them asks alone."""


class PgReads:
    """The lane in front of `resource`, for current versions."""

    def __init__(self, pool: Pool, predicates: Predicates, clock: Clock) -> None:
        self._pool = pool
        self._clock = clock
        source = (
            "JOIN resource_id i ON i.type = w.type AND i.id = w.id JOIN resource r ON r.key = i.key "
            f"WHERE {in_words(predicates.of_members('r'))}"
        )
        several = (
            f"SELECT {RESOURCE_COLUMNS}, w.place FROM unnest($1::smallint[], $2::text[], $3::bigint[]) "
            f"WITH ORDINALITY w (type, id, me, place) {source}"
        )
        self._any = (
            f"SELECT {RESOURCE_COLUMNS} FROM resource_id i JOIN resource r ON r.key = i.key "
            "WHERE i.type = $1::smallint AND i.id = $2::text"
        )
        one = f"{self._any} AND {in_words(predicates.of_members('r'))}"
        self._several = several.replace(":me", "w.me").replace(":now", "$4::bigint")
        self._one = one.replace(":me", "$3::bigint").replace(":now", "$4::bigint")
        self._waiting: list[_Waiting] = []
        self._under_way = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def row(self, wanted: Wanted) -> Row | None:
        """The row of RESOURCE_COLUMNS; None when there is none that the member sees.

        Raises what the connection raises, or NotAnsweredError.
        """
        if self._under_way < _ALONE:
            self._under_way += 1
            try:
                return await self.alone(wanted)
            finally:
                self._under_way -= 1
                self._wake()
        future: asyncio.Future[Row | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((wanted, future))
        self._wake()
        return await future

    async def alone(self, wanted: Wanted) -> Row | None:
        """The same by a statement of its own."""
        found: Row | None
        async with self._pool.connection() as connection:
            if wanted[2] is None:
                found = await connection.fetchrow(self._any, *wanted[:2])
            else:
                found = await connection.fetchrow(self._one, *wanted, self._clock.now())
        return found

    async def close(self) -> None:
        """Wait for what is under way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _wake(self) -> None:
        if self._waiting and self._under_way < _STATEMENTS:
            self._under_way += 1
            task = asyncio.create_task(self._serve(), name="reads")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _serve(self) -> None:
        try:
            while self._waiting:
                taken, self._waiting = self._waiting[:_MOST_ROWS], self._waiting[_MOST_ROWS:]
                await self._answer(taken)
        finally:
            self._under_way -= 1

    async def _answer(self, taken: list[_Waiting]) -> None:
        kinds, ids, members = zip(*[wanted for wanted, _ in taken], strict=True)
        try:
            async with self._pool.connection() as connection:
                rows = await connection.fetch(self._several, kinds, ids, members, self._clock.now())
        except BaseException as err:  # also when the server's loop is torn down
            for _, future in taken:
                if not future.done():
                    future.set_exception(NotAnsweredError())
            if not isinstance(err, Exception):
                raise
            return
        found = {row[-1]: row for row in rows}
        for place, (_, future) in enumerate(taken, start=1):
            if not future.done():
                future.set_result(found.get(place))
