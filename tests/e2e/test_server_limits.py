"""Connections that misuse the server: slow heads, endless heads, slow bodies, bodies over the limit."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from hub.api import connection
from hub.server import Running, serve
from hub.settings import Settings


@asynccontextmanager
async def server(folder: Path) -> AsyncIterator[tuple[str, int]]:
    opened: list[Running] = []
    task = asyncio.create_task(serve(Settings(data=folder, http="127.0.0.1:0", mllp=""), ready=opened.append))
    while not opened:
        if task.done():
            task.result()
        await asyncio.sleep(0.01)
    host, _, port = opened[0].http.rpartition(":")
    try:
        yield host, int(port)
    finally:
        opened[0].stop.set()
        await task


async def answer_to(address: tuple[str, int], *pieces: bytes, pause: float = 0.0) -> bytes:
    """What comes back until the server ends the connection."""
    reader, writer = await asyncio.open_connection(*address)
    try:
        for piece in pieces:
            writer.write(piece)
            await asyncio.sleep(pause)
        return await asyncio.wait_for(reader.read(), 60)
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


async def test_a_head_over_the_limit_is_refused_and_its_connection_ended(tmp_path: Path) -> None:
    async with server(tmp_path) as address:
        headers = [b"X-%d: %b\r\n" % (number, b"a" * 1000) for number in range(66)]

        answer = await answer_to(address, b"GET /livez HTTP/1.1\r\nHost: x\r\n", *headers, pause=0.001)

    assert answer.split(b"\r\n")[0] == b"HTTP/1.1 431 Request Header Fields Too Large"
    assert answer.endswith(b"expected at most 65536 bytes.\n")


async def test_slow_heads_are_cut_off_and_others_do_not_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "HEAD_SECONDS", 600.0)
    async with server(tmp_path) as address:
        silent = [asyncio.create_task(answer_to(address)) for _ in range(50)]
        slow = [asyncio.create_task(answer_to(address, b"GET /livez HTTP/1.1\r\n", b"X")) for _ in range(50)]
        await asyncio.sleep(0.1)

        good = await answer_to(address, b"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        are_cut = [task.done() for task in (*silent, *slow)]
        monkeypatch.setattr(connection, "HEAD_SECONDS", 0.1)
        ended = await asyncio.gather(*silent, *slow)

    assert (good.split(b"\r\n")[0], good[-3:]) == (b"HTTP/1.1 200 OK", b"ok\n")
    assert are_cut == [False] * 100
    assert ended == [b""] * 100


async def test_a_body_that_does_not_come_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BODY_SECONDS", 1.0)
    head = b"POST /auth/token HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"
    head += b"Content-Type: application/x-www-form-urlencoded\r\n\r\ngrant"
    async with server(tmp_path) as address:
        answer = await answer_to(address, head)

    assert answer == b""


async def test_a_connection_that_is_kept_alive_is_not_taken_for_a_slow_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "HEAD_SECONDS", 0.5)
    monkeypatch.setattr(connection, "BODY_SECONDS", 0.5)
    request = b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n"
    async with server(tmp_path) as address:
        reader, writer = await asyncio.open_connection(*address)
        writer.write(request)
        first = await reader.readuntil(b"ok\n")
        await asyncio.sleep(2.5)
        writer.write(request)
        second = await reader.readuntil(b"ok\n")
        writer.close()

    assert (first[:15], second[:15]) == (b"HTTP/1.1 200 OK", b"HTTP/1.1 200 OK")


@pytest.mark.parametrize(
    "head",
    [
        b"POST /fhir HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /fhir HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd",
        b"POST /fhir HTTP/1.1\r\nHost: x\r\nContent-Length: -4\r\n\r\nabcd",
        b"\x16\x03\x01\x00\xff",
    ],
)
async def test_a_request_that_two_servers_could_read_differently_is_refused(tmp_path: Path, head: bytes) -> None:
    async with server(tmp_path) as address:
        answer = await answer_to(address, head + b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")

    assert answer.count(b"HTTP/1.1") == 1
    assert answer.startswith(b"HTTP/1.1 400 Bad Request")
