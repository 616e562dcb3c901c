import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from terminology.code_table import CodeTable
from terminology.code_table_builder import TableError
from terminology.definitions import MapDefinition, ValueSetDefinition
from terminology.icd10_editions import INSURANCE
from terminology.load import LoadOptions, load_file

OPTIONS = LoadOptions(url="http://example.org/cs", version="1", title="表")


def loaded(path: Path, options: LoadOptions = OPTIONS) -> CodeTable:
    taken, notes = load_file(path, options)
    assert (len(taken), notes) == (1, [])
    table = taken[0][1]
    assert isinstance(table, CodeTable)
    return table


def faults(path: Path, options: LoadOptions = OPTIONS) -> list[tuple[int, str]]:
    with pytest.raises(TableError) as refused:
        load_file(path, options)
    return [(one.row, one.text) for one in refused.value.faults]


def write(folder: Path, content: str | bytes, name: str = "table.csv", charset: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(charset))
    return path


def workbook(folder: Path, rows: list[list[Any]], title: str = "表") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    path = folder / "table.xlsx"
    book.save(path)
    return path


def package(folder: Path, files: Mapping[str, Any]) -> Path:
    path = folder / "package.tgz"
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            data = content if isinstance(content, bytes) else json.dumps(content).encode()
            info = tarfile.TarInfo(f"package/{name}")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


# CSV


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", (0, "The table is empty.")),
        ("a,b\n1,2\n", (0, "No row among the first 20 has the heading of the code column")),
        ("code,x\n1,2\n", (0, "No column has the words of the codes; the headings are code, x.")),
        ("code,zh\n", (0, "The table has no rows")),
        ("code,zh\nA,甲\n,乙\n", (3, "Row 3, column code: is empty")),
        ("code,zh\nA,甲\nA,乙\n", (3, "Row 3, column code: 'A' stands in row 2 already.")),
        ('code,zh\nA,"甲\nB,乙\n', (3, "Row 3: the line is no CSV")),
        (b"code,zh\nA,\xff\xff\xff\n", (2, "Row 2: the file is neither UTF-8 nor GBK (GB18030)")),
        (b"code,zh\nA,\x00\n", (2, "Row 2: the file is neither UTF-8 nor GBK (GB18030)")),
        ("code,zh,parent\nA,甲,Z\n", (2, "Row 2, column parent: 'Z' is no code of this table.")),
    ],
)
def test_a_faulty_csv_names_the_row(tmp_path: Path, content: str | bytes, expected: tuple[int, str]) -> None:
    row, text = faults(write(tmp_path, content))[0]

    assert (row, text[: len(expected[1])]) == expected


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (LoadOptions(version="1"), "Nothing says which code system the table is"),
        (LoadOptions(url="http://example.org/cs"), "The table has no version"),
        (LoadOptions(url="not a url", version="1"), "'not a url' is no canonical URL"),
        (LoadOptions(system="none", version="1"), "There is no code system 'none'; known are icd-10"),
        (
            LoadOptions(url="http://example.org/cs", version="1", columns={"code": "没有"}),
            "No row among the first 20 has the heading of the code column (没有)",
        ),
    ],
)
def test_what_the_user_has_to_say_is_asked_for(tmp_path: Path, options: LoadOptions, words: str) -> None:
    assert faults(write(tmp_path, "code,zh\nA,甲\n"), options)[0][1][: len(words)] == words


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    assert faults(write(tmp_path, b"%PDF", "table.pdf"))[0][1].startswith("table.pdf is of no kind that can be loaded")


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_is_read_in_any_charset_with_any_separator(tmp_path: Path, charset: str, separator: str) -> None:
    rows = [["国家标准", "", ""], ["编码", "名称", "备注"], ["A", "甲\u3000类", "x"], ["", "", ""], ["B", "乙", ""]]
    text = "".join(f"{separator.join(row)}\r\n" for row in rows)

    table = loaded(write(tmp_path, text, charset=charset))

    entries = [table.entry(row) for row in range(len(table))]
    assert [(one.code, one.zh, dict(one.more)) for one in entries] == [("A", "甲 类", {"备注": "x"}), ("B", "乙", {})]


