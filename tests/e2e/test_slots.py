"""Appointment slots over HTTP: one winner, shares of members, and a cancel that gives the slot back at once."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from hub.capacity.slots import SLOT_SHARE, begins, shares_of, slots_of
from hub.store.port import Ref
from tests.builders import Alliance, small_alliance
from tests.contract.engines import SYSTEM

ELDER = {"resourceType": "Patient", "id": "m1-elder", "name": [{"text": "王大爷"}]}


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path) as made:
        yield made


async def put(alliance: Alliance, member: str, resource: dict[str, Any], *, expected: int = 201) -> dict[str, Any]:
    path = f"/fhir/{resource['resourceType']}/{resource['id']}"
    answer = await alliance.as_member(member).put(path, json=resource)
    assert answer.status_code == expected, answer.text
    found: dict[str, Any] = answer.json()
    return found


def slot(number: int, *, status: str = "free", year: int = 2099) -> dict[str, Any]:
    return {
        "resourceType": "Slot", "id": f"slot-{number}", "schedule": {"reference": "Schedule/cardiology"},
        "status": status, "start": f"{year}-03-02T0{number}:00:00+08:00", "end": f"{year}-03-02T0{number}:20:00+08:00",
        "comment": "心内科专家门诊",
    }  # fmt: skip


async def clinic_day(alliance: Alliance, *, shares: dict[str, int] | None = None, slots: int = 5) -> None:
    """The lead hospital's schedule with its slots; the clinic has an elder."""
    schedule: dict[str, Any] = {
        "resourceType": "Schedule", "id": "cardiology", "active": True,
        "actor": [{"reference": "HealthcareService/none", "display": "心内科"}],
    }  # fmt: skip
    if shares:
        schedule["extension"] = [
            {
                "url": SLOT_SHARE,
                "extension": [
                    {"url": "member", "valueReference": {"reference": f"Organization/{code}"}},
                    {"url": "count", "valueUnsignedInt": count},
                ],
            }
            for code, count in shares.items()
        ]
    await put(alliance, "H1", schedule)
    for number in range(1, slots + 1):
        await put(alliance, "H1", slot(number))
    await put(alliance, "M1", ELDER)


async def book(
    alliance: Alliance, member: str, number: int, *, expected: int = 201, **more: dict[str, Any]
) -> dict[str, Any]:
    given = more or {"patient": {"valueReference": {"reference": "Patient/m1-elder"}}}
    body = {"resourceType": "Parameters", "parameter": [{"name": name} | value for name, value in given.items()]}
    answer = await alliance.as_member(member).post(f"/fhir/Slot/slot-{number}/$book", json=body)
    assert answer.status_code == expected, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def status_of(alliance: Alliance, number: int) -> str:
    answer = await alliance.as_member("M1").get(f"/fhir/Slot/slot-{number}")
    return str(answer.json()["status"])


def words(outcome: dict[str, Any]) -> str:
    return " ".join(str(issue.get("diagnostics", "")) for issue in outcome["issue"])


async def test_a_slot_that_cannot_be_had_says_why_and_names_the_next_one(alliance: Alliance) -> None:
    await clinic_day(alliance, slots=3)
    await put(alliance, "H1", slot(4, year=2001))
    await put(alliance, "H1", slot(5, status="busy-unavailable"))

    unknown = await book(alliance, "M1", 9, expected=404)
    begun = await book(alliance, "M1", 4, expected=410)
    closed = await book(alliance, "M1", 5, expected=409)
    nobody = await book(alliance, "M1", 1, expected=422, note={"valueString": "x"})
    stranger = await book(alliance, "N1", 1, expected=404)

    assert "Slot/slot-9 is unknown" in words(unknown)
    assert "begun" in words(begun)
    assert "下一个空号：Slot/slot-1" in words(closed)
    assert "Send `patient`" in words(nobody)
    assert "Patient/m1-elder is unknown" in words(stranger)
    assert await status_of(alliance, 1) == "free"


