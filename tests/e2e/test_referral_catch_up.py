"""What a stat call left out is caught up within 24 hours: listed, alarmed once, and asked for when the loop closes."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from hub.errors import RuleError
from hub.referral.gather import GUARD
from hub.referral.lookup import find
from hub.referral.shape import CATCH_UP, extension_of
from hub.referral.states import Direction, Event, State
from hub.store.port import Ref
from tests.e2e.referral_stage import Stage, stage

HOURS = 3600


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as made:
        yield made


async def called(alliance: Stage) -> tuple[Ref, Ref, Ref]:
    """A home without a doctor called at night with nothing in place; patient, referral and Task."""
    patient = await alliance.patient("N2", "周阿婆")
    draft = await alliance.draft("N2", Direction.FROM_HOME, "H1", patient, priority="stat")
    await alliance.act("N2", draft.tasks[0], Event.SUBMIT)
    return patient, draft.request, draft.tasks[0]


async def supply(alliance: Stage, patient: Ref) -> None:
    about: dict[str, Any] = {"reference": str(patient)}
    await alliance.diagnose("N2", patient, "F05", "谵妄")
    await alliance.put("N2", {"resourceType": "MedicationStatement", "status": "active", "subject": about,
                              "medicationCodeableConcept": {"text": "氨氯地平"}})  # fmt: skip
    await alliance.put("N2", {"resourceType": "AllergyIntolerance", "patient": about, "code": {"text": "无已知过敏"}})
    await alliance.put("N2", {"resourceType": "RelatedPerson", "patient": about, "name": [{"text": "周女儿"}]})


async def feedback_sent(alliance: Stage, task: Ref) -> None:
    for event in (Event.ACCEPT, Event.ARRIVE, Event.ADMIT):
        await alliance.act("H1", task, event)
    await alliance.act("H1", task, Event.FEEDBACK, note="谵妄已控制")


async def overdue(alliance: Stage, task: Ref) -> int:
    """How often the alarm rang."""
    found = await find(alliance.engine, "Provenance", "target", str(task), visibility=GUARD)
    events = [item.json()["activity"]["coding"][0]["code"] for item in found]
    return events.count(Event.OVERDUE.value)


async def test_the_referral_says_until_when_it_is_caught_up_and_what_by_whom(alliance: Stage) -> None:
    _, request, _ = await called(alliance)

    lacks = await alliance.workflow.lacks(request)

    until = extension_of((await alliance.stored(request)).json(), CATCH_UP)
    assert until is not None
    assert until["valueDateTime"] == "2026-03-03T01:00:00.000Z"
    assert [(gap.code, gap.by_zh) for gap in lacks] == [
        ("diagnoses", "转出医生"), ("medicines", "转出医生"), ("allergies", "护士"), ("vital-signs", "护士"),
        ("contact", "转出协调员"),
    ]  # fmt: skip


async def test_the_loop_of_a_stat_call_closes_when_what_was_left_out_is_there(alliance: Stage) -> None:
    patient, _, task = await called(alliance)
    await feedback_sent(alliance, task)

    with pytest.raises(
        RuleError, match=r"急诊上转的资料尚未补齐：诊断\(转出医生\)；.*contact \(from the sending desk\)"
    ):
        await alliance.act("N2", task, Event.ACKNOWLEDGE)
    await supply(alliance, patient)

    assert await alliance.act("N2", task, Event.ACKNOWLEDGE) is State.CLOSED


async def test_the_alarm_rings_once_after_24_hours_and_holds_nothing_up(alliance: Stage) -> None:
    _, _, task = await called(alliance)
    await alliance.act("H1", task, Event.ACCEPT)
    alliance.clock.advance(seconds=24 * HOURS - 1)
    await alliance.timers.turn()
    before = await overdue(alliance, task)

    alliance.clock.advance(seconds=2)
    await alliance.timers.turn()
    await alliance.timers.turn()

    assert (before, await overdue(alliance, task)) == (0, 1)
    assert await alliance.act("N2", task, Event.DEPART) is State.IN_TRANSIT


async def test_no_alarm_rings_when_everything_was_caught_up(alliance: Stage) -> None:
    patient, _, task = await called(alliance)
    await supply(alliance, patient)
    alliance.clock.advance(seconds=24 * HOURS + 1)
    await alliance.observe("N2", patient, {"temperature": 36.8})

    await alliance.timers.turn()

    assert await overdue(alliance, task) == 0


async def test_a_referral_that_becomes_stat_is_caught_up_too(alliance: Stage) -> None:
    patient = await alliance.patient("N1", "周阿婆")
    draft = await alliance.draft("N1", Direction.FROM_HOME, "H1", patient, priority="urgent")
    await alliance.act("N1", draft.tasks[0], Event.SUBMIT)

    await alliance.act("N1", draft.tasks[0], Event.RAISE, reason="worse", priority="stat")

    assert extension_of((await alliance.stored(draft.request)).json(), CATCH_UP) is not None


async def test_a_routine_referral_has_nothing_to_catch_up(alliance: Stage) -> None:
    draft = await alliance.draft("H1", Direction.INTO_HOME, "N1", await alliance.steady_elder("H1"))
    await alliance.act("H1", draft.tasks[0], Event.SUBMIT)

    assert extension_of((await alliance.stored(draft.request)).json(), CATCH_UP) is None
    assert [gap.code for gap in await alliance.workflow.lacks(draft.request)] == [
        "medicines", "reconciliation", "allergies", "contact", "results", "skin", "payer", "care-plan", "follow-up",
        "wishes",
    ]  # fmt: skip


async def test_an_unknown_elder_and_an_unknown_referral_lack_nothing_that_could_be_listed(alliance: Stage) -> None:
    assert await alliance.workflow.lacks(Ref("ServiceRequest", "none")) == ()
