"""What the units of a batch are decided on, read in the transaction that stores them (DESIGN D12).

The decisions are written once (`hub.store.write_batch`); each engine answers these questions in its own way. An
answer holds until the transaction ends: on SQLite because there is one writer, on PostgreSQL because what was read
is locked, or guarded by a unique key that makes the whole batch decide again.
"""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

import json
import sqlite3
from typing import Final, Protocol

from hub.store.access import apply_claim, apply_release
from hub.store.change import Current, Spot
from hub.store.compartment import Stray, sees_patient, strays_of
from hub.store.database import Database
from hub.store.messages import is_stored
from hub.store.port import Claim, Inbound, Release, Visibility
from hub.store.visibility import MAY_ACT
from hub.store.write_rows import PendingRows, Row

CURRENT_COLUMNS: Final = "r.key, r.version, r.updated, r.deleted, r.custodian, r.patient, r.labels, r.meta, r.body"
"""What a Current is made of, for `row_to_current`."""

_CURRENT: Final = (
    f"SELECT {CURRENT_COLUMNS} FROM resource_id i CROSS JOIN resource r ON r.key = i.key WHERE i.type = ? AND i.id = ?"
)

Holding = tuple[int, int, bytes]
"""Custodian, type number and hash of a claimed identifier."""


class Facts(Protocol):
    """The database as the transaction of a batch has it, rows that were written in it included."""

    whole: tuple[type[Exception], ...]
    """Errors of a write that break the transaction, and so concern every unit of the batch."""

    def current(self, spot: Spot) -> Current | None:
        """The current version of a resource, deleted or not."""
        ...

    def demand_absent(self, spot: Spot) -> None:
        """Nobody may make this resource, which is not there, before the transaction ends."""
        ...

    def holder(self, holding: Holding) -> int | None:
        """The key of the resource that claimed this identifier first."""
        ...

    def held(self, key: int) -> list[Row]:
        """The identifiers that a resource has claimed: custodian, type number, hash."""
        ...

    def may_act(self, spot: Spot, patient: str, *, member: int, now: int) -> bool:
        """Whether a grant lets the member write this resource of this patient."""
        ...

    def is_visible(self, key: int, *, eyes: Visibility, now: int) -> bool:
        """Whether these eyes see the current version."""
        ...

    def sees_patient(self, patient: str, *, eyes: Visibility, now: int) -> bool:
        """Whether these eyes see the Patient."""
        ...

    def strays_of(self, patient: str, *, custodian: int) -> tuple[Stray, ...]:
        """What its custodian stored about a Patient before the Patient itself."""
        ...

    def is_stored(self, message: Inbound) -> bool:
        """Whether another message of this member's sender with this control id is stored."""
        ...

    def take(self, claim: Claim, *, now: int) -> None:
        """Take what only one can have. Raises UnitConflictError when another holder has it."""
        ...

    def give_back(self, release: Release) -> None:
        """End a claim; only its holder's counts."""
        ...

    def write(self, rows: PendingRows) -> None:
        """Write what was queued."""
        ...


class SqliteFacts:
    """The facts of the one writing connection."""

    whole: tuple[type[Exception], ...] = (sqlite3.OperationalError,)

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection = database.writer

    def current(self, spot: Spot) -> Current | None:
        """See `Facts.current`."""
        row = self._connection.execute(_CURRENT, spot).fetchone()
        return row_to_current(row) if row is not None else None

    def demand_absent(self, spot: Spot) -> None:
        """See `Facts.demand_absent`: there is no other writer."""

    def holder(self, holding: Holding) -> int | None:
        """See `Facts.holder`."""
        row = self._connection.execute(
            "SELECT key FROM identifier_key WHERE custodian = ? AND type = ? AND hash = ?", holding
        ).fetchone()
        return row[0] if row is not None else None

    def held(self, key: int) -> list[Row]:
        """See `Facts.held`."""
        return self._connection.execute(
            "SELECT custodian, type, hash FROM identifier_key INDEXED BY identifier_resource WHERE key = ?", (key,)
        ).fetchall()

    def may_act(self, spot: Spot, patient: str, *, member: int, now: int) -> bool:
        """See `Facts.may_act`."""
        names = {"me": member, "now": now, "id": spot[1], "type": spot[0], "patient": patient}
        return self._connection.execute(MAY_ACT, names).fetchone() is not None

    def is_visible(self, key: int, *, eyes: Visibility, now: int) -> bool:
        """See `Facts.is_visible`."""
        visible = self._database.predicates.visible("r", eyes)
        names = {"key": key, "me": eyes.member, "now": now}
        return (
            self._connection.execute(f"SELECT 1 FROM resource r WHERE r.key = :key AND {visible}", names).fetchone()
            is not None
        )

    def sees_patient(self, patient: str, *, eyes: Visibility, now: int) -> bool:
        """See `Facts.sees_patient`."""
        return sees_patient(self._database, patient, eyes=eyes, now=now)

    def strays_of(self, patient: str, *, custodian: int) -> tuple[Stray, ...]:
        """See `Facts.strays_of`."""
        return strays_of(self._database, patient, custodian=custodian)

    def is_stored(self, message: Inbound) -> bool:
        """See `Facts.is_stored`."""
        return is_stored(self._connection, message)

    def take(self, claim: Claim, *, now: int) -> None:
        """See `Facts.take`."""
        apply_claim(self._connection, claim, now=now)

    def give_back(self, release: Release) -> None:
        """See `Facts.give_back`."""
        apply_release(self._connection, release)

    def write(self, rows: PendingRows) -> None:
        """See `Facts.write`."""
        rows.write(self._connection)


def row_to_current(row: Row) -> Current:
    """A row of CURRENT_COLUMNS as a value."""
    labels = tuple((system, code) for system, code in json.loads(row[6])) if row[6] else ()
    return Current(row[0], row[1], row[2], bool(row[3]), row[4], row[5], labels, row[7], row[8])
