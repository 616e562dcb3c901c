"""Group commit over a few connections: units that wait together share a transaction, each whole or not at all.

While one connection waits for the disk, the next takes what has gathered. A batch that met another one is decided
again on fresh state; nothing is kept from the try before. A COMMIT whose answer is lost is looked up by the
transaction's number, so that it is neither reported as stored when it was not, nor stored twice.
"""

import asyncio
import random
from collections import deque
from collections.abc import Callable
from typing import Any, Final

import asyncpg

from hub.errors import HubError, InvalidResourceError, OverloadError
from hub.log import LogEvent, log
from hub.store.commit import AloneError
from hub.store.pg import bridge
from hub.store.pg.bridge import wait
from hub.store.pg.database import PgDatabase
from hub.store.pg.facts import Needs, PgFacts, TryAgainError
from hub.store.pg.node import Node
from hub.store.pg.pool import LOST, STARTING, Connection, Pool
from hub.store.write_batch import WriteBatch

Work = Callable[[WriteBatch], Any]

_MOST_UNITS: Final = 64
_MOST_PUTS: Final = 120
"""When a batch takes no further unit: deciding them holds the event loop."""

_TURNS: Final = 2
"""Turns of the event loop that an idle queue waits, so that requests which have arrived come along."""

_TRIES: Final = 8
_TOGETHER: Final = 2
"""After so many tries more each unit of a batch runs in a savepoint, so that one which can never be stored fails alone.
"""

_LOOK_SECONDS: Final = 30.0
"""How long the outcome of a COMMIT is looked for when its answer was lost."""

_MEETINGS: Final = (
    TryAgainError, asyncpg.UniqueViolationError, asyncpg.SerializationError, asyncpg.DeadlockDetectedError,
    asyncpg.LockNotAvailableError, asyncpg.ExclusionViolationError,
)  # fmt: skip
"""Another transaction was in the way."""


class _Waiting:
    """One unit: what it does, whom it answers, what it needs to know."""

    __slots__ = ("direct", "future", "needs", "work")

    def __init__(self, work: Work, future: "asyncio.Future[Any]", needs: Needs | None, *, direct: bool) -> None:
        self.work = work
        self.future = future
        self.needs = needs
        self.direct = direct


class PgCommit:
    """The queue in front of the writing connections."""

    def __init__(self, database: PgDatabase, pool: Pool, node: Node, *, writers: int) -> None:
        self._database = database
        self._pool = pool
        self._node = node
        self._writers = writers
        self._queue: deque[_Waiting] = deque()
        self._serving: set[asyncio.Task[None]] = set()
        self._is_open = True

    async def run(self, work: Work, *, needs: Needs | None = None, direct: bool = False) -> Any:
        """Do `work` in a transaction; returns its result when that is on the disk.

        With `direct` it writes as it goes; else it queues its rows after its last check, and raises before.
        Raises what `work` raises (nothing of it is stored then) and OverloadError when the server is not there.
        """
        if not self._is_open:
            raise OverloadError("The hub is stopping; send this again in a moment.", headers=(("Retry-After", "5"),))
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._queue.append(_Waiting(work, future, needs, direct=direct))
        if len(self._serving) < self._writers:
            task = asyncio.create_task(self._serve(), name="writer")
            self._serving.add(task)
            task.add_done_callback(self._serving.discard)
        return await future

    async def close(self) -> None:
        """Wait for what is under way, then stop."""
        self._is_open = False
        while self._serving:
            await asyncio.wait(self._serving)

    async def _serve(self) -> None:
        for _ in range(_TURNS):
            await asyncio.sleep(0)
        while self._queue:
            taken = self._take()
            try:
                await self._store(taken)
            except BaseException as err:  # also when the server's loop is torn down
                _fail(taken, err)
                if not isinstance(err, Exception):
                    raise

    def _take(self) -> list[_Waiting]:
        taken: list[_Waiting] = []
        puts = 0
        while self._queue and len(taken) < _MOST_UNITS and puts < _MOST_PUTS:
            waiting = self._queue.popleft()
            taken.append(waiting)
            puts += len(waiting.needs[1]) if waiting.needs else 1
        return taken

    async def _store(self, taken: list[_Waiting]) -> None:
        """Try until the batch is stored, or cannot be."""
        careful = alone = False
        for number in range(_TRIES):
            try:
                round_ = await self._try(taken, careful=careful, alone=alone)
            except (*_MEETINGS, *LOST, *STARTING, asyncpg.InterfaceError) as err:
                log(LogEvent.STORE_TRIED_AGAIN, code=type(err).__name__)
                careful, alone = True, number >= _TOGETHER
                await asyncio.sleep(random.uniform(0, 0.01 * 2**number))  # noqa: S311  so that two batches part
            except Exception as err:  # noqa: BLE001  every caller of the batch gets it
                if isinstance(err, asyncpg.PostgresError) and not alone:
                    careful = alone = True  # rows of one unit cannot be written: find out which
                    continue
                log(LogEvent.STORE_COMMIT_FAILED, code=type(err).__name__)
                _fail(taken, err)
                return
            else:
                round_.settle()
                if not round_.met:
                    return
                taken = round_.met
                log(LogEvent.STORE_TRIED_AGAIN, code="met-alone")
                await asyncio.sleep(random.uniform(0, 0.01 * 2**number))  # noqa: S311  so that two batches part
        _fail(taken, _overload("Others kept changing the same data; nothing was stored. Send it again."))

    async def _try(self, taken: list[_Waiting], *, careful: bool, alone: bool) -> "_Round":
        """One transaction, from fresh state to COMMIT."""
        connection = await self._pool.take()
        try:
            await self._node.ensure()
            self._database.numbers = self._node.numbers
            await connection.execute("BEGIN")
            round_ = _Round(self._database.on(connection), careful=careful, alone=alone)
            await bridge.run(lambda: round_.run(taken))
            if round_.done:
                await self._commit(connection, round_.facts.transaction)
            else:
                await connection.execute("ROLLBACK")
        except BaseException:
            await _roll_back(connection)
            raise
        finally:
            self._pool.give_back(connection)
        return round_

    async def _commit(self, connection: Connection, transaction: str) -> None:
        try:
            answer = await connection.execute("COMMIT")
        except (*LOST, *STARTING, asyncpg.InterfaceError):
            if not await self._was_committed(transaction):
                raise
        else:
            if answer != "COMMIT":  # the server undid a transaction that was broken
                raise TryAgainError

    async def _was_committed(self, transaction: str) -> bool:
        """Ask the server what became of a transaction whose COMMIT was not answered."""
        loop = asyncio.get_running_loop()
        until = loop.time() + _LOOK_SECONDS
        while True:
            try:
                async with self._pool.connection() as other:
                    found = await other.fetchval("SELECT pg_xact_status($1::text::xid8)", transaction)
            except (*LOST, *STARTING, asyncpg.InterfaceError, OverloadError):
                found = "in progress"
            if found == "committed":
                return True
            if found == "aborted":
                return False
            if loop.time() > until:
                raise _overload(
                    "The database did not say whether it stored this; look for it before you send it again."
                )
            await asyncio.sleep(0.05)


