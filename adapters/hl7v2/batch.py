"""Files and batches to single messages: FHS/BHS … BTS/FTS, or several MSH. HL7 v2.9 chapter 2.10.3."""

import codecs
import re
from collections.abc import Iterator

from fhir_profiles.issue import Issue

_MESSAGE = re.compile(rb"(?:\A|(?<=[\r\n\x0b\x1c]))[ \t]*MSH(?=[^A-Za-z0-9\s])")
_TRAILER = re.compile(rb"[\r\n][ \t]*(?:BTS|FTS|BHS|FHS)(?=[^A-Za-z0-9])")
_BATCH = re.compile(rb"BTS|FTS|BHS|FHS")
_COUNT = re.compile(rb"(?:\A|[\r\n])BTS[^A-Za-z0-9\r\n](\d+)")


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
    counts = [int(found) for found in _COUNT.findall(data)]
    if not counts or sum(counts) == messages:
        return None
    return Issue(
        severity="warning",
        code="incomplete",
        text=f"The batch says that it holds {sum(counts)} messages, but {messages} were found; send the file again.",
        expression="BTS-1",
    )
