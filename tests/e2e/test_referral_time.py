"""Limits and clocks of a referral through its real doors: drafts, exceptions, desks that are closed, late entries."""

import pytest

from hub.delivery.duty import DUTY_SYSTEM
from tests.e2e.scenario_world import World

HOURS = {"daysOfWeek": ["tue"], "availableStartTime": "08:00:00", "availableEndTime": "12:00:00"}


async def test_a_draft_that_nobody_sends_goes_after_a_week_with_its_referral(world: World) -> None:
    patient = await world.elder("H1", "I10")
    request, tasks = await world.refer("H1", patient, "into-home", "N1", "N2")

    await world.advance(hours=7 * 24 + 1)

    assert [await world.state("H1", task) for task in tasks] == ["expired", "expired"]
    assert (await world.get("H1", f"/ServiceRequest/{request}")).json()["status"] == "revoked"


async def test_a_draft_beside_a_candidate_that_was_asked_goes_alone(world: World) -> None:
    patient = await world.elder("H1", "I10")
    request, tasks = await world.refer("H1", patient, "into-home", "N1", "N2", priority="urgent")
    await world.act("H1", tasks[0], "submit")
    await world.act("N1", tasks[0], "accept")
    await world.act("H1", tasks[0], "select")

    await world.advance(hours=7 * 24 + 1)

    assert await world.state("H1", tasks[0]) == "selected"
    assert (await world.get("H1", f"/ServiceRequest/{request}")).json()["status"] == "active"


async def test_a_referral_that_was_sent_is_not_revoked_with_its_last_draft_but_falls_to_the_lead_hospital(
    world: World,
) -> None:
    patient = await world.elder("M1", "I10", ability_level=2)
    request, tasks = await world.refer("M1", patient, "into-home", "N1", "N2")
    await world.act("M1", tasks[0], "submit")
    await world.act("N1", tasks[0], "decline", reason="no-bed")

    await world.advance(hours=7 * 24 + 1)

    found = (await world.get("H1", f"/Task?focus=ServiceRequest/{request}&owner=Organization/H1")).json()["entry"]
    states = [await world.state("M1", task) for task in tasks]
    states += [await world.state("H1", entry["resource"]["id"]) for entry in found]
    assert states == ["rejected", "expired", "no-taker"]
    assert (await world.get("M1", f"/ServiceRequest/{request}")).json()["status"] == "active"


async def test_an_exception_that_nobody_decides_is_called_out_to_the_lead_hospital(world: World) -> None:
    patient = await world.elder("M1", "S72.000", ability_level=4, wound_dry=True)
    _, [task] = await world.refer("M1", patient, "into-home", "N1", priority="urgent")
    await world.act("M1", task, "request-override", note="家属坚持就近入住，已书面确认")

    await world.advance(hours=2.1)

    assert await world.calls() == ["H1"]
    assert await world.events("M1", task) == ["escalate", "request-override"]


async def test_a_desk_that_says_its_hours_is_not_hurried_while_it_is_closed(world: World) -> None:
    await world.send(
        "N1", "/HealthcareService",
        {"resourceType": "HealthcareService", "active": True, "providedBy": {"reference": "Organization/N1"},
         "type": [{"coding": [{"system": DUTY_SYSTEM, "code": "referral-desk"}]}], "availableTime": [HOURS]},
    )  # fmt: skip
    patient = await world.elder("H1", "I10")
    _, [task] = await world.refer("H1", patient, "into-home", "N1")
    await world.act("H1", task, "submit")

    await world.advance(hours=26.9)  # Tuesday, 11:54
    before = await world.events("H1", task)
    await world.advance(hours=0.2)

    assert before == ["submit"]
    assert await world.events("H1", task) == ["escalate", "submit"]


async def test_what_is_entered_afterwards_keeps_its_true_times_and_fires_no_old_alarm(world: World) -> None:
    patient = await world.elder("N2", systolic=88)
    request, [task] = await world.refer("N2", patient, "from-home", "H1", priority="stat")

    await world.act("N2", task, "submit", at=world.ahead(hours=-9))
    await world.act("N2", task, "depart", at=world.ahead(hours=-8))
    await world.act("H1", task, "arrive", at=world.ahead(hours=-7))
    await world.advance(hours=0.2)

    stored = (await world.get("N2", f"/Task/{task}")).json()
    marks = [one for one in stored["extension"] if one["url"].endswith("referral-entered-afterwards")]
    found = (await world.get("N2", f"/Provenance?target=Task/{task}&_count=50")).json()["entry"]
    occurred = sorted(one["resource"]["occurredDateTime"] for one in found)
    assert await world.calls(means="voice") == []
    assert await world.calls() == []
    assert marks[0]["extension"][0] == {"url": "event", "valueCode": "arrive"}
    assert [one[:13] for one in occurred] == ["2026-03-01T16", "2026-03-01T17", "2026-03-01T18"]
    assert stored["executionPeriod"]["start"].startswith("2026-03-01T17")
    assert await world.act("H1", task, "admit", at=world.ahead(hours=9), expected=422) != ""
    assert (await world.get("N2", f"/ServiceRequest/{request}")).json()["status"] == "active"


async def test_an_urgent_referral_is_asked_about_once(world: World) -> None:
    patient = await world.elder("M1", "I10")
    _, [task] = await world.refer("M1", patient, "up", "H1", priority="urgent")
    await world.act("M1", task, "submit")
    await world.act("H1", task, "ask", note="请补充心电图")
    await world.act("M1", task, "supply", note="已补充")

    assert "asked for once" in await world.act("H1", task, "ask", note="再补充", expected=422)


@pytest.mark.parametrize(("priority", "expected"), [("urgent", 422), ("stat", 200)])
async def test_an_arrival_before_the_departure_is_asked_about_and_never_holds_a_stat_call(
    world: World, priority: str, expected: int
) -> None:
    patient = await world.elder("N1", "I20.0", systolic=95)
    _, [task] = await world.refer("N1", patient, "from-home", "H1", priority=priority)
    await world.act("N1", task, "submit")
    await world.act("H1", task, "accept")
    await world.advance(hours=3)
    await world.act("N1", task, "depart", at=world.ahead(hours=-1))

    said = await world.act("H1", task, "arrive", at=world.ahead(hours=-2), expected=expected)

    assert ("早于出发时间" in said) is (expected == 422)
    if expected == 422:
        assert await world.act("H1", task, "arrive", at=world.ahead(hours=-0.5)) == "arrived"
