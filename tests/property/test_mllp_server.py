"""The listener under hostile streams: it never hangs, never holds much, and answers the good message behind."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.clock import FrozenClock
from hub.listeners.framing import frame
from hub.listeners.mllp import MllpServer
from hub.settings import Settings

LIMIT = 2_000
PIECES = st.one_of(
    st.binary(max_size=200),
    st.sampled_from([b"\x0b", b"\x1c", b"\r", b"\x1c\r", b"\x0bMSH|", b"\x0b\x0b", b"\x1c\x1c", b"MSH|^~\\&|A\r"]),
    st.binary(max_size=50).map(lambda data: frame(b"MSH|" + data)),
)


@dataclass
class Answer:
    ack: bytes


class Echo:
    """Answers every message with its own bytes."""

    async def receive(self, data: bytes, *, door: str, adapter: str | None, member: int | None, peer: str) -> Answer:
        return Answer(data[:20])

    def refuse_oversize(self, head: bytes, *, limit: int) -> bytes:
        return b"too large"


async def after(pieces: list[bytes]) -> tuple[bytes, int]:
    """What a server says to these pieces and one good message, and how many connections it holds at the end."""
    clock = FrozenClock(datetime(2026, 3, 2, tzinfo=UTC))
    chosen = replace(Settings(), mllp="127.0.0.1:0", mllp_frame_limit=LIMIT)
    server = MllpServer(Echo(), settings=chosen, clock=clock)
    host, port = await server.start()
    try:
        async with asyncio.timeout(10):
            reader, writer = await asyncio.open_connection(host, port)
            try:
                for piece in pieces:
                    writer.write(piece)
                    await writer.drain()
                writer.write(b"\x1c" + frame(b"MSH|good"))
                writer.write_eof()
                said = await reader.read()
            except ConnectionError:
                said = b""
            writer.close()
    finally:
        server.close()
        async with asyncio.timeout(10):
            await server.wait_closed()
    return said, len(server.connections)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=12))
def test_any_stream_is_answered_to_its_end(pieces: list[bytes]) -> None:
    said, left = asyncio.run(after(pieces))

    is_cut = b"too large" in said
    assert is_cut or said.endswith(frame(b"MSH|good"))
    assert left == 0


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 40))
def test_a_frame_without_an_end_is_refused_once_it_is_too_large(chunks: int) -> None:
    said, left = asyncio.run(after([b"\x0b", *[b"x" * 500] * (chunks + 4)]))

    assert (said in {frame(b"too large"), b""}, left) == (True, 0)
