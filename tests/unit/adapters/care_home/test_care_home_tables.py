import csv
import io
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.care_home.adapter import ADAPTER
from adapters.port import Source
from fhir_profiles.json_text import dump
from hub.ingest.preview import Preview
from tests.unit.adapters.care_home.tables import HOME, RESIDENTS, WANG, by_type, convert, only, texts
from tests.unit.adapters.tabular.books import book


def test_a_quotation_mark_that_is_never_closed_costs_its_own_row_only() -> None:
    broken = WANG.replace("R001,王大爷", 'R002,"王大爷')

    rows = convert(RESIDENTS + WANG + broken + WANG.replace("R001", "R003"))

    assert [(row.label, row.is_refused) for row in rows] == [("row 2", False), ("row 3", True), ("row 4", False)]


def test_a_quoted_cell_may_hold_separators_and_lines() -> None:
    row = WANG.replace("王小明", '"王小明,\n长子"')

    rows = convert(RESIDENTS + row + WANG.replace("R001", "R003"))

    assert [row.label for row in rows] == ["row 2", "row 4"]
    assert by_type(rows[0])["RelatedPerson"]["name"] == [{"text": "王小明,\n长子"}]


def test_a_row_with_more_cells_than_the_header_is_refused() -> None:
    conversion = only(RESIDENTS + WANG.replace("王小明", "王小明,长子"))

    assert texts(conversion) == [
        (
            "Row 2 has 13 cells, the header 12. Expected the same number: put a cell that holds the separator in "
            "quotation marks, and close every quotation mark."
        )
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty"),
        (b"\n\n", "The file is empty"),
        (b"PK\x03\x04....", "The workbook is damaged"),
        (b"a,b\0\1\2", "binary data"),
        (b"\xff\xff\xff,\xff", "neither UTF-8 nor GB18030"),
        ("甲,乙\n1,2\n".encode(), "no known column names"),
        ("王大爷,330105193804120014\n".encode(), "no known column names"),
        ("姓名,性别,房间\n甲,男,3\n".encode(), "lacks: 编号 or 身份证号"),
        (RESIDENTS.encode(), "has a header but no rows"),
    ],
)
def test_a_table_that_cannot_be_understood_is_one_refusal(data: bytes, words: str) -> None:
    [conversion] = ADAPTER.convert(data, source=HOME)

    assert (conversion.label, conversion.entries, conversion.raw) == ("header", (), data)
    assert [issue.severity for issue in conversion.issues] == ["error"]
    assert words in conversion.issues[0].text
    assert "王大爷" not in conversion.issues[0].text


def test_a_header_that_lacks_columns_names_them_and_the_known_ones() -> None:
    assert texts(only("姓名,性别,房间\n甲,男,3\n")) == [
        (
            "The header looks like 住养老人名册 but lacks: 编号 or 身份证号. Understood columns: 姓名, 性别, 房间. "
            "See docs/adapters/care_home.md for all names."
        )
    ]


def test_a_stated_charset_is_obeyed() -> None:
    [conversion] = convert(RESIDENTS + WANG, "gbk", Source(name="N1", charset="utf-8"))

    assert (conversion.label, conversion.is_refused) == ("header", True)


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        ((RESIDENTS + WANG).encode("gbk"), "", True),
        (b"anything", "list.csv", True),
        (b"MSH|^~\\&|HIS|H1|||20260302||ADT^A01|1|P|2.5.1\rPID|1\r", "", False),
        (b"\0" * 200, "", False),
        (b"", "", False),
    ],
)
def test_tables_are_recognised_by_header_or_name(data: bytes, name: str, *, expected: bool) -> None:
    assert ADAPTER.recognises(data, file_name=name) is expected


def test_a_title_above_the_header_is_passed_over() -> None:
    conversion = only("示范颐和养护院住养老人名册,,,,\n制表日期：2026-03-02,,,,\n\n" + RESIDENTS + WANG)

    assert conversion.label == "row 5"
    assert dump(conversion.bundle()) == dump(only(RESIDENTS + WANG).bundle())


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_converted_or_refused(data: bytes) -> None:
    for head in (b"", RESIDENTS.encode(), "编号,测量时间,体温,血压,体重\n".encode(), "房间,床号,状态,价格\n".encode()):
        for conversion in ADAPTER.convert(head + data, source=HOME):
            assert bool(conversion.entries) is not conversion.is_refused


@given(st.lists(st.text(max_size=12), min_size=12, max_size=12))
def test_any_cells_are_converted_or_refused_without_being_repeated(cells: list[str]) -> None:
    written = io.StringIO()
    csv.writer(written).writerow(cells)

    for conversion in convert(RESIDENTS + written.getvalue()):
        assert bool(conversion.entries) is not conversion.is_refused


@pytest.mark.parametrize(("cell", "status"), [("√", "completed"), ("已服", "completed"), ("×", "not-done")])
def test_a_tick_or_a_cross_says_whether_a_medicine_was_given(cell: str, status: str) -> None:
    found = only(f"编号,给药时间,药品名称,剂量,执行情况\nR001,2026-03-02 08:00,二甲双胍,1片,{cell}\n")

    assert by_type(found)["MedicationAdministration"]["status"] == status


def test_a_resident_at_two_beds_in_one_list_is_told_at_the_later_row() -> None:
    head = "编号,姓名,房间,床号,入住日期,状态\n"
    found = convert(
        head
        + "R001,王大爷,301,1,2024-05-06,在住\n"
        + "R002,钱阿婆,301,2,2024-05-06,在住\n"
        + "R001,王大爷,302,1,2024-05-06,在住\n"
        + "R002,钱阿婆,301,2,2024-05-06,在住\n"
        + "R001,王大爷,303,1,2023-01-02,退住\n"
    )

    said = (
        "Row 4, column 床号: another row of the list has this resident at another bed (row 2); the stay has the later "
        "one, and both beds count as occupied. Leave one of the rows."
    )
    assert [texts(one) for one in found] == [[], [], [said], [], []]


def test_a_hidden_sheet_that_holds_a_table_is_named_and_one_of_choices_is_not() -> None:
    head = ["编号", "姓名", "性别", "入住日期"]
    now, old = ["R1", "王", "男", "2024-05-06"], ["R2", "钱", "女", "2024-05-06"]
    made = openpyxl.load_workbook(BytesIO(book({"名单": [head, now], "旧名单": [head, old], "选项": [["男"], ["女"]]})))
    made["旧名单"].sheet_state = "hidden"
    made["选项"].sheet_state = "veryHidden"
    data = BytesIO()
    made.save(data)

    found = list(ADAPTER.convert(data.getvalue(), source=HOME))
    preview = Preview()
    for one in found:
        preview.note(one)

    said = "The sheet is hidden and was not read. Show it in the spreadsheet if its rows are to be read."
    assert [(one.label, one.rows, one.is_refused, texts(one)) for one in found] == [
        ("row 2", 1, False, []),
        ("旧名单", 0, False, [f"Sheet 旧名单: {said}"]),
    ]
    assert (preview.good, preview.refused, preview.findings.count) == (1, 0, 1)
