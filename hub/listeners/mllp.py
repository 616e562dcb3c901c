"""The MLLP listener: HL7 v2 over TCP, persistent connections, pipelining, answers in order.

HL7 v2.5.1 chapter 2.9 (acknowledgements) and the Minimal Lower Layer Protocol. An answer goes out only
after its message was committed. A frame that is not complete is never stored or answered.
"""

import asyncio
import ssl
from collections import Counter, deque
from contextlib import suppress
from typing import Protocol, cast

from hub.bootstrap import Hub
from hub.clock import Clock
from hub.errors import BadRequestError
from hub.listeners.binding import CertificateBinding
from hub.listeners.framing import BadFrame, Frame, Framer, frame
from hub.listeners.tls import names_in, server_context
from hub.log import LogEvent, log
from hub.settings import Settings

_HANDSHAKE_SECONDS = 10.0

PIPELINED = 64
"""Messages of one connection that are under way at once; reading pauses beyond."""


async def start_mllp(hub: Hub) -> "tuple[MllpServer, ...]":
    """The listeners of a hub, already listening: `settings.mllp`, and with TLS `settings.mllps`."""
    binding = CertificateBinding(hub.settings, hub.clock)
    made: list[MllpServer] = []
    try:
        for address, tls in ((hub.settings.mllp, False), (hub.settings.mllps, True)):
            if address:
                server = MllpServer(
                    hub.ingest,
                    settings=hub.settings,
                    clock=hub.clock,
                    address=address,
                    tls=server_context(hub.settings) if tls else None,
                    binding=binding,
                )
                await server.start()
                made.append(server)
    except BadRequestError:
        for server in made:
            server.close()
        raise
    return tuple(made)


class Acknowledged(Protocol):
    """What the listener needs of a receipt."""

    @property
    def ack(self) -> bytes:
        """The answer; empty when there must be none (nobody acknowledges an acknowledgement)."""
        ...


class Receiver(Protocol):
    """What the listener needs of the pipeline."""

    async def receive(
        self, data: bytes, *, door: str, adapter: str | None, member: int | None, peer: str
    ) -> Acknowledged:
        """Take one message in; returns once it is on the disk."""
        ...

    def refuse_oversize(self, head: bytes, *, limit: int) -> bytes:
        """The answer to a message that is too large to be read."""
        ...


class MllpServer:
    """Listens on one address, `settings.mllp` when none is given: `start` once, `close` once."""

    def __init__(
        self,
        receiver: Receiver,
        *,
        settings: Settings,
        clock: Clock,
        address: str = "",
        tls: ssl.SSLContext | None = None,
        binding: CertificateBinding | None = None,
    ) -> None:
        self.receiver = receiver
        self.settings = settings
        self.clock = clock
        self.binding = binding
        self.peers: Counter[str] = Counter()
        self._address = address or settings.mllp
        self._tls = tls
        self.connections: set[_Connection] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> tuple[str, int]:
        """Bind and return the address in use; port 0 takes a free one.

        Raises BadRequestError when the address cannot be had.
        """
        host, _, port = self._address.rpartition(":")
        if not port.isdigit():
            name = "HUB_MLLPS" if self._tls else "HUB_MLLP"
            raise BadRequestError(f"{name} is {self._address!r}; expected HOST:PORT, as in 127.0.0.1:2575.")
        loop = asyncio.get_running_loop()
        try:
            self._server = await loop.create_server(
                lambda: _Connection(self),
                host.strip("[]") or None,
                int(port),
                backlog=1024,
                ssl=self._tls,
                ssl_handshake_timeout=_HANDSHAKE_SECONDS if self._tls else None,
                reuse_port=self.settings.workers > 1 or None,
            )
        except OSError as err:
            raise BadRequestError(
                f"The HL7 v2 listener cannot open {self._address} ({err.strerror}); choose another with --mllp."
            ) from err
        bound = self._server.sockets[0].getsockname()
        log(LogEvent.SERVER_STARTED, kind="mllps" if self._tls else "mllp", address=bound[0], port=bound[1])
        return str(bound[0]), int(bound[1])

    def close(self) -> None:
        """Take no more; what is under way is still answered."""
        if self._server is not None:
            self._server.close()
        for connection in list(self.connections):
            connection.drain()

    async def wait_closed(self) -> None:
        """Wait until the last connection has its answers; the caller sets a limit, and the rest is cut."""
        try:
            if self.connections:
                await asyncio.wait([connection.finished for connection in self.connections])
        finally:
            for connection in list(self.connections):
                connection.cut("stopped")
        if self._server is not None:
            await self._server.wait_closed()


