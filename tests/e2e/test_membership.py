"""Agreements with a period, and a member that leaves: through HTTP as the acting institutions, on both engines."""

from dataclasses import replace
from typing import Any

import pytest

from hub.delivery.duty import DUTY, DUTY_SYSTEM
from hub.listeners.folder import FolderWatcher
from hub.referral.agreements import is_in_force
from hub.referral.leaving import Leaving
from hub.referral.workflow import Workflow
from hub.store.admin import Endpoint, Sender
from hub.store.port import Visibility
from tests.e2e.scenario_world import World


def agreement(*sides: str, **period: str) -> dict[str, Any]:
    first, second = sides
    return {
        "resourceType": "OrganizationAffiliation", "active": True,
        "organization": {"reference": f"Organization/{first}"},
        "participatingOrganization": {"reference": f"Organization/{second}"},
        **({"period": period} if period else {}),
    }  # fmt: skip


async def leave(world: World, code: str, *, by: str = "H1", expected: int = 200, reason: str = "合同到期") -> Any:
    answer = await world.operate(by, f"/Organization/{code}/$leave", reason=reason)
    assert answer.status_code == expected, answer.text
    body = answer.json()
    if expected != 200:
        return "\n".join(str(issue["diagnostics"]) for issue in body["issue"])
    return {
        part["part"][0]["valueReference"]["reference"].removeprefix("Task/"): (
            part["part"][1]["valueCode"], part["part"][2]["valueCode"]
        )
        for part in body["parameter"] if part["name"] == "referral"
    }  # fmt: skip


async def test_an_agreement_that_ran_out_refuses_in_words_and_a_renewed_one_lets_pass(world: World) -> None:
    await world.send("H1", "/OrganizationAffiliation", agreement("H1", "M1", end="2026-03-01"))
    patient = await world.elder("H1", "I10")
    _, [task] = await world.refer("H1", patient, "down", "M1")

    refusal = await world.act("H1", task, "submit", expected=422)
    await world.send("M1", "/OrganizationAffiliation", agreement("M1", "H1", start="2026-03-02", end="2026-12"))

    assert "没有有效协议" in refusal
    assert await world.act("H1", task, "submit") == "submitted"


async def test_accept_and_select_ask_again_and_a_redirect_asks_for_the_new_receiver(world: World) -> None:
    affiliation = await world.send("H1", "/OrganizationAffiliation", agreement("H1", "M1", end="2026-03-02"))
    await world.send("H1", "/OrganizationAffiliation", agreement("H1", "N1", start="2027"))
    patient = await world.elder("H1", "I10")
    _, [task] = await world.refer("H1", patient, "down", "M1")
    await world.act("H1", task, "submit")
    await world.advance(hours=24)

    at_accept = await world.act("M1", task, "accept", expected=422)
    elsewhere = await world.act("M1", task, "redirect", receiver="N1", said_by="李护士", expected=422)
    longer = affiliation | {"period": {"end": "2026-03-03"}}
    path = f"/fhir/OrganizationAffiliation/{affiliation['id']}"
    assert (await world.alliance.as_member("H1").put(path, json=longer, headers=world._token("H1"))).is_success
    await world.act("M1", task, "accept")
    await world.advance(hours=24)
    at_select = await world.act("H1", task, "select", expected=422)

    assert "没有有效协议" in at_accept
    assert "示范养护院" in elsewhere or "没有有效协议" in elsewhere
    assert "没有有效协议" in at_select


async def test_a_stat_call_is_never_held_and_the_senders_own_word_counts_for_nothing(world: World) -> None:
    await world.send("H1", "/OrganizationAffiliation", agreement("M1", "H1", end="2020"))
    await world.send("M1", "/OrganizationAffiliation", agreement("M1", "H1"))
    patient = await world.elder("M1", "I20.0", systolic=88, chest_pain_15min=True)
    _, [urgent] = await world.refer("M1", patient, "up", "H1", priority="urgent")
    _, [stat] = await world.refer("M1", patient, "up", "H1", priority="stat")

    assert "没有有效协议" in await world.act("M1", urgent, "submit", expected=422)
    assert await world.act("M1", stat, "submit") == "submitted"


