"""HL7 v2 messages to a member's own system over MLLP, one persistent connection for each address.

Release 1 of the Minimal Lower Layer Protocol; acknowledgements by HL7 v2.9 chapter 2.9.2 and 2.9.3. One message is
under way at a time, so the order on the wire is the order of the outbox; an acknowledgement counts only when its
MSA-2 is the control id that was sent. What has no answer in time ends the connection: a late answer cannot be taken
for that of the next message. A row is settled by the answer alone, so what a crash cut short is sent again with the
same control id and the same bytes.
"""

import asyncio
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

from hub.delivery.channels.rest_hook import Attempt
from hub.settings import Settings
from hub.store.admin import Endpoint
from hub.store.port import Outbound

SECONDS = 20.0
"""How long a receiver may take for its acknowledgement."""

WAIT = 10.0
"""How long a message waits for its turn on the connection before it goes back to the outbox."""

LARGEST_ANSWER = 1_000_000
IDLE = 300.0
"""A connection that nothing went over for so long is opened anew: firewalls forget silent ones without a word."""

_VT, _FS = b"\x0b", b"\x1c"
_LASTING = frozenset({"200", "201", "202", "203"})
"""Table 0357: type, event, processing id or version not supported; sending again does not help."""


class Said(NamedTuple):
    """A message for one receiver. Without `data` there is none, and `error` says why."""

    data: bytes
    control_id: str = ""
    error: str = ""


class Speech(Protocol):
    """Makes the message of a row."""

    async def say(self, row: Outbound, endpoint: Endpoint) -> Said:
        """The same bytes for the same row; reads with the receiver's own rights."""
        ...


class Answer(NamedTuple):
    """What an acknowledgement says: MSA-1, MSA-2, and the first error code of table 0357."""

    code: str
    control_id: str
    error: str = ""


