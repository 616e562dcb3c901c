"""The XML of one sheet as rows. ECMA-376, part 1, 18.3.1.73 (row), 18.3.1.4 (c), 18.18.11 (cell types).

A row as spreadsheets write it is taken apart by one expression, which is eight times as fast as a call for each
element; any other row (a formula, an escaped letter, runs of text) is read by the parser. All bytes pass an XML parser
besides, so that what is damaged is refused as a whole. What is kept at a time is one chunk and one row, whose size is
bounded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite
from typing import Final
from xml.parsers import expat

from adapters.tabular.sheet import NO_FAULTS, Row, TableError, clean

_MOST_COLUMNS: Final = 500
_MOST_BYTES: Final = 4_000_000
"""What one row may be written in."""
_ROW: Final = re.compile(r"<row(?=[\s/>])(?:\s+r=\"(\d{1,8})\")?([^>]*)>")
_LATE_NUMBER: Final = re.compile(r"\sr\s*=\s*[\"'](\d{1,8})[\"']")
"""The number of a row whose first attribute is another, or which is written in a way that no spreadsheet does."""
_PREFIX: Final = re.compile(rb"<(?:\w+:)?worksheet[\s>]")
_MOST_CLEANED: Final = 10_000
_CELL: Final = re.compile(
    r'<c r="([A-Z]{1,3})\d+"(?: s="(\d+)")?(?: t="(\w+)")?(?: s="(\d+)")?'
    r'(?: ?/>|>(?:<v>([^<&]*)</v>|<v ?/>|<is><t(?: xml:space="preserve")?(?: ?/>|>([^<&]*)</t>)</is>)?</c>)'
)
"""A cell without formula, runs, or escaped letters: column, style, type, style, value, inline text."""
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})\d+")
_LAST_MOMENT: Final = 2_958_465.99999
"""The end of 9999-12-31 in days of the 1900 system."""
_LONGEST: Final = 15
"""Digits that a spreadsheet's number holds exactly."""
_FORMULA = "the cell holds a formula, which is not computed here; paste its value (选择性粘贴—数值)"
_BAD_CELL = "the cell shows an error of the spreadsheet; expected a value"


@dataclass(frozen=True, slots=True)
class Context:
    """What the cells of a sheet point to. `offset` is added to days of the 1904 system."""

    strings: list[str]
    dates: frozenset[int]
    offset: int


class SheetReader:
    """Makes rows of the bytes of one sheet, which another parser checks."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._dates = frozenset(map(str, context.dates))
        self._columns: dict[str, int] = {}
        self._cleaned: dict[str, str] = {}
        self._rest = b""
        self._number = 0
        self._prefix: bytes | None = None
        self._is_complete = False

    def feed(self, chunk: bytes) -> Iterator[Row]:
        """The rows that end in these bytes. Raises TableError."""
        if self._is_complete:
            return
        data = self._rest + chunk
        if self._prefix is None and (found := _PREFIX.search(data)):
            self._prefix = found[0][1:].partition(b"worksheet")[0]
        prefix = self._prefix or b""
        if (end := data.find(b"</%bsheetData>" % prefix)) >= 0:
            data, self._is_complete = data[:end], True
        whole, mark, self._rest = data.rpartition(b"</%brow>" % prefix)
        if mark:
            for text in whole.split(mark):
                plain = text.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</") if prefix else text
                row = self._row(plain.decode())
                if row is not None:
                    yield row
        if (last := self._rest.rfind(b"<%brow" % prefix)) > 0:
            self._count(self._rest[:last].replace(b"<" + prefix, b"<").decode())
            self._rest = self._rest[last:]
        if len(self._rest) > _MOST_BYTES:
            raise TableError(f"A row has more than {_MOST_COLUMNS} columns, or is too long. Expected a plain table.")

    def _row(self, text: str) -> Row | None:
        """The row that ends this text; before it there may be empty ones, and at first what precedes all rows."""
        start = self._count(text)
        body = text[start:] if start else text
        cells = _CELL.findall(body)
        if len(cells) != body.count("<c") or "<!" in body or "<?" in body:
            return _read_slowly(body, self._number, self._context)
        shown: list[str] = []
        faults: dict[int, str] = {}
        for letters, style, kind, late_style, value, inline in cells:
            at = self._columns.get(letters, -1)
            if at < 0:
                at = self._columns[letters] = _column(f"{letters}1")
            if at != len(shown):
                if at < len(shown) or (at >= _MOST_COLUMNS and (value or inline)):
                    return _read_slowly(body, self._number, self._context)
                shown.extend([""] * (min(at, _MOST_COLUMNS) - len(shown)))
            content = value or inline
            if content and kind in {"", "n"}:
                content = self._shown_number(content, style or late_style)
            elif content and kind == "e":
                faults[at], content = _BAD_CELL, ""
            elif content and kind == "inlineStr":
                content = self._cleaned.get(content) or self._clean(content)
            elif content:
                content = _shown(content, kind, self._context)
            if at < _MOST_COLUMNS:
                shown.append(content)
        while shown and not shown[-1] and len(shown) - 1 not in faults:
            shown.pop()
        return Row(self._number, tuple(shown), faults=faults or NO_FAULTS) if shown else None

    def _count(self, text: str) -> int:
        """Number the rows that begin here, of which all but the last are empty; where the last one's cells begin."""
        start = 0
        for found in _ROW.finditer(text):
            said = found[1]
            if said is None and (late := _LATE_NUMBER.search(found[2])):
                said = late[1]
            self._number = int(said) if said else self._number + 1
            start = found.end()
        return start

    def _clean(self, text: str) -> str:
        """The text, remembered: the same words stand in most rows of a table."""
        if len(self._cleaned) >= _MOST_CLEANED:
            self._cleaned.clear()
        return self._cleaned.setdefault(text, clean(text))

    def _shown_number(self, text: str, style: str) -> str:
        is_date = (style or "0") in self._dates
        if not is_date and len(text) <= _LONGEST and text.isascii() and text.isdecimal() and text[0] != "0":
            return text
        return _number(text, self._context, is_date=is_date)


