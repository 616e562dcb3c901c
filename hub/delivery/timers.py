"""What is due at a time: timers by kind, each with the function that answers it.

A handler's own write forgets the timer. When it fails, the timer comes back with the end of its lease, also after a
restart.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from hub.clock import Clock
from hub.log import LogEvent, log
from hub.store.port import CancelTimer, Engine, Timer, WriteUnit, system

Handler = Callable[[Timer], Awaitable[None]]

LEASE = 60_000_000
BATCH = 100
PAUSE = 0.5
"""Seconds between two looks when nothing was due."""

TIMERS = system("timers")


class Timers:
    """Claims due timers and calls their handlers."""

    def __init__(self, store: Engine, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._handlers: dict[str, Handler] = {}
        self._stop = asyncio.Event()

    def register(self, handlers: Mapping[str, Handler]) -> None:
        """Add handlers by kind. Raises ValueError for a kind that has one."""
        taken = self._handlers.keys() & handlers.keys()
        if taken:
            raise ValueError(f"These timers have a handler already: {', '.join(sorted(taken))}.")
        self._handlers |= handlers

    async def run(self) -> None:
        """Work until `stop`."""
        self._stop.clear()
        while not self._stop.is_set():
            busy = 0
            try:
                busy = await self.turn()
            except Exception as err:  # noqa: BLE001  the edge of this background task
                log(LogEvent.BACKGROUND_FAILED, error=type(err).__name__, kind="timers")
            if not busy:
                await self._pause()

    def stop(self) -> None:
        """Let `run` end after the work in hand."""
        self._stop.set()

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(PAUSE):
                await self._stop.wait()
        except TimeoutError:
            return

    async def turn(self) -> int:
        """Answer what is due now; how many there were."""
        now = self._clock.now()
        due = await self._store.due_timers(now=now, lease_until=now + LEASE, count=BATCH)
        for timer in due:
            handler = self._handlers.get(timer.kind)
            if handler is None:
                await self._forget(timer)
                log(LogEvent.BACKGROUND_FAILED, kind=timer.kind, error="no handler")
                continue
            log(LogEvent.TIMER_FIRED, kind=timer.kind)
            try:
                await handler(timer)
            except Exception as err:  # noqa: BLE001  one timer must not stop the others; it comes back
                log(LogEvent.BACKGROUND_FAILED, kind=timer.kind, error=type(err).__name__)
        return len(due)

    async def _forget(self, timer: Timer) -> None:
        unit = WriteUnit(timers=(CancelTimer(subject=timer.subject, kind=timer.kind),))
        await self._store.write(unit, visibility=TIMERS)


class HasTimers(Protocol):
    """A hub, as far as this module needs it."""

    @property
    def timers(self) -> Timers:
        """The hub's timers."""
        ...


async def run(hub: HasTimers) -> None:
    """Background work of the server."""
    await hub.timers.run()
