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
_MOST_CONTINUED = 20
"""Warnings about lines without a segment name; a page of text is told often enough by then."""

_NAME = re.compile(r"[A-Z][A-Z0-9]{2}")
_HEADERS = frozenset({"MSH", "FHS", "BHS"})


class Repetition:
    """One repetition of a field; components count from 1. `raw` is its text as sent."""

    __slots__ = ("_parts", "field", "index", "raw", "segment", "taken")

    def __init__(self, segment: "Segment", field: int, index: int, raw: str) -> None:
        self.segment = segment
        self.field = field
        self.index = index
        self.raw = raw
        self._parts: list[str] | None = None
        self.taken = 0

    @property
    def parts(self) -> list[str]:
        """The components as sent, split when first asked for; at least one."""
        parts = self._parts
        if parts is None:
            parts = self._parts = self.raw.split(self.segment.delimiters.component)
        return parts

    def peek(self, component: int = 1) -> str:
        """The component without escapes, stripped; empty when absent or null. Marks nothing."""
        parts = self._parts
        if parts is None:
            parts = self._parts = self.raw.split(self.segment.delimiters.component)
        if component > len(parts):
            return ""
        text = parts[component - 1]
        if not text or text == NULL:
            return ""
        delimiters = self.segment.delimiters
        if delimiters.escape in text:
            text = unescape(text, delimiters)
        return text.strip()

    def rewrite(self, parts: list[str]) -> None:
        """Read other components in place of those that were sent."""
        self._parts = parts
        self.raw = self.segment.delimiters.component.join(parts)

    def take(self, component: int = 1) -> str:
        """The component; it counts as mapped from here on."""
        self.taken |= 1 << component
        return self.peek(component)

    def subcomponents(self, component: int) -> list[str]:
        """The subcomponents without escapes; marks nothing."""
        parts = self.parts
        if component > len(parts):
            return []
        text = parts[component - 1]
        delimiters = self.segment.delimiters
        mark = delimiters.subcomponent
        if mark not in text:
            return [self.peek(component)]
        return ["" if part == NULL else unescape(part, delimiters).strip() for part in text.split(mark)]

    def mark(self, *components: int) -> None:
        """Count these components as mapped; all of them when none is named."""
        if not components:
            self.taken = _ALL
        for component in components:
            self.taken |= 1 << component

    def text(self) -> str:
        """The whole repetition as text, delimiters included: a free-text value with a bare `^`."""
        return "" if self.raw == NULL else unescape(self.raw, self.segment.delimiters).strip()

    @property
    def is_empty(self) -> bool:
        """Whether no component holds a value that remains without escapes and blanks."""
        if self.raw.isalnum():
            return False
        return not any(part.strip() and part != NULL for part in self.parts) or not self.text()

    def path(self, component: int = 0) -> str:
        """`PID-3.1`, `OBX[3]-5[2].1`: where the value stands."""
        repeat = f"[{self.index + 1}]" if self.index else ""
        return f"{self.segment.path}-{self.field}{repeat}" + (f".{component}" if component else "")

    def left(self) -> Iterator[str]:
        """Paths of what nobody took, component by component."""
        taken = self.taken
        if not taken:
            yield self.path()
        elif taken != _ALL:
            for component, part in enumerate(self.parts, 1):
                if part and not taken >> component & 1:
                    yield self.path(component)


_NONE: list[Repetition] = []


