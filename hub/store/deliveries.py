"""Outbox and timers: written with the resources, claimed by lease (DESIGN D8, D21)."""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

import sqlite3
from collections.abc import Sequence
from typing import Final, Literal

from hub.store.database import Database
from hub.store.port import CancelOutbound, CancelTimer, Outbound, Timer, Visibility
from hub.store.queries import Queries
from hub.store.terms import Terms
from hub.store.write_rows import Statement

_EMPTY: Final = "x''"
_COLUMNS: Final = (
    "o.key, o.receiver, o.channel, o.address, o.ordering, o.subject, {payload}, o.content_type, o.due, o.attempts, "
    "o.state, o.last_error, o.created"
)


def outbound_row(database: Terms, row: Outbound | CancelOutbound, *, now: int, member: int) -> Statement:
    """Puts a delivery into the outbox, or calls one back; what is under way is on its way."""
    if isinstance(row, CancelOutbound):
        return (
            (
                "UPDATE outbound SET state = 'cancelled', last_error = ? WHERE ordering = ? AND subject = ? "
                "AND state = 'waiting'"
            ),
            (row.why, row.ordering, row.subject),
        )
    return (
        ("INSERT INTO outbound (key, receiver, member, channel, address, ordering, subject, content_type, due, "
        "attempts, state, last_error, created, lease, payload) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,0,?)"),
        (
            row.key or database.numbers.new_key(), row.receiver, member, row.channel, row.address, row.ordering,
            row.subject, row.content_type, row.due, row.attempts, row.state, row.last_error, row.created or now,
            row.payload,
        ),
    )  # fmt: skip


def timer_row(timer: Timer | CancelTimer) -> Statement:
    """Sets, moves or forgets a timer."""
    if isinstance(timer, Timer):
        return (
            (
                "INSERT INTO timer (kind, subject, due, detail, lease) VALUES (?,?,?,?,0) "
                "ON CONFLICT (subject, kind) DO UPDATE SET due = excluded.due, detail = excluded.detail, lease = 0"
            ),
            (timer.kind, timer.subject, timer.due, timer.detail),
        )
    if timer.kind:
        return "DELETE FROM timer WHERE subject = ? AND kind = ?", (timer.subject, timer.kind)
    return "DELETE FROM timer WHERE subject = ?", (timer.subject,)


def lease_outbound(database: Database, *, now: int, lease_until: int, count: int) -> Sequence[Outbound]:
    """Take rows that are due; of one ordering only the oldest undelivered one. Runs inside a batch."""
    rows = database.writer.execute(
        f"SELECT {_COLUMNS.format(payload='o.payload')} FROM outbound o WHERE o.state = 'waiting' AND o.due <= :now "
        "AND o.lease <= :now AND (o.ordering = '' OR NOT EXISTS (SELECT 1 FROM outbound e WHERE e.state = 'waiting' "
        "AND e.ordering = o.ordering AND e.key < o.key)) ORDER BY o.due, o.key LIMIT :count",
        {"now": now, "count": count},
    ).fetchall()
    database.writer.executemany("UPDATE outbound SET lease = ? WHERE key = ?", [(lease_until, row[0]) for row in rows])
    return tuple(Outbound(*row) for row in rows)


def settle_outbound(
    connection: sqlite3.Connection,
    key: int,
    *,
    state: Literal["waiting", "done", "failed", "cancelled"],
    due: int,
    error: str,
) -> None:
    """Say what became of a try."""
    connection.execute(
        "UPDATE outbound SET state = ?, due = ?, last_error = ?, attempts = attempts + 1, lease = 0 WHERE key = ?",
        (state, due, error, key),
    )


def outbound_page(database: Queries, *, visibility: Visibility, state: str = "", count: int = 50) -> Sequence[Outbound]:
    """Newest first, without payloads: what goes to the caller's member, and what it sent."""
    own = "1 = 1" if visibility.is_system else "(o.receiver = :me OR o.member = :me)"
    rows = database.rows(
        f"SELECT {_COLUMNS.format(payload=_EMPTY)} FROM outbound o WHERE {own} "
        "AND (:state = '' OR o.state = :state) ORDER BY o.key DESC LIMIT :count",
        {"me": visibility.member, "state": state, "count": count},
    )
    return tuple(Outbound(*row) for row in rows)


def lease_timers(database: Database, *, now: int, lease_until: int, count: int) -> Sequence[Timer]:
    """Take timers that are due; they come back when the lease ends. Runs inside a batch."""
    rows = database.writer.execute(
        "SELECT kind, subject, due, detail FROM timer WHERE due <= ? AND lease <= ? "
        "ORDER BY due, subject, kind LIMIT ?",
        (now, now, count),
    ).fetchall()
    timers = tuple(Timer(*row) for row in rows)
    database.writer.executemany(
        "UPDATE timer SET lease = ? WHERE subject = ? AND kind = ?",
        [(lease_until, timer.subject, timer.kind) for timer in timers],
    )
    return timers