async def test_an_agreement_for_good_and_a_roster_with_a_leap_second_hold_up_nobody(world: World) -> None:
    await world.send("H1", "/OrganizationAffiliation", agreement("H1", "M1", end="9999-12-31"))
    roster = {
        "resourceType": "PractitionerRole", "organization": {"reference": "Organization/H1"},
        "code": [{"coding": [{"system": DUTY_SYSTEM, "code": DUTY}]}],
        "availableTime": [{"availableStartTime": "08:00:60", "availableEndTime": "07:59:60"}],
        "telecom": [{"system": "sms", "value": "139-0000-0001"}],
    }  # fmt: skip
    await world.send("H1", "/PractitionerRole", roster)
    patient = await world.elder("M1", "I20.0", systolic=88, chest_pain_15min=True)
    steady = await world.elder("H1", "I10")
    _, [stat] = await world.refer("M1", patient, "up", "H1", priority="stat")
    _, [routine] = await world.refer("H1", steady, "down", "M1")

    assert await world.act("M1", stat, "submit") == "submitted"
    assert await world.act("H1", routine, "submit") == "submitted"
    assert "H1" in await world.calls()


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        ({}, True),
        ({"active": False}, False),
        ({"period": {"start": "2026-03-02", "end": "2026-03-02"}}, True),
        ({"period": {"start": "2026-03-03"}}, False),
        ({"period": {"end": "2026-02"}}, False),
        ({"period": {"end": "2026-12"}}, True),
        ({"period": {"end": "2025"}}, False),
        ({"period": {"end": "2026"}}, True),
        ({"period": {"end": "2026-03-02T08:59:00+08:00"}}, False),
        ({"period": {"end": "2026-03-02T09:01:00"}}, True),
        ({"period": {"end": "2026-03-02T09:00:60+08:00"}}, True),
        ({"period": {"end": "9999-12-31"}}, True),
        ({"period": {"end": "9999"}}, True),
        ({"period": {"start": "0001", "end": "9999-12-31T23:59:59Z"}}, True),
    ],
)
def test_both_days_of_a_period_count_whole(kept: dict[str, Any], expected: bool) -> None:
    at = 1_772_413_200_000_000  # 2026-03-02T09:00+08:00

    assert is_in_force(kept, now=at) is expected


async def test_who_may_not_let_it_leave_and_when_nobody_can(world: World) -> None:
    patient = await world.elder("N1", systolic=88)
    _, [stat] = await world.refer("N1", patient, "from-home", "M1", priority="stat")
    await world.act("N1", stat, "submit")

    assert "Only the member" in await leave(world, "M1", by="N1", expected=403)
    assert "There is no member" in await leave(world, "X9", expected=404)
    assert "Say in `reason`" in await leave(world, "M1", reason="x", expected=422)
    assert "lead hospital cannot leave" in await leave(world, "H1", expected=409)
    assert f"Task/{stat} (submitted)" in await leave(world, "M1", expected=409)
    assert world.member("M1").admission_state == "open"


async def test_a_receiver_that_leaves_answers_all_and_the_senders_are_told(world: World) -> None:
    admin = world.hub.admin
    for code in ("H1", "M1"):
        number = world.alliance.number(code)
        admin.add_endpoint(Endpoint(member=number, channel="rest-hook", address=f"http://127.0.0.1:9/{code}"))
    waiting, taken, cared = [await world.elder("H1", "I10") for _ in range(3)]
    _, [one] = await world.refer("H1", waiting, "down", "M1")
    await world.act("H1", one, "submit")
    _, [two] = await world.refer("H1", taken, "down", "M1")
    await world.act("H1", two, "submit")
    await world.act("M1", two, "accept")
    bed = await world.bed("M1", "b-two")
    await world.act("H1", two, "select", bed=bed)
    await world.act("H1", two, "schedule", planned=world.ahead(hours=2))
    _, three, _ = await world.on_the_way("H1", cared, "down", "M1")
    assert "in-transit" in await leave(world, "M1", expected=409)
    await world.act("M1", three, "arrive")
    await world.act("M1", three, "admit")

    old = {"Authorization": f"Bearer {world.alliance.token('clinic')}"}
    settled = await leave(world, "M1", by="M1")

    assert settled == {
        one: ("submitted", "rejected"), two: ("scheduled", "rejected"), three: ("in-care", "feedback-sent"),
    }  # fmt: skip
    assert await world.holder(bed) == ""
    found = (await world.get("H1", "/Task?owner=Organization/H1&business-status=no-taker")).json().get("entry", [])
    assert len(found) == 2
    rows = await world.hub.store.outbound_page(visibility=Visibility(world.alliance.number("H1")), count=200)
    told = {row.subject for row in rows if row.receiver == world.alliance.number("H1") and row.state == "waiting"}
    assert {f"Task/{task}" for task in (one, two, three)} <= told
    left = [row for row in rows if row.receiver == world.alliance.number("M1") and row.state == "waiting"]
    assert left == []
    assert admin.endpoints_of(world.alliance.number("M1")) == ()
    assert (await world.alliance.as_member("H1").get(f"/fhir/Task/{one}", headers=old)).status_code == 401
    assert "has left already" in await leave(world, "M1", expected=409)
    await world.advance(hours=73)
    assert await world.state("H1", three) == "closed"
    again = await world.elder("H1", "I10")
    _, [four] = await world.refer("H1", again, "down", "M1")
    assert "已退出联盟" in await world.act("H1", four, "submit", expected=422)


