"""Scenario 22 through HTTP, on both engines: specialist slots within a share, a CT, and a pump on loan."""

import asyncio
from datetime import datetime
from typing import Any

import pytest

from hub.capacity.slots import SLOT_SHARE
from hub.clock import SHANGHAI
from hub.store.admin import Endpoint
from hub.store.port import Ref, Visibility
from tests.e2e.scenario_world import World

LOAN = "https://alliance-hub.example/sid/equipment-loan"


def shares(**counts: int) -> list[dict[str, Any]]:
    return [
        {
            "url": SLOT_SHARE,
            "extension": [
                {"url": "member", "valueReference": {"reference": f"Organization/{code}"}},
                {"url": "count", "valueUnsignedInt": count},
            ],
        }
        for code, count in counts.items()
    ]


async def clinic_day(world: World, name: str, *, slots: int, **counts: int) -> list[str]:
    """A Schedule of the lead hospital with free slots of tomorrow; their ids."""
    schedule = {
        "resourceType": "Schedule", "active": True, "actor": [{"display": name}], "extension": shares(**counts),
    }  # fmt: skip
    if not counts:
        del schedule["extension"]
    made = await world.send("H1", "/Schedule", schedule)
    found = []
    for number in range(slots):
        slot = {
            "resourceType": "Slot", "schedule": {"reference": f"Schedule/{made['id']}"}, "status": "free",
            "start": world.ahead(hours=24 + number), "end": world.ahead(hours=24.5 + number),
        }  # fmt: skip
        found.append(str((await world.send("H1", "/Slot", slot))["id"]))
    return found


async def pumps(world: World, *, count: int = 2, **counts: int) -> list[str]:
    """Feeding pumps of the lead hospital that a pool offers; their ids."""
    found = []
    for number in range(1, count + 1):
        device = {"resourceType": "Device", "status": "active", "type": {"text": f"肠内营养泵{number}号"}}
        found.append(str((await world.send("H1", "/Device", device))["id"]))
    pool = {
        "resourceType": "Schedule", "active": True, "actor": [{"reference": f"Device/{one}"} for one in found],
        "extension": shares(**counts),
    }  # fmt: skip
    if not counts:
        del pool["extension"]
    await world.send("H1", "/Schedule", pool)
    return found


async def operate(world: World, code: str, path: str, *, expected: int = 200, **given: str) -> dict[str, Any]:
    answer = await world.operate(code, path, **given)
    assert answer.status_code == expected, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def refused(world: World, code: str, path: str, *, status: int, **given: str) -> str:
    found = await operate(world, code, path, expected=status, **given)
    return "\n".join(str(issue["diagnostics"]) for issue in found["issue"])


async def reserve(world: World, code: str, pump: str, patient: str, **more: str) -> tuple[str, str]:
    """The id of the loan, and its fence."""
    path = f"/Device/{pump}/$reserve"
    loan = await operate(world, code, path, expected=201, patient=f"Patient/{patient}", **more)
    [number] = [one["value"] for one in loan["identifier"] if one["system"] == LOAN]
    assert loan["status"] == "intended"
    return loan["id"], number


async def status(world: World, code: str, loan: str) -> str:
    return str((await world.get(code, f"/DeviceUseStatement/{loan}")).json()["status"])


async def test_22_two_of_five_slots_a_ct_and_a_pump(world: World) -> None:
    slots = await clinic_day(world, "心内科专家门诊", slots=5, M1=2, N1=1)
    [ct] = await clinic_day(world, "冠脉CT", slots=1)
    [pump, _] = await pumps(world, M1=1)
    patient = await world.elder("M1", "I20.0")
    request, _ = await world.refer("M1", patient, "up", "H1")
    for slot in slots[:2]:
        booked = await operate(world, "M1", f"/Slot/{slot}/$book", expected=201, patient=f"Patient/{patient}")
        assert booked["status"] == "booked"

    over = await refused(world, "M1", f"/Slot/{slots[2]}/$book", status=409, patient=f"Patient/{patient}")
    scan = await operate(world, "M1", f"/Slot/{ct}/$book", expected=201, referral=f"ServiceRequest/{request}")
    loan, fence = await reserve(world, "M1", pump, patient)
    running = await operate(world, "H1", f"/Device/{pump}/$hand-over", fence=fence)
    back = await operate(world, "H1", f"/Device/{pump}/$take-back", fence=fence, note="已消毒")

    assert "份额(2个)已用完" in over
    assert scan["basedOn"] == [{"reference": f"ServiceRequest/{request}"}]
    assert (running["status"], back["status"]) == ("active", "completed")
    assert back["note"][0]["text"] == "已消毒"
    assert [(await world.get("M1", f"/Slot/{slot}")).json()["status"] for slot in (*slots, ct)] == [
        "busy", "busy", "free", "free", "free", "busy",
    ]  # fmt: skip
    assert (await world.get("M1", f"/Device/{pump}")).status_code == 404
    assert await status(world, "H1", loan) == "completed"
    await reserve(world, "M1", pump, patient)


