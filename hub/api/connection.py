"""HTTP connections that end when a client sends too slowly, or too long a head: slow-loris and header floods.

uvicorn's protocol has no limit on either; `hub.server.connection` counts bytes for it, and the server looks at all
connections once a second.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Protocol

HEAD_LIMIT: Final = 65_536
"""Bytes of a request line and headers; what comes with the piece that completes them is not counted."""

HEAD_SECONDS: Final = 20.0
"""Time for the whole head. A new connection that says nothing is in its head."""

IDLE_SECONDS: Final = 75.0
"""Rest between an answer and the next request."""

BODY_SECONDS: Final = 30.0
BODY_BYTES_A_SECOND: Final = 4_000
"""A body may take BODY_SECONDS, and a second more for each so many bytes that have come."""

_TEXT: Final = b"The request's head is too large; expected at most %d bytes.\n" % HEAD_LIMIT
TOO_LARGE: Final = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: text/plain; charset=utf-8\r\n"
    b"content-length: %d\r\nconnection: close\r\n\r\n%b" % (len(_TEXT), _TEXT)
)


class Connection(Protocol):
    """What is looked at. `received` counts all its bytes."""

    received: int
    is_in_body: bool
    is_idle: bool

    @property
    def request(self) -> object:
        """The request that is being served, or was last; another one is another object."""
        ...

    def is_awaited(self) -> bool:
        """Whether it is the client's turn."""
        ...

    def abort(self) -> None:
        """End it now."""
        ...


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A connection that was awaited at the last look: for which request, since when, and after how many bytes."""

    request: object
    is_in_body: bool
    is_idle: bool
    since: float
    received: int


@dataclass(slots=True)
class SlowConnections:
    """Looks at all connections now and then, and ends those that were waited for too long."""

    _known: dict[Connection, _Waiting] = field(default_factory=dict)

    def look(self, connections: Iterable[Connection], *, now: float) -> int:
        """End the slow ones among these; how many there were. `now` is monotonic, in seconds."""
        seen: dict[Connection, _Waiting] = {}
        ended = 0
        for connection in tuple(connections):
            if not connection.is_awaited():
                continue
            known = self._known.get(connection)
            if known is None or not _is_same(known, connection):
                known = _Waiting(
                    connection.request, connection.is_in_body, connection.is_idle, now, connection.received
                )
            seen[connection] = known
            if now - known.since > _allowed_seconds(connection, known):
                connection.abort()
                ended += 1
        self._known = seen
        return ended


def _is_same(waiting: _Waiting, connection: Connection) -> bool:
    """Whether the connection waits for what it waited for at the last look."""
    return (
        waiting.request is connection.request
        and waiting.is_in_body == connection.is_in_body
        and waiting.is_idle == connection.is_idle
    )


def _allowed_seconds(connection: Connection, waiting: _Waiting) -> float:
    if waiting.is_idle:
        return IDLE_SECONDS
    if not waiting.is_in_body:
        return HEAD_SECONDS
    return BODY_SECONDS + (connection.received - waiting.received) / BODY_BYTES_A_SECOND
