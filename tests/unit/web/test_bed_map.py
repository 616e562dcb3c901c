"""The bed map: every bed with its state, what is stale said so, and only the own institution changed."""

from typing import Any

from hub.capacity.bed_map import BED_SEX, bed_map, bed_sex, is_stale, suits_sex
from hub.store.port import Claim, WriteUnit
from tests.contract.engines import SYSTEM
from tests.unit.web.conftest import Console


def bed(number: str, *, room: str = "", status: str = "U", sex: str = "", **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "resourceType": "Location", "id": f"bed-{number}", "status": "active", "name": f"{number} 床",
        "physicalType": {"coding": [{"code": "bd"}]}, "operationalStatus": {"code": status},
        "type": [{"text": "护理床"}], "managingOrganization": {"reference": "Organization/N1"},
    }  # fmt: skip
    if room:
        made["partOf"] = {"reference": f"Location/{room}"}
    if sex:
        made["extension"] = [{"url": BED_SEX, "valueCode": sex}]
    return made | more


async def ward(console: Console) -> None:
    await console.put("N1", {"resourceType": "Location", "id": "room-2", "status": "active", "name": "二楼201"})
    await console.put("N1", bed("1", room="room-2", sex="female"))
    await console.put("N1", bed("2", room="room-2", status="O"))
    await console.put("N1", bed("3", status="X", partOf={"display": "三楼"}))
    await console.put("N1", bed("4", status="U"))
    await console.put("N1", bed("5", status="U"))
    await console.put("N1", bed("7") | {"status": "inactive"})
    await console.put("H1", bed("8"))
    claims = (
        Claim("bed", "bed-4", "Patient/p1"),
        Claim("bed", "bed-5", "ServiceRequest/s1", console.alliance.hub.clock.now() + 3_600_000_000),
    )
    await console.alliance.hub.store.write(
        WriteUnit(claims=claims), visibility=console.alliance.principal("N1").visibility
    )


async def form(console: Console, name: str, path: str, **fields: str) -> Any:
    return await console.of(name).post(path, data={"csrf": console.csrf(name), **fields})


async def test_the_map_shows_every_bed_of_the_institution_by_room(console: Console) -> None:
    empty = await console.of("nurse").get("/console/beds")
    await ward(console)

    page = (await console.of("nurse").get("/console/beds")).text
    other = (await console.of("coordinator").get("/console/beds?member=N1")).text
    unknown = await console.of("nurse").get("/console/beds?member=X9")

    assert "还没有上报床位清单" in empty.text
    for words in (
        "二楼201", "三楼", "未分房间", "○ 空床", "● 在住", "◔ 已锁定", "◑ 外出就医保留", "? 状态未确认", "✕ 停用",
        "女床",
    ):  # fmt: skip
        assert words in page, words
    assert "8 床" not in page
    assert "超过 24 小时未更新" not in page
    assert ("锁定至" in page, "锁定至" in other) == (True, False)
    assert "本机构接收状态" not in other
    assert unknown.status_code == 404


async def test_a_list_that_nobody_updated_for_a_day_says_so(console: Console) -> None:
    await ward(console)
    hub = console.alliance.hub
    rooms = await bed_map(
        hub.store, console.alliance.number("N1"), visibility=console.alliance.principal("N1").visibility,
        now=hub.clock.now(),
    )  # fmt: skip

    assert not is_stale(rooms, now=hub.clock.now())
    assert is_stale(rooms, now=hub.clock.now() + 25 * 3_600_000_000)
    assert is_stale((), now=hub.clock.now())


