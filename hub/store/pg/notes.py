"""Audit entries of accesses that write nothing else: one statement for all that wait, and no transaction around it.

Every read leaves one, and it must be on the disk before the answer. A unit of the write queue costs four round trips
and takes a place from those that write; these have a lane of their own. An entry brings its key, so a statement whose
answer was lost is sent again, and what it stored the first time stays as it is.
"""

import asyncio
import random
from typing import Any, Final

import asyncpg

from hub.errors import OverloadError
from hub.log import LogEvent, log
from hub.store.pg.node import Node
from hub.store.pg.pool import LOST, STARTING, Pool
from hub.store.pg.rows import note_call
from hub.store.port import AuditEntry
from hub.store.write_rows import Row, audit_row

_MOST_ROWS: Final = 256
_TURNS: Final = 2
"""Turns of the event loop that an idle lane waits, so that reads which have arrived come along."""

_TRIES: Final = 5


_Note = tuple[Row, "asyncio.Future[None]"]


class PgNotes:
    """The lane in front of `audit_entry`."""

    def __init__(self, pool: Pool, node: Node) -> None:
        self._pool = pool
        self._node = node
        self._waiting: list[_Note] = []
        self._serving: asyncio.Task[None] | None = None
        self._is_open = True

    async def note(self, entry: AuditEntry) -> None:
        """Store one entry; returns when it is on the disk. Raises OverloadError when the server does not take it."""
        if not self._is_open:
            raise OverloadError("The hub is stopping; send this again in a moment.", headers=(("Retry-After", "5"),))
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await self._node.ensure()
        row = audit_row(entry, key=entry.key or self._node.numbers.new_key(), transaction=0)
        self._waiting.append((row, future))
        if self._serving is None:
            self._serving = asyncio.create_task(self._serve(), name="notes")
        await future

    async def close(self) -> None:
        """Wait for what is under way, then stop."""
        self._is_open = False
        if self._serving is not None:
            await asyncio.wait((self._serving,))

    async def _serve(self) -> None:
        try:
            for _ in range(_TURNS):
                await asyncio.sleep(0)
            while self._waiting:
                taken, self._waiting = self._waiting[:_MOST_ROWS], self._waiting[_MOST_ROWS:]
                try:
                    await self._settle(taken)
                except BaseException as err:  # also when the server's loop is torn down
                    _fail(taken, err)
                    if not isinstance(err, Exception):
                        raise
        finally:
            self._serving = None

    async def _settle(self, taken: "list[_Note]") -> None:
        """Store and answer; a row that the server cannot hold fails alone."""
        try:
            await self._store([row for row, _ in taken])
        except asyncpg.PostgresError as err:
            if len(taken) == 1:
                _fail(taken, err)
                return
            for one in taken:
                await self._settle([one])
            return
        for _, future in taken:
            if not future.done():
                future.set_result(None)

    async def _store(self, rows: list[Row]) -> None:
        text, values = note_call(rows)
        for number in range(1, _TRIES + 1):
            try:
                async with self._pool.connection() as connection:
                    await connection.execute(text, *values)
            except (*LOST, *STARTING, asyncpg.InterfaceError) as err:
                log(LogEvent.STORE_TRIED_AGAIN, code=type(err).__name__)
                if number == _TRIES:
                    raise
                await asyncio.sleep(random.uniform(0, 0.02 * 2**number))  # noqa: S311  so that two nodes part
            else:
                return


def _fail(taken: list[_Note], err: BaseException) -> None:
    """None of these is known to be on the disk: each caller gets an error of its own."""
    if isinstance(err, Exception):
        log(LogEvent.STORE_COMMIT_FAILED, code=type(err).__name__)
    for _, future in taken:
        if not future.done():
            future.set_exception(_for_caller(err))


def _for_caller(err: BaseException) -> Any:
    if not isinstance(err, Exception):
        return err
    made = OverloadError(
        "The database did not take the audit entry, so nothing is shown; send this again later.",
        headers=(("Retry-After", "5"),),
    )
    made.__cause__ = err
    return made
