"""HTTP connections that end when a client sends or reads too slowly, or sends too long a head.

uvicorn's protocol has no limit on either; `hub.server.connection` counts bytes for it, and the server looks at all
connections once a second.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Protocol

HEAD_LIMIT: Final = 65_536
"""Bytes of a request line and headers; what comes with the piece that completes them is not counted."""

FRAMING_A_BYTE: Final = 16
"""Bytes of chunk sizes, extensions and trailers for each byte of a body; HEAD_LIMIT is allowed beside them."""

MOST_PIPELINED: Final = 1000
"""Requests of one connection that wait for their turn."""

UNREAD_SECONDS: Final = 30.0
"""Time in which a client that has not taken all of its answers takes some more of them."""

HEAD_SECONDS: Final = 20.0
"""Time for the whole head. A new connection that says nothing is in its head."""

IDLE_SECONDS: Final = 75.0
"""Rest between an answer and the next request."""

BODY_SECONDS: Final = 30.0
BODY_BYTES_A_SECOND: Final = 4_000
"""A body may take BODY_SECONDS, and a second more for each so many bytes that have come."""


def _last_words(status: bytes, text: bytes) -> bytes:
    return (
        b"HTTP/1.1 %b\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%b"
        % (status, len(text), text)
    )


TOO_LARGE: Final = _last_words(
    b"431 Request Header Fields Too Large",
    b"The request's head is too large; expected at most %d bytes.\n" % HEAD_LIMIT,
)
UNREADABLE: Final = _last_words(
    b"400 Bad Request",
    b"The request cannot be read; expected one as RFC 9112 has it, and at most %d that wait.\n" % MOST_PIPELINED,
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

    @property
    def unsent(self) -> int:
        """Bytes of answers that the client has not taken yet."""
        ...

    def is_awaited(self) -> bool:
        """Whether it is the client's turn, to read or to send."""
        ...

    def abort(self) -> None:
        """End it now."""
        ...


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A connection that was awaited at the last look: for which request, since when, and after how many bytes.

    While bytes are `unsent`, fewer of them are another wait: the client reads, if slowly.
    """

    request: object
    is_in_body: bool
    is_idle: bool
    since: float
    received: int
    unsent: int


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
                    connection.request, connection.is_in_body, connection.is_idle, now, connection.received,
                    connection.unsent,
                )  # fmt: skip
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
        and waiting.unsent == connection.unsent
    )


def _allowed_seconds(connection: Connection, waiting: _Waiting) -> float:
    if waiting.unsent:
        return UNREAD_SECONDS
    if waiting.is_idle:
        return IDLE_SECONDS
    if not waiting.is_in_body:
        return HEAD_SECONDS
    return BODY_SECONDS + (connection.received - waiting.received) / BODY_BYTES_A_SECOND
