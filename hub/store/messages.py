"""The log of what came in: the inbox and the quarantine (DESIGN D8)."""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from hub.store.port import Inbound, Visibility
from hub.store.queries import Queries

INBOUND_COLUMNS: Final = (
    "key", "sender", "control_id", "digest", "raw", "ack", "received", "door", "adapter", "label", "charset", "state",
    "member", "issues", "residue", "resources", "replay_of",
)  # fmt: skip
"""In the order of `inbound_row` and of the value `Inbound`."""

_ALL: Final = ", ".join(INBOUND_COLUMNS)
_WITHOUT_RAW: Final = _ALL.replace("raw", "x''")


UPDATE_INBOUND: Final = (
    "ON CONFLICT (key) DO UPDATE SET state = excluded.state, ack = excluded.ack, issues = excluded.issues, "
    "residue = excluded.residue, resources = excluded.resources, replay_of = excluded.replay_of"
)
"""What becomes of a message that is stored already: a refused one has a new state."""

INSERT_INBOUND: Final = f"INSERT INTO inbound ({_ALL}) VALUES ({','.join('?' * len(INBOUND_COLUMNS))}) {UPDATE_INBOUND}"
"""Stores a message, or the new state of a refused one."""

MARK_REPLAYED: Final = "UPDATE inbound SET state = 'replayed' WHERE key = ? AND state = 'refused'"


def inbound_row(message: Inbound) -> tuple[Any, ...]:
    """The values of INSERT_INBOUND."""
    return (
        message.key, message.sender, message.control_id, message.digest, message.raw, message.ack, message.received,
        message.door, message.adapter, message.label, message.charset, message.state, message.member, message.issues,
        message.residue, message.resources, message.replay_of,
    )  # fmt: skip


def is_stored(connection: sqlite3.Connection, message: Inbound) -> bool:
    """Whether another message of this member's sender with this control id is stored."""
    row = connection.execute(
        "SELECT key FROM inbound WHERE member = ? AND sender = ? AND control_id = ? AND state = 'stored'",
        (message.member, message.sender, message.control_id),
    ).fetchone()
    return row is not None and row[0] != message.key


def find_inbound(database: Queries, sender: str, control_id: str, *, member: int) -> Inbound | None:
    """The stored message of this member's sender with this control id."""
    rows = database.rows(
        f"SELECT {_ALL} FROM inbound WHERE member = :member AND sender = :sender AND control_id = :control_id "
        "AND state = 'stored'",
        {"member": member, "sender": sender, "control_id": control_id},
    )
    return Inbound(*rows[0]) if rows else None


def inbound(database: Queries, key: int, *, visibility: Visibility) -> Inbound | None:
    """One message with its raw bytes, when the caller's member answers for it."""
    rows = database.rows(
        f"SELECT {_ALL} FROM inbound WHERE key = :key AND {_own(visibility)}",
        {"key": key},
    )
    return Inbound(*rows[0]) if rows else None


def inbound_page(
    database: Queries, *, visibility: Visibility, state: str = "", text: str = "", before: int = 0, count: int = 50
) -> Sequence[Inbound]:
    """Newest first, without raw bytes."""
    names: dict[str, Any] = {"before": before, "count": count, "state": state, "text": text.lower()}
    where = [_own(visibility)]
    if before:
        where.append("key < :before")
    if state:
        where.append("state = :state")
    if text:
        contains = (
            database.dialect.contains(f"lower({column})", ":text") for column in ("control_id", "label", "sender")
        )
        where.append(f"({' OR '.join(contains)})")
    rows = database.rows(
        f"SELECT {_WITHOUT_RAW} FROM inbound WHERE {' AND '.join(where)} ORDER BY key DESC LIMIT :count",
        names,
    )
    return tuple(Inbound(*row) for row in rows)


def _own(visibility: Visibility) -> str:
    return "1 = 1" if visibility.is_system else f"member = {int(visibility.member)}"
