"""Reading another system's database views: read-only, in pages, by SQLAlchemy URL (docs/adapters/his.md).

Every page is one transaction that is rolled back: nothing of the other database is ever changed, and the transaction
says so to engines that know read-only ones. It stands here because `hub.store` is the only door to SQLAlchemy.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, create_engine, literal_column, select, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from hub.errors import BadRequestError, HubError

_READ_ONLY = {
    "postgresql": "SET TRANSACTION READ ONLY",
    "mysql": "SET TRANSACTION READ ONLY",
    "mariadb": "SET TRANSACTION READ ONLY",
    "oracle": "SET TRANSACTION READ ONLY",
    "sqlite": "PRAGMA query_only = ON",
}
"""What tells an engine that nothing will be written; the others are rolled back all the same."""


class ViewError(HubError):
    """The view cannot be read for now."""

    status, code = 503, "transient"


@dataclass(frozen=True, slots=True)
class Position:
    """How far a view was read: the last row's watermark and key, as values of the database.

    Without a key everything from the watermark on is read, rows at it included.
    """

    watermark: Any
    key: Any


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in the order of the view's watermark, and the position of the last one."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    last: Position | None


@dataclass(frozen=True, slots=True)
class ViewQuery:
    """A SELECT or a view's name, with the columns that order it."""

    query: str
    watermark: str
    key: str


async def read_page(url: str, view: ViewQuery, *, after: Position | None, count: int) -> Page:
    """At most `count` rows behind a position. Raises ViewError; BadRequestError for a URL that nobody understands."""
    try:
        parsed = make_url(url)
        is_async = parsed.get_dialect().is_async
    except (ArgumentError, NoSuchModuleError, ValueError) as err:
        raise BadRequestError(
            "The URL of the database cannot be understood; expected an SQLAlchemy URL of an installed driver, as in "
            "postgresql+asyncpg://reader@his.example/his or sqlite:////data/his.db."
        ) from err
    try:
        if is_async:
            return await _read_async(url, view, after, count)
        return await asyncio.to_thread(_read_sync, url, view, after, count)
    except ModuleNotFoundError as err:
        raise BadRequestError(f"The driver {err.name} of this database is not installed beside the hub.") from err
    except (SQLAlchemyError, OSError) as err:
        raise ViewError(
            f"The view cannot be read ({type(err).__name__}). Check its address, rights, and the columns that order it."
        ) from err


def _read_sync(url: str, view: ViewQuery, after: Position | None, count: int) -> Page:
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            return _read(connection, view, after, count)
    finally:
        engine.dispose()


async def _read_async(url: str, view: ViewQuery, after: Position | None, count: int) -> Page:
    from sqlalchemy.ext.asyncio import create_async_engine

    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_read, view, after, count)
    finally:
        await engine.dispose()


def _read(connection: Connection, view: ViewQuery, after: Position | None, count: int) -> Page:
    """One page in one transaction, which is rolled back."""
    statement = _READ_ONLY.get(connection.dialect.name)
    if statement:
        connection.execute(text(statement))
    result = connection.execute(_select(view, after, count))
    names = tuple(result.keys())
    rows = result.fetchall()
    connection.rollback()
    last = _position(view, names, rows[-1]) if rows else None
    return Page(names, tuple(tuple(map(as_text, row)) for row in rows), last)


def _select(view: ViewQuery, after: Position | None, count: int) -> Select[Any]:
    source = view.query if _is_name(view.query) else f"({view.query})"
    watermark: ColumnElement[Any] = literal_column(f"v.{view.watermark}")
    key: ColumnElement[Any] = literal_column(f"v.{view.key}")
    chosen: Select[Any] = (
        select(literal_column("v.*")).select_from(text(f"{source} v")).order_by(watermark, key).limit(count)
    )
    if after is None:
        return chosen
    mark: BindParameter[Any] = bindparam("mark", after.watermark)
    if after.key is None:
        return chosen.where(watermark >= mark)
    number: BindParameter[Any] = bindparam("number", after.key)
    return chosen.where((watermark > mark) | ((watermark == mark) & (key > number)))


def _is_name(query: str) -> bool:
    return not any(mark.isspace() for mark in query.strip())


def _position(view: ViewQuery, names: Sequence[str], row: Sequence[Any]) -> Position:
    places = {name.casefold(): at for at, name in enumerate(names)}
    try:
        return Position(row[places[view.watermark.casefold()]], row[places[view.key.casefold()]])
    except KeyError as err:
        raise BadRequestError(
            f"The view has no column {err.args[0]}; expected the columns that its file names as watermark and key."
        ) from err


def as_text(value: Any) -> str:
    """A database's value as a table's cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return str(value)
