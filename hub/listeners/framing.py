"""MLLP frames out of a byte stream. HL7 v2 transport, "Minimal Lower Layer Protocol", release 1.

A frame is VT (0x0B), the message, FS (0x1C), CR (0x0D). Accepted beyond the text of the standard: a missing CR,
any bytes between frames, and a frame that begins anew before the old one ended. Each byte is looked at
once, however the stream is cut: what a chunk costs grows with the chunk, not with what came before it. The end of a
frame costs one copy of it; a long one is given in pieces, for whoever takes it to join beside the event loop.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

VT, FS, CR = b"\x0b", b"\x1c", b"\r"
_HEAD = 4096
_PIECE = 1 << 20
"""Bytes of a frame that are kept as one: CPython joins as many without the interpreter's lock."""

_SPACE = b"\r\n\t \x00"


@dataclass(frozen=True, slots=True)
class Frame:
    """One complete message, without its frame bytes. `more` is the rest of a long one, in pieces."""

    first: bytes
    more: tuple[bytes, ...] = ()

    @property
    def content(self) -> bytes:
        """The message; a long one is joined now, in a thread without the interpreter's lock."""
        return b"".join((self.first, *self.more)) if self.more else self.first


@dataclass(frozen=True, slots=True)
class BadFrame:
    """Bytes that are no message: `head` holds at most the first 4096 of them, `size` counts all.

    `reason` is junk (between frames), oversize (the stream cannot be trusted any more), restarted (a new frame
    began before this one ended) or truncated (the stream ended inside it).
    """

    reason: Literal["junk", "oversize", "restarted", "truncated"]
    head: bytes
    size: int


class Framer:
    """Cuts one connection's stream. `limit` is the largest message in bytes."""

    def __init__(self, *, limit: int) -> None:
        self._limit = limit
        self._pieces: list[bytes] = []
        self._kept = 0
        self._frame = bytearray()
        self._inside = False
        self._broken = False
        self._may_restart = False

    @property
    def is_inside(self) -> bool:
        """Whether a frame has begun and not ended."""
        return self._inside

    @property
    def buffered(self) -> int:
        """Bytes held of a frame that is not complete."""
        return self._kept + len(self._frame)

    def feed(self, chunk: bytes) -> Iterator[Frame | BadFrame]:
        """What became complete with these bytes. After `oversize` everything is dropped."""
        at = 0
        while at < len(chunk) and not self._broken:
            if not self._inside:
                start = chunk.find(VT, at)
                yield from _junk(chunk[at : start if start >= 0 else len(chunk)])
                if start < 0:
                    return
                self._inside, at = True, start + 1
            end = chunk.find(FS, at)
            stop = end if end >= 0 else len(chunk)
            self._may_restart = self._may_restart or chunk.find(VT, at, stop) >= 0
            self._frame += memoryview(chunk)[at:stop]
            if self.buffered > self._limit:
                self._broken = True
                yield BadFrame("oversize", self._head(), self.buffered)
                self._forget()
                return
            if end < 0:
                self._keep()
                return
            at = end + 1
            yield from self._complete()

    def close(self) -> Iterator[BadFrame]:
        """What the end of the stream leaves behind."""
        if self._inside:
            yield BadFrame("truncated", self._head(), self.buffered)
        self._forget()

    def _keep(self) -> None:
        """Put away what has grown to a piece."""
        if len(self._frame) >= _PIECE:
            self._pieces.append(bytes(self._frame))
            self._kept += len(self._frame)
            self._frame.clear()

    def _head(self) -> bytes:
        return self._pieces[0][:_HEAD] if self._pieces else bytes(self._frame[:_HEAD])

    def _complete(self) -> Iterator[Frame | BadFrame]:
        first, *more = (*self._pieces, bytes(self._frame))
        if not self._may_restart:
            self._forget()
            yield Frame(first, tuple(more))
            return
        content = b"".join((first, *more))
        restart = content.rfind(VT + b"MSH")
        self._forget()
        if restart >= 0:
            yield BadFrame("restarted", content[: min(restart, _HEAD)], restart)
            content = content[restart + 1 :]
        yield Frame(content)

    def _forget(self) -> None:
        self._pieces, self._kept, self._frame = [], 0, bytearray()
        self._inside = self._may_restart = False


def frame(message: bytes) -> bytes:
    """A message as it goes over the wire; frame bytes inside it would break the stream and are taken out."""
    return VT + message.translate(None, VT + FS) + FS + CR


def _junk(dropped: bytes) -> Iterator[BadFrame]:
    if dropped.strip(_SPACE):
        yield BadFrame("junk", dropped[:_HEAD], len(dropped))
