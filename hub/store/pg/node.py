"""Which of the 1,024 nodes this process is, so that no two make the same key (DESIGN D15).

A node number is an advisory lock that a connection of its own holds: the server gives it free when the process or the
connection ends. Nothing about a node is stored.
"""

import asyncio
from collections.abc import Callable
from typing import Final

from hub.clock import Clock
from hub.errors import OverloadError
from hub.store.numbers import NumberMaker
from hub.store.pg.pool import Connection, connect

_NODES: Final = 1024
_LOCK_CLASS: Final = 0x4E6F6465
"""The advisory locks of nodes: `Node` in ASCII."""

_LAST_KEY: Final = """
SELECT greatest(
    (SELECT coalesce(max(key), 0) FROM resource),
    (SELECT coalesce(max(transaction_id), 0) FROM resource_history),
    (SELECT coalesce(max(key), 0) FROM audit_entry), (SELECT coalesce(max(key), 0) FROM inbound),
    (SELECT coalesce(max(key), 0) FROM outbound), (SELECT coalesce(max(key), 0) FROM access_grant))
"""


class Node:
    """Holds a node number, and makes keys with it."""

    def __init__(
        self, url: str, clock: Clock, entropy: Callable[[int], bytes], taken: tuple[Connection, int, int]
    ) -> None:
        self._url = url
        self._clock = clock
        self._entropy = entropy
        self._use(taken)
        self._lock = asyncio.Lock()

    @classmethod
    async def join(cls, url: str, clock: Clock, *, entropy: Callable[[int], bytes]) -> "Node":
        """Take the first free number."""
        return cls(url, clock, entropy, await _take(url))

    async def ensure(self) -> None:
        """Take another number when the connection that held this one is lost. Before each batch."""
        if not self._connection.is_closed():
            return
        async with self._lock:
            if self._connection.is_closed():
                self._use(await _take(self._url))

    async def leave(self) -> None:
        """Give the number free."""
        if not self._connection.is_closed():
            await self._connection.close(timeout=5)

    def _use(self, taken: tuple[Connection, int, int]) -> None:
        self._connection, self.number, last = taken
        self.numbers = NumberMaker(self._clock, node=self.number, after=last, entropy=self._entropy)


async def _take(url: str) -> tuple[Connection, int, int]:
    connection = await connect(url)
    try:
        for number in range(_NODES):
            if await connection.fetchval("SELECT pg_try_advisory_lock($1::int, $2::int)", _LOCK_CLASS, number):
                return connection, number, int(await connection.fetchval(_LAST_KEY))
    except BaseException:
        connection.terminate()
        raise
    await connection.close()
    raise OverloadError(f"{_NODES:,} nodes use this database, as many as there are numbers; stop one of them.")