async def test_a_sender_that_leaves_takes_back_what_is_open(world: World) -> None:
    elders = [await world.elder("M1", "I20.0", systolic=88) for _ in range(5)]
    tasks = [(await world.refer("M1", one, "up", "H1"))[1][0] for one in elders]
    draft, sent, taken, asked, answered = tasks
    for task in tasks[1:]:
        await world.act("M1", task, "submit")
    for task in tasks[2:]:
        await world.act("H1", task, "accept")
    await world.act("M1", asked, "cancel", reason="other")
    await world.act("M1", answered, "depart")
    await world.act("H1", answered, "arrive")
    await world.act("H1", answered, "feedback", note="已出院，建议随访")

    settled = await leave(world, "M1")

    assert settled == {
        draft: ("draft", "cancelled"), sent: ("submitted", "cancelled"), taken: ("accepted", "cancelled"),
        asked: ("cancel-requested", "cancelled"), answered: ("feedback-sent", "closed"),
    }  # fmt: skip
    assert (await world.get("H1", f"/Task/{taken}")).json()["status"] == "cancelled"


async def test_what_nobody_took_is_closed_by_the_lead_when_its_sender_leaves(world: World) -> None:
    patient = await world.elder("M1", "I20.0", systolic=88)
    _, [task] = await world.refer("M1", patient, "up", "P1")
    await world.act("M1", task, "submit")
    await world.act("P1", task, "decline", reason="no-bed")
    found = (await world.get("H1", "/Task?owner=Organization/H1&business-status=no-taker")).json()["entry"]
    [placed] = [entry["resource"]["id"] for entry in found]

    assert await leave(world, "M1") == {placed: ("no-taker", "cancelled")}


class Dying:
    """The workflow of a process that ends after so many steps."""

    def __init__(self, workflow: Workflow, *, steps: int) -> None:
        self._workflow = workflow
        self._steps = steps

    async def act(self, *args: Any, **named: Any) -> Any:
        """One step, unless it was the last one."""
        if self._steps == 0:
            raise SystemExit
        self._steps -= 1
        return await self._workflow.act(*args, **named)


async def test_a_leaving_that_a_crash_broke_off_is_finished_when_it_is_asked_again(world: World) -> None:
    hub = world.hub
    hub.admin.add_endpoint(
        Endpoint(member=world.alliance.number("M1"), channel="rest-hook", address="http://127.0.0.1:9")
    )
    elders = [await world.elder("M1", "I20.0", systolic=88) for _ in range(2)]
    tasks = [(await world.refer("M1", one, "up", "H1"))[1][0] for one in elders]
    for task in tasks:
        await world.act("M1", task, "submit")
    dying = Leaving(hub.store, hub.admin, hub.clock, Dying(hub.workflow, steps=1))  # type: ignore[arg-type]  # a fake
    with pytest.raises(SystemExit):
        await dying.leave("M1", reason="合同到期", principal=None)
    half = [await world.state("H1", task) for task in tasks]

    settled = await leave(world, "M1")

    assert sorted(half) == ["cancelled", "submitted"]
    assert list(settled.values()) == [("submitted", "cancelled")]
    assert hub.admin.endpoints_of(world.alliance.number("M1")) == ()
    assert "has left already" in await leave(world, "M1", expected=409)


async def test_the_systems_of_a_member_that_has_left_are_not_heard(world: World) -> None:
    clinic = world.alliance.number("M1")
    world.hub.admin.add_sender(Sender("CLINIC", "M1", member=clinic))
    folder = world.hub.settings.data / "in" / "M1"
    folder.mkdir(parents=True)
    (folder / "list.csv").write_text("姓名,编号,性别,出生日期\n张秀英,R001,女,1941-05-03\n", encoding="utf-8")
    settings = replace(world.hub.settings, folder="in", folder_settle_seconds=0.0)
    watcher = FolderWatcher(world.hub.ingest, world.hub.admin, settings)

    async def send(number: int) -> str:
        message = (
            f"MSH|^~\\&|CLINIC|M1|HUB|ALLIANCE|20260302090000||ADT^A04|{number}|P|2.5.1||||||UNICODE UTF-8\r"
            "EVN|A04|20260302090000\rPID|1||A^^^^MR||钱阿婆||19411103|F\rPV1|1|O\r"
        ).encode()
        receipt = await world.hub.ingest.receive(message, door="mllp", adapter="hl7v2", member=None, peer="127.0.0.1")
        return receipt.ack.decode().split("\rMSA|")[1][:2]

    before = await send(1)
    await leave(world, "M1")
    await world.advance(hours=1)

    assert (before, await send(2)) == ("AA", "AR")
    assert await watcher.look() == 0
    assert (folder / "list.csv").exists()
