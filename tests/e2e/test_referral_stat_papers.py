"""A stat call does not wait for its papers: whatever stands in the record, the elder leaves (ruling 1)."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from fhir_profiles.json_text import dump
from hub.referral.gather import GUARD
from hub.referral.receipt import BUNDLE_OUTPUT
from hub.referral.shape import outputs_of
from hub.referral.states import Direction, Event, State
from hub.store.port import Put, Ref, WriteUnit
from tests.e2e.referral_stage import Stage, stage

UNREADABLE = {"resourceType": "Observation", "id": "odd", "status": "final", "code": "not a concept"}


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as made:
        yield made


async def elder_with_an_unreadable_record(alliance: Stage) -> Ref:
    """An elder of the home whose record holds what no validation would let in today."""
    patient = await alliance.steady_elder("N1")
    data = dump(UNREADABLE | {"subject": {"reference": str(patient)}})
    put = Put(ref=Ref("Observation", "odd"), data=data, custodian=alliance.who("N1").member)
    await alliance.engine.write(WriteUnit(puts=(put,)), visibility=GUARD)
    return patient


async def test_a_stat_call_survives_any_failure_while_its_bundle_is_made(
    alliance: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    patient = await elder_with_an_unreadable_record(alliance)
    draft = await alliance.draft("N1", Direction.FROM_HOME, "H1", patient, priority="stat")
    await alliance.act("N1", draft.tasks[0], Event.SUBMIT)

    left = await alliance.act("N1", draft.tasks[0], Event.DEPART)

    assert left is State.IN_TRANSIT
    assert outputs_of((await alliance.stored(draft.tasks[0])).json(), BUNDLE_OUTPUT) == []
    assert "BACKGROUND_FAILED" in caplog.messages


async def test_a_referral_that_can_wait_is_not_sent_without_its_bundle(alliance: Stage) -> None:
    patient = await elder_with_an_unreadable_record(alliance)
    draft = await alliance.draft("N1", Direction.FROM_HOME, "H1", patient, priority="urgent")
    for who, event in (("N1", Event.SUBMIT), ("H1", Event.ACCEPT), ("N1", Event.SELECT)):
        await alliance.act(who, draft.tasks[0], event)

    with pytest.raises(AttributeError):
        await alliance.act("N1", draft.tasks[0], Event.DEPART)

    assert await alliance.state(draft.tasks[0]) is State.SELECTED
