"""What the guard plans for units that clients seldom send: two moves at once, candidates that are over, lost parts."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fhir_profiles.json_text import dump
from hub.errors import NotFoundError, RuleError
from hub.referral.catalogues import to_version
from hub.referral.gather import GUARD, tasks_of
from hub.referral.shape import focus_of, outputs_of, state_of
from hub.referral.states import DIRECTION_SYSTEM, Direction, Event, State
from hub.store.port import Put, Ref, WriteUnit, system
from terminology.catalogue import sample
from tests.e2e.referral_stage import Stage, stage


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as made:
        yield made


async def body_of(alliance: Stage, ref: Ref) -> dict[str, Any]:
    return dict((await alliance.stored(ref)).json())


async def write(alliance: Stage, code: str, *resources: dict[str, Any]) -> None:
    """One unit of a member with these resources in it."""
    puts = tuple(Put(ref=Ref(one["resourceType"], one["id"]), data=dump(one)) for one in resources)
    await alliance.store.write(WriteUnit(puts=puts), visibility=alliance.who(code).visibility)


async def two_bids(alliance: Stage) -> Any:
    """A draft of the hospital's for two homes."""
    patient = await alliance.steady_elder("H1")
    return await alliance.workflow.create_draft(
        alliance.who("H1"), patient=patient, direction=Direction.INTO_HOME, receivers=["N1", "N2"]
    )


def request(request_id: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "ServiceRequest", "id": request_id, "status": "active", "intent": "order",
        "category": [{"coding": [{"system": DIRECTION_SYSTEM, "code": "into-home"}]}],
    } | more  # fmt: skip


async def test_two_referrals_to_one_home_are_sent_in_one_unit(alliance: Stage) -> None:
    tasks = []
    for _ in range(2):
        draft = await alliance.draft("H1", Direction.INTO_HOME, "N1", await alliance.steady_elder("H1"))
        tasks.append(draft.tasks[0])

    await write(alliance, "H1", *[await body_of(alliance, task) | {"status": "requested"} for task in tasks])

    assert [await alliance.state(task) for task in tasks] == [State.SUBMITTED, State.SUBMITTED]


async def test_a_revoked_request_cancels_the_candidates_that_are_still_open(alliance: Stage) -> None:
    draft = await two_bids(alliance)
    for task in draft.tasks:
        await alliance.act("H1", task, Event.SUBMIT)
    await alliance.act("N1", draft.tasks[0], Event.DECLINE, reason="no-bed")

    await write(alliance, "H1", await body_of(alliance, draft.request) | {"status": "revoked"})

    assert [await alliance.state(task) for task in draft.tasks] == [State.REJECTED, State.CANCELLED]


async def test_a_draft_that_a_message_brings_waits_on_the_senders_desk(alliance: Stage) -> None:
    patient = await alliance.steady_elder("H1")
    drafted = request(
        "drafted", status="draft", subject={"reference": str(patient)}, performer=[{"reference": "Organization/N1"}]
    )
    put = Put(ref=Ref("ServiceRequest", "drafted"), data=dump(drafted), custodian=alliance.who("H1").member)

    await alliance.store.write(WriteUnit(puts=(put,)), visibility=system("referral ingest"))

    tasks = await tasks_of(alliance.engine, Ref("ServiceRequest", "drafted"))
    assert [state_of(task.json()) for task in tasks] == [State.DRAFT]


async def test_an_urgent_bid_is_asked_in_words_though_no_catalogue_is_in_force(alliance: Stage) -> None:
    old = to_version(sample(), {})
    alliance.admin.add_catalogue_version(replace(old, effective_from=1, effective_to=2))
    patient = await alliance.steady_elder("N1")
    draft = await alliance.workflow.create_draft(
        alliance.who("N1"), patient=patient, direction=Direction.FROM_HOME, receivers=["H1", "M1"], priority="urgent"
    )

    await alliance.act("N1", draft.tasks[0], Event.SUBMIT)

    said = [line["valueString"] for line in (await body_of(alliance, draft.tasks[0]))["input"]]
    assert "I10 原发性高血压" in said


async def test_bids_about_nobody_tell_nothing(alliance: Stage) -> None:
    asked = request(
        "bids", subject={"display": "待登记老人"},
        performer=[{"reference": "Organization/N1"}, {"reference": "Organization/N2"}],
    )  # fmt: skip

    with pytest.raises(RuleError):
        await write(alliance, "H1", asked)


async def test_a_task_about_nothing_does_not_become_a_candidate_by_an_update(alliance: Stage) -> None:
    draft = await alliance.draft("H1", Direction.INTO_HOME, "N1", await alliance.steady_elder("H1"))
    plain = {"resourceType": "Task", "id": "plain", "status": "requested", "intent": "order"}
    await write(alliance, "H1", plain)

    with pytest.raises(RuleError, match="about no ServiceRequest"):
        await write(alliance, "H1", plain | {"focus": {"reference": str(draft.request)}})


async def test_a_candidate_whose_proposal_is_gone_does_not_hold_up_the_other(alliance: Stage) -> None:
    draft = await two_bids(alliance)
    proposal = focus_of(await body_of(alliance, draft.tasks[1]))
    assert proposal is not None
    await alliance.engine.write(WriteUnit(puts=(Put(ref=proposal, data=b"", delete=True),)), visibility=GUARD)

    state = await alliance.act("H1", draft.tasks[0], Event.SUBMIT)

    assert state is State.SUBMITTED


async def test_a_delivered_bundle_that_is_gone_is_not_found(alliance: Stage) -> None:
    draft = await alliance.draft("N1", Direction.FROM_HOME, "H1", await alliance.steady_elder("N1"), priority="urgent")
    task = draft.tasks[0]
    await alliance.act("N1", task, Event.SUBMIT, doctor="王医生")
    await alliance.act("H1", task, Event.ACCEPT)
    await alliance.act("N1", task, Event.DEPART)
    delivered = outputs_of(await body_of(alliance, task), "transfer-bundle")
    assert delivered != []
    gone = tuple(Put(ref=ref, data=b"", delete=True) for ref in delivered)
    await alliance.engine.write(WriteUnit(puts=gone), visibility=GUARD)

    with pytest.raises(NotFoundError, match="No transfer bundle"):
        await alliance.workflow.transfer_bundle(draft.request.id, alliance.who("H1"))
