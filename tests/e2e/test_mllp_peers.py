"""Other people's MLLP: their servers take what the hub sends."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hl7apy.mllp import AbstractErrorHandler, AbstractHandler, MLLPServer

from hub.delivery.channels.mllp import MllpChannel, Said
from hub.store.admin import Endpoint
from hub.store.port import Outbound
from tests.unit.ingest.samples import adt

SEEN: list[str] = []


class Accepting(AbstractHandler):  # type: ignore[misc]  # the library has no types
    """Answers AA."""

    def reply(self) -> str:
        message: str = self.incoming_message
        SEEN.append(message)
        control_id = message.split("|")[9]
        return f"\x0bMSH|^~\\&|HIS|H1|HUB|H1|20260302||ACK|1|P|2.5\rMSA|AA|{control_id}\r\x1c\r"


class Failing(AbstractErrorHandler):  # type: ignore[misc]  # the library has no types
    """Answers AE to what it does not know."""

    def reply(self) -> str:
        return "\x0bMSH|^~\\&|HIS|H1|HUB|H1|20260302||ACK|1|P|2.5\rMSA|AE|?\r\x1c\r"


@contextmanager
def hl7apy_server() -> Iterator[int]:
    """hl7apy's server on loopback; it takes one message a connection and closes."""
    handlers: dict[str, Any] = {"ADT^A01^ADT_A01": (Accepting,), "ERR": (Failing,)}
    server = MLLPServer("127.0.0.1", 0, handlers, timeout=2)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Rows:
    """Says the message that the row holds."""

    async def say(self, row: Outbound, endpoint: Endpoint) -> Said:
        return Said(row.payload, row.payload.split(b"|")[9].decode())


async def test_a_server_that_closes_after_each_message_gets_every_one() -> None:
    SEEN.clear()
    channel = MllpChannel(Rows(), seconds=5)
    with hl7apy_server() as port:
        endpoint = Endpoint(member=1, channel="mllp", address=f"mllp://127.0.0.1:{port}")
        attempts = []
        for name in ("P1", "P2", "P3"):
            row = Outbound(key=1, receiver=1, channel="mllp", address="", ordering="", subject="",
                           payload=adt(control_id=name))  # fmt: skip
            attempts.append(await channel.deliver(row, endpoint))
        await channel.close()

    assert [attempt.error for attempt in attempts] == ["", "", ""]
    assert [message.split("|")[9] for message in SEEN] == ["P1", "P2", "P3"]
