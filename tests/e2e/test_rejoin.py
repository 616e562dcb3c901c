"""A member that left comes back: a new agreement, none of its old credentials, and none of its old views of records."""

from typing import Any

import pytest

from hub.store.admin import Client
from hub.store.port import Ref, Visibility
from tests.e2e.scenario_world import World
from tests.e2e.test_membership import agreement, leave


async def rejoin(world: World, code: str, *, by: str = "H1", reason: str = "重新签约", **more: str) -> Any:
    """The answer's status, and its values or words."""
    answer = await world.operate(by, f"/Organization/{code}/$rejoin", reason=reason, **more)
    body = answer.json()
    if answer.status_code != 200:
        return answer.status_code, "\n".join(str(issue["diagnostics"]) for issue in body["issue"])
    return 200, {
        one["name"]: next(value for key, value in one.items() if key != "name") for one in body["parameter"]
    }  # fmt: skip


async def test_who_comes_back_has_a_new_agreement_and_sees_no_record_from_before(world: World) -> None:
    elder = await world.elder("H1", "I10")
    request, task, _ = await world.on_the_way("H1", elder, "down", "M1")
    await world.act("M1", task, "arrive")
    await world.act("M1", task, "admit")
    await world.act("M1", task, "feedback", note="已入住")
    await world.act("H1", task, "acknowledge")
    await world.send("H1", "/OrganizationAffiliation", agreement("H1", "M1", start="2026-01-01"))
    eyes = Visibility(member=world.member("M1").number)
    saw = await world.hub.store.read(Ref("Patient", elder), visibility=eyes)
    await leave(world, "M1")

    status, found = await rejoin(world, "M1", until="2027-02-28")

    kept = (await world.get("H1", f"/{found['agreement']['reference']}")).json()
    sees = await world.hub.store.read(Ref("Patient", elder), visibility=eyes)
    task_seen = await world.hub.store.read(Ref("Task", task), visibility=eyes)
    assert (status, found["agreements-ended"], found["referrals"]) == (200, 1, 1)
    assert kept["period"] == {"start": "2026-03-02", "end": "2027-02-28"}
    assert (saw is not None, sees, task_seen is not None) == (True, None, True)
    assert world.member("M1").admission_state == "open"
    assert [one.enabled for one in world.hub.admin.clients() if one.member == world.member("M1").number] == [False]
    assert (await world.get("H1", f"/ServiceRequest/{request}")).status_code == 200


async def test_a_new_referral_goes_to_who_came_back_until_the_new_agreement_ends(world: World) -> None:
    await leave(world, "M1")
    first = await world.elder("H1", "I10")
    _, [gone] = await world.refer("H1", first, "down", "M1")
    refused = await world.act("H1", gone, "submit", expected=422)
    await rejoin(world, "M1", until="2026-03-03")
    old = next(one for one in world.hub.admin.clients() if one.member == world.member("M1").number)
    world.hub.admin.add_client(Client(id="clinic-2", member=old.member, scopes=old.scopes, jwks=old.jwks))

    state = await world.act("H1", gone, "submit")
    await world.advance(hours=48)
    second = await world.elder("H1", "I10")
    _, [late] = await world.refer("H1", second, "down", "M1")
    over = await world.act("H1", late, "submit", expected=422)

    assert ("已退出联盟" in refused, state, "有效协议" in over) == (True, "submitted", True)


async def test_every_old_agreement_ends_and_a_new_one_may_have_no_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.referral.rejoining._BATCH", 1)
    for period in ({"end": "2026-12-31"}, {"start": "2026-02-01"}, {"end": "2025-12-31"}):
        await world.send("H1", "/OrganizationAffiliation", agreement("H1", "M1", **period))
    await leave(world, "M1")

    _, found = await rejoin(world, "M1")

    kept = (await world.get("H1", f"/{found['agreement']['reference']}")).json()
    assert (found["agreements-ended"], found["referrals"], kept["period"]) == (2, 0, {"start": "2026-03-02"})


async def test_who_has_left_does_not_come_back_by_saying_that_it_admits(world: World) -> None:
    client = next(one for one in world.hub.admin.clients() if one.member == world.member("M1").number)
    await leave(world, "M1")
    world.hub.admin.change_client(client)  # an operator lets its system in once more, to fetch what is its own

    answer = await world.operate("M1", "/Organization/M1/$admission-state", state="open", reason="恢复接收")

    assert (answer.status_code, "$rejoin" in answer.text) == (409, True)
    assert world.member("M1").admission_state == "left"


@pytest.mark.parametrize(
    ("code", "by", "more", "expected"),
    [
        ("N1", "H1", {}, (409, "has not left")),
        ("X9", "H1", {}, (404, "There is no member")),
        ("M1", "N1", {}, (403, "Only the lead")),
        ("M1", "H1", {"reason": "x"}, (422, "Say in `reason`")),
        ("M1", "H1", {"until": "someday"}, (400, "expected a date")),
        ("M1", "H1", {"until": "2026-03-01"}, (422, "is over")),
    ],
    ids=["not-left", "unknown", "not-lead", "no-reason", "no-date", "over"],
)
async def test_who_may_not_come_back_and_why(
    world: World, code: str, by: str, more: dict[str, str], expected: tuple[int, str]
) -> None:
    await leave(world, "M1")

    status, words = await rejoin(world, code, by=by, **more)

    assert (status, expected[1] in words) == (expected[0], True)
    assert world.member("M1").admission_state == "left"


async def test_a_stat_call_to_who_has_left_goes_on_to_the_lead_and_says_so(world: World) -> None:
    await leave(world, "M1")
    elder = await world.elder("N2", systolic=82)
    request, [task] = await world.refer("N2", elder, "from-home", "M1", priority="stat")

    await world.act("N2", task, "submit")

    stored = (await world.get("N2", f"/Task/{task}")).json()
    tasks = (await world.get("N2", f"/Task?focus=ServiceRequest/{request}")).json()["entry"]
    states = {
        one["resource"]["owner"]["reference"]: one["resource"]["businessStatus"]["coding"][0]["code"] for one in tasks
    }
    assert "已退出联盟，不会有人应答；已同时通知牵头医院" in stored["note"][-1]["text"]
    assert states == {"Organization/M1": "submitted", "Organization/H1": "accepted"}
    assert await world.calls(means="voice") == ["H1"]
    assert await world.act("N2", task, "depart") == "in-transit"


async def test_the_lead_itself_is_told_that_nobody_answers(world: World) -> None:
    await leave(world, "M1")
    elder = await world.elder("H1", systolic=82)
    request, [task] = await world.refer("H1", elder, "up", "M1", priority="stat")

    await world.act("H1", task, "submit")

    stored = (await world.get("H1", f"/Task/{task}")).json()
    found = (await world.get("H1", f"/Task?focus=ServiceRequest/{request}")).json()["entry"]
    assert "请立即改呼其他机构" in stored["note"][-1]["text"]
    assert len(found) == 1
