"""A received message as a person reads it: its text, and each populated field with its path.

Personal fields are masked unless the reader asks for the original, which is audited.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hub.conversion import codec_of
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
    "PRT": frozenset({5, 14, 15}),
    "STF": frozenset({2, 3, 6, 10, 11, 14, 15, 17, 22, 24, 27, 28, 30, 31, 40, 41}),
    "CTD": None,
    "DB1": frozenset({3}),
    "QPD": None,
    "QRD": frozenset({8}),
}
"""Segments that speak of a person: all fields (None) or these. HL7 v2.8.2 chapters 3, 5, 6, 7, 11 and 15."""
_OF_A_SITE = "Z"
"""A segment that a site made for itself: nobody here knows what stands in it, so all of it counts as personal."""
_PUBLIC_PID = frozenset({1, 8})

_BREAKS = re.compile(r"[\r\n]+|\\[rn](?=[A-Za-z][A-Za-z0-9]{2}[^A-Za-z0-9\s])")
"""Ends of segments, those that a programmer's string left as two characters among them."""

_BLANK = "\ufeff\x0b\x1c \t"
_SEGMENT = re.compile(r"[A-Za-z][A-Za-z0-9]{2}(?:[^A-Za-z0-9\s]|\Z)")
_PERSON_WITHIN = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(PERSONAL)}|Z[A-Z]{{2}})(?=\s*([^A-Za-z0-9\s]))", re.IGNORECASE)
"""Where a segment about a person follows without an end of the one before, or with a number in front of its name or a
blank behind it; the group is its separator."""

_HEADERS = frozenset({"MSH", "BHS", "FHS"})


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
    segments = list(_segments(_text(message)))
    if masked:
        segments = list(_masked(segments))
    fields = tuple(line for segment in _numbered(segments) for line in _fields(*segment))
    return RawView(text="\n".join(segments)[:TEXT_LIMIT], fields=fields)


def _text(message: Inbound) -> str:
    codec = codec_of(message.charset) or "utf-8"
    text = message.raw.decode(codec, errors="replace")
    if not message.charset and "\N{REPLACEMENT CHARACTER}" in text:
        text = message.raw.decode("gb18030", errors="replace")
    return text


def _segments(text: str) -> Iterator[str]:
    """The segments of a message; a line that is none goes on with the segment before, as the converter reads it."""
    held: list[str] = []
    for line in _BREAKS.split(text):
        plain = line.strip(_BLANK)
        if not plain:
            continue
        if held and _SEGMENT.match(plain) is not None:
            yield "\n".join(held)
            held = []
        held.append(plain)
    if held:
        yield "\n".join(held)


def _other_view(message: Inbound, *, masked: bool) -> RawView:
    size = FieldLine(path="bytes", value=str(len(message.raw)))
    if masked or b"\0" in message.raw[:1024]:
        return RawView(text=MASK, fields=(size,))
    return RawView(text=_text(message)[:TEXT_LIMIT], fields=(size,))


def _numbered(segments: list[str]) -> Iterator[tuple[str, str]]:
    """Each segment with the name that tells repeats apart: `OBX`, `OBX[2]`."""
    seen: dict[str, int] = {}
    for segment in segments:
        name = segment[:3].upper()
        seen[name] = seen.get(name, 0) + 1
        yield (name if seen[name] == 1 else f"{name}[{seen[name]}]"), segment


def _fields(label: str, segment: str) -> Iterator[FieldLine]:
    separator = segment[3:4]
    offset = 1
    if label == "MSH":
        yield FieldLine(path="MSH-1", value=separator)
        offset = 2
    for number, value in enumerate(segment.split(separator)[1:] if separator else [], start=offset):
        if value:
            yield FieldLine(path=f"{label}-{number}", value=value)


def _masked(segments: list[str]) -> Iterator[str]:
    """The segments without what is personal in them.

    A line with another separator than the header's tells no field from the next: one about a person is hidden whole,
    and so is one behind a person's, which may be the rest of an address (`B12` before a character that is no letter).
    """
    separator, is_person = "", False
    for segment in segments:
        name, own = segment[:3].upper(), segment[3:4]
        if name in _HEADERS:
            separator = own
        if own in {"", separator}:
            is_person = _is_about_person(name)
            yield _masked_segment(segment)
        elif _is_about_person(name):
            is_person = True
            yield segment[:4] + MASK
        else:
            yield MASK if is_person else _masked_segment(segment)


def _masked_segment(segment: str) -> str:
    if _SEGMENT.match(segment) is None:
        return MASK
    name, separator = segment[:3].upper(), segment[3:4]
    starts = (found.start() for found in _PERSON_WITHIN.finditer(segment, 3) if found[1] == separator)
    within = next(starts, None)
    shown, rest = (segment, "") if within is None else (segment[:within], MASK)
    if _is_about_person(name) and separator:
        parts = shown.split(separator)
        hidden = [MASK if value and _is_personal(name, number) else value for number, value in enumerate(parts[1:], 1)]
        shown = separator.join([parts[0], *hidden])
    return shown + rest


def _is_about_person(name: str) -> bool:
    return name in PERSONAL or name.startswith(_OF_A_SITE)


def _is_personal(name: str, number: int) -> bool:
    if name == "PID":
        return number not in _PUBLIC_PID
    fields = PERSONAL.get(name)
    return fields is None or number in fields
