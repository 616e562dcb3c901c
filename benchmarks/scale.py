"""Whether searches stay quick when the data grows: `python -m benchmarks.scale --patients 1000 --patients 16000`.

Records are stored by the engine itself, in units of several patients, through the same preparation, index and commit
as every other write. For each shape and size: the median wall time of a page of 20 in milliseconds (each sample is the
best of three), and the work that the database did, which a busy machine does not change: steps of SQLite's machine in
hundreds, or buffers that PostgreSQL touched.
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
    best = Cost(float("inf"), 0)
    for _ in range(_ROUNDS):
        steps = 0

        def count() -> bool:
            nonlocal steps
            steps += 1
            return steps > _MOST_STEPS

        database.reader.set_progress_handler(count, _STEP)
        start = time.perf_counter()
        try:
            search(database, query, visibility=EYES)
        except TooCostlyError:
            return Cost((time.perf_counter() - start) * 1000, steps, refused=True)
        spent = (time.perf_counter() - start) * 1000
        best = min(best, Cost(spent, steps), key=lambda cost: cost.milliseconds)
    return best


async def measure_postgres(url: str, shape: Shape, numbers: Sequence[int], *, keys: Keys) -> list[Cost]:
    """The shape's searches on one connection, each with the buffers that its statements touch."""
    connection = await connect(url, READ_SETTINGS)
    terms = await read_terms(connection, keys=keys, clock=SystemClock())
    database = terms.on(connection)
    found = []
    try:
        for number in numbers:
            query = _query(shape, number)
            watched = Watched(database)
            best, start = float("inf"), time.perf_counter()
            try:
                for _ in range(_ROUNDS):
                    watched.seen.clear()
                    start = time.perf_counter()
                    await bridge.run(lambda: search(watched, query, visibility=EYES))  # noqa: B023  it runs at once
                    best = min(best, (time.perf_counter() - start) * 1000)
                work = await bridge.run(lambda: _buffers(database, watched))  # noqa: B023  it runs at once
                found.append(Cost(best, work))
            except TooCostlyError:
                found.append(Cost((time.perf_counter() - start) * 1000, 0, refused=True))
    finally:
        await connection.close()
    return found


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
    work: float
    refused: int


def line_of(shape: Shape, patients: int, costs: Sequence[Cost]) -> Line:
    """The medians of some searches."""
    return Line(
        shape.name, patients, median(one.milliseconds for one in costs), median(one.work for one in costs),
        sum(one.refused for one in costs),
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


def table(lines: Sequence[Line]) -> str:
    """A Markdown table: a row for each shape, milliseconds and work for each size."""
    sizes = sorted({one.patients for one in lines})
    cells = {(one.shape, one.patients): one for one in lines}
    head = "| shape | " + " | ".join(f"{size:,}: ms | work" for size in sizes) + " |"
    rows = [head, "|---|" + "---:|---:|" * len(sizes)]
    for shape in dict.fromkeys(one.shape for one in lines):
        found = [cells[shape, size] for size in sizes]
        rows.append(
            f"| {shape} | "
            + " | ".join("refused | " if one.refused else f"{one.milliseconds:.2f} | {one.work:,.0f}" for one in found)
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


if __name__ == "__main__":
    main()