async def test_22_a_slot_that_has_begun_is_gone_and_one_that_is_taken_names_the_next(world: World) -> None:
    first, second = await clinic_day(world, "老年科门诊", slots=2)
    patient = await world.elder("M1", "I10")
    await operate(world, "M1", f"/Slot/{first}/$book", expected=201, patient=f"Patient/{patient}")

    taken = await refused(world, "M1", f"/Slot/{first}/$book", status=409, patient=f"Patient/{patient}")
    await world.advance(hours=26)
    stale = await refused(world, "M1", f"/Slot/{second}/$book", status=410, patient=f"Patient/{patient}")

    begins = (await world.get("M1", f"/Slot/{second}")).json()["start"]
    beijing = datetime.fromisoformat(begins).astimezone(SHANGHAI)
    assert f"下一个空号：Slot/{second}（{beijing:%Y-%m-%d %H:%M}，北京时间）" in taken
    assert "已开始或已过期" in stale


async def test_22_what_is_lent_names_another_and_a_share_is_used_up(world: World) -> None:
    first, second = await pumps(world, M1=1, N1=1)
    patient, other = await world.elder("M1", "I10"), await world.elder("N1", "I10")
    await reserve(world, "M1", first, patient)

    lent = await refused(world, "N1", f"/Device/{first}/$reserve", status=409, patient=f"Patient/{other}")
    over = await refused(world, "M1", f"/Device/{second}/$reserve", status=409, patient=f"Patient/{patient}")
    unnamed = await world.elder("N2", "I10")
    none = await refused(world, "N2", f"/Device/{second}/$reserve", status=409, patient=f"Patient/{unnamed}")
    await reserve(world, "N1", second, other)

    assert f"Device/{second}" in lent
    assert "份额(1个)已用完" in over
    assert "份额(0个)已用完" in none


async def test_22_what_nobody_offers_or_nobody_may_see_is_unknown(world: World) -> None:
    patient = await world.elder("M1", "I10")
    hidden = await world.send("H1", "/Device", {"resourceType": "Device", "type": {"text": "院内泵"}})
    [pump] = await pumps(world, count=1)
    _, fence = await reserve(world, "M1", pump, patient)

    answers = [
        await refused(world, "M1", f"/Device/{hidden['id']}/$reserve", status=404, patient=f"Patient/{patient}"),
        await refused(world, "M1", "/Device/none/$reserve", status=404, patient=f"Patient/{patient}"),
        await refused(world, "N1", f"/Device/{pump}/$take-back", status=404, fence=fence),
        await refused(world, "N1", f"/Device/{pump}/$release", status=404, fence=fence),
    ]
    stranger = await world.elder("N1", "I10")
    not_mine = await refused(world, "M1", f"/Device/{hidden['id']}/$reserve", status=404, patient=f"Patient/{stranger}")

    assert answers == [
        f"Device/{hidden['id']} is unknown.", "Device/none is unknown.", f"Device/{pump} is unknown.",
        f"Device/{pump} is unknown.",
    ]  # fmt: skip
    assert not_mine == f"Device/{hidden['id']} is unknown."


async def test_22_bad_wishes_are_refused_in_words(world: World) -> None:
    patient = await world.elder("M1", "I10")
    [pump] = await pumps(world, count=1)
    path, elder = f"/Device/{pump}/$reserve", f"Patient/{patient}"

    assert "`until` in the future" in await refused(
        world, "M1", path, status=422, patient=elder, until=world.ahead(hours=-1)
    )
    assert "within a year" in await refused(world, "M1", path, status=422, patient=elder, due=world.ahead(days=400))
    assert "Send `patient`" in await refused(world, "M1", path, status=422)
    assert "is no date and time" in await refused(world, "M1", path, status=422, patient=elder, until="soon")
    device = (await world.get("H1", f"/Device/{pump}")).json()
    sent = await world.alliance.as_member("H1").put(f"/fhir/Device/{pump}", json=device | {"status": "inactive"})
    assert sent.status_code == 200
    assert "not in service" in await refused(world, "M1", path, status=409, patient=elder)


