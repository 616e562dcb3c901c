"""Long frames over a connection: joined beside the event loop, and received in the order in which they came."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from hub.clock import FrozenClock
from hub.listeners.framing import Frame, frame
from hub.listeners.mllp import MllpServer
from hub.settings import Settings
from tests.calls_here import calls_here

LIMIT = 10_000_000


@dataclass(frozen=True)
class Answer:
    ack: bytes


@dataclass
class Recorder:
    """A receiver that notes what came, and answers with its beginning."""

    received: list[bytes] = field(default_factory=list)

    async def receive(self, data: bytes, *, door: str, adapter: str | None, member: int | None, peer: str) -> Answer:
        self.received.append(data)
        return Answer(data[:5])

    def refuse_oversize(self, head: bytes, *, limit: int) -> bytes:
        return b"too large"


async def answers_to(receiver: Recorder, stream: bytes) -> bytes:
    settings = replace(Settings(), mllp="127.0.0.1:0", mllp_frame_limit=LIMIT)
    server = MllpServer(receiver, settings=settings, clock=FrozenClock(datetime(2026, 3, 2, tzinfo=UTC)))
    _, port = await server.start()
    try:
        async with asyncio.timeout(60):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(stream)
            writer.write_eof()
            said = await reader.read()
            writer.close()
    finally:
        server.close()
        await server.wait_closed()
    return said


async def test_what_comes_behind_a_long_frame_is_received_behind_it() -> None:
    receiver = Recorder()
    messages = [b"MSH|1" + b"a" * 9_000_000, b"MSH|2", b"MSH|3" + b"b" * 5_000_000, b"MSH|4", b"MSH|5"]

    said = await answers_to(receiver, b"".join(map(frame, messages)))

    assert receiver.received == messages
    assert said == b"".join(frame(one[:5]) for one in messages)


async def test_a_long_frame_is_joined_in_another_thread() -> None:
    with calls_here() as calls:
        said = await answers_to(Recorder(), frame(b"MSH|1" + b"a" * 9_000_000))

    assert said == frame(b"MSH|1")
    assert calls.of(vars(Frame)["content"].fget) == 0