async def test_a_bed_is_held_given_back_and_switched_with_its_history(console: Console) -> None:
    await ward(console)

    held = await form(console, "nurse", "/console/beds/bed-1", action="hold")
    shown = (await console.of("nurse").get("/console/beds/bed-1")).text
    given = await form(console, "nurse", "/console/beds/bed-1", action="release")
    switched = await form(
        console, "nurse", "/console/beds/bed-1", action="type", kind="安宁床", version="1", note="改造"
    )
    late = await form(console, "nurse", "/console/beds/bed-1", action="type", kind="护理床", version="1")
    nothing = await form(console, "nurse", "/console/beds/bed-1", action="type", kind="", version="2")
    odd = await form(console, "nurse", "/console/beds/bed-1", action="burn")
    foreign = await form(console, "coordinator", "/console/beds/bed-1", action="type", kind="x", version="2")
    after = (await console.of("nurse").get("/console/beds/bed-1")).text

    assert [one.status_code for one in (held, given, switched)] == [303, 303, 303]
    assert "Organization/N1" in shown
    assert [one.status_code for one in (late, nothing, odd, foreign)] == [422, 422, 400, 403]
    assert after.index("安宁床</li>") < after.index("护理床</li>")
    assert (await console.of("nurse").get("/console/beds/room-2")).status_code == 404
    assert (await console.of("nurse").get("/console/beds/none")).status_code == 404


async def test_a_kept_bed_is_given_up_by_a_decision_in_words(console: Console) -> None:
    await ward(console)

    silent = await form(console, "nurse", "/console/beds/bed-4", action="release")
    decided = await form(console, "nurse", "/console/beds/bed-4", action="release", note="与女儿商定不再保留")

    assert (silent.status_code, decided.status_code) == (409, 303)
    assert await console.alliance.hub.store.claim_of("bed", "bed-4", now=console.alliance.hub.clock.now()) is None


async def test_an_institution_says_by_itself_whether_it_admits(console: Console) -> None:
    admin = console.alliance.hub.admin

    unknown = await form(console, "nurse", "/console/beds/state", state="maybe", reason="不知道为什么")
    silent = await form(console, "nurse", "/console/beds/state", state="outbreak", reason="")
    done = await form(console, "nurse", "/console/beds/state", state="outbreak", reason="两人发热，暂停新入住")

    assert (unknown.status_code, silent.status_code, done.status_code) == (400, 422, 303)
    member = admin.member("N1")
    assert member is not None
    assert member.admission_state == "outbreak"
    assert "疫情模式：暂停新入住" in (await console.of("nurse").get("/console/beds")).text
    entries = await console.alliance.hub.store.audit_page(visibility=SYSTEM, count=10)
    [entry] = [one for one in entries if one.interaction == "$admission-state"]
    assert (entry.target, entry.detail) == ("Organization/N1", "open > outbreak: 两人发热，暂停新入住")


async def test_the_state_is_read_by_all_and_set_by_oneself_over_http(console: Console) -> None:
    path = "/fhir/Organization/N1/$admission-state"
    change = {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "state", "valueCode": "restricted"}, {"name": "reason", "valueString": "夜间护士不足"},
        ],
    }  # fmt: skip
    empty = {"resourceType": "Parameters"}
    home, hospital = console.alliance.as_member("N1"), console.alliance.as_member("H1")

    foreign = await hospital.post(path, json=change)
    own = await home.post(path, json=change)
    read = await hospital.post(path, json=empty)
    nobody = await hospital.post("/fhir/Organization/X9/$admission-state", json=empty)
    nowhere = await home.post("/fhir/Organization/X9/$admission-state", json=change)

    assert [one.status_code for one in (foreign, own, read, nobody, nowhere)] == [403, 200, 200, 404, 404]
    assert read.json()["parameter"][1] == {"name": "state", "valueCode": "restricted"}


def test_nobody_lies_in_a_room_of_the_other_sex() -> None:
    women, any_sex = bed("1", sex="female"), bed("2", sex="any")

    assert (bed_sex(women), bed_sex(any_sex)) == ("female", "")
    assert suits_sex(women, {"gender": "female"})
    assert not suits_sex(women, {"gender": "male"})
    assert suits_sex(women, {"gender": "unknown"})
    assert suits_sex(any_sex, {"gender": "male"})
