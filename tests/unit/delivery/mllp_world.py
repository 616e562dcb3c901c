"""A clinic's system that speaks MLLP, and an outbox that delivers to it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from hub.clock import FrozenClock
from hub.conversion import Target
from hub.delivery.channels.file import FileChannel
from hub.delivery.channels.mllp import MllpChannel
from hub.delivery.dispatcher import Channel, Dispatcher
from hub.delivery.speech import OutboxSpeech
from hub.keys import Keys
from hub.settings import Settings
from hub.store.admin import AdminStore, Endpoint, Member
from hub.store.port import Outbound, WriteUnit, system
from hub.store.sqlite import SqliteStore

EYES = system("tests")
ANSWERS = {
    "AR unsupported": "ERR|||200^unsupported^HL70357|E\r",
    "AA posted": "MFI|STF||UPD\rMFA|MUP|1||S\r",
    "AA not posted": "MFI|STF||UPD\rMFA|MUP|1||U^unknown department\r",
}
"""What stands behind MSA."""


@dataclass
class Receivers:
    """Knows one system, in v2.4 and GB18030."""

    carrier: str = "MDM"

    def target(self, application: str, facility: str, *, member: str) -> tuple[Target, str]:
        target = Target(name=member, application=application, facility=facility, version="2.4", charset="GB 18030-2000")
        return target, self.carrier


@dataclass
class His:
    """A hospital system that speaks MLLP. `answers` are MSA-1 codes, or what else to do with a message; then AA."""

    answers: list[str] = field(default_factory=list)
    seen: list[bytes] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    open: set[asyncio.Task[None]] = field(default_factory=set)

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.ensure_future(self.serve(reader, writer))
        self.open.add(task)
        task.add_done_callback(self.open.discard)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                message = (await reader.readuntil(b"\x1c")).strip(b"\x0b\x1c\r")
                self.seen.append(message)
                answer = self.answers.pop(0) if self.answers else "AA"
                if answer == "hang up":
                    break
                control_id = message.split(b"|")[9].decode()
                if answer == "silence":
                    continue
                if answer == "late answer first":
                    writer.write(b"\x0bMSH|^~\\&|HIS\rMSA|AE|OTHER\r\x1c\r")
                    answer = "AA"
                error = ANSWERS.get(answer, "")
                writer.write(f"\x0bMSH|^~\\&|HIS\rMSA|{answer.split()[0]}|{control_id}\r{error}\x1c\r".encode())
                if answer == "AA and hang up":
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        writer.close()


@dataclass
class Alliance:
    store: SqliteStore
    admin: AdminStore
    clock: FrozenClock
    dispatcher: Dispatcher
    his: His
    receivers: Receivers
    folder: Path

    async def send(self, *payloads: bytes, channel: str = "mllp", content: str = "application/hl7-v2") -> None:
        address = next(one.address for one in self.admin.endpoints_of(2) if one.channel == channel)
        rows = tuple(
            Outbound(key=self.store.new_key(), receiver=2, channel=channel, address=address, ordering="2:a",
                     subject="Task/1", payload=payload, content_type=content, due=self.clock.now(),
                     created=self.clock.now())
            for payload in payloads
        )  # fmt: skip
        await self.store.write(WriteUnit(outbound=rows), visibility=EYES)

    async def states(self) -> list[tuple[str, int, str]]:
        rows = await self.store.outbound_page(visibility=EYES)
        return [(row.state, row.attempts, row.last_error) for row in reversed(rows)]


@asynccontextmanager
async def alliance_with_his(tmp_path: Path) -> AsyncIterator[Alliance]:
    """The hub H1's store and dispatcher, and the clinic M1 whose system listens."""
    clock = FrozenClock(datetime(2026, 3, 2, tzinfo=UTC))
    store = SqliteStore.open(tmp_path / "hub.db", keys=Keys.in_memory(), clock=clock)
    admin = AdminStore.open(tmp_path / "hub.db", clock=clock)
    his, receivers = His(), Receivers()
    server = await asyncio.start_server(his.accept, "127.0.0.1", 0)
    his.port = server.sockets[0].getsockname()[1]
    for code, name in (("H1", "示范老年病医院"), ("M1", "示范街道社区卫生服务中心")):
        admin.add_member(Member(code=code, name=name))
    admin.add_endpoint(Endpoint(member=2, channel="mllp", address=f"mllp://127.0.0.1:{his.port}/CIS/M1"))
    (tmp_path / "out").mkdir()
    admin.add_endpoint(Endpoint(member=2, channel="file", address=f"file://{tmp_path}/out"))
    speech = OutboxSpeech(store, admin, receivers, clock)
    channels: dict[str, Channel] = {"mllp": MllpChannel(speech, seconds=0.3), "file": FileChannel(speech)}
    dispatcher = Dispatcher(store, admin, clock, Settings(delivery_retry_seconds=5), channels=channels)
    try:
        yield Alliance(store, admin, clock, dispatcher, his, receivers, tmp_path / "out")
    finally:
        await dispatcher.close()
        server.close()
        await asyncio.gather(*his.open)
        await store.close()
        admin.close()
