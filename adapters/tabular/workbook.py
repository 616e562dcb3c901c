"""An xlsx workbook as rows, read as a stream. ECMA-376, part 1, 18.3.1 (sheets), 18.4 (shared strings), 18.8 (styles).

Nothing is computed and nothing is run: a formula is a fault of its cell, a workbook with macros is refused. What a
small file may unpack to is bounded, and so is a row. Dates are cells whose style shows a date.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from xml.parsers import expat

from adapters.tabular.sheet import Row, TableError, clean
from adapters.tabular.sheet_xml import Context, SheetReader

MAGIC: Final = b"PK\x03\x04"
_OLD_FORMAT: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_BYTES: Final = 600_000_000
"""What all parts may unpack to: a sheet of 100,000 rows and 30 columns has about 150 MB."""
_MOST_STRINGS: Final = 150_000_000
_MOST_TEXTS: Final = 2_000_000
"""Texts that cells point to, which are held: 100,000 rows of 14 columns have 1.4 million cells."""
_MOST_PARTS: Final = 5_000
_MOST_SHEETS: Final = 200
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""What spreadsheets are packed with (ECMA-376, part 2, annex B); others pack a gigabyte into a kilobyte."""

_HIDDEN: Final = re.compile(r"<\s*/?\s*(?:\w+:)?(?:row|sheetData)\b")
_UTF_16: Final = (b"\xfe\xff", b"\xff\xfe")
_CHUNK: Final = 1 << 16
_DATE_FORMATS: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Built-in number formats that show a date or a time, the East Asian ones included (18.8.30)."""
_DAMAGES: Final = (
    expat.ExpatError, zipfile.BadZipFile, EOFError, OSError, RuntimeError, LookupError, ValueError,
)  # fmt: skip
"""What the readers of zip and XML raise for damaged bytes, charsets that nobody knows included."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook; `rows` reads it from the start."""

    title: str
    rows: Callable[[], Iterator[Row]]
    is_hidden: bool = False


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a workbook, or look like one that must be refused in words."""
    return data.startswith((MAGIC, _OLD_FORMAT))


def read_sheets(data: bytes, *, with_hidden: bool = False) -> list[Sheet]:
    """The visible sheets in their order, or all. Raises TableError for what is no workbook, or one that is not safe."""
    if data.startswith(_OLD_FORMAT):
        raise TableError(
            "This is an old Excel file (.xls), or a workbook with a password. Expected .xlsx without a password."
        )
    try:
        book = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as err:  # the last: a packing that zipfile lacks
        raise TableError("The workbook is damaged: its zip directory cannot be read. Save it again as .xlsx.") from err
    _demand_safe(book)
    strings = _shared_strings(book)
    styles = _date_styles(book)
    paths = _targets(book)
    date1904, listed = _listed_sheets(book)
    parts = [paths.get(relation, "") for _, relation, is_hidden in listed if not is_hidden]
    if len(parts) > _MOST_SHEETS or len(set(parts)) < len(parts):
        raise TableError(f"The workbook lists a sheet twice, or over {_MOST_SHEETS}. Expected each once, and fewer.")
    found = []
    for title, relation, is_hidden in listed:
        path = paths.get(relation, "")
        if is_hidden and not (with_hidden and path in book.NameToInfo and path not in parts):
            continue
        if path not in book.NameToInfo:
            raise TableError("The workbook is damaged: a sheet that it lists is missing. Save it again as .xlsx.")
        context = Context(strings, styles, 1462 if date1904 else 0)
        found.append(Sheet(title, _reader(book, path, context), is_hidden))
    if not parts:
        raise TableError("The workbook has no visible sheet. Expected one with a header line and rows.")
    return found


def _reader(book: zipfile.ZipFile, path: str, context: Context) -> Callable[[], Iterator[Row]]:
    return lambda: _rows(book, path, context)


def _demand_safe(book: zipfile.ZipFile) -> None:
    parts = book.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_BYTES:
        raise TableError(
            f"The workbook unpacks to more than {_MOST_BYTES // 1_000_000} MB. Expected less: send it in parts."
        )
    names = {part.filename.casefold() for part in parts}
    if any("vbaproject" in name for name in names) or any(name.startswith("xl/macrosheets/") for name in names):
        raise TableError("The workbook holds macros (.xlsm). Expected one without: save it as .xlsx.")
    if "xl/workbook.xml" not in names:
        raise TableError("This zip file is no Excel workbook. Expected .xlsx, or text (CSV, JSON, XML).")
    if any(part.compress_type not in _METHODS for part in parts):
        raise TableError("The workbook is packed in a way that no spreadsheet uses. Save it again as .xlsx.")
    if any(part.flag_bits & 1 for part in parts):
        raise TableError("The workbook is encrypted. Expected one without a password.")


def _parse(book: zipfile.ZipFile, path: str, parser: expat.XMLParserType) -> Iterator[None]:
    """Feed a part to the parser, one step a chunk. A part that declares entities is refused, not expanded."""
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    with _damages(path), book.open(path) as part:
        while chunk := part.read(_CHUNK):
            parser.Parse(chunk, False)
            yield
        parser.Parse(b"", True)
        yield


@contextmanager
def _damages(path: str) -> Iterator[None]:
    """What the readers of zip and XML raise is said in words."""
    try:
        yield
    except TableError:
        raise
    except _DAMAGES as err:
        raise TableError(f"The workbook is damaged: {path} cannot be read. Save it again as .xlsx.") from err
    except zipfile.zlib.error as err:  # type: ignore[attr-defined]  # zipfile imports zlib, its stub does not say so
        raise TableError(f"The workbook is damaged: {path} cannot be unpacked. Save it again as .xlsx.") from err


def _refuse_doctype(*_given: object) -> None:
    raise TableError("The workbook holds a document type declaration, as no spreadsheet writes. It is not read.")


def _elements(book: zipfile.ZipFile, path: str, start: Callable[[str, dict[str, str]], None]) -> None:
    """Call `start` for each element of a part that may be missing."""
    if path not in book.NameToInfo:
        return
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, given: start(name.rpartition(":")[2], given)
    for _ in _parse(book, path, parser):
        pass


def _listed_sheets(book: zipfile.ZipFile) -> tuple[bool, list[tuple[str, str, bool]]]:
    """Whether days count from 1904, and (title, relation, whether hidden) of each sheet."""
    listed: list[tuple[str, str, bool]] = []
    date1904 = []

    def start(name: str, given: dict[str, str]) -> None:
        if name == "workbookPr" and given.get("date1904") in {"1", "true"}:
            date1904.append(True)
        if name == "sheet":
            relation = next((value for key, value in given.items() if key.endswith(":id")), "")
            listed.append((given.get("name", ""), relation, given.get("state", "visible") != "visible"))

    _elements(book, "xl/workbook.xml", start)
    return bool(date1904), listed


def _targets(book: zipfile.ZipFile) -> dict[str, str]:
    """The path of each part that the workbook relates to."""
    found: dict[str, str] = {}

    def start(name: str, given: dict[str, str]) -> None:
        if name == "Relationship" and given.get("TargetMode") != "External":
            target = given.get("Target", "")
            found[given.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"

    _elements(book, "xl/_rels/workbook.xml.rels", start)
    return found


def _date_styles(book: zipfile.ZipFile) -> frozenset[int]:
    """The cell styles whose number format shows a date or a time."""
    custom: dict[str, str] = {}
    styles: list[bool] = []
    inside: list[bool] = [False]

    def start(name: str, given: dict[str, str]) -> None:
        if name == "numFmt":
            custom[given.get("numFmtId", "")] = given.get("formatCode", "")
        elif name in {"cellXfs", "cellStyles", "dxfs"}:
            inside[0] = name == "cellXfs"
        elif name == "xf" and inside[0]:
            number = given.get("numFmtId", "0")
            styles.append(_shows_date(custom[number]) if number in custom else int(number or 0) in _DATE_FORMATS)

    _elements(book, "xl/styles.xml", start)
    return frozenset(at for at, shows in enumerate(styles) if shows)


def _shows_date(code: str) -> bool:
    plain = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.', "", code.split(";", 1)[0])
    return any(letter in plain.casefold() for letter in "ymdhs") and not plain.casefold().startswith("general")


def _shared_strings(book: zipfile.ZipFile) -> list[str]:
    """The texts that cells point to. Phonetic readings (rPh) are no part of a text."""
    path = next((name for name in book.NameToInfo if name.casefold() == "xl/sharedstrings.xml"), "")
    found: list[str] = []
    if not path:
        return found
    if book.NameToInfo[path].file_size > _MOST_STRINGS:
        raise TableError("The workbook holds too much text for one file. Send it in parts.")
    parts: list[str] = []
    open_ = {"t": False, "rPh": False}

    def start(name: str, _given: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name in open_:
            open_[name] = True

    def end(name: str) -> None:
        name = name.rpartition(":")[2]
        if name in open_:
            open_[name] = False
        elif name == "si":
            found.append(clean("".join(parts)))
            parts.clear()
            if len(found) > _MOST_TEXTS:
                raise TableError("The workbook holds too many texts for one file. Send it in parts.")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = lambda text: parts.append(text) if open_["t"] and not open_["rPh"] else None
    for _ in _parse(book, path, parser):
        pass
    return found


def _rows(book: zipfile.ZipFile, path: str, context: Context) -> Iterator[Row]:
    """The rows of one sheet that hold anything. All of its bytes pass a parser, which refuses what is no plain XML."""
    checker = expat.ParserCreate()
    checker.StartDoctypeDeclHandler = _refuse_doctype
    checker.XmlDeclHandler = _refuse_charset
    _refuse_hidden_rows(checker)
    sheet = SheetReader(context)
    with _damages(path), book.open(path) as part:
        while chunk := part.read(_CHUNK):
            if chunk.startswith(_UTF_16):
                _refuse_charset("", "utf-16", 0)
            checker.Parse(chunk, False)
            yield from sheet.feed(chunk)
        checker.Parse(b"", True)


def _refuse_hidden_rows(checker: expat.XMLParserType) -> None:
    """Refuse rows in a comment or a CDATA section: what is no row for one reader must not be one for another."""
    words: list[str] = []

    def look(text: str) -> None:
        if _HIDDEN.search(text):
            raise TableError(
                "A sheet has rows in a comment or CDATA section, as no spreadsheet writes. It is not read."
            )

    def open_section() -> None:
        checker.CharacterDataHandler = words.append

    def close_section() -> None:
        checker.CharacterDataHandler = None
        look("".join(words))
        words.clear()

    checker.CommentHandler = look
    checker.ProcessingInstructionHandler = lambda _target, text: look(text)
    checker.StartCdataSectionHandler, checker.EndCdataSectionHandler = open_section, close_section


def _refuse_charset(_version: str, charset: str | None, _standalone: int) -> None:
    if charset and charset.casefold() not in {"utf-8", "us-ascii"}:
        raise TableError("A sheet of the workbook cannot be read: it is not in UTF-8. Save it again as .xlsx.")
