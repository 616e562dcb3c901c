"""JSON as tables: an array of flat objects, one object a line (NDJSON), or an object of such arrays by name.

https://www.rfc-editor.org/rfc/rfc8259. Numbers stay as they are written; objects inside objects become columns with
a dot (`patient.name`), lists of plain values one cell. A line that is no JSON costs no other line.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from adapters.tabular.sheet import NO_FAULTS, WHOLE_ROW, Row, RowTable, TableError, as_csv, clean

_KIND_KEYS = ("entity", "table", "表", "数据类型")
"""Members of a line that name the table which it belongs to."""
_MOST_COLUMNS = 500
_DEPTH = 8
_NO_OBJECT = "is no JSON object with plain values; expected one object a row"

Record = tuple[int, Mapping[str, str], bool]
"""Number, cells by column, and whether the line could not be read."""


def looks_like_json(data: bytes) -> bool:
    """Whether the first byte that counts opens an array or an object."""
    return data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}


def read_json(text: str, *, charset: str) -> list[RowTable]:
    """The tables in the text. Raises TableError when nothing in it can be read as a row."""
    tables: dict[str, list[Record]] = {}
    for title, records in _named(text):
        tables.setdefault(title, []).extend(record for record in records if record[1] or record[2])
    if not any(tables.values()):
        raise TableError("The JSON holds no rows. Expected an array of objects, or one object a line.")
    return [_table(title, records, charset) for title, records in tables.items() if records]


def _named(text: str) -> Iterator[tuple[str, list[Record]]]:
    whole = _loads(text)
    if isinstance(whole, list):
        yield from _by_kind(enumerate(whole, 1))
    elif isinstance(whole, dict) and whole and all(isinstance(value, list) for value in whole.values()):
        for title, rows in whole.items():
            yield title, [_record(number, row) for number, row in enumerate(rows, 1)]
    elif isinstance(whole, dict):
        yield from _by_kind([(1, whole)])
    else:
        lines = ((number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip())
        yield from _by_kind((number, _loads(line)) for number, line in lines)


def _by_kind(rows: Any) -> Iterator[tuple[str, list[Record]]]:
    """Each object under the table that it names."""
    title = ""
    for number, row in rows:
        if isinstance(row, dict):
            title = ""
            key = next((key for key in _KIND_KEYS if isinstance(row.get(key), str)), "")
            title = row.get(key, "") if key else ""
            row = {name: value for name, value in row.items() if name != key}  # noqa: PLW2901  the row without its kind
        yield title, [_record(number, row)]


def _loads(text: str) -> Any:
    """The value, its numbers as they are written; None when it is no JSON."""
    try:
        return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        return None


def _record(number: int, row: Any) -> Record:
    if not isinstance(row, dict):
        return number, {}, True
    cells: dict[str, str] = {}
    _flatten(row, "", cells, _DEPTH)
    return number, cells, len(cells) > _MOST_COLUMNS


def _flatten(value: Mapping[str, Any], prefix: str, cells: dict[str, str], depth: int) -> None:
    for name, member in value.items():
        path = f"{prefix}{name}"
        if isinstance(member, dict) and depth:
            _flatten(member, f"{path}.", cells, depth - 1)
        else:
            cells[path] = clean(_text(member))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list) and all(isinstance(member, str) for member in value):
        return "、".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _table(title: str, records: list[Record], charset: str) -> RowTable:
    header = tuple(dict.fromkeys(name for _, cells, is_broken in records if not is_broken for name in cells))
    return RowTable(header, _rows(title, header, records), title, charset)


def _rows(title: str, header: tuple[str, ...], records: list[Record]) -> Iterator[Row]:
    for number, cells, is_broken in records:
        row = tuple([cells.get(name, "") for name in header])
        if is_broken or any(row):
            faults = {WHOLE_ROW: _NO_OBJECT} if is_broken else NO_FAULTS
            yield Row(number, row, raw=as_csv(header, row), faults=faults, sheet=title)
