"""The wire of /fhir: what is pipelined, cut into pieces, held back, kept alive or closed (RFC 9112)."""

import asyncio
import json
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from hub.api import connection
from hub.api.http import Answer, Request, render_answer
from hub.auth.tokens import mint_token
from hub.errors import BadRequestError
from hub.server import Running, serve
from hub.settings import Settings
from hub.store.admin import Client

METADATA = b"GET /fhir/metadata HTTP/1.1\r\nHost: x\r\n\r\n"
LIVE = b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n"
UNKNOWN = b"GET /fhir/Patient/1 HTTP/1.1\r\nHost: x\r\n\r\n"
CLOSE = b"GET /fhir/Patient/1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


@asynccontextmanager
async def server(folder: Path) -> AsyncIterator[Running]:
    opened: list[Running] = []
    task = asyncio.create_task(serve(Settings(data=folder, http="127.0.0.1:0", mllp=""), ready=opened.append))
    while not opened:
        if task.done():
            task.result()
        await asyncio.sleep(0.01)
    try:
        yield opened[0]
    finally:
        opened[0].stop.set()
        await task


async def answers_to(running: Running, *pieces: bytes, pause: float = 0.0) -> bytes:
    """What comes back until the server ends the connection."""
    host, _, port = running.http.rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        for piece in pieces:
            writer.write(piece)
            await asyncio.sleep(pause)
        return await asyncio.wait_for(reader.read(), 10)
    finally:
        writer.close()


def statuses(text: bytes) -> list[str]:
    return [found.decode() for found in re.findall(rb"HTTP/1\.1 (\d{3})", text)]


async def test_pipelined_requests_are_answered_in_their_order_whoever_serves_them(tmp_path: Path) -> None:
    async with server(tmp_path) as running:
        found = await answers_to(running, METADATA + LIVE + UNKNOWN + LIVE + METADATA + CLOSE)

    assert statuses(found) == ["200", "200", "401", "200", "200", "401"]
    assert [b"CapabilityStatement" in part for part in found.split(b"HTTP/1.1 ")[1:]] == [
        True, False, False, False, True, False,
    ]  # fmt: skip


async def test_a_request_cut_into_single_bytes_is_read_whole(tmp_path: Path) -> None:
    async with server(tmp_path) as running:
        found = await answers_to(running, *(CLOSE[at : at + 1] for at in range(len(CLOSE))))

    assert statuses(found) == ["401"]
    assert b"connection: close\r\n" in found


async def test_a_client_that_waits_for_100_continue_gets_it_before_its_body_is_read(tmp_path: Path) -> None:
    async with server(tmp_path) as running:
        token = _token(running)
        body = b'{"resourceType":"Basic","code":{"text":"a"}}'
        head = (
            b"POST /fhir/Basic HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close\r\n"
            b"Authorization: Bearer %b\r\nContent-Type: application/fhir+json\r\nContent-Length: %d\r\n\r\n"
        ) % (token.encode(), len(body))

        found = await answers_to(running, head, body[:10], body[10:], pause=0.1)

    assert statuses(found) == ["100", "201"]


async def test_a_client_of_http_1_0_gets_its_answer_and_the_end(tmp_path: Path) -> None:
    async with server(tmp_path) as running:
        found = await answers_to(running, b"GET /fhir/metadata HTTP/1.0\r\nHost: x\r\n\r\n")

    assert statuses(found) == ["200"]
    assert b"connection: close\r\n" in found


async def test_a_head_request_has_the_headers_of_the_get_and_no_body(tmp_path: Path) -> None:
    async with server(tmp_path) as running:
        head = await answers_to(running, METADATA.replace(b"GET", b"HEAD") + CLOSE)
        get = await answers_to(running, METADATA + CLOSE)

    length = re.findall(rb"content-length: (\d+)", get)
    assert re.findall(rb"content-length: (\d+)", head) == length
    assert len(get) - len(head) == int(length[0])


async def test_a_body_that_nobody_reads_does_not_reach_the_next_request(tmp_path: Path) -> None:
    refused = b"POST /fhir/Patient HTTP/1.1\r\nHost: x\r\nContent-Length: 47\r\n\r\n"
    async with server(tmp_path) as running:
        found = await answers_to(
            running, refused, b"GET /fhir/metadata HTTP/1.1\r\nHost: x\r\nX: 123\r\n\r\n", CLOSE, pause=0.05
        )

    assert statuses(found) == ["401", "401"]


async def test_a_connection_that_rests_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "IDLE_SECONDS", 1.0)
    async with server(tmp_path) as running:
        found = await answers_to(running, METADATA)

    assert statuses(found) == ["200"]


async def test_a_client_that_goes_away_leaves_the_server_well(tmp_path: Path) -> None:
    async with server(tmp_path) as running:
        host, _, port = running.http.rpartition(":")
        for _ in range(20):
            _, writer = await asyncio.open_connection(host, int(port))
            writer.write(UNKNOWN + b"POST /fhir/Patient HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc")
            writer.transport.abort()
        await asyncio.sleep(0.1)

        found = await answers_to(running, CLOSE)

    assert statuses(found) == ["401"]


async def test_what_cannot_be_read_is_refused_after_the_answers_to_what_could(tmp_path: Path) -> None:
    async with server(tmp_path) as running:
        found = [
            await answers_to(running, first + b"NO HTTP AT ALL\r\n\r\n") for first in (METADATA, LIVE, UNKNOWN + LIVE)
        ]

    assert [statuses(one) for one in found] == [["200", "400"], ["200", "400"], ["401", "200", "400"]]


