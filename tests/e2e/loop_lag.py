"""How long the event loop is held, in processor time of its own thread: other programs do not count."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass


@dataclass(slots=True)
class Lag:
    """The longest stretch between two turns of the loop, in milliseconds, and the number of turns."""

    longest: float = 0.0
    turns: int = 0


@asynccontextmanager
async def measured_lag() -> AsyncIterator[Lag]:
    """Watch the loop while the block runs."""
    lag = Lag()
    task = asyncio.create_task(_watch(lag))
    await asyncio.sleep(0.02)
    lag.longest, lag.turns = 0.0, 0
    try:
        yield lag
        await asyncio.sleep(0.02)
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _watch(lag: Lag) -> None:
    while True:
        before = time.thread_time()
        await asyncio.sleep(0.0005)
        lag.longest = max(lag.longest, 1000 * (time.thread_time() - before))
        lag.turns += 1
