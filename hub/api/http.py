"""Requests and answers of the plain ASGI application, with no framework between. https://asgi.readthedocs.io/.

A read costs some 60 µs in the server alone; whatever stands here is paid by every request (ADR of D5).
"""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from hub.errors import BadRequestError, MediaTypeError, TooLargeError

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

FHIR_JSON = "application/fhir+json; charset=utf-8"
Pairs = tuple[tuple[str, str], ...]

MAX_PAIRS = 200

_SAFETY: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"private, no-cache"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; sandbox"),
    (b"referrer-policy", b"no-referrer"),
)


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
        message = await self.receive()
        if not message.get("more_body"):
            return bytes(message.get("body", b""))
        parts, size = [message.get("body", b"")], len(message.get("body", b""))
        while message.get("more_body"):
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise BadRequestError("The connection ended before the body did; nothing was stored.")
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > self.body_limit:
                raise self._too_large()
        return b"".join(parts)

    def _too_large(self) -> TooLargeError:
        return TooLargeError(
            f"The body is larger than {self.body_limit} bytes; send it in parts, or ask for a higher HUB_BODY_LIMIT."
        )


def request_of(scope: Scope, receive: Receive, *, body_limit: int) -> Request:
    """The request of an ASGI scope. Of a header that stands twice the last counts."""
    return Request(scope["method"], scope["path"], scope["query_string"], dict(scope["headers"]), receive, body_limit)


async def send_answer(send: Send, answer: Answer, *, request_id: bytes, head: bool) -> None:
    """Write the answer; a HEAD gets the headers alone."""
    headers = [
        (b"content-type", answer.content_type.encode("latin-1")),
        (b"content-length", b"%d" % len(answer.body)),
        (b"x-request-id", request_id),
        *_SAFETY,
    ]
    if answer.status in {204, 304}:
        del headers[:2]
    if answer.version:
        headers.append((b"etag", b'W/"%d"' % answer.version))
    if answer.modified:
        headers.append((b"last-modified", http_date(answer.modified // 1_000_000)))
    headers.extend((name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers)
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head else answer.body})


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
