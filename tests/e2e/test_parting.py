"""What a member that leaves has booked, lent and borrowed, and a membership that two hands change at once."""

import asyncio
from typing import Any

import pytest

from hub.bootstrap import build_hub, close_hub
from hub.errors import ConflictError
from hub.referral.gather import GUARD
from hub.referral.membership import LEASE, turn_of
from hub.referral.rejoining import Rejoining
from hub.store.admin import Client, Endpoint
from hub.store.port import Ref, Visibility, WriteUnit
from tests.e2e.scenario_world import World
from tests.e2e.test_membership import agreement, leave
from tests.e2e.test_rejoin import rejoin
from tests.e2e.test_scenario_22 import clinic_day, operate, pumps, refused, reserve, status


async def let_in_again(world: World, code: str) -> None:
    """An operator enables the member's system once more."""
    client = next(one for one in world.hub.admin.clients() if one.member == world.member(code).number)
    world.hub.admin.change_client(
        Client(id=client.id, member=client.member, scopes=client.scopes, jwks=client.jwks, enabled=True)
    )


async def clinics_pump(world: World) -> str:
    """A pump of the clinic that everybody may borrow."""
    pump = await world.send("M1", "/Device", {"resourceType": "Device", "status": "active", "type": {"text": "血糖仪"}})
    pool = {"resourceType": "Schedule", "active": True, "actor": [{"reference": f"Device/{pump['id']}"}]}
    await world.send("M1", "/Schedule", pool)
    return str(pump["id"])


async def clinics_slot(world: World) -> str:
    """A free slot of the clinic, tomorrow."""
    schedule = {"resourceType": "Schedule", "active": True, "actor": [{"display": "康复门诊"}]}
    made = await world.send("M1", "/Schedule", schedule)
    slot = {
        "resourceType": "Slot", "schedule": {"reference": f"Schedule/{made['id']}"}, "status": "free",
        "start": world.ahead(hours=24), "end": world.ahead(hours=25),
    }  # fmt: skip
    return str((await world.send("M1", "/Slot", slot))["id"])


async def test_who_leaves_gives_back_what_it_booked_and_reserved_and_its_share_is_free(world: World) -> None:
    slots = await clinic_day(world, "心内科", slots=2, M1=2, N1=1)
    [pump] = await pumps(world, count=1, M1=1)
    number = world.alliance.number("H1")
    world.hub.admin.add_endpoint(Endpoint(member=number, channel="rest-hook", address="http://127.0.0.1:9/h1"))
    elder = await world.elder("M1", "I10")
    booked = await operate(world, "M1", f"/Slot/{slots[0]}/$book", expected=201, patient=f"Patient/{elder}")
    loan, _ = await reserve(world, "M1", pump, elder)

    answer = await world.operate("H1", "/Organization/M1/$leave", reason="合同到期")

    counts = {one["name"]: one.get("valueInteger") for one in answer.json()["parameter"]}
    appointment = (await world.get("H1", f"/Appointment/{booked['id']}")).json()
    rows = await world.hub.store.outbound_page(visibility=Visibility(member=number), count=50)
    assert (answer.status_code, counts["bookings"], counts["reservations"]) == (200, 1, 1)
    assert (appointment["status"], "已退出联盟" in appointment["cancelationReason"]["text"]) == ("cancelled", True)
    assert await status(world, "H1", loan) == "stopped"
    assert (await world.get("H1", f"/Slot/{slots[0]}")).json()["status"] == "free"
    assert {row.subject for row in rows if row.channel == "rest-hook"} >= {
        f"Appointment/{booked['id']}", f"DeviceUseStatement/{loan}",
    }  # fmt: skip
    assert await world.calls() == ["H1"]
    stranger = await world.elder("N1", "I10")
    await operate(world, "N1", f"/Slot/{slots[0]}/$book", expected=201, patient=f"Patient/{stranger}")


