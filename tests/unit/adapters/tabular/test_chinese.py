"""What tables' findings say in Chinese: all that the adapters can say, and the places where they say it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.tabular.chinese import in_chinese

ROOT = Path(__file__).resolve().parents[4] / "adapters"
SAYERS = {"CellError", "TableError", "HeaderError", "report"}
"""Whose text argument a reader of a table sees."""


def said_by(path: Path) -> Iterator[str]:
    """Every text of a finding in a module, what changes in it as 7."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            texts = [text_of(one) for one in node.args] if name in SAYERS else []
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in {"text", "why"}:
            texts = [text_of(node.value)]
        else:
            continue
        yield from (text for text in texts if text.count(" ") > 1 and "7 row" not in text)


def text_of(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(part) or "7" for part in node.values)
    if isinstance(node, ast.FormattedValue) and isinstance(node.value, ast.IfExp):
        return text_of(node.value.body)
    return ""


@pytest.mark.parametrize(
    "path",
    [path for name in ("tabular", "care_home", "his") for path in (ROOT / name).glob("*.py")],
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_everything_that_a_module_says_of_a_row_is_there_in_chinese(path: Path) -> None:
    said = {text for text in said_by(path) if not text.startswith("7")}

    assert [text for text in sorted(said) if in_chinese(text) == text] == []


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            "Sheet 体征, row 3, column 体温: expected one number (30 to 45 ℃). The cell is left out, the row is kept.",
            "工作表“体征”第 3 行“体温”列：应填一个数（30 至 45 ℃）。该单元格不采用，本行保留。",
        ),
        (
            "Row 4: column 体重: kg is not mapped; it stays in the original.",
            "第 4 行“体重: kg”列：未对应到任何项目；内容保留在原件中。",
        ),
        (
            "Row 3 gives an item of the report a second time; the later row counts.",
            "第 3 行：同一份报告的同一项目重复出现；以后面一行为准。",
        ),
        (
            "Sheet 旧: The header line cannot be split: check the quotation marks.",
            "工作表“旧”：无法拆分表头：请检查引号。",
        ),
        ("12 rows: column 体温: expected one number.", "12 行：“体温”列：应填一个数。"),
        ("Nobody wrote this.", "Nobody wrote this."),
    ],
)
def test_a_finding_in_chinese_names_its_place(english: str, chinese: str) -> None:
    assert in_chinese(english) == chinese
