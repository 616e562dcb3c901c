"""One HTTP/1.1 connection (RFC 9112): `/fhir` is served on a short way, everything else by uvicorn as ASGI.

uvicorn's protocol queues what is pipelined and closes in order; this class adds limits for slow and endless heads,
trailers and queues, and gives what cannot be read its answer in its turn. A request to `/fhir` makes no ASGI
messages: its answer is one piece of bytes, written at once (docs/adr/0024 has the measurement).
"""

import asyncio
from typing import Any, Final, cast
from urllib.parse import unquote

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from hub.api.connection import FRAMING_A_BYTE, HEAD_LIMIT, MOST_PIPELINED, TOO_LARGE, UNREADABLE
from hub.api.fhir import FhirApplication
from hub.api.http import Request, render_answer
from hub.api.rendering import COPIED

_CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
_AFTER_FHIR: Final = frozenset(b"/?")


class HubConnection(HttpToolsProtocol):
    """One HTTP connection. `received` counts all its bytes, `head` those of a head that is not complete.

    In a body `head` counts what came after the head, and `payload` what of it is content.
    """

    received: int = 0
    head: int = 0
    payload: int = 0
    is_in_body: bool = False
    is_idle: bool = False
    _last_words: bytes = b""

    def data_received(self, data: bytes) -> None:
        """Parse a piece; refuse what cannot be read, and a head, trailers or framing over their limits."""
        self.received += len(data)
        self.head += len(data)
        self.is_idle = False
        if self._last_words:
            return
        try:
            self._feed(data)
        except httptools.HttpParserError:
            self._refuse(UNREADABLE)
            return
        if self.head > HEAD_LIMIT and self.head > HEAD_LIMIT + FRAMING_A_BYTE * self.payload:
            self._refuse(TOO_LARGE)

    def _feed(self, data: bytes) -> None:
        """Parse; who wants another protocol goes on in this one (RFC 9110 7.8), and nothing that it sent is lost."""
        while data:
            try:
                self.parser.feed_data(data)
            except httptools.HttpParserUpgrade as err:
                data = data[err.args[0] :]
            else:
                return

    def _refuse(self, words: bytes) -> None:
        """Read no more. What was asked before is answered first, in its order; then come these words and the end."""
        self._last_words = words
        self.flow.pause_reading()
        cycle: RequestResponseCycle | None = self.cycle
        if self.is_in_body and self.pipeline:
            self.pipeline.popleft()  # the one whose body is broken; others are before it
        elif cycle is None or cycle.response_complete or self.is_in_body:
            is_answered = self.is_in_body and cycle is not None and cycle.response_complete
            self._end(b"" if is_answered else words)

    def _end(self, words: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(words)
            self.transport.close()

    def on_message_begin(self) -> None:
        """A head begins. What ASGI wants of it is made in `on_headers_complete`, when it is known who serves it."""
        self.url = b""
        self.headers = []
        self.expect_100_continue = False

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header. Trailers are dropped: they are not headers (RFC 9110 6.5.1)."""
        if self.is_in_body:
            return
        name = name.lower()
        if name == b"expect" and value.lower() == b"100-continue":
            self.expect_100_continue = True
        self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        """The head is over; what comes now is the body. Raises HttpParserError for one that is too many.

        Also for a body behind a wish for another protocol: the parser takes such a body for the next request.
        """
        if len(self.pipeline) >= MOST_PIPELINED or (self.parser.should_upgrade() and _has_body(self.headers)):
            raise httptools.HttpParserError
        self.head = self.payload = 0
        if _is_fhir(self.url):
            self._begin_exchange()
            self.is_in_body = True
            return
        url, headers, expects = self.url, self.headers, self.expect_100_continue
        super().on_message_begin()
        self.url, self.headers, self.expect_100_continue = url, headers, expects
        self.scope["headers"] = headers
        super().on_headers_complete()
        self.is_in_body = True

    def on_body(self, body: bytes) -> None:
        """A part of the body."""
        self.payload += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The body is over, too."""
        self.head = self.payload = 0
        self.is_in_body = False
        cycle = self.cycle
        if not cycle.response_complete:
            cycle.more_body = False
            cycle.message_event.set()

    def on_response_complete(self) -> None:
        """Go on with what is pipelined, or rest; `SlowConnections` ends a rest that is too long, without a timer."""
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())
        elif self._last_words:
            self._end(self._last_words)
        else:
            self.is_idle = True
        if not self.pipeline and not self._last_words:  # else who pipelines on fills the memory
            self.flow.resume_reading()

    def is_in_head(self) -> bool:
        """Whether the server waits for the rest of a head, or for the first byte of a new connection."""
        cycle: RequestResponseCycle | None = self.cycle
        return (cycle is None or cycle.response_complete) and not self.is_in_body and not self.is_idle

    @property
    def request(self) -> object:
        """The request that is being served, or was last."""
        return self.cycle

    @property
    def unsent(self) -> int:
        """Bytes of answers that the client has not taken yet."""
        return self.transport.get_write_buffer_size()

    def abort(self) -> None:
        """End it now."""
        self.transport.abort()

    def is_awaited(self) -> bool:
        """Whether it is the client's turn, to read or to send; not when the server itself does not read on."""
        is_to_send = self.is_in_body or self.is_idle or self.is_in_head()
        return self.unsent > 0 or (is_to_send and not self.flow.read_paused)

    def _begin_exchange(self) -> None:
        """Serve the request to /fhir whose head is complete."""
        parser = self.parser
        keep_alive = parser.get_http_version() != "1.0" and parser.should_keep_alive()
        exchange = FhirExchange(self, parser.get_method().decode("ascii"), keep_alive=keep_alive)
        running: RequestResponseCycle | None = self.cycle
        self.cycle = cast("RequestResponseCycle", exchange)  # it has what uvicorn's protocol uses of one
        if running is None or running.response_complete:
            exchange.start()
        else:
            self.flow.pause_reading()
            self.pipeline.appendleft((self.cycle, self.app))

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        serving: object = cycle
        if isinstance(serving, FhirExchange):
            serving.start()
        else:
            super()._start_asgi_task(cycle, app)


