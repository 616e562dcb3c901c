"""Requests and answers of the plain ASGI application, with no framework between. https://asgi.readthedocs.io/.

A read costs some 60 µs in the server alone; whatever stands here is paid by every request (ADR of D5).
"""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl

from hub.errors import BadRequestError, MediaTypeError, TooLargeError

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

FHIR_JSON: Final = "application/fhir+json; charset=utf-8"
_FHIR_JSON_LINE: Final = b"content-type: %b\r\n" % FHIR_JSON.encode()
Pairs = tuple[tuple[str, str], ...]

MAX_PAIRS = 200

_SAFETY: Final = (
    b"\r\nx-content-type-options: nosniff\r\n"
    b"cache-control: private, no-cache\r\n"
    b"content-security-policy: default-src 'none'; frame-ancestors 'none'; sandbox\r\n"
    b"referrer-policy: no-referrer\r\n"
)
_STATUS_LINES: Final = {status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode() for status in HTTPStatus}
_WITHOUT_BODY: Final = frozenset({204, 304})
_UNSAFE: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
"""What no header may hold (RFC 9110 5.5): with a line break in it, one header becomes two."""


class Answer(NamedTuple):
    """What goes back. `etag` is a version; `modified` is in microseconds."""

    status: int
    body: bytes = b""
    content_type: str = FHIR_JSON
    version: int = 0
    modified: int = 0
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Request:
    """One request; its body is not read until `body` is awaited."""

    method: str
    path: str
    query_string: bytes
    headers: Mapping[bytes, bytes]
    receive: Receive = field(repr=False)
    body_limit: int

    def header(self, name: bytes) -> str:
        """A header as text; "" when absent."""
        return self.headers.get(name, b"").decode("latin-1")

    def query(self) -> Pairs:
        """The query's parameters, decoded, in order. Raises BadRequestError."""
        return pairs_of(self.query_string) if self.query_string else ()

    async def body(self) -> bytes:
        """The whole body. Raises TooLargeError before reading more than the limit."""
        declared = self.headers.get(b"content-length")
        if declared is not None and (not declared.isdigit() or int(declared) > self.body_limit):
            raise self._too_large()
        if self.headers.get(b"content-encoding", b"identity") != b"identity":
            raise MediaTypeError("The body is compressed; expected it without Content-Encoding.")
        parts: list[bytes] = []
        size, is_more = 0, True
        while is_more:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise BadRequestError("The connection ended before the body did; nothing was stored.")
            parts.append(message.get("body", b""))
            is_more = message.get("more_body", False)
            size += len(parts[-1])
            if size > self.body_limit:
                raise self._too_large()
        return b"".join(parts) if len(parts) > 1 else bytes(parts[0])

    def _too_large(self) -> TooLargeError:
        return TooLargeError(
            f"The body is larger than {self.body_limit} bytes; send it in parts, or ask for a higher HUB_BODY_LIMIT."
        )


def request_of(scope: Scope, receive: Receive, *, body_limit: int) -> Request:
    """The request of an ASGI scope. Of a header that stands twice the last counts."""
    return Request(scope["method"], scope["path"], scope["query_string"], dict(scope["headers"]), receive, body_limit)


def render_answer(
    answer: Answer, request_id: bytes, *, dated: Iterable[tuple[bytes, bytes]], keep_alive: bool, head: bool
) -> bytes:
    """The answer as it goes over the wire; with `head` the headers alone. `dated` are the server's own headers."""
    parts = [_STATUS_LINES[answer.status], _header_lines(answer, request_id)]
    parts += [b"%b: %b\r\n" % pair for pair in dated]
    parts.append(b"\r\n" if keep_alive else b"connection: close\r\n\r\n")
    if not head:
        parts.append(answer.body)
    return b"".join(parts)


async def send_answer(send: Send, answer: Answer, *, request_id: bytes, head: bool) -> None:
    """Write the answer as ASGI messages."""
    headers = [tuple(line.split(b": ", 1)) for line in _header_lines(answer, request_id).split(b"\r\n")[:-1]]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head else answer.body})


def _header_lines(answer: Answer, request_id: bytes) -> bytes:
    """The header lines, each with its line end. Raises ValueError for a header that would break them."""
    status, body, media_type, version, modified, headers = answer
    lines = [b"x-request-id: ", request_id, _SAFETY]
    if status not in _WITHOUT_BODY:
        kind = _FHIR_JSON_LINE if media_type is FHIR_JSON else b"content-type: %b\r\n" % _checked(media_type)
        lines += (kind, b"content-length: %d\r\n" % len(body))
    if version:
        lines.append(b'etag: W/"%d"\r\n' % version)
    if modified:
        lines.append(b"last-modified: %b\r\n" % http_date(modified // 1_000_000))
    for name, value in headers:
        lines.append(b"%b: %b\r\n" % (_checked(name.lower()), _checked(value)))
    return b"".join(lines)


def _checked(text: str) -> bytes:
    """A part of a header as bytes."""
    if _UNSAFE.search(text):
        raise ValueError("A header holds a character that ends it.")
    return text.encode("latin-1")


@lru_cache(maxsize=4096)
def http_date(seconds: int) -> bytes:
    """`Sun, 22 Nov 2026 01:00:00 GMT` (RFC 9110 5.6.7)."""
    return formatdate(seconds, usegmt=True).encode()


def pairs_of(text: bytes) -> Pairs:
    """Names and values of a query or form. Raises BadRequestError when it is no UTF-8 or too long."""
    try:
        found = parse_qsl(
            text.decode(), keep_blank_values=True, max_num_fields=MAX_PAIRS, errors="strict", separator="&"
        )
    except ValueError as err:
        raise BadRequestError(
            f"The parameters cannot be read; expected at most {MAX_PAIRS}, percent-encoded UTF-8."
        ) from err
    return tuple(found)
