"""What every table is once its format is behind it: a header and numbered rows of cells."""

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

NO_FAULTS: Mapping[int, str] = {}
WHOLE_ROW = -1
"""The position of a fault that is the whole row's."""


_UNSEEN: dict[int, str | None] = dict.fromkeys(
    (0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF)
)
"""Marks of width and of writing direction: two names that look alike must not differ by what nobody sees."""
_UNSEEN |= {code: " " for code in range(0x20) if chr(code) not in "\t\n\r"}
"""Control characters, which no FHIR string may hold. A space, as `2\x1f6` is not 26."""


class TableError(ValueError):
    """The bytes are not a table; the text says what was expected."""


@dataclass(frozen=True, slots=True)
class Row:
    """One data row. `number` counts lines of the file (rows of a sheet) from 1, as an editor shows them.

    `raw` is a table of one row, which can be converted again: of delimited text the header and the row's own lines in
    the file's charset (UTF-8 for UTF-16), else CSV in UTF-8.

    `is_broken` when a quotation mark was opened and never closed, so that cells ran together. `faults` says, by
    position, what is wrong with a cell whose value is not used (a formula). `sheet` is the title of a table that is
    not the only one of its file.
    """

    number: int
    cells: tuple[str, ...]
    raw: bytes = b""
    is_broken: bool = False
    faults: Mapping[int, str] = field(default_factory=lambda: NO_FAULTS)
    sheet: str = ""

    @property
    def where(self) -> str:
        """The row as a finding names it: `Row 7`, `Sheet 体征, row 7`."""
        return f"Sheet {self.sheet}, row {self.number}" if self.sheet else f"Row {self.number}"

    @property
    def label(self) -> str:
        """The row as a conversion is called: `row 7`, `体征 row 7`."""
        return f"{self.sheet} row {self.number}".strip()


class Table(Protocol):
    """A header and the rows under it. `title` is the name of the sheet, the element or the list, where it has one."""

    @property
    def header(self) -> tuple[str, ...]:
        """The column names."""
        ...

    @property
    def charset(self) -> str:
        """The charset in which the text was written."""
        ...

    @property
    def title(self) -> str:
        """The name of the sheet, the element or the list; else empty."""
        ...

    def rows(self) -> Iterator[Row]:
        """The rows that have at least one cell, in file order; once."""
        ...


@dataclass(frozen=True, slots=True)
class RowTable:
    """A table whose rows are made by someone else, as they are asked for."""

    header: tuple[str, ...]
    lines: Iterator[Row]
    title: str = ""
    charset: str = "utf-8"

    def rows(self) -> Iterator[Row]:
        """The rows; once."""
        return self.lines


def clean(cell: str) -> str:
    """The cell as a person reads it: full-width forms narrowed, spreadsheet guards taken off.

    `="330…"` and a leading apostrophe are how a spreadsheet keeps digits as text. Any other
    formula stays text: nothing is evaluated.
    """
    if cell.isascii() and cell.isprintable() and cell[:1] not in {"=", "'"}:
        return cell.strip()
    text = unicodedata.normalize("NFKC", cell).translate(_UNSEEN).strip()
    if len(text) > 3 and text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return text.removeprefix("'").strip()


def as_csv(*lines: tuple[str, ...]) -> bytes:
    """A table of these lines: the header and a row."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue().encode()
