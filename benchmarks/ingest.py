"""Acknowledged ADT messages a second over real MLLP against a real server process, beside a bare echo that commits.

Eight connections, sixteen messages under way on each. The sender, the server and the other processes of the machine
share its cores; `cpu_us` is the server's own processor time for each message.
"""

import asyncio
import contextlib
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from benchmarks.postgres import database
from hub.listeners.framing import Framer, frame

CONNECTIONS, PIPELINED = 8, 16
WARM_SECONDS, SECONDS, LIMIT_SECONDS = 3.0, 3.0, 1.0
_TICKS = os.sysconf("SC_CLK_TCK")

_MESSAGE = (
    "MSH|^~\\&|HIS|H1|HUB|ALLIANCE|20261122083000||ADT^A01^ADT_A01|{id}|P|2.5.1||||||UNICODE UTF-8\r"
    "EVN|A01|20261122083000\r"
    "PID|1||{number}^^^H1^MR||张^秀英||19410503|F|||示范路 1 号^^上海^^200000^CHN||13800000001\r"
    "PV1|1|I|W3^12^1^H1||||D001^李^医生|||||||||||I|{visit}|||||||||||||||||||||||||20261122080000\r"
)


def v2_ack(engine: str = "sqlite") -> dict[str, Any]:
    """Acknowledged messages a second, each on its own patient; the limit echoes the same frames after one row each."""
    with tempfile.TemporaryDirectory() as folder:
        limit = asyncio.run(_measure_limit(Path(folder) / "limit.db"))
        with _server(Path(folder), db=database(engine)) as (process, port):
            asyncio.run(_send_for(port, WARM_SECONDS, start=0))
            before, began = _cpu_with_helpers(process.pid), time.perf_counter()
            acknowledged = asyncio.run(_send_for(port, SECONDS, start=1_000_000))
            taken, cpu = time.perf_counter() - began, _cpu_with_helpers(process.pid) - before
    value = acknowledged / taken
    return {
        "value": value,
        "unit": "messages/s",
        "limit": limit,
        "ratio": value / limit,
        "cpu_us": cpu / acknowledged * 1_000_000,
    }


async def _send_for(port: int, seconds: float, *, start: int) -> int:
    """Accepted messages of all connections together."""
    until = time.perf_counter() + seconds
    counts = await asyncio.gather(*(_send(port, until, start + lane * 100_000) for lane in range(CONNECTIONS)))
    return sum(counts)


async def _send(port: int, until: float, start: int) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    sent = received = accepted = 0
    framer = Framer(limit=1_000_000)
    while received < sent or time.perf_counter() < until:
        while sent - received < PIPELINED and time.perf_counter() < until:
            number = start + sent
            text = _MESSAGE.format(id=f"B{number}", number=f"P{number}", visit=f"V{number}")
            writer.write(frame(text.encode()))
            sent += 1
        if sent == received:
            break
        for item in framer.feed(await reader.read(65536)):
            received += 1
            accepted += b"MSA|AA|" in item.content if hasattr(item, "content") else 0
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return accepted


async def _measure_limit(path: Path) -> float:
    """A bare server: frames in, one row each, one fsynced commit for all that wait, an answer out."""
    async with _echo_server(path) as port:
        began = time.perf_counter()
        count = await _send_for(port, LIMIT_SECONDS, start=0)
        return count / (time.perf_counter() - began)


@asynccontextmanager
async def _echo_server(path: Path) -> AsyncIterator[int]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE message (key INTEGER PRIMARY KEY, raw BLOB)")
    waiting: list[tuple[bytes, asyncio.StreamWriter]] = []
    arrived = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        framer = Framer(limit=1_000_000)
        while chunk := await reader.read(65536):
            waiting.extend((item.content, writer) for item in framer.feed(chunk) if hasattr(item, "content"))
            arrived.set()
        writer.close()

    async def commit() -> None:
        while True:
            await arrived.wait()
            arrived.clear()
            batch, waiting[:] = waiting[:], []
            connection.execute("BEGIN")
            connection.executemany("INSERT INTO message (raw) VALUES (?)", [(raw,) for raw, _ in batch])
            connection.execute("COMMIT")
            for raw, writer in batch:
                found = re.search(rb"\|(B\d+)\|", raw)
                assert found is not None
                writer.write(frame(b"MSH|^~\\&\rMSA|AA|" + found[1] + b"\r"))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    task = asyncio.create_task(commit())
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        server.close()
        connection.close()


@contextmanager
def _server(folder: Path, *, db: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    http, mllp = _free_port(), _free_port()
    command = [sys.executable, "-m", "hub.cli.main", "serve", "--data", str(folder / "data")]
    command += ["--http", f"127.0.0.1:{http}", "--mllp", f"127.0.0.1:{mllp}"]
    process = subprocess.Popen(command, env={**os.environ, "HUB_LOG_LEVEL": "ERROR", "HUB_DB": db})
    try:
        until = time.monotonic() + 60
        while not _is_ready(http):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError("The server did not start.")
            time.sleep(0.05)
        yield process, mllp
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _cpu_with_helpers(pid: int) -> float:
    """The same of a process and of those that it has started: under load one of them reads messages."""
    threads = Path(f"/proc/{pid}/task").glob("*/children")
    helpers = [int(child) for thread in threads for child in thread.read_text(encoding="ascii").split()]
    return sum(map(_cpu_seconds, [pid, *helpers]))


def _cpu_seconds(pid: int) -> float:
    """User and system time of a process, from /proc (proc(5), fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


if __name__ == "__main__":
    sys.stdout.write(f"{v2_ack()}\n")
