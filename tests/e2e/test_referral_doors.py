"""Every door meets the same guard: PUT, transactions, two people at once, and the operations over HTTP (DESIGN D12)."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from fhir_profiles.json_text import dump
from hub.errors import ConflictError, ForbiddenError, HubError, NotFoundError, RuleError
from hub.referral.gather import tasks_of
from hub.referral.shape import OVERRIDE_APPROVED, reason_of, set_state, state_of
from hub.referral.situation import Details
from hub.referral.states import DIRECTION_SYSTEM, Direction, Event, State
from hub.store.port import Put, Ref, UnitConflictError, WriteUnit
from tests.e2e.referral_stage import Stage, stage


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as made:
        yield made


async def submitted(alliance: Stage, receiver: str = "N1") -> Ref:
    """A transfer into a home that waits for an answer; its Task."""
    patient = await alliance.steady_elder("H1")
    draft = await alliance.draft("H1", Direction.INTO_HOME, receiver, patient)
    await alliance.act("H1", draft.tasks[0], Event.SUBMIT)
    return draft.tasks[0]


async def put_task(alliance: Stage, code: str, task: Ref, *, expected: int | None = None, **changed: Any) -> State:
    """Write the Task as a plain FHIR client does."""
    resource = (await alliance.stored(task)).json() | changed
    unit = WriteUnit(puts=(Put(ref=task, data=dump(resource), expected=expected),))
    await alliance.store.write(unit, visibility=alliance.who(code).visibility)
    return await alliance.state(task)


async def test_a_plain_put_of_the_status_is_the_event_that_it_means(alliance: Stage) -> None:
    task = await submitted(alliance)

    assert await put_task(alliance, "N1", task, status="received") is State.UNDER_REVIEW
    assert await put_task(alliance, "N1", task, status="accepted") is State.ACCEPTED
    grown = (await alliance.stored(task)).json()
    set_state(grown, State.SELECTED, before=State.ACCEPTED, now=alliance.clock.now())
    assert await put_task(alliance, "H1", task, businessStatus=grown["businessStatus"]) is State.SELECTED


@pytest.mark.parametrize(
    ("code", "changed", "error", "match"),
    [
        ("H1", {"status": "accepted"}, ForbiddenError, "does not allow 'accept'"),
        ("N1", {"status": "completed"}, RuleError, "No event leads"),
        ("N1", {"status": "rejected"}, RuleError, "coded reason is missing"),
        ("N1", {"owner": {"reference": "Organization/N2"}}, RuleError, r"Task\.owner of a referral does not change"),
        ("N1", {"businessStatus": {"coding": [{"system": "https://alliance-hub.example/fhir/CodeSystem/referral-state",
                                               "code": "done"}]}}, RuleError, "is no state of a referral"),
        ("N2", {"status": "accepted"}, NotFoundError, "unknown"),
    ],
)  # fmt: skip
async def test_a_put_that_the_table_refuses_is_refused_in_words(
    alliance: Stage, code: str, changed: dict[str, Any], error: type[HubError], match: str
) -> None:
    task = await submitted(alliance)

    with pytest.raises(error, match=match):
        await put_task(alliance, code, task, **changed)

    assert await alliance.state(task) is State.SUBMITTED


async def test_a_decline_by_put_carries_its_reason_and_leaves_the_lead_hospital_to_place(alliance: Stage) -> None:
    task = await submitted(alliance)
    reason = {"coding": [{"system": "https://alliance-hub.example/fhir/CodeSystem/decline-reason", "code": "no-bed"}]}

    assert await put_task(alliance, "N1", task, status="rejected", statusReason=reason) is State.REJECTED

    stored = (await alliance.stored(task)).json()
    assert reason_of(stored)[0] == "no-bed"
    focus = Ref("ServiceRequest", stored["focus"]["reference"].removeprefix("ServiceRequest/"))
    others = {
        item["owner"]["reference"]: state_of(item)
        for item in [t.json() for t in await tasks_of(alliance.engine, focus)]
    }
    assert others == {"Organization/N1": State.REJECTED, "Organization/H1": State.NO_TAKER}


async def test_a_stale_if_match_is_left_to_the_api(alliance: Stage) -> None:
    task = await submitted(alliance)

    with pytest.raises(UnitConflictError) as caught:
        await put_task(alliance, "N1", task, expected=1, status="received")

    assert (caught.value.kind, caught.value.ref) == ("version", task)


async def test_only_the_requester_changes_the_service_request(alliance: Stage) -> None:
    task = await submitted(alliance)
    focus = (await alliance.stored(task)).json()["focus"]["reference"]
    request = await alliance.stored(Ref("ServiceRequest", focus.removeprefix("ServiceRequest/")))
    unit = WriteUnit(puts=(Put(ref=request.ref, data=dump(request.json() | {"status": "completed"})),))

    with pytest.raises(ForbiddenError, match="requester"):
        await alliance.store.write(unit, visibility=alliance.who("N1").visibility)
    with pytest.raises(RuleError, match="does not go from active to completed"):
        await alliance.store.write(unit, visibility=alliance.who("H1").visibility)


async def test_a_client_makes_and_submits_a_referral_in_one_transaction(alliance: Stage) -> None:
    patient = await alliance.steady_elder("H1")
    request, task = Ref("ServiceRequest", "sr-1"), Ref("Task", "task-1")
    puts = (
        Put(ref=task, data=dump({
            "resourceType": "Task", "status": "requested", "intent": "order", "focus": {"reference": str(request)},
            "owner": {"reference": "Organization/N1"},
        }), expected=0),
        Put(ref=request, data=dump({
            "resourceType": "ServiceRequest", "status": "active", "intent": "order",
            "category": [{"coding": [{"system": DIRECTION_SYSTEM, "code": "into-home"}]}],
            "subject": {"reference": str(patient)},
        }), expected=0),
    )  # fmt: skip

    result = await alliance.store.write(WriteUnit(puts=puts), visibility=alliance.who("H1").visibility)

    assert [(stored.ref, stored.custodian) for stored in result.resources] == [(task, 1), (request, 1)]
    assert await alliance.state(task) is State.SUBMITTED
    assert (await alliance.stored(request)).json()["status"] == "active"
    assert await alliance.act("N1", task, Event.ACCEPT) is State.ACCEPTED


@pytest.mark.parametrize(
    ("owner", "code", "match"),
    [("N9", "H1", "no other member"), ("H1", "H1", "no other member"), ("N2", "N1", "Only the requester adds")],
)
async def test_a_candidate_has_to_be_another_member_and_comes_from_the_requester(
    alliance: Stage, owner: str, code: str, match: str
) -> None:
    patient = await alliance.steady_elder("H1")
    draft = await alliance.draft("H1", Direction.INTO_HOME, "N1", patient)
    await alliance.act("H1", draft.tasks[0], Event.SUBMIT)
    body = {
        "resourceType": "Task", "status": "draft", "intent": "order", "focus": {"reference": str(draft.request)},
        "owner": {"reference": f"Organization/{owner}"},
    }  # fmt: skip

    with pytest.raises(HubError, match=match):
        await alliance.store.write(
            WriteUnit(puts=(Put(ref=Ref("Task", "new"), data=dump(body), expected=0),)),
            visibility=alliance.who(code).visibility,
        )


async def test_two_selections_at_once_give_one_winner_and_one_conflict(alliance: Stage) -> None:
    patient = await alliance.steady_elder("H1")
    draft = await alliance.workflow.create_draft(
        alliance.who("H1"), patient=patient, direction=Direction.INTO_HOME, receivers=["N1", "N2"]
    )
    for task, code in zip(draft.tasks, ("N1", "N2"), strict=True):
        await alliance.act("H1", task, Event.SUBMIT)
        assert not await alliance.sees(code, patient)
        await alliance.act(code, task, Event.ACCEPT)

    results = await asyncio.gather(
        *(alliance.act("H1", task, Event.SELECT) for task in draft.tasks), return_exceptions=True
    )

    assert sorted(type(result).__name__ for result in results) == ["ConflictError", "State"]
    states = sorted([await alliance.state(task) for task in draft.tasks])
    assert states == [State.NOT_SELECTED, State.SELECTED]
    winner = ("N1", "N2")[[await alliance.state(task) for task in draft.tasks].index(State.SELECTED)]
    assert [await alliance.sees(code, patient) for code in ("N1", "N2")] == [winner == "N1", winner == "N2"]


async def test_two_referrals_for_one_bed_give_it_to_one(alliance: Stage) -> None:
    bed = await alliance.bed("N1", "n1-last")
    tasks = [await submitted(alliance), await submitted(alliance)]
    for task in tasks:
        await alliance.act("N1", task, Event.ACCEPT)
        await alliance.act("H1", task, Event.SELECT)

    results = await asyncio.gather(
        *(alliance.act("N1", task, Event.RESERVE, bed=bed) for task in tasks), return_exceptions=True
    )

    assert sorted(type(result).__name__ for result in results) == ["ConflictError", "State"]


async def test_select_with_a_bed_that_is_taken_leaves_the_task_accepted(alliance: Stage) -> None:
    task = await submitted(alliance)
    bed = await alliance.bed("N1", "n1-occupied", operationalStatus={"code": "O"})
    await alliance.act("N1", task, Event.ACCEPT)

    with pytest.raises(ConflictError, match="cannot be had"):
        await alliance.act("H1", task, Event.SELECT, bed=bed)

    assert await alliance.state(task) is State.ACCEPTED


async def test_a_second_open_referral_in_the_same_direction_is_a_conflict_with_its_link(alliance: Stage) -> None:
    patient = await alliance.steady_elder("H1")
    first = await alliance.draft("H1", Direction.INTO_HOME, "N1", patient)
    second = await alliance.draft("H1", Direction.INTO_HOME, "N2", patient)
    await alliance.act("H1", first.tasks[0], Event.SUBMIT)

    with pytest.raises(ConflictError, match=str(first.request)):
        await alliance.act("H1", second.tasks[0], Event.SUBMIT)

    await alliance.act("H1", first.tasks[0], Event.CANCEL, reason="mistake")
    assert await alliance.act("H1", second.tasks[0], Event.SUBMIT) is State.SUBMITTED


async def test_a_cancellation_after_acceptance_takes_two_and_frees_the_bed(alliance: Stage) -> None:
    task = await submitted(alliance)
    bed = await alliance.bed("N1", "n1-bed")
    await alliance.act("N1", task, Event.ACCEPT)
    await alliance.act("H1", task, Event.SELECT, bed=bed)

    assert await alliance.act("H1", task, Event.CANCEL, reason="family-refuses") is State.CANCEL_REQUESTED
    assert await alliance.act("N1", task, Event.REFUSE_CANCEL, reason="on-the-way") is State.RESERVED
    assert await alliance.act("H1", task, Event.CANCEL, reason="family-refuses") is State.CANCEL_REQUESTED
    assert await alliance.act("N1", task, Event.AGREE_CANCEL) is State.CANCELLED

    assert await alliance.engine.claim_of("bed", "n1-bed", now=alliance.clock.now()) is None


async def test_a_draft_that_the_catalogue_does_not_pass_is_refused_with_what_is_missing(alliance: Stage) -> None:
    patient = await alliance.patient("H1")
    await alliance.diagnose("H1", patient, "I63.900", "急性脑梗死")
    draft = await alliance.draft("H1", Direction.INTO_HOME, "N2", patient)

    with pytest.raises(RuleError, match="The catalogue stands against it"):
        await alliance.act("H1", draft.tasks[0], Event.SUBMIT)

    assert await alliance.act("H1", draft.tasks[0], Event.CHECK) is State.BLOCKED
    note = "家属坚持，接收方已电话确认可以照护"
    desk = alliance.who("H1", user="desk", roles=frozenset({"coordinator"}))
    approver = alliance.who("H1", user="medical-affairs", roles=frozenset({"manager"}))
    await alliance.workflow.act(draft.tasks[0].id, Event.REQUEST_OVERRIDE, desk, details=Details(note=note))
    with pytest.raises(ForbiddenError, match="Whoever asked for the exception may not decide it"):
        await alliance.workflow.act(draft.tasks[0].id, Event.APPROVE, desk)
    with pytest.raises(ForbiddenError, match="decided by a named person"):
        await alliance.act("H1", draft.tasks[0], Event.APPROVE)
    await alliance.workflow.act(draft.tasks[0].id, Event.APPROVE, approver)
    assert await alliance.act("H1", draft.tasks[0], Event.SUBMIT) is State.SUBMITTED


async def test_feedback_is_acknowledged_by_the_clock_after_72_hours_and_marked_so(alliance: Stage) -> None:
    task = await submitted(alliance)
    bed = await alliance.bed("N1", "n1-bed")
    await alliance.act("N1", task, Event.ACCEPT)
    await alliance.act("H1", task, Event.SELECT, bed=bed)
    await alliance.act("H1", task, Event.DEPART)
    await alliance.act("N1", task, Event.ARRIVE)
    await alliance.act("N1", task, Event.FEEDBACK, note="已入住")

    alliance.clock.advance(seconds=72 * 3600 + 1)
    await alliance.timers.turn()

    stored = (await alliance.stored(task)).json()
    assert state_of(stored) is State.CLOSED
    marks = [one for one in stored["extension"] if one["url"].endswith("referral-acknowledged-automatically")]
    assert [one["valueBoolean"] for one in marks] == [True]


async def test_a_silent_receiver_is_escalated_and_then_expires_to_the_lead_hospital(alliance: Stage) -> None:
    task = await submitted(alliance)

    alliance.clock.advance(seconds=4 * 3600 + 1)
    await alliance.timers.turn()
    assert await alliance.state(task) is State.SUBMITTED
    alliance.clock.advance(seconds=4 * 3600 + 1)
    await alliance.timers.turn()

    assert await alliance.state(task) is State.EXPIRED


async def test_the_lead_hospital_redirects_what_nobody_takes(alliance: Stage) -> None:
    task = await submitted(alliance)
    await alliance.act("N1", task, Event.DECLINE, reason="no-bed")
    request = Ref(
        "ServiceRequest", (await alliance.stored(task)).json()["focus"]["reference"].removeprefix("ServiceRequest/")
    )
    [placed] = [
        found.ref for found in await tasks_of(alliance.engine, request) if state_of(found.json()) is State.NO_TAKER
    ]

    assert await alliance.act("H1", placed, Event.REDIRECT, receiver="Organization/N2") is State.REDIRECTED

    owners = {
        found.json()["owner"]["reference"]: state_of(found.json()) for found in await tasks_of(alliance.engine, request)
    }
    assert owners["Organization/N2"] is State.SUBMITTED


async def test_the_offers_say_what_is_allowed_what_is_needed_and_why_not(alliance: Stage) -> None:
    task = await submitted(alliance)

    receiver = {offer.event: offer for offer in await alliance.workflow.actions(task.id, alliance.who("N1"))}
    sender = {offer.event: offer for offer in await alliance.workflow.actions(task.id, alliance.who("H1"))}

    assert sorted(event for event, offer in receiver.items() if offer.allowed) == [
        Event.ACCEPT, Event.ASK, Event.DECLINE, Event.DIED, Event.OPEN, Event.RAISE, Event.REDIRECT,
    ]  # fmt: skip
    assert receiver[Event.DECLINE].needs == ("reason",)
    assert "no-bed" in {code for code, _, _ in receiver[Event.DECLINE].reasons}
    assert sorted(event for event, offer in sender.items() if offer.allowed) == [
        Event.CANCEL, Event.DIED, Event.RAISE, Event.WITHDRAW_CONSENT,
    ]  # fmt: skip
    assert [why.rule for why in sender[Event.ACCEPT].why] == ["actor"]


async def test_an_outsider_learns_nothing_of_a_referral(alliance: Stage) -> None:
    task = await submitted(alliance)

    with pytest.raises(NotFoundError):
        await alliance.act("N2", task, Event.ACCEPT)
    with pytest.raises(NotFoundError):
        await alliance.workflow.actions(task.id, alliance.who("N2"))


async def test_a_client_cannot_write_its_own_approval_or_bed_into_a_task(alliance: Stage) -> None:
    patient = await alliance.patient("H1")
    draft = await alliance.draft("H1", Direction.INTO_HOME, "N2", patient)
    approved = [{"url": OVERRIDE_APPROVED, "valueString": "user:nobody"}]

    await put_task(alliance, "H1", draft.tasks[0], extension=approved, location={"reference": "Location/x"})

    stored = (await alliance.stored(draft.tasks[0])).json()
    assert [name for name in ("extension", "location") if name in stored] == []
    with pytest.raises(RuleError, match="The catalogue stands against it"):
        await alliance.act("H1", draft.tasks[0], Event.SUBMIT)


async def test_the_priority_of_a_submitted_referral_is_not_lowered_by_writing_it(alliance: Stage) -> None:
    patient = await alliance.patient("M1")
    draft = await alliance.draft("M1", Direction.UP, "H1", patient, priority="urgent")
    await alliance.act("M1", draft.tasks[0], Event.SUBMIT)
    request = (await alliance.stored(draft.request)).json() | {"priority": "routine"}
    unit = WriteUnit(puts=(Put(ref=draft.request, data=dump(request)),))

    with pytest.raises(RuleError, match="raise and lower"):
        await alliance.store.write(unit, visibility=alliance.who("M1").visibility)

    assert await alliance.act("M1", draft.tasks[0], Event.RAISE, reason="worse", priority="stat") is State.SUBMITTED
    assert (await alliance.stored(draft.request)).json()["priority"] == "stat"
