"""MLLP frames out of a byte stream. HL7 v2 transport, "Minimal Lower Layer Protocol", release 1.

A frame is VT (0x0B), the message, FS (0x1C), CR (0x0D). Accepted beyond the text of the standard: a missing CR,
any bytes between frames, and a frame that begins anew before the old one ended. Each byte is looked at
once, however the stream is cut: what a chunk costs grows with the chunk, not with what came before it, and the end of
a frame costs one copy of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

VT, FS, CR = b"\x0b", b"\x1c", b"\r"
_HEAD = 4096
_SPACE = b"\r\n\t \x00"


@dataclass(frozen=True, slots=True)
class Frame:
    """One complete message, without its frame bytes."""

    content: bytes


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
        return len(self._frame)

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
            if len(self._frame) > self._limit:
                self._broken = True
                yield BadFrame("oversize", bytes(self._frame[:_HEAD]), len(self._frame))
                self._forget()
                return
            if end < 0:
                return
            at = end + 1
            yield from self._complete()

    def close(self) -> Iterator[BadFrame]:
        """What the end of the stream leaves behind."""
        if self._inside:
            yield BadFrame("truncated", bytes(self._frame[:_HEAD]), len(self._frame))
        self._forget()

    def _complete(self) -> Iterator[Frame | BadFrame]:
        content = bytes(self._frame)
        restart = content.rfind(VT + b"MSH") if self._may_restart else -1
        self._forget()
        if restart >= 0:
            yield BadFrame("restarted", content[: min(restart, _HEAD)], restart)
            content = content[restart + 1 :]
        yield Frame(content)

    def _forget(self) -> None:
        self._frame = bytearray()
        self._inside = self._may_restart = False


def frame(message: bytes) -> bytes:
    """A message as it goes over the wire; frame bytes inside it would break the stream and are taken out."""
    return VT + message.translate(None, VT + FS) + FS + CR


def _junk(dropped: bytes) -> Iterator[BadFrame]:
    if dropped.strip(_SPACE):
        yield BadFrame("junk", dropped[:_HEAD], len(dropped))
