"""The catalogue in one workbook: what goes in comes out, and a fault is where the sheet has it."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from terminology.catalogue import check, compile_catalogue, digest, sample
from terminology.catalogue_source import read_files, read_source
from terminology.catalogue_xlsx import MOST_ROWS, WorkbookError, cell_text, files_to_workbook, main, workbook_to_files


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "catalogue.xlsx"
    assert main([str(path)]) == 0
    return path


def test_the_template_is_the_sample_with_nothing_lost(template: Path) -> None:
    source = read_source(read_files(template))

    assert [issue for issue in check(source) if issue.severity == "error"] == []
    assert digest(source) == sample().digest
    assert [row.code for row in compile_catalogue(source).rows] == [row.code for row in sample().rows]


def test_a_fault_has_the_row_of_the_sheet(template: Path) -> None:
    book = load_workbook(template)
    sheet = book["目录"]
    column = [cell.value for cell in sheet[1]].index("级别") + 1
    sheet.cell(17, column).value = "三"
    book.save(template)

    places = {issue.place for issue in check(read_source(read_files(template))) if issue.severity == "error"}

    assert places == {"catalogue.csv/目录 row 17 column 级别"}


def test_cells_that_have_few_values_offer_them_and_the_head_stays(template: Path) -> None:
    sheet = load_workbook(template)["规则"]

    assert sheet.freeze_panes == "C2"
    assert '"硬,核实,软,提示"' in [one.formula1 for one in sheet.data_validations.dataValidation]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""), (7.0, "7"), (0.1, "0.1"), (True, "是"), (False, "否"), (date(2026, 3, 2), "2026-03-02"),
        (datetime(2026, 3, 2, 8, 30, tzinfo=UTC), "2026-03-02"), ("体温 <= 37.3 @72h", "体温 <= 37.3 @72h"), (3, "3"),
    ],
)  # fmt: skip
def test_a_cell_reads_as_a_person_wrote_it(cell: object, text: str) -> None:
    assert cell_text(cell) == text


def _book(*names: str) -> bytes:
    book = Workbook()
    for name in names:
        book.create_sheet(name)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no workbook", "no Excel workbook"),
        (b"PK\x03\x04 broken", "no Excel workbook"),
        (_book("别的"), "none of the sheets"),
        (b" " * 20_000_001, "larger than"),
    ],
)
def test_what_is_no_workbook_of_a_catalogue_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(WorkbookError, match=words):
        workbook_to_files(data)


def test_a_sheet_without_end_is_refused() -> None:
    files = read_files() | {"facts.csv": b"code\n" + b"x\n" * MOST_ROWS}

    with pytest.raises(WorkbookError, match="资料 has more than 20,000 rows"):
        workbook_to_files(files_to_workbook(files))


def test_the_manifest_keeps_its_kinds_and_its_quotes(tmp_path: Path) -> None:
    files = read_files()
    files["manifest.toml"] = (
        b'id = "a"\ntitle = "x \\"y\\" \\\\ z"\nexperimental = false\neffective_from = 2026-01-01\n'
    )

    manifest = read_source(workbook_to_files(files_to_workbook(files))).manifest

    assert dict(manifest) == {
        "id": "a", "title": 'x "y" \\ z', "experimental": False, "effective_from": date(2026, 1, 1)
    }  # fmt: skip


def test_a_file_that_is_no_workbook_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"no")

    with pytest.raises(FileNotFoundError, match=r"x\.xlsx: The file is no Excel workbook"):
        read_files(path)


def test_the_template_needs_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert capsys.readouterr().err == "expected OUT.xlsx [FOLDER]\n"
