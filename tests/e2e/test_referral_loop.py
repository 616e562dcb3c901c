"""The loop end to end on a real store: draft to closed, and the seven rulings that no setting may undo."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.referral.states import Direction, Event, State
from tests.e2e.referral_stage import Stage, stage


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as made:
        yield made


async def test_a_transfer_into_a_home_runs_from_draft_to_closed(alliance: Stage) -> None:
    patient = await alliance.steady_elder("H1")
    bed = await alliance.bed("N1", "n1-bed-1")
    draft = await alliance.draft("H1", Direction.INTO_HOME, "N1", patient)
    task = draft.tasks[0]

    assert await alliance.act("H1", task, Event.SUBMIT) is State.SUBMITTED
    assert await alliance.act("N1", task, Event.OPEN) is State.UNDER_REVIEW
    assert await alliance.act("N1", task, Event.ASK, note="请补充近期用药") is State.INFO_REQUESTED
    assert await alliance.act("H1", task, Event.SUPPLY, note="已补充") is State.UNDER_REVIEW
    assert await alliance.act("N1", task, Event.ACCEPT) is State.ACCEPTED
    assert await alliance.act("H1", task, Event.SELECT) is State.SELECTED
    assert await alliance.act("N1", task, Event.RESERVE, bed=bed) is State.RESERVED
    planned = alliance.clock.now() + 3_600_000_000
    assert await alliance.act("H1", task, Event.SCHEDULE, planned=planned) is State.SCHEDULED
    assert await alliance.act("H1", task, Event.DEPART) is State.IN_TRANSIT
    assert await alliance.act("N1", task, Event.ARRIVE) is State.ARRIVED
    assert await alliance.act("N1", task, Event.ADMIT) is State.IN_CARE
    assert await alliance.act("N1", task, Event.FEEDBACK, note="入住顺利") is State.FEEDBACK_SENT
    assert await alliance.act("H1", task, Event.ACKNOWLEDGE) is State.CLOSED

    request = (await alliance.stored(draft.request)).json()
    assert (request["status"], (await alliance.stored(task)).json()["status"]) == ("completed", "completed")