async def test_22_an_old_number_touches_no_later_loan(world: World) -> None:
    patient = await world.elder("M1", "I10")
    [pump] = await pumps(world, count=1, M1=1)
    loan, old = await reserve(world, "M1", pump, patient, until=world.ahead(hours=2))
    await operate(world, "M1", f"/Device/{pump}/$reserve", fence=old, until=world.ahead(hours=4))
    await world.advance(hours=3)
    assert await status(world, "M1", loan) == "intended"

    await world.advance(hours=2)
    lapsed = await refused(world, "H1", f"/Device/{pump}/$hand-over", status=409, fence=old)
    later, new = await reserve(world, "M1", pump, patient)
    stale = [
        await refused(world, "H1", f"/Device/{pump}/{verb}", status=409, fence=old)
        for verb in ("$hand-over", "$take-back", "$release", "$reserve")
    ]

    assert await status(world, "M1", loan) == "stopped"
    assert {lapsed, *stale} == {lapsed}
    assert "该预留已失效" in lapsed
    released = await operate(world, "M1", f"/Device/{pump}/$release", fence=new, note="老人已不需要")
    assert (released["id"], released["status"]) == (later, "stopped")


async def test_22_a_reservation_is_extended_to_48_hours_and_no_further(world: World) -> None:
    patient = await world.elder("M1", "I10")
    [pump] = await pumps(world, count=1)
    _, fence = await reserve(world, "M1", pump, patient, until=world.ahead(hours=1))

    await operate(world, "M1", f"/Device/{pump}/$reserve", fence=fence)
    await world.advance(hours=47.9)
    over = await refused(world, "M1", f"/Device/{pump}/$reserve", status=409, fence=fence, until=world.ahead(hours=-1))

    assert "longest time" in over
    await operate(world, "H1", f"/Device/{pump}/$hand-over", fence=fence)


async def test_22_each_step_is_for_its_side_and_its_time(world: World) -> None:
    patient = await world.elder("M1", "I10")
    [pump] = await pumps(world, count=1)
    loan, fence = await reserve(world, "M1", pump, patient)
    base = f"/Device/{pump}"

    early = await refused(world, "H1", f"{base}/$take-back", status=409, fence=fence)
    await operate(world, "M1", f"{base}/$hand-over", fence=fence, due=world.ahead(days=3))
    by_borrower = await refused(world, "M1", f"{base}/$take-back", status=403, fence=fence)
    twice = await refused(world, "H1", f"{base}/$hand-over", status=409, fence=fence)
    too_late = await refused(world, "M1", f"{base}/$release", status=409, fence=fence)
    stored = (await world.get("M1", f"/DeviceUseStatement/{loan}")).json()
    by_hand = await world.alliance.as_member("M1").put(
        f"/fhir/DeviceUseStatement/{loan}", json=stored | {"status": "completed"}
    )
    bare = {name: value for name, value in stored.items() if name != "identifier"}
    without = await world.alliance.as_member("H1").put(f"/fhir/DeviceUseStatement/{loan}", json=bare)
    made = await world.alliance.as_member("M1").post("/fhir/DeviceUseStatement", json=stored)
    gone = await world.alliance.as_member("H1").delete(f"/fhir/Device/{pump}")

    assert "was not handed over" in early
    assert "The lender says" in by_borrower
    assert twice == too_late
    assert [by_hand.status_code, without.status_code, made.status_code, gone.status_code] == [422, 422, 422, 409]
    assert "A loan changes by $reserve" in by_hand.text
    assert (await world.get("M1", base)).json()["type"] == {"text": "肠内营养泵1号"}
    own = await world.send("M1", "/DeviceUseStatement", bare | {"status": "active"})
    assert (await world.alliance.as_member("M1").put(f"/fhir/DeviceUseStatement/{own['id']}", json=own)).is_success
    assert (await world.alliance.as_member("H1").delete("/fhir/Device/unknown")).status_code in {204, 404}


async def test_22_an_overdue_pump_is_told_to_both_sides_every_day_until_it_is_back(world: World) -> None:
    for code in ("H1", "M1"):
        address = f"http://127.0.0.1:9/{code}"
        number = world.alliance.number(code)
        world.hub.admin.add_endpoint(Endpoint(member=number, channel="rest-hook", address=address))
        world.hub.admin.add_endpoint(Endpoint(member=number, channel="sms", address="tel:1"))
    patient = await world.elder("M1", "I10")
    [pump] = await pumps(world, count=1)
    loan, fence = await reserve(world, "M1", pump, patient)
    await operate(world, "H1", f"/Device/{pump}/$hand-over", fence=fence, due=world.ahead(days=2))

    async def told(channel: str = "rest-hook") -> list[int]:
        found = []
        for code in ("H1", "M1"):
            rows = await world.hub.store.outbound_page(visibility=Visibility(world.alliance.number(code)), count=50)
            mine = [row for row in rows if row.subject == f"DeviceUseStatement/{loan}" and row.channel == channel]
            found.append(len(mine))
        return found

    assert await told() == [0, 0]
    await world.advance(hours=49)
    assert (await told(), await told("sms"), await told("voice")) == ([1, 1], [1, 1], [0, 0])
    await world.advance(hours=24)
    assert (await told(), await told("sms")) == ([2, 2], [2, 2])
    await operate(world, "H1", f"/Device/{pump}/$take-back", fence=fence)
    await world.advance(hours=48)
    assert await told() == [2, 2]


