"""The workbook that the hub hands out is read back by the hub."""

import csv
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from adapters.care_home.adapter import ADAPTER
from adapters.care_home.columns import KINDS
from adapters.care_home.template import sheet_title, template
from tests.architecture.source_tree import ROOT
from tests.unit.adapters.care_home.tables import HOME

EXAMPLES = ROOT / "docs" / "adapters" / "examples" / "care_home"


@pytest.fixture(scope="module")
def empty() -> bytes:
    return template()


def test_it_has_a_sheet_for_each_table_with_drop_downs_notes_and_text_cells(empty: bytes) -> None:
    book = openpyxl.load_workbook(BytesIO(empty))
    residents = book["住养老人名册"]

    assert book.sheetnames == ["说明", *map(sheet_title, KINDS)]
    assert [cell.value for cell in residents[1]][:4] == ["编号", "姓名*", "身份证号", "性别"]
    assert (residents["C2"].number_format, "校验码" in residents["C1"].comment.text) == ("@", True)
    rules = {str(rule.sqref): rule.formula1 for rule in residents.data_validations.dataValidation}
    assert rules["D2:D2001"] == '"男,女,未知"'


def test_a_template_that_nobody_filled_in_is_refused_once(empty: bytes) -> None:
    [found] = ADAPTER.convert(empty, source=HOME)

    assert [issue.text for issue in found.issues] == [
        f"None of the {len(KINDS)} tables has a row below its header. Fill in at least one of them."
    ]


def test_a_sheet_that_nobody_filled_in_is_no_refusal_beside_a_filled_one(empty: bytes) -> None:
    book = openpyxl.load_workbook(BytesIO(empty))
    book["住养老人名册"].cell(row=2, column=1, value="R1")
    book["住养老人名册"].cell(row=2, column=2, value="张桂兰")
    data = BytesIO()
    book.save(data)

    found = list(ADAPTER.convert(data.getvalue(), source=HOME))

    assert [(conversion.event, conversion.is_refused) for conversion in found] == [("residents", False)]


def test_what_is_filled_in_comes_out_of_every_sheet(empty: bytes) -> None:
    book = openpyxl.load_workbook(BytesIO(empty))
    for kind in KINDS:
        book[sheet_title(kind)].append([])
        header, row = list(csv.reader(Path(EXAMPLES / f"{kind.name}.csv").read_text(encoding="utf-8").splitlines()))
        assert [cell.value.rstrip("*") for cell in book[sheet_title(kind)][1]] == header
        for at, text in enumerate(row, start=1):
            book[sheet_title(kind)].cell(row=2, column=at, value=text)
    data = BytesIO()
    book.save(data)

    found = list(ADAPTER.convert(data.getvalue(), source=HOME))

    assert [(conversion.event, conversion.is_refused) for conversion in found] == [(kind.name, False) for kind in KINDS]
