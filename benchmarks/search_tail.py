"""The tail of a token search with sign-in, access, validation of the request and audit, beside the disk alone.

`python -m benchmarks.search_tail --patients 64000` stores that population (16 resources each) in a new folder, or with
`--db URL` in an empty PostgreSQL database; `--data DIR` asks one that is kept. One caller searches by one identifier,
in process. After each search the same disk is asked to make 12 KB durable (`fdatasync`), as the audit record of the
search was: whatever holds both up, another process or the disk's own queue, shows in both columns.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple
from urllib.parse import quote

import uvloop

from benchmarks.scale import load
from hub.api.fhir import FhirApplication
from hub.api.http import Request
from hub.auth.tokens import mint_token
from hub.bootstrap import Hub, build_hub, close_hub
from hub.settings import Settings
from hub.store.admin import Client

_MRN: Final = "https://alliance-hub.example/sid/H1/mrn"
_WARM: Final = 200
_PAGE: Final = 4096
_PAGES: Final = 3


class Sample(NamedTuple):
    """Seconds of one search: on the wall, of the process, of the loop's own thread; and of one bare fdatasync."""

    wall: float
    process: float
    loop: float
    disk: float


async def measure(hub: Hub, *, patients: int, count: int) -> list[Sample]:
    """`count` searches by one identifier each, one after the other, with a bare fdatasync after each."""
    application, token = FhirApplication(hub), _token(hub)
    chance, found = Random(patients), []
    path = hub.settings.data / "search-tail.bin"
    disk = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    os.pwrite(disk, bytes(_PAGE * 64), 0)
    os.fsync(disk)
    try:
        for number in range(_WARM + count):
            request = _request(f"identifier={quote(f'{_MRN}|M{chance.randrange(patients):07d}')}", token)
            wall, process, loop = time.perf_counter(), time.process_time(), time.thread_time()
            answer, _ = await application.respond(request)
            ended = time.perf_counter(), time.process_time(), time.thread_time()
            if answer.status != 200 or b'"entry"' not in answer.body:
                raise RuntimeError(f"A search was answered {answer.status}; expected the one Patient.")
            began = time.perf_counter()
            os.pwrite(disk, os.urandom(_PAGE * _PAGES), _PAGE * (number % 61))
            os.fdatasync(disk)
            spent = time.perf_counter() - began
            found.append(Sample(ended[0] - wall, ended[1] - process, ended[2] - loop, spent))
    finally:
        os.close(disk)
        path.unlink()
    return found[_WARM:]


def table(samples: Sequence[Sample]) -> str:
    """Median, 95th and 99th percentile in milliseconds, as Markdown."""
    names = ("search, wall", "search, processor time", "of it the loop's thread", "bare fdatasync of 12 KB, wall")
    rows = ["| | p50 ms | p95 ms | p99 ms |", "|---|---:|---:|---:|"]
    for place, name in enumerate(names):
        values = sorted(sample[place] * 1000 for sample in samples)
        shown = (values[int(len(values) * part)] for part in (0.5, 0.95, 0.99))
        rows.append(f"| {name} | " + " | ".join(f"{value:.2f}" for value in shown) + " |")
    return "\n".join(rows)


def _token(hub: Hub) -> bytes:
    name = f"search-tail-{time.time_ns()}"  # a population that is kept may know the last run's
    jwks = json.dumps({"keys": [hub.keys.public_jwk(f"client-{name}")]})
    hub.admin.add_client(Client(id=name, member=1, scopes="system/*.rs", jwks=jwks))
    token = mint_token(settings=hub.settings, keys=hub.keys, admin=hub.admin, clock=hub.clock, client_id=name)
    return token.encode()


def _request(query: str, token: bytes) -> Request:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    headers = {b"authorization": b"Bearer " + token, b"accept": b"application/fhir+json", b"host": b"hub"}
    return Request("GET", "/fhir/Patient", query.encode(), headers, receive, 1_000_000)


async def _run(settings: Settings, *, patients: int, count: int, is_kept: bool) -> str:
    hub = await build_hub(settings)
    try:
        if not is_kept:
            seconds = await load(hub.engine, range(patients))
            print(f"{patients:,} patients loaded, {seconds:.0f} s of processor time", file=sys.stderr, flush=True)
        return table(await measure(hub, patients=patients, count=count))
    finally:
        await close_hub(hub)


def main() -> None:
    """Load where nothing is kept, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=1000)
    parser.add_argument("--count", type=int, default=1500)
    parser.add_argument("--db", default="", help="an empty PostgreSQL database, or with --data one that is kept")
    parser.add_argument("--data", type=Path, help="a data folder that holds the population already")
    args = parser.parse_args()
    with TemporaryDirectory(prefix="hub-bench-") as folder:
        settings = Settings(data=args.data or Path(folder), db=args.db, mllp="", log_level="ERROR")
        print(uvloop.run(_run(settings, patients=args.patients, count=args.count, is_kept=args.data is not None)))


if __name__ == "__main__":
    main()
