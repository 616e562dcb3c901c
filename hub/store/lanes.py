"""Two lanes for reads: at once on the event loop's thread, or slowly in a thread of its own (DESIGN D16).

Nearly every read ends within the first lane's budget of steps. One that does not starts again in the slow lane,
where SQLite works without the interpreter's lock, so that nobody else waits for it. So does one that meets a large
resource, whose pages take no steps: docs/adr/0056-large-work-beside-the-loop.md.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from hub.errors import OverloadError
from hub.store.database import BudgetError, Database

_T = TypeVar("_T")

_MOST_WAITING: Final = 16

_INLINE_BYTES: Final = 256 * 1024
"""Bytes of one value that a read may meet on the event loop's thread: some 0.3 ms."""

_ANY_BYTES: Final = 1_000_000_000
"""SQLite's own limit, for whoever reads without lanes."""


class Lanes:
    """Runs reads on the lane that they need."""

    def __init__(self, database: Database) -> None:
        self._fast = database
        self._slow: Database | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="slow-read")
        self._waiting = 0

    async def read(self, work: Callable[[Database], _T]) -> _T:
        """What `work` gives. Raises TooCostlyError over the slow lane's budget, OverloadError when that is full."""
        reader = self._fast.reader
        reader.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _INLINE_BYTES)
        try:
            return work(self._fast)
        except (BudgetError, sqlite3.DataError) as err:
            is_wide = isinstance(err, BudgetError)
        finally:
            reader.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _ANY_BYTES)
        if self._waiting >= _MOST_WAITING:
            if not is_wide:
                return work(self._fast)
            raise OverloadError(
                "Too many wide searches wait; send this one again later.", headers=(("Retry-After", "5"),)
            )
        if self._slow is None:
            self._slow = self._fast.slow_lane()
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work, self._slow)
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Wait for a read under way, then let go of the connection."""
        self._thread.shutdown()
        if self._slow is not None:
            self._slow.reader.close()
