"""The outbox reaches registered endpoints, in order, with retries, and nothing else."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.clock import FrozenClock
from hub.delivery.channels.person import Webhook
from hub.delivery.dispatcher import Dispatcher
from hub.delivery.outbox import GIVE_UP_AFTER, LONGEST_WAIT, Next, after_failure
from hub.delivery.timers import Timers
from hub.keys import Keys
from hub.settings import Settings
from hub.store.admin import AdminStore, Endpoint, Member
from hub.store.port import CancelTimer, Outbound, Timer, WriteUnit, system
from hub.store.sqlite import SqliteStore

EYES = system("tests")


@dataclass
class Home:
    """A receiver on loopback, one request a connection; `answers` are the statuses that it gives, then 200."""

    answers: list[str] = field(default_factory=list)
    seen: list[tuple[bytes, bytes]] = field(default_factory=list)
    address: str = ""
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    open: set[asyncio.Task[None]] = field(default_factory=set)

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self.serve(reader, writer))
        self.open.add(task)
        task.add_done_callback(self.open.discard)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
        self.seen.append((head, await reader.readexactly(int(length[15:]))))
        self.arrived.set()
        status = self.answers.pop(0) if self.answers else "200 OK"
        extra = f"Location: {self.address}/elsewhere\r\n" if status.startswith("3") else ""
        writer.write(f"HTTP/1.1 {status}\r\n{extra}Connection: close\r\nContent-Length: 0\r\n\r\n".encode())
        await writer.drain()
        writer.close()
        await writer.wait_closed()


@dataclass
class Alliance:
    store: SqliteStore
    admin: AdminStore
    clock: FrozenClock
    dispatcher: Dispatcher
    home: Home

    async def send(
        self, *payloads: bytes, ordering: str = "2:a", address: str = "", channel: str = "rest-hook"
    ) -> None:
        rows = tuple(
            Outbound(key=self.store.new_key(), receiver=2, channel=channel, address=address or self.home.address,
                     ordering=ordering, subject="Binary/1", payload=payload, due=self.clock.now())
            for payload in payloads
        )  # fmt: skip
        await self.store.write(WriteUnit(outbound=rows), visibility=EYES)

    async def states(self) -> list[tuple[str, int, str]]:
        rows = await self.store.outbound_page(visibility=EYES)
        return [(row.state, row.attempts, row.last_error) for row in reversed(rows)]


@asynccontextmanager
async def alliance_with_home(folder: Path) -> AsyncIterator[Alliance]:
    clock = FrozenClock(datetime(2026, 3, 2, tzinfo=UTC))
    store = SqliteStore.open(folder / "hub.db", keys=Keys.in_memory(), clock=clock)
    admin = AdminStore.open(folder / "hub.db", clock=clock)
    home = Home()
    server = await asyncio.start_server(home.accept, "127.0.0.1", 0)
    home.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/transfers"
    for code in ("H1", "N1"):
        admin.add_member(Member(code=code, name=code))
    admin.add_endpoint(Endpoint(member=2, channel="rest-hook", address=home.address, secret="s3cret"))
    dispatcher = Dispatcher(store, admin, clock, Settings(delivery_retry_seconds=5))
    try:
        yield Alliance(store, admin, clock, dispatcher, home)
    finally:
        await dispatcher.close()
        server.close()
        await asyncio.gather(*home.open)
        await store.close()
        admin.close()


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with alliance_with_home(tmp_path) as made:
        yield made


async def test_a_delivery_arrives_byte_for_byte_with_its_key_and_secret(alliance: Alliance) -> None:
    await alliance.send('{"名":72.50}'.encode())

    assert await alliance.dispatcher.turn() == 1

    [(head, body)] = alliance.home.seen
    assert body == '{"名":72.50}'.encode()
    assert b"idempotency-key: " in head.lower()
    assert b"authorization: bearer s3cret" in head.lower()
    assert await alliance.states() == [("done", 1, "")]


async def test_a_refused_delivery_is_tried_again_later_and_what_follows_it_waits(alliance: Alliance) -> None:
    alliance.home.answers = ["503 Service Unavailable", "500 Internal Server Error"]
    await alliance.send(b"first", b"second")

    await alliance.dispatcher.turn()
    await alliance.dispatcher.turn()
    assert [body for _, body in alliance.home.seen] == [b"first"]
    alliance.clock.advance(seconds=5)
    await alliance.dispatcher.turn()
    alliance.clock.advance(seconds=9)
    assert await alliance.dispatcher.turn() == 0
    alliance.clock.advance(seconds=1)
    await alliance.dispatcher.turn()
    await alliance.dispatcher.turn()

    assert [body for _, body in alliance.home.seen] == [b"first", b"first", b"first", b"second"]
    keys = [line for head, _ in alliance.home.seen for line in head.lower().split(b"\r\n") if b"idempotency" in line]
    assert [key == keys[0] for key in keys] == [True, True, True, False]
    assert await alliance.states() == [("done", 3, ""), ("done", 1, "")]


async def test_a_redirect_is_not_followed(alliance: Alliance) -> None:
    alliance.home.answers = ["307 Temporary Redirect"]
    await alliance.send(b"x")

    await alliance.dispatcher.turn()

    assert await alliance.states() == [("waiting", 1, "HTTP 307")]
    assert len(alliance.home.seen) == 1


async def test_a_row_follows_its_receiver_to_the_address_that_is_registered_now(alliance: Alliance) -> None:
    await alliance.send(b"x", address=alliance.home.address + "/earlier")

    await alliance.dispatcher.turn()

    [(head, body)] = alliance.home.seen
    assert (head.split(b" ")[1], body) == (b"/transfers", b"x")
    assert await alliance.states() == [("done", 1, "")]


async def test_an_address_that_nobody_registered_gets_nothing(alliance: Alliance) -> None:
    alliance.admin.add_endpoint(Endpoint(member=2, channel="rest-hook", address="http://127.0.0.1:9/second"))
    await alliance.send(b"x", address=alliance.home.address + "/other")

    await alliance.dispatcher.turn()

    assert alliance.home.seen == []
    assert await alliance.states() == [("failed", 1, "the endpoint is no longer registered")]


async def test_a_call_to_a_person_goes_to_the_gateway_with_the_number_and_the_words(alliance: Alliance) -> None:
    people = {"voice": Webhook(alliance.home.address)}
    dispatcher = Dispatcher(alliance.store, alliance.admin, alliance.clock, Settings(), people=people)
    await alliance.send("急诊".encode(), address="0571-8", channel="voice")

    await dispatcher.turn()
    await dispatcher.close()

    [(head, body)] = alliance.home.seen
    assert json.loads(body) == {"channel": "voice", "to": "0571-8", "text": "急诊"}
    assert b"idempotency-key" in head.lower()
    assert await alliance.states() == [("done", 1, "")]


@pytest.mark.parametrize(
    ("gateway", "error"),
    [
        ("http://127.0.0.1:9/sms", "no answer (ConnectError)"),
        ("http://gateway:number/", "the gateway's address is no URL"),
    ],
)
async def test_a_call_is_tried_again_when_the_gateway_does_not_take_it(
    alliance: Alliance, gateway: str, error: str
) -> None:
    dispatcher = Dispatcher(
        alliance.store, alliance.admin, alliance.clock, Settings(sms_gateway=gateway, delivery_retry_seconds=5)
    )
    await alliance.send(b"x", address="139", channel="sms")

    await dispatcher.turn()
    await dispatcher.close()

    assert await alliance.states() == [("waiting", 1, error)]


async def test_a_gateway_that_refuses_is_tried_again(alliance: Alliance) -> None:
    alliance.home.answers = ["503 Busy"]
    settings = Settings(chat_gateway=alliance.home.address)
    dispatcher = Dispatcher(alliance.store, alliance.admin, alliance.clock, settings)
    await alliance.send(b"x", address="robot", channel="chat")

    await dispatcher.turn()
    await dispatcher.close()

    assert await alliance.states() == [("waiting", 1, "HTTP 503")]


async def test_without_a_gateway_the_call_fails_and_says_what_is_missing(
    alliance: Alliance, caplog: pytest.LogCaptureFixture
) -> None:
    await alliance.send(b"x", address="139", channel="sms")

    await alliance.dispatcher.turn()

    assert await alliance.states() == [("failed", 1, "no gateway: HUB_SMS_GATEWAY is not set")]
    assert [one.getMessage() for one in caplog.records] == ["DELIVERY_GIVEN_UP"]


async def test_a_receiver_that_is_down_leaves_the_row_waiting(alliance: Alliance) -> None:
    alliance.admin.add_endpoint(Endpoint(member=2, channel="rest-hook", address="http://127.0.0.1:9/down"))
    await alliance.send(b"x", address="http://127.0.0.1:9/down")

    await alliance.dispatcher.turn()

    assert await alliance.states() == [("waiting", 1, "no answer (ConnectError)")]


async def test_the_dispatcher_runs_until_it_is_stopped(alliance: Alliance) -> None:
    work = asyncio.create_task(alliance.dispatcher.run())
    await alliance.send(b"x")
    async with asyncio.timeout(5):
        await alliance.home.arrived.wait()

    alliance.dispatcher.stop()
    await work

    assert [body for _, body in alliance.home.seen] == [b"x"]


def row(*, attempts: int, created: int = 0) -> Outbound:
    return Outbound(
        key=1, receiver=2, channel="rest-hook", address="", ordering="", subject="", payload=b"", attempts=attempts,
        created=created,
    )  # fmt: skip


@pytest.mark.parametrize(("attempts", "wait"), [(0, 5_000_000), (1, 10_000_000), (4, 80_000_000), (30, LONGEST_WAIT)])
def test_the_wait_doubles_up_to_an_hour(attempts: int, wait: int) -> None:
    assert after_failure(row(attempts=attempts), now=100, first_wait_seconds=5) == Next("waiting", 100 + wait)


def test_a_delivery_is_given_up_after_a_week() -> None:
    assert after_failure(row(attempts=9), now=GIVE_UP_AFTER, first_wait_seconds=5) == Next("failed", 0)


async def test_a_timer_fires_once_and_one_that_fails_comes_back(alliance: Alliance) -> None:
    timers, fired = Timers(alliance.store, alliance.clock), list[str]()

    async def ring(timer: Timer) -> None:
        fired.append(timer.subject)
        if timer.subject == "Task/bad" and fired.count("Task/bad") == 1:
            raise RuntimeError
        await alliance.store.write(WriteUnit(timers=(CancelTimer(subject=timer.subject),)), visibility=EYES)

    timers.register({"k": ring})
    now = alliance.clock.now()
    await alliance.store.write(
        WriteUnit(
            timers=(Timer("k", "Task/good", now), Timer("k", "Task/bad", now), Timer("k", "Task/later", now + 10))
        ),
        visibility=EYES,
    )

    assert [await timers.turn(), await timers.turn()] == [2, 0]
    alliance.clock.advance(seconds=61)
    await timers.turn()

    assert sorted(fired) == ["Task/bad", "Task/bad", "Task/good", "Task/later"]


async def test_a_timer_without_a_handler_is_forgotten(alliance: Alliance) -> None:
    timers = Timers(alliance.store, alliance.clock)
    await alliance.store.write(WriteUnit(timers=(Timer("unknown", "x", 0),)), visibility=EYES)

    assert [await timers.turn(), await timers.turn()] == [1, 0]


async def test_two_handlers_for_one_kind_are_refused(alliance: Alliance) -> None:
    async def ring(timer: Timer) -> None:
        raise AssertionError(timer)

    timers = Timers(alliance.store, alliance.clock)
    timers.register({"k": ring})

    with pytest.raises(ValueError, match="handler already"):
        timers.register({"k": ring})