def _read_slowly(body: str, number: int, context: Context) -> Row | None:
    """One row by the parser."""
    parser = _RowParser(context, number)
    parser.parser.Parse(f"<row>{body}</row>", True)
    return parser.row


def _shown(text: str, kind: str, context: Context) -> str:
    """The text of a cell that is no number and no error."""
    if kind == "s":
        at = int(text) if text.isdecimal() and len(text) < 9 else -1
        if not 0 <= at < len(context.strings):
            raise TableError("The workbook is damaged: a cell points to a text that is missing.")
        return context.strings[at]
    if kind == "b":
        return "是" if text.strip() == "1" else "否"
    if kind in {"inlineStr", "str", "d"}:
        return clean(text)
    return _number(text, context, is_date=False)


class _RowParser:
    """Makes a row of the events of its XML."""

    def __init__(self, context: Context, number: int) -> None:
        self.row: Row | None = None
        self._context = context
        self._number = number
        self._cells: dict[int, str] = {}
        self._faults: dict[int, str] = {}
        self._at = -1
        self._kind = ""
        self._style = 0
        self._text: list[str] = []
        self._reads = False
        self._is_formula = False
        self._is_reading = False
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _start(self, name: str, given: dict[str, str]) -> None:
        if name == "c":
            self._at = _column(given.get("r", "")) if "r" in given else self._at + 1
            self._kind = given.get("t", "n")
            style = given.get("s", "0")
            self._style = int(style) if style.isdecimal() and len(style) < 9 else 0
            self._text.clear()
            self._is_formula = False
        elif name in {"v", "t"}:
            self._reads = True
        elif name == "rPh":
            self._is_reading = True
        elif name == "f":
            self._is_formula = True

    def _characters(self, text: str) -> None:
        if self._reads and not self._is_reading:
            self._text.append(text)

    def _end(self, name: str) -> None:
        if name in {"v", "t"}:
            self._reads = False
        elif name == "rPh":
            self._is_reading = False
        elif name == "c":
            self._end_cell()
        elif name == "row" and (self._cells or self._faults):
            width = max((*self._cells, *self._faults)) + 1
            cells = tuple([self._cells.get(at, "") for at in range(width)])
            self.row = Row(self._number, cells, faults=self._faults or NO_FAULTS)

    def _end_cell(self) -> None:
        if not 0 <= self._at < _MOST_COLUMNS:
            if self._text:
                raise TableError(f"A row has more than {_MOST_COLUMNS} columns. Expected a table of fewer.")
            return
        if self._is_formula:
            self._faults[self._at] = _FORMULA
            return
        if not self._text:
            return
        if self._kind == "e":
            self._faults[self._at] = _BAD_CELL
            return
        whole = "".join(self._text)
        is_date = self._style in self._context.dates
        is_number = self._kind == "n"
        text = _number(whole, self._context, is_date=is_date) if is_number else _shown(whole, self._kind, self._context)
        if text:
            self._cells[self._at] = text


def _number(text: str, context: Context, *, is_date: bool) -> str:
    """A number as the sheet shows it: 36.6 for 36.600000000000001; a day for a cell that shows one."""
    try:
        value = float(text)
    except ValueError:
        return clean(text)
    if not isfinite(value):
        return clean(text)
    if is_date and 0 <= value < _LAST_MOMENT - context.offset:
        return _moment(value, context.offset)
    return f"{value:.15g}" if abs(value) < 1e15 or value != int(value) else f"{value:.15g}".upper()


def _moment(serial: float, offset: int) -> str:
    """`2026-03-02`, `2026-03-02 08:05:00`, or `08:05` for a time alone. Serial 60 is a day that never was."""
    seconds = round((serial % 1) * 86_400)
    if serial < 1:
        return f"{seconds // 3600 % 24:02d}:{seconds // 60 % 60:02d}"
    base = datetime(1899, 12, 30 if serial + offset >= 60 else 31)  # noqa: DTZ001  a spreadsheet's day has no zone
    moment = base + timedelta(days=int(serial) + offset, seconds=seconds)
    return moment.isoformat(" ") if seconds else moment.date().isoformat()


def _column(reference: str) -> int:
    """0 for A1, 27 for AB12."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise TableError("The workbook is damaged: a cell has no place. Save it again as .xlsx.")
    at = 0
    for letter in match[1]:
        at = at * 26 + ord(letter) - 64
    return at - 1
