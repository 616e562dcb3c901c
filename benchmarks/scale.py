"""Whether searches stay quick when the data grows: `python -m benchmarks.scale --patients 1000 --patients 16000`.

Records are stored by the engine itself, in units of several patients, through the same preparation, index and commit
as every other write. For each shape and size: the medians of wall time and of processor time of a page of 20 in
milliseconds (each sample is the best of three; of PostgreSQL, this process and the server's together, where the server
is on this machine), and the work that the database did, which a busy machine does not change: steps of SQLite's machine
in hundreds, or buffers that PostgreSQL touched.
"""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final

from benchmarks.population import directory, patient_record
from benchmarks.query_shapes import SERVED, UNSERVED, Shape, sample
from hub.clock import SystemClock
from hub.errors import TooCostlyError
from hub.keys import Keys
from hub.store.database import Database
from hub.store.pg import bridge
from hub.store.pg.database import read_terms
from hub.store.pg.pool import READ_SETTINGS, connect
from hub.store.pg.sql import translated
from hub.store.port import Engine, Put, Ref, Visibility, WriteUnit
from hub.store.postgres import PostgresStore
from hub.store.query import SearchQuery
from hub.store.search.explain import Watched
from hub.store.search.parse import parse_query
from hub.store.search.plan import search
from hub.store.sqlite import SqliteStore

EYES: Final = Visibility(1)
_PATIENTS_OF_UNIT: Final = 8
_AT_ONCE: Final = 4
_ROUNDS: Final = 3
_STEP: Final = 100
_MOST_STEPS: Final = 300_000
"""In hundreds: the budget of the slow lane (`hub.store.database`)."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one search cost; `refused` past its budget."""

    milliseconds: float
    processor: float
    work: int
    refused: bool = False


async def load(engine: Engine, patients: range) -> float:
    """Store these patients' records; the processor seconds of this process."""
    start = time.process_time()
    units = _units(patients)

    async def store_some() -> None:
        for unit in units:
            await engine.write(unit, visibility=EYES)

    await asyncio.gather(*(store_some() for _ in range(_AT_ONCE)))
    return time.process_time() - start


def _units(patients: range) -> Iterator[WriteUnit]:
    if patients.start == 0:
        yield WriteUnit(puts=_puts(directory()))
    for first in range(patients.start, patients.stop, _PATIENTS_OF_UNIT):
        some = range(first, min(first + _PATIENTS_OF_UNIT, patients.stop))
        yield WriteUnit(puts=_puts(one for number in some for one in patient_record(number)))


def _puts(resources: Iterable[dict[str, Any]]) -> tuple[Put, ...]:
    return tuple(
        Put(Ref(one["resourceType"], one["id"]), json.dumps(one, ensure_ascii=False).encode(), expected=0, resource=one)
        for one in resources
    )


def _query(shape: Shape, number: int) -> SearchQuery:
    kind, text = shape.make(number)
    pairs = [(name, value) for name, _, value in (part.partition("=") for part in text.split("&"))]
    return parse_query(kind, pairs, strict=True)


def measure_sqlite(database: Database, shape: Shape, number: int) -> Cost:
    """One search on an open file."""
    query = _query(shape, number)
    best = Cost(float("inf"), float("inf"), 0)
    for _ in range(_ROUNDS):
        steps = 0

        def count() -> bool:
            nonlocal steps
            steps += 1
            return steps > _MOST_STEPS

        database.reader.set_progress_handler(count, _STEP)
        start, begun = time.perf_counter(), time.thread_time()
        try:
            search(database, query, visibility=EYES)
        except TooCostlyError:
            return Cost(_since(start), (time.thread_time() - begun) * 1000, steps, refused=True)
        used = (time.thread_time() - begun) * 1000
        best = Cost(min(best.milliseconds, _since(start)), min(best.processor, used), steps)
    return best


def _since(start: float) -> float:
    return (time.perf_counter() - start) * 1000


async def measure_postgres(url: str, shape: Shape, numbers: Sequence[int], *, keys: Keys) -> list[Cost]:
    """The shape's searches on one connection, each with the buffers that its statements touch."""
    connection = await connect(url, READ_SETTINGS)
    terms = await read_terms(connection, keys=keys, clock=SystemClock())
    database = terms.on(connection)
    server = int(await connection.fetchval("SELECT pg_backend_pid()"))
    found = []
    try:
        for number in numbers:
            query = _query(shape, number)
            watched = Watched(database)
            best, used, start, begun = float("inf"), float("inf"), time.perf_counter(), _processor(server)
            try:
                for _ in range(_ROUNDS):
                    watched.seen.clear()
                    start, begun = time.perf_counter(), _processor(server)
                    await bridge.run(lambda: search(watched, query, visibility=EYES))  # noqa: B023  it runs at once
                    best, used = min(best, _since(start)), min(used, _processor(server) - begun)
                work = await bridge.run(lambda: _buffers(database, watched))  # noqa: B023  it runs at once
                found.append(Cost(best, used, work))
            except TooCostlyError:
                found.append(Cost(_since(start), _processor(server) - begun, 0, refused=True))
    finally:
        await connection.close()
    return found


def _processor(server: int) -> float:
    """Milliseconds of this thread, and of the server's process where it is on this machine."""
    counted = Path(f"/proc/{server}/schedstat")  # nanoseconds on a processor come first
    own = time.thread_time() * 1000
    return own + (int(counted.read_text().split()[0]) / 1e6 if counted.exists() else 0)


