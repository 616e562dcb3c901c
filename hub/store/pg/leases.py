"""Outbox rows and timers, taken by lease: each by one node, though several look at once (DESIGN D21).

A row that another node is taking is passed over (`SKIP LOCKED`); a lease that ended is free for anyone.
"""

from collections.abc import Sequence
from typing import Final

from hub.store.pg.database import PgDatabase
from hub.store.port import Outbound, Timer

_LEASE_OUTBOUND: Final = """
WITH due AS (
    SELECT o.key FROM outbound o
    WHERE o.state = 'waiting' AND o.due <= :now AND o.lease <= :now
    AND (o.ordering = '' OR NOT EXISTS (
        SELECT 1 FROM outbound e WHERE e.state = 'waiting' AND e.ordering = o.ordering AND e.key < o.key))
    ORDER BY o.due, o.key LIMIT :count FOR UPDATE OF o SKIP LOCKED),
taken AS (
    UPDATE outbound o SET lease = :until FROM due WHERE o.key = due.key
    RETURNING o.key, o.receiver, o.channel, o.address, o.ordering, o.subject, o.payload, o.content_type, o.due,
        o.attempts, o.state, o.last_error, o.created)
SELECT * FROM taken ORDER BY due, key
"""

_LEASE_TIMERS: Final = """
WITH ready AS (
    SELECT t.subject, t.kind FROM timer t WHERE t.due <= :now AND t.lease <= :now
    ORDER BY t.due, t.subject, t.kind LIMIT :count FOR UPDATE OF t SKIP LOCKED),
taken AS (
    UPDATE timer t SET lease = :until FROM ready WHERE t.subject = ready.subject AND t.kind = ready.kind
    RETURNING t.kind, t.subject, t.due, t.detail)
SELECT * FROM taken ORDER BY due, subject, kind
"""

_SETTLE: Final = (
    "UPDATE outbound SET state = :state, due = :due, last_error = :error, attempts = attempts + 1, lease = 0 "
    "WHERE key = :key"
)


def lease_outbound(database: PgDatabase, *, now: int, lease_until: int, count: int) -> Sequence[Outbound]:
    """Take rows that are due; of one ordering only the oldest undelivered one."""
    rows = database.rows(_LEASE_OUTBOUND, {"now": now, "until": lease_until, "count": count})
    return tuple(Outbound(*row) for row in rows)


def settle_outbound(database: PgDatabase, key: int, *, state: str, due: int, error: str) -> None:
    """Say what became of a try."""
    database.run(_SETTLE, {"key": key, "state": state, "due": due, "error": error})


def lease_timers(database: PgDatabase, *, now: int, lease_until: int, count: int) -> Sequence[Timer]:
    """Take timers that are due; they come back when the lease ends."""
    rows = database.rows(_LEASE_TIMERS, {"now": now, "until": lease_until, "count": count})
    return tuple(Timer(*row) for row in rows)
