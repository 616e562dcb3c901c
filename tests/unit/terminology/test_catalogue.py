"""Reading, checking, compiling, comparing and publishing a catalogue."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from terminology.catalogue import CatalogueError, check, compile_catalogue, diff, load, read_source, sample
from terminology.catalogue_fhir import catalogue_to_resources
from terminology.catalogue_source import FILES, SAMPLE
from terminology.facts_page import facts_page

HEAD = "行号,条目,编码,名称,级别,分级条件,优先级,下转1,需要能力,最低接收方,替代规则\r\n"


def files(**changed: str) -> dict[str, bytes]:
    """The sample's files, with one table or the manifest replaced by text."""
    found = {name: (SAMPLE / name).read_bytes() for name in FILES}
    for name, text in changed.items():
        found[f"{name}.{'toml' if name == 'manifest' else 'csv'}"] = text.encode()
    return found


def issues(**changed: str) -> list[str]:
    return [str(issue) for issue in check(read_source(files(**changed)))]


def test_the_sample_has_no_fault_and_says_that_it_is_unsigned() -> None:
    catalogue = sample()

    assert check(load()) == []
    assert (catalogue.experimental, catalogue.signatures, catalogue.banner) == (
        True,
        (),
        "示例目录，未经医务委员会签署",
    )
    assert {row.entry for row in catalogue.rows} == set(range(1, 69))
    assert not any(row.verified for row in catalogue.rows)


@pytest.mark.parametrize(
    ("row", "place", "text"),
    [
        ("1,1,I1x,坏,1,,,,,,", "row 2 column 编码", "'I1X' is no ICD-10 code"),
        ("1,1,C97-C00,坏,1,,,,,,", "row 2 column 编码", "runs backwards"),
        ("1,1,I16,坏,1,,,,,,", "row 2 column 编码", "ICD-10-CM only"),
        ("1,1,I63,脑梗,一,,,,,,", "row 2 column 级别", "'一' is no number"),
        ("1,1,I63,脑梗,1,,,没有 >= 3,,,", "row 2 column 下转1", "'没有' is not in facts.csv"),
        ("1,1,I63,脑梗,1,,,体温 <= 37 mmHg,,,", "row 2 column 下转1", "the unit is 'mmHg'"),
        ("1,1,I63,脑梗,1,,,心率 100..50,,,", "row 2 column 下转1", "the range runs backwards"),
        ("1,1,I63,脑梗,1,,,NYHA = V,,,", "row 2 column 下转1", "'V' is no value of NYHA心功能分级"),
        ("1,1,I63,脑梗,1,,,体温,,,", "row 2 column 下转1", "体温 is no yes-or-no fact"),
        ("1,1,I63,脑梗,1,,,体温 <= 高,,,", "row 2 column 下转1", "a number or 基线 was expected"),
        ("1,1,I63,脑梗,1,,,有能力 XYZ,,,", "row 2 column 下转1", "'XYZ' is no capability"),
        ("1,1,I63,脑梗,1,,,诊断 脑梗,,,", "row 2 column 下转1", "is no ICD-10 code"),
        ("1,1,I63,脑梗,1,NYHA > IV,,,,,", "row 2 column 分级条件", "a number or 基线 was expected"),
        ("1,1,I63,脑梗,1,,,,REHAB;XX,,", "row 2 column 需要能力", "is no capability"),
        ("1,1,I63,脑梗,1,,,,,palace,", "row 2 column 最低接收方", "'palace' is no kind of receiver"),
        ("1,1,I63,脑梗,1,,,,,,ST0-X", "row 2 column 替代规则", "'ST0-X' is not in rules.csv"),
    ],
)
def test_a_wrong_cell_is_named_with_file_row_and_column(row: str, place: str, text: str) -> None:
    found = issues(catalogue=HEAD + row)

    assert len(found) == (2 if "一" in row else 1)
    assert found[0].startswith(f"catalogue.csv/目录 {place}: error: ")
    assert text in found[0]


def test_two_rows_for_one_code_need_a_priority() -> None:
    found = issues(catalogue=f"{HEAD}1,1,I60-I64,甲,1,,,,,,\n2,2,I63,乙,2,,,,,,\n3,3,I63,丙,2,,,,,,\n")

    text = "I63 is also in row 2 with the same priority; give one of the two a higher 优先级 and a 分级条件, or"
    assert found == [f"catalogue.csv/目录 row 4 column 编码: error: {text} take the code out."]


def test_a_row_number_may_not_be_used_twice() -> None:
    found = issues(catalogue=f"{HEAD}1,1,I63,甲,1,,,,,,\n1,1,I64,乙,2,,,,,,\n")

    assert found == ["catalogue.csv/目录 row 3 column 行号: error: '1' stands in row 2 already; give each its own."]


FACT_HEAD = "代码,名称,英文名,类型,单位,取值\r\n"


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        ("x,甲,X,quantity,,", "单位", "a quantity without a unit"),
        ("x,甲,X,number,1,", "类型", "expected quantity, count, code or boolean"),
        ("x,甲,X,code,,", "取值", "needs its values"),
        ("x,甲,X,code,,=甲", "取值", "cannot be read"),
        ("x,甲,X,boolean,,\nx2,甲,X2,boolean,,", "名称", "is also that of x"),
    ],
)
def test_a_wrong_fact_is_named(row: str, column: str, text: str) -> None:
    found = [line for line in issues(facts=FACT_HEAD + row) if line.startswith("facts.csv")]

    assert f" column {column}: error: " in found[0]
    assert text in found[0]


