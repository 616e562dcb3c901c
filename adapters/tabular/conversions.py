"""Rows of tables to conversions: what every adapter of tables does alike.

A long file is cut into parts, which are small enough to be converted one after the other elsewhere; each is a value
that can be pickled.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from adapters.port import Conversion, Entry, Source
from adapters.tabular.fields import Fields
from adapters.tabular.header import Header
from adapters.tabular.read import HiddenTable, Understand, UnreadTable, read
from adapters.tabular.sheet import WHOLE_ROW, Row, Table, TableError
from fhir_profiles.issue import Issue

RowToEntries = Callable[[Fields], list[Entry]]
"""The map of one kind of table."""

PART_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows under their header, or the refusal of a table that cannot be read, or word of one that is not read.

    `whole` is a file that is no table, as it came.
    """

    header: Header | None = None
    charset: str = ""
    rows: tuple[Row, ...] = ()
    refusal: Conversion | None = None
    whole: bytes | None = field(default=None, repr=False)


@runtime_checkable
class TableAdapter(Protocol):
    """An adapter that can cut its files into parts."""

    def parts(self, data: bytes, *, source: Source) -> Iterator[Part]:
        """The file in parts, in order."""
        ...

    def convert_part(self, part: Part, *, source: Source) -> Iterator[Conversion]:
        """The conversions of one part."""
        ...


def parts(
    data: bytes, understand: Understand, *, charset: str = "", size: int = PART_ROWS, together: str = ""
) -> Iterator[Part]:
    """The file in parts of about `size` rows, in file order. Never raises for bad input.

    Rows that follow one another with the same value in the column `together` stay in one part. A table without rows
    is passed over beside others, as the sheets of a template are that nobody filled in; alone it is refused.
    """
    empty: list[tuple[Table, Header]] = []
    is_filled = False
    try:
        for found in read(data, understand, charset=charset):
            if isinstance(found, HiddenTable):
                yield Part(refusal=_hidden(found.title))
                continue
            if isinstance(found, UnreadTable):
                is_filled = True
                yield Part(refusal=_refused(found.why, data, title=found.title))
                continue
            empty.append(found)
            for part in _parts_of(*found, size=size, together=together):
                is_filled = True
                yield part
    except TableError as err:
        is_filled = True
        yield Part(refusal=_refused(str(err), data))
    if empty and not is_filled:
        yield _without_rows(empty, data)


def part_to_conversions(part: Part, source: Source, maps: Mapping[str, RowToEntries]) -> Iterator[Conversion]:
    """One Conversion for each row of the part."""
    if part.refusal is not None:
        yield part.refusal
    for row in part.rows:
        yield row_to_conversion(row, part, source, maps)


def _parts_of(table: Table, header: Header, *, size: int, together: str) -> Iterator[Part]:
    at = header.positions.get(together, -1)
    rows: list[Row] = []
    for row in table.rows():
        if len(rows) >= size and (at < 0 or len(rows) >= 2 * size or _cell(row, at) != _cell(rows[-1], at)):
            yield Part(header, table.charset, tuple(rows))
            rows = []
        rows.append(row)
    if rows:
        yield Part(header, table.charset, tuple(rows))


def _without_rows(empty: list[tuple[Table, Header]], data: bytes) -> Part:
    table, header = empty[0]
    text = f"The table ({header.kind.title}) has a header but no rows. Expected one row a line below it."
    if len(empty) > 1:
        text = f"None of the {len(empty)} tables has a row below its header. Fill in at least one of them."
    issue = Issue("error", "required", text, "header")
    return Part(refusal=Conversion(label="header", issues=(issue,), raw=data, charset=table.charset))


def _cell(row: Row, at: int) -> str:
    return row.cells[at] if at < len(row.cells) else ""


def _refused(text: str, data: bytes, *, title: str = "") -> Conversion:
    named = f"Sheet {title}: {text}" if title else text
    issue = Issue(severity="error", code="structure", text=named, expression=f"{title} header".strip(), line=1)
    return Conversion(label=f"{title} header".strip(), issues=(issue,), raw=data)


def _hidden(title: str) -> Conversion:
    """No row, and a warning: what a carer hid may be last month's list, or this month's."""
    why = "The sheet is hidden and was not read. Show it in the spreadsheet if its rows are to be read."
    return Conversion(label=title, issues=(Issue("warning", "not-supported", f"Sheet {title}: {why}", title),), rows=0)


def row_to_conversion(row: Row, part: Part, source: Source, maps: Mapping[str, RowToEntries]) -> Conversion:
    """The Conversion of one row of a part."""
    header = part.header
    assert header is not None
    fields = Fields(row=row, header=header, source=source)
    entries: list[Entry] = []
    if why := row.faults.get(WHOLE_ROW):
        fields.issues.append(Issue("error", "structure", f"{row.where}: {why}.", row.label, row.number))
    elif row.is_broken or any(row.cells[len(header.names) :]):
        text = (
            f"{row.where} has {len(row.cells)} cells, the header {len(header.names)}. Expected the same number: "
            "put a cell that holds the separator in quotation marks, and close every quotation mark."
        )
        fields.issues.append(Issue("error", "structure", text, row.label, row.number))
    else:
        if row.faults:
            fields.report_faults()
        if not fields.is_refused:
            entries = maps[header.kind.name](fields)
    return Conversion(
        label=row.label,
        entries=() if fields.is_refused else tuple(entries),
        issues=tuple(fields.issues),
        residue=fields.residue(),
        event=header.kind.name,
        charset=part.charset,
        raw=row.raw,
    )
