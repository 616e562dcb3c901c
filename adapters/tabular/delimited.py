"""A delimited text file as rows of cells. https://www.rfc-editor.org/rfc/rfc4180.

The charset is found by byte order mark, then strict UTF-8, then GB18030 (which holds GBK). The
separator is the one of comma, tab and semicolon that splits the header best.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from adapters.tabular.sheet import Row, TableError, clean

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_SEPARATORS = ",\t;，；|"
MOST_TITLES = 5
"""Filled lines among which the header is looked for."""
MOST_LINES = 30
"""Lines that one quoted cell may span; more is a quotation mark that was never closed."""


@dataclass(frozen=True, slots=True)
class DelimitedTable:
    """The header's names, the charset that was found and the text, not yet split into rows."""

    header: tuple[str, ...]
    charset: str
    text: str
    separator: str
    first_line: int
    title: str = ""

    def rows(self) -> Iterator[Row]:
        """The rows that have at least one cell, in file order.

        A quoted cell may span lines. A quotation mark that is never closed costs its own line only:
        when the lines that it joins do not have the header's number of cells, the first is read alone.
        """
        lines = self.text.splitlines(keepends=True)
        head = "".join(lines[: self.first_line])
        at = self.first_line
        while at < len(lines):
            end = _end_of_quotation(lines, at)
            cells = self._split(lines[at:end])
            if end > at + 1 and len(cells) != len(self.header):
                end = at + 1
                cells = self._split(lines[at:end])
            if any(cells):
                text = "".join(lines[at:end])
                raw = (head + text).encode("utf-8" if self.charset.startswith("utf-16") else self.charset, "replace")
                is_broken = text.count('"') % 2 == 1 and len(cells) != len(self.header)
                yield Row(number=at + 1, cells=cells, raw=raw, is_broken=is_broken)
            at = end

    def _split(self, lines: list[str]) -> tuple[str, ...]:
        try:
            return tuple(map(clean, next(csv.reader(lines, delimiter=self.separator), [])))
        except csv.Error:  # a cell over the reader's limit of 131,072 characters
            return tuple(map(clean, "".join(lines).split(self.separator)))


def _end_of_quotation(lines: list[str], at: int) -> int:
    marks = 0
    for end in range(at, min(at + MOST_LINES, len(lines))):
        marks += lines[end].count('"')
        if marks % 2 == 0:
            return end + 1
    return at + 1


def read_tables(data: bytes, *, charset: str = "") -> Iterator[DelimitedTable]:
    """The text as a table, with each of the first five filled lines as its header in turn.

    Spreadsheets often have a title above the header; the caller takes the first that is understood.
    Raises TableError for bytes that are no text, for an empty file, and for a line that cannot be split.
    """
    text, used = decode(data, charset=charset)
    lines = text.splitlines(keepends=True)
    filled = [number for number, line in enumerate(lines) if line.strip(" \t\r\n,;")]
    if not filled:
        raise TableError("The file is empty. Expected a header line with column names, then one row a line.")
    for at in filled[:MOST_TITLES]:
        yield _table(text, lines, at, used)


def _table(text: str, lines: list[str], at: int, used: str) -> DelimitedTable:
    separator = max(_SEPARATORS, key=lines[at].count)
    reader = csv.reader(lines[at:], delimiter=separator)
    try:
        header = tuple(map(clean, next(reader)))
    except (csv.Error, StopIteration) as err:
        raise TableError("The header line cannot be split: check the quotation marks.") from err
    return DelimitedTable(header=header, charset=used, text=text, separator=separator, first_line=at + reader.line_num)


def decode(data: bytes, *, charset: str = "") -> tuple[str, str]:
    """The text and the charset that gave it; a stated charset is obeyed."""
    if data[:4] == b"PK\x03\x04":
        raise TableError("This is a zip file or a workbook. Expected text (CSV, JSON, XML), or a workbook named .xlsx.")
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], name), name
    if b"\0" in data[:4096]:
        raise TableError("This is binary data. Expected a text file (CSV) in UTF-8 or GB18030.")
    if charset:
        return _strictly(data, charset), charset
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _strictly(data, "gb18030"), "gb18030"


def _strictly(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset)
    except (UnicodeDecodeError, LookupError) as err:
        raise TableError(
            "The bytes are neither UTF-8 nor GB18030 (GBK), or not in the charset that the source states. "
            "Expected one charset for the whole file: save it again as CSV UTF-8."
        ) from err
