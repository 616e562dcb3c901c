"""Searches stay quick when the data grows: the work of a page of 20 at many times the patients, on both engines.

Work is counted by the database (steps of SQLite's machine, buffers of PostgreSQL), which a busy machine does not
change; of times, the processor's, as medians of the best of three. `python -m benchmarks.scale` does the same at
any size.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.population import patient_record
from benchmarks.query_shapes import SERVED, SORTED
from benchmarks.scale import Line, dearer, grown, run_postgres, run_sqlite
from hub.keys import Keys
from tests.postgres_server import fresh_database

pytestmark = pytest.mark.long

SIZES = (1000, int(os.environ.get("HUB_TEST_PATIENTS", "8000")))
"""The issue's size is 64,000: an hour on two shared cores, so that it has to be asked for."""

STEPS, BUFFERS = 1000, 4000
"""Work that is quick whatever it was before: 100,000 steps, or 4,000 buffers in memory, are two to three milliseconds.
"""


QUICK = 2.0
"""Milliseconds of processor time that are quick whatever they were before; a busy machine doubles less than that."""


def test_a_record_is_the_same_every_time_and_has_sixteen_resources() -> None:
    assert patient_record(7) == patient_record(7)
    assert patient_record(7) != patient_record(8)
    assert [len(patient_record(number)) for number in range(20)] == [16] * 20


async def test_served_shapes_do_not_grow_on_sqlite(tmp_path: Path) -> None:
    lines = await run_sqlite(tmp_path, SIZES, count=5, keys=Keys.in_memory())

    _demand_flat(lines, floor=STEPS)


async def test_served_shapes_do_not_grow_on_postgres() -> None:
    with fresh_database() as url:
        lines = await run_postgres(url, SIZES, count=5, keys=Keys.in_memory())

    _demand_flat(lines, floor=BUFFERS)


def _demand_flat(lines: Sequence[Line], *, floor: float) -> None:
    assert {one.shape for one in lines} >= {shape.name for shape in SERVED}
    assert grown(lines, limit=3, floor=floor) == []
    assert dearer(lines, limit=3, floor=QUICK) <= SORTED
