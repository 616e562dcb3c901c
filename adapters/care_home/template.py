"""The workbook that the hub hands out to a home: a sheet for each table, with drop-downs, notes and a page of advice.

What it gives out, `adapter.py` reads back; a test fills and reads it. Columns where digits must stay digits are text.
https://www.ecma-international.org/publications-and-standards/standards/ecma-376/
"""

import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

from adapters.care_home.columns import KINDS
from adapters.tabular.header import Kind
from terminology.ability import ITEMS

ROWS: Final = 2_000
"""Rows that are prepared; a home may add more."""

_NOTES = "说明"
_ADVICE = (
    "每张表一行一条记录；列名不要改动，用不到的列可以留空或删除，用不到的表可以删除。",
    "带 * 的列必填；编号与身份证号至少填一个。身份证号、电话、编号等列已设为文本格式，请勿改为数字。",
    "日期写作 2026-03-02，时间写作 2026-03-02 08:05。不要使用公式：公式不会被计算，该行会被退回；请粘贴为数值。",
    "体重以公斤计（写明“斤”时自动换算），血糖以 mmol/L 计，血压写作 120/80 或分填收缩压与舒张压。",
    "上传前可先在“导入表格”页预览：哪些行可以入库、哪些行因何退回，确认后再提交。退回的行改正后重新上传即可，重复上传不会重复入库。",
)
_CHOICES: Final[Mapping[str, Sequence[str]]] = {
    "sex": ("男", "女", "未知"),
    "status": ("在住", "外出就医", "请假", "退住", "死亡"),
    "bed_status": ("空", "占", "停用", "预留", "清洁", "待消毒", "隔离"),
    "care_level": ("特级护理", "一级护理", "二级护理", "三级护理"),
    "relation": ("儿子", "女儿", "配偶", "兄弟", "姐妹", "孙子", "孙女", "亲属", "朋友"),
    "guardian": ("是", "否"),
    "contract_status": ("生效", "续签", "到期", "终止", "草稿"),
    "consciousness": ("清醒", "新发意识模糊", "嗜睡", "昏睡", "昏迷"),
    "oxygen": ("否",),
    "given": ("已服", "拒服", "漏服", "未服"),
    "incident": ("跌倒", "坠床", "噎食", "误食", "走失", "烫伤", "压疮", "他伤自伤", "文娱活动意外", "其他"),
    "turning": ("是", "否"),
    "oral_care": ("是", "否"),
    "bathing": ("是", "否"),
    "dementia": ("是", "否"),
    "mental_disorder": ("是", "否"),
    "coma": ("是", "否"),
    "device": ("胃管", "鼻肠管", "胃造瘘管", "导尿管", "气管切开套管", "PICC", "造口袋", "无创呼吸机"),
}
"""Choices by column key. Where other words are allowed too, the cell says so and does not refuse them."""

_OPEN = frozenset({"relation", "care_level", "device", "oxygen"})
"""Columns whose choices are offers: another word may be written."""

_TEXT = frozenset({
    "resident_no", "id_card", "phone", "contact_phone", "contract_no", "medicine_code", "room", "bed", "from_room",
    "from_bed", "to_room", "to_bed", "size",
})  # fmt: skip
_HINTS: Final[Mapping[str, str]] = {
    "resident_no": "机构内的老人编号；全部表格使用同一编号。",
    "id_card": "18 位居民身份证号，校验码会被检查。",
    "admitted": "用于找到这次入住；不填则只登记本条记录，不改动入住状态。",
    "weight": "公斤；写明“斤”时自动换算。",
    "glucose": "mmol/L。",
    "blood_pressure": "如 120/80；或分填收缩压、舒张压。",
    "oxygen": "L/min；未吸氧填“否”。",
    "price": "元/月；按日计费请写“元/日”。",
    "next_change": "到期前由本机构更换；会显示在转运单上。",
    "events": "近 30 天次数，或 跌倒2次、走失。",
}
_WIDE = frozenset({"story", "measures", "note", "address", "contact_address", "why_not", "reason", "injury"})


def template(kinds: Sequence[Kind] = KINDS) -> bytes:
    """The workbook's bytes."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    book.properties.creator = "Alliance Hub"
    _add_notes(book, kinds)
    for kind in kinds:
        _add_table(book, kind)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def sheet_title(kind: Kind) -> str:
    """The name of a kind's sheet: at most 31 characters, without what a sheet's name may not hold."""
    return kind.title.partition("（")[0].strip()[:31]


def _add_notes(book: Any, kinds: Sequence[Kind]) -> None:
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(_NOTES)
    sheet.append(["养老机构数据导入模板"])
    sheet["A1"].font = Font(bold=True, size=14)
    for text in _ADVICE:
        sheet.append([text])
    sheet.append([])
    for kind in kinds:
        needed = "；".join("或".join(kind.label(key) for key in group) for group in kind.required[:3])
        sheet.append([f"{sheet_title(kind)}：必填 {needed}"])
    sheet.column_dimensions["A"].width = 110
    for row in sheet.iter_rows():
        row[0].alignment = Alignment(wrap_text=True, vertical="top")


def _add_table(book: Any, kind: Kind) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(sheet_title(kind))
    needed = {group[0] for group in kind.required if len(group) == 1}
    for at, key in enumerate(kind.columns, start=1):
        cell = sheet.cell(row=1, column=at, value=f"{kind.label(key)}{'*' if key in needed else ''}")
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFF2CC" if key in needed else "DCE6F1")
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = 36 if key in _WIDE else max(12, 2 * len(kind.label(key)) + 4)
        if hint := _hint(kind, key):
            cell.comment = Comment(hint, "Alliance Hub", width=260, height=90)
        if key in _TEXT:
            sheet.column_dimensions[letter].number_format = "@"
            for row in range(2, 202):
                sheet.cell(row=row, column=at).number_format = "@"
        _add_choices(sheet, key, kind, f"{letter}2:{letter}{ROWS + 1}")
    sheet.freeze_panes = "C2"


def _hint(kind: Kind, key: str) -> str:
    if kind.name == "ability-assessment" and key in ITEMS:
        return f"0 至 {ITEMS[key].highest} 分，分数越高能力越好。"
    return _HINTS.get(key, "")


def _add_choices(sheet: Any, key: str, kind: Kind, cells: str) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    if kind.name == "ability-assessment" and key in ITEMS:
        rule = DataValidation(type="whole", operator="between", formula1="0", formula2=str(ITEMS[key].highest))
    elif key in _CHOICES:
        rule = DataValidation(type="list", formula1='"{}"'.format(",".join(_CHOICES[key])), allow_blank=True)
        rule.showErrorMessage = key not in _OPEN
    else:
        return
    rule.error = "请从下拉列表中选择。"
    rule.errorTitle = kind.label(key)
    sheet.add_data_validation(rule)
    rule.add(cells)
