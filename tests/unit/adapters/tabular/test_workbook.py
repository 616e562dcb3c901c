"""xlsx as rows: what a spreadsheet shows, and nothing that it computes or runs."""

import zipfile
from contextlib import suppress
from datetime import date, datetime, time
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.tabular.sheet import Row, TableError
from adapters.tabular.sheet_xml import Context, SheetReader
from adapters.tabular.workbook import read_sheets
from tests.unit.adapters.tabular.books import book, changed, sheet_xml

SHEET = "xl/worksheets/sheet1.xml"
AT = datetime(2026, 3, 2, 8, 5)  # noqa: DTZ001  a spreadsheet's moment has no zone
PLAIN = book({"表": [["甲"], [1]]})


def rows(data: bytes) -> list[Row]:
    return [row for sheet in read_sheets(data) for row in sheet.rows()]


def cells(data: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in rows(data)]


def refusal(data: bytes) -> str:
    with pytest.raises(TableError) as caught:
        rows(data)
    return str(caught.value)


def test_values_are_read_as_the_sheet_shows_them() -> None:
    data = book(
        {
            "表": [
                [36.6, 1.0, True, False, "１２０／80", " 文字 ", None, 330105193804120014],
                [date(2026, 3, 2), AT, time(8, 5), date(1900, 1, 5), 0.1 + 0.2],
            ]
        }
    )

    assert cells(data) == [
        ("36.6", "1", "是", "否", "120/80", "文字", "", "3.3010519380412E+17"),
        ("2026-03-02", "2026-03-02 08:05:00", "08:05", "1900-01-05", "0.3"),
    ]


def test_rows_keep_their_numbers_and_empty_ones_are_left_out() -> None:
    data = changed(
        PLAIN, {SHEET: sheet_xml('<row r="3"><c r="B3"><v>1</v></c></row><row r="4"/><row><c><v>x</v></c></row>')}
    )

    assert [(row.number, row.cells) for row in rows(data)] == [(3, ("", "1")), (5, ("x",))]


def test_a_formula_and_an_error_are_faults_of_their_cells() -> None:
    xml = sheet_xml(
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="e"><v>#N/A</v></c><c r="C1"><v>3</v></c></row>'
    )

    [row] = rows(changed(PLAIN, {SHEET: xml}))

    assert row.cells == ("", "", "3")
    assert {at: text.partition(",")[0] for at, text in row.faults.items()} == {
        0: "the cell holds a formula",
        1: "the cell shows an error of the spreadsheet; expected a value",
    }


def test_inline_texts_are_read_and_phonetic_readings_are_not() -> None:
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><r><t>王</t></r><r><t>大爷</t></r><rPh><t>wang</t></rPh></si></sst>"
    )
    xml = sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>钱</t></is></c></row>')

    assert cells(changed(PLAIN, {SHEET: xml, "xl/sharedStrings.xml": strings})) == [("王大爷", "钱")]


def test_hidden_sheets_are_left_out() -> None:
    data = book({"表": [["甲"]], "选项": [["乙"]]})
    xml = zipfile.ZipFile(BytesIO(data)).read("xl/workbook.xml").decode()
    hidden = xml.replace('name="选项"', 'name="选项" state="hidden"').replace('state="visible"', "", 1)

    hidden_xml = hidden.replace(' state="visible"', "")
    assert [sheet.title for sheet in read_sheets(changed(data, {"xl/workbook.xml": hidden_xml}))] == ["表"]


def test_days_of_the_1904_system_are_moved() -> None:
    made = openpyxl.Workbook()
    made.epoch = datetime(1904, 1, 1)  # noqa: DTZ001  a spreadsheet's day has no zone
    made.active.append([date(2026, 3, 2)])
    data = BytesIO()
    made.save(data)

    assert cells(data.getvalue()) == [("2026-03-02",)]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "an old Excel file (.xls)"),
        (b"PK\x03\x04rest", "zip directory"),
        (changed(PLAIN, {"xl/vbaProject.bin": b"x"}), "holds macros"),
        (changed(PLAIN, {"xl/workbook.xml": None}), "no Excel workbook"),
        (changed(PLAIN, {SHEET: None}), "a sheet that it lists is missing"),
        (changed(PLAIN, {SHEET: "<worksheet><row>"}), "cannot be read"),
        (changed(PLAIN, {SHEET: '<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'}), "document type declaration"),
        (changed(PLAIN, {SHEET: sheet_xml('<row><c r="A1" t="s"><v>9</v></c></row>')}), "a text that is missing"),
        (changed(PLAIN, {SHEET: sheet_xml('<row><c r="?"><v>9</v></c></row>')}), "a cell has no place"),
        (changed(PLAIN, {SHEET: sheet_xml('<row><c r="ZZZ1"><v>9</v></c></row>')}), "more than 500 columns"),
    ],
)
def test_what_is_not_safe_or_damaged_is_refused_in_words(data: bytes, words: str) -> None:
    assert words in refusal(data)


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = changed(PLAIN, {"xl/media/a": bytes(1_000_000)})
    # The size that the zip directory claims is what the reader would unpack at most.
    large = bomb.replace((1_000_000).to_bytes(4, "little"), (900_000_000).to_bytes(4, "little"))

    assert "unpacks to more than 600 MB" in refusal(large)


