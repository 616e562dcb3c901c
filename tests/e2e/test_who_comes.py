"""A desk that is booked without a referral learns who comes: the person alone, for that day, as the Consents allow."""

from typing import Any

from tests.builders import CLIENT_OF
from tests.e2e.scenario_world import World
from tests.e2e.test_redirect_consent import consent
from tests.e2e.test_scenario_22 import clinic_day, operate


async def booked(world: World, patient: str, *, slots: int = 1) -> tuple[dict[str, Any], list[str]]:
    """M1 books the first of H1's slots for an elder; the Appointment and the slots."""
    found = await clinic_day(world, "心内科", slots=slots)
    made = await operate(world, "M1", f"/Slot/{found[0]}/$book", expected=201, patient=f"Patient/{patient}")
    return made, found


async def sees(world: World, code: str, patient: str) -> bool:
    return (await world.get(code, f"/Patient/{patient}")).status_code == 200


async def put(world: World, code: str, resource: dict[str, Any]) -> int:
    client, path = world.alliance.as_member(code), f"/fhir/{resource['resourceType']}/{resource['id']}"
    return (await client.put(path, json=resource, headers=world._token(code))).status_code


async def test_the_desk_sees_who_comes_and_nothing_of_the_record_until_the_day_is_over(world: World) -> None:
    patient = await world.elder("M1", "I10")
    before = await sees(world, "H1", patient)

    await booked(world, patient)

    shown = (await world.get("H1", f"/Patient/{patient}")).json()["name"][0]["text"]
    record = [
        (await world.get("H1", f"/{kind}?patient=Patient/{patient}&_summary=count")).json()["total"]
        for kind in ("Condition", "Observation", "Appointment")
    ]
    assert (before, shown, record, await sees(world, "N1", patient)) == (False, "钱阿婆", [0, 0, 1], False)
    async with world.person("H1", "desk-h1", "coordinator") as desk:
        assert "钱阿婆" in (await desk.browser.get("/console/slots")).text
    await world.advance(hours=38)  # 23:00 in Beijing on the day itself
    assert await sees(world, "H1", patient)
    await world.advance(hours=1)
    assert not await sees(world, "H1", patient)
    assert (await world.get("H1", f"/Patient/{patient}/_history")).status_code == 404


async def test_the_look_of_the_desk_stands_in_the_elders_trail(world: World) -> None:
    patient = await world.elder("M1", "I10")
    await booked(world, patient)

    await world.get("H1", f"/Patient/{patient}")

    found = (await world.get("M1", f"/AuditEvent?patient=Patient/{patient}&_count=100")).json().get("entry", [])
    looks = [str(entry["resource"]["agent"]) for entry in found if entry["resource"].get("action") == "R"]
    assert any(CLIENT_OF["H1"] in agents for agents in looks), looks


async def test_a_booking_that_ends_or_goes_elsewhere_takes_the_sight_with_it(world: World) -> None:
    first, other = [await world.elder("M1", "I10") for _ in range(2)]
    made, slots = await booked(world, first, slots=2)

    moved = await put(world, "M1", made | {"slot": [{"reference": f"Slot/{slots[1]}"}]})
    after_move = await sees(world, "H1", first)
    person = [{"actor": {"reference": f"Patient/{other}"}, "status": "accepted"}]
    swapped = await put(world, "M1", made | {"slot": [{"reference": f"Slot/{slots[1]}"}], "participant": person})
    after_swap = [await sees(world, "H1", one) for one in (first, other)]
    ended = await put(world, "H1", made | {"status": "cancelled", "participant": person})

    assert (moved, after_move, swapped, after_swap, ended) == (200, True, 200, [False, True], 200)
    assert [await sees(world, "H1", one) for one in (first, other)] == [False, False]


