"""Group commit: concurrent units share one COMMIT, and each is stored whole or not at all (DESIGN D6, D12).

Statements run on the event loop's thread; only COMMIT, which waits for the disk, runs in a thread of its own
(docs/adr/0006 has the measurement), and with it the rows of a batch that holds a message or a document of megabytes.
Between BEGIN and COMMIT the loop does nothing else. While the disk is waited for, and for a moment before an idle
queue is served, the next units gather.
"""

import asyncio
import contextlib
import sqlite3
import time
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import Any, Final, Generic, Protocol, TypeVar

from hub.errors import HubError, OverloadError
from hub.log import LogEvent, log
from hub.store.port import AuditEntry

_MOST_UNITS: Final = 128
_MOST_SECONDS: Final = 0.003
"""When a batch takes no further unit: checking them holds the event loop, and writing their rows takes twice as long.

Of the thread's processor time, so that a busy machine does not make batches smaller.
"""

_TURNS: Final = 2
"""Turns of the event loop that an idle queue waits, so that requests which have arrived come along."""


class AloneError(Exception):
    """The unit must see its own rows; run it directly."""


class BrokenBatchError(Exception):
    """Rows of an accepted unit cannot be written; each unit must run directly, so that only that one fails."""


class Batch(Protocol):
    """What the units of one transaction share.

    A unit only queues its rows, after its last check. While `direct` is set, it may write them as well: it runs in a
    savepoint of its own.
    """

    direct: bool

    @property
    def is_heavy(self) -> bool:
        """Whether writing what is queued would hold the event loop."""
        ...

    def note(self, entry: AuditEntry) -> None:
        """Queue the entry of an access that writes nothing else."""
        ...

    def flush(self) -> None:
        """Write what was queued."""
        ...

    def forget(self) -> None:
        """The unit that ran directly failed."""
        ...


_B = TypeVar("_B", bound=Batch)


