"""Who is asked and does not take an elder sees the record no longer: three hops, the refused fourth, and each 'no'."""

import asyncio
from typing import Any

import pytest

from tests.e2e.scenario_world import World

AGREED = "社区中心陈医生，电话"


async def looks(world: World, code: str, *paths: str) -> list[int]:
    return [(await world.get(code, path)).status_code for path in paths]


async def open_task(world: World, request: str) -> str:
    found = (await world.get("M1", f"/Task?focus=ServiceRequest/{request}&status=requested")).json()
    [entry] = found["entry"]
    return str(entry["resource"]["id"])


async def test_who_was_redirected_away_keeps_its_task_alone_and_the_fourth_hop_is_refused(world: World) -> None:
    patient = await world.elder("M1", "I10", ability_level=2)
    request, [task] = await world.refer("M1", patient, "into-home", "N1")
    await world.act("M1", task, "submit")
    seen: list[Any] = []
    record = (f"/Patient/{patient}", f"/Patient/{patient}/_history")
    for here, there in (("N1", "N2"), ("N2", "P1"), ("P1", "N1")):
        current = await open_task(world, request)
        before = await looks(world, there, *record)
        assert await world.act(here, current, "redirect", receiver=there, said_by=AGREED) == "redirected"
        seen.append((before, await looks(world, here, *record, f"/Task/{current}"), await looks(world, there, *record)))

    current = await open_task(world, request)
    refused = [
        await world.act(who, current, "redirect", receiver="N2", said_by=AGREED, expected=422) for who in ("N1", "H1")
    ]

    assert seen == [([404] * 2, [404, 404, 200], [200] * 2)] * 3
    assert all("redirected three times" in words for words in refused)
    assert await looks(world, "N2", *record) == [404, 404]
    assert await world.act("N1", current, "accept") == "accepted"


async def test_the_lead_hospital_goes_on_seeing_what_it_redirects(world: World) -> None:
    patient = await world.elder("M1", "I10", ability_level=2)
    request, [task] = await world.refer("M1", patient, "into-home", "N1")
    await world.act("M1", task, "submit")
    await world.act("N1", task, "decline", reason="no-bed")
    [mine] = (await world.get("H1", f"/Task?focus=ServiceRequest/{request}&owner=Organization/H1")).json()["entry"]

    await world.act("H1", mine["resource"]["id"], "redirect", receiver="N2")

    assert await looks(world, "H1", f"/ServiceRequest/{request}") == [200]


@pytest.mark.parametrize("end", ["decline", "expire", "cancel"])
async def test_who_says_no_or_nothing_or_is_called_off_sees_the_elder_no_longer(world: World, end: str) -> None:
    patient = await world.elder("M1", "I10", ability_level=2)
    _, [task] = await world.refer("M1", patient, "into-home", "P1")
    await world.act("M1", task, "submit")
    record = (
        f"/Patient/{patient}",
        f"/Patient/{patient}/_history",
        f"/Condition?patient=Patient/{patient}&_summary=count",
    )
    [before] = [await looks(world, "P1", *record)]

    if end == "decline":
        await world.act("P1", task, "decline", reason="no-bed")
    elif end == "cancel":
        await world.act("M1", task, "cancel", reason="other", note="家属改变主意")
    else:
        await world.act("P1", task, "accept")
        await world.advance(hours=24 * 30)

    assert before == [200, 200, 200]
    state = await world.state("P1", task)
    assert state == {"decline": "rejected", "expire": "expired", "cancel": "cancelled"}[end]
    assert await looks(world, "P1", *record[:2]) == [404, 404]
    assert (await world.get("P1", record[2])).json()["total"] == 0


async def test_an_ambulance_that_diverts_takes_the_sight_along(world: World) -> None:
    patient = await world.elder("N1", "I10")
    request, [task] = await world.refer("N1", patient, "from-home", "P1", priority="urgent")
    await world.act("N1", task, "submit")
    await world.act("P1", task, "accept")
    bed = await world.bed("P1")
    await world.act("N1", task, "select", bed=bed)
    await world.act("N1", task, "depart")
    [document] = (await world.get("P1", f"/Task/{task}")).json()["output"]
    paths = (f"/{document['valueReference']['reference']}", f"/ServiceRequest/{request}", f"/Patient/{patient}")
    before = await looks(world, "P1", *paths)

    await world.act("N1", task, "divert", receiver="M1", reason="other", note="途中加重，就近送院")

    assert before == [200, 200, 200]
    assert await looks(world, "P1", *paths[::2], f"/Task/{task}") == [404, 404, 200]
    assert await looks(world, "M1", *paths[1:]) == [200, 200]


async def test_a_redirect_to_who_is_asked_already_asks_nobody_twice_and_tells_nobody_of_the_rival(world: World) -> None:
    patient = await world.elder("M1", "I10", ability_level=2)
    _, [one, other] = await world.refer("M1", patient, "into-home", "N1", "N2")
    for task in (one, other):
        await world.act("M1", task, "submit")

    assert await world.act("N1", one, "redirect", receiver="N2", said_by=AGREED) == "redirected"

    waiting = (await world.get("M1", "/Task?status=requested")).json()["entry"]
    assert [entry["resource"]["id"] for entry in waiting] == [other]
    await world.act("N2", other, "accept")
    assert await world.act("M1", other, "select") == "selected"
    assert await looks(world, "N1", f"/Patient/{patient}") == [404]


async def test_a_candidate_that_redirects_while_another_is_chosen_loses_without_a_new_task(world: World) -> None:
    patient = await world.elder("M1", "I10", ability_level=2)
    _, [one, other] = await world.refer("M1", patient, "into-home", "N1", "N2")
    for task in (one, other):
        await world.act("M1", task, "submit")
    await world.act("N2", other, "accept")

    chosen, handed_on = await asyncio.gather(
        world.answer("M1", other, "select"), world.answer("N1", one, "redirect", receiver="P1", said_by=AGREED)
    )

    assert chosen.status_code == 200
    assert await world.state("M1", other) == "selected"
    assert handed_on.status_code in {200, 409}
    still = (await world.get("P1", "/Task?status=requested")).json().get("entry", [])
    assert still == []
    assert (await world.get("P1", f"/Patient/{patient}")).status_code == 404
