"""First come, first served for each patient; everyone else at the same time.

HL7 v2 events are statements in an order (admit, change, discharge), so that two messages on one patient must be stored
in the order in which they came in, also when many are under way to share one commit.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager


class Turns:
    """Queues by key. A turn takes its place in all its queues at once, so that no two turns wait for each other."""

    def __init__(self) -> None:
        self._last: dict[str, asyncio.Future[None]] = {}

    def take(self, keys: Iterable[str]) -> "Turn":
        """A place behind all who have any of these keys; taken when this returns."""
        before: list[asyncio.Future[None]] = []
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        mine = frozenset(keys)
        for key in mine:
            last = self._last.get(key)
            if last is not None:
                before.append(last)
            self._last[key] = done
        return Turn(self, mine, before, done)

    def is_busy(self, key: str) -> bool:
        """Whether somebody has this key or waits for it."""
        return key in self._last

    def leave(self, keys: Iterable[str], done: asyncio.Future[None]) -> None:
        """Let the next ones go on."""
        done.set_result(None)
        for key in keys:
            if self._last.get(key) is done:
                del self._last[key]


class Turn:
    """One place in the queues."""

    def __init__(
        self,
        turns: Turns,
        keys: frozenset[str],
        before: list[asyncio.Future[None]],
        done: asyncio.Future[None],
    ) -> None:
        self._turns, self._keys, self._before, self._done = turns, keys, before, done

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Wait for the ones before; the next go on when this ends.

        One that is cancelled while it waits still keeps its place until those before it have ended: nobody overtakes.
        """
        try:
            for other in self._before:
                await asyncio.shield(other)
        except asyncio.CancelledError:
            waiting = [other for other in self._before if not other.done()]
            self._leave_after(waiting)
            raise
        try:
            yield
        finally:
            self._turns.leave(self._keys, self._done)

    def _leave_after(self, waiting: list[asyncio.Future[None]]) -> None:
        if not waiting:
            self._turns.leave(self._keys, self._done)
            return
        waiting[0].add_done_callback(lambda _: self._leave_after([other for other in waiting[1:] if not other.done()]))