class FhirExchange:
    """One request to /fhir and its answer. What has no underscore is used by uvicorn's protocol under this name."""

    __slots__ = (
        "_connection", "_headers", "_method", "_task", "_url", "_waiting", "body", "disconnected", "keep_alive",
        "more_body", "response_complete", "waiting_for_100_continue",
    )  # fmt: skip

    def __init__(self, connection: HubConnection, method: str, *, keep_alive: bool) -> None:
        self._connection = connection
        self._method = method
        self._url = connection.url
        self._headers = connection.headers
        self._task: asyncio.Task[None] | None = None
        self._waiting: asyncio.Future[None] | None = None
        self.body = bytearray()
        self.more_body = True
        self.disconnected = False
        self.response_complete = False
        self.keep_alive = keep_alive
        self.waiting_for_100_continue = connection.expect_100_continue

    @property
    def message_event(self) -> "FhirExchange":
        """Whom to tell that a part of the body has come, or that the client has gone."""
        return self

    def set(self) -> None:
        """It has."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def start(self) -> None:
        """Begin to answer."""
        connection = self._connection
        self._task = connection.loop.create_task(self._answer(connection))
        connection.tasks.add(self._task)

    async def _answer(self, connection: HubConnection) -> None:
        application: FhirApplication = connection.config.app.fhir  # type: ignore[union-attr]  # a HubApplication
        try:
            answer, request_id = await application.respond(self._request(application.body_limit))
            if self.waiting_for_100_continue:  # the client may send its body or not: nobody could tell what comes next
                self.keep_alive = False
            is_alone = len(answer.body) > COPIED  # a body that goes as it is, uncopied, behind its headers
            text = render_answer(
                answer, request_id, dated=connection.server_state.default_headers, keep_alive=self.keep_alive,
                head=is_alone or self._method == "HEAD",
            )  # fmt: skip
            if connection.flow.write_paused and not self.disconnected:
                await connection.flow.drain()
        except BaseException:
            connection.transport.close()
            raise
        finally:
            connection.tasks.discard(self._task)
        self.response_complete = True
        if self.disconnected or connection.transport.is_closing():
            return
        connection.transport.write(text)
        if is_alone and self._method != "HEAD":
            connection.transport.write(answer.body)
        if not self.keep_alive:
            connection.transport.close()
        connection.on_response_complete()

    def _request(self, body_limit: int) -> Request:
        """The request; it is not kept here, so that the two do not keep each other alive."""
        raw_path, _, query = self._url.partition(b"?")
        path = raw_path.decode("ascii")
        if "%" in path:
            path = unquote(path)
        return Request(self._method, path, query, dict(self._headers), self.receive, body_limit)

    async def receive(self) -> dict[str, Any]:
        """The next part of the body, in the shape of an ASGI message."""
        connection = self._connection
        if self.more_body and not self.disconnected:
            if self.waiting_for_100_continue and not connection.transport.is_closing():
                self.waiting_for_100_continue = False
                connection.transport.write(_CONTINUE)
            connection.flow.resume_reading()
            if not self.body:
                self._waiting = connection.loop.create_future()
                await self._waiting
        if self.disconnected:
            return {"type": "http.disconnect"}
        body, self.body = self.body, bytearray()
        return {"type": "http.request", "body": bytes(body), "more_body": self.more_body}


def _is_fhir(url: bytes) -> bool:
    """Whether the target is /fhir or below it; one with a fragment goes the long way, where it is taken apart."""
    return url.startswith(b"/fhir") and (len(url) == 5 or url[5] in _AFTER_FHIR) and b"#" not in url


def _has_body(headers: list[tuple[bytes, bytes]]) -> bool:
    return any(name == b"transfer-encoding" or (name == b"content-length" and value != b"0") for name, value in headers)
