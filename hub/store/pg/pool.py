"""Connections to one PostgreSQL database: some for reading, a few for writing.

asyncpg's own pool asks the server to reset each connection that comes back, which doubles the round trips of a read;
these connections are only ever used by this package, which leaves nothing behind on them.
"""

import asyncio
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Final, Protocol

import asyncpg

from hub.errors import OverloadError


class Connection(Protocol):
    """What is used of asyncpg's connection. https://magicstack.github.io/asyncpg/current/api/."""

    async def execute(self, query: str, *args: Any) -> str:
        """Run a statement; without arguments, several."""
        ...

    async def executemany(self, command: str, args: Iterable[Sequence[Any]]) -> None:
        """Run a statement with each of these arguments, without waiting between."""
        ...

    async def fetch(self, query: str, *args: Any) -> list[Any]:
        """All rows."""
        ...

    async def fetchrow(self, query: str, *args: Any) -> Any:
        """The first row, or None."""
        ...

    async def fetchval(self, query: str, *args: Any) -> Any:
        """The first value of the first row, or None."""
        ...

    def transaction(self) -> AbstractAsyncContextManager[Any]:
        """A transaction for the time of a block."""
        ...

    def is_closed(self) -> bool:
        """Whether it was closed or lost."""
        ...

    def is_in_transaction(self) -> bool:
        """Whether a transaction is open."""
        ...

    def terminate(self) -> None:
        """Drop it at once."""
        ...

    async def close(self, *, timeout: float | None = None) -> None:  # noqa: ASYNC109  asyncpg's own name
        """End it in order."""
        ...


LOST: Final = (asyncpg.PostgresConnectionError, OSError, TimeoutError, asyncpg.InternalClientError)
"""What a connection raises that is no longer there, or that cannot be made.

The last one comes where the server's last words arrive at the moment of the next statement.
"""

STARTING: Final = (asyncpg.CannotConnectNowError, asyncpg.AdminShutdownError, asyncpg.CrashShutdownError)
"""The server is starting, stopping, or has lost another of its processes."""

FULL: Final = (asyncpg.TooManyConnectionsError,)

_SETTINGS: Final = {
    "application_name": "alliance-hub",
    "jit": "off",
    "timezone": "UTC",
    "default_transaction_isolation": "read committed",
    "idle_in_transaction_session_timeout": "60000",
    "synchronous_commit": "on",
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}
READ_SETTINGS: Final = {
    "statement_timeout": "3000",
    "plan_cache_mode": "force_generic_plan",
    "join_collapse_limit": "1",
    "from_collapse_limit": "1",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "enable_seqscan": "off",
    "enable_bitmapscan": "off",
    "enable_memoize": "off",
    "max_parallel_workers_per_gather": "0",
}
"""Of connections that search: the text of a statement is its plan, as on SQLite, and it is made once.

A page is 20 rows of an index read in order. A planner that expects other numbers of rows than there are joins and
sorts whole tables for it; making the plan takes longer than running it. Keys that lead are different ones, so that
remembering what each led to costs as much as looking (5.5 µs a resource of a total, and 3.1 without).
"""

_CONNECT_SECONDS: Final = 10.0
_WAIT_SECONDS: Final = 10.0


async def connect(url: str, settings: Mapping[str, str] | None = None) -> Connection:
    """A connection with the settings that the store relies on. Raises OverloadError when the server is not there."""
    try:
        made: Connection = await asyncpg.connect(
            url,
            timeout=_CONNECT_SECONDS,
            statement_cache_size=512,
            max_cacheable_statement_size=0,
            server_settings={**_SETTINGS, **(settings or {})},
        )
    except (*LOST, *STARTING, *FULL) as err:
        raise OverloadError(
            "The hub cannot reach its PostgreSQL server; expected it at the address in HUB_DB. Start it, or correct "
            "the address.",
            headers=(("Retry-After", "5"),),
        ) from err
    return made


class Lent:
    """A connection for the time of a block; every read borrows one, and a generator for it costs more than this."""

    __slots__ = ("_pool", "_taken")

    def __init__(self, pool: "Pool") -> None:
        self._pool = pool

    async def __aenter__(self) -> Connection:
        """Take it."""
        self._taken = await self._pool.take()
        return self._taken

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Give it back; not where it no longer knows what it does."""
        if kind is not None and issubclass(kind, asyncpg.InternalClientError):
            self._taken.terminate()
        self._pool.give_back(self._taken)


class Pool:
    """At most `size` connections, made when they are needed; the last one given back is the next one taken."""

    def __init__(self, url: str, *, size: int, settings: Mapping[str, str] | None = None) -> None:
        self._url = url
        self._size = size
        self._settings = settings
        self._idle: list[Connection] = []
        self._made = 0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._is_open = True

    def connection(self) -> "Lent":
        """One connection for the time of an `async with` block. Raises OverloadError when none comes free."""
        return Lent(self)

    async def take(self) -> Connection:
        """A connection that must be given back."""
        while True:
            while self._idle:
                taken = self._idle.pop()
                if not taken.is_closed():
                    return taken
                self._made -= 1
            if self._made < self._size:
                self._made += 1
                try:
                    return await connect(self._url, self._settings)
                except BaseException:
                    self._made -= 1
                    self._wake()
                    raise
            await self._wait()

    def give_back(self, connection: Connection) -> None:
        """It is free again; one that was lost, or that somebody broke off in the middle, is thrown away."""
        if connection.is_closed() or connection.is_in_transaction() or not self._is_open:
            self._made -= 1
            if not connection.is_closed():
                connection.terminate()
        else:
            self._idle.append(connection)
        self._wake()

    async def close(self) -> None:
        """Close what is idle; what is in use is closed when it comes back."""
        self._is_open = False
        idle, self._idle = self._idle, []
        self._made -= len(idle)
        for one in idle:
            try:
                await one.close(timeout=5)
            except LOST:
                one.terminate()

    def _wake(self) -> None:
        while self._waiting:
            first = self._waiting.popleft()
            if not first.done():
                first.set_result(None)
                return

    async def _wait(self) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            async with asyncio.timeout(_WAIT_SECONDS):
                await turn
        except TimeoutError as err:
            raise OverloadError(
                "Too many requests wait for the database; send this one again later.", headers=(("Retry-After", "5"),)
            ) from err
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._wake()
            raise
