"""Slots and equipment in the console: booked for a chosen elder, given back, and shown to the sides of a loan alone."""

import re
from datetime import datetime, timedelta
from typing import Any

from hub.capacity.slot_board import schedule_name
from hub.capacity.slots import SLOT_SHARE
from hub.clock import SHANGHAI, micros_to_datetime
from tests.unit.web.conftest import Console


def later(console: Console, hours: float) -> str:
    now: datetime = micros_to_datetime(console.alliance.hub.clock.now()).astimezone(SHANGHAI)
    return (now + timedelta(hours=hours)).isoformat()


def share(code: str, count: int) -> list[dict[str, Any]]:
    member = {"url": "member", "valueReference": {"reference": f"Organization/{code}"}}
    return [{"url": SLOT_SHARE, "extension": [member, {"url": "count", "valueUnsignedInt": count}]}]


async def offers(console: Console) -> None:
    """The lead hospital offers two slots, one of them N1's share, and two pumps; N1 has an elder."""
    await console.put(
        "H1",
        {"resourceType": "Schedule", "id": "heart", "active": True, "specialty": [{"text": "心内科专家门诊"}],
         "actor": [{"display": "心内科"}], "extension": share("N1", 1)},
    )  # fmt: skip
    for number in (1, 2):
        await console.put(
            "H1",
            {"resourceType": "Slot", "id": f"slot-{number}", "schedule": {"reference": "Schedule/heart"},
             "status": "free", "start": later(console, 20 + number), "end": later(console, 20.3 + number)},
        )  # fmt: skip
    for number in (1, 2, 3):
        await console.put(
            "H1",
            {"resourceType": "Device", "id": f"pump-{number}", "status": "inactive" if number == 3 else "active",
             "deviceName": [{"name": f"肠内营养泵{number}号", "type": "user-friendly-name"}]},
        )  # fmt: skip
    actors = [{"reference": f"Device/{name}"} for name in ("pump-1", "pump-2", "pump-3", "none")]
    pool = {"resourceType": "Schedule", "id": "pumps", "active": True, "actor": actors, "extension": share("N1", 1)}
    await console.put("H1", pool)
    await console.put("N1", {"resourceType": "Patient", "id": "elder", "name": [{"text": "钱阿婆"}]})


async def press(console: Console, name: str, *, expected: int = 303, **fields: str) -> str:
    form = {"csrf": console.csrf(name), "patient": "elder" if name == "nurse" else "", **fields}
    answer = await console.of(name).post("/console/slots", data=form)
    assert answer.status_code == expected, answer.text
    return str(answer.headers.get("location", "")) or answer.text


async def look(console: Console, name: str, query: str = "") -> str:
    answer = await console.of(name).get(f"/console/slots{query}")
    assert answer.status_code == 200, answer.text
    return answer.text


async def test_without_an_offer_and_without_an_elder_the_page_says_so(console: Console) -> None:
    empty = await look(console, "nurse")
    await offers(console)
    page = await look(console, "nurse")
    unknown = await console.of("nurse").get("/console/slots?patient=nobody")
    engineer = await console.of("engineer").get("/console/slots")

    for words in ("没有可预约的号源", "没有尚未开始的预约", "没有机构提供设备借用"):
        assert words in empty
    assert "请先从老人档案选定老人" in page
    assert 'value="book"' not in page
    assert 'value="reserve"' not in page
    assert (unknown.status_code, engineer.status_code) == (404, 403)


async def test_a_slot_is_booked_for_the_elder_and_cancelled(console: Console) -> None:
    await offers(console)
    page = await look(console, "nurse", "?patient=elder")
    assert "本机构份额：已用 0 / 1" in page

    assert await press(console, "nurse", action="book", slot="slot-1", note="需轮椅") == "/console/slots?patient=elder"
    booked = await look(console, "nurse", "?patient=elder")
    theirs = await look(console, "coordinator")
    over = await press(console, "nurse", expected=409, action="book", slot="slot-2")
    found = re.search(r'name="appointment" value="([^"]+)"', booked)
    assert found is not None
    await press(console, "nurse", action="cancel", appointment=found[1])
    again = await press(console, "nurse", expected=404, action="cancel", appointment=found[1])

    assert "本机构份额：已用 1 / 1" in booked
    assert 'value="book"' not in booked
    assert "钱阿婆" in booked
    assert ("示范颐和养护院" in theirs, "钱阿婆" in theirs) == (True, True)
    assert "钱阿婆" not in await look(console, "coordinator")
    assert "份额(1个)已用完" in over
    assert "没有这个预约" in again
    assert "没有尚未开始的预约" in await look(console, "nurse")


async def test_equipment_goes_out_and_comes_back_and_others_see_only_that_it_is_out(console: Console) -> None:
    await offers(console)
    await press(console, "nurse", action="reserve", device="pump-1", note="夜间用")
    mine = await look(console, "nurse", "?patient=elder")
    found = re.search(r'name="fence" value="(\d+)"', mine)
    assert found is not None
    fence = found[1]
    other = await look(console, "other-nurse")
    bad = await press(console, "nurse", expected=422, action="hand-over", device="pump-1", fence=fence, days="0")
    await press(console, "coordinator", action="hand-over", device="pump-1", fence=fence, days="3")
    lender, borrower = await look(console, "coordinator"), await look(console, "nurse")
    await press(console, "coordinator", action="take-back", device="pump-1", fence=fence, note="已消毒")
    await press(console, "nurse", action="reserve", device="pump-1")
    second = re.search(r'name="fence" value="(\d+)"', await look(console, "nurse"))
    assert second is not None
    await press(console, "nurse", action="release", device="pump-1", fence=second[1])
    odd = await press(console, "nurse", expected=400, action="dance")

    assert "◔ 已预留" in mine
    assert 'value="reserve"' not in mine  # the share of one is used up
    assert "✕ 停用" in mine
    assert ("◔ 已预留" in other, "借用单号" in other, "示范颐和养护院 ·" in other) == (True, False, False)
    assert "借用天数" in bad
    assert ("确认归还" in lender, "确认归还" in borrower) == (True, False)
    assert "● 已借出" in borrower
    assert "没有这个操作" in odd
    assert "◔ 已预留" not in await look(console, "nurse")


async def test_a_handing_over_without_days_runs_as_reserved(console: Console) -> None:
    await offers(console)
    await press(console, "nurse", action="reserve", device="pump-2")
    found = re.search(r'name="fence" value="(\d+)"', await look(console, "nurse"))
    assert found is not None

    await press(console, "nurse", action="hand-over", device="pump-2", fence=found[1], days="")

    assert "● 已借出" in await look(console, "nurse")


def test_a_schedule_is_called_by_what_it_says() -> None:
    assert schedule_name({"serviceType": [{"coding": [{"code": "1"}, {"display": "CT"}]}]}) == "CT"
    assert schedule_name({"actor": [{"display": "甲"}, {}, {"display": "乙"}]}) == "甲、乙"
    assert schedule_name({"comment": "周三"}) == "周三"
    assert schedule_name({}) == ""
