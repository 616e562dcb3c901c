"""XML as tables: every element whose children are all plain, or that has only attributes, is a row.

Rows of one name are one table, so that `<patients><patient>…` and `<rows><row a="" b=""/>` are both understood.
https://www.w3.org/TR/xml/. A document type declaration is refused: no entity is ever expanded.
"""

import re
from collections.abc import Iterator
from typing import Final
from xml.parsers import expat

from adapters.tabular.sheet import Row, RowTable, TableError, as_csv, clean

_MOST_DEPTH: Final = 50
_MOST_COLUMNS: Final = 500
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


def looks_like_xml(data: bytes) -> bool:
    """Whether the first byte that counts opens an element."""
    return data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def read_xml(text: str, *, charset: str) -> list[RowTable]:
    """The tables in the text. Raises TableError for what is no XML, or holds no rows."""
    reader = _Reader()
    try:
        reader.parser.Parse(_DECLARATION.sub("", text, count=1).encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError as err:
        raise TableError(
            f"The XML cannot be read: line {err.lineno}, column {err.offset + 1}. Expected one well-formed document."
        ) from err
    if not reader.tables:
        raise TableError("The XML holds no rows. Expected elements whose children are plain values.")
    return [_table(title, records, charset) for title, records in reader.tables.items()]


class _Reader:
    """Collects rows while the document goes by."""

    def __init__(self) -> None:
        self.tables: dict[str, list[tuple[int, dict[str, str]]]] = {}
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _refuse_doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self._open: list[_Element] = []

    def _start(self, name: str, given: dict[str, str]) -> None:
        if len(self._open) >= _MOST_DEPTH:
            raise TableError(f"The XML is nested more than {_MOST_DEPTH} deep. Expected a flat export of rows.")
        cells = {key.rpartition(":")[2]: clean(value) for key, value in given.items() if not key.startswith("xmlns")}
        self._open.append(_Element(name.rpartition(":")[2], self.parser.CurrentLineNumber, cells))

    def _characters(self, text: str) -> None:
        self._open[-1].text.append(text)

    def _end(self, _name: str) -> None:
        element = self._open.pop()
        self._flatten(element)
        is_row = bool(element.children) or (len(element.attributes) > 1 and not "".join(element.text).strip())
        if element.nested and len(element.children) < 2:
            self._keep(element.nested)  # a wrapper: its members are the rows
        elif is_row:
            cells = element.attributes | element.children
            if len(cells) > _MOST_COLUMNS:
                raise TableError(f"A row of the XML has more than {_MOST_COLUMNS} columns. Expected fewer.")
            self._keep(element.nested)
            self._give((element.name, element.line, cells))
        elif self._open:
            value = clean("".join(element.text))
            known = self._open[-1].children
            if value:
                known |= {f"{element.name}.{key}": said for key, said in element.attributes.items()}
            else:
                value = next(iter(element.attributes.values()), "")
            known[element.name] = f"{known[element.name]}、{value}" if known.get(element.name) else value

    def _give(self, record: "_Record") -> None:
        if self._open:
            self._open[-1].nested.append(record)
        else:
            self._keep([record])

    def _keep(self, records: list["_Record"]) -> None:
        for name, line, cells in records:
            self.tables.setdefault(name, []).append((line, cells))

    @staticmethod
    def _flatten(element: "_Element") -> None:
        """What stands once inside a row belongs to it (`address.city`); what repeats is a table of its own."""
        if len(element.children) < 2:
            return
        names = [name for name, _, _ in element.nested]
        for name, _, cells in element.nested:
            if names.count(name) == 1:
                element.children |= {f"{name}.{key}": value for key, value in cells.items()}
        element.nested = [record for record in element.nested if names.count(record[0]) > 1]


_Record = tuple[str, int, dict[str, str]]
"""Name, line and cells of a row."""


class _Element:
    """An element that is open."""

    __slots__ = ("attributes", "children", "line", "name", "nested", "text")

    def __init__(self, name: str, line: int, attributes: dict[str, str]) -> None:
        self.name = name
        self.line = line
        self.attributes = attributes
        self.children: dict[str, str] = {}
        self.text: list[str] = []
        self.nested: list[_Record] = []


def _refuse_doctype(*_given: object) -> None:
    raise TableError("The XML holds a document type declaration. It is not read: entities are never expanded.")


def _table(title: str, records: list[tuple[int, dict[str, str]]], charset: str) -> RowTable:
    header = tuple(dict.fromkeys(name for _, cells in records for name in cells))
    return RowTable(header, _rows(title, header, records), title, charset)


def _rows(title: str, header: tuple[str, ...], records: list[tuple[int, dict[str, str]]]) -> Iterator[Row]:
    for number, cells in records:
        row = tuple([cells.get(name, "") for name in header])
        if any(row):
            yield Row(number, row, raw=as_csv(header, row), sheet=title)