class GroupCommit(Generic[_B]):
    """The queue in front of the one writing connection."""

    def __init__(self, connection: sqlite3.Connection, begin: Callable[[], _B]) -> None:
        self._connection = connection
        self._begin = begin
        self._queue: deque[_Waiting[_B]] = deque()
        self._notes: list[_Note] = []
        self._busy = False
        self._stopped = False
        self._idle: asyncio.Future[None] | None = None
        self._committer = _Committer(connection)

    async def run(self, work: Callable[[_B], Any], *, direct: bool = False) -> Any:
        """Do `work` in a transaction; returns its result when that is on the disk.

        With `direct` it writes as it goes; else it queues its rows after its last check, and raises before.
        Raises what `work` raises (nothing of it is stored then) and OverloadError when the disk refuses.
        """
        self._demand_running()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._queue.append((work, future, direct))
        self._wake(loop)
        return await future

    async def note(self, entry: AuditEntry) -> None:
        """Store an audit entry; returns when it is on the disk. Raises OverloadError when the disk refuses.

        The shortest unit: it has nothing to check, and every read makes one.
        """
        self._demand_running()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._notes.append((entry, future))
        self._wake(loop)
        await future

    async def close(self) -> None:
        """Wait for what is under way, then stop."""
        if self._busy:
            self._idle = asyncio.get_running_loop().create_future()
            await self._idle
        self._stopped = True
        self._committer.stop()

    def _wake(self, loop: asyncio.AbstractEventLoop) -> None:
        if not self._busy:
            self._busy = True
            loop.call_soon(self._gather, loop, _TURNS)

    def _demand_running(self) -> None:
        if self._stopped:
            raise OverloadError(
                "The disk did not confirm a write, so the hub takes no more. Check the disk and start the hub again."
            )

    def _gather(self, loop: asyncio.AbstractEventLoop, turns: int) -> None:
        if turns and len(self._queue) + len(self._notes) < _MOST_UNITS:
            loop.call_soon(self._gather, loop, turns - 1)
        else:
            self._serve(loop)

    def _serve(self, loop: asyncio.AbstractEventLoop) -> None:
        """Run the waiting units and send their COMMIT on its way."""
        round_ = _Round[_B]()

        def run() -> _Late:
            try:
                return self._run_units(round_)
            except (sqlite3.OperationalError, HubError):
                raise
            except Exception:  # noqa: BLE001  rows of one unit could not be written: find out which
                return self._run_each_directly(round_)

        self._send(loop, round_, run)

    def _send(self, loop: asyncio.AbstractEventLoop, round_: "_Round[_B]", run: "Callable[[], _Late]") -> None:
        try:
            late = run()
        except Exception as err:  # noqa: BLE001  every caller of the batch gets it
            self._fail([*(future for _, future, _ in round_.taken), *(future for _, future in round_.notes)], err)
            self._go_on(loop)
            return
        if not round_.done:
            self._roll_back()
            _settle_all(round_.failed)
            self._go_on(loop)
            return
        self._committer.commit(loop, late, lambda err: self._committed(loop, err, round_, late))

    def _run_units(self, round_: "_Round[_B]") -> "_Late":
        """Check the waiting units one after the other, then write all of their rows, or say how when they are large."""
        queue, taken, clock = self._queue, round_.taken, time.thread_time
        self._connection.execute("BEGIN IMMEDIATE")
        batch = self._begin()
        round_.notes, self._notes = self._notes, []
        for entry, future in round_.notes:
            batch.note(entry)
            round_.done.append((future, None))
        end = clock() + _MOST_SECONDS if queue else 0.0
        while queue and len(taken) < _MOST_UNITS and (not taken or clock() < end):
            waiting = queue.popleft()
            taken.append(waiting)
            work, future, direct = waiting
            if direct:
                self._run_directly(batch, waiting, round_)
                continue
            try:
                round_.done.append((future, work(batch)))
            except AloneError:
                self._run_directly(batch, waiting, round_)
            except (sqlite3.OperationalError, BrokenBatchError):
                raise
            except Exception as err:  # noqa: BLE001  the caller of this unit gets it; it has queued nothing
                round_.failed.append((future, err))
        if batch.is_heavy:
            return batch.flush
        batch.flush()
        return None

    def _run_each_directly(self, round_: "_Round[_B]") -> "_Late":
        self._roll_back()
        round_.done.clear()
        round_.failed.clear()
        self._connection.execute("BEGIN IMMEDIATE")
        batch = self._begin()
        for waiting in (*map(_note_to_unit, round_.notes), *round_.taken):
            self._run_directly(batch, waiting, round_)
        return None

    def _run_directly(self, batch: _B, waiting: "_Waiting[_B]", round_: "_Round[_B]") -> None:
        """One unit in a savepoint of its own."""
        work, future, _ = waiting
        execute = self._connection.execute
        batch.flush()
        execute("SAVEPOINT unit")
        batch.direct = True
        try:
            result = work(batch)
            batch.flush()
        except sqlite3.OperationalError:
            raise
        except Exception as err:  # noqa: BLE001  the caller of this unit gets it
            batch.forget()
            execute("ROLLBACK TO unit")
            round_.failed.append((future, err))
        else:
            round_.done.append((future, result))
        finally:
            batch.direct = False
        execute("RELEASE unit")

    def _committed(
        self, loop: asyncio.AbstractEventLoop, err: BaseException | None, round_: "_Round[_B]", late: "_Late"
    ) -> None:
        if late is not None and isinstance(err, Exception) and not isinstance(err, sqlite3.OperationalError | HubError):
            self._send(loop, round_, lambda: self._run_each_directly(round_))
            return
        if err is not None:
            self._fail([future for future, _ in (*round_.done, *round_.failed)], err)
        else:
            # Now, not earlier: whoever decides again must see the unit of this batch that was quicker.
            _settle_all(round_.failed)
            for future, result in round_.done:
                if not future.done():
                    future.set_result(result)
        self._go_on(loop)

    def _go_on(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._queue or self._notes:
            loop.call_soon(self._serve, loop)
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
            for future in (*(one[1] for one in self._queue), *(one[1] for one in self._notes)):
                _settle(future, _to_hub_error(err, code=code))
            self._queue.clear()
            self._notes.clear()

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")


_Note = tuple[AuditEntry, "asyncio.Future[Any]"]
_Waiting = tuple[Callable[[_B], Any], "asyncio.Future[Any]", bool]
_Late = Callable[[], None] | None
"""What is still to be written before COMMIT, beside the loop."""

_Done = tuple["asyncio.Future[Any]", Any]
_Failed = tuple["asyncio.Future[Any]", BaseException]


_Order = tuple[asyncio.AbstractEventLoop, _Late, Callable[[BaseException | None], None]]


class _Round(Generic[_B]):
    """What became of the units of one transaction."""

    def __init__(self) -> None:
        self.notes: list[_Note] = []
        self.taken: list[_Waiting[_B]] = []
        self.done: list[_Done] = []
        self.failed: list[_Failed] = []


class _Committer:
    """The thread that waits for the disk. One hand-over costs a third of what an executor's does."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._orders: SimpleQueue[_Order | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="commit", daemon=True)
        self._thread.start()

    def commit(
        self, loop: asyncio.AbstractEventLoop, late: _Late, then: Callable[[BaseException | None], None]
    ) -> None:
        """Write what is `late` and send COMMIT; `then` is called on the loop, with what went wrong or None."""
        self._orders.put((loop, late, then))

    def stop(self) -> None:
        """Wait for a COMMIT under way, then end the thread."""
        self._orders.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (order := self._orders.get()) is not None:
            loop, late, then = order
            err: BaseException | None = None
            try:
                if late is not None:
                    late()
                self._connection.execute("COMMIT")
            except BaseException as found:  # noqa: BLE001  the callers of the batch get it
                err = found
            with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile: nobody waits
                loop.call_soon_threadsafe(then, err)


def _note_to_unit(note: _Note) -> "_Waiting[Any]":
    """The same entry as a unit that runs in a savepoint of its own."""
    entry, future = note
    return (lambda batch: batch.note(entry)), future, True


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