async def test_a_broken_body_is_refused_after_the_answers_to_what_came_before(tmp_path: Path) -> None:
    broken = b"POST /fhir/Patient HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n"
    async with server(tmp_path) as running:
        found = await answers_to(running, METADATA + broken + METADATA)

    assert statuses(found) == ["200", "400"]


@pytest.mark.parametrize("body", [b"Content-Length: 40\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n"])
async def test_a_body_behind_a_wish_for_another_protocol_is_not_read_as_a_request(tmp_path: Path, body: bytes) -> None:
    head = b"POST /fhir/Patient HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: h2c\r\n"
    async with server(tmp_path) as running:
        found = await answers_to(running, head + body, METADATA, pause=0.1)

    assert statuses(found) == ["400"]


async def test_what_follows_a_wish_for_another_protocol_is_answered_too(tmp_path: Path) -> None:
    head = b"GET /fhir/metadata HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n"
    async with server(tmp_path) as running:
        found = await answers_to(running, head + LIVE + CLOSE)

    assert statuses(found) == ["200", "200", "401"]


async def test_trailers_are_no_headers(tmp_path: Path) -> None:
    head = b"POST /fhir/Patient HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    async with server(tmp_path) as running:
        found = await answers_to(running, head + b"0\r\nX-Request-ID: of-the-trailers\r\n\r\n")

    assert statuses(found) == ["401"]
    assert b"of-the-trailers" not in found


@pytest.mark.parametrize("target", [b"/fhir/Patient", b"/auth/token"])
async def test_trailers_without_an_end_are_stopped(tmp_path: Path, target: bytes) -> None:
    head = b"POST %b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" % target
    async with server(tmp_path) as running:
        assert await _is_stopped(running, head, b"a: b\r\n" * 10_000)


async def test_a_head_without_an_end_behind_answers_that_nobody_reads_is_stopped(tmp_path: Path) -> None:
    async with server(tmp_path) as running:
        assert await _is_stopped(running, METADATA * 40 + METADATA[:-2], b"a: b\r\n" * 10_000)


async def test_who_pipelines_without_measure_is_stopped(tmp_path: Path) -> None:
    async with server(tmp_path) as running:
        assert await _is_stopped(running, b"", METADATA * 2_000)


async def test_a_body_is_not_read_on_while_earlier_requests_wait(tmp_path: Path) -> None:
    async with server(tmp_path) as running:
        found = await answers_to(running, *[METADATA * 60] * 8, CLOSE)

    assert statuses(found) == ["200"] * 480 + ["401"]


async def test_a_client_that_does_not_read_its_answers_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "UNREAD_SECONDS", 1.0)
    async with server(tmp_path) as running:
        assert await _is_cut_off(running, METADATA * 200, pause=4.0)


async def test_an_answer_before_the_body_that_was_held_back_ends_the_connection(tmp_path: Path) -> None:
    head = b"POST /fhir/Patient HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 50\r\n\r\n"
    async with server(tmp_path) as running:
        found = await answers_to(running, head, METADATA, pause=0.2)

    assert statuses(found) == ["401"]
    assert b"connection: close\r\n" in found


async def test_a_client_that_goes_away_before_its_body_has_changed_nothing(tmp_path: Path) -> None:
    gone = iter([{"type": "http.disconnect"}])

    async def receive() -> dict[str, str]:
        return next(gone)

    request = Request("POST", "/fhir/Task/1/$referral-action", b"", {}, receive, 1000)
    with pytest.raises(BadRequestError, match="ended before the body did"):
        await request.body()


def test_a_header_cannot_be_cut_in_two() -> None:
    with pytest.raises(ValueError, match="a character that ends it"):
        render_answer(
            Answer(200, headers=(("Location", "x\r\nSet-Cookie: a=b"),)), b"1", dated=(), keep_alive=True, head=False
        )
    with pytest.raises(ValueError, match="a character that ends it"):
        render_answer(Answer(200, content_type="text/plain\nX: y"), b"1", dated=(), keep_alive=True, head=False)


async def _is_stopped(running: Running, first: bytes, again: bytes) -> bool:
    """Whether the server ends a connection on which this comes again and again, or reads no more of it."""
    host, _, port = running.http.rpartition(":")
    loop = asyncio.get_running_loop()
    with socket.create_connection((host, int(port))) as peer:
        peer.setblocking(False)
        try:
            await loop.sock_sendall(peer, first)
            for _ in range(30_000_000 // len(again)):
                await asyncio.wait_for(loop.sock_sendall(peer, again), 2)
        except (ConnectionError, TimeoutError):
            return True
    return False


async def _is_cut_off(running: Running, asked: bytes, *, pause: float) -> bool:
    """Whether the server has ended a connection whose answers are not read in this time."""
    host, _, port = running.http.rpartition(":")
    loop = asyncio.get_running_loop()
    with socket.create_connection((host, int(port))) as peer:
        peer.setblocking(False)
        await loop.sock_sendall(peer, asked)
        await asyncio.sleep(pause)
        found = bytearray()
        with suppress(ConnectionError):
            while part := await asyncio.wait_for(loop.sock_recv(peer, 1 << 20), 5):
                found += part
    return len(statuses(bytes(found))) < asked.count(b"GET ")


def _token(running: Running) -> str:
    """An access token of a client that may do everything."""
    hub = running.hub
    jwks = json.dumps({"keys": [hub.keys.public_jwk("client-wire")]})
    hub.admin.add_client(Client(id="wire", member=1, scopes="system/*.cruds", jwks=jwks))
    return mint_token(settings=hub.settings, keys=hub.keys, admin=hub.admin, clock=hub.clock, client_id="wire")
