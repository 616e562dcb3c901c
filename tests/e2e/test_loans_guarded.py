"""Equipment and slots against odd and hostile writers: what was lent or booked is neither forged, lost nor moved."""

import json
from typing import Any

import pytest

from tests.e2e.scenario_world import World
from tests.e2e.test_outside_entries import referral_entries
from tests.e2e.test_scenario_22 import LOAN, clinic_day, operate, pumps, reserve


@pytest.mark.parametrize("change", [{"active": False}, {"actor": None}], ids=["closed", "without-the-pump"])
async def test_22_a_place_of_a_pool_that_was_changed_meanwhile_comes_back(world: World, change: dict[str, Any]) -> None:
    first, second = await pumps(world, M1=1)
    patient = await world.elder("M1", "I10")
    _, fence = await reserve(world, "M1", first, patient)
    await operate(world, "H1", f"/Device/{first}/$hand-over", fence=fence)
    [pool] = [entry["resource"] for entry in (await world.get("H1", "/Schedule")).json()["entry"]]
    if "actor" in change:
        change = {"actor": [{"reference": f"Device/{second}"}]}
    lender = world.alliance.as_member("H1")

    assert (await lender.put(f"/fhir/Schedule/{pool['id']}", json=pool | change)).is_success
    await operate(world, "H1", f"/Device/{first}/$take-back", fence=fence)
    assert (await lender.put(f"/fhir/Schedule/{pool['id']}", json=pool)).is_success

    await reserve(world, "M1", second, patient)


async def test_22_escaped_letters_make_no_loan_and_a_booked_slot_stays_in_its_schedule(world: World) -> None:
    [pump] = await pumps(world, count=1, M1=1)
    patient = await world.elder("M1", "I10")
    forged = {
        "resourceType": "DeviceUseStatement", "status": "intended", "subject": {"reference": f"Patient/{patient}"},
        "device": {"reference": f"Device/{pump}"}, "identifier": [{"system": LOAN, "value": "1"}],
    }  # fmt: skip
    sent = await world.alliance.as_member("M1").post(
        "/fhir/DeviceUseStatement", content=json.dumps(forged).replace("/", "\\/"),
        headers={"Content-Type": "application/fhir+json"},
    )  # fmt: skip
    assert sent.status_code == 422
    slot, _ = await clinic_day(world, "心内科", slots=2, M1=1)
    [other] = await clinic_day(world, "老年科", slots=1)
    booked = await operate(world, "M1", f"/Slot/{slot}/$book", expected=201, patient=f"Patient/{patient}")
    body = (await world.get("H1", f"/Slot/{slot}")).json()
    elsewhere = (await world.get("H1", f"/Slot/{other}")).json()["schedule"]

    moved = await world.alliance.as_member("H1").put(f"/fhir/Slot/{slot}", json=body | {"schedule": elsewhere})

    assert (moved.status_code, f"Appointment/{booked['id']}" in moved.text) == (409, True)


async def test_22_a_request_that_only_speaks_of_an_end_keeps_its_booking(world: World) -> None:
    [slot] = await clinic_day(world, "心内科", slots=1)
    patient = await world.elder("M1", "I10")
    order = {
        "resourceType": "ServiceRequest", "status": "active", "intent": "order", "code": {"text": "心电图"},
        "subject": {"reference": f"Patient/{patient}"},
    }  # fmt: skip
    order = await world.send("M1", "/ServiceRequest", order)
    appointment = {
        "resourceType": "Appointment", "status": "booked", "slot": [{"reference": f"Slot/{slot}"}],
        "basedOn": [{"reference": f"ServiceRequest/{order['id']}"}],
        "start": world.ahead(hours=24), "end": world.ahead(hours=24.5),
        "participant": [{"actor": {"reference": f"Patient/{patient}"}, "status": "accepted"}],
    }  # fmt: skip
    made = await world.send("M1", "/Appointment", appointment)
    path, sender = f"/fhir/ServiceRequest/{order['id']}", world.alliance.as_member("M1")

    assert (await sender.put(path, json=order | {"code": {"text": "revoked"}})).is_success
    assert (await world.get("M1", f"/Appointment/{made['id']}")).json()["status"] == "booked"
    ended = json.dumps(order | {"status": "revoked"}).replace('"revoked"', '"\\u0072evoked"')
    sent = await sender.put(path, content=ended, headers={"Content-Type": "application/fhir+json"})

    assert sent.is_success, sent.text
    assert (await world.get("M1", f"/Appointment/{made['id']}")).json()["status"] == "cancelled"


async def test_22_no_loan_is_forged_and_nothing_lent_is_deleted_beside_a_referral(world: World) -> None:
    lent, idle = await pumps(world, M1=1)
    patient = await world.elder("M1", "I10")
    await reserve(world, "M1", lent, patient)
    forged = {
        "resourceType": "DeviceUseStatement", "status": "intended", "subject": {"reference": f"Patient/{patient}"},
        "device": {"reference": f"Device/{idle}"}, "identifier": [{"system": LOAN, "value": "1"}],
    }  # fmt: skip
    loan = {"resource": forged, "request": {"method": "POST", "url": "DeviceUseStatement"}}
    gone = {"request": {"method": "DELETE", "url": f"Device/{lent}"}}

    async def send(by: str, elder: str, entry: dict[str, Any]) -> int:
        bundle = {"resourceType": "Bundle", "type": "transaction", "entry": [*referral_entries("N1", elder), entry]}
        return (await world.alliance.as_member(by).post("/fhir", json=bundle, headers=world._token(by))).status_code

    assert await send("M1", patient, loan) == 422
    assert await send("H1", await world.elder("H1", "I10"), gone) == 409
    assert (await world.get("H1", f"/Device/{lent}")).status_code == 200
