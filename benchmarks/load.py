"""A load generator in a process of its own: raw sockets, keep-alive, one request at a time on each connection.

Reads a plan as JSON from standard input and prints what it counted as JSON.
"""

import asyncio
import json
import sys
import time
from typing import Any, cast


class Connection(asyncio.Protocol):
    """Sends the next request when an answer is complete."""

    def __init__(self, run: "Run") -> None:
        self._run = run
        self._buffer = bytearray()
        self._sent = 0.0
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass
        self._next()

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer
        buffer += data
        end = buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        at = buffer.find(b"content-length: ", 0, end)
        length = int(buffer[at + 16 : buffer.index(b"\r\n", at)]) if at >= 0 else 0
        if len(buffer) < end + 4 + length:
            return
        self._run.count(bytes(buffer[9:12]), time.perf_counter() - self._sent, bytes(buffer))
        self._buffer.clear()
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  the name is asyncio's
        self._run.lost()

    def _next(self) -> None:
        request = self._run.next_request()
        if request is None or self.transport is None:
            if self.transport is not None:
                self.transport.close()
            return
        self._sent = time.perf_counter()
        self.transport.write(request)


class Run:
    """One measurement."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self._requests = [text.encode() for text in plan["requests"]]
        self._number = 0
        self._open = plan["connections"]
        self._end = 0.0
        self.statuses: dict[str, int] = {}
        self.latencies: list[float] = []
        self.first_error = ""
        self.done = asyncio.Event()

    async def measure(self) -> dict[str, Any]:
        loop = asyncio.get_running_loop()
        self._end = time.perf_counter() + self.plan["seconds"]
        began = time.perf_counter()
        for _ in range(self.plan["connections"]):
            await loop.create_connection(lambda: Connection(self), "127.0.0.1", self.plan["port"])
        await self.done.wait()
        seconds = time.perf_counter() - began
        ordered = sorted(self.latencies) or [0.0]
        return {
            "statuses": self.statuses,
            "per_second": len(self.latencies) / seconds,
            "p50_ms": 1000 * ordered[len(ordered) // 2],
            "p99_ms": 1000 * ordered[int(len(ordered) * 0.99)],
            "count": len(self.latencies),
            "first_error": self.first_error,
        }

    def next_request(self) -> bytes | None:
        if time.perf_counter() >= self._end:
            return None
        self._number += 1
        request: bytes = self._requests[self._number % len(self._requests)]
        return request.replace(b"@@@@@@@@", b"%08d" % self._number) if self.plan["numbered"] else request

    def count(self, status: bytes, seconds: float, answer: bytes) -> None:
        name = status.decode()
        self.statuses[name] = self.statuses.get(name, 0) + 1
        self.latencies.append(seconds)
        if name >= "400" and not self.first_error:
            self.first_error = answer.decode("utf-8", "replace")[-500:]

    def lost(self) -> None:
        self._open -= 1
        if not self._open:
            self.done.set()


async def main() -> None:
    print(json.dumps(await Run(json.loads(sys.stdin.read())).measure()))


if __name__ == "__main__":
    import uvloop

    uvloop.run(main())