class _Round:
    """What became of the units of one transaction."""

    def __init__(self, database: PgDatabase, *, careful: bool, alone: bool) -> None:
        self._database = database
        self._alone = alone
        self.facts = PgFacts(database, careful=careful)
        self.done: list[tuple[asyncio.Future[Any], Any]] = []
        self.failed: list[tuple[asyncio.Future[Any], Exception]] = []
        self.met: list[_Waiting] = []
        """Those whose way another transaction crossed, each by itself; they are decided again without the rest."""

    def run(self, taken: list[_Waiting]) -> None:
        """Check the units one after the other, then write all of their rows. Inside `bridge.run`."""
        batch = WriteBatch(self._database, self.facts)
        if not self._alone:
            self.facts.ahead((one.needs for one in taken if one.needs is not None), now=batch.now)
        for waiting in taken:
            if waiting.direct or self._alone:
                self._run_directly(batch, waiting)
                continue
            try:
                self.done.append((waiting.future, waiting.work(batch)))
            except AloneError:
                self._run_directly(batch, waiting)
            except (asyncpg.PostgresError, asyncpg.InterfaceError, TryAgainError, *LOST):
                raise
            except Exception as err:  # noqa: BLE001  the caller of this unit gets it; it has queued nothing
                if waiting.needs is not None and self.facts.found_after_all(waiting.needs[1]):
                    self._run_directly(batch, waiting)  # the words for what is there come before those of this refusal
                else:
                    self.failed.append((waiting.future, err))
        batch.flush()
        if self.done:
            self.facts.finish()

    def settle(self) -> None:
        """Answer. The failed ones too only now: whoever decides again must see the unit that was quicker."""
        for future, err in self.failed:
            if not future.done():
                future.set_exception(err)
        for future, result in self.done:
            if not future.done():
                future.set_result(result)

    def _run_directly(self, batch: WriteBatch, waiting: _Waiting) -> None:
        """One unit in a savepoint of its own."""
        connection = self._database.connection
        batch.flush()
        wait(connection.execute("SAVEPOINT unit"))
        batch.direct = True
        try:
            result = waiting.work(batch)
            batch.flush()
        except (*LOST, *STARTING, asyncpg.InterfaceError):
            raise
        except Exception as err:  # the caller of this unit gets it
            is_meeting = isinstance(err, _MEETINGS)
            if is_meeting and not self._alone:
                raise
            batch.forget()
            wait(connection.execute("ROLLBACK TO unit"))
            self.facts.forget()
            if is_meeting:
                self.met.append(waiting)
            else:
                self.failed.append((waiting.future, _for_unit(err)))
        else:
            self.done.append((waiting.future, result))
        finally:
            batch.direct = False
        wait(connection.execute("RELEASE unit"))


def _for_unit(err: Exception) -> Exception:
    if not isinstance(err, asyncpg.DataError):
        return err
    made = InvalidResourceError(
        "The resource holds text that the database cannot store, as U+0000; expected FHIR strings, which have no "
        "character below U+0020 but tab, line feed and carriage return. Take it out and send it again."
    )
    made.__cause__ = err
    return made


async def _roll_back(connection: Connection) -> None:
    if connection.is_closed() or not connection.is_in_transaction():
        return
    try:
        await connection.execute("ROLLBACK")
    except (asyncpg.PostgresError, asyncpg.InterfaceError, *LOST):
        connection.terminate()


def _fail(taken: list[_Waiting], err: BaseException) -> None:
    """Nothing of the batch was acknowledged; say so to all, to each with an error of its own."""
    for waiting in taken:
        if not waiting.future.done():
            waiting.future.set_exception(_for_caller(err))


def _for_caller(err: BaseException) -> BaseException:
    if isinstance(err, HubError):
        return err
    made = _overload("The database did not take the write; nothing was stored.")
    made.__cause__ = err
    return made


def _overload(text: str) -> OverloadError:
    return OverloadError(text, headers=(("Retry-After", "5"),))
