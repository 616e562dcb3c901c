"""A file or batch of HL7 v2 messages (FHS, BHS … BTS, FTS), in bounded memory. HL7 v2.9 chapter 2.10.3.

Each message is taken as if it came alone: stored or refused for itself, in order for each patient, and known again when
the batch is sent again. The answer is a batch of their acknowledgements. A crash in the middle leaves whole messages.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterable, AsyncIterator, Callable
from typing import Protocol

from hub.clock import Clock
from hub.conversion import BatchAnswer, BatchPart, BatchReader
from hub.ingest.inbox import local_time
from hub.ingest.receipt import Receipt, State
from hub.settings import Settings

_UNDER_WAY = 32
"""Messages of one batch that are under way at once, to share commits."""
_WORST: tuple[State, ...] = ("failed", "refused", "stored", "duplicate", "ignored")


class Taker(Protocol):
    """The way in of one message."""

    async def receive(self, data: bytes, *, door: str, member: int | None, peer: str) -> Receipt:
        """Take one message."""
        ...

    def refuse_oversize(self, head: bytes, *, limit: int) -> bytes:
        """The answer to a message that is too large."""
        ...


class BatchIntake:
    """Takes batches in, message by message."""

    def __init__(self, taker: Taker, *, clock: Clock, settings: Settings, new_key: Callable[[], int]) -> None:
        self._taker = taker
        self._clock = clock
        self._settings = settings
        self._new_key = new_key

    async def receive(self, chunks: AsyncIterable[bytes], *, door: str, member: int | None, peer: str) -> Receipt:
        """Take a batch as its bytes come; returns when all of it is on the disk or refused.

        The state is the worst of its messages': one that failed for now asks for the whole batch again.
        """
        limit = self._settings.mllp_frame_limit
        reader = BatchReader(limit=limit)
        now = local_time(self._clock.now(), self._settings.timezone)
        answer = BatchAnswer(control_id=str(self._new_key()), time=now)
        waiting: deque[asyncio.Task[Receipt]] = deque()
        states: set[State] = set()

        async def settle(most: int) -> None:
            while len(waiting) > most:
                receipt = await waiting.popleft()
                states.add(receipt.state)
                answer.add(receipt.ack)

        async for parts in _parts(reader, chunks):
            for part in parts:
                if part.name != "MSH":
                    await settle(0)
                    answer.add_segment(part)
                elif part.is_too_long:
                    await settle(0)
                    states.add("refused")
                    answer.add(self._taker.refuse_oversize(part.data, limit=limit))
                else:
                    waiting.append(asyncio.create_task(self._take(part.data, door=door, member=member, peer=peer)))
                    await settle(_UNDER_WAY if len(part.data) <= self._settings.offload_bytes else 0)
        await settle(0)
        state: State = next((state for state in _WORST if state in states), "refused")
        return Receipt(answer.whole(), state)

    async def _take(self, data: bytes, *, door: str, member: int | None, peer: str) -> Receipt:
        return await self._taker.receive(data, door=door, member=member, peer=peer)


async def _parts(reader: BatchReader, chunks: AsyncIterable[bytes]) -> AsyncIterator[list[BatchPart]]:
    async for chunk in chunks:
        yield list(reader.feed(chunk))
    yield list(reader.close())
