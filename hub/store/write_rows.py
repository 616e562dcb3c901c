"""The rows that the units of a batch become, written together: one statement for each table.

Nothing in here decides: a unit's rows come after all of its checks (`hub.store.write_batch`).
"""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

import sqlite3
from collections.abc import Callable, Sequence
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, Final

from hub.store.messages import INSERT_INBOUND
from hub.store.port import AuditEntry
from hub.store.prepare import IndexRows

Row = tuple[Any, ...]
Statement = tuple[str, Sequence[Any] | dict[str, Any]]

_AT_ONCE: Final = 16
"""Rows of one statement: a third cheaper than a statement each; more of them gain nothing."""


class Insert:
    """Rows into one table, many to a statement. `text` ends with the values of one row, in brackets."""

    def __init__(self, text: str) -> None:
        self.text = text
        values = text[text.rindex("(") :]
        self._many = f"{text}{f',{values}' * (_AT_ONCE - 1)}"

    def write(self, connection: sqlite3.Connection, rows: Sequence[Row]) -> None:
        """Insert them in their order."""
        whole = len(rows) - len(rows) % _AT_ONCE
        for first in range(0, whole, _AT_ONCE):
            connection.execute(self._many, tuple(chain.from_iterable(rows[first : first + _AT_ONCE])))
        if whole < len(rows):
            connection.executemany(self.text, rows[whole:])


_INSERT_RESOURCE: Final = Insert("INSERT INTO resource VALUES (?,?,?,?,?,0,?,?,?,?,?,?,?,?,?)")
_INSERT_RESOURCE_ID: Final = Insert("INSERT INTO resource_id VALUES (?,?,?)")
_UPDATE_RESOURCE: Final = (
    "UPDATE resource SET version=?, updated=?, deleted=0, custodian=?, bucket=?, suite=?, key_id=?, transaction_id=?, "
    "labels=?, meta=?, body=? WHERE key=?"
)
_INSERT_HISTORY: Final = Insert("INSERT INTO resource_history VALUES (?,?,?,?,?,0,?,?,?,?,?,?,?,?,?)")
_INSERT_IDENTIFIER: Final = Insert("INSERT OR IGNORE INTO identifier_key VALUES (?,?,?,?)")
_INSERT_AUDIT: Final = Insert("INSERT INTO audit_entry VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)")


def _token_rows(key: int, found: IndexRows) -> list[Row]:
    patient, date, within = found.patient, found.date, found.within
    return [(p, code, key, system, patient if p in within else 0, date) for p, code, system in found.tokens]


def _string_rows(key: int, found: IndexRows) -> list[Row]:
    return [(p, text, key, exact, found.patient) for p, text, exact in found.strings]


def _date_rows(key: int, found: IndexRows) -> list[Row]:
    return [(p, low, high, key, found.patient) for p, low, high in found.dates]


def _reference_rows(key: int, found: IndexRows) -> list[Row]:
    return [(p, target, key, kind, found.patient) for p, target, kind in found.references]


def _quantity_rows(key: int, found: IndexRows) -> list[Row]:
    return [(p, value, key, system, code, found.patient) for p, value, system, code in found.quantities]


def _bound_rows(key: int, found: IndexRows) -> list[Row]:
    return [(p, bound, key, system, code, side) for p, bound, system, code, side in found.bounds]


def _uri_rows(key: int, found: IndexRows) -> list[Row]:
    return [(p, text, key, found.patient) for p, text in found.uris]


def _composite_rows(key: int, found: IndexRows) -> list[Row]:
    return [(p, code, key, *rest) for p, code, *rest in found.composites]


class _IndexTable:
    """How one index table is read, filled and thinned out; the first `leading` columns are its primary key."""

    def __init__(self, name: str, columns: str, leading: int, rows: Callable[[int, IndexRows], list[Row]]) -> None:
        names = columns.split()
        self.name = name
        self.rows = rows
        self.leading = leading
        self.insert = Insert(f"INSERT OR IGNORE INTO {name} VALUES ({','.join('?' * len(names))})")
        self.delete = f"DELETE FROM {name} WHERE {' AND '.join(f'{column} = ?' for column in names[:leading])}"
        led = f"{name.removeprefix('index_')}_resource"
        self.select = f"SELECT {', '.join(names)} FROM {name} INDEXED BY {led} WHERE key = ?"


