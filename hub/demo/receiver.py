"""A nursing home's own system, as small as it can be: it takes what the hub delivers and keeps it.

The hub does not know that it is not a real one: it is an HTTP server on loopback at a registered endpoint.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Self

_BODY_LIMIT = 50_000_000


@dataclass(slots=True)
class Receiver:
    """Listens on a free port; `bodies` are the requests' bodies in the order of arrival."""

    bodies: list[bytes] = field(default_factory=list)
    refuse_first: int = 0
    address: str = ""
    _server: asyncio.Server | None = None
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self) -> Self:
        """Begin to listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=1_000_000)
        port = self._server.sockets[0].getsockname()[1]
        self.address = f"http://127.0.0.1:{port}/transfers"
        return self

    async def stop(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()

    @property
    def bundles(self) -> list[bytes]:
        """The transfer bundles among what came; the rest are notices of a referral's Task."""
        return [body for body in self.bodies if body.startswith(b'{"resourceType":"Bundle"')]

    async def wait_for_bundle(self, *, seconds: float) -> bool:
        """Whether a transfer bundle came within that time."""
        try:
            async with asyncio.timeout(seconds):
                while not self.bundles:
                    self._arrived.clear()
                    await self._arrived.wait()
        except TimeoutError:
            return False
        return True

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                body = await reader.readexactly(_length(head))
                status = b"200 OK"
                if self.refuse_first > 0:
                    self.refuse_first -= 1
                    status = b"503 Service Unavailable"
                else:
                    self.bodies.append(body)
                    self._arrived.set()
                writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n")
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return min(int(value), _BODY_LIMIT)
    return 0