class Segment:
    """One segment; fields count from 1, and those with a value are split into repetitions when first asked for."""

    __slots__ = ("_cells", "delimiters", "kept", "message", "name", "ordinal", "text")

    def __init__(self, name: str, text: str, ordinal: int, message: "Message") -> None:
        self.name = name
        self.text = text
        self.ordinal = ordinal
        self.message = message
        self.delimiters = message.delimiters
        self.kept = 0
        self._cells: dict[int, list[Repetition]] | None = None

    @property
    def fields(self) -> list[str]:
        """The fields as sent; index 0 is the segment's name."""
        mark = self.delimiters.field
        fields = self.text.split(mark)
        if self.name in _HEADERS:
            fields.insert(1, mark)
        return fields

    @property
    def cells(self) -> dict[int, list[Repetition]]:
        """The repetitions of each field that holds a value, split when first asked for; MSH-1 and 2 are no fields."""
        cells = self._cells
        if cells is None:
            cells = self._cells = self._split()
        return cells

    def _split(self) -> dict[int, list[Repetition]]:
        cells: dict[int, list[Repetition]] = {}
        mark = self.delimiters.repetition
        nothing = self.delimiters.component + self.delimiters.subcomponent
        start = 3 if self.name in _HEADERS else 1
        for field, raw in enumerate(self.fields):
            if raw and field >= start:
                if mark in raw:
                    parts = enumerate(raw.split(mark))
                    found = [Repetition(self, field, at, text) for at, text in parts if text.strip(nothing)]
                elif raw[0] in nothing and not raw.strip(nothing):
                    continue
                else:
                    found = [Repetition(self, field, 0, raw)]
                if found:
                    cells[field] = found
        return cells

    def raw(self, field: int) -> str:
        """The field as sent; empty when it is not there."""
        fields = self.fields
        return fields[field] if field < len(fields) else ""

    def has(self, field: int) -> bool:
        """Whether the field holds a value other than null."""
        cells = self._cells
        if cells is None:
            cells = self.cells
        found = cells.get(field)
        return found is not None and (found[0].raw != NULL or len(found) > 1)

    def lacks(self, fields: frozenset[int]) -> bool:
        """Whether none of these fields was sent: a quick way past what most messages leave out."""
        return self.cells.keys().isdisjoint(fields)

    def is_null(self, field: int) -> bool:
        """Whether the sender deletes the field's value."""
        return self.raw(field) == NULL

    def repetitions(self, field: int) -> list[Repetition]:
        """The repetitions that hold a value."""
        cells = self._cells
        if cells is None:
            cells = self.cells
        return cells.get(field, _NONE)

    def first(self, field: int) -> Repetition:
        """The first repetition; an empty one when the field is not there."""
        cells = self._cells
        if cells is None:
            cells = self.cells
        found = cells.get(field)
        return found[0] if found else Repetition(self, field, 0, "")

    def peek(self, field: int, component: int = 1) -> str:
        """A component of the first repetition; marks nothing."""
        cells = self._cells
        if cells is None:
            cells = self.cells
        found = cells.get(field)
        return found[0].peek(component) if found else ""

    def take(self, field: int, component: int = 1) -> str:
        """A component of the first repetition; it counts as mapped."""
        cells = self._cells
        if cells is None:
            cells = self.cells
        found = cells.get(field)
        return found[0].take(component) if found else ""

    def mark(self, *fields: int) -> None:
        """Count whole fields as mapped."""
        for field in fields:
            for repetition in self.repetitions(field):
                repetition.taken = _ALL

    def keep(self, *fields: int) -> None:
        """These fields steer the conversion, but stand in no resource."""
        for field in fields:
            self.kept |= 1 << field

    def rewrite(self, text: str) -> None:
        """Read another text in place of the one that was sent."""
        self.text = text
        self._cells = None

    def release(self) -> None:
        """Forget the repetitions, which know their segment."""
        self._cells = {}

    @property
    def path(self) -> str:
        """`PID`, or `OBX[3]` where the message has several."""
        return f"{self.name}[{self.ordinal}]" if self.message.counts[self.name] > 1 else self.name

    def unmapped(self) -> list[tuple[str, bool]]:
        """Paths of populated values that are in no resource, and whether they were used at least."""
        found: list[tuple[str, bool]] = []
        kept, path = self.kept, self.path
        for field, cells in self.cells.items():
            if kept >> field & 1:
                found.append((f"{path}-{field}", True))
                continue
            first = cells[0]
            taken = first.taken
            if len(cells) == 1:
                if taken == _ALL or (taken & 2 and len(first.parts) == 1):
                    continue
            elif not taken:
                taken = any(cell.taken for cell in cells)
            if taken:
                found += [(place, False) for cell in cells for place in cell.left()]
            else:
                found.append((f"{path}-{field}", False))
        return found


class Message:
    """The segments of one message, in order, with the findings of reading it."""

    __slots__ = ("_first", "charset", "counts", "delimiters", "issues", "segments")

    def __init__(self, delimiters: Delimiters, charset: str, issues: list[Issue]) -> None:
        self.delimiters = delimiters
        self.charset = charset
        self.issues = issues
        self.segments: list[Segment] = []
        self.counts: dict[str, int] = {}
        self._first: dict[str, Segment] = {}

    def add(self, name: str, text: str) -> None:
        """Append a segment."""
        ordinal = self.counts.get(name, 0) + 1
        self.counts[name] = ordinal
        segment = Segment(name, text, ordinal, self)
        self.segments.append(segment)
        if ordinal == 1:
            self._first[name] = segment

    def release(self) -> None:
        """Let go of the segments and they of their values: without cycles the memory is free at once."""
        for segment in self.segments:
            segment.release()
        self.segments = []
        self._first = {}

    def first(self, name: str) -> Segment | None:
        """The first segment of that name."""
        return self._first.get(name)

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
    name = ""
    pending: list[str] = []
    continued = 0
    for number, raw in enumerate(text.split("\r"), 1):
        line = raw if raw[:1].isupper() else raw.strip()
        if not line:
            continue
        if _NAME.fullmatch(line[:3]) and (line[3:4] == separator or not line[3:].strip()):
            if pending:
                yield name, "\n".join(pending)
            name, pending = line[:3], [line.rstrip() if len(line) < 6 else line]
        elif pending:
            pending.append(line)
            continued += 1
            if continued <= _MOST_CONTINUED:
                issues.append(_continued(number))
    if pending:
        yield name, "\n".join(pending)


def _continued(number: int) -> Issue:
    text = "A line does not begin with a segment name; it was read as the rest of the segment before."
    return Issue(severity="warning", code="structure", text=text, line=number)


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
