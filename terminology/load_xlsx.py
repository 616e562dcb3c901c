"""Rows of an xlsx workbook, read as a stream. Formulas are never evaluated: a cell that holds one is a fault.

https://www.ecma-international.org/publications-and-standards/standards/ecma-376/. Numbers in a cell become their
shortest text; a code with leading zeros has to be stored as text, as the sheet itself shows it.
"""

import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from terminology.code_table_builder import TableError, TableFault

_LARGEST = 1 << 30
"""Bytes that the parts of a workbook may have when unpacked: a small file can hide gigabytes."""

_MOST_PARTS = 10_000


def xlsx_rows(path: Path, sheet: str = "") -> Iterator[tuple[int, list[str]]]:
    """Each row of a sheet (the first one without a name) with its number. Raises TableError."""
    _demand_workbook(path)
    from openpyxl import load_workbook  # it takes 0.2 s to load

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of styles and validations, which hold no data
        try:
            workbook = load_workbook(path, read_only=True, data_only=False, keep_links=False)
        except Exception as err:  # a broken workbook raises whatever its XML and ZIP readers raise
            raise _refused(f"The workbook cannot be read ({type(err).__name__}); save it again as .xlsx.") from err
        try:
            yield from _rows(_sheet(workbook, sheet))
        finally:
            workbook.close()


def _sheet(workbook: Any, name: str) -> Any:
    if not name:
        return workbook.worksheets[0]
    if name not in workbook.sheetnames:
        known = ", ".join(workbook.sheetnames)
        raise _refused(f"The workbook has no sheet {name!r}; it has {known}.")
    return workbook[name]


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    faults: list[TableFault] = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        row = []
        for place, cell in enumerate(cells):
            kind = getattr(cell, "data_type", "n")
            if kind in {"f", "e"}:
                what = "a formula, which is not computed here" if kind == "f" else "an error of the sheet"
                column = _column_name(place)
                text = f"Row {number}, column {column}: holds {what}; expected its value as plain text."
                faults.append(TableFault(number, column, text))
            row.append(_text(cell.value))
        if len(faults) >= 100:
            break
        yield number, row
    if faults:
        raise TableError(faults[:100])


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return str(value)


def _column_name(place: int) -> str:
    """A, B, … Z, AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _demand_workbook(path: Path) -> None:
    """Raise TableError for what is no workbook, or one that would unpack to too much."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as err:
        raise _refused("The file is no .xlsx workbook; expected one, or a CSV file named .csv.") from err
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST:
        raise _refused("The workbook unpacks to more than 1 GB; load the table in parts, or as CSV.")


def _refused(text: str) -> TableError:
    return TableError([TableFault(0, "", text)])