async def test_22_a_referral_that_is_revoked_frees_what_waits_and_leaves_what_was_fetched(world: World) -> None:
    patient = await world.elder("M1", "I10")
    waiting, fetched = await pumps(world, M1=2)
    order = {
        "resourceType": "ServiceRequest", "status": "active", "intent": "order", "code": {"text": "营养支持"},
        "subject": {"reference": f"Patient/{patient}"},
    }  # fmt: skip
    request = await world.send("M1", "/ServiceRequest", order)
    loans = []
    for pump in (waiting, fetched):
        made = await operate(
            world, "M1", f"/Device/{pump}/$reserve", expected=201, referral=f"ServiceRequest/{request['id']}"
        )
        loans.append((made["id"], made["identifier"][0]["value"]))
    await operate(world, "H1", f"/Device/{fetched}/$hand-over", fence=loans[1][1])

    answer = await world.alliance.as_member("M1").put(
        f"/fhir/ServiceRequest/{request['id']}", json=request | {"status": "revoked"}
    )

    assert answer.status_code == 200, answer.text
    assert [await status(world, "M1", loan) for loan, _ in loans] == ["stopped", "active"]
    assert await world.hub.store.claim_of("device", waiting, now=world.hub.clock.now()) is None
    assert (await world.get("M1", f"/Device/{waiting}")).status_code == 404
    await world.advance(hours=49)
    await reserve(world, "M1", waiting, patient)


async def test_22_two_ask_at_once_and_one_has_it(world: World) -> None:
    patient, other = await world.elder("M1", "I10"), await world.elder("N1", "I10")
    [pump] = await pumps(world, count=1)

    answers = await asyncio.gather(
        world.operate("M1", f"/Device/{pump}/$reserve", patient=f"Patient/{patient}"),
        world.operate("N1", f"/Device/{pump}/$reserve", patient=f"Patient/{other}"),
    )

    assert sorted(answer.status_code for answer in answers) == [201, 409]


async def test_22_the_lender_sees_the_loan_and_not_the_elder(world: World) -> None:
    patient = await world.elder("M1", "I10")
    [pump] = await pumps(world, count=1)
    loan, _ = await reserve(world, "M1", pump, patient, note="夜间用")

    assert (await world.get("H1", f"/DeviceUseStatement/{loan}")).json()["note"] == [{"text": "夜间用"}]
    assert (await world.get("H1", f"/Patient/{patient}")).status_code == 404
    assert (await world.get("N1", f"/DeviceUseStatement/{loan}")).status_code == 404
    assert await world.hub.store.read(Ref("Device", pump), visibility=Visibility(world.alliance.number("N1"))) is None


async def test_22_an_institution_lends_its_own_device_to_its_own_elder(world: World) -> None:
    patient = await world.elder("N1", "I10")
    device = await world.send("N1", "/Device", {"resourceType": "Device", "type": {"text": "输液泵"}})
    _, fence = await reserve(world, "N1", device["id"], patient)

    assert (await operate(world, "N1", f"/Device/{device['id']}/$hand-over", fence=fence))["status"] == "active"
    assert (await operate(world, "N1", f"/Device/{device['id']}/$take-back", fence=fence))["status"] == "completed"


@pytest.mark.parametrize("active", [True, False], ids=["offered", "not-offered-any-more"])
async def test_22_a_pool_that_is_closed_offers_nothing(world: World, active: bool) -> None:
    patient = await world.elder("M1", "I10")
    device = await world.send("H1", "/Device", {"resourceType": "Device", "type": {"text": "输液泵"}})
    await world.send(
        "H1", "/Schedule",
        {"resourceType": "Schedule", "active": active, "actor": [{"reference": f"Device/{device['id']}"}]},
    )  # fmt: skip

    answer = await world.operate("M1", f"/Device/{device['id']}/$reserve", patient=f"Patient/{patient}")

    assert answer.status_code == (201 if active else 404)
