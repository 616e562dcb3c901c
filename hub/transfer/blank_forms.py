"""Numbered blank referral forms for the time when hub or network is down: printed in advance, entered afterwards.

Each page is one referral with a number of its own, the fields of the minimum set in the order in which they are said by
phone (SBAR), and the telephone numbers of the alliance. Entered later, each step carries its true time, and no alarm of
that time fires any more.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from hub.store.admin import Member
from hub.transfer.paper import css_string, environment

PAPER_NUMBER = "https://alliance-hub.example/sid/paper-form"
"""Number of a paper form, as an identifier of the referral that was entered from it."""

MOST = 50
"""Pages of one pack."""

MOST_PHONES = 16
"""Telephone numbers on a page: more would not fit on it. The first members stand first, as they joined."""

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without the signs that a hand confuses: 0 and O, 1 and I."""


@dataclass(frozen=True, slots=True)
class Pack:
    """Forms of one institution: the numbers are made by chance, so that no pack repeats another."""

    member: Member
    others: tuple[Member, ...]
    numbers: tuple[str, ...]
    printed: str


def paper_numbers(code: str, count: int, *, day: str) -> tuple[str, ...]:
    """`P-N1-20260302-7KQ4M`: member, day of printing, five random signs; all different."""
    found: dict[str, None] = {}
    while len(found) < count:
        found[f"P-{code}-{day}-{''.join(secrets.choice(_LETTERS) for _ in range(5))}"] = None
    return tuple(found)


def is_paper_number(text: str) -> bool:
    """Whether this looks like the number of such a form."""
    parts = text.split("-")
    return len(parts) >= 4 and parts[0] == "P" and len(parts[-1]) == 5 and set(parts[-1]) <= set(_LETTERS)


def blank_forms_html(pack: Pack, *, font: str) -> str:
    """The pack as one HTML file without any outside reference, one A4 page for each number."""
    values = {
        "pack": pack,
        "font": css_string(font),
        "rows": _ROWS,
        "steps": _STEPS,
        "medicines": range(6),
        "phones": pack.others[:MOST_PHONES],
    }
    return environment().get_template("blank_forms.html").render(values)


_ROWS: Sequence[tuple[str, Sequence[tuple[str, int]]]] = (
    ("老人", (("姓名", 2), ("性别", 1), ("出生日期", 2), ("证件号/档案号", 3))),
    ("S 现状", (("方向：□上转 □下转 □转介入住 □机构送医", 4), ("紧急程度：□常规 □紧急 □急诊（先拨120）", 4),
                ("转诊原因（何时开始、怎样变化）", 8))),
    ("B 背景", (("主要诊断", 4), ("意愿与照护目标（先问）", 4), ("过敏", 3), ("感染/隔离", 2), ("能力等级", 3))),
    ("A 评估", (("测量时间", 2), ("体温", 1), ("脉搏", 1), ("呼吸", 1), ("血压", 1), ("血氧/吸氧", 2),
                ("意识（新发意识模糊？）", 3), ("血糖", 1), ("皮肤/伤口", 2), ("管路（置入日/下次更换）", 2))),
    ("R 请求", (("请对方做什么", 5), ("转运方式/陪同", 3))),
)  # fmt: skip
"""Blocks of a form: heading, and fields with their width in eighths of the page."""

_STEPS = (
    "电话通知对方",
    "对方同意接收（姓名、复述无误□）",
    "通知家属/紧急联系人",
    "出发",
    "到达并核对两项身份",
    "收住",
)
"""Steps with a true time and a name each."""
