"""One segment under construction, and the whole message as bytes."""

import re
from collections.abc import Iterable, Sequence

from adapters.hl7v2.charset import codec_of
from adapters.hl7v2.escapes import escape
from fhir_profiles.issue import Issue

Component = str | Sequence[str]
"""Text, or subcomponents."""

Cell = str | Sequence[Component]
"""One repetition: text, or components."""

_BREAK = re.compile(r"\r\n|\r|\n")
_NARROW = {"GBK": "gbk", "GB2312": "gb2312", "ASCII": "ascii", "ISO IR6": "ascii"}
"""Sets that are read as GB 18030 but must be written within their own limits."""

_MISSING = "〓"
"""The mark that printers set for a character that they lack; in GB 2312 at A1FE."""


class Line:
    """A segment: fields from 1, each a list of repetitions."""

    __slots__ = ("fields", "name")

    def __init__(self, name: str) -> None:
        self.name = name
        self.fields: dict[int, list[Cell]] = {}

    def set(self, field: int, *cells: Cell) -> "Line":
        """The repetitions of a field; those that say nothing are left out."""
        found = [cell for cell in cells if _says(cell)]
        if found:
            self.fields[field] = found
        return self

    def add(self, field: int, cell: Cell) -> None:
        """One more repetition."""
        if _says(cell):
            self.fields.setdefault(field, []).append(cell)

    def has(self, *fields: int) -> bool:
        """Whether any of these fields says something."""
        return any(field in self.fields for field in fields)

    def render(self) -> str:
        """The segment as text, without its line end."""
        if not self.fields:
            return self.name
        last = max(self.fields)
        fields = ["~".join(_cell(cell) for cell in self.fields.get(at, ())) for at in range(1, last + 1)]
        if self.name == "MSH":  # MSH-1 is the separator itself
            return "MSH|^~\\&|" + "|".join(fields[2:])
        return "|".join([self.name, *fields])


def to_bytes(lines: Iterable[Line], charset: str) -> tuple[bytes, list[Issue]]:
    """The message, and an issue for each character that the receiver's character set lacks."""
    text = "".join(f"{line.render()}\r" for line in lines)
    codec = _NARROW.get(charset.upper()) or codec_of(charset) or "utf-8"
    lacking = sorted({char for char in text if not _fits(char, codec)})
    for char in lacking:
        text = text.replace(char, _MISSING if _fits(_MISSING, codec) else "?")
    issues = [
        Issue(
            "warning",
            "code-invalid",
            f"U+{ord(char):04X} is not in the receiver's character set {charset}; a mark stands for it. "
            "Give the receiver's file GB18030 or UTF-8 when its system can read that.",
        )
        for char in lacking
    ]
    return text.encode(codec), issues


def _fits(char: str, codec: str) -> bool:
    if char.isascii():
        return True
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _says(cell: Cell) -> bool:
    return bool(cell) if isinstance(cell, str) else any(_says(part) for part in cell)


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return _text(cell)
    parts = [_text(part) if isinstance(part, str) else "&".join(map(_text, part)).rstrip("&") for part in cell]
    return "^".join(parts).rstrip("^")


def _text(text: str) -> str:
    r"""Escaped; a line break is `\.br\`, which every receiver of formatted text knows."""
    return "\\.br\\".join(escape(piece) for piece in _BREAK.split(text))
