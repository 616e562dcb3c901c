"""Files and batches to single messages: FHS/BHS … BTS/FTS, or several MSH. HL7 v2.9 chapter 2.10.3."""

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from fhir_profiles.issue import Issue

_MESSAGE = re.compile(rb"(?:\A|(?<=[\r\n\x0b\x1c]))[ \t]*(?i:MSH)(?=[^A-Za-z0-9\s])")
_TRAILER = re.compile(rb"[\r\n][ \t]*(?:BTS|FTS|BHS|FHS)(?=[^A-Za-z0-9])")
_BATCH = re.compile(rb"BTS|FTS|BHS|FHS")
_COUNT = re.compile(rb"(?:\A|[\r\n])BTS[^A-Za-z0-9\r\n](\d{1,9})(?!\d)")


def split_messages(data: bytes) -> Iterator[bytes]:
    """The bytes of each message, in order. Bytes without any MSH come back as they are.

    Splitting before decoding is safe here alone: CR, LF and `M` after a line end never occur
    inside a GB18030 character.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield data
        return
    data = data.removeprefix(codecs.BOM_UTF8)
    if data.startswith(b"MSH") and data.find(b"MSH", 3) < 0 and _BATCH.search(data) is None:
        yield data.strip(b"\x0b\x1c \t\r\n")
        return
    starts = [found.start() for found in _MESSAGE.finditer(data)]
    if not starts:
        yield data
        return
    for start, end in zip(starts, [*starts[1:], len(data)], strict=True):
        chunk = data[start:end]
        trailer = _TRAILER.search(chunk)
        yield (chunk[: trailer.start()] if trailer else chunk).strip(b"\x0b\x1c \t\r\n")


def count_issue(data: bytes, messages: int) -> Issue | None:
    """A warning when the batch trailers (BTS-1) count other than what was read."""
    return missing_issue([int(found) for found in _COUNT.findall(data)], messages)


def missing_issue(counts: Sequence[int], messages: int) -> Issue | None:
    """The same for the numbers that the trailers gave."""
    if not counts or sum(counts) == messages:
        return None
    return Issue(
        severity="warning",
        code="incomplete",
        text=f"The batch says that it holds {sum(counts)} messages, but {messages} were found; send the file again.",
        expression="BTS-1",
    )


_BOUNDARY = re.compile(rb"(?:\A|(?<=[\r\n\x0b\x1c]))[ \t]*((?i:MSH)|FHS|BHS|BTS|FTS)(?=[^A-Za-z0-9\s])")
_LEAD = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*(?:FHS|BHS)[^A-Za-z0-9\s]")
_LOOK_BACK = 64
"""Bytes at the end of what came so far in which a boundary may have begun."""


@dataclass(frozen=True, slots=True)
class Part:
    """A message of a batch, or one of its own segments. Of a message that is too long it has the beginning alone."""

    name: str
    data: bytes
    is_too_long: bool = False


def is_batch(data: bytes) -> bool:
    """Whether the bytes begin with a file or batch header."""
    return _LEAD.match(data[:200]) is not None


class BatchReader:
    """Takes a file or batch in pieces of any size, and gives its parts; holds at most one message of `limit` bytes."""

    def __init__(self, *, limit: int) -> None:
        self._limit = limit
        self._held = bytearray()
        self._name = ""
        self._seen = 0
        self._skips = False
        self._is_first = True

    def feed(self, data: bytes) -> Iterator[Part]:
        """The parts that these bytes complete."""
        self._held += data
        if self._is_first and len(self._held) >= len(codecs.BOM_UTF8):
            self._is_first = False
            self._held = self._held.removeprefix(codecs.BOM_UTF8)
        yield from self._cut(but=_LOOK_BACK)
        if len(self._held) > self._limit + _LOOK_BACK:
            if not self._skips:
                yield Part(self._name, bytes(self._held[:1_000]), is_too_long=True)
            self._skips = True
            del self._held[: len(self._held) - _LOOK_BACK]
            self._seen = 0

    def close(self) -> Iterator[Part]:
        """The parts that the end completes."""
        yield from self._cut(but=0)
        yield from self._take(len(self._held))

    def _cut(self, *, but: int) -> Iterator[Part]:
        """The parts that are complete, without looking at the last bytes, which may go on."""
        found = _BOUNDARY.search(self._held, self._seen)
        while found is not None and found.start() < len(self._held) - but:
            name, length = found[1].decode().upper(), found.end() - found.start()
            yield from self._take(found.start())
            self._name, self._seen = name, length
            found = _BOUNDARY.search(self._held, self._seen)
        self._seen = max(self._seen, len(self._held) - but, 0)

    def _take(self, end: int) -> Iterator[Part]:
        """What is held up to `end`, which is then let go."""
        data = bytes(self._held[:end]).strip(b"\x0b\x1c \t\r\n")
        name, skipped = self._name, self._skips
        del self._held[:end]
        self._seen, self._skips = 0, False
        if name and data and not skipped:
            yield Part(name, data)


def stream_messages(chunks: Iterable[bytes], *, limit: int) -> Iterator[Part]:
    """The messages and batch segments of a long file, as its bytes come: no more than one of `limit` bytes is held."""
    reader = BatchReader(limit=limit)
    for chunk in chunks:
        yield from reader.feed(chunk)
    yield from reader.close()


class BatchAnswer:
    """The acknowledgements of a batch, in the order of its messages, in a batch of their own. Chapter 2.10.3.3."""

    def __init__(self, *, control_id: str, time: datetime) -> None:
        self._control_id = control_id
        self._time = time.strftime("%Y%m%d%H%M%S%z").encode()
        self._lines: list[bytes] = []
        self._in_batch = 0
        self._batches = 0
        self._is_file = self._is_open = False

    def add_segment(self, part: Part) -> None:
        """A header or trailer of the batch; its count (BTS-1) is compared with what came."""
        if part.name in {"FHS", "BHS"}:
            self._end_batch()
            self._is_file |= part.name == "FHS"
            self._is_open = part.name == "BHS"
            self._lines.append(self._header(part))
        elif part.name == "BTS" and self._is_open:
            separator = part.data[3:4]
            said = part.data.split(b"\r")[0].split(separator)[1:2]
            self._end_batch(said=said[0].strip() if said else b"")

    def add(self, acknowledgement: bytes) -> None:
        """The answer to one message; empty when there is none."""
        if acknowledgement:
            self._in_batch += 1
            self._lines.append(acknowledgement.strip(b"\r\n"))

    def whole(self) -> bytes:
        """The whole answer."""
        self._end_batch()
        if self._is_file:
            self._lines.append(b"FTS|%d" % self._batches)
        return b"\r".join(self._lines) + b"\r"

    def _end_batch(self, *, said: bytes = b"") -> None:
        if not self._is_open:
            return
        trailer = b"BTS|%d" % self._in_batch
        if said.isdigit() and len(said) < 10 and int(said) != self._in_batch:
            trailer += b"|BTS-1 says %s messages, %d were found; send the batch again." % (said, self._in_batch)
        self._lines.append(trailer)
        self._batches += 1
        self._in_batch, self._is_open = 0, False

    def _header(self, part: Part) -> bytes:
        """The header that answers a header: the sender is the receiver, BHS-12 the control id of theirs."""
        fields = re.split(rb"[\r\n]", part.data)[0].split(part.data[3:4])
        fields += [b""] * (12 - len(fields))
        made = [part.name.encode(), fields[1], *fields[4:6], *fields[2:4], self._time, b"", b"", b""]
        return part.data[3:4].join([*made, self._control_id.encode(), fields[10]])