async def test_the_last_slot_has_one_winner_and_a_cancel_gives_it_back(alliance: Alliance) -> None:
    await clinic_day(alliance, slots=1)

    booked = await book(alliance, "M1", 1)
    lost = await book(alliance, "M1", 1, expected=409)

    assert (booked["status"], booked["slot"]) == ("booked", [{"reference": "Slot/slot-1"}])
    assert "not free" in words(lost)
    assert await status_of(alliance, 1) == "busy"
    assert (await alliance.as_member("H1").get(f"/fhir/Appointment/{booked['id']}")).status_code == 200
    assert (await alliance.as_member("N1").get(f"/fhir/Appointment/{booked['id']}")).status_code == 404
    assert (await alliance.hub.store.claim_of("slot", "slot-1", now=alliance.hub.clock.now())) is not None

    await put(alliance, "M1", booked | {"status": "cancelled"}, expected=200)

    assert await status_of(alliance, 1) == "free"
    assert (await alliance.hub.store.claim_of("slot", "slot-1", now=alliance.hub.clock.now())) is None
    await book(alliance, "M1", 1)


async def test_the_institution_may_cancel_and_nobody_frees_a_booked_slot_by_hand(alliance: Alliance) -> None:
    await clinic_day(alliance, slots=1)
    booked = await book(alliance, "M1", 1)

    by_hand = await put(alliance, "H1", slot(1), expected=409)
    gone = await alliance.as_member("H1").delete("/fhir/Slot/slot-1")
    blocked = await put(alliance, "H1", slot(1, status="busy-unavailable"), expected=200)
    stranger = await alliance.as_member("N1").put(
        f"/fhir/Appointment/{booked['id']}", json=booked | {"status": "cancelled"}
    )
    assert stranger.status_code in {403, 404}
    await put(alliance, "H1", booked | {"status": "cancelled"}, expected=200)

    assert "cancel that Appointment first" in words(by_hand)
    assert gone.status_code == 409
    assert blocked["status"] == "busy-unavailable"
    assert await status_of(alliance, 1) == "busy-unavailable"


async def test_a_member_takes_no_more_than_its_share(alliance: Alliance) -> None:
    await clinic_day(alliance, shares={"M1": 2})
    first = await book(alliance, "M1", 1)
    await book(alliance, "M1", 2)

    over = await book(alliance, "M1", 3, expected=409)

    assert "share of 2 in this schedule" in words(over)
    assert await status_of(alliance, 3) == "free"
    await put(alliance, "M1", first | {"status": "noshow"}, expected=200)
    await book(alliance, "M1", 3)
    await put(alliance, "H1", {"resourceType": "Patient", "id": "h1-elder"})
    await book(alliance, "H1", 4, patient={"valueReference": {"reference": "Patient/h1-elder"}})
    await put(alliance, "N1", {"resourceType": "Patient", "id": "n1-elder"})
    unnamed = await book(alliance, "N1", 5, expected=409, patient={"valueReference": {"reference": "Patient/n1-elder"}})
    assert "share of 0 in this schedule" in words(unnamed)


async def test_an_appointment_sent_by_put_meets_the_same_desk_and_moves_from_slot_to_slot(alliance: Alliance) -> None:
    await clinic_day(alliance, slots=2)
    own = {
        "resourceType": "Appointment", "id": "sent", "status": "booked", "slot": [{"reference": "Slot/slot-1"}],
        "start": "2099-03-02T01:00:00+08:00", "end": "2099-03-02T01:20:00+08:00",
        "participant": [{"actor": {"reference": "Patient/m1-elder"}, "status": "accepted"}],
    }  # fmt: skip

    await put(alliance, "M1", own)
    assert (await status_of(alliance, 1), await status_of(alliance, 2)) == ("busy", "free")
    await put(alliance, "M1", own | {"slot": [{"reference": "Slot/slot-2"}]}, expected=200)

    assert (await status_of(alliance, 1), await status_of(alliance, 2)) == ("free", "busy")
    assert (await alliance.as_member("M1").delete("/fhir/Appointment/sent")).status_code == 204
    assert await status_of(alliance, 2) == "free"


