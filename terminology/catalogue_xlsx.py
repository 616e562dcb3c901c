"""The catalogue as one Excel workbook: what a medical affairs office edits instead of three CSV files.

Sheets 目录, 规则, 资料 and 说明 hold what catalogue.csv, rules.csv, facts.csv and manifest.toml hold, row by row: a
fault of row 17 is in row 17 of the sheet. `python -m terminology.catalogue_xlsx OUT.xlsx [FOLDER]` writes a template:
the sample, or a folder, with frozen heads, choices in the cells that have few values, and the shorthand explained.
"""

import csv
import io
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation

from terminology.catalogue_source import SHEETS, read_files

FILE_OF = {sheet: file for file, sheet in SHEETS.items()}
MANIFEST = "说明"
MOST_ROWS = 20_000
MOST_BYTES = 20_000_000
_CHOICES = {
    ("目录", "级别"): "1,2", ("目录", "总是上转"): "是,否", ("目录", "已核实"): "是,否",
    ("目录", "最低接收方"): "hospital,clinic-ward,home-unit,home",
    ("规则", "严重度"): "硬,核实,软,提示", ("规则", "规则集"): "UP0,DR0,ST0,EX0,NEED", ("规则", "已核实"): "是,否",
    ("资料", "类型"): "quantity,count,code,boolean", ("资料", "已核实"): "是,否",
}  # fmt: skip
_HEAD = PatternFill("solid", fgColor="DCE6F1")


class WorkbookError(ValueError):
    """The file is no workbook of a catalogue; the text says what was expected."""


def workbook_to_files(data: bytes) -> dict[str, bytes]:
    """The files of a catalogue from a workbook; a sheet that is missing is left out. Raises WorkbookError."""
    if len(data) > MOST_BYTES:
        raise WorkbookError(f"The workbook is larger than {MOST_BYTES:,} bytes.")
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as err:
        raise WorkbookError("The file is no Excel workbook (.xlsx).") from err
    found = {name: sheet for name in book.sheetnames if (sheet := FILE_OF.get(name))}
    if not found:
        raise WorkbookError(f"The workbook has none of the sheets {', '.join(FILE_OF)}.")
    files = {file: _to_csv(name, book[name].iter_rows(values_only=True)) for name, file in found.items()}
    if MANIFEST in book.sheetnames:
        files["manifest.toml"] = _to_toml(book[MANIFEST].iter_rows(values_only=True))
    return files


def files_to_workbook(files: Mapping[str, bytes]) -> bytes:
    """A workbook of the files of a catalogue."""
    book = Workbook()
    book.remove(book.active)
    for name, file in FILE_OF.items():
        lines = list(csv.reader(io.StringIO(files[file].decode("utf-8-sig"), newline="")))
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
        sheet.freeze_panes = "C2"
        for place, title in enumerate(lines[0], start=1):
            head = sheet.cell(1, place)
            head.font, head.fill, head.alignment = Font(bold=True), _HEAD, Alignment(wrap_text=True, vertical="top")
            sheet.column_dimensions[get_column_letter(place)].width = max(8, min(30, 2 * len(title) + 6))
            if (name, title) in _CHOICES:
                choice = DataValidation(type="list", formula1=f'"{_CHOICES[name, title]}"', allow_blank=True)
                choice.error = f"请从 {_CHOICES[name, title]} 中选择"
                choice.add(f"{get_column_letter(place)}3:{get_column_letter(place)}{MOST_ROWS}")
                sheet.add_data_validation(choice)
    sheet = book.create_sheet(MANIFEST, 0)
    sheet.append(["项目", "内容"])
    for key, value in tomllib.loads(files["manifest.toml"].decode("utf-8-sig")).items():
        sheet.append([key, _manifest_text(value)])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 70
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _manifest_text(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(str(one) for one in value) if isinstance(value, list) else str(value)


def _to_csv(name: str, rows: Iterable[tuple[object, ...]]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise WorkbookError(f"The sheet {name} has more than {MOST_ROWS:,} rows; delete the empty ones below.")
        writer.writerow([cell_text(cell) for cell in row])
    return buffer.getvalue().encode()


def cell_text(cell: object) -> str:
    """A cell as it reads: 7.0 is 7, a date is its ISO form, a truth is 是 or 否."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return f"{cell:.10g}"
    if isinstance(cell, datetime | date):
        return (cell.date() if isinstance(cell, datetime) else cell).isoformat()
    return str(cell)


def _to_toml(rows: Iterable[tuple[object, ...]]) -> bytes:
    """The manifest; the list of signatures is not kept here, since a signature is a file of its own."""
    lines = []
    for row in rows:
        key, value = (cell_text(cell).strip() for cell in (*row, None, None)[:2])
        if key in {"项目", "", "signatures"}:
            continue
        if key.startswith("effective_"):
            lines.append(f"{key} = {value}")
        elif value in {"是", "否"}:
            lines.append(f"{key} = {'true' if value == '是' else 'false'}")
        else:
            escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            lines.append(f'{key} = "{escaped}"')
    return ("\n".join(lines) + "\n").encode()


def main(arguments: list[str]) -> int:
    """Write the template. Exit status 2 without a name for it."""
    if not arguments:
        sys.stderr.write("expected OUT.xlsx [FOLDER]\n")
        return 2
    folders = [Path(name) for name in arguments[1:]]
    Path(arguments[0]).write_bytes(files_to_workbook(read_files(*folders)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