RULE_HEAD = "编号,规则集,维度,条件,严重度,说明\r\n"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("A,XX,up,体温 >= 39,硬,甲", "规则集"),
        ("A,UP0,sideways,体温 >= 39,硬,甲", "维度"),
        ("A,UP0,up,体温 >= 39,很硬,甲", "严重度"),
        ("A,UP0,up,,硬,甲", "条件"),
        ("A,UP0,up,体温 >= 39 或 没有,硬,甲", "条件"),
    ],
)
def test_a_wrong_rule_is_named(row: str, column: str) -> None:
    found = [line for line in issues(rules=RULE_HEAD + row) if line.startswith("rules.csv")]

    assert [line.split(": ")[0] for line in found] == [f"rules.csv/规则 row 2 column {column}"]


@pytest.mark.parametrize(
    ("manifest", "text"),
    [
        ("id = ", "The manifest is no TOML"),
        ('id = "x"', "The manifest lacks version, title, effective_from, effective_to."),
        (
            'id="x"\nversion="1"\ntitle="t"\neffective_from=2027-01-01\neffective_to=2026-01-01',
            "the first not after the last",
        ),
        ('id="x"\nversion="1"\ntitle="t"\neffective_from="2027"\neffective_to="2028"', "must be dates"),
    ],
)
def test_a_wrong_manifest_is_said(manifest: str, text: str) -> None:
    found = issues(manifest=manifest)

    assert text in found[0]


def test_a_missing_column_and_an_unknown_one_are_said() -> None:
    found = issues(catalogue="行号,名称,级别,颜色\r\n")

    assert found == [
        "catalogue.csv/目录 row 1 column 颜色: warning: The column '颜色' is not known and is not read.",
        "catalogue.csv/目录 row 1 column 编码: error: The column '编码' is missing.",
    ]


def test_a_catalogue_with_errors_is_not_compiled() -> None:
    with pytest.raises(CatalogueError, match="is no ICD-10 code"):
        compile_catalogue(read_source(files(catalogue=HEAD + "1,1,脑梗,坏,1,,,,,,")))


def test_a_table_that_excel_saved_as_gb18030_is_read() -> None:
    text = (SAMPLE / "catalogue.csv").read_text(encoding="utf-8-sig")
    changed = files() | {"catalogue.csv": text.encode("gb18030")}

    assert compile_catalogue(read_source(changed)).digest == sample().digest


def test_bytes_that_are_no_text_are_said() -> None:
    found = check(read_source(files() | {"rules.csv": b"\xff\xff\xff"}))

    assert "rules.csv/规则: error: The file is neither UTF-8 nor GB18030 text." in [str(issue) for issue in found]


def test_layout_does_not_change_the_digest_and_content_does() -> None:
    rows = list(csv.reader(io.StringIO((SAMPLE / "catalogue.csv").read_text(encoding="utf-8-sig"))))
    turned = io.StringIO()
    csv.writer(turned).writerows([list(reversed(row)) for row in [*rows, [""] * len(rows[0])]])

    same = compile_catalogue(read_source(files(catalogue=turned.getvalue())))
    other = compile_catalogue(read_source(files(catalogue=turned.getvalue().replace("d >= 28", "d >= 30"))))

    assert same.digest == sample().digest
    assert other.digest != sample().digest


def test_a_changed_cell_a_new_row_and_a_new_version_are_said_in_words() -> None:
    old, text = load(), (SAMPLE / "catalogue.csv").read_text(encoding="utf-8-sig")
    manifest = (SAMPLE / "manifest.toml").read_text(encoding="utf-8").replace("2026.1-sample", "2026.2")

    new = read_source(files(catalogue=text.replace("d >= 28", "d >= 30") + "69,69,L40,银屑病\r\n", manifest=manifest))

    assert diff(old, new) == [
        "说明 version：2026.1-sample → 2026.2。",
        "新增条目 69（银屑病）。",
        "条目 7（陈旧性心梗/慢性冠心病）下转1：d >= 28 → d >= 30。",
    ]
    assert diff(old, old) == []


def test_the_workbook_of_a_folder_says_the_same_and_an_empty_list_is_empty() -> None:
    old = load()
    manifest = {name: value for name, value in old.manifest.items() if name != "signatures"}

    assert diff(replace(old, manifest={**manifest, "signatures": []}), replace(old, manifest=manifest)) == []


def test_single_files_are_completed_from_the_sample(tmp_path: Path) -> None:
    table = tmp_path / "2026年目录.csv"
    table.write_bytes((HEAD + "1,1,I63,脑梗,1,,,d >= 9,,,").encode())

    assert [row.zh for row in compile_catalogue(load(table)).rows] == ["脑梗"]
    assert compile_catalogue(load(SAMPLE)).digest == sample().digest
    with pytest.raises(FileNotFoundError, match="expected a folder or one of"):
        load(tmp_path / "catalogue.docx")


def test_the_longest_match_and_the_highest_priority_come_first() -> None:
    assert [row.code for row in sample().rows_for("I50.9")] == ["58", "9", "10"]
    assert [row.code for row in sample().rows_for("E11.1")] == ["35", "34"]
    assert sample().rows_for("Q99.9") == ()


def test_the_published_resources_say_version_digest_and_experimental() -> None:
    resources = catalogue_to_resources(sample())

    assert [resource["resourceType"] for resource in resources[:2]] == ["CodeSystem", "CodeSystem"]
    assert resources[-1]["resourceType"] == "PlanDefinition"
    assert {resource["version"] for resource in resources} == {"2026.1-sample"}
    assert {resource["status"] for resource in resources} == {"draft"}
    assert all(resource["experimental"] for resource in resources)
    assert len(resources) == 2 + len(sample().rows) + 1


def test_the_page_of_facts_is_up_to_date() -> None:
    page = Path(__file__).parents[3] / "docs" / "facts.md"

    assert page.read_text(encoding="utf-8") == facts_page(sample())
