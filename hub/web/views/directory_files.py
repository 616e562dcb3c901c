"""The public directory for other programs: JSON, CSV, and an Atom feed for screens in communities.

All have the filters of the page, hold counts and prices alone, and hide small counts: where a kind has one or two beds,
a count says something about the people in them.
"""

import csv
import io
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

import orjson

from fhir_profiles.issue import JsonObject
from hub.capacity.directory import BedCount, Institution
from hub.clock import SHANGHAI, micros_to_datetime, micros_to_instant

STALE = 24 * 3_600_000_000
"""Microseconds after which a list no longer counts as up to date."""

KINDS = {"hospital": "医院", "clinic": "社区卫生服务中心", "home": "养老机构", "ward": "安宁病区", "other": "其他"}
ADMISSION = {
    "open": "正常接收", "restricted": "限制接收", "closed-to-admission": "暂停新入住", "closed": "停止接收",
    "outbreak": "暂停新入住",
}  # fmt: skip
_HEAD = (
    "机构编码", "机构", "类别", "等级", "区县", "地址", "电话", "接收状态", "床位类型", "床位数", "空床数",
    "价格（元）", "最低价（元）", "最高价（元）", "更新时间", "超过24小时未更新",
)  # fmt: skip
_FEW = "少于3"
_FORMULA = frozenset("=+-@\t\r＝＋－＠")
"""How a formula begins; spreadsheets of Chinese machines read the full-width signs too."""


def to_json(institutions: Sequence[Institution], *, now: int) -> bytes:
    """The directory as one JSON object."""
    body = {"generated": micros_to_instant(now), "institution": [_json(each, now=now) for each in institutions]}
    return orjson.dumps(body)


def _json(each: Institution, *, now: int) -> JsonObject:
    member, prices = each.member, each.price_range
    return {
        "code": member.code,
        "name": member.name,
        "kind": member.kind,
        "district": member.district,
        "address": member.address,
        "phone": member.phone,
        "level": member.level,
        "abilityLevel": member.declared_ability_level,
        "admission": member.admission_state,
        "bed": [_bed(count) for count in each.beds],
        "price": [{"title": price.title, "amount": price.amount, "unit": price.unit} for price in each.prices],
        "priceRange": {"low": str(prices[0]), "high": str(prices[1])} if prices else None,
        "updated": micros_to_instant(each.updated) if each.updated else None,
        "stale": now - each.updated > STALE,
    }


def _bed(count: BedCount) -> JsonObject:
    if count.is_small:
        return {"kind": count.kind, "small": True, "anyFree": count.free > 0}
    return {"kind": count.kind, "total": count.total, "free": count.free}


def to_csv(institutions: Sequence[Institution], *, now: int) -> bytes:
    """One line for each kind of bed of each institution; UTF-8 with a mark, so that a spreadsheet reads Chinese."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_HEAD)
    for each in institutions:
        for count in each.beds or (BedCount("", 0, 0),):
            writer.writerow([_cell(value) for value in _line(each, count, now=now)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _line(each: Institution, count: BedCount, *, now: int) -> list[str]:
    member, prices = each.member, each.price_range
    total, free = ("", "") if not count.kind else (str(count.total), str(count.free))
    if count.kind and count.is_small:
        total, free = _FEW, "有" if count.free else "无"
    return [
        member.code, member.name, KINDS.get(member.kind, member.kind), member.level, member.district, member.address,
        member.phone, ADMISSION.get(member.admission_state, ""), count.kind, total, free,
        "；".join(f"{price.title} {price.amount}" for price in each.prices),
        str(prices[0]) if prices else "", str(prices[1]) if prices else "", _local(each.updated),
        "是" if now - each.updated > STALE else "否",
    ]  # fmt: skip


def _cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in _FORMULA else text


def to_atom(institutions: Sequence[Institution], *, now: int, address: str) -> bytes:
    """The directory as an Atom feed (RFC 4287), an entry for each institution. `address` is the page's own."""
    newest = max((each.updated for each in institutions), default=now)
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
        "<title>医养床位与价格公示</title>",
        f'<id>{escape(address)}</id><link rel="self" href={quoteattr(address.rstrip("/") + "/directory.atom")}/>',
        f"<updated>{micros_to_instant(newest)}</updated><author><name>医养联盟互联互通平台</name></author>",
    ]
    parts += [_entry(each, now=now, address=address) for each in institutions]
    return ("".join(parts) + "</feed>\n").encode()


def _entry(each: Institution, *, now: int, address: str) -> str:
    member = each.member
    lines = [
        f"{KINDS.get(member.kind, '')} {member.level} {member.district}".strip(),
        ADMISSION.get(member.admission_state, ""),
        *(
            f"{count.kind}：{_FEW}张，{'有' if count.free else '无'}空床" if count.is_small
            else f"{count.kind}：空{count.free} / 共{count.total}"
            for count in each.beds
        ),
        *(f"{price.title} {price.amount}元" for price in each.prices),
        f"电话 {member.phone}" if member.phone else "",
        f"更新 {_local(each.updated)}" + ("（超过24小时未更新）" if now - each.updated > STALE else ""),
    ]  # fmt: skip
    identity = f"{address.rstrip('/')}/?institution={member.code}"
    return (
        f"<entry><title>{escape(member.name)}</title><id>{escape(identity)}</id>"
        f"<updated>{micros_to_instant(each.updated)}</updated><link href={quoteattr(address)}/>"
        f'<content type="text">{escape(chr(10).join(line for line in lines if line))}</content></entry>'
    )


def _local(moment: int) -> str:
    return micros_to_datetime(moment).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if moment else ""
