"""Reading another system's database views: read-only, in pages, by SQLAlchemy URL (docs/adapters/his.md).

Every page is one transaction that is rolled back: nothing of the other database is ever changed, and the transaction
says so to engines that know read-only ones. It stands here because `hub.store` is the only door to SQLAlchemy.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    TextClause,
    bindparam,
    create_engine,
    func,
    literal_column,
    select,
    text,
)
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from hub.errors import BadRequestError, HubError

Answer = TypeVar("Answer")

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
    return await _ask(url, lambda connection: _read(connection, view, after, count))


async def count_without_place(url: str, view: ViewQuery) -> int:
    """How many rows have no watermark or no key: they have no place in the order, and no page has them."""
    return await _ask(url, lambda connection: _count_without_place(connection, view))


def fault_in_url(url: str) -> str:
    """Why no database can be asked by this URL, in words; empty when its driver is there."""
    try:
        _is_async(url)
    except BadRequestError as err:
        return str(err)
    return ""


async def _ask(url: str, question: Callable[[Connection], Answer]) -> Answer:
    is_async = _is_async(url)
    try:
        if is_async:
            return await _ask_async(url, question)
        return await asyncio.to_thread(_ask_sync, url, question)
    except (SQLAlchemyError, OSError) as err:
        raise ViewError(
            f"The view cannot be read ({type(err).__name__}). Check its address, rights, and the columns that order it."
        ) from err


def _is_async(url: str) -> bool:
    """Whether its driver is asynchronous. Raises BadRequestError when the URL or its driver is not known."""
    try:
        dialect = make_url(url).get_dialect()
        dialect.import_dbapi()
    except (ArgumentError, NoSuchModuleError, ValueError) as err:
        raise BadRequestError(
            "The URL of the database cannot be understood; expected an SQLAlchemy URL of an installed driver, as in "
            "postgresql+asyncpg://reader@his.example/his or sqlite:////data/his.db."
        ) from err
    except ModuleNotFoundError as err:
        raise BadRequestError(
            f"The driver {err.name} of this database is not installed beside the hub; expected one that is, as in "
            "postgresql+asyncpg://reader@his.example/his or sqlite:////data/his.db."
        ) from err
    return dialect.is_async


def _ask_sync(url: str, question: Callable[[Connection], Answer]) -> Answer:
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            return question(connection)
    finally:
        engine.dispose()


async def _ask_async(url: str, question: Callable[[Connection], Answer]) -> Answer:
    from sqlalchemy.ext.asyncio import create_async_engine

    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(question)
    finally:
        await engine.dispose()


def _count_without_place(connection: Connection, view: ViewQuery) -> int:
    """In a transaction of its own, which is rolled back."""
    _begin_reading(connection)
    source, watermark, key = _ordered(view)
    counted = select(func.count()).select_from(source).where(watermark.is_(None) | key.is_(None))
    count = int(connection.execute(counted).scalar_one())
    connection.rollback()
    return count


def _begin_reading(connection: Connection) -> None:
    statement = _READ_ONLY.get(connection.dialect.name)
    if statement:
        connection.execute(text(statement))


def _read(connection: Connection, view: ViewQuery, after: Position | None, count: int) -> Page:
    """One page in one transaction, which is rolled back."""
    _begin_reading(connection)
    result = connection.execute(_select(view, after, count))
    names = tuple(result.keys())
    rows = result.fetchall()
    connection.rollback()
    last = _position(view, names, rows[-1]) if rows else None
    return Page(names, tuple(tuple(map(as_text, row)) for row in rows), last)


def _select(view: ViewQuery, after: Position | None, count: int) -> Select[Any]:
    """Rows that have a place in the order. A row without one would end the reading: nothing is greater than NULL."""
    source, watermark, key = _ordered(view)
    chosen: Select[Any] = (
        select(literal_column("v.*"))
        .select_from(source)
        .where(watermark.is_not(None), key.is_not(None))
        .order_by(watermark, key)
        .limit(count)
    )
    if after is None or after.watermark is None:
        return chosen
    mark: BindParameter[Any] = bindparam("mark", after.watermark)
    if after.key is None:
        return chosen.where(watermark >= mark)
    number: BindParameter[Any] = bindparam("number", after.key)
    return chosen.where((watermark > mark) | ((watermark == mark) & (key > number)))


def _ordered(view: ViewQuery) -> tuple[TextClause, ColumnElement[Any], ColumnElement[Any]]:
    """What is read from, and the two columns that order it."""
    source = view.query if _is_name(view.query) else f"({view.query})"
    return text(f"{source} v"), literal_column(f"v.{view.watermark}"), literal_column(f"v.{view.key}")


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
