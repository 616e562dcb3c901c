"""kill -9 inside a batch file, a posted batch and the reading of a view: all of it in the end, and nothing twice.

A batch is taken up again as a whole and its stored messages are known by their control ids; a view goes on from the
position that was written last, and rows that are stored already stay as they are.
"""

import os
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import asyncpg
import httpx2

from tests.e2e.hub_process import HubProcess
from tests.e2e.kill_cycles import rows_of
from tests.unit.ingest.samples import adt

MESSAGES = 300
ROWS = 1_500
_SECONDS = 120.0
_STORED = "SELECT count(*) FROM inbound WHERE state = 'stored'"
_PATIENTS = "SELECT count(*) FROM resource r JOIN term t ON t.number = r.type WHERE t.text = 'Patient'"
_SITE = """
[site]
member = "H1"
[columns.patients]
mrn = "id"
[database]
url = "sqlite:///{path}"
every = 1
batch = 20
overlap = 0
[views.patients]
query = "SELECT id, xm, xb, csrq, changed AS changed FROM patients"
watermark = "changed"
key = "id"
"""


def kill_in_a_batch(folder: Path, cycles: int, *, db: str = "") -> int:
    """Kill the hub that many times while a batch of the watched folder is taken in; how often that was inside it."""
    place = folder / "in" / "H1"
    place.mkdir(parents=True)
    (place / "batch.part").write_bytes(_batch())
    (place / "batch.part").rename(place / "batch.hl7")
    hub = _hub(folder, db, HUB_FOLDER="in")

    inside = sum(_killed(hub, folder, db, _STORED, of=MESSAGES, seed=seed) for seed in range(cycles))

    hub.start()
    _wait(lambda: (place / "done" / "batch.hl7").exists() and _count(folder, db, _STORED) == MESSAGES)
    hub.stop()
    found = rows_of(folder, db, "SELECT control_id, count(*) FROM inbound GROUP BY 1")
    assert {control_id: int(count) for control_id, count in found} == {f"B{at}": 1 for at in range(MESSAGES)}
    assert _count(folder, db, _PATIENTS) == MESSAGES
    return inside


def kill_in_a_post(folder: Path, cycles: int, *, db: str = "") -> int:
    """Kill the hub that many times while a batch is posted to it, then post the whole batch to the end, as its sender
    who heard no answer does; how often the kill was inside it."""
    hub = _hub(folder, db)
    options = ["--data", str(folder), *(["--db", db] if db else [])]
    hub.start()
    _command("client", "add", "engine", "--member", "H1", "--make-key", *options)
    token = _command("token", "--client", "engine", "--http", f"127.0.0.1:{hub.http}", *options).strip()
    hub.kill()

    inside = 0
    for seed in range(cycles):
        hub.start()
        before = _count(folder, db, _STORED)
        sender = threading.Thread(target=_post_in_vain, args=(hub.url, token))
        sender.start()
        _wait_for_more(folder, db, before)
        time.sleep(random.Random(seed).uniform(0, 0.05))
        hub.kill()
        sender.join()
        inside += before < _count(folder, db, _STORED) < MESSAGES

    hub.start()
    answer = _post(hub.url, token)
    hub.stop()
    assert (answer.status_code, answer.content.count(b"\rMSA|AA|B")) == (200, MESSAGES)
    found = rows_of(folder, db, "SELECT control_id, count(*) FROM inbound GROUP BY 1")
    assert {control_id: int(count) for control_id, count in found} == {f"B{at}": 1 for at in range(MESSAGES)}
    assert _count(folder, db, _PATIENTS) == MESSAGES
    return inside


def _wait_for_more(folder: Path, db: str, before: int) -> None:
    _wait(lambda: _count(folder, db, _STORED) > before or before == MESSAGES)


def _post(url: str, token: str) -> httpx2.Response:
    headers = {"authorization": f"Bearer {token}", "content-type": "application/hl7-v2"}
    return httpx2.post(f"{url}/ingest/hl7v2", content=_batch(), headers=headers, timeout=_SECONDS)


def _post_in_vain(url: str, token: str) -> None:
    with suppress(httpx2.HTTPError):  # the hub is killed under it
        _post(url, token)


def _command(*arguments: str) -> str:
    command = [sys.executable, "-m", "hub.cli.main", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def kill_in_a_view(folder: Path, cycles: int, *, db: str = "") -> int:
    """Kill the hub that many times while it reads a view; how often that was inside it."""
    with closing(sqlite3.connect(folder / "his.db", isolation_level=None)) as his:
        his.execute("CREATE TABLE patients (id TEXT, xm TEXT, xb TEXT, csrq TEXT, changed TEXT)")
        rows = (
            (f"P{at}", f"人{at}", "女", "1941-05-03", f"2026-03-01 {at // 60:02d}:{at % 60:02d}") for at in range(ROWS)
        )
        his.executemany("INSERT INTO patients VALUES (?,?,?,?,?)", rows)
    (folder / "sites").mkdir()
    (folder / "sites" / "his.toml").write_text(_SITE.format(path=folder / "his.db"), encoding="utf-8")
    hub = _hub(folder, db)

    inside = sum(_killed(hub, folder, db, _PATIENTS, of=ROWS, seed=seed) for seed in range(cycles))

    hub.start()
    _wait(lambda: _count(folder, db, _PATIENTS) >= ROWS)
    hub.stop()
    assert _count(folder, db, _PATIENTS) == ROWS
    return inside


def _hub(folder: Path, db: str, **environment: str) -> HubProcess:
    return HubProcess(folder, environment | ({"HUB_DB": db} if db else {}))


def _killed(hub: HubProcess, folder: Path, db: str, sql: str, *, of: int, seed: int) -> bool:
    """Start, wait until something more was stored, kill; whether the work was not done by then."""
    _grow_old(folder)
    before = _count(folder, db, sql)
    hub.start()
    _wait(lambda: _count(folder, db, sql) > before or before == of)
    time.sleep(random.Random(seed).uniform(0, 0.05))
    hub.kill()
    return before < _count(folder, db, sql) < of


def _grow_old(folder: Path) -> None:
    """The node that had a file is dead: its lease is over."""
    for path in folder.glob("in/*/.work/*!*"):
        os.utime(path, (0, 0))


def _count(folder: Path, db: str, sql: str) -> int:
    try:
        return int(rows_of(folder, db, sql)[0][0])
    except (sqlite3.OperationalError, asyncpg.UndefinedTableError):  # before the first start
        return 0


def _wait(is_done: Callable[[], bool]) -> None:
    until = time.monotonic() + _SECONDS
    while not is_done():
        assert time.monotonic() < until, "it did not come to an end"
        time.sleep(0.02)


def _batch() -> bytes:
    messages = (adt(control_id=f"B{at}", number=f"P{at}", visit=f"V{at}") for at in range(MESSAGES))
    return b"BHS|^~\\&|HIS|H1|HUB|A|20260302||||B1\r" + b"".join(messages) + b"BTS|%d\r" % MESSAGES