class _Connection(asyncio.Protocol):
    """One peer: a framer, the messages under way in the order in which they came, one writer."""

    def __init__(self, server: MllpServer) -> None:
        self._server = server
        self._framer = Framer(limit=server.settings.mllp_frame_limit)
        self._under_way: deque[asyncio.Future[bytes]] = deque()
        self._writable = asyncio.Event()
        self._writable.set()
        self._arrived = asyncio.Event()
        self._begun: asyncio.Future[None] | None = None
        self._ending = False
        self._reading = True
        self._heard = self._began = 0.0
        self.finished: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's own class does not derive from it
        peer = transport.get_extra_info("peername")
        self._peer = str(peer[0]) if peer else "local"
        self._names = names_in(transport.get_extra_info("peercert"))
        self._loop = asyncio.get_running_loop()
        self._heard = self._server.clock.monotonic()
        self._server.connections.add(self)
        self._server.peers[self._peer] += 1
        self._writer = self._loop.create_task(self._answer_in_order())
        self._watch = self._loop.call_later(self._pause(), self._look)
        log(LogEvent.MLLP_CONNECTED, peer=self._peer)
        if self._is_one_too_many():
            self.cut("too many connections")

    def _is_one_too_many(self) -> bool:
        server = self._server
        is_full = len(server.connections) > server.settings.mllp_connections
        return is_full or server.peers[self._peer] > server.settings.mllp_peer_connections

    def data_received(self, data: bytes) -> None:
        self._heard = self._server.clock.monotonic()
        was_inside = self._framer.is_inside
        for item in self._framer.feed(data):
            if isinstance(item, BadFrame):
                self._refuse(item)
            else:
                self._take(item)
            was_inside = False
        if self._framer.is_inside and not was_inside:
            self._began = self._heard
        if len(self._under_way) >= PIPELINED and not self._ending:
            self._read(on=False)

    def eof_received(self) -> bool:
        """The peer sends no more; what is under way is still answered."""
        self.drain()
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        for bad in self._framer.close():
            log(LogEvent.MLLP_FRAME_REFUSED, peer=self._peer, code=bad.reason, bytes=bad.size)
        self._watch.cancel()
        self._ending = True
        self._arrived.set()
        self._writable.set()
        self._server.connections.discard(self)
        self._server.peers[self._peer] -= 1
        if not self._server.peers[self._peer]:
            del self._server.peers[self._peer]
        if not self.finished.done():
            self.finished.set_result(None)
        log(LogEvent.MLLP_CLOSED, peer=self._peer, error=type(exc).__name__ if exc else "")

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    def drain(self) -> None:
        """Read no more; close once everything is answered."""
        self._ending = True
        self._arrived.set()
        self._read(on=False)

    def cut(self, reason: str) -> None:
        """Close now."""
        log(LogEvent.MLLP_FRAME_REFUSED, peer=self._peer, code=reason, bytes=self._framer.buffered)
        self._transport.abort()

    def _take(self, item: Frame) -> None:
        """Receive a message. What comes behind a long one that is still joined waits for it: their order counts."""
        before = self._begun if self._begun is not None and not self._begun.done() else None
        begun: asyncio.Future[None] | None = None
        if item.more or before is not None:
            begun = self._begun = self._loop.create_future()
        task = self._loop.create_task(self._receive(item, before=before, begun=begun))
        task.add_done_callback(_look_at)
        self._under_way.append(task)
        self._arrived.set()

    async def _receive(
        self, item: Frame, *, before: asyncio.Future[None] | None, begun: asyncio.Future[None] | None
    ) -> bytes:
        content = item.first
        try:
            if before is not None:
                await before
            if item.more:
                content = await self._loop.run_in_executor(None, lambda: item.content)
        finally:
            if begun is not None:
                begun.set_result(None)  # the next one goes on after our first await
        if self._server.binding is not None:
            refusal = self._server.binding.refusal(content, self._names, peer=self._peer)
            if refusal is not None:
                return refusal
        receipt = await self._server.receiver.receive(
            content, door="mllp", adapter="hl7v2", member=None, peer=self._peer
        )
        return receipt.ack

    def _read(self, *, on: bool) -> None:
        """Take bytes from the peer, or let its own buffers fill."""
        if on == self._reading or self._transport.is_closing():
            return
        self._reading = on
        with suppress(RuntimeError):
            (self._transport.resume_reading if on else self._transport.pause_reading)()

    def _refuse(self, bad: BadFrame) -> None:
        log(LogEvent.MLLP_FRAME_REFUSED, peer=self._peer, code=bad.reason, bytes=bad.size)
        if bad.reason == "oversize":
            answer: asyncio.Future[bytes] = self._loop.create_future()
            answer.set_result(
                self._server.receiver.refuse_oversize(bad.head, limit=self._server.settings.mllp_frame_limit)
            )
            self._under_way.append(answer)
            self.drain()

    async def _answer_in_order(self) -> None:
        """Write each answer when it is its turn; the end of this is the end of the connection."""
        try:
            while self._under_way or not self._ending:
                if not self._under_way:
                    self._arrived.clear()
                    await self._arrived.wait()
                    continue
                answer = await self._under_way[0]
                self._under_way.popleft()
                if answer and not self._transport.is_closing():
                    await self._writable.wait()
                    self._transport.write(frame(answer))
                if len(self._under_way) < PIPELINED // 2 and not self._ending:
                    self._read(on=True)
        except Exception as err:  # noqa: BLE001  the edge of the process: without an answer the sender sends again
            log(LogEvent.REQUEST_FAILED, kind="mllp", peer=self._peer, error=type(err).__name__)
        finally:
            self._transport.close()

    def _pause(self) -> float:
        settings = self._server.settings
        return max(0.05, min(settings.mllp_idle_seconds, settings.mllp_frame_seconds) / 4)

    def _look(self) -> None:
        """Cut a silent connection, and one whose frame does not end."""
        now, settings = self._server.clock.monotonic(), self._server.settings
        if self._framer.is_inside and now - self._began > settings.mllp_frame_seconds:
            self.cut("slow frame")
        elif not self._under_way and now - self._heard > settings.mllp_idle_seconds:
            self._transport.close()
        else:
            self._watch = self._loop.call_later(self._pause(), self._look)


def _look_at(task: asyncio.Task[bytes]) -> None:
    """See the task's fault also when the peer has gone; the one who answers in order reports it."""
    if not task.cancelled():
        task.exception()
