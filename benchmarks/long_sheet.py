"""A sheet of 100,000 rows and 14 columns, previewed: `python -m benchmarks.long_sheet [ROWS]`.

The limit (issue 5): under 60 s and in bounded memory. The sheet is made first, as a care home's daily records of vital
signs would be, with the shared strings and styles of Excel's own files; then it goes through the door that the console
uses, with the process pool. Prints seconds, processor time of all processes, and the largest memory of each.
"""

import argparse
import asyncio
import json
import resource
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from hub.bootstrap import build_hub, close_hub
from hub.keys import Keys
from hub.settings import Settings

ROWS = 100_000
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEADER = (
    "院内编号", "姓名", "测量时间", "体温", "脉搏", "呼吸", "收缩压", "舒张压", "血氧", "血糖", "体重", "疼痛评分",
    "记录人", "备注",
)  # fmt: skip
"""Fourteen columns of daily records."""


def row(number: int) -> tuple[str | float, ...]:
    """One measurement of one of 400 residents."""
    day, minute = number // 400 % 28 + 1, number % 60
    return (
        f"N1-{number % 400:04d}", f"住户{number % 400}", f"2026-10-{day:02d} 08:{minute:02d}", 36.2 + number % 12 / 10,
        60 + number % 30, 14 + number % 8, 110 + number % 50, 60 + number % 30, 94 + number % 6, 5.1 + number % 30 / 10,
        52.5 + number % 20, number % 4, f"护理员{number % 9}", "无特殊" if number % 7 else "",
    )  # fmt: skip


def write_sheet(path: Path, rows: int) -> None:
    """The workbook, written part by part: it is never held whole."""
    strings: dict[str, int] = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as book:
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            for text in _rows(rows, strings):
                sheet.write(text.encode())
            sheet.write(b"</sheetData></worksheet>")
        shared = "".join(f"<si><t>{escape(text)}</t></si>" for text in strings)
        book.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}" uniqueCount="{len(strings)}">{shared}</sst>')
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>'
            '<sheet name="生命体征" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_REL}/worksheet" '
            f'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{_REL}/sharedStrings" '
            'Target="sharedStrings.xml"/></Relationships>',
        )
        book.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_REL}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        book.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/></Types>',
        )


def _rows(rows: int, strings: dict[str, int]) -> Iterator[str]:
    for at, cells in enumerate((HEADER, *map(row, range(rows))), 1):
        shown = []
        for column, value in zip("ABCDEFGHIJKLMN", cells, strict=True):
            if isinstance(value, str):
                index = strings.setdefault(value, len(strings))
                shown.append(f'<c r="{column}{at}" t="s"><v>{index}</v></c>')
            else:
                shown.append(f'<c r="{column}{at}"><v>{value:g}</v></c>')
        yield f'<row r="{at}">{"".join(shown)}</row>'


async def preview(path: Path, data: Path) -> dict[str, object]:
    """What the preview found, and what it cost."""
    hub = await build_hub(Settings(data=data), keys=Keys.in_memory())
    try:
        content = await asyncio.to_thread(path.read_bytes)
        before = time.monotonic()
        found = await hub.ingest.files.preview(content, adapter="care-home", member=None, file_name=path.name)
        seconds = time.monotonic() - before
    finally:
        await close_hub(hub)
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "rows_good": found.good,
        "rows_refused": found.refused,
        "seconds": round(seconds, 1),
        "cpu_seconds": round(own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime, 1),
        "hub_peak_mb": own.ru_maxrss // 1024,
        "worker_peak_mb": others.ru_maxrss // 1024,
    }


def main() -> None:
    """Make the sheet in a temporary folder and preview it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=ROWS)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vitals.xlsx"
        write_sheet(path, rows)
        made = asyncio.run(preview(path, Path(folder) / "data"))
        print(json.dumps({"rows": rows, "file_mb": round(path.stat().st_size / 1e6, 1)} | made))


if __name__ == "__main__":
    main()
