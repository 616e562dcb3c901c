"""The public page and its JSON: filters, stale lists, counts and nothing else."""

import json

from hub.capacity.directory import BedCount, Institution, Price
from hub.store.admin import Member
from hub.web.views.beds import Filters, chosen, read_filters
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
        ("N1", [{"kind": "双人间", "total": 1, "free": 1}], False)
    ]
    assert [text for text in (elder.id, "张秀英", "206-1") if text in answer.text + page.text] == []
