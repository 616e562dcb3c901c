"""The FHIR API end to end: a real server process with sign-in and audit on, a load generator in another.

Both share the machine's cores. The limit of reads and searches is the same server stack answering a constant
of the same size; that of writes is inserting the same bytes durably, as many to a commit. Figure and limit are
measured in turns, because the machine is not the same from one minute to the next; `cpu_us` is the processor time
of the whole server process, all threads, for one operation.
"""

import atexit
import json
import os
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from benchmarks.api_server import PATIENTS, observation
from benchmarks.postgres import database

CONNECTIONS = 32
SECONDS = 1.5
ROUNDS = 3
ROWS = int(os.environ.get("BENCH_ROWS", "100000"))

Figure = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Server:
    """A process under measurement."""

    process: subprocess.Popen[str]
    port: int
    told: dict[str, Any]

    def resident_mb(self) -> int:
        """Memory of the process that is in use now."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") >> 20

    def cpu_seconds(self) -> float:
        """Processor time of the process so far, all its threads."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def read(engine: str = "sqlite") -> Figure:
    """Reads by id of stored Observations."""
    hub = hub_server(engine)
    requests = [request_text("GET", f"/fhir/Observation/{name}", engine=engine) for name in hub.told["ids"][:1000]]
    return _figure("reads/s", lambda: _load(hub, requests), lambda: _hello_limit(1400))


def search_token(engine: str = "sqlite") -> Figure:
    """Searches by identifier that find one Observation."""
    system = "https://alliance-hub.example/sid/H1/filler"
    requests = [
        request_text("GET", f"/fhir/Observation?identifier={system}|{number:08d}", engine=engine)
        for number in range(0, ROWS, 101)
    ]
    return _figure("searches/s", lambda: _load(hub_server(engine), requests), lambda: _hello_limit(1700))


def create(engine: str = "sqlite") -> Figure:
    """Creates of one Observation each, durable when answered."""
    requests = [request_text("POST", "/fhir/Observation", _numbered_observation(), engine=engine)]
    return _figure(
        "creates/s",
        lambda: _load(hub_server(engine), requests, numbered=True),
        lambda: _insert_limit(CONNECTIONS),
    )


def transaction100(engine: str = "sqlite") -> Figure:
    """Transactions of a hundred Observations."""
    entry = '{"resource":%s,"request":{"method":"POST","url":"Observation"}}'
    entries = ",".join(entry % orjson.dumps(observation(n, f"patient-{n % PATIENTS}")).decode() for n in range(100))
    body = f'{{"resourceType":"Bundle","type":"transaction","entry":[{entries}]}}'
    requests = [request_text("POST", "/fhir", body, engine=engine)]
    return _figure(
        "transactions/s",
        lambda: _load(hub_server(engine), requests, connections=4),
        lambda: _insert_limit(400) / 100,
    )


@lru_cache(maxsize=2)
def hub_server(engine: str = "sqlite") -> Server:
    """The hub with its rows, started once for all figures of an engine."""
    return _start("hub", ROWS, db=database(engine))


def request_text(method: str, path: str, body: str = "", *, engine: str = "sqlite") -> str:
    """An HTTP request as text."""
    lines = [
        f"{method} {path} HTTP/1.1",
        "host: 127.0.0.1",
        f"authorization: Bearer {hub_server(engine).told['token']}",
        "accept: application/fhir+json",
    ]
    if body:
        lines += ["content-type: application/fhir+json", f"content-length: {len(body.encode())}"]
    return "\r\n".join(lines) + "\r\n\r\n" + body


def _load(server: Server, requests: list[str], *, numbered: bool = False, connections: int = CONNECTIONS) -> Figure:
    plan = {
        "port": server.port, "connections": connections, "seconds": SECONDS, "requests": requests,
        "numbered": numbered,
    }  # fmt: skip
    before = server.cpu_seconds()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load"], input=json.dumps(plan), capture_output=True, text=True, check=True
    )
    found: Figure = json.loads(done.stdout)
    found["rss_mb"] = server.resident_mb()
    found["cpu_us"] = 1e6 * (server.cpu_seconds() - before) / max(found["count"], 1)
    if any(status >= "400" for status in found["statuses"]):
        raise RuntimeError(f"The server refused requests: {found['statuses']} {found['first_error']}")
    return found


def _figure(unit: str, measure: Callable[[], Figure], limit: Callable[[], float]) -> Figure:
    """Medians of a few rounds; each round measures the figure and its limit one after the other."""
    rounds = [(measure(), limit()) for _ in range(ROUNDS)]
    found = [one for one, _ in rounds]
    count = sum(one["count"] for one in found)
    return {
        "value": round(statistics.median(one["per_second"] for one in found), 1),
        "unit": unit,
        "limit": round(statistics.median(most for _, most in rounds), 1),
        "ratio": round(statistics.median(one["per_second"] / most for one, most in rounds), 4),
        "cpu_us": round(sum(one["cpu_us"] * one["count"] for one in found) / count, 1),
        "p50_ms": round(statistics.median(one["p50_ms"] for one in found), 2),
        "p99_ms": round(max(one["p99_ms"] for one in found), 2),
        "rss_mb": max(one["rss_mb"] for one in found),
        "rows": ROWS,
    }


def _hello_limit(size: int) -> float:
    return float(_load(_hello_server(size), [request_text("GET", "/fhir/Observation/1")])["per_second"])


@lru_cache(maxsize=4)
def _hello_server(size: int) -> Server:
    return _start("hello", size)


def _insert_limit(rows_of_commit: int) -> float:
    """Rows a second of the same bytes, `rows_of_commit` to a durable commit."""
    body = _numbered_observation().encode()
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        connection = sqlite3.connect(Path(folder) / "limit.db", isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE body (key INTEGER PRIMARY KEY, body BLOB)")
        count, began = 0, time.perf_counter()
        while time.perf_counter() - began < 1.0:
            connection.execute("BEGIN")
            connection.executemany("INSERT INTO body (body) VALUES (?)", [(body,)] * rows_of_commit)
            connection.execute("COMMIT")
            count += rows_of_commit
        seconds = time.perf_counter() - began
        connection.close()
    return count / seconds


def _numbered_observation() -> str:
    return orjson.dumps(observation(0, "patient-7")).decode().replace("00000000", "@@@@@@@@")


def _start(kind: str, number: int, *, db: str = "") -> Server:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    folder = tempfile.mkdtemp(prefix="hub-bench-")
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.api_server", kind, folder, str(port), str(number)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "HUB_DB": db},
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise RuntimeError(f"The {kind} server did not start.")
    server = Server(process, port, json.loads(line))
    atexit.register(_stop, server, folder)
    return server


def _stop(server: Server, folder: str = "") -> None:
    if server.process.poll() is None:
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(timeout=20)
    if folder:
        import shutil

        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    for function in (read, search_token, create, transaction100):
        print(function.__name__, function(), flush=True)
