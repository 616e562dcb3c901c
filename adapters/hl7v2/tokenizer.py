"""Message bytes to segments, lazily split fields and components. HL7 v2.9 chapter 2.

Every read is tracked: `take` says "this value goes into a resource", `peek` looks without
saying so, `keep` says "used, but not in a resource". What nobody took is the residue report.
"""

import re
from collections.abc import Iterator

from adapters.hl7v2.charset import UnreadableMessageError, decode
from adapters.hl7v2.escapes import STANDARD, Delimiters, unescape
from adapters.hl7v2.lines import read_delimiters, segment_lines, with_line_ends
from fhir_profiles.issue import Issue

NULL = '""'
"""The HL7 null: the sender says that the value shall be deleted."""

_ALL = -1
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARKS = re.compile(r'[\^~\\&"]')
"""What the standard delimiters set apart, and what a null is made of."""

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

    def give_back(self, *components: int) -> None:
        """These components, all of them when none is named, stand in no resource after all."""
        if not components:
            self.taken = 0
        for component in components:
            self.taken &= ~(1 << component)

    def text(self) -> str:
        """The whole repetition as text, delimiters included: a free-text value with a bare `^`."""
        return "" if self.raw == NULL else unescape(self.raw, self.segment.delimiters).strip()

    @property
    def is_mapped(self) -> bool:
        """Whether every component that holds something counts as mapped."""
        taken = self.taken
        return taken == _ALL or all(not part or taken >> at & 1 for at, part in enumerate(self.parts, 1))

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

    __slots__ = ("_cells", "_fields", "delimiters", "kept", "mapped", "message", "name", "ordinal", "text")

    def __init__(self, name: str, text: str, ordinal: int, message: "Message") -> None:
        self.name = name
        self.text = text
        self.ordinal = ordinal
        self.message = message
        self.delimiters = message.delimiters
        self.kept = 0
        self.mapped = 0
        self._fields: list[str] | None = None
        self._cells: dict[int, list[Repetition]] | None = None

    @property
    def fields(self) -> list[str]:
        """The fields as sent; index 0 is the segment's name."""
        fields = self._fields
        if fields is None:
            mark = self.delimiters.field
            fields = self._fields = self.text.split(mark)
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

    @property
    def is_plain(self) -> bool:
        """Whether the fields can be read as they were sent: standard delimiters, and nothing was rewritten so far."""
        return self._cells is None and self.delimiters is STANDARD

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
                    if found:
                        cells[field] = found
                elif raw[0] not in nothing or raw.strip(nothing):
                    cells[field] = [Repetition(self, field, 0, raw)]
        return cells

    def raw(self, field: int) -> str:
        """The field as sent; empty when it is not there."""
        fields = self.fields
        return fields[field] if field < len(fields) else ""

    def plain(self, field: int) -> str:
        """A field that holds one value and nothing to be decoded, which counts as mapped; else empty."""
        raw = self.raw(field)
        text = raw.strip() if raw and self.is_plain and _MARKS.search(raw) is None else ""
        if text:
            self.mapped |= 1 << field
        return text

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
            self.mapped |= 1 << field

    def give_back(self, field: int) -> None:
        """The field stands in no resource after all."""
        self.mapped &= ~(1 << field)
        self.first(field).give_back()

    def keep(self, *fields: int) -> None:
        """These fields steer the conversion, but stand in no resource."""
        for field in fields:
            self.kept |= 1 << field

    def is_mapped(self, field: int) -> bool:
        """Whether anything of the field's first repetition stands in a resource."""
        return bool(self.mapped >> field & 1 or self.first(field).taken)

    def rewrite(self, text: str) -> None:
        """Read another text in place of the one that was sent."""
        self.text = text
        self._fields = self._cells = None

    def release(self) -> None:
        """Forget the repetitions, which know their segment."""
        self._cells = {}

    @property
    def path(self) -> str:
        """`PID`, or `OBX[3]` where the message has several."""
        return f"{self.name}[{self.ordinal}]" if self.message.counts[self.name] > 1 else self.name

    def unmapped(self) -> list[tuple[str, bool]]:
        """Paths of populated values that are in no resource, and whether they were used at least."""
        kept, mapped, cells = self.kept, self.mapped, self._cells
        if cells is None:
            fields = self.fields
            done = (mapped | 1) & ~kept
            left = [at for at, raw in enumerate(fields) if raw and not done >> at & 1]
            if all(kept >> at & 1 and fields[at].isalnum() for at in left):
                return [(f"{self.path}-{at}", True) for at in left]
            cells = self.cells
        found: list[tuple[str, bool]] = []
        for field, repetitions in cells.items():
            if kept >> field & 1:
                found.append((f"{self.path}-{field}", True))
                continue
            if mapped >> field & 1:
                continue
            taken = repetitions[0].taken
            if len(repetitions) == 1:
                if taken == _ALL or (taken & 2 and len(repetitions[0].parts) == 1):
                    continue
            elif not taken:
                taken = any(cell.taken for cell in repetitions)
            if taken:
                found += [(place, False) for cell in repetitions for place in cell.left()]
            else:
                found.append((f"{self.path}-{field}", False))
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
    if text[:3].upper() != "MSH" or len(text) < 4 or text[3].isalnum():
        raise UnreadableMessageError(
            Issue(severity="error", code="structure", text="The message does not begin with an MSH segment.")
        )
    if _CONTROL.search(text):
        text = _CONTROL.sub("", text)
        issues.append(Issue(severity="warning", code="structure", text="Control characters were left out."))
    if "\n" in text:
        text = text.replace("\r\n", "\r").replace("\n", "\r")
    delimiters, text = read_delimiters(with_line_ends(text, issues), issues)
    message = Message(delimiters, decoded.charset, issues)
    for name, line in segment_lines(text, delimiters.field, issues):
        message.add(name, line)
    return message