INDEX_TABLES: Final = (
    _IndexTable("index_token", "parameter code key system patient date", 4, _token_rows),
    _IndexTable("index_string", "parameter text key exact patient", 3, _string_rows),
    _IndexTable("index_date", "parameter low high key patient", 4, _date_rows),
    _IndexTable("index_reference", "parameter target_id key target_type patient", 4, _reference_rows),
    _IndexTable("index_quantity", "parameter value key system code patient", 5, _quantity_rows),
    _IndexTable("index_bound", "parameter bound key system code side", 6, _bound_rows),
    _IndexTable("index_uri", "parameter text key patient", 3, _uri_rows),
    _IndexTable(
        "index_composite", "parameter code key place system code2 system2 value low high text", 4, _composite_rows
    ),
)


def audit_row(entry: AuditEntry, *, key: int, transaction: int) -> Row:
    """The row of one access, in the order of the table's columns."""
    return (
        key, entry.at, entry.member, entry.agent, entry.action, entry.interaction, entry.target, entry.patient,
        entry.outcome, entry.purpose, entry.query, entry.detail, transaction,
    )  # fmt: skip


_INSERT_CODE: Final = Insert("INSERT OR IGNORE INTO token_text (text, code, system) VALUES (?,?,?)")

_HEAVY: Final = 1024 * 1024


class PendingRows:
    """Rows of units that were accepted and wait to be written.

    `refs` are the resources (type number, id) among them, `holders` who holds an identifier (custodian, type number,
    hash), `controls` the members, senders and control ids of messages, `strays` the patients that are named by what
    stands in no compartment: what a later check cannot find in the tables yet. `codes` are each resource's codes that
    may be new to the database in words (`IndexRows`). `size` counts the bytes of bodies and messages.
    """

    __slots__ = (
        "audit", "codes", "controls", "frees_identifiers", "history", "holders", "identifiers", "inbound", "index",
        "moves_grants", "refs", "reindex", "resource_ids", "resources", "size", "statements", "strays", "updates",
    )  # fmt: skip

    def __init__(self) -> None:
        self.resources: list[Row] = []
        self.resource_ids: list[Row] = []
        self.updates: list[Row] = []
        self.history: list[Row] = []
        self.identifiers: list[Row] = []
        self.index: list[tuple[int, IndexRows]] = []
        self.reindex: list[tuple[int, IndexRows]] = []
        self.inbound: list[Row] = []
        self.statements: list[Statement] = []
        self.audit: list[Row] = []
        self.codes: list[list[tuple[str, int, int, str]]] = []
        self.refs: set[tuple[int, str]] = set()
        self.holders: dict[tuple[int, int, bytes], int] = {}
        self.controls: set[tuple[int, str, str]] = set()
        self.strays: set[str] = set()
        self.frees_identifiers = False
        self.moves_grants = False
        self.size = 0

    @property
    def is_heavy(self) -> bool:
        """Whether writing them would hold the event loop: some six milliseconds for each megabyte."""
        return self.size > _HEAVY

    def code_rows(self) -> list[Row]:
        """The words of codes beside their numbers, each once, in one order: else two nodes wait for each other."""
        return sorted({code[:3] for codes in self.codes for code in codes})

    def write(self, connection: sqlite3.Connection) -> None:
        """Write all of them. Raises what SQLite raises; then nothing may be kept."""
        _INSERT_RESOURCE.write(connection, self.resources)
        _INSERT_RESOURCE_ID.write(connection, self.resource_ids)
        if self.updates:
            connection.executemany(_UPDATE_RESOURCE, self.updates)
        _INSERT_HISTORY.write(connection, self.history)
        for statement, rows in groupby(self.statements, key=itemgetter(0)):
            connection.executemany(statement, [values for _, values in rows])  # a referral makes many alike grants
        if self.codes:
            _INSERT_CODE.write(connection, self.code_rows())
        _INSERT_IDENTIFIER.write(connection, self.identifiers)
        if self.reindex:
            _reindex(connection, self.reindex)
        if self.index:
            _insert_index(connection, self.index)
        if self.inbound:
            connection.executemany(INSERT_INBOUND, self.inbound)
        _INSERT_AUDIT.write(connection, self.audit)


def _insert_index(connection: sqlite3.Connection, index: list[tuple[int, IndexRows]]) -> None:
    for table in INDEX_TABLES:
        rows_of = table.rows
        table.insert.write(connection, [row for key, found in index for row in rows_of(key, found)])


def _reindex(connection: sqlite3.Connection, index: list[tuple[int, IndexRows]]) -> None:
    """Of resources that were stored before: take away the rows that are gone and add the new ones."""
    for table in INDEX_TABLES:
        gone: list[Row] = []
        new: list[Row] = []
        for key, found in index:
            old = connection.execute(table.select, (key,)).fetchall()
            rows = table.rows(key, found)
            if old or rows:
                had, has = set(old), set(rows)
                gone += [row[: table.leading] for row in had - has]
                new += [row for row in rows if row not in had]
        if gone:
            connection.executemany(table.delete, gone)
        table.insert.write(connection, new)
