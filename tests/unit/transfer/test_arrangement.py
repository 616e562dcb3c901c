"""The arrangement of the transfer sheet: first what must not be missed, nothing lost, nothing said twice."""

import pytest

from hub.transfer.arrangement import (
    allergens,
    latest_first,
    people_once,
    printed_sections,
    readable,
    without_empty_columns,
)
from hub.transfer.sheet import SheetSection, SheetTable

VITALS = SheetTable(
    columns=("项目", "结果", "提示", "时间", "说明"),
    rows=(
        ("体温", "36.6 Cel", "", "2026-03-02 08:00", ""),
        ("收缩压", "128 mm[Hg]", "High", "2026-03-02 08:00", ""),
        ("体温", "38.2 Cel", "High", "2026-03-02 14:00", "物理降温"),
    ),
)


def _section(code: str, *tables: SheetTable) -> SheetSection:
    return SheetSection(code=code, title=code, tables=tables, is_empty=not tables)


def test_wishes_allergies_and_medicines_come_first_and_are_never_left_out() -> None:
    sections = tuple(_section(code) for code in ("11450-4", "10183-2", "46264-8", "48765-2", "42348-3"))
    told = SheetTable(columns=("诊断",), rows=(("肺炎",),))

    printed = printed_sections((_section("11450-4", told), *sections[1:]))

    assert [section.code for section in printed] == ["42348-3", "48765-2", "10183-2", "11450-4"]


def test_a_contact_whom_two_institutions_name_stands_once_with_all_that_was_said_of_her() -> None:
    table = people_once(
        SheetTable(
            columns=("联系人", "关系", "电话"),
            rows=(
                ("周小芳", "紧急联系人、女儿", "13800000101"),
                ("周小芳", "女儿", "13800000101"),
                ("周小芳", "邻居", "13800000202"),
                ("周小明", "", "13800000101"),
            ),
        )
    )

    assert table.rows == (
        ("周小芳", "紧急联系人、女儿", "13800000101"),
        ("周小芳", "邻居", "13800000202"),
        ("周小明", "", "13800000101"),
    )


def test_a_table_of_something_else_keeps_its_equal_lines() -> None:
    table = SheetTable(columns=("注意事项", "开始", ""), rows=(("跌倒", "2026", ""), ("跌倒", "2026", "")))

    assert people_once(table) == table


def test_a_value_measured_twice_stands_once_with_the_earlier_one_behind_it() -> None:
    table = latest_first(VITALS)

    assert table.columns == ("项目", "结果", "提示", "时间", "说明", "较早")
    assert table.rows == (
        ("体温", "38.2 ℃", "↑ 偏高", "2026-03-02 14:00", "物理降温", "36.6 ℃（03-02 08:00）"),
        ("收缩压", "128 mmHg", "↑ 偏高", "2026-03-02 08:00", "", ""),
    )


def test_a_table_of_medicines_is_left_line_by_line() -> None:
    table = SheetTable(columns=("药品", "用法用量"), rows=(("阿司匹林", "早"), ("阿司匹林", "晚")))

    assert latest_first(table) == table


def test_columns_in_which_nobody_says_anything_go() -> None:
    table = SheetTable(columns=("过敏原", "反应", "说明"), rows=(("青霉素", "", "皮试阳性"), ("", "", "")))

    assert without_empty_columns(table) == SheetTable(
        columns=("过敏原", "说明"), rows=(("青霉素", "皮试阳性"), ("", ""))
    )


def test_the_head_of_the_sheet_names_every_allergen() -> None:
    table = SheetTable(columns=("过敏原", "反应", "程度"), rows=(("青霉素", "皮疹", "高危"), ("花生", "", "")))

    assert allergens((_section("48765-2", table), _section("11450-4"))) == ("青霉素 皮疹 高危", "花生")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("36.6 Cel", "36.6 ℃"), ("18 /min", "18 次/分"), ("4.10 mmol/L", "4.10 mmol/L"), ("Cel", "Cel"), ("", "")],
)
def test_a_unit_is_written_as_at_the_bedside(text: str, shown: str) -> None:
    assert readable(text) == shown