def _buffers(database: Any, watched: Watched) -> int:
    total = 0
    for sql, names, rows, _ in watched.seen:
        text, values = translated(sql if "LIMIT" in sql or "count(" in sql else f"{sql} LIMIT {max(rows, 21)}", names)
        database.run(f"PREPARE measured AS {text}")
        given = f"({', '.join(map(_literal, values))})" if values else ""
        plan = database.rows(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE measured{given}")
        database.run("DEALLOCATE measured")
        node = json.loads(plan[0][0])[0]["Plan"]
        total += node["Shared Hit Blocks"] + node["Shared Read Blocks"]
    return total


def _literal(value: Any) -> str:
    """A value in SQL: EXPLAIN shows the plan that is used, made without values, of a prepared statement alone."""
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)


@dataclass(frozen=True, slots=True)
class Line:
    """One shape at one size."""

    shape: str
    patients: int
    milliseconds: float
    processor: float
    work: float
    refused: int


def line_of(shape: Shape, patients: int, costs: Sequence[Cost]) -> Line:
    """The medians of some searches."""
    return Line(
        shape.name, patients, median(one.milliseconds for one in costs), median(one.processor for one in costs),
        median(one.work for one in costs), sum(one.refused for one in costs),
    )  # fmt: skip


async def run_sqlite(folder: Path, sizes: Sequence[int], *, count: int, keys: Keys) -> list[Line]:
    """Load size after size into one file and measure at each."""
    lines: list[Line] = []
    done = 0
    for size in sizes:
        store = SqliteStore.open(folder / "hub.db", keys=keys, clock=SystemClock())
        seconds = await load(store, range(done, size))
        await store.close()
        _say(f"sqlite: {size:,} patients loaded, {seconds:.0f} s of processor time")
        done = size
        database = Database.open(folder / "hub.db", keys=keys, clock=SystemClock(), node=0)
        asked = sample(size, count=count)
        lines += [line_of(one, size, [measure_sqlite(database, one, n) for n in asked]) for one in (*SERVED, *UNSERVED)]
        database.close()
        _say(table(lines))
    return lines


async def run_postgres(url: str, sizes: Sequence[int], *, count: int, keys: Keys) -> list[Line]:
    """The same on a PostgreSQL database."""
    lines: list[Line] = []
    done = 0
    for size in sizes:
        store = await PostgresStore.open(url, keys=keys, clock=SystemClock())
        seconds = await load(store, range(done, size))
        await store.close()
        _say(f"postgres: {size:,} patients loaded, {seconds:.0f} s of processor time of the client")
        done = size
        connection = await connect(url)
        await connection.execute("VACUUM ANALYZE")
        await connection.close()
        asked = sample(size, count=count)
        lines += [
            line_of(one, size, await measure_postgres(url, one, asked, keys=keys)) for one in (*SERVED, *UNSERVED)
        ]
        _say(table(lines))
    return lines


def grown(lines: Sequence[Line], *, limit: float, floor: float) -> list[str]:
    """Served shapes whose work at a larger size is more than `limit` times that at the first, and over `floor`."""
    served = {shape.name for shape in SERVED}
    first = {one.shape: one for one in reversed(lines)}
    return [
        f"{one.shape}: {first[one.shape].work:.0f} at {first[one.shape].patients:,}, {one.work:.0f} at {one.patients:,}"
        for one in lines
        if one.shape in served and (one.refused or one.work > max(floor, limit * first[one.shape].work))
    ]


def dearer(lines: Sequence[Line], *, limit: float, floor: float = 0.0) -> set[str]:
    """Served shapes whose median processor time at a larger size is over `limit` times that at the first, and `floor`.

    The floor is in milliseconds.
    """
    served = {shape.name for shape in SERVED}
    first = {one.shape: one for one in reversed(lines)}
    return {
        one.shape
        for one in lines
        if one.shape in served and one.processor > max(floor, limit * first[one.shape].processor)
    }


def table(lines: Sequence[Line]) -> str:
    """A Markdown table: a row for each shape; milliseconds, those of the processor and work for each size."""
    sizes = sorted({one.patients for one in lines})
    cells = {(one.shape, one.patients): one for one in lines}
    head = "| shape | " + " | ".join(f"{size:,}: ms | processor | work" for size in sizes) + " |"
    rows = [head, "|---|" + "---:|---:|---:|" * len(sizes)]
    for shape in dict.fromkeys(one.shape for one in lines):
        found = [cells[shape, size] for size in sizes]
        rows.append(
            f"| {shape} | "
            + " | ".join(
                "refused | | " if one.refused else f"{one.milliseconds:.2f} | {one.processor:.2f} | {one.work:,.0f}"
                for one in found
            )
            + " |"
        )
    return "\n".join(rows)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main() -> None:
    """Load, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, action="append", help="a size; may be given again, in rising order")
    parser.add_argument("--samples", type=int, default=9)
    parser.add_argument("--db", default="", help="an empty PostgreSQL database; default: a SQLite file")
    args = parser.parse_args()
    sizes, keys = args.patients or [1000, 16_000], Keys.in_memory()
    if args.db:
        lines = asyncio.run(run_postgres(args.db, sizes, count=args.samples, keys=keys))
    else:
        with TemporaryDirectory() as folder:
            lines = asyncio.run(run_sqlite(Path(folder), sizes, count=args.samples, keys=keys))
    print(table(lines))
    for one in grown(lines, limit=3, floor=0):
        print(f"grows: {one}")
    print(f"over three times the processor time: {', '.join(sorted(dearer(lines, limit=3))) or 'none'}")


if __name__ == "__main__":
    main()
