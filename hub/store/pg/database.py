"""What every query of the engine needs, and one connection's view of it for the synchronous query code."""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, Final

import asyncpg

from hub.clock import Clock
from hub.errors import BadRequestError, TooCostlyError
from hub.keys import Keys
from hub.store.addresses import SELECT_BASES
from hub.store.pg.bridge import wait
from hub.store.pg.pool import Connection
from hub.store.pg.sql import translated
from hub.store.queries import Dialect
from hub.store.terms import Terms
from hub.store.visibility import Predicates

_COSTLY: Final = (
    "The search looked at too many rows, or took too long; expected a narrower one. "
    "Add a parameter that few resources match, such as a patient, an identifier or a date."
)

_MORE: Final = (2048, 65_536, 1 << 40)
"""How many rows are asked for where the first ones were not enough."""


@dataclass(frozen=True, slots=True)
class PgDialect:
    """PostgreSQL chooses its indexes itself; the settings of the reading connections keep it to the order of joins.

    A semi-join over a whole index costs more than to ask row by row until the page is full: OFFSET 0 keeps an EXISTS
    from becoming one, and a subquery in the order of its index.
    """

    fence: str = " OFFSET 0"

    def hint(self, index: str) -> str:
        """Nothing."""
        del index
        return ""

    def contains(self, text: str, part: str) -> str:
        """By `strpos`, which knows no pattern."""
        return f"strpos({text}, {part}) > 0"

    def ends(self, text: str, part: str) -> str:
        """A shorter text is given whole, and is not the same."""
        return f"right({text}, length({part})) = {part}"

    def first(self, keys: str, *, ordered: bool) -> str:
        """A subquery of its own: else the planner may ask each resource of the type whether it has such a row."""
        return f"{keys}{' ORDER BY key DESC' if ordered else ''}{self.fence}"

    def newest(self, keys: str) -> str:
        """As `first` has it."""
        return self.first(keys, ordered=True)

    def in_turn(self, rows: str, terms: str) -> str:
        """A subquery of its own, whose order the planner knows."""
        return f"{rows} ORDER BY {terms}{self.fence}"

    def as_they_stand(self, terms: str) -> str:
        """Said again: the planner knows in which order the subquery is."""
        return f" ORDER BY {terms}"

    def in_order(self, table: str, column: str, where: str, direction: str) -> str:
        """A subquery of its own: in the whole statement the planner expects so few rows that it sorts them all."""
        return (
            f"(SELECT s.{column}, s.key FROM {table} s WHERE {where} "
            f"ORDER BY s.{column} {direction}, s.key {direction}{self.fence}) s "
            "JOIN resource r ON r.key = s.key WHERE 1 = 1"
        )

    def settled(self, alias: str) -> str:
        """What is behind the horizon: transactions commit in another order than they begin."""
        return f"{alias}.xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"

    def plan_of(self, sql: str) -> str:
        """https://www.postgresql.org/docs/15/sql-explain.html."""
        return f"EXPLAIN (FORMAT JSON) {sql}"

    def plan_lines(self, rows: Sequence[tuple[Any, ...]]) -> tuple[str, ...]:
        """Kind, table, index and estimated rows of each node; its conditions show values, and stay out."""
        return tuple(_node_lines(json.loads(rows[0][0])[0]["Plan"]))

    def order(self, alias: str) -> str:
        """The number that the server gives: another node's clock may be slow."""
        return f"{alias}.xid"


def _node_lines(node: Mapping[str, Any], depth: int = 0) -> Iterator[str]:
    names = [str(node[name]) for name in ("Node Type", "Relation Name", "Index Name") if name in node]
    yield f"{'  ' * depth}{' '.join(names)}, about {node['Plan Rows']} rows, cost {node['Total Cost']:.0f}"
    for inner in node.get("Plans", ()):
        yield from _node_lines(inner, depth + 1)


class PgDatabase(Terms):
    """One database, as queries see it through one connection (`on`)."""

    connection: Connection
    dialect: Dialect = PgDialect()

    def __init__(self, *, keys: Keys, clock: Clock, type_numbers: Mapping[str, int]) -> None:
        self.hash_with(keys)
        self.clock = clock
        self.name_types(type_numbers)
        self.predicates = Predicates(self.type_numbers)

    def on(self, connection: Connection) -> "PgDatabase":
        """The same database through this connection."""
        other = copy(self)
        other.connection = connection
        return other

    def rows(self, sql: str, parameters: dict[str, Any] | Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a read, within the time that a statement may take. Raises TooCostlyError."""
        return wait(fetch_rows(self.connection, sql, parameters))

    def row(self, sql: str, parameters: dict[str, Any] | Sequence[Any]) -> tuple[Any, ...] | None:
        """The one row of a read by key."""
        rows = self.rows(sql, parameters)
        return rows[0] if rows else None

    def stream(self, sql: str, parameters: dict[str, Any], *, first: int = 64) -> Iterator[tuple[Any, ...]]:
        """The rows of a read one by one: as many as are wanted at first, and more only where that was too few."""
        given = 0
        for most in (first, *_MORE):
            rows = self.rows(f"{sql} LIMIT {most}", parameters)
            yield from rows[given:]
            given = len(rows)
            if given < most:
                return

    def run(self, sql: str, parameters: dict[str, Any] | Sequence[Any] = ()) -> None:
        """A statement without an answer."""
        text, values = translated(sql, parameters)
        wait(self.connection.execute(text, *values))


async def fetch_rows(
    connection: Connection, sql: str, parameters: dict[str, Any] | Sequence[Any] = ()
) -> list[tuple[Any, ...]]:
    """All rows of a read, within the time that a statement may take. Raises TooCostlyError."""
    text, values = translated(sql, parameters)
    try:
        return await connection.fetch(text, *values)
    except asyncpg.QueryCanceledError as err:
        raise TooCostlyError(_COSTLY) from err
    except asyncpg.DataError as err:
        raise BadRequestError(
            "The request holds text that the database cannot search for, as U+0000; take it out and send it again."
        ) from err


async def read_terms(connection: Connection, *, keys: Keys, clock: Clock) -> PgDatabase:
    """The database with the numbers that it gives to the resource types; the node's `numbers` are the caller's."""
    numbers = {str(row[1]): int(row[0]) for row in await connection.fetch("SELECT number, text FROM term")}
    database = PgDatabase(keys=keys, clock=clock, type_numbers=numbers)
    database.bases.update(str(row[0]) for row in await connection.fetch(SELECT_BASES))
    return database