def test_facts_stand_at_the_top_of_a_csv(tmp_path: Path) -> None:
    text = (
        "# url: http://example.org/x\n# version: 3\n# title: 题目\n# source: 某标准\n# verified: false\ncode,zh\nA,甲\n"
    )

    head = loaded(write(tmp_path, text), LoadOptions()).head

    assert (head.url, head.version, head.title, head.source, head.verified) == (
        "http://example.org/x", "3", "题目", "某标准", False,
    )  # fmt: skip


def test_an_insurance_table_gets_its_hierarchy_from_the_codes(tmp_path: Path) -> None:
    text = "诊断代码,诊断名称\nI63,脑梗死\nI63.900,未特指的脑梗死\nI63.900x001,多发性脑梗死\n"

    table = loaded(write(tmp_path, text), LoadOptions(system="icd-10-insurance-cn", version="2.0"))

    assert (table.head.url, table.head.title) == (INSURANCE, "ICD-10 医保版")
    assert [table.entry(row).parent for row in range(3)] == ["", "I63", "I63.900"]


def test_columns_may_be_named(tmp_path: Path) -> None:
    path = write(tmp_path, "甲列,乙列,名称\n1,一,x\n")

    table = loaded(path, LoadOptions(url="http://example.org/cs", version="1", columns={"code": "甲列", "zh": "乙列"}))

    assert (table.entry(0).code, table.entry(0).zh, dict(table.entry(0).more)) == ("1", "一", {"名称": "x"})


def test_progress_is_told_now_and_then(tmp_path: Path) -> None:
    told: list[int] = []
    rows = "".join(f"{number:06d},编码\n" for number in range(45_000))

    load_file(write(tmp_path, f"code,zh\n{rows}"), OPTIONS, progress=told.append)

    assert told == [20_000, 40_000]


# xlsx


def test_a_formula_is_a_fault_and_is_never_computed(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["编码", "名称"], ["A", "=1+1"], ["=B1", "乙"]])

    assert faults(path) == [
        (2, "Row 2, column B: holds a formula, which is not computed here; expected its value as plain text."),
        (3, "Row 3, column A: holds a formula, which is not computed here; expected its value as plain text."),
    ]


def test_a_workbook_is_read_with_its_numbers_as_text(tmp_path: Path) -> None:
    path = workbook(
        tmp_path, [["某市编码表"], ["编码", "名称", "启用"], [1, "一", True], [2.0, "二", None], ["03", 3.5, False]]
    )

    table = loaded(path)

    assert [(one.code, one.zh, dict(one.more)) for one in map(table.entry, range(3))] == [
        ("1", "一", {"启用": "true"}), ("2", "二", {}), ("03", "3.5", {"启用": "false"}),
    ]  # fmt: skip


def test_a_sheet_may_be_named(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["code", "zh"], ["A", "甲"]], title="疾病")

    known = loaded(path, LoadOptions(url="http://example.org/cs", version="1", sheet="疾病"))
    unknown = faults(path, LoadOptions(url="http://example.org/cs", version="1", sheet="手术"))

    assert len(known) == 1
    assert unknown == [(0, "The workbook has no sheet '手术'; it has 疾病.")]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"PK nonsense", "The file is no .xlsx workbook"), (b"", "The file is no .xlsx workbook")],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    assert faults(write(tmp_path, content, "table.xlsx"))[0][1][: len(words)] == words


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.txt", "x")

    assert faults(path)[0][1].startswith("The workbook cannot be read")


def test_a_workbook_that_would_unpack_to_gigabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/big.xml", "w") as part:
        for _ in range(65):
            part.write(bytes(16 << 20))
        part.write(b"")

    assert faults(path) == [(0, "The workbook unpacks to more than 1 GB; load the table in parts, or as CSV.")]


# FHIR packages


