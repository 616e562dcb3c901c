"""The linked way back from a door, a word given by phone, an elder sent to and fro, a discharge against advice."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from hub.errors import RuleError
from hub.referral.gather import GUARD, tasks_of
from hub.referral.lookup import find
from hub.referral.shape import BY_PHONE, LOOP, extension_of, reason_of, state_of
from hub.referral.states import Direction, Event, State
from hub.store.port import Ref, StoredResource
from tests.e2e.referral_stage import Stage, stage

HOURS = 3600


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as made:
        yield made


async def sent(alliance: Stage, patient: Ref | None = None, receiver: str = "N1") -> tuple[Ref, Ref]:
    """Submitted by H1: the referral and its Task."""
    patient = patient or await alliance.steady_elder("H1")
    draft = await alliance.draft("H1", Direction.INTO_HOME, receiver, patient)
    await alliance.act("H1", draft.tasks[0], Event.SUBMIT)
    return draft.request, draft.tasks[0]


async def at_the_door(alliance: Stage) -> tuple[Ref, Ref]:
    request, task = await sent(alliance)
    bed = await alliance.bed("N1", "n1-bed")
    await alliance.act("N1", task, Event.ACCEPT)
    await alliance.act("H1", task, Event.SELECT, bed=bed)
    await alliance.act("H1", task, Event.DEPART)
    await alliance.act("N1", task, Event.ARRIVE)
    return request, task


async def based_on(alliance: Stage, request: Ref) -> StoredResource:
    [found] = await find(alliance.engine, "ServiceRequest", "based-on", str(request), visibility=GUARD)
    return found


async def test_a_refusal_at_the_door_needs_the_vital_signs(alliance: Stage) -> None:
    _, task = await at_the_door(alliance)

    with pytest.raises(RuleError, match="the vital signs on arrival"):
        await alliance.act("N1", task, Event.REFUSE_AT_DOOR, reason="fever", onward="H1")

    assert await alliance.state(task) is State.ARRIVED


@pytest.mark.parametrize(("onward", "receiver"), [("H1", "H1"), ("120", "H1"), ("M1", "M1"), ("N1", "H1")])
async def test_a_refusal_at_the_door_is_linked_with_the_way_on(alliance: Stage, onward: str, receiver: str) -> None:
    request, task = await at_the_door(alliance)

    await alliance.act("N1", task, Event.REFUSE_AT_DOOR, reason="fever", note="T 38.5 SpO2 91", onward=onward)

    way = await based_on(alliance, request)
    body: dict[str, Any] = way.json()
    [back] = await tasks_of(alliance.engine, way.ref)
    assert (body["status"], body["priority"], body["requester"]) == (
        "active",
        "urgent",
        {"reference": "Organization/N1"},
    )
    assert body["category"][0]["coding"][0]["code"] == "from-home"
    assert back.json()["owner"] == {"reference": f"Organization/{receiver}"}
    assert state_of(back.json()) is State.ACCEPTED
    assert await alliance.sees(receiver, back.ref)
    assert await alliance.act("N1", back.ref, Event.DEPART) is State.IN_TRANSIT
    assert await alliance.act(receiver, back.ref, Event.ARRIVE) is State.ARRIVED


async def test_what_was_accepted_by_phone_stands_with_who_said_so_until_the_receiver_confirms(alliance: Stage) -> None:
    patient = await alliance.patient("M1")
    draft = await alliance.draft("M1", Direction.INTO_HOME, "N1", patient, priority="urgent")
    task = (await alliance.draft("M1", Direction.UP, "N1", patient, priority="urgent")).tasks[0]
    await alliance.act("M1", task, Event.SUBMIT)

    with pytest.raises(RuleError, match="who there said so, and read it back"):
        await alliance.act("H1", task, Event.ACCEPT)
    await alliance.act("H1", task, Event.ACCEPT, said_by="N1 值班 周护士长，已复述")
    noted = extension_of((await alliance.stored(task)).json(), BY_PHONE)
    await alliance.act("N1", task, Event.CONFIRM)

    assert noted is not None
    assert [part.get("valueString", part.get("valueDateTime")) for part in noted["extension"]] == [
        "N1 值班 周护士长，已复述", "2026-03-02T01:00:00.000Z",
    ]  # fmt: skip
    assert extension_of((await alliance.stored(task)).json(), BY_PHONE) is None
    assert draft.request is not None


async def test_what_nobody_confirms_within_two_hours_is_escalated(alliance: Stage) -> None:
    patient = await alliance.patient("M1")
    task = (await alliance.draft("M1", Direction.UP, "N1", patient, priority="urgent")).tasks[0]
    await alliance.act("M1", task, Event.SUBMIT)
    await alliance.act("H1", task, Event.ACCEPT, said_by="N1 周护士长")

    alliance.clock.advance(seconds=2 * HOURS + 1)
    await alliance.timers.turn()

    found = await find(alliance.engine, "Provenance", "target", str(task), visibility=GUARD)
    assert [one.json()["activity"]["coding"][0]["code"] for one in found].count("escalate") == 1
    assert await alliance.state(task) is State.ACCEPTED


async def test_an_elder_who_is_sent_to_and_fro_is_flagged_to_the_lead_hospital(alliance: Stage) -> None:
    patient = await alliance.steady_elder("M1")
    found: list[int | None] = []
    last: Ref | None = None
    for _ in range(3):
        draft = await alliance.draft("M1", Direction.INTO_HOME, "N1", patient)
        bed = await alliance.bed("N1", f"bed-{len(found)}")
        await alliance.act("M1", draft.tasks[0], Event.SUBMIT)
        found.append((extension_of((await alliance.stored(draft.request)).json(), LOOP) or {}).get("valueInteger"))
        await alliance.act("N1", draft.tasks[0], Event.ACCEPT)
        await alliance.act("M1", draft.tasks[0], Event.SELECT, bed=bed)
        await alliance.act("M1", draft.tasks[0], Event.DEPART)
        await alliance.act("N1", draft.tasks[0], Event.ARRIVE)
        last = draft.request

    assert found == [None, None, 2]
    assert last is not None
    assert await alliance.sees("H1", last)
    assert await alliance.sees("H1", patient)


async def test_a_discharge_against_advice_keeps_its_reason_and_the_loop_goes_on(alliance: Stage) -> None:
    _, task = await at_the_door(alliance)
    await alliance.act("N1", task, Event.ADMIT)

    state = await alliance.act("N1", task, Event.DISCHARGE, reason="against-advice", note="家属接回")

    assert state is State.FEEDBACK_DUE
    assert reason_of((await alliance.stored(task)).json()) == ("against-advice", "家属接回")
    assert await alliance.act("N1", task, Event.FEEDBACK, note="自动出院") is State.FEEDBACK_SENT
