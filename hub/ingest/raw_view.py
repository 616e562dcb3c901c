"""A received message as a person reads it: its text, and each populated field with its path.

Personal fields are masked unless the reader asks for the original, which is audited.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from hub.store.port import Inbound

MASK = "••••"
TEXT_LIMIT = 200_000
PERSONAL = {
    "PID": None,
    "NK1": None,
    "GT1": None,
    "IN1": frozenset({16, 17, 18, 19, 36, 49}),
    "IN2": None,
    "MRG": None,
    "PRD": frozenset({2, 3, 5, 7}),
    "CTD": None,
    "ZPI": None,
}
"""Segments that speak of a person: all fields (None) or these. HL7 v2.8.2 chapters 3, 6 and 11."""
_PUBLIC_PID = frozenset({1, 8})


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One populated field, `PID-5`, with its value as text."""

    path: str
    value: str


@dataclass(frozen=True, slots=True)
class RawView:
    """The text, cut at `TEXT_LIMIT` characters, and the fields in order."""

    text: str
    fields: tuple[FieldLine, ...]


def raw_view(message: Inbound, *, masked: bool) -> RawView:
    """How to show a received message."""
    if message.adapter != "hl7v2":
        return _other_view(message, masked=masked)
    text = message.raw.decode(message.charset or "utf-8", errors="replace") if _known(message.charset) else ""
    text = text or message.raw.decode("gb18030", errors="replace")
    segments = [line for line in text.replace("\r\n", "\r").replace("\n", "\r").split("\r") if line.strip()]
    fields = tuple(line for segment in _numbered(segments) for line in _fields(*segment, masked=masked))
    shown = "\n".join(_masked_segment(segment) if masked else segment for segment in segments)
    return RawView(text=shown[:TEXT_LIMIT], fields=fields)


def _other_view(message: Inbound, *, masked: bool) -> RawView:
    size = FieldLine(path="bytes", value=str(len(message.raw)))
    if masked or b"\0" in message.raw[:1024]:
        return RawView(text=MASK, fields=(size,))
    charset = message.charset if _known(message.charset) else "utf-8"
    return RawView(text=message.raw.decode(charset, errors="replace")[:TEXT_LIMIT], fields=(size,))


def _known(charset: str) -> bool:
    try:
        return bool("".encode(charset or "utf-8") == b"")
    except LookupError:
        return False


def _numbered(segments: list[str]) -> Iterator[tuple[str, str]]:
    """Each segment with the name that tells repeats apart: `OBX`, `OBX[2]`."""
    seen: dict[str, int] = {}
    for segment in segments:
        name = segment[:3]
        seen[name] = seen.get(name, 0) + 1
        yield (name if seen[name] == 1 else f"{name}[{seen[name]}]"), segment


def _fields(label: str, segment: str, *, masked: bool) -> Iterator[FieldLine]:
    name, separator = segment[:3], segment[3:4]
    offset = 1
    if name == "MSH":
        yield FieldLine(path="MSH-1", value=separator)
        offset = 2
    for number, value in enumerate(segment.split(separator)[1:] if separator else [], start=offset):
        if value:
            hidden = masked and _is_personal(name, number)
            yield FieldLine(path=f"{label}-{number}", value=MASK if hidden else value)


def _masked_segment(segment: str) -> str:
    name, separator = segment[:3], segment[3:4]
    if name not in PERSONAL or not separator:
        return segment
    parts = segment.split(separator)
    hidden = [MASK if value and _is_personal(name, number) else value for number, value in enumerate(parts[1:], 1)]
    return separator.join([name, *hidden])


def _is_personal(name: str, number: int) -> bool:
    if name not in PERSONAL:
        return False
    if name == "PID":
        return number not in _PUBLIC_PID
    fields = PERSONAL[name]
    return fields is None or number in fields