SYSTEM = {
    "resourceType": "CodeSystem",
    "url": "http://example.org/cs",
    "version": "1",
    "name": "Cs",
    "status": "active",
    "content": "complete",
    "concept": [
        {
            "code": "A",
            "display": "甲",
            "designation": [{"language": "en", "value": "First"}],
            "property": [{"code": "inactive", "valueBoolean": True}],
            "concept": [{"code": "A1", "display": "Below"}],
        },
        {"code": "B", "display": "乙", "property": [{"code": "parent", "valueCode": "A"}]},
    ],
}
VALUE_SET = {
    "resourceType": "ValueSet",
    "url": "http://example.org/vs",
    "name": "Vs",
    "expansion": {
        "contains": [{"system": "http://example.org/cs", "code": "A", "contains": [{"system": "x", "code": "y"}]}]
    },
}
CONCEPT_MAP = {
    "resourceType": "ConceptMap",
    "url": "http://example.org/cm",
    "group": [
        {"source": "a", "target": "b", "element": [{"code": "1", "target": [{"code": "2", "equivalence": "wider"}]}]}
    ],
}


def test_a_package_gives_its_code_systems_value_sets_and_maps(tmp_path: Path) -> None:
    path = package(
        tmp_path,
        {
            "package.json": {"name": "x"},
            ".index.json": {},
            "CodeSystem-cs.json": SYSTEM,
            "ValueSet-vs.json": VALUE_SET,
            "ConceptMap-cm.json": CONCEPT_MAP,
            "Patient-x.json": {"resourceType": "Patient"},
            "CodeSystem-other.json": {
                "resourceType": "CodeSystem",
                "url": "http://example.org/o",
                "content": "not-present",
            },
        },
    )

    taken, notes = load_file(path, LoadOptions())

    assert [kind for kind, _, _ in taken] == ["code-system", "value-set", "concept-map"]
    table, value_set, concept_map = (one for _, one, _ in taken)
    assert isinstance(table, CodeTable)
    assert isinstance(value_set, ValueSetDefinition)
    assert isinstance(concept_map, MapDefinition)
    assert [(one.code, one.zh, one.en, one.parent) for one in map(table.entry, range(3))] == [
        ("A", "甲", "First", ""), ("A1", "", "Below", "A"), ("B", "乙", "", "A"),
    ]  # fmt: skip
    assert table.entry(0).is_inactive
    assert [part["system"] for part in value_set.compose["include"]] == ["http://example.org/cs", "x"]
    assert [one.code for one in concept_map.groups[0].translate("1")] == ["2"]
    assert notes == [
        (
            "package/CodeSystem-other.json: CodeSystem http://example.org/o has content 'not-present' and so no codes "
            "to load; expected complete, fragment or example."
        )
    ]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "package.tgz holds no CodeSystem, ValueSet or ConceptMap"),
        ({"a.json": b"{"}, "package/a.json: is no JSON"),
        ({"a.json": b"[]"}, "package/a.json: is no resource"),
        (
            {"a.json": {"resourceType": "CodeSystem", "content": "complete"}},
            "package/a.json: The CodeSystem has no url",
        ),
        ({"a.json": {**SYSTEM, "concept": []}}, "package/a.json: CodeSystem http://example.org/cs has no concept"),
        ({"a.json": {**SYSTEM, "concept": ["x"]}}, "package/a.json: http://example.org/cs is not shaped as FHIR R4"),
        ({"a.json": {**SYSTEM, "concept": SYSTEM["concept"] * 2}}, "package/a.json: Row 4, column code: 'A' stands"),  # type: ignore[operator]  # a list
        (
            {"a.json": {"resourceType": "ValueSet", "url": "http://x.org"}},
            "package/a.json: ValueSet http://x.org has no",
        ),
        ({"a.json": {"resourceType": "ConceptMap"}}, "package/a.json: The ConceptMap has no url"),
    ],
)
def test_a_faulty_package_names_the_file(tmp_path: Path, files: dict[str, Any], words: str) -> None:
    assert faults(package(tmp_path, files))[0][1][: len(words)] == words


@pytest.mark.parametrize(
    "content", [b"nonsense", gzip.compress(b"nonsense", mtime=0), b""], ids=["text", "gzip", "nothing"]
)
def test_what_is_no_package_is_refused(tmp_path: Path, content: bytes) -> None:
    text = faults(write(tmp_path, content, "x.tgz"))[0][1]

    assert text.startswith(("x.tgz is no FHIR package", "x.tgz holds no CodeSystem"))


def test_one_resource_as_json_is_loaded(tmp_path: Path) -> None:
    taken, _ = load_file(write(tmp_path, json.dumps(SYSTEM), "cs.json"), LoadOptions())

    assert len(taken) == 1
