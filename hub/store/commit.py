"""Group commit: concurrent units share one COMMIT, each in its own savepoint (DESIGN D6, D12).

Statements run on the event loop's thread; only COMMIT, which waits for the disk, runs in a thread of its own
(docs/adr/0006 has the measurement). Between BEGIN and COMMIT the loop does nothing else.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, Generic, Protocol, TypeVar

from hub.errors import HubError, OverloadError
from hub.log import LogEvent, log
from hub.store.port import UnitConflictError

_MOST_UNITS: Final = 64
_MOST_SECONDS: Final = 0.002
"""When a batch takes no further unit: it holds the event loop, and writing its index rows takes as long again."""


class Batch(Protocol):
    """What the units of one transaction share."""

    def keep(self) -> None:
        """The unit that just ran counts."""
        ...

    def forget(self) -> None:
        """The unit that just ran failed."""
        ...

    def finish(self) -> None:
        """Write what was saved up for the end."""
        ...


_B = TypeVar("_B", bound=Batch)


class GroupCommit(Generic[_B]):
    """The queue in front of the one writing connection."""

    def __init__(self, connection: sqlite3.Connection, begin: Callable[[], _B]) -> None:
        self._connection = connection
        self._begin = begin
        self._queue: deque[_Waiting[_B]] = deque()
        self._busy = False
        self._stopped = False
        self._idle: asyncio.Future[None] | None = None
        self._committer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="commit")

    async def run(self, work: Callable[[_B], Any], *, checks_first: bool = False) -> Any:
        """Do `work` in a transaction; returns its result when that is on the disk.

        With `checks_first` it writes nothing before its last check, and needs no savepoint of its own.

        Raises what `work` raises (nothing of it is stored then) and OverloadError when the disk refuses.
        """
        if self._stopped:
            raise OverloadError(
                "The disk did not confirm a write, so the hub takes no more. Check the disk and start the hub again."
            )
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._queue.append((work, future, checks_first))
        if not self._busy:
            self._busy = True
            loop.call_soon(self._flush, loop)
        return await future

    async def close(self) -> None:
        """Wait for what is under way, then stop."""
        if self._busy:
            self._idle = asyncio.get_running_loop().create_future()
            await self._idle
        self._stopped = True
        self._committer.shutdown()

    def _flush(self, loop: asyncio.AbstractEventLoop) -> None:
        """Run the waiting units and send their COMMIT on its way."""
        taken: list[asyncio.Future[Any]] = []
        done: list[_Done] = []
        failed: list[_Failed] = []
        try:
            self._run_units(loop, taken, done, failed)
        except Exception as err:  # noqa: BLE001  every caller of the batch gets it
            self._fail(taken, err)
            self._go_on(loop)
            return
        if not done:
            self._roll_back()
            _settle_all(failed)
            self._go_on(loop)
            return
        commit = loop.run_in_executor(self._committer, self._connection.execute, "COMMIT")
        commit.add_done_callback(lambda committed: self._committed(loop, committed, done, failed))

    def _run_units(
        self,
        loop: asyncio.AbstractEventLoop,
        taken: "list[asyncio.Future[Any]]",
        done: "list[_Done]",
        failed: "list[_Failed]",
    ) -> None:
        execute, queue = self._connection.execute, self._queue
        execute("BEGIN IMMEDIATE")
        batch = self._begin()
        end = loop.time() + _MOST_SECONDS
        while queue and len(taken) < _MOST_UNITS and (not taken or loop.time() < end):
            work, future, checks_first = queue.popleft()
            taken.append(future)
            if not checks_first:
                execute("SAVEPOINT unit")
            try:
                result = work(batch)
            except sqlite3.OperationalError:
                raise
            except Exception as err:  # the caller of this unit gets it
                if checks_first and not isinstance(err, (UnitConflictError, HubError)):
                    raise
                batch.forget()
                if not checks_first:
                    execute("ROLLBACK TO unit")
                    execute("RELEASE unit")
                failed.append((future, err))
            else:
                batch.keep()
                if not checks_first:
                    execute("RELEASE unit")
                done.append((future, result))
        batch.finish()

    def _committed(
        self,
        loop: asyncio.AbstractEventLoop,
        committed: "asyncio.Future[Any]",
        done: "list[_Done]",
        failed: "list[_Failed]",
    ) -> None:
        err = committed.exception()
        if err is not None:
            self._fail([future for future, _ in (*done, *failed)], err)
        else:
            # Now, not earlier: whoever decides again must see the unit of this batch that was quicker.
            _settle_all(failed)
            for future, result in done:
                if not future.done():
                    future.set_result(result)
        self._go_on(loop)

    def _go_on(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._queue:
            loop.call_soon(self._flush, loop)
        else:
            self._rest()

    def _rest(self) -> None:
        self._busy = False
        if self._idle is not None and not self._idle.done():
            self._idle.set_result(None)

    def _fail(self, futures: "list[asyncio.Future[Any]]", err: BaseException) -> None:
        """Nothing of the batch was acknowledged; say so to all."""
        self._roll_back()
        code = getattr(err, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_IOERR:
            self._stopped = True
            log(LogEvent.STORE_STOPPED, code=getattr(err, "sqlite_errorname", ""))
        else:
            log(LogEvent.STORE_COMMIT_FAILED, code=getattr(err, "sqlite_errorname", type(err).__name__))
        for future in futures:
            _settle(future, _to_hub_error(err, code=code))
        if self._stopped:
            while self._queue:
                _settle(self._queue.popleft()[1], _to_hub_error(err, code=code))

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


_Waiting = tuple[Callable[[_B], Any], "asyncio.Future[Any]", bool]
_Done = tuple["asyncio.Future[Any]", Any]
_Failed = tuple["asyncio.Future[Any]", BaseException]


def _settle_all(failed: "list[_Failed]") -> None:
    for future, err in failed:
        _settle(future, err)


def _settle(future: "asyncio.Future[Any]", err: BaseException) -> None:
    if not future.done():
        future.set_exception(err)


def _to_hub_error(err: BaseException, *, code: int) -> BaseException:
    """What the caller is told; a fresh one for each, since each adds its own traceback."""
    if isinstance(err, HubError):
        return err
    words = {
        sqlite3.SQLITE_FULL: "The disk is full; nothing was stored. Free some space and send it again.",
        sqlite3.SQLITE_BUSY: "Another process holds the database; nothing was stored. Send it again.",
        sqlite3.SQLITE_IOERR: "The disk did not confirm the write; the hub takes no more. Check it, then restart.",
    }
    made = OverloadError(
        words.get(code, "The database did not take the write; nothing was stored."), headers=(("Retry-After", "5"),)
    )
    made.__cause__ = err
    return made
