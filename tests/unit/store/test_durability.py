"""What the embedded store promises when the process or the disk fails (security-reliability 3.3: T1, T3, T5, T16)."""

import asyncio
import json
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from hub.clock import SystemClock
from hub.errors import ConflictError, OverloadError
from hub.keys import Keys
from hub.store.admin import AdminStore, Member
from hub.store.commit import GroupCommit
from hub.store.port import AuditEntry, Grant, Put, Ref, Visibility, WriteUnit
from hub.store.query import HistoryQuery
from hub.store.schema import HEAD
from hub.store.sqlite import SqliteStore

H1 = Visibility(1)

WRITER = """
import asyncio, sys
from pathlib import Path
from hub.clock import SystemClock
from hub.keys import Keys
from hub.store.port import Put, Ref, Visibility, WriteUnit
from hub.store.sqlite import SqliteStore

async def main(path, first):
    store = SqliteStore.open(Path(path), keys=Keys.in_memory(), clock=SystemClock())

    async def one(number):
        text = b"x" * (1_200_000 if number % 16 == 5 else 2)  # the larger ones are written beside the loop
        data = b'{"resourceType":"Patient","language":"%b"}' % text
        patient = Put(Ref("Patient", f"p{number}"), data, expected=0)
        group = b'{"resourceType":"Group","type":"person","actual":true,"quantity":%d}' % number
        shared = Put(Ref("Group", f"g{number % 8}"), group)
        await store.write(WriteUnit(puts=(patient, shared)), visibility=Visibility(1))
        sys.stdout.write(f"{number}\\n")
        sys.stdout.flush()

    async def work(lane):
        for number in range(first + lane, first + 100000, 8):
            await one(number)

    await asyncio.gather(*(work(lane) for lane in range(8)))

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


def _open(path: Path) -> SqliteStore:
    return SqliteStore.open(path, keys=Keys.in_memory(), clock=SystemClock())


def _patient(number: int, size: int = 0) -> WriteUnit:
    data = json.dumps({"resourceType": "Patient", "language": "x" * size}).encode()
    return WriteUnit(puts=(Put(Ref("Patient", f"p{number}"), data, expected=0),))


def _write_until_killed(path: Path, *, first: int) -> list[int]:
    """The numbers that a writing process acknowledged before it was killed."""
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(first)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    lines = [writer.stdout.readline() for _ in range(40)]
    writer.send_signal(signal.SIGKILL)
    lines += writer.stdout.readlines()
    writer.wait()
    writer.stdout.close()
    return [int(line) for line in lines if line.endswith("\n") and line.strip()]


async def test_kill_9_keeps_every_acknowledged_unit_whole(tmp_path: Path) -> None:
    path = tmp_path / "hub.sqlite"
    acknowledged: list[int] = []

    for cycle in range(3):
        acknowledged += await asyncio.to_thread(_write_until_killed, path, first=cycle * 1_000_000)

    store = _open(path)
    kept = await store.read_many([Ref("Patient", f"p{number}") for number in acknowledged], visibility=H1)
    groups = 0
    for group in range(8):
        versions = (await store.history(HistoryQuery("Group", f"g{group}", count=100_000), visibility=H1)).resources
        assert [one.version for one in versions] == list(range(len(versions), 0, -1))
        groups += len(versions)
    patients = (await store.history(HistoryQuery("Patient", count=100_000), visibility=H1)).resources
    await store.close()
    assert len(acknowledged) >= 120
    assert len(kept) == len(acknowledged)
    assert {int(ref.id[1:]) % 16 == 5 for ref, one in kept.items() if len(one.body) > 1_000_000} == {True}
    assert {int(ref.id[1:]) % 16 == 5 for ref, one in kept.items() if len(one.body) < 1_000_000} == {False}
    assert groups == len(patients)


async def test_a_second_server_is_refused_and_the_tools_still_open_the_administration(tmp_path: Path) -> None:
    path = tmp_path / "hub.sqlite"
    store = _open(path)

    with pytest.raises(ConflictError, match="Another hub server uses"):
        _open(path)
    admin = AdminStore.open(path, clock=SystemClock())
    member = admin.add_member(Member(code="H1", name="示范老年病医院"))
    await store.write(_patient(1), visibility=H1)

    assert admin.member("H1") == member
    admin.close()
    await store.close()
    again = _open(path)
    assert await again.read(Ref("Patient", "p1"), visibility=H1) is not None
    await again.close()


async def test_a_full_disk_is_an_overload_and_writing_goes_on_when_there_is_space(tmp_path: Path) -> None:
    store = _open(tmp_path / "hub.sqlite")
    writer = store._database.writer
    pages = writer.execute("PRAGMA page_count").fetchone()[0]
    writer.execute(f"PRAGMA max_page_count = {pages + 2}")

    outcomes = await asyncio.gather(
        *(store.write(_patient(number, size=9000), visibility=H1) for number in range(4)), return_exceptions=True
    )
    writer.execute("PRAGMA max_page_count = 1000000")
    await store.write(_patient(9), visibility=H1)

    assert [type(one) for one in outcomes] == [OverloadError] * 4
    assert "disk is full" in str(outcomes[0])
    page = await store.history(HistoryQuery("Patient"), visibility=H1)
    assert [one.ref.id for one in page.resources] == ["p9"]
    await store.close()


class _FailingDisk:
    """A connection whose COMMIT is not confirmed by the disk."""

    def __init__(self, path: Path) -> None:
        self.real = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self.commits = 0

    @property
    def in_transaction(self) -> bool:
        return self.real.in_transaction

    def execute(self, sql: str) -> sqlite3.Cursor:
        if sql == "COMMIT":
            self.commits += 1
            err = sqlite3.OperationalError("disk I/O error")
            err.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
            err.sqlite_errorname = "SQLITE_IOERR_FSYNC"
            raise err
        return self.real.execute(sql)


class _Nothing:
    direct = False
    is_heavy = False

    def note(self, entry: AuditEntry) -> None: ...
    def flush(self) -> None: ...
    def forget(self) -> None: ...


async def test_a_write_that_the_disk_did_not_confirm_stops_all_writing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    disk = _FailingDisk(tmp_path / "a.sqlite")
    commit: GroupCommit[_Nothing] = GroupCommit(disk, _Nothing)  # type: ignore[arg-type]  # a disk that fails

    first = await asyncio.gather(*(commit.run(lambda _: "stored") for _ in range(3)), return_exceptions=True)
    with pytest.raises(OverloadError):
        await commit.run(lambda _: "stored")

    assert [type(one) for one in first] == [OverloadError] * 3
    assert disk.commits == 1
    assert [record.message for record in caplog.records] == ["STORE_STOPPED"]
    await commit.close()
    disk.real.close()


async def test_a_caller_that_goes_away_does_not_disturb_the_others(tmp_path: Path) -> None:
    store = _open(tmp_path / "hub.sqlite")

    gone = asyncio.create_task(store.write(_patient(1), visibility=H1))
    stays = asyncio.create_task(store.write(_patient(2), visibility=H1))
    await asyncio.sleep(0)
    gone.cancel()
    result = await stays

    assert result.created == (True,)
    with pytest.raises(asyncio.CancelledError):
        await gone
    await store.close()


async def test_closing_waits_for_what_is_under_way(tmp_path: Path) -> None:
    path = tmp_path / "hub.sqlite"
    store = _open(path)

    tasks = [asyncio.create_task(store.write(_patient(number), visibility=H1)) for number in range(200)]
    await asyncio.sleep(0)
    await store.close()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)

    assert [type(one).__name__ for one in outcomes] == ["WriteResult"] * 200
    again = _open(path)
    assert len((await again.history(HistoryQuery("Patient", count=999), visibility=H1)).resources) == 200
    await again.close()


def test_a_file_of_another_revision_is_refused_with_words(tmp_path: Path) -> None:
    path = tmp_path / "hub.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")
    connection.close()

    with pytest.raises(ConflictError, match=f"schema revision 9999; this hub needs {HEAD}"):
        _open(path)


async def test_a_unit_that_cannot_be_written_at_all_fails_alone(tmp_path: Path) -> None:
    store = _open(tmp_path / "hub.sqlite")
    broken = WriteUnit(grants=(Grant(2, Ref("Nothing", "x"), because="y"),))

    outcomes = await asyncio.gather(
        store.write(_patient(1), visibility=H1),
        store.write(broken, visibility=H1),
        store.write(_patient(2), visibility=H1),
        return_exceptions=True,
    )

    assert [type(one).__name__ for one in outcomes] == ["WriteResult", "KeyError", "WriteResult"]
    await store.close()


async def test_rows_that_cannot_be_written_fail_their_unit_alone(tmp_path: Path) -> None:
    """What no check foresees shows when the rows of all units are written: then each unit runs by itself."""
    store = _open(tmp_path / "hub.sqlite")
    await store.audit(_entry(key=7))

    outcomes = await asyncio.gather(
        store.write(_patient(1), visibility=H1),
        store.write(replace(_patient(2), audit=(_entry(key=7),)), visibility=H1),
        store.write(_patient(3), visibility=H1),
        store.write(_patient(3), visibility=H1),
        return_exceptions=True,
    )

    assert [type(one).__name__ for one in outcomes] == [
        "WriteResult", "IntegrityError", "WriteResult", "UnitConflictError",
    ]  # fmt: skip
    page = await store.history(HistoryQuery("Patient"), visibility=H1)
    assert {one.ref.id for one in page.resources} == {"p1", "p3"}
    assert len(await store.audit_page(visibility=H1)) == 1
    await store.close()


async def test_units_that_wait_together_share_commits_and_see_each_other(tmp_path: Path) -> None:
    store = _open(tmp_path / "hub.sqlite")
    commits: list[str] = []
    store._database.writer.set_trace_callback(lambda sql: commits.append(sql) if sql == "COMMIT" else None)

    results = await asyncio.gather(
        *(store.write(WriteUnit(puts=(_group(number),)), visibility=H1) for number in range(64))
    )

    versions = [result.resources[0].version for result in results]
    assert versions == list(range(1, 65))
    assert 1 <= len(commits) <= 16
    await store.close()


async def test_a_unit_may_write_the_same_resource_twice(tmp_path: Path) -> None:
    store = _open(tmp_path / "hub.sqlite")

    result = await store.write(WriteUnit(puts=(_group(1), _group(2))), visibility=H1)

    assert [one.version for one in result.resources] == [1, 2]
    assert result.created == (True, False)
    await store.close()


def _group(quantity: int) -> Put:
    data = {"resourceType": "Group", "type": "person", "actual": True, "quantity": quantity}
    return Put(Ref("Group", "g"), json.dumps(data).encode())


def _entry(*, key: int) -> AuditEntry:
    return AuditEntry(at=1, member=1, agent="client:lead", action="R", interaction="read", target="Patient/x", key=key)
