"""Rows of megabytes are written beside the event loop, and a batch that holds them is as safe as any other."""

import asyncio
import json
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from hub.clock import SystemClock
from hub.errors import OverloadError
from hub.keys import Keys
from hub.store.commit import GroupCommit
from hub.store.port import AuditEntry, Put, Ref, UnitConflictError, Visibility, WriteUnit
from hub.store.sqlite import SqliteStore

H1 = Visibility(1)
LARGE = 2_000_000


def _open(path: Path) -> SqliteStore:
    return SqliteStore.open(path, keys=Keys.in_memory(), clock=SystemClock())


def _binary(number: int, size: int = LARGE) -> WriteUnit:
    data = json.dumps({"resourceType": "Binary", "contentType": "application/pdf", "data": "QUJD" * (size // 4)})
    return WriteUnit(puts=(Put(Ref("Binary", f"b{number}"), data.encode(), expected=0),))


class _Rows:
    """A batch that notes which thread writes it, and whose rows of one unit cannot be written."""

    direct = False
    is_heavy = True
    threads: list[str]

    def __init__(self, disk: sqlite3.Connection) -> None:
        self._disk = disk
        self._queued: list[int] = []
        self.threads = []

    def add(self, number: int) -> int:
        """Queue one row."""
        self._queued.append(number)
        return number

    def note(self, entry: AuditEntry) -> None: ...

    def flush(self) -> None:
        """Write what was queued."""
        rows, self._queued = self._queued, []
        self.threads.append(threading.current_thread().name)
        self._disk.executemany("INSERT INTO row VALUES (?)", [(one,) for one in rows])

    def forget(self) -> None:
        """Nothing of it stays."""
        self._queued = []


async def test_a_fault_in_rows_written_beside_the_loop_fails_the_unit_that_has_it_alone(tmp_path: Path) -> None:
    disk = sqlite3.connect(tmp_path / "a.sqlite", isolation_level=None, check_same_thread=False)
    disk.execute("CREATE TABLE row (number INTEGER CHECK (number <> 2))")
    made: list[_Rows] = []

    def begin() -> _Rows:
        made.append(_Rows(disk))
        return made[-1]

    commit: GroupCommit[_Rows] = GroupCommit(disk, begin)

    def unit(number: int) -> Callable[[_Rows], int]:
        return lambda rows: rows.add(number)

    found = await asyncio.gather(*(commit.run(unit(number)) for number in range(4)), return_exceptions=True)

    assert [one if isinstance(one, int) else type(one) for one in found] == [0, 1, sqlite3.IntegrityError, 3]
    assert [row[0] for row in disk.execute("SELECT number FROM row")] == [0, 1, 3]
    assert made[0].threads == ["commit"]
    assert set(made[1].threads) == {"MainThread"}
    await commit.close()
    disk.close()


async def test_large_resources_are_stored_whole_beside_small_ones(tmp_path: Path) -> None:
    store = _open(tmp_path / "hub.sqlite")

    results = await asyncio.gather(
        *(store.write(_binary(number, LARGE if number % 2 else 400), visibility=H1) for number in range(6)),
        store.write(_binary(0, LARGE), visibility=H1),
        return_exceptions=True,
    )

    assert [type(one).__name__ for one in results] == ["WriteResult"] * 6 + [UnitConflictError.__name__]
    kept = [await store.read(Ref("Binary", f"b{number}"), visibility=H1) for number in range(6)]
    assert [len(one.served()) > LARGE for one in kept if one is not None] == [False, True] * 3
    await store.close()


async def test_a_full_disk_refuses_a_large_resource_and_writing_goes_on_when_there_is_space(tmp_path: Path) -> None:
    store = _open(tmp_path / "hub.sqlite")
    writer = store._database.writer
    pages = writer.execute("PRAGMA page_count").fetchone()[0]
    writer.execute(f"PRAGMA max_page_count = {pages + 50}")

    with pytest.raises(OverloadError, match="disk is full"):
        await store.write(_binary(1), visibility=H1)
    writer.execute("PRAGMA max_page_count = 1000000")
    await store.write(_binary(1), visibility=H1)

    assert await store.read(Ref("Binary", "b1"), visibility=H1) is not None
    await store.close()
