"""The administration tables on PostgreSQL, for callers that do not wait (`hub.store.admin` is synchronous).

A call is a few indexed rows; most are answered from what is kept for a second. asyncpg lives on an event loop in a
thread of its own, and SQLAlchemy's own bridge lets a statement wait there. The caller's thread stands still for that
round trip, at most `_SECONDS`.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeVar

import asyncpg
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from hub.errors import OverloadError
from hub.store.pg.pool import LOST, STARTING, Connection, connect
from hub.store.pg.sql import translated

_SECONDS: Final = 5.0
_CONNECTIONS: Final = 4

_T = TypeVar("_T")


class PgAdminConnection:
    """One connection inside `PgAdminEngine.begin` or `connect`."""

    def __init__(self, engine: "PgAdminEngine", connection: AsyncConnection) -> None:
        self._engine = engine
        self._connection = connection

    def execute(self, statement: Any, parameters: Any = None) -> Any:
        """The statement's result, with all of its rows."""
        return self._engine.run(lambda: self._connection.run_sync(lambda inner: inner.execute(statement, parameters)))


class PgAdminEngine:
    """What the administration uses of a SQLAlchemy engine: `connect`, `begin`, `dispose`."""

    def __init__(self, url: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="admin-database", daemon=True)
        self._thread.start()
        self._url, self._turn = url, asyncio.Lock()
        self._plain: Connection | None = None
        self._engine = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=lambda: connect(url, {"statement_timeout": f"{_SECONDS:.0f}s"}),
            pool_size=_CONNECTIONS, max_overflow=0, pool_timeout=_SECONDS, pool_pre_ping=True,
        )  # fmt: skip

    @contextmanager
    def connect(self) -> Iterator[PgAdminConnection]:
        """A connection for reading."""
        with self._connection(keep=False) as connection:
            yield connection

    @contextmanager
    def begin(self) -> Iterator[PgAdminConnection]:
        """A connection whose statements are kept together, or not at all when the block raises."""
        with self._connection(keep=True) as connection:
            yield connection

    def fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """The rows of a read in one round trip, on a connection of its own. Raises OverloadError."""
        text, ordered = translated(sql, values)

        async def ask() -> Sequence[Sequence[Any]]:
            if self._plain is None or self._plain.is_closed():
                self._plain = await connect(self._url, {"statement_timeout": f"{_SECONDS:.0f}s"})
            rows: Sequence[Sequence[Any]] = await self._plain.fetch(text, *ordered)
            return rows

        async def in_turn() -> Sequence[Sequence[Any]]:
            async with self._turn:
                try:
                    return await ask()
                except (*LOST, asyncpg.InterfaceError):  # the server was started anew: on a new connection once more
                    self._plain = None
                    return await ask()

        return self.run(in_turn)

    def run(self, work: Callable[[], Awaitable[_T]]) -> _T:
        """What `work` gives on the thread's loop. Raises OverloadError when the server is not there."""

        async def in_time() -> _T:
            async with asyncio.timeout(2 * _SECONDS):
                return await work()

        try:
            return asyncio.run_coroutine_threadsafe(in_time(), self._loop).result()
        except IntegrityError:
            raise
        except (DBAPIError, asyncpg.PostgresError, asyncpg.InterfaceError, *LOST, *STARTING) as err:
            raise OverloadError(
                "The database did not answer; send this again later.", headers=(("Retry-After", "5"),)
            ) from err

    def dispose(self) -> None:
        """Close the connections and end the thread; once is enough."""
        if self._loop.is_closed():
            return
        if self._plain is not None:
            self._loop.call_soon_threadsafe(self._plain.terminate)
        self.run(self._engine.dispose)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @contextmanager
    def _connection(self, *, keep: bool) -> Iterator[PgAdminConnection]:
        connection: AsyncConnection = self.run(lambda: self._engine.connect().start())
        try:
            yield PgAdminConnection(self, connection)
        except BaseException:
            self.run(connection.rollback)
            raise
        else:
            self.run(connection.commit if keep else connection.rollback)
        finally:
            self.run(connection.close)
