"""The store alone, without HTTP: each figure beside what SQLite itself does with the same bytes on the same disk.

    python -m benchmarks.store

The limit of a create and of a transaction is inserting the body and nothing else, a hundred to a commit; that of a
read and of a search is fetching the body by its integer key. The garbage collector is set as the server sets it;
processor time is that of the whole process, the committing thread included.
"""

import asyncio
import gc
import json
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from hub.clock import SystemClock
from hub.keys import Keys
from hub.store.bundle import read_transaction, write_transaction
from hub.store.port import Put, Ref, Visibility, WriteUnit
from hub.store.search.parse import parse_query
from hub.store.sqlite import SqliteStore

Figure = dict[str, Any]
MEMBER = Visibility(1)
TASKS = 64


def observation(number: int, patient: str) -> bytes:
    return json.dumps({
        "resourceType": "Observation", "status": "final",
        "identifier": [{"system": "https://alliance-hub.example/sid/H1/filler", "value": str(number)}],
        "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category",
                                  "code": "vital-signs"}]}],
        "code": {"coding": [{"system": "http://loinc.org", "code": f"{number % 200}-4", "display": "Heart rate"}]},
        "subject": {"reference": patient}, "performer": [{"reference": "Practitioner/example"}],
        "effectiveDateTime": f"2026-03-{number % 28 + 1:02}T08:00:00+08:00",
        "valueQuantity": {"value": 72.5, "unit": "/min", "system": "http://unitsofmeasure.org", "code": "/min"},
    }).encode()  # fmt: skip


def transaction(number: int) -> bytes:
    entries: list[dict[str, Any]] = [{
        "fullUrl": "urn:uuid:patient", "resource": {"resourceType": "Patient", "active": True},
        "request": {"method": "POST", "url": "Patient"},
    }]  # fmt: skip
    entries += [
        {
            "resource": json.loads(observation(number * 100 + place, "urn:uuid:patient")),
            "request": {"method": "POST", "url": "Observation"},
        }
        for place in range(99)
    ]
    return json.dumps({"resourceType": "Bundle", "type": "transaction", "entry": entries}).encode()


async def _timed(count: int, work: Callable[[int], Awaitable[object]], *, tasks: int = 1) -> tuple[float, float]:
    """Operations a second and processor microseconds of one."""

    async def lane(first: int) -> None:
        for number in range(first, count, tasks):
            await work(number)

    wall, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(lane(first) for first in range(tasks)))
    return count / (time.perf_counter() - wall), (time.process_time() - cpu) / count * 1e6


def _figure(measured: tuple[float, float], limit: float, unit: str) -> Figure:
    value, cpu_us = measured
    return {"value": value, "unit": unit, "limit": limit, "ratio": value / limit, "cpu_us": cpu_us}


def raw_limits(folder: Path, *, count: int = 10_000) -> tuple[float, float]:
    """Bodies inserted a second (a hundred to a commit), and bodies fetched a second by key."""
    connection = sqlite3.connect(folder / "raw.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE body (key INTEGER PRIMARY KEY, body BLOB NOT NULL)")
    bodies = [observation(number, "Patient/example") for number in range(count)]
    start = time.perf_counter()
    for first in range(0, count, 100):
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO body VALUES (?,?)", enumerate(bodies[first : first + 100], start=first))
        connection.execute("COMMIT")
    inserts = count / (time.perf_counter() - start)
    start = time.perf_counter()
    for number in range(count):
        connection.execute("SELECT body FROM body WHERE key = ?", (number,)).fetchone()
    reads = count / (time.perf_counter() - start)
    connection.close()
    return inserts, reads


async def measure(folder: Path) -> dict[str, Figure]:
    """All figures of the store."""
    inserts, reads = raw_limits(folder)
    store = SqliteStore.open(folder / "hub.sqlite", keys=Keys.in_memory(), clock=SystemClock())
    patient = store.new_id()
    await store.write(
        WriteUnit(puts=(Put(Ref("Patient", patient), b'{"resourceType":"Patient"}', expected=0),)), visibility=MEMBER
    )
    bodies = [observation(number, f"Patient/{patient}") for number in range(8000)]

    async def create(number: int) -> None:
        put = Put(Ref("Observation", store.new_id(patient)), bodies[number], expected=0)
        await store.write(WriteUnit(puts=(put,)), visibility=MEMBER)

    async def transact(number: int) -> None:
        await write_transaction(store, read_transaction(transactions[number]), visibility=MEMBER)

    transactions = [transaction(number) for number in range(60)]
    gc.freeze()
    gc.set_threshold(50_000, 50, 50)
    wanted = [parse_query("Observation", [("code", f"http://loinc.org|{one}-4")], strict=True) for one in range(200)]
    found = {
        "create": _figure(await _timed(len(bodies), create, tasks=TASKS), inserts, "creates/s"),
        "transaction100": _figure(await _timed(len(transactions), transact, tasks=4), inserts / 100, "bundles/s"),
        "search_token": _figure(
            await _timed(2000, lambda number: store.search(wanted[number % 200], visibility=MEMBER)),
            reads / 20, "pages of 20/s",
        ),
        "read": _figure(
            await _timed(20_000, lambda _: store.read(Ref("Patient", patient), visibility=MEMBER)), reads, "reads/s"
        ),
    }  # fmt: skip
    await store.close()
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, found in asyncio.run(measure(Path(folder))).items():
            print(
                f"{name:16} {found['value']:>10,.0f} {found['unit']:<14} limit {found['limit']:>10,.0f}  "
                f"ratio {found['ratio']:.2f}  cpu {found['cpu_us']:,.0f} us"
            )


if __name__ == "__main__":
    main()
