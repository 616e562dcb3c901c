"""Sight that ends and comes again: asked anew, a stay beside a second referral, who never came, a slot at midnight."""

from hub.capacity.arrivals import end_of_day
from hub.clock import micros_to_instant
from tests.e2e.scenario_world import World
from tests.e2e.test_ended_request import AGREED, codes
from tests.e2e.test_who_comes import sees


async def test_a_bidder_that_declined_and_is_chosen_later_sees_everything(world: World) -> None:
    patient = await world.elder("M1", "I10", ability_level=2)
    request, [one, other] = await world.refer("M1", patient, "into-home", "N1", "N2")
    for task in (one, other):
        await world.act("M1", task, "submit")
    await world.act("N1", one, "decline", reason="no-bed")
    before = (await codes(world, "N1", request), await sees(world, "N1", patient))

    await world.act("N2", other, "redirect", receiver="N1", said_by=AGREED)
    found = (await world.get("M1", "/Task?status=requested&owner=Organization/N1")).json()["entry"]
    again = found[0]["resource"]["id"]
    await world.act("N1", again, "accept")
    await world.act("M1", again, "select")

    assert before == ([404, 404, 404], False)
    assert (await codes(world, "N1", request), await sees(world, "N1", patient)) == ([200, 200, 200], True)
    assert (await codes(world, "N2", request), await sees(world, "N2", patient)) == ([404, 404, 404], False)
    assert len(found) == 1


async def test_a_second_referral_that_ends_takes_no_sight_from_the_stay_or_the_home(world: World) -> None:
    patient = await world.elder("N1", "I10")
    request, [task] = await world.refer("N1", patient, "from-home", "P1", priority="urgent")
    await world.act("N1", task, "submit")
    await world.act("P1", task, "accept")
    await world.act("N1", task, "select", bed=await world.bed("P1"))
    await world.act("N1", task, "depart")
    await world.act("P1", task, "arrive")
    await world.act("P1", task, "admit")
    second, [asked] = await world.refer("N1", patient, "up", "P1")

    await world.answer("N1", asked, "submit")
    await world.answer("P1", asked, "decline", reason="no-bed")

    assert (await codes(world, "P1", request), await sees(world, "P1", patient)) == ([200, 200, 200], True)
    assert (await codes(world, "N1", request), await sees(world, "N1", patient)) == ([200, 200, 200], True)
    assert (await codes(world, "N1", second), await sees(world, "N1", patient)) == ([200, 200, 200], True)


async def test_who_waited_for_an_elder_that_never_came_sees_neither_record_nor_document(world: World) -> None:
    patient = await world.elder("N1", "I10")
    request, [task] = await world.refer("N1", patient, "from-home", "P1", priority="urgent")
    await world.act("N1", task, "submit")
    await world.act("P1", task, "accept")
    await world.act("N1", task, "select", bed=await world.bed("P1"))
    scan = (await world.send("N1", "/Binary", {"resourceType": "Binary", "contentType": "image/png", "data": "YQ=="}))[
        "id"
    ]
    attachment = {"contentType": "image/png", "url": f"Binary/{scan}", "title": "外院CT"}
    await world.send("N1", "/DiagnosticReport", {
        "resourceType": "DiagnosticReport", "status": "final", "subject": {"reference": f"Patient/{patient}"},
        "code": {"text": "CT"}, "effectiveDateTime": world.ahead(hours=-2), "presentedForm": [attachment],
    })  # fmt: skip
    await world.act("N1", task, "depart")
    [document] = (await world.get("P1", f"/Task/{task}")).json()["output"]
    files = (f"/{document['valueReference']['reference']}", f"/Binary/{scan}")
    before = [(await world.get("P1", path)).status_code for path in files]

    state = await world.act("P1", task, "no-show", reason="other", note="家属电话：途中好转，返回原机构")

    assert (before, state) == ([200, 200], "no-show")
    assert (await codes(world, "P1", request), await sees(world, "P1", patient)) == ([404, 404, 404], False)
    assert [(await world.get("P1", path)).status_code for path in files] == [404, 404]
    async with world.person("P1", "desk-p1", "coordinator") as desk:
        pages = [await desk.browser.get(path) for path in (f"/console/referrals/{task}", "/console/inbox")]
    assert [page.status_code for page in pages] == [200, 200]
    assert not any(f"/console/transfers/{request}" in page.text for page in pages)
    assert await codes(world, "N1", request) == [200, 200, 200]


def test_the_day_of_a_slot_that_ends_at_midnight_is_the_day_that_it_was_on() -> None:
    ends = {
        text: micros_to_instant(end_of_day({"start": "2026-03-02T23:30:00+08:00", "end": text}))
        for text in ("2026-03-03T00:00:00+08:00", "2026-03-02T16:00:00Z", "2026-03-02T23:59:00+08:00",
                     "2026-03-03T00:00:01+08:00")
    }  # fmt: skip

    assert [one[:13] for one in ends.values()] == ["2026-03-02T16"] * 3 + ["2026-03-03T16"], ends