async def test_a_referral_that_is_revoked_gives_its_slot_back_in_the_same_transaction(alliance: Alliance) -> None:
    await clinic_day(alliance, slots=1)
    order = {
        "resourceType": "ServiceRequest", "id": "ct", "status": "active", "intent": "order",
        "code": {"text": "冠脉CT"}, "subject": {"reference": "Patient/m1-elder"},
    }  # fmt: skip
    await put(alliance, "M1", order)

    unknown = await book(
        alliance, "M1", 1, expected=404, referral={"valueReference": {"reference": "ServiceRequest/x"}}
    )
    booked = await book(
        alliance, "M1", 1, referral={"valueReference": {"reference": "ServiceRequest/ct"}},
        note={"valueString": "需轮椅"},
    )  # fmt: skip
    assert "ServiceRequest/x is unknown" in words(unknown)
    assert (booked["basedOn"], booked["comment"]) == ([{"reference": "ServiceRequest/ct"}], "需轮椅")
    await put(alliance, "M1", order | {"status": "revoked"}, expected=200)

    ended = await alliance.hub.store.read(Ref("Appointment", booked["id"]), visibility=SYSTEM)
    assert ended is not None
    assert ended.json()["status"] == "cancelled"
    assert await status_of(alliance, 1) == "free"


def test_what_an_odd_schedule_or_slot_says_counts_for_nothing() -> None:
    odd = {"extension": [{"url": "other"}, {"url": SLOT_SHARE}, {"url": SLOT_SHARE, "extension": [
        {"url": "member", "valueReference": {"reference": "Organization/M1"}},
        {"url": "count", "valueUnsignedInt": 900},
    ]}]}  # fmt: skip

    assert shares_of(odd) == {"M1": 64}
    assert begins({"start": "soon"}) == 0
    assert begins({"start": "2026-03-02T09:00:00"}) == begins({"start": "2026-03-02T09:00:00+08:00"})
    assert slots_of(None) == slots_of({"status": "cancelled", "slot": [{"reference": "Slot/1"}]}) == ()


async def together(alliance: Alliance, *resources: dict[str, Any]) -> int:
    """The status of one transaction of H1 that puts these."""
    entries = [
        {"resource": one, "request": {"method": "PUT", "url": f"{one['resourceType']}/{one['id']}"}}
        for one in resources
    ]
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": entries}
    answer = await alliance.as_member("H1").post("/fhir", json=bundle)
    return int(answer.status_code)


async def test_one_transaction_books_a_slot_and_makes_it_busy_and_another_ends_both(alliance: Alliance) -> None:
    await clinic_day(alliance, slots=2)
    await put(alliance, "H1", ELDER | {"id": "h1-elder"})
    booking = {
        "resourceType": "Appointment", "id": "visit", "status": "booked", "slot": [{"reference": "Slot/slot-1"}],
        "start": slot(1)["start"], "end": slot(1)["end"],
        "participant": [{"actor": {"reference": "Patient/h1-elder"}, "status": "accepted"}],
    }  # fmt: skip

    booked = await together(alliance, slot(1, status="busy"), booking)
    after_booking = await status_of(alliance, 1)
    again = await together(alliance, booking | {"id": "late"}, slot(1, status="busy"))
    freed = await together(alliance, slot(1), booking | {"status": "cancelled"})

    assert (booked, after_booking, again, freed) == (200, "busy", 409, 200)
    assert await status_of(alliance, 1) == "free"
    assert await together(alliance, booking | {"id": "next"}, slot(1)) == 200
    assert await status_of(alliance, 1) == "busy"  # a booking goes before what the sender thought of the slot
