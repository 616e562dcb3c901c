"""Message bytes to segments, lazily split fields and components. HL7 v2.9 chapter 2.

Every read is tracked: `take` says "this value goes into a resource", `peek` looks without
saying so, `keep` says "used, but not in a resource". What nobody took is the residue report.
"""

import re
from collections.abc import Iterator

from adapters.hl7v2.charset import UnreadableMessageError, decode
from adapters.hl7v2.escapes import STANDARD, Delimiters, unescape
from fhir_profiles.issue import Issue

NULL = '""'
"""The HL7 null: the sender says that the value shall be deleted."""

_ALL = -1
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NAME = re.compile(r"[A-Z][A-Z0-9]{2}")
_HEADERS = frozenset({"MSH", "FHS", "BHS"})


class Repetition:
    """One repetition of a field; components count from 1."""

    __slots__ = ("field", "index", "parts", "segment", "taken")

    def __init__(self, segment: "Segment", field: int, index: int, text: str) -> None:
        self.segment = segment
        self.field = field
        self.index = index
        self.parts = text.split(segment.delimiters.component)
        self.taken = 0

    def peek(self, component: int = 1) -> str:
        """The component without escapes, stripped; empty when absent or null. Marks nothing."""
        if component > len(self.parts):
            return ""
        text = self.parts[component - 1]
        if not text or text == NULL:
            return ""
        delimiters = self.segment.delimiters
        return (unescape(text, delimiters) if delimiters.escape in text else text).strip()

    def take(self, component: int = 1) -> str:
        """The component; it counts as mapped from here on."""
        self.taken |= 1 << component
        return self.peek(component)

    def subcomponents(self, component: int) -> list[str]:
        """The subcomponents without escapes; marks nothing."""
        if component > len(self.parts):
            return []
        delimiters = self.segment.delimiters
        parts = self.parts[component - 1].split(delimiters.subcomponent)
        return ["" if part == NULL else unescape(part, delimiters).strip() for part in parts]

    def mark(self, *components: int) -> None:
        """Count these components as mapped; all of them when none is named."""
        if not components:
            self.taken = _ALL
        for component in components:
            self.taken |= 1 << component

    def text(self) -> str:
        """The whole repetition as text, delimiters included: a free-text value with a bare `^`."""
        delimiters = self.segment.delimiters
        joined = delimiters.component.join(self.parts)
        return "" if joined == NULL else unescape(joined, delimiters).strip()

    @property
    def is_done(self) -> bool:
        """Whether everything in it counts as mapped, seen at once."""
        return self.taken == _ALL or (len(self.parts) == 1 and self.taken & 2 != 0)

    @property
    def is_empty(self) -> bool:
        """Whether no component holds a value that remains without escapes and blanks."""
        if self.parts[0].isalnum():
            return False
        return not any(part.strip() and part != NULL for part in self.parts) or not self.text()

    def path(self, component: int = 0) -> str:
        """`PID-3.1`, `OBX[3]-5[2].1`: where the value stands."""
        repeat = f"[{self.index + 1}]" if self.index else ""
        return f"{self.segment.path}-{self.field}{repeat}" + (f".{component}" if component else "")


class Segment:
    """One segment; fields count from 1 and are split when first asked for."""

    __slots__ = ("_cells", "delimiters", "fields", "kept", "message", "name", "ordinal", "text")

    fields: list[str]

    def __init__(self, name: str, text: str, ordinal: int, message: "Message") -> None:
        self.name = name
        self.text = text
        self.ordinal = ordinal
        self.message = message
        self.delimiters = message.delimiters
        self.kept: frozenset[int] = frozenset()
        self._cells: dict[int, list[Repetition]] = {}

    def __getattr__(self, name: str) -> list[str]:
        """Split when `fields` is first asked for; index 0 is the segment's name."""
        if name != "fields":
            raise AttributeError(name)
        parts = self.text.split(self.delimiters.field)
        if self.name in _HEADERS:
            parts.insert(1, self.delimiters.field)
        self.fields = parts
        return parts

    def raw(self, field: int) -> str:
        """The field as sent; empty when it is not there."""
        try:
            return self.fields[field]
        except IndexError:
            return ""

    def has(self, field: int) -> bool:
        """Whether the field holds a value other than null."""
        try:
            raw = self.fields[field]
        except IndexError:
            return False
        return bool(raw) and raw != NULL

    def is_null(self, field: int) -> bool:
        """Whether the sender deletes the field's value."""
        return self.raw(field) == NULL

    def repetitions(self, field: int) -> list[Repetition]:
        """The repetitions that hold a value."""
        cells = self._cells.get(field)
        if cells is not None:
            return cells
        try:
            raw = self.fields[field]
        except IndexError:
            return []
        if not raw:
            return []
        mark = self.delimiters.repetition
        if mark in raw:
            cells = [Repetition(self, field, at, text) for at, text in enumerate(raw.split(mark)) if text]
        else:
            cells = [Repetition(self, field, 0, raw)]
        self._cells[field] = cells
        return cells

    def first(self, field: int) -> Repetition:
        """The first repetition; an empty one when the field is not there."""
        cells = self.repetitions(field)
        return cells[0] if cells else Repetition(self, field, 0, "")

    def peek(self, field: int, component: int = 1) -> str:
        """A component of the first repetition; marks nothing."""
        cells = self.repetitions(field)
        return cells[0].peek(component) if cells else ""

    def take(self, field: int, component: int = 1) -> str:
        """A component of the first repetition; it counts as mapped."""
        cells = self.repetitions(field)
        return cells[0].take(component) if cells else ""

    def mark(self, *fields: int) -> None:
        """Count whole fields as mapped."""
        for field in fields:
            for repetition in self.repetitions(field):
                repetition.mark()

    def keep(self, *fields: int) -> None:
        """These fields steer the conversion, but stand in no resource."""
        self.kept |= frozenset(fields)

    def release(self) -> None:
        """Forget the repetitions, which know their segment."""
        self._cells = {}

    @property
    def path(self) -> str:
        """`PID`, or `OBX[3]` where the message has several."""
        return f"{self.name}[{self.ordinal}]" if self.message.counts[self.name] > 1 else self.name

    def unmapped(self) -> Iterator[tuple[str, bool]]:
        """Paths of populated values that are in no resource, and whether they were used at least."""
        start = 3 if self.name in _HEADERS else 1
        for field, raw in enumerate(self.fields[start:], start):
            if not raw:
                continue
            kept = field in self.kept
            cells = self._cells.get(field)
            if cells is not None and not kept and len(cells) == 1 and cells[0].is_done:
                continue
            if kept or cells is None or not any(cell.taken for cell in cells):
                yield f"{self.path}-{field}", kept
                continue
            for cell in cells:
                if cell.taken == _ALL:
                    continue
                if not cell.taken:
                    yield cell.path(), False
                    continue
                for component, part in enumerate(cell.parts, 1):
                    if part and not cell.taken >> component & 1:
                        yield cell.path(component), False


