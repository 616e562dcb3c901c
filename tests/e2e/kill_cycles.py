"""kill -9 while messages come in (fault matrix T1): acknowledged is stored, once, and nothing is half done.

kill -9 leaves the page cache, so this proves the order of commit and answer, not the fsync.
"""

import asyncio
import random
import sqlite3
import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg

from hub.cli.main import main
from tests.e2e.hub_process import HubProcess, MllpClient
from tests.unit.ingest.samples import adt, code_of, echoed

CONNECTIONS = 4
PIPELINED = 16


@dataclass(slots=True)
class Ledger:
    """What the senders know: what they sent, and which of it was accepted."""

    sent: dict[str, bytes] = field(default_factory=dict)
    accepted: Counter[str] = field(default_factory=Counter)
    other: list[bytes] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next_messages(self, count: int) -> list[bytes]:
        """What was never accepted goes first, then new messages."""
        with self.lock:
            waiting = [name for name in self.sent if not self.accepted[name]][:count]
            for _ in range(count - len(waiting)):
                number = len(self.sent)
                name = f"K{number:06}"
                self.sent[name] = _message(name, number)
                waiting.append(name)
            return [self.sent[name] for name in waiting]

    def note(self, ack: bytes) -> None:
        """An acknowledgement came back."""
        with self.lock:
            if code_of(ack) == "AA":
                self.accepted[echoed(ack)] += 1
            else:
                self.other.append(ack)


def _message(name: str, number: int) -> bytes:
    """An admission; every fifth is a merge of the two records before it, which may not be known yet."""
    if number % 5 < 4:
        return adt(control_id=name, number=f"P{number}", visit=f"V{number}")
    merge = adt(event="A40", control_id=name, number=f"P{number - 1}", extra=f"MRG|P{number - 2}^^^H1^MR")
    return b"\r".join(line for line in merge.split(b"\r") if not line.startswith(b"PV1"))


def run_cycles(folder: Path, cycles: int, *, seed: int, db: str = "") -> Ledger:
    """Start, send, kill, that many times; then check what the database holds: the file, or the one at `db`."""
    chance = random.Random(seed)
    ledger = Ledger()
    hub = HubProcess(folder, {"HUB_DB": db} if db else {})
    for _ in range(cycles):
        hub.start()
        stop = threading.Event()
        senders = [threading.Thread(target=_send, args=(hub.mllp, ledger, stop)) for _ in range(CONNECTIONS)]
        before = ledger.accepted.total()
        for sender in senders:
            sender.start()
        until = time.monotonic() + 20
        while ledger.accepted.total() == before and time.monotonic() < until:
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.3))
        hub.kill()
        stop.set()
        for sender in senders:
            sender.join()
    _resend_the_rest(hub, ledger)
    _check(folder, db, ledger)
    return ledger


def _send(port: int, ledger: Ledger, stop: threading.Event) -> None:
    try:
        with MllpClient(port, timeout=10) as client:
            while not stop.is_set():
                messages = ledger.next_messages(PIPELINED)
                client.send(*messages)
                for _ in messages:
                    ack = client.receive()
                    if not ack:
                        return
                    ledger.note(ack)
    except OSError:
        return


def _resend_the_rest(hub: HubProcess, ledger: Ledger) -> None:
    """Every sender comes back in the end and sends what was not accepted."""
    hub.start()
    try:
        with MllpClient(hub.mllp) as client:
            for name, message in ledger.sent.items():
                if not ledger.accepted[name]:
                    ledger.note(client.ask(message))
    finally:
        hub.stop()


def _check(folder: Path, db: str, ledger: Ledger) -> None:
    stored = dict(rows_of(folder, db, "SELECT control_id, count(*) FROM inbound WHERE state = 'stored' GROUP BY 1"))
    refused = rows_of(folder, db, "SELECT count(*) FROM inbound WHERE state <> 'stored'")
    counts = dict(
        rows_of(folder, db, "SELECT t.text, count(*) FROM resource r JOIN term t ON t.number = r.type GROUP BY 1")
    )
    sound = main(["db", "check", "--data", str(folder), *(["--db", db] if db else [])])

    assert ledger.other == []
    assert set(ledger.accepted) == set(ledger.sent)
    assert stored == dict.fromkeys(ledger.sent, 1)
    assert (refused, sound) == ([(0,)], 0)
    merges = len(ledger.sent) // 5
    admissions = len(ledger.sent) - merges
    linked = rows_of(folder, db, "SELECT count(*) FROM person_link WHERE method = 'merged' AND linked = 1")
    assert (counts["Patient"], counts["Encounter"]) == (admissions, admissions)
    assert (counts["Provenance"], linked) == (len(ledger.sent), [(2 * merges,)])


def rows_of(folder: Path, db: str, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a statement."""
    if not db:
        with closing(sqlite3.connect(folder / "hub.db")) as connection:
            return connection.execute(sql).fetchall()

    async def ask() -> list[tuple[Any, ...]]:
        connection = await asyncpg.connect(db)
        rows = await connection.fetch(sql)
        await connection.close()
        return [tuple(row) for row in rows]

    return asyncio.run(ask())
