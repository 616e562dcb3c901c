"""HTTP connections that end when a client sends too slowly, or too long a head: slow-loris and header floods.

uvicorn's httptools protocol has no limit on either. A request costs three short calls more here; the rest is
a look at all connections once a second.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

HEAD_LIMIT: Final = 65_536
"""Bytes of a request line and headers; what comes with the piece that completes them is not counted."""

HEAD_SECONDS: Final = 20.0
"""Time for the whole head. A new connection that says nothing is in its head."""

BODY_SECONDS: Final = 30.0
BODY_BYTES_A_SECOND: Final = 4_000
"""A body may take BODY_SECONDS, and a second more for each so many bytes that have come."""

_TEXT: Final = b"The request's head is too large; expected at most %d bytes.\n" % HEAD_LIMIT
_TOO_LARGE: Final = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: text/plain; charset=utf-8\r\n"
    b"content-length: %d\r\nconnection: close\r\n\r\n%b" % (len(_TEXT), _TEXT)
)


class LimitedConnection(HttpToolsProtocol):
    """One connection. `received` counts all its bytes, `head` those of a head that is not complete."""

    received: int = 0
    head: int = 0
    is_in_body: bool = False

    def data_received(self, data: bytes) -> None:
        """Parse a piece; refuse a head that is over its limit."""
        self.received += len(data)
        self.head += len(data)
        super().data_received(data)
        if self.head > HEAD_LIMIT and self.is_in_head() and not self.transport.is_closing():
            self.transport.write(_TOO_LARGE)
            self.transport.close()

    def on_headers_complete(self) -> None:
        """The head is over; what comes now is the body."""
        self.head = 0
        self.is_in_body = True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The body is over, too."""
        self.head = 0
        self.is_in_body = False
        super().on_message_complete()

    def is_in_head(self) -> bool:
        """Whether the server waits for the rest of a head, or for the first byte of a new connection."""
        cycle: RequestResponseCycle | None = self.cycle
        return (
            (cycle is None or cycle.response_complete) and not self.is_in_body and self.timeout_keep_alive_task is None
        )

    def is_awaited(self) -> bool:
        """Whether it is the client's turn; not when the server itself does not read on."""
        return (self.is_in_body or self.is_in_head()) and not self.flow.read_paused


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A connection that was awaited at the last look: for which request, since when, and after how many bytes."""

    cycle: Any
    is_in_body: bool
    since: float
    received: int


@dataclass(slots=True)
class SlowConnections:
    """Looks at all connections now and then, and ends those that were waited for too long."""

    _known: dict[LimitedConnection, _Waiting] = field(default_factory=dict)

    def look(self, connections: Iterable[Any], *, now: float) -> int:
        """End the slow ones among these; how many there were. `now` is monotonic, in seconds."""
        seen: dict[LimitedConnection, _Waiting] = {}
        ended = 0
        for connection in tuple(connections):
            if not isinstance(connection, LimitedConnection) or not connection.is_awaited():
                continue
            known = self._known.get(connection)
            if known is None or known.cycle is not connection.cycle or known.is_in_body != connection.is_in_body:
                known = _Waiting(connection.cycle, connection.is_in_body, now, connection.received)
            seen[connection] = known
            if now - known.since > _allowed_seconds(connection, known):
                connection.transport.abort()
                ended += 1
        self._known = seen
        return ended


def _allowed_seconds(connection: LimitedConnection, waiting: _Waiting) -> float:
    if not waiting.is_in_body:
        return HEAD_SECONDS
    return BODY_SECONDS + (connection.received - waiting.received) / BODY_BYTES_A_SECOND
