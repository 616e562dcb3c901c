"""The public page and its JSON: filters, stale lists, counts and nothing else."""

import csv
import io
import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from hub.capacity.directory import BedCount, Institution, Price
from hub.store.admin import Member
from hub.web.views.beds import Filters, chosen, read_filters
from hub.web.views.directory_files import to_atom, to_csv, to_json
from tests.builders import patient
from tests.unit.web.conftest import Console

FULL = Institution(
    member=Member(code="A", name="甲", kind="home", district="拱墅区"),
    beds=(BedCount("双人间", 8, 0),),
    prices=(Price("双人间", "3200", "CNY"),),
    updated=1,
)
FREE = Institution(
    member=Member(code="B", name="乙", kind="hospital", district="西湖区"),
    beds=(BedCount("单人间", 2, 1), BedCount("双人间", 4, 0)),
    prices=(Price("单人间", "5600.50", "CNY"),),
    updated=1,
)


def _codes(**filters: object) -> list[str]:
    return [each.member.code for each in chosen((FULL, FREE), Filters(**filters))]  # type: ignore[arg-type]  # by name


def test_institutions_with_free_beds_come_first() -> None:
    assert _codes() == ["B", "A"]


def test_each_filter_keeps_what_fits() -> None:
    assert _codes(district="拱墅区") == ["A"]
    assert _codes(kind="hospital") == ["B"]
    assert _codes(bed="双人间") == ["B", "A"]
    assert _codes(bed="双人间", free=True) == []
    assert _codes(free=True) == ["B"]
    assert _codes(price="4000") == ["A"]


def test_a_price_that_is_no_number_is_no_filter() -> None:
    asked = [read_filters({"price": text}).price for text in ("4000", "NaN", "-1", "abc", "1e99", "")]

    assert asked == ["4000", "", "", "", "", ""]


async def test_the_json_has_counts_and_nothing_of_a_person(console: Console) -> None:
    elder = await console.put("N1", patient())
    bed = {
        "resourceType": "Location",
        "status": "active",
        "name": "2F 206-1",
        "type": [{"text": "双人间"}],
        "physicalType": {"coding": [{"code": "bd"}]},
        "operationalStatus": {"code": "U"},
        "managingOrganization": {"reference": "Organization/N1"},
        "description": f"{elder.id} 张秀英",
    }
    await console.put("N1", bed)

    answer = await console.of().get("/directory.json?kind=home")
    page = await console.of().get("/")

    body = json.loads(answer.text)
    assert [(each["code"], each["bed"], each["stale"]) for each in body["institution"]] == [
        ("N1", [{"kind": "双人间", "small": True, "anyFree": True}], False)
    ]
    assert "少于 3 张 · 有空床" in page.text
    assert [text for text in (elder.id, "张秀英", "206-1") if text in answer.text + page.text] == []


def test_the_csv_is_one_line_for_each_kind_and_holds_no_formula() -> None:
    odd = replace(FREE, member=replace(FREE.member, name="=cmd()", phone="0571"), updated=0)

    data = to_csv([FULL, odd, replace(FULL, beds=(), prices=())], now=2)

    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [(row["机构"], row["床位类型"], row["床位数"], row["空床数"]) for row in rows] == [
        ("甲", "双人间", "8", "0"), ("'=cmd()", "单人间", "少于3", "有"), ("'=cmd()", "双人间", "4", "0"),
        ("甲", "", "", ""),
    ]  # fmt: skip
    assert (rows[0]["最低价（元）"], rows[1]["最高价（元）"], rows[3]["最低价（元）"]) == ("3200", "5600.50", "")
    assert (rows[0]["更新时间"], rows[1]["更新时间"]) == ("1970-01-01 08:00", "")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_no_cell_of_the_csv_begins_a_formula_in_half_or_full_width(sign: str) -> None:
    odd = replace(FREE, member=replace(FREE.member, name=f"{sign}cmd()"))

    [row] = list(csv.DictReader(io.StringIO(to_csv([odd], now=2).decode("utf-8-sig"))))[:1]

    assert row["机构"] == f"'{sign}cmd()"


def test_the_feed_is_atom_with_an_entry_for_each_institution() -> None:
    named = replace(FULL, member=replace(FULL.member, name="甲<乙>&", phone="0571-1", admission_state="outbreak"))

    feed = ET.fromstring(to_atom([named, FREE], now=90_000_000_000, address="http://hub.test/"))

    name = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{name}entry")
    assert [entry.findtext(f"{name}title") for entry in entries] == ["甲<乙>&", "乙"]
    words = entries[0].findtext(f"{name}content") or ""
    assert words.split("\n") == [
        "养老机构  拱墅区", "暂停新入住", "双人间：空0 / 共8", "双人间 3200元", "电话 0571-1",
        "更新 1970-01-01 08:00（超过24小时未更新）",
    ]  # fmt: skip
    assert "单人间：少于3张，有空床" in (entries[1].findtext(f"{name}content") or "")
    assert ET.fromstring(to_atom([], now=1, address="http://hub.test")).findall(f"{name}entry") == []


def test_the_price_range_is_told_and_a_list_without_prices_has_none() -> None:
    found = json.loads(to_json([FREE, replace(FULL, prices=())], now=1))["institution"]

    assert [each["priceRange"] for each in found] == [{"low": "5600.50", "high": "5600.50"}, None]


async def test_csv_and_feed_are_open_to_everybody_and_carry_the_filters(console: Console) -> None:
    table = await console.of().get("/directory.csv?district=none")
    feed = await console.of().get("/directory.atom")

    assert (table.status_code, len(table.text.splitlines())) == (200, 1)
    assert table.headers["access-control-allow-origin"] == "*"
    assert feed.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert "http://hub.test/directory.atom" in feed.text
