"""The rows that the units of a batch become, written with as few statements as their order allows.

What every write has (resources, history, index, identifiers, messages, audit) goes in one statement: a chain of
data-modifying CTEs over arrays. https://www.postgresql.org/docs/15/queries-with.html#QUERIES-WITH-MODIFYING
"""
# ruff: noqa: S608  SQL is put together from the store's own names; values are always bound.

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import Any, Final

from sqlalchemy import BigInteger, Float, Integer, LargeBinary, SmallInteger, Table

from hub.store.messages import INBOUND_COLUMNS, UPDATE_INBOUND
from hub.store.pg.sql import translated
from hub.store.tables import METADATA
from hub.store.write_rows import INDEX_TABLES, PendingRows, Row

_UPDATED: Final = (
    "version", "updated", "custodian", "bucket", "suite", "key_id", "transaction_id", "labels", "meta", "body", "key",
)  # fmt: skip
_RESOURCE: Final = (
    "key", "type", "id", "version", "updated", "custodian", "bucket", "suite", "key_id", "transaction_id", "patient",
    "labels", "meta", "body",
)  # fmt: skip
_HISTORY: Final = (
    "key", "version", "type", "id", "updated", "method", "custodian", "bucket", "suite", "key_id", "transaction_id",
    "patient", "meta", "body",
)  # fmt: skip
_IGNORE: Final = " ON CONFLICT DO NOTHING"

_AT_ONCE: Final = 4000
"""Rows of one table in one statement, of heavy rows: about ten milliseconds of the event loop."""

_AGAIN: Final = ":again"
"""Ends the name of a part that holds index rows some of which may stand in the table already."""

_LEADING: Final = {table.name: table.leading for table in INDEX_TABLES}
_IN_PARTS: Final = frozenset({"token_text", *(f"{name}{end}" for name in _LEADING for end in ("", _AGAIN))})

_NUMBERS: Final = frozenset({"smallint", "bigint"})

Call = tuple[str, Sequence[Any]]
"""A statement of PostgreSQL with its values."""


def main_calls(rows: PendingRows, *, with_identifiers: bool) -> list[Call]:
    """All new rows in one statement, which gives the hashes of the identifiers that were claimed; none: nothing is new.

    Of heavy rows a part of the index's comes in statements behind it: asyncpg holds the event loop for each value.
    """
    new = _new_rows(rows, with_identifiers=with_identifiers)
    new += _index_rows(rows)
    if not rows.is_heavy:
        return _calls(new)
    longest = max(len(found) for name, found in new if name in _IN_PARTS)
    calls = _calls([(name, found[:_AT_ONCE] if name in _IN_PARTS else found) for name, found in new])
    for first in range(_AT_ONCE, longest, _AT_ONCE):
        calls += _calls([(name, found[first : first + _AT_ONCE]) for name, found in new if name in _IN_PARTS])
    return calls


def _calls(new: list[tuple[str, list[Row]]]) -> list[Call]:
    parts: list[str] = []
    values: list[Any] = []
    for name, found in new:
        if found:
            parts.append(name)
            values += _values(name, found)
    return [(_main_text(tuple(parts)), values)] if parts else []


def identifier_call(rows: PendingRows) -> Call:
    """The identifiers alone, after others were given up; gives the hashes that were claimed."""
    return _main_text(("identifier_key",)), _values("identifier_key", sorted(rows.identifiers))


def note_call(rows: list[Row]) -> Call:
    """Audit entries alone; those that are there already stay as they are."""
    return _note_text(), _values("audit_entry", rows)


@cache
def _note_text() -> str:
    columns = _columns("audit_entry")
    return (
        f"INSERT INTO audit_entry ({', '.join(columns)}) SELECT w.* FROM "
        f"unnest({_arrays('audit_entry', columns, first=1)}) w ({', '.join(columns)}) ON CONFLICT (key) DO NOTHING"
    )


def thinning_call(rows: PendingRows) -> Call:
    """Takes the index rows away that the new versions of resources no longer have."""
    keys = [key for key, _ in rows.reindex]
    values: list[Any] = [keys]
    for table in INDEX_TABLES:
        new = [row for key, found in rows.reindex for row in table.rows(key, found)]
        values += _values(table.name, new)
    return _thinning_text(), values


def statement_calls(rows: PendingRows) -> list[tuple[str, list[Sequence[Any]]]]:
    """The other statements, in order; those of one kind that stand together are one call with many values."""
    calls = [translated(sql, values) for sql, values in rows.statements]
    return [(text, [values for _, values in same]) for text, same in groupby(calls, key=lambda call: call[0])]


def _new_rows(rows: PendingRows, *, with_identifiers: bool) -> list[tuple[str, list[Row]]]:
    return [
        ("resource_id", sorted(rows.resource_ids)),
        ("resource", rows.resources),
        ("update", rows.updates),
        ("resource_history", rows.history),
        ("identifier_key", sorted(rows.identifiers) if with_identifiers else []),
        ("inbound", rows.inbound),
        ("audit_entry", rows.audit),
        ("token_text", rows.code_rows() if rows.codes else []),
    ]


