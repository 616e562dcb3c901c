"""A finding about a table in Chinese: the carer who reads the preview need not know English.

The adapters write findings in English, as logs and other systems get them; `chinese.toml` has the same in Chinese. A
text that it lacks stays as it is.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_ROW = re.compile(r"(?:Sheet (?P<sheet>.{1,200}), row|Row) (?P<row>\d+)(?P<rest>.*)", re.DOTALL)
_SHEET = re.compile(r"Sheet (?P<sheet>.{1,200}?): (?P<rest>.*)", re.DOTALL)
_ROWS = re.compile(r"(?P<count>\d+) rows: (?P<rest>.*)", re.DOTALL)
_COLUMN = re.compile(r"(?::|,) column ")
_LEFT_OUT = " The cell is left out, the row is kept."
_HOLE = re.compile(r"\\\{(\w)\\\}")


def in_chinese(text: str) -> str:
    """The finding in Chinese; as it is where nobody wrote it."""
    return _of_row(text) or _of_sheet(text) or _of_rows(text) or _of_column(text) or _whole(text) or text


def _of_row(text: str) -> str:
    if (found := _ROW.fullmatch(text)) is None:
        return ""
    said = _of_column(found["rest"]) or _whole(found["rest"].removeprefix(":").strip())
    sheet = f"工作表“{found['sheet']}”" if found["sheet"] else ""
    return said and f"{sheet}第 {found['row']} 行{'' if said.startswith('“') else '：'}{said}"


def _of_sheet(text: str) -> str:
    if (found := _SHEET.fullmatch(text)) is None:
        return ""
    said = _whole(found["rest"])
    return said and f"工作表“{found['sheet']}”：{said}"


def _of_rows(text: str) -> str:
    if (found := _ROWS.fullmatch(text)) is None:
        return ""
    said = _of_column(f", {found['rest']}") or _whole(found["rest"])
    return said and f"{found['count']} 行：{said}"


def _of_column(text: str) -> str:
    """`, column 出生日期: …`, or `: column 年龄 is not mapped…`; the name of a column may hold a colon or a space."""
    if (found := _COLUMN.match(text)) is None:
        return ""
    rest = text[found.end() :]
    for mark in re.finditer(r": | (?=is not mapped)", rest):
        if said := _whole(rest[mark.end() :]):
            return f"“{rest[: mark.start()]}”列：{said}"
    return ""


def _whole(text: str) -> str:
    is_left_out = text.endswith(_LEFT_OUT)
    plain = text.removesuffix(_LEFT_OUT).removesuffix(".")
    said = _exact().get(plain) or _filled(plain)
    return said and f"{said}。{'该单元格不采用，本行保留。' if is_left_out else ''}"


def _filled(text: str) -> str:
    for pattern, chinese in _patterns():
        if found := pattern.fullmatch(text):
            filled = {hole: _joined(value) for hole, value in found.groupdict().items()}
            return chinese.format(**filled)
    return ""


def _joined(value: str) -> str:
    """The words between two column names, and between the ends of a range."""
    return value.replace(" or ", "或").replace(" to ", " 至 ")


@cache
def _exact() -> Mapping[str, str]:
    return {english: chinese for english, chinese in _table().items() if "{a}" not in english}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(_HOLE.sub(r"(?P<\1>.+?)", re.escape(english)), re.DOTALL), chinese)
        for english, chinese in _table().items()
        if "{a}" in english
    )


@cache
def _table() -> Mapping[str, str]:
    with Path(__file__).with_name("chinese.toml").open("rb") as file:
        words: dict[str, str] = tomllib.load(file)["words"]
    return words