async def test_what_others_booked_and_reserved_at_who_leaves_is_cancelled_and_cannot_be_taken_again(
    world: World,
) -> None:
    pump, slot, own = await clinics_pump(world), await clinics_slot(world), await clinics_slot(world)
    elder, neighbour = await world.elder("H1", "I10"), await world.elder("M1", "I10")
    booked = await operate(world, "H1", f"/Slot/{slot}/$book", expected=201, patient=f"Patient/{elder}")
    kept = await operate(world, "M1", f"/Slot/{own}/$book", expected=201, patient=f"Patient/{neighbour}")
    loan, _ = await reserve(world, "H1", pump, elder)

    await leave(world, "M1")

    appointment = (await world.get("H1", f"/Appointment/{booked['id']}")).json()
    untouched = await world.hub.store.read(Ref("Appointment", kept["id"]), visibility=GUARD)
    over = await refused(world, "H1", f"/Slot/{slot}/$book", status=409, patient=f"Patient/{elder}")
    out = await refused(world, "H1", f"/Device/{pump}/$reserve", status=409, patient=f"Patient/{elder}")
    assert (appointment["status"], await status(world, "H1", loan)) == ("cancelled", "stopped")
    assert untouched is not None
    assert untouched.json()["status"] == "booked"  # its own patient in its own clinic is its own business
    assert ("已退出联盟，不能再预约或借用" in over, "已退出联盟，不能再预约或借用" in out) == (True, True)
    async with world.person("H1", "desk", "coordinator") as person:
        page = await person.browser.get("/console/slots")
    assert ("预约与设备" in page.text, "康复门诊" in page.text, "血糖仪" in page.text) == (True, False, False)


