"""Rows of a CSV file as people and Excel write it: UTF-8, UTF-16 or GB18030; comma, semicolon or tab.

The file is read line by line, so that a million rows cost no more memory than one. Lines `# key: value` at the top
are facts about the table.
"""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

from terminology.code_table_builder import TableError, TableFault

_CHUNK = 1 << 20
_CHARSETS = ("utf-8-sig", "gb18030")
_LONGEST_FIELD = 10_000


def csv_facts(path: Path) -> dict[str, str]:
    """The `# key: value` lines at the top of the file."""
    found: dict[str, str] = {}
    with path.open(encoding=charset_of(path), newline="") as file:
        for line in file:
            if not line.startswith("#"):
                break
            key, colon, text = line[1:].partition(":")
            if colon:
                found[key.strip().casefold()] = text.strip().rstrip(",;\t")
    return found


def csv_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each row with its line number in the file, from 1. Raises TableError for a file that is no table."""
    charset = charset_of(path)
    csv.field_size_limit(_LONGEST_FIELD)
    with path.open(encoding=charset, newline="") as file:
        reader = csv.reader(file, delimiter=_delimiter(path, charset), strict=True)
        try:
            for row in reader:
                if row and not row[0].startswith("#"):
                    yield reader.line_num, row
        except csv.Error as err:
            text = f"Row {reader.line_num}: the line is no CSV ({err}); expected fields in double quotes to be closed."
            raise TableError([TableFault(reader.line_num, "", text)]) from err


def charset_of(path: Path) -> str:
    """The charset that reads the whole file. Raises TableError that names the first line which none can read."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _checked(path, "utf-16")
    faults = []
    for charset in _CHARSETS:
        line = _first_unreadable_line(path, charset)
        if not line:
            return charset
        faults.append(line)
    line = max(faults)
    text = f"Row {line}: the file is neither UTF-8 nor GBK (GB18030); save it as CSV UTF-8."
    raise TableError([TableFault(line, "", text)])


def _checked(path: Path, charset: str) -> str:
    line = _first_unreadable_line(path, charset)
    if line:
        raise TableError([TableFault(line, "", f"Row {line}: the file is no {charset.upper()}; save it as CSV UTF-8.")])
    return charset


def _first_unreadable_line(path: Path, charset: str) -> int:
    """The line that this charset cannot read, or 0. A NUL byte is no text in any of them."""
    decoder = codecs.getincrementaldecoder(charset)()
    line = 1
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as err:
                return line + err.object[: err.start].count(b"\n")
            if "\0" in text:
                return line + text[: text.index("\0")].count("\n")
            line += text.count("\n")
            if not chunk:
                return 0


def _delimiter(path: Path, charset: str) -> str:
    """The separator that stands most often in the first row that is no comment."""
    with path.open(encoding=charset, newline="") as file:
        first = next((line for line in file if line.strip() and not line.startswith("#")), "")
    return max((",", ";", "\t"), key=first.count)
