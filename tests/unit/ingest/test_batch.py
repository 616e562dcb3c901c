"""A batch through the pipeline: every message for itself, and one answer."""

from collections.abc import AsyncIterator
from dataclasses import replace

from hub.bootstrap import Hub
from hub.ingest.pipeline import Pipeline
from tests.unit.ingest.merging import message, visit
from tests.unit.ingest.reading import found, log_of, receive

HEAD = b"BHS|^~\\&|HIS|H1|HUB|A|20261122||||B1\r"


def batch(*messages: bytes, count: int | None = None) -> bytes:
    return HEAD + b"".join(messages) + b"BTS|%d\r" % (len(messages) if count is None else count)


def codes(answer: bytes) -> list[str]:
    """MSA-1 of each acknowledgement."""
    return [line.split(b"|")[1].decode() for line in answer.split(b"\r") if line.startswith(b"MSA|")]


async def test_each_message_of_a_batch_is_answered_in_its_place(hub: Hub) -> None:
    bad = message("A01", 2, "B").replace(b"PID|", b"PIX|")

    receipt = await receive(hub, batch(message("A01", 1, "A"), bad, message("A08", 3, "A", name="张^三")))

    (patient,) = await found(hub, "Patient", "A")
    assert (receipt.state, codes(receipt.ack)) == ("refused", ["AA", "AE", "AA"])
    assert patient.json()["name"][0]["text"] == "张三"
    assert receipt.ack.split(b"\r")[0].split(b"|")[11] == b"B1"


async def test_a_batch_that_comes_again_changes_nothing(hub: Hub) -> None:
    data = batch(*(message("A01", at, f"P{at}", pv1=visit(f"V{at}")) for at in range(40)))
    first = await receive(hub, data)

    second = await receive(hub, data)

    assert (first.state, second.state) == ("stored", "duplicate")
    assert codes(second.ack) == ["AA"] * 40
    assert len(await log_of(hub)) == 40


async def test_a_message_that_is_too_long_is_refused_and_the_others_pass(hub: Hub) -> None:
    settings = replace(hub.settings, mllp_frame_limit=2_000)
    small = replace(hub, ingest=Pipeline(hub.store, hub.admin, hub.clock, settings, hub.offload))
    long = message("A01", 1, "A", extra=f"NTE|1||{'x' * 9_000}")

    async def pieces() -> AsyncIterator[bytes]:
        data = batch(long, message("A01", 2, "B"))
        for at in range(0, len(data), 500):
            yield data[at : at + 500]

    receipt = await small.ingest.receive_batch(pieces(), door="http")

    assert (receipt.state, codes(receipt.ack)) == ("refused", ["AR", "AA"])


async def test_a_batch_without_messages_is_refused_and_says_so(hub: Hub) -> None:
    receipt = await receive(hub, batch(count=2))

    assert receipt.state == "refused"
    assert b"BTS-1 says 2 messages, 0 were found" in receipt.ack
