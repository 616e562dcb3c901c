"""Frames of 10 MB beside other peers: nobody waits for them, and the event loop neither hashes nor reads them."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hub.listeners.framing import Framer, frame
from hub.listeners.mllp import MllpServer
from hub.store.port import system
from tests.builders import Alliance, small_alliance
from tests.unit.ingest.samples import adt, code_of

SIZE = 9_990_000
CALLS: list[int] = []


class Watched(bytes):
    """Bytes that tell when this process looks at all of them; in another process the list is another one."""

    def strip(self, chars: Any = None, /) -> bytes:
        CALLS.append(len(self))
        return bytes(self).strip()


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path) as made:
        yield made


@pytest.fixture
async def port(alliance: Alliance) -> AsyncIterator[int]:
    settings = replace(alliance.hub.settings, mllp="127.0.0.1:0")
    server = MllpServer(alliance.hub.ingest, settings=settings, clock=alliance.hub.clock)
    yield (await server.start())[1]
    server.close()
    await server.wait_closed()


def report(control_id: str, size: int = SIZE) -> bytes:
    """A result with a picture of this many bytes."""
    lines = [
        f"MSH|^~\\&|PACS{control_id}|H1|HUB|ALLIANCE|20261122083000||ORU^R01^ORU_R01|{control_id}|P|2.5.1",
        "PID|1||H1-0001^^^H1^MR||张^秀英",
        f"OBR|1||F{control_id}|C1^检查^L|||20260301070000|||||||||||||||20260301080000|||F",
        f"OBX|1|ED|K1^报告^L||^application^pdf^Base64^{'QUJD' * (size // 4)}||||||F",
    ]
    return "\r".join(lines).encode() + b"\r"


async def ask(port: int, message: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    framed = frame(message)
    for at in range(0, len(framed), 65_536):
        writer.write(framed[at : at + 65_536])
        await writer.drain()
    answer = await reader.readuntil(b"\x1c")
    writer.close()
    return answer.strip(b"\x0b\x1c")


async def test_other_peers_are_answered_while_frames_of_ten_megabytes_come(alliance: Alliance, port: int) -> None:
    frames = [asyncio.create_task(ask(port, report(f"L{number}"))) for number in range(3)]
    answered = 0
    while not all(task.done() for task in frames):
        answer = await ask(port, adt(control_id=f"S{answered}", number=f"H1-S{answered}", visit=f"VS{answered}"))
        assert code_of(answer) == "AA"
        answered += 1

    assert [code_of(task.result()) for task in frames] == ["AA"] * 3
    assert answered > 3


async def test_a_large_message_is_hashed_and_read_in_another_process_and_a_second_copy_is_known(
    alliance: Alliance,
) -> None:
    CALLS.clear()
    data = report("L1", 2_000_000)

    first = await alliance.hub.ingest.receive(Watched(data), door="mllp", adapter="hl7v2")
    again = await alliance.hub.ingest.receive(Watched(data + b"\r"), door="mllp", adapter="hl7v2")

    assert (first.state, again.state, CALLS) == ("stored", "duplicate", [])
    row = await alliance.hub.store.inbound(first.key, visibility=system("tests"))
    assert row is not None
    assert row.digest == hashlib.sha256(data.strip()).digest()


async def test_a_small_message_is_read_where_it_arrives(alliance: Alliance) -> None:
    CALLS.clear()

    receipt = await alliance.hub.ingest.receive(Watched(adt()), door="mllp", adapter="hl7v2")

    assert (receipt.state, len(CALLS)) == ("stored", 1)


async def test_messages_of_one_sender_keep_their_order_behind_a_large_one(alliance: Alliance) -> None:
    large = report("M1", 2_000_000).replace(b"PACSM1", b"HIS", 1)
    messages = [large, adt(control_id="M2", event="A01"), adt(control_id="M3", event="A03")]

    receipts = await asyncio.gather(
        *(alliance.hub.ingest.receive(one, door="mllp", adapter="hl7v2") for one in messages)
    )

    assert [receipt.state for receipt in receipts] == ["stored"] * 3
    rows = await alliance.hub.store.inbound_page(visibility=system("tests"))
    assert [row.control_id for row in sorted(rows, key=lambda row: row.key)] == ["M1", "M2", "M3"]


class Chunk(bytes):
    """A piece of a stream that counts the bytes that were looked through in it."""

    seen = 0

    def find(self, sub: Any, start: Any = 0, end: Any = None, /) -> int:
        stop = len(self) if end is None else end
        Chunk.seen += stop - start
        return bytes(self).find(sub, start, stop)


def test_what_a_piece_of_a_frame_costs_does_not_grow_with_what_came_before() -> None:
    framer, pieces = Framer(limit=10_000_000), 64
    stream = frame(report("F", 4_000_000))
    step = len(stream) // pieces + 1
    Chunk.seen, costs, found = 0, [], []
    for at in range(0, len(stream), step):
        before = Chunk.seen
        found += list(framer.feed(Chunk(stream[at : at + step])))
        costs.append(Chunk.seen - before)

    assert len(found) == 1
    assert max(costs) <= 3 * step
