"""Any file that holds tables: delimited text, xlsx, JSON, XML. Which one, its first bytes say."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from adapters.tabular.delimited import MOST_TITLES, decode, read_tables
from adapters.tabular.header import Header, HeaderError
from adapters.tabular.json_rows import looks_like_json, read_json
from adapters.tabular.sheet import Row, RowTable, Table, TableError, as_csv
from adapters.tabular.workbook import Sheet, is_workbook, read_sheets
from adapters.tabular.xml_rows import looks_like_xml, read_xml

NOTES = frozenset({"说明", "填写说明", "使用说明", "readme", "notes"})
"""Titles of sheets that explain the others and hold no rows."""

Understand = Callable[[Sequence[str], str], Header]
"""The header that column names make under a title; raises HeaderError."""

Found = tuple[Table, Header]


@dataclass(frozen=True, slots=True)
class UnreadTable:
    """A table of the file whose header is not understood; the others are read."""

    title: str
    why: str


@dataclass(frozen=True, slots=True)
class HiddenTable:
    """A hidden sheet with a table that would be understood, and is not read. Others are lists of choices."""

    title: str


def read(data: bytes, understand: Understand, *, charset: str = "") -> Iterator[Found | UnreadTable | HiddenTable]:
    """Each table of the file with its header, in file order. Raises TableError for a file that holds none."""
    if is_workbook(data):
        yield from _of_workbook(read_sheets(data, with_hidden=True), understand)
    elif looks_like_json(data) or looks_like_xml(data):
        text, used = decode(data, charset=charset)
        tables = (read_json if looks_like_json(data) else read_xml)(text, charset=used)
        for table in tables:
            yield _understood(iter((table,)), understand, table.title)
    else:
        yield _understood(read_tables(data, charset=charset), understand, "")


def _of_workbook(sheets: list[Sheet], understand: Understand) -> Iterator[Found | UnreadTable | HiddenTable]:
    filled = 0
    visible = sum(not sheet.is_hidden for sheet in sheets)
    for sheet in sheets:
        if sheet.title.strip().casefold() in NOTES:
            continue
        candidates = list(islice(sheet.rows(), MOST_TITLES))
        if not candidates:
            continue
        title = sheet.title if visible > 1 else ""
        found = _understood(_candidates(sheet, title, len(candidates)), understand, sheet.title)
        if not sheet.is_hidden:
            filled += 1
            yield found
        elif len(candidates) > 1 and not isinstance(found, UnreadTable):
            yield HiddenTable(sheet.title)
    if not filled:
        raise TableError("The workbook is empty. Expected a sheet with a header line and rows below it.")


def _candidates(sheet: Sheet, title: str, count: int) -> Iterator[Table]:
    """The sheet with each of its first filled lines as its header in turn."""
    for at in range(count):
        rows = sheet.rows()
        header = next(islice(rows, at, None)).cells
        yield RowTable(header, _of_sheet(rows, header, title), sheet.title, "utf-8")


def _of_sheet(rows: Iterator[Row], header: tuple[str, ...], title: str) -> Iterator[Row]:
    line = as_csv(header)
    for row in rows:
        yield Row(row.number, row.cells, line + as_csv(row.cells), faults=row.faults, sheet=title)


def _understood(tables: Iterator[Table], understand: Understand, title: str) -> Found | UnreadTable:
    """The table under the first line that is understood as a header; else the error of the first line."""
    first: HeaderError | None = None
    for table in tables:
        try:
            return table, understand(table.header, title)
        except HeaderError as err:
            first = first or err
    return UnreadTable(title, str(first))


def peek(data: bytes, understand: Understand) -> bool:
    """Whether the beginning of a file has a header that is understood."""
    try:
        if not is_workbook(data) and not looks_like_xml(data) and not looks_like_json(data):
            data = data[:65_536].rpartition(b"\n")[0] or data
        return any(isinstance(found, tuple) for found in read(data, understand))
    except TableError:
        return False