class Message:
    """The segments of one message, in order, with the findings of reading it."""

    __slots__ = ("charset", "counts", "delimiters", "issues", "segments")

    def __init__(self, delimiters: Delimiters, charset: str, issues: list[Issue]) -> None:
        self.delimiters = delimiters
        self.charset = charset
        self.issues = issues
        self.segments: list[Segment] = []
        self.counts: dict[str, int] = {}

    def add(self, name: str, text: str) -> None:
        """Append a segment."""
        ordinal = self.counts.get(name, 0) + 1
        self.counts[name] = ordinal
        self.segments.append(Segment(name, text, ordinal, self))

    def release(self) -> None:
        """Let go of the segments and they of their values: without cycles the memory is free at once."""
        for segment in self.segments:
            segment.release()
        self.segments = []

    def first(self, name: str) -> Segment | None:
        """The first segment of that name."""
        if name not in self.counts:
            return None
        return next(segment for segment in self.segments if segment.name == name)

    def all(self, name: str) -> list[Segment]:
        """All segments of that name."""
        if name not in self.counts:
            return []
        return [segment for segment in self.segments if segment.name == name]


def tokenise(data: bytes, *, charset: str = "") -> Message:
    """Read one message. `charset` overrides MSH-18.

    Raises UnreadableMessageError when the bytes cannot be decoded or do not begin with MSH.
    Line ends may be CR, LF, CRLF or mixed; a line that is no segment continues the one before.
    """
    decoded = decode(data, charset=charset)
    issues = list(decoded.issues)
    text = decoded.text.lstrip("\ufeff\x0b\x1c \t\r\n").rstrip("\x0b\x1c \t\r\n\x1a\x00")
    if text[:3] != "MSH" or len(text) < 4 or text[3].isalnum():
        raise UnreadableMessageError(
            Issue(severity="error", code="structure", text="The message does not begin with an MSH segment.")
        )
    if _CONTROL.search(text):
        text = _CONTROL.sub("", text)
        issues.append(Issue(severity="warning", code="structure", text="Control characters were left out."))
    if "\n" in text:
        text = text.replace("\r\n", "\r").replace("\n", "\r")
    delimiters, text = _delimiters(text, issues)
    message = Message(delimiters, decoded.charset, issues)
    for name, line in _lines(text, delimiters.field, issues):
        message.add(name, line)
    return message


def _lines(text: str, separator: str, issues: list[Issue]) -> Iterator[tuple[str, str]]:
    pending: tuple[str, str] | None = None
    for number, raw in enumerate(text.split("\r"), 1):
        line = raw if raw[:1].isupper() else raw.strip()
        if not line:
            continue
        name = line[:3]
        if _NAME.fullmatch(name) and (line[3:4] == separator or not line[3:].strip()):
            if pending:
                yield pending
            pending = (name, line.rstrip() if len(line) < 6 else line)
        elif pending:
            pending = (pending[0], f"{pending[1]}\n{line}")
            issues.append(
                Issue(
                    severity="warning",
                    code="structure",
                    text="A line does not begin with a segment name; it was read as the rest of the segment before.",
                    line=number,
                )
            )
    if pending:
        yield pending


def _delimiters(text: str, issues: list[Issue]) -> tuple[Delimiters, str]:
    field = text[3]
    sent = text[4:].split("\r", 1)[0].split(field, 1)[0].strip()
    if sent == "^~\\\\&":
        issues.append(
            Issue(
                severity="warning",
                code="structure",
                text="MSH-2 is ^~\\\\& with two backslashes: the message was escaped as a JSON string. It was read "
                "with single backslashes; send the bytes of the message as application/hl7-v2.",
                expression="MSH-2",
            )
        )
        return Delimiters(field=field), text.replace("\\\\", "\\")
    if 4 <= len(sent) <= 5 and len(set(sent) | {field}) == len(sent) + 1:
        if sent == "^~\\&" and field == "|":
            return STANDARD, text
        return Delimiters(field, *sent), text
    issues.append(
        Issue(
            severity="warning",
            code="structure",
            text="MSH-2 does not hold four or five different characters; the standard ones stand in for missing ones.",
            expression="MSH-2",
        )
    )
    return Delimiters(field, *(sent[:4] + STANDARD.encoding_characters[len(sent[:4]) :])), text