async def test_a_booking_that_is_deleted_or_whose_order_is_revoked_takes_the_sight_with_it(world: World) -> None:
    first, other = [await world.elder("M1", "I10") for _ in range(2)]
    made, slots = await booked(world, first, slots=2)
    order = await world.send(
        "M1", "/ServiceRequest",
        {"resourceType": "ServiceRequest", "status": "active", "intent": "order", "code": {"text": "冠脉CT"},
         "subject": {"reference": f"Patient/{other}"}},
    )  # fmt: skip
    await operate(
        world, "M1", f"/Slot/{slots[1]}/$book", expected=201, patient=f"Patient/{other}",
        referral=f"ServiceRequest/{order['id']}",
    )  # fmt: skip
    before = [await sees(world, "H1", one) for one in (first, other)]

    client = world.alliance.as_member("M1")
    gone = await client.delete(f"/fhir/Appointment/{made['id']}", headers=world._token("M1"))
    revoked = await put(world, "M1", order | {"status": "revoked"})

    assert (before, gone.status_code, revoked) == ([True, True], 204, 200)
    assert [await sees(world, "H1", one) for one in (first, other)] == [False, False]


async def test_the_institution_moves_a_booking_and_names_nobody_else(world: World) -> None:
    first, other = [await world.elder("M1", "I10") for _ in range(2)]
    made, slots = await booked(world, first, slots=2)
    elsewhere = {"slot": [{"reference": f"Slot/{slots[1]}"}]}

    moved = await put(world, "H1", made | elsewhere)
    after_move = await sees(world, "H1", first)
    person = {"participant": [{"actor": {"reference": f"Patient/{other}"}, "status": "accepted"}]}
    swapped = await put(world, "H1", made | elsewhere | person)

    assert (moved, after_move, swapped) == (200, True, 200)
    assert [await sees(world, "H1", one) for one in (first, other)] == [False, False]
    assert await put(world, "H1", made | {"participant": person["participant"]}) == 200
    assert not await sees(world, "H1", other)


async def test_nobody_books_to_show_an_elder_of_others(world: World) -> None:
    """H1 sees M1's elder by a booking; it hands the sight on to nobody."""
    patient = await world.elder("M1", "I10")
    await booked(world, patient)
    schedule = await world.send("N1", "/Schedule", {"resourceType": "Schedule", "actor": [{"display": "康复"}]})
    slot = {
        "resourceType": "Slot", "schedule": {"reference": f"Schedule/{schedule['id']}"}, "status": "free",
        "start": world.ahead(hours=24), "end": world.ahead(hours=25),
    }  # fmt: skip
    slot = await world.send("N1", "/Slot", slot)

    await operate(world, "H1", f"/Slot/{slot['id']}/$book", expected=201, patient=f"Patient/{patient}")

    assert not await sees(world, "N1", patient)


async def test_a_consent_refuses_the_sight_and_not_the_booking_and_a_later_one_ends_it(world: World) -> None:
    refused, other = [await world.elder("M1", "I10") for _ in range(2)]
    await world.send("M1", "/Consent", consent(refused, "deny", "Organization/H1", world.ahead()))
    _, slots = await booked(world, refused, slots=2)
    await operate(world, "M1", f"/Slot/{slots[1]}/$book", expected=201, patient=f"Patient/{other}")
    before = [await sees(world, "H1", one) for one in (refused, other)]

    await world.send("M1", "/Consent", consent(other, "deny", "Organization/N1", world.ahead()))
    stranger = consent(other, "deny", "Organization/H1", world.ahead())
    await world.send("N1", "/Consent", stranger)
    of_another = await sees(world, "H1", other)
    await world.send("M1", "/Consent", consent(other, "deny", "Organization/H1", world.ahead()))

    assert (before, of_another, await sees(world, "H1", other)) == ([False, True], True, False)
    async with world.person("H1", "desk-h1", "coordinator") as desk:
        page = (await desk.browser.get("/console/slots")).text
    assert "示范街道社区卫生服务中心" in page
    assert "钱阿婆" not in page


async def test_a_booking_for_a_referral_leaves_it_to_the_referral_who_is_told(world: World) -> None:
    patient = await world.elder("M1", "I10", ability_level=2)
    request, _ = await world.refer("M1", patient, "up", "H1", "N1")
    [slot] = await clinic_day(world, "心内科", slots=1)

    await operate(
        world, "M1", f"/Slot/{slot}/$book", expected=201, patient=f"Patient/{patient}",
        referral=f"ServiceRequest/{request}",
    )  # fmt: skip

    assert not await sees(world, "H1", patient)
