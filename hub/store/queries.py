"""What the reading half of an engine asks of its database: rows for SQL text, and what a value is stored as.

Searches, history and the other reads are written once, for this shape. SQL is standard but for what a `Dialect`
says; values are bound by name (`:name`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from hub.clock import Clock
from hub.keys import Keys
from hub.store.port import StoredResource
from hub.store.visibility import Predicates

if TYPE_CHECKING:  # it reads through this module
    from hub.store.incomplete import Incomplete


class Dialect(Protocol):
    """Where the engines differ in the text of a query."""

    @property
    def fence(self) -> str:
        """What ends a subquery that is to be asked row by row, and not made a join."""
        ...

    def hint(self, index: str) -> str:
        """What stands behind a table's alias to have it read through this index; "" where the engine chooses."""
        ...

    def contains(self, text: str, part: str) -> str:
        """The condition that one text is part of another."""
        ...

    def ends(self, text: str, part: str) -> str:
        """The condition that one text ends with another."""
        ...

    def first(self, keys: str, *, ordered: bool) -> str:
        """A SELECT of keys as the outermost loop of a join; `ordered`: newest first, as its index has them."""
        ...

    def newest(self, keys: str) -> str:
        """A SELECT of keys as the outermost loop of a join, sorted: newest first, one key perhaps several times."""
        ...

    def in_turn(self, rows: str, terms: str) -> str:
        """A SELECT of rows as the outermost loop of a join, sorted by these terms."""
        ...

    def as_they_stand(self, terms: str) -> str:
        """ORDER BY, where the outermost loop has the rows in this order by its own text (`newest`)."""
        ...

    def in_order(self, table: str, column: str, where: str, direction: str) -> str:
        """FROM and WHERE of rows s of an index table, each with its resource r, read in the order of a column.

        Resources with equal values stand in the same direction. Further conditions may follow after AND.
        """
        ...

    def settled(self, alias: str) -> str:
        """The condition that no earlier transaction than that of this row of history is under way (DESIGN D21)."""
        ...

    def plan_of(self, sql: str) -> str:
        """The statement that tells how another one would be run."""
        ...

    def plan_lines(self, rows: Sequence[tuple[Any, ...]]) -> tuple[str, ...]:
        """Its answer in lines, without any value that was searched for."""
        ...

    def order(self, alias: str) -> str:
        """The column of this row of history by which its transaction stands in the order of commits."""
        ...


@dataclass(frozen=True, slots=True)
class SqliteDialect:
    """SQLite has no statistics of a live file, so that the plan says which index it means."""

    fence: str = ""

    def hint(self, index: str) -> str:
        """The index, by name."""
        return f" INDEXED BY {index}"

    def contains(self, text: str, part: str) -> str:
        """By `instr`, which knows no pattern."""
        return f"instr({text}, {part}) > 0"

    def ends(self, text: str, part: str) -> str:
        """A shorter text is given whole, and is not the same."""
        return f"substr({text}, -length({part})) = {part}"

    def first(self, keys: str, *, ordered: bool) -> str:
        """CROSS JOIN says so already."""
        del ordered
        return keys

    def newest(self, keys: str) -> str:
        """With a LIMIT, which keeps the subquery what it is."""
        return f"{keys} ORDER BY key DESC LIMIT -1"

    def in_turn(self, rows: str, terms: str) -> str:
        """With a LIMIT, which keeps the subquery what it is."""
        return f"{rows} ORDER BY {terms} LIMIT -1"

    def as_they_stand(self, terms: str) -> str:
        """Nothing: CROSS JOIN keeps the order of the loops, and ORDER BY would look all resources up to sort them."""
        del terms
        return ""

    def in_order(self, table: str, column: str, where: str, direction: str) -> str:
        """The order of the join is that of the text, and ORDER BY is answered by the table's own key."""
        del column, direction
        return f"{table} s CROSS JOIN resource r ON r.key = s.key WHERE {where}"

    def settled(self, alias: str) -> str:
        """Always: transactions come one after the other."""
        del alias
        return "1 = 1"

    def plan_of(self, sql: str) -> str:
        """https://www.sqlite.org/eqp.html: it shows placeholders, never values."""
        return f"EXPLAIN QUERY PLAN {sql}"

    def plan_lines(self, rows: Sequence[tuple[Any, ...]]) -> tuple[str, ...]:
        """The last column is the text of a step."""
        return tuple(str(row[-1]) for row in rows)

    def order(self, alias: str) -> str:
        """The number that the hub gives."""
        return f"{alias}.transaction_id"


class Queries(Protocol):
    """A database, as a query sees it."""

    keys: Keys
    clock: Clock
    type_numbers: dict[str, int]
    type_names: dict[int, str]
    predicates: Predicates
    incomplete: "Incomplete"
    bases: set[str]

    @property
    def dialect(self) -> Dialect:
        """How SQL is written here."""
        ...

    def rows(self, sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
        """All rows of a read, within its budget. Raises TooCostlyError."""
        ...

    def row(self, sql: str, parameters: dict[str, Any]) -> tuple[Any, ...] | None:
        """The one row of a read by key."""
        ...

    def stream(self, sql: str, parameters: dict[str, Any], *, first: int = 64) -> Iterator[tuple[Any, ...]]:
        """The rows of a read one by one, within its budget; what is not taken is not computed.

        `first` is how many will mostly be taken.
        """
        ...

    def row_to_resource(self, row: Sequence[Any]) -> StoredResource:
        """A row of COLUMNS as a value."""
        ...

    def target_of(self, kind: str, resource_id: str, url: str) -> tuple[str, str]:
        """What a split reference leads to: an id here or an address elsewhere, and its type."""
        ...

    def token_hash(self, parameter: str, code: str) -> int:
        """The number under which a code is found."""
        ...

    def identifier_hash(self, system: str, value: str) -> bytes:
        """The keyed hash of a business identifier."""
        ...