async def test_what_is_its_own_on_both_sides_stays_and_what_is_overdue_keeps_its_day(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.referral.parting._BATCH", 1)
    own, lent, _ = [await clinics_pump(world) for _ in range(3)]
    elder, other = await world.elder("M1", "I10"), await world.elder("H1", "I10")
    kept, _ = await reserve(world, "M1", own, elder)
    loan, fence = await reserve(world, "H1", lent, other)
    await operate(world, "M1", f"/Device/{lent}/$hand-over", fence=fence, due=world.ahead(hours=2))
    await world.advance(hours=3)

    await leave(world, "M1")

    mine = await world.hub.store.read(Ref("DeviceUseStatement", kept), visibility=GUARD)
    late = (await world.get("H1", f"/DeviceUseStatement/{loan}")).json()
    assert mine is not None
    assert (mine.json()["status"], late["timingPeriod"]["end"]) == ("intended", "2026-03-02T03:00:00.000Z")


async def test_what_is_out_is_due_at_once_and_the_borrower_says_when_a_lender_that_left_has_it_back(
    world: World,
) -> None:
    [theirs] = await pumps(world, count=1, M1=1)
    mine = await clinics_pump(world)
    far, near = await world.elder("M1", "I10"), await world.elder("H1", "I10")
    borrowed, first = await reserve(world, "M1", theirs, far)
    await operate(world, "H1", f"/Device/{theirs}/$hand-over", fence=first)
    lent, second = await reserve(world, "H1", mine, near)
    await operate(world, "M1", f"/Device/{mine}/$hand-over", fence=second)
    not_yet = await refused(world, "H1", f"/Device/{mine}/$take-back", status=403, fence=second)

    answer = await world.operate("M1", "/Organization/M1/$leave", reason="合同到期")
    await world.advance(hours=1)

    out = [one["valueReference"]["reference"] for one in answer.json()["parameter"] if one["name"] == "lent"]
    loan = (await world.get("H1", f"/DeviceUseStatement/{borrowed}")).json()
    texts = [
        row.subject for row in await world.hub.store.outbound_page(visibility=GUARD, count=50) if row.channel == "sms"
    ]
    assert sorted(out) == sorted([f"DeviceUseStatement/{borrowed}", f"DeviceUseStatement/{lent}"])
    assert (loan["status"], loan["timingPeriod"]["end"]) == ("active", "2026-03-02T01:00:00.000Z")
    assert sorted(set(texts)) == sorted(["Organization/M1", *out])
    assert "由出借机构确认归还" in not_yet
    assert (await operate(world, "H1", f"/Device/{mine}/$take-back", fence=second))["status"] == "completed"
    assert (await operate(world, "H1", f"/Device/{theirs}/$take-back", fence=first))["status"] == "completed"


async def test_who_comes_back_sees_no_loan_or_booking_from_before_but_what_is_still_out(world: World) -> None:
    pump, other, slot = await clinics_pump(world), await clinics_pump(world), await clinics_slot(world)
    elder = await world.elder("H1", "I10")
    booked = await operate(world, "H1", f"/Slot/{slot}/$book", expected=201, patient=f"Patient/{elder}")
    over, _ = await reserve(world, "H1", pump, elder)
    out, fence = await reserve(world, "H1", other, elder)
    await operate(world, "M1", f"/Device/{other}/$hand-over", fence=fence)
    mine = (await world.send("M1", "/Appointment", {
        "resourceType": "Appointment", "status": "proposed",
        "participant": [{"actor": {"reference": f"Patient/{await world.elder('M1', 'I10')}"}, "status": "accepted"}],
    }))["id"]  # fmt: skip
    eyes = Visibility(member=world.member("M1").number)
    refs = [Ref("Appointment", booked["id"]), Ref("DeviceUseStatement", over), Ref("DeviceUseStatement", out)]
    saw = [await world.hub.store.read(ref, visibility=eyes) is not None for ref in refs]
    await leave(world, "M1")

    _, found = await rejoin(world, "M1")

    sees = [await world.hub.store.read(ref, visibility=eyes) is not None for ref in refs]
    assert (saw, sees, found["arrangements"]) == ([True, True, True], [False, False, True], 2)
    assert await world.hub.store.read(Ref("Appointment", mine), visibility=eyes) is not None


async def test_a_parting_that_a_crash_broke_off_is_finished_when_it_is_asked_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    [slot] = await clinic_day(world, "心内科", slots=1)
    [waiting, lent] = await pumps(world)
    elder = await world.elder("M1", "I10")
    booked = await operate(world, "M1", f"/Slot/{slot}/$book", expected=201, patient=f"Patient/{elder}")
    loan, _ = await reserve(world, "M1", waiting, elder)
    _, fence = await reserve(world, "M1", lent, elder)
    await operate(world, "H1", f"/Device/{lent}/$hand-over", fence=fence)
    store, write = world.hub.store, world.hub.store.write
    fails = {"DeviceUseStatement", "Appointment"}

    async def meets_another_hand(unit: WriteUnit, *, visibility: Visibility) -> Any:
        if any(put.ref.type in fails for put in unit.puts):
            raise ConflictError("taken meanwhile")
        return await write(unit, visibility=visibility)

    monkeypatch.setattr(store, "write", meets_another_hand)
    await leave(world, "M1")
    half = (await world.get("H1", f"/Appointment/{booked['id']}")).json()["status"], await status(world, "H1", loan)
    monkeypatch.undo()
    answer = await world.operate("H1", "/Organization/M1/$leave", reason="合同到期")

    counts = {one["name"]: one.get("valueInteger") for one in answer.json()["parameter"]}
    assert half == ("booked", "intended")
    assert (counts["bookings"], counts["reservations"]) == (1, 1)
    assert await status(world, "H1", loan) == "stopped"
    assert "has left already" in await leave(world, "M1", expected=409)


@pytest.mark.parametrize("step", [0, 1, 2, 3])
async def test_of_two_that_take_a_member_back_at_once_one_makes_an_agreement(world: World, step: int) -> None:
    await world.send("H1", "/OrganizationAffiliation", agreement("H1", "M1", start="2026-01-01"))
    await leave(world, "M1")
    hub = world.hub
    other = await build_hub(hub.settings, clock=hub.clock) if hub.settings.db else hub  # PostgreSQL: another node
    desks = [Rejoining(one.store, one.admin, one.clock) for one in (hub, other)]

    async def come(desk: Rejoining, wait: int) -> Any:
        for _ in range(wait):
            await asyncio.sleep(0)
        return await desk.rejoin("M1", reason="重新签约", until="", principal=None)

    done = await asyncio.gather(*(come(desk, step * at) for at, desk in enumerate(desks)), return_exceptions=True)
    if other is not hub:
        await close_hub(other)

    kept = (await world.get("H1", "/OrganizationAffiliation?active=true")).json().get("entry", [])
    refused_ones = [one for one in done if isinstance(one, ConflictError)]
    made = [str(one.agreement) for one in done if not isinstance(one, BaseException)]
    member = hub.admin.member_now("M1")
    assert (len(refused_ones), made) == (1, [f"OrganizationAffiliation/{one['resource']['id']}" for one in kept])
    assert (member.admission_state if member is not None else "") == "open"


async def test_who_was_too_slow_writes_nothing_and_a_turn_that_a_crash_left_is_over_by_itself(world: World) -> None:
    await leave(world, "M1")
    hub = world.hub
    async with turn_of(hub.store, hub.clock, "M1") as slow:
        busy = await rejoin(world, "M1")
        also_busy = await leave(world, "M1", expected=409)
        hub.clock.advance(seconds=LEASE / 1e6 + 1)  # type: ignore[attr-defined]  # the scenarios' clock is a frozen one
        status_code, _ = await rejoin(world, "M1")
        async with turn_of(hub.store, hub.clock, "M1"):
            with pytest.raises(ConflictError) as too_late:
                await slow.write(WriteUnit(claims=(slow.claim(),)))

    assert (busy[0], "正由他人办理" in busy[1], "正由他人办理" in also_busy) == (409, True, True)
    assert (status_code, "正由他人办理" in str(too_late.value)) == (200, True)
