"""One open database: its two connections, its keys and clock, and the numbers of its terms.

Reads have their own connection, so that they never see a batch before it is committed.
"""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from copy import copy
from pathlib import Path
from typing import Any, Final

from fhir_profiles.registry import RESOURCE_TYPES
from hub.clock import Clock
from hub.errors import TooCostlyError
from hub.keys import Keys
from hub.store.addresses import SELECT_BASES
from hub.store.numbers import NumberMaker
from hub.store.queries import Dialect, SqliteDialect
from hub.store.schema import connect, ensure_schema
from hub.store.terms import Terms
from hub.store.visibility import Predicates

COLUMNS: Final = (
    "{0}.type, {0}.id, {0}.version, {0}.updated, {0}.custodian, {0}.body, {0}.meta, {0}.deleted, {0}.patient, {1}"
)
"""What a StoredResource is made of, for `row_to_resource`; {1} is the method."""

RESOURCE_COLUMNS: Final = COLUMNS.format("r", "'PUT'")
HISTORY_COLUMNS: Final = COLUMNS.format("h", "h.method")

_STEPS: Final = 10_000
_INLINE_STEPS: Final = 200_000
"""Steps of SQLite's machine that a read may take on the event loop's thread: about five milliseconds."""

_SLOW_STEPS: Final = 30_000_000
"""Steps that a read may take in the slow lane's thread: one to two seconds."""


_SLOW_SECONDS: Final = 10.0
"""How long it may take there, however few steps that are: rows of a large file that nobody read lately come slowly."""


class BudgetError(TooCostlyError):
    """A read took more steps, or longer, than its lane allows."""


class Database(Terms):
    """What every query of the engine needs: `Queries` on a SQLite file."""

    dialect: Dialect = SqliteDialect()

    def __init__(self, path: Path, *, keys: Keys, clock: Clock, node: int, entropy: Callable[[int], bytes]) -> None:
        self.path = path
        self.hash_with(keys)
        self.clock = clock
        self.writer = connect(path)
        ensure_schema(self.writer)
        self.name_types(_intern_types(self.writer))
        self.bases.update(str(row[0]) for row in self.writer.execute(SELECT_BASES))
        self._read_with(connect(path), most_steps=_INLINE_STEPS)
        self.numbers = NumberMaker(clock, node=node, after=_last_key(self.writer), entropy=entropy)
        self.predicates = Predicates(self.type_numbers)

    @classmethod
    def open(
        cls, path: Path, *, keys: Keys, clock: Clock, node: int, entropy: Callable[[int], bytes] = os.urandom
    ) -> "Database":
        """The database in the file at `path`, made when it is new."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cls(path, keys=keys, clock=clock, node=node, entropy=entropy)

    def rows(self, sql: str, parameters: dict[str, Any] | Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a read, within the step budget. Raises TooCostlyError."""
        self._steps = 0
        try:
            return self.reader.execute(sql, parameters).fetchall()
        except sqlite3.OperationalError as err:
            raise _translated(err) from err

    def row(self, sql: str, parameters: dict[str, Any]) -> tuple[Any, ...] | None:
        """The one row of a read by key."""
        self._steps = 0  # SQLite counts on over the runs of a statement, so that any read may meet the handler
        found: tuple[Any, ...] | None = self.reader.execute(sql, parameters).fetchone()
        return found

    def stream(self, sql: str, parameters: dict[str, Any], *, first: int = 64) -> Iterator[tuple[Any, ...]]:
        """The rows of a read one by one, within the step budget; what is not taken is not computed."""
        del first
        self._steps = 0
        try:
            with closing(self.reader.execute(sql, parameters)) as cursor:  # a sort is over before its first row
                yield from cursor
        except sqlite3.OperationalError as err:
            raise _translated(err) from err

    def slow_lane(self) -> "Database":
        """The same database with a read connection of its own and a larger budget, for another thread."""
        other = copy(self)
        other._read_with(connect(self.path), most_steps=_SLOW_STEPS)
        return other

    def _read_with(self, connection: sqlite3.Connection, *, most_steps: int) -> None:
        self.reader = connection
        self.reader.execute("PRAGMA query_only=ON")
        self._steps, self._most_steps, self._until = 0, most_steps, 0.0
        self.reader.set_progress_handler(self._count_steps, _STEPS)

    def close(self) -> None:
        """Let go of the file."""
        self.reader.close()
        self.writer.close()

    def _count_steps(self) -> int:
        self._steps += _STEPS
        if self._steps == _STEPS:
            self._until = self.clock.monotonic() + _SLOW_SECONDS
        return self._steps > self._most_steps or self.clock.monotonic() > self._until


def _translated(err: sqlite3.OperationalError) -> Exception:
    if err.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
        return err
    return BudgetError(
        "The search looked at too many rows, or took too long; expected a narrower one. "
        "Add a parameter that few resources match, such as a patient, an identifier or a date."
    )


def _intern_types(connection: sqlite3.Connection) -> dict[str, int]:
    """A number for each resource type, the same for as long as the file lives."""
    found = {str(text): int(number) for number, text in connection.execute("SELECT number, text FROM term")}
    missing = sorted(RESOURCE_TYPES - found.keys())
    if missing:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT OR IGNORE INTO term (text) VALUES (?)", [(name,) for name in missing])
        connection.execute("COMMIT")
        found = {str(text): int(number) for number, text in connection.execute("SELECT number, text FROM term")}
    return found


def _last_key(connection: sqlite3.Connection) -> int:
    """The largest number in use, so that a clock that was set back cannot repeat one."""
    return max(
        int(connection.execute(f"SELECT coalesce(max({column}), 0) FROM {table}").fetchone()[0])
        for table, column in (
            ("resource", "key"), ("resource_history", "transaction_id"), ("audit_entry", "key"), ("inbound", "key"),
            ("outbound", "key"), ("access_grant", "key"),
        )
    )  # fmt: skip