def _index_rows(rows: PendingRows) -> list[tuple[str, list[Row]]]:
    """The index rows by table: those of new resources, which can meet nothing but each other, and all others.

    Of heavy rows, which are parted, all count as others: the second of two that are alike may come in a later part.
    """
    new, again = rows.index, rows.reindex
    if rows.is_heavy:
        new, again = [], [*new, *again]
    found: list[tuple[str, list[Row]]] = []
    for table in INDEX_TABLES:
        of: Callable[..., list[Row]] = table.rows
        for name, some in ((table.name, new), (f"{table.name}{_AGAIN}", again)):
            if some:
                found.append((name, [row for key, index in some for row in of(key, index)]))
    return found


@lru_cache(maxsize=512)
def _main_text(parts: tuple[str, ...]) -> str:
    position = 1
    chain = []
    for part in parts:
        table, columns = _target(part)
        arrays = _arrays(table, columns, first=position)
        position += len(columns)
        names = ", ".join(columns)
        values_of = f"unnest({arrays})"
        if part == "update":
            sets = ", ".join(f"{name} = w.{name}" for name in columns[:-1])
            text = f"UPDATE resource r SET deleted = 0, {sets} FROM {values_of} w ({names}) WHERE r.key = w.key"
        elif part in _LEADING:
            text = f"INSERT INTO {table} ({names}) {_first_of_each(table, columns, values_of)}"
        else:
            more, values = (", deleted", ", 0") if part in {"resource", "resource_history"} else ("", "")
            text = (
                f"INSERT INTO {table} ({names}{more}) SELECT w.*{values} FROM {values_of} w ({names})"
                f"{_AFTER.get(part, '')}"
            )
        chain.append(f"w_{part.replace(_AGAIN, '_again')} AS ({text})")
    claimed = "(SELECT array_agg(hash) FROM w_identifier_key)" if "identifier_key" in parts else "NULL::bytea[]"
    return f"WITH {', '.join(chain)} SELECT pg_current_xact_id()::text, {claimed}"


def _first_of_each(table: str, columns: Sequence[str], values_of: str) -> str:
    """A SELECT of the rows in the order of the table's primary key, the first of each.

    A quarter to a third cheaper than to let the table refuse what is there, and the rows of a page come together.
    """
    names = ", ".join(columns)
    key = ", ".join(
        f'{name} COLLATE "C"' if _type(METADATA.tables[table], name) == "text" else name
        for name in columns[: _LEADING[table]]
    )
    return f"SELECT DISTINCT ON ({key}) {names} FROM {values_of} WITH ORDINALITY w ({names}, nth) ORDER BY {key}, nth"


_AFTER: Final = {
    "identifier_key": f"{_IGNORE} RETURNING hash",
    "inbound": f" {UPDATE_INBOUND}",
    "token_text": _IGNORE,
    **{f"{name}{_AGAIN}": _IGNORE for name in _LEADING},
}


def _target(part: str) -> tuple[str, Sequence[str]]:
    """The table of a part and the columns that its rows have, in order."""
    if part in {"update", "resource"}:
        return "resource", _UPDATED if part == "update" else _RESOURCE
    if part == "resource_history":
        return part, _HISTORY
    if part == "inbound":
        return part, INBOUND_COLUMNS
    table = part.removesuffix(_AGAIN)
    return table, _columns(table)


@cache
def _columns(name: str) -> tuple[str, ...]:
    return tuple(column.name for column in METADATA.tables[name].columns)


@cache
def _thinning_text() -> str:
    position = 2
    chain = []
    for table in INDEX_TABLES:
        columns = _columns(table.name)
        arrays = _arrays(table.name, columns, first=position)
        position += len(columns)
        same = " AND ".join(f"w.{name} = x.{name}" for name in columns)
        chain.append(
            f"w_{table.name} AS (DELETE FROM {table.name} x WHERE x.key = ANY ($1::bigint[]) AND NOT EXISTS "
            f"(SELECT 1 FROM unnest({arrays}) w ({', '.join(columns)}) WHERE {same}))"
        )
    return f"WITH {', '.join(chain)} SELECT 1"


def _values(part: str, rows: list[Row]) -> list[Any]:
    """The columns of these rows, one parameter each.

    Numbers go as the text of an array, which costs a third of asyncpg's own encoding of one.
    """
    numeric = _numeric(part)
    columns = zip(*rows, strict=True) if rows else ((),) * len(numeric)
    return [
        f"{{{','.join(map(str, column))}}}" if is_number else column
        for is_number, column in zip(numeric, columns, strict=True)
    ]


@cache
def _numeric(part: str) -> tuple[bool, ...]:
    table, columns = _target(part)
    return tuple(_type(METADATA.tables[table], name) in _NUMBERS for name in columns)


def _arrays(table: str, columns: Sequence[str], *, first: int) -> str:
    """The parameters of these columns as arrays, from number `first` on."""
    found = []
    for place, name in enumerate(columns, start=first):
        kind = _type(METADATA.tables[table], name)
        text = "::text" if kind in _NUMBERS else ""
        found.append(f"${place}{text}::{kind}[]")
    return ", ".join(found)


def _type(table: Table, column: str) -> str:
    kind = table.columns[column].type
    if isinstance(kind, SmallInteger):
        return "smallint"
    if isinstance(kind, (BigInteger, Integer)):
        return "bigint"
    if isinstance(kind, Float):
        return "float8"
    return "bytea" if isinstance(kind, LargeBinary) else "text"