@pytest.mark.parametrize("relations", [("1", "1"), ("1", "2")])
def test_a_part_that_is_listed_as_several_sheets_is_refused_before_it_is_read_again(relations: tuple[str, ...]) -> None:
    sheets = "".join(f'<sheet name="a" r:id="{one}"/>' for one in relations)
    links = "".join(f'<Relationship Id="{one}" Target="worksheets/sheet1.xml"/>' for one in set(relations))
    data = changed(
        PLAIN,
        {
            "xl/workbook.xml": f'<workbook xmlns:r="r"><sheets>{sheets}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>",
        },
    )

    assert "lists a sheet twice, or over 200" in refusal(data)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_packing_that_no_spreadsheet_uses_is_refused(method: int) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(PLAIN)) as plain, zipfile.ZipFile(packed, "w", method) as book:
        for name in plain.namelist():
            book.writestr(name, plain.read(name))

    assert "packed in a way that no spreadsheet uses" in refusal(packed.getvalue())


@given(st.binary(max_size=300))
def test_damaged_bytes_never_raise_anything_else(noise: bytes) -> None:
    for at in (0, len(PLAIN) // 3, len(PLAIN) - 40):
        data = PLAIN[:at] + noise + PLAIN[at + len(noise) :]
        with suppress(TableError):
            rows(b"PK\x03\x04" + data[4:])


@given(st.text(alphabet=st.sampled_from('<>/crv="1A &;#x'), max_size=60))
def test_damaged_sheets_never_raise_anything_else(noise: str) -> None:
    with suppress(TableError):
        rows(changed(PLAIN, {SHEET: sheet_xml(noise)}))


def test_a_part_in_a_charset_that_nobody_knows_is_refused() -> None:
    xml = sheet_xml("").replace('version="1.0"', 'version="1.0" encoding="x-unknown"')

    assert "cannot be read" in refusal(changed(PLAIN, {SHEET: xml}))


TEXTS = st.sampled_from(["36.6", "007", "1E3", "12", "", "１２", "x&amp;y", "46083.25"])


@given(
    st.lists(
        st.tuples(
            st.integers(0, 6), st.sampled_from(["", ' t="str"', ' t="b"', ' t="e"', ' t="s"', ' t="inlineStr"']), TEXTS
        ),
        max_size=6,
    )
)
def test_the_quick_way_and_the_parser_read_a_row_alike(drawn: list[tuple[int, str, str]]) -> None:
    cells = []
    for at, kind, text in drawn:
        value = "0" if "s" in kind.split('"') else text
        inside = f"<is><t>{text}</t></is>" if "inline" in kind else f"<v>{value}</v>"
        cells.append((f'r="{chr(65 + at)}2"', kind, inside))
    quick = "".join(f"<c {reference}{kind}>{inside}</c>" for reference, kind, inside in cells)
    slow = "".join(f"<c  {reference}{kind} >{inside}</c >" for reference, kind, inside in cells)
    strings = '<sst xmlns="x"><si><t>词</t></si></sst>'

    found = [
        rows(changed(PLAIN, {SHEET: sheet_xml(f'<row r="2">{xml}</row>'), "xl/sharedStrings.xml": strings}))
        for xml in (quick, slow)
    ]

    assert found[0] == found[1]


def test_names_with_a_prefix_are_read() -> None:
    row = '<x:row r="2"><x:c r="B2"><x:v>7</x:v></x:c></x:row>'
    xml = f'<x:worksheet xmlns:x="a"><x:sheetData>{row}</x:sheetData></x:worksheet>'

    assert cells(changed(PLAIN, {SHEET: xml})) == [("", "7")]


def test_a_sheet_in_utf_16_is_refused_and_what_follows_the_rows_is_not_read_as_rows() -> None:
    xml = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')

    assert "not in UTF-8" in refusal(changed(PLAIN, {SHEET: xml.replace('<?xml version="1.0"?>', "").encode("utf-16")}))
    assert cells(changed(PLAIN, {SHEET: xml.replace("</sheetData>", "</sheetData><ext><row r='2'></row></ext>")})) == [
        ("1",)
    ]


def test_a_row_without_end_is_refused_before_it_fills_the_memory() -> None:
    xml = sheet_xml(f'<row r="1">{"<c/>" * 1_100_000}</row>')

    assert "too long" in refusal(changed(PLAIN, {SHEET: xml}))


def test_comments_and_cells_in_disorder_are_left_to_the_parser() -> None:
    xml = sheet_xml(
        '<row r="1"><!-- <c r="A1"><v>9</v></c> --><c r="B1"><v>2</v></c></row>'
        '<row r="2"/><row><c r="B3"><v>2</v></c><c r="A3"><v>1</v></c></row>'
        '<row><c r="A4" s="0"/><c r="C4" t="inlineStr"><is><t>词</t><rPh><t>ci</t></rPh></is></c></row>'
        '<row><c r="ZZZ5"/></row>'
    )

    assert [(row.number, row.cells) for row in rows(changed(PLAIN, {SHEET: xml}))] == [
        (1, ("", "2")), (3, ("1", "2")), (4, ("", "", "词")),
    ]  # fmt: skip


def test_numbers_and_days_beyond_all_measure_are_text_and_no_failure() -> None:
    wide = "9" * 5000
    data = changed(
        PLAIN,
        {
            SHEET: sheet_xml(
                '<row r="1"><c r="A1"><v>nan</v></c><c r="B1"><v>1e999</v></c><c r="C1"><v>-inf</v></c></row>'
                f'<row r="2"><c r="A2"><v>{wide}</v></c><c r="B2" s="{wide}"><f/><v>1</v></c></row>'
            )
        },
    )

    assert cells(data) == [("nan", "1e999", "-inf"), (wide, "")]


@pytest.mark.parametrize(
    ("serial", "offset", "shown"),
    [
        ("2958465", 0, "9999-12-31"),
        ("2958465.9999999", 0, "2958465.9999999"),
        ("2957003", 1462, "9999-12-31"),
        ("2958465", 1462, "2958465"),
    ],
)
def test_the_last_day_is_the_last(serial: str, offset: int, shown: str) -> None:
    reader = SheetReader(Context([], frozenset({14}), offset))

    [row] = reader.feed(sheet_xml(f'<row r="1"><c r="A1" s="14"><v>{serial}</v></c></row>').encode())

    assert row.cells == (shown,)


def test_a_row_is_numbered_by_its_attribute_wherever_that_stands() -> None:
    cell = '<c r="A7" t="inlineStr"><is><t>甲</t></is></c>'
    xml = sheet_xml(f"<row spans=\"1:3\" r=\"7\">{cell}</row><row>{cell}</row><row s='1' r='12'>{cell}</row>")

    [sheet] = read_sheets(changed(book({"甲": [["x"]]}), {SHEET: xml}))

    assert [row.number for row in sheet.rows()] == [7, 8, 12]


@pytest.mark.parametrize(
    "hidden",
    [
        '<!-- <row r="2"><c r="A2"><v>1</v></c></row> -->',
        '<row r="2"><c r="A2" t="str"><v><![CDATA[</row><row r="3"><c r="A3"><v>1</v></c>]]></v></c></row>',
        "<?note </sheetData> ?>",
    ],
    ids=["comment", "CDATA", "instruction"],
)
def test_rows_that_only_some_readers_see_are_refused(hidden: str) -> None:
    [sheet] = read_sheets(changed(book({"甲": [["x"]]}), {SHEET: sheet_xml(hidden)}))

    with pytest.raises(TableError, match="as no spreadsheet writes"):
        list(sheet.rows())


def test_empty_texts_written_with_a_blank_do_not_slow_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    xml = sheet_xml(
        '<row r="1"><c r="A1" t="inlineStr" /><c r="B1" t="n"><v /></c><c r="C1" t="inlineStr"><is><t /></is></c>'
        '<c r="D1" t="inlineStr"><is><t>丁</t></is></c></row>'
    )
    monkeypatch.delattr("adapters.tabular.sheet_xml._read_slowly")

    [sheet] = read_sheets(changed(book({"甲": [["x"]]}), {SHEET: xml}))

    assert [row.cells for row in sheet.rows()] == [("", "", "", "丁")]


def test_a_workbook_of_too_many_texts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.tabular.workbook._MOST_TEXTS", 1)
    texts = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>a</t></si><si><t>b</t></si></sst>'

    with pytest.raises(TableError, match="too many texts"):
        read_sheets(changed(book({"甲": [["x"]]}), {"xl/sharedStrings.xml": texts}))