@dataclass(slots=True)
class _Line:
    """One connection."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None
    used: float = 0.0


class MllpChannel:
    """All MLLP deliveries of one process. `tls` makes the client's side for addresses of scheme mllps."""

    def __init__(
        self,
        speech: Speech,
        *,
        tls: Callable[[], ssl.SSLContext] = ssl.create_default_context,
        seconds: float = SECONDS,
    ) -> None:
        self._speech = speech
        self._tls = tls
        self._seconds = seconds
        self._lines: dict[str, _Line] = {}

    async def deliver(self, row: Outbound, endpoint: Endpoint) -> Attempt:
        """One try. An answer that says no for good is final; silence, and a no for now, are tried again."""
        said = await self._speech.say(row, endpoint)
        if not said.data:
            return Attempt(said.error, is_final=True)
        line = self._lines.setdefault(_place(endpoint.address), _Line())
        try:
            async with asyncio.timeout(WAIT):
                await line.turn.acquire()
        except TimeoutError:
            return Attempt("other messages to this receiver were before it")
        try:
            answer = await self._exchange(line, said, endpoint.address)
        except (OSError, TimeoutError, ValueError, EOFError, asyncio.LimitOverrunError) as err:
            await _hang_up(line)
            return Attempt(f"no acknowledgement ({type(err).__name__})")
        except asyncio.CancelledError:
            _cut(line)
            raise
        finally:
            line.turn.release()
        return verdict(answer, attempts=row.attempts)

    async def close(self) -> None:
        """End all connections."""
        for line in self._lines.values():
            await _hang_up(line)

    async def _exchange(self, line: _Line, said: Said, address: str) -> Answer:
        async with asyncio.timeout(self._seconds):
            now = asyncio.get_running_loop().time()
            if line.writer is not None and (line.writer.is_closing() or now - line.used > IDLE):
                await _hang_up(line)
            is_reused = line.writer is not None
            try:
                answer = await self._ask(line, said, address)
            except (OSError, EOFError):
                if not is_reused:
                    raise
                await _hang_up(line)  # the receiver had ended the connection; that shows only now
                answer = await self._ask(line, said, address)
            line.used = now
            return answer

    async def _ask(self, line: _Line, said: Said, address: str) -> Answer:
        if line.reader is None or line.writer is None:
            line.reader, line.writer = await self._open(address)
        line.writer.write(_VT + said.data + _FS + b"\r")
        await line.writer.drain()
        while True:
            answer = read_answer(await line.reader.readuntil(_FS))
            if answer.control_id == said.control_id:
                return answer

    async def _open(self, address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        url = urlsplit(address)
        if url.scheme not in {"mllp", "mllps"} or not url.hostname or not url.port:
            raise ValueError("the address is no mllp://HOST:PORT")
        tls = self._tls() if url.scheme == "mllps" else None
        return await asyncio.open_connection(url.hostname, url.port, ssl=tls, limit=LARGEST_ANSWER)


def read_answer(framed: bytes) -> Answer:
    """MSA-1, MSA-2 and the error code of an acknowledgement; empty where there is no MSA.

    An MFK may take the message (AA) and say of its record that it was not posted (MFA-4 U, table 0181): that is a no.
    """
    segments = framed.strip(_VT + _FS + b"\r\n ").replace(b"\n", b"\r").split(b"\r")
    separator = segments[0][3:4] or b"|"
    code = control_id = error = ""
    unposted = False
    for segment in segments:
        fields = [part.decode("utf-8", "replace").strip() for part in segment.split(separator)]
        if fields[0] == "MSA" and len(fields) > 2:
            code, control_id = fields[1].upper(), fields[2]
        elif fields[0] == "MFA" and len(fields) > 4 and fields[4].split("^")[0].upper() == "U":
            unposted = True
        elif fields[0] == "ERR" and not error:
            coded = (fields[3] if len(fields) > 3 and fields[3] else fields[1] if len(fields) > 1 else "").split("^")
            error = next((part for part in coded if part.isdigit() and len(part) == 3), "")
    return (
        Answer("AE", control_id, error or "MFA-4 U") if unposted and code == "AA" else Answer(code, control_id, error)
    )


def verdict(answer: Answer, *, attempts: int) -> Attempt:
    """What an acknowledgement means for the row (HL7 table 0008).

    AA and CA: the receiver has it. AE and CR: it will not take this content. AR and CE: not now, unless it says that
    it does not support such messages.
    """
    if answer.code in {"AA", "CA"}:
        return Attempt()
    words = f"{answer.code or 'no MSA-1'}{f' {answer.error}' if answer.error else ''}"
    is_final = answer.code in {"AE", "CR"} or (answer.code == "AR" and answer.error in _LASTING)
    return Attempt(f"refused ({words})", is_final=is_final and attempts >= _TRIES_OF_A_REFUSED - 1)


_TRIES_OF_A_REFUSED = 2
"""A refusal is asked for once more: some systems say AE while they start."""


def _place(address: str) -> str:
    """Two endpoints of one HOST:PORT share a connection."""
    url = urlsplit(address)
    return f"{url.scheme}://{url.netloc}"


def _cut(line: _Line) -> None:
    if line.writer is not None:
        line.writer.transport.abort()
    line.reader = line.writer = None


async def _hang_up(line: _Line) -> None:
    writer = line.writer
    line.reader = line.writer = None
    if writer is not None:
        writer.close()
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(1):
                await writer.wait_closed()


def client_context(folder: Path, settings: Settings) -> ssl.SSLContext:
    """TLS towards receivers: the authorities of `mllps_clients` (else the system's), and the listener's certificate.

    `folder` holds the keys. Raises OSError when a file is named and cannot be used.
    """
    authorities = settings.mllps_clients
    context = ssl.create_default_context(cafile=str(folder / authorities) if authorities else None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    certificate, key = folder / settings.mllps_certificate, folder / settings.mllps_key
    if certificate.exists() and key.exists():
        context.load_cert_chain(certificate, key)
    return context
