"""The rarer events of the loop, allowed and refused: on the way, at the door, after a death, and what is deleted."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from fhir_profiles.json_text import dump
from hub.errors import BadRequestError, ConflictError, ForbiddenError, HubError, NotFoundError, RuleError
from hub.referral.gather import GUARD, tasks_of
from hub.referral.plan import Intent, ReferralUnit
from hub.referral.shape import focus_of, organization_code, state_of
from hub.referral.situation import Details
from hub.referral.states import DIRECTION_SYSTEM, Direction, Event, State
from hub.store.port import Put, Ref, WriteUnit
from tests.e2e.referral_stage import Stage, stage


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as made:
        yield made


async def sent(alliance: Stage, receiver: str = "N1", direction: Direction = Direction.INTO_HOME) -> Ref:
    """Submitted by H1; its Task."""
    draft = await alliance.draft("H1", direction, receiver, await alliance.steady_elder("H1"))
    await alliance.act("H1", draft.tasks[0], Event.SUBMIT)
    return draft.tasks[0]


async def arrived(alliance: Stage, receiver: str = "N1", direction: Direction = Direction.INTO_HOME) -> Ref:
    """The elder is with the receiver."""
    task = await sent(alliance, receiver, direction)
    bed = await alliance.bed(receiver, f"{receiver}-bed".lower())
    await alliance.act(receiver, task, Event.ACCEPT)
    await alliance.act("H1", task, Event.SELECT, bed=bed)
    await alliance.act("H1", task, Event.DEPART)
    await alliance.act(receiver, task, Event.ARRIVE)
    return task


def down_request(patient: Ref) -> dict[str, Any]:
    """A draft on the way down, without candidates."""
    way = {"coding": [{"system": DIRECTION_SYSTEM, "code": "down"}]}
    return {
        "resourceType": "ServiceRequest", "status": "draft", "intent": "order", "category": [way],
        "subject": {"reference": str(patient)},
    }  # fmt: skip


async def request_of(alliance: Stage, task: Ref) -> Ref:
    focus = focus_of((await alliance.stored(task)).json())
    assert focus is not None
    return focus


async def delete(alliance: Stage, code: str, ref: Ref) -> None:
    unit = WriteUnit(puts=(Put(ref=ref, data=b"", delete=True),))
    await alliance.store.write(unit, visibility=alliance.who(code).visibility)


async def test_a_home_refuses_at_the_door_only_with_someone_who_takes_the_elder(alliance: Stage) -> None:
    task = await arrived(alliance)

    with pytest.raises(RuleError, match="onward"):
        await alliance.act("N1", task, Event.REFUSE_AT_DOOR, reason="fever")

    assert (
        await alliance.act("N1", task, Event.REFUSE_AT_DOOR, reason="fever", onward="120", note="T 38.5")
        is State.RETURNED
    )


@pytest.mark.parametrize(
    ("priority", "match"), [("stat", "emergency treatment"), ("urgent", "hospital may not refuse")]
)
async def test_a_hospital_refuses_nobody_who_was_sent_up(alliance: Stage, priority: str, match: str) -> None:
    patient = await alliance.patient("M1")
    draft = await alliance.draft("M1", Direction.UP, "H1", patient, priority=priority)
    await alliance.act("M1", draft.tasks[0], Event.SUBMIT)
    await alliance.act("H1", draft.tasks[0], Event.ACCEPT)
    await alliance.act("M1", draft.tasks[0], Event.DEPART)
    await alliance.act("H1", draft.tasks[0], Event.ARRIVE)

    with pytest.raises(RuleError, match=match):
        await alliance.act("H1", draft.tasks[0], Event.REFUSE_AT_DOOR, reason="other", note="没有床位可以收治")


async def test_an_ambulance_diverts_and_the_new_receiver_sees_who_comes(alliance: Stage) -> None:
    patient = await alliance.patient("N1")
    draft = await alliance.draft("N1", Direction.FROM_HOME, "H1", patient, priority="stat")
    task = draft.tasks[0]
    await alliance.act("N1", task, Event.SUBMIT)
    await alliance.act("N1", task, Event.DEPART)
    with pytest.raises(RuleError, match="another member"):
        await alliance.act("N1", task, Event.DIVERT, receiver="X9")

    assert await alliance.act("N1", task, Event.DIVERT, receiver="M1") is State.REDIRECTED

    found = {organization_code(t.json()["owner"]): state_of(t.json()) for t in
             await tasks_of(alliance.engine, draft.request)}  # fmt: skip
    assert found == {"H1": State.REDIRECTED, "M1": State.IN_TRANSIT}
    assert [await alliance.sees(code, patient) for code in ("H1", "M1")] == [False, True]


async def test_a_fourth_redirection_is_for_the_lead_hospital_to_end(alliance: Stage) -> None:
    task = await sent(alliance)
    request = await request_of(alliance, task)
    for receiver in ("N2", "M1", "N1"):
        [current] = [t.ref for t in await tasks_of(alliance.engine, request) if state_of(t.json()) is State.SUBMITTED]
        owner = organization_code((await alliance.stored(current)).json()["owner"])
        await alliance.act(owner, current, Event.REDIRECT, receiver=receiver, said_by="转出方李护士")
    [current] = [t.ref for t in await tasks_of(alliance.engine, request) if state_of(t.json()) is State.SUBMITTED]

    with pytest.raises(RuleError, match="three times"):
        await alliance.act("N1", current, Event.REDIRECT, receiver="N2", said_by="转出方李护士")


@pytest.mark.parametrize(
    ("event", "details", "match"),
    [
        (Event.RAISE, {"reason": "worse", "priority": "routine"}, "higher one than routine"),
        (Event.RAISE, {"reason": "unheard-of", "priority": "urgent"}, "is unknown for raise"),
        (Event.ACCEPT, {}, "does not allow 'accept'"),
        ("fly", {}, "is no event of a referral"),
    ],
)
async def test_a_sender_is_told_why_an_event_is_refused(
    alliance: Stage, event: Event, details: dict[str, str], match: str
) -> None:
    task = await sent(alliance)
    alliance.admin.member("H1")
    with pytest.raises(HubError, match=match):
        await alliance.act("H1", task, event, **details)


async def test_a_receiver_asks_three_times_at_most_and_says_what(alliance: Stage) -> None:
    task = await sent(alliance)
    with pytest.raises(RuleError, match="Say in `note`"):
        await alliance.act("N1", task, Event.ASK)
    for _ in range(3):
        await alliance.act("N1", task, Event.ASK, note="请补充资料")
        await alliance.act("H1", task, Event.SUPPLY, note="已补充")

    with pytest.raises(RuleError, match="three times"):
        await alliance.act("N1", task, Event.ASK, note="还有一个问题")


async def test_what_the_receiver_has_to_say_is_asked_for(alliance: Stage) -> None:
    task = await sent(alliance)
    await alliance.act("N1", task, Event.ACCEPT)
    await alliance.act("H1", task, Event.SELECT)
    for event, details, match in (
        (Event.RESERVE, {}, "Send `bed`"),
        (Event.SCHEDULE, {}, "Send `planned`"),
        (Event.DEPART, {}, "No bed is held"),
        (Event.RETURN_HOME, {}, "does not allow"),
        (Event.LOWER, {"reason": "better", "priority": "stat", "doctor": "林医生"}, "lower one than routine"),
    ):
        with pytest.raises(HubError, match=match):
            await alliance.act("H1", task, event, **details)


async def test_nobody_is_written_off_by_a_clock(alliance: Stage) -> None:
    task = await sent(alliance)
    bed = await alliance.bed("N1", "n1-bed")
    await alliance.act("N1", task, Event.ACCEPT)
    await alliance.act("H1", task, Event.SELECT, bed=bed)
    await alliance.act("H1", task, Event.DEPART)

    with pytest.raises(RuleError, match="where the elder is"):
        await alliance.act("N1", task, Event.NO_SHOW)
    assert await alliance.act("N1", task, Event.NO_SHOW, note="家属接回家中") is State.NO_SHOW


async def test_a_death_after_arrival_is_an_outcome_and_before_it_an_end(alliance: Stage) -> None:
    there, waiting = await arrived(alliance), await sent(alliance, "N2")

    assert await alliance.act("N1", there, Event.DIED) is State.DIED
    assert await alliance.act("H1", waiting, Event.DIED) is State.DIED

    statuses = [(await alliance.stored(task)).json()["status"] for task in (there, waiting)]
    assert statuses == ["completed", "cancelled"]


async def test_feedback_needs_words_or_a_document_which_the_sender_then_reads(alliance: Stage) -> None:
    task = await arrived(alliance, "M1", Direction.DOWN)
    with pytest.raises(RuleError, match="Send the outcome"):
        await alliance.act("M1", task, Event.FEEDBACK)
    await alliance.act("M1", task, Event.ADMIT)
    with pytest.raises(RuleError, match="Only an elder who came from a home"):
        await alliance.act("M1", task, Event.RETURN_HOME)
    plan = await alliance.put("M1", {"resourceType": "CarePlan", "status": "active", "intent": "plan",
                                     "subject": {"display": "钱阿婆"}})  # fmt: skip

    await alliance.act("M1", task, Event.FEEDBACK, output=str(plan))

    assert await alliance.sees("H1", plan)


async def test_a_draft_is_deleted_by_its_requester_and_nothing_that_was_sent(alliance: Stage) -> None:
    patient = await alliance.steady_elder("H1")
    draft = await alliance.draft("H1", Direction.INTO_HOME, "N1", patient)
    with pytest.raises(ForbiddenError, match="Only the requester"):
        await delete(alliance, "N1", draft.tasks[0])
    await delete(alliance, "H1", draft.tasks[0])
    await delete(alliance, "H1", draft.request)
    task = await sent(alliance, "N2")

    for ref in (task, await request_of(alliance, task)):
        with pytest.raises(ConflictError, match="is kept"):
            await delete(alliance, "H1", ref)


async def test_the_service_request_itself_submits_and_cancels(alliance: Stage) -> None:
    patient = await alliance.steady_elder("H1")
    draft = await alliance.draft("H1", Direction.INTO_HOME, "N1", patient)

    async def write(status: str, **more: Any) -> None:
        body = (await alliance.stored(draft.request)).json() | {"status": status} | more
        put = Put(ref=draft.request, data=dump(body))
        await alliance.store.write(WriteUnit(puts=(put,)), visibility=alliance.who("H1").visibility)

    await write("active")
    assert await alliance.state(draft.tasks[0]) is State.SUBMITTED
    for changed, match in (
        ({"category": [{"coding": [{"system": DIRECTION_SYSTEM, "code": "down"}]}]}, "direction"),
        ({"subject": {"reference": "Patient/other"}}, "patient"),
        ({"requester": {"reference": "Organization/N2"}}, "requester"),
    ):
        with pytest.raises(RuleError, match=f"The {match} of a referral does not change"):
            await write("active", **changed)
    await write("revoked")
    assert await alliance.state(draft.tasks[0]) is State.CANCELLED


@pytest.mark.parametrize(("wanted", "after"), [("revoked", "revoked"), ("entered-in-error", "entered-in-error")])
async def test_a_draft_without_candidates_ends_by_writing_it(alliance: Stage, wanted: str, after: str) -> None:
    patient = await alliance.patient("H1")
    body = down_request(patient)
    ref = await alliance.put("H1", dict(body) | {"id": "sr-1"})
    with pytest.raises(RuleError, match="no candidate yet"):
        await alliance.put("H1", dict(body) | {"id": "sr-1", "status": "active"})

    await alliance.put("H1", dict(body) | {"id": "sr-1", "status": wanted})

    assert (await alliance.stored(ref)).json()["status"] == after


@pytest.mark.parametrize(
    ("code", "changed", "error", "match"),
    [
        ("H1", {"requester": {"reference": "Organization/N2"}}, ForbiddenError, "in its own name"),
        ("H1", {"status": "completed"}, RuleError, "draft, or active"),
    ],
)
async def test_a_new_referral_is_refused_when_it_is_nobodys_or_over(
    alliance: Stage, code: str, changed: dict[str, Any], error: type[HubError], match: str
) -> None:
    patient = await alliance.patient(code)
    body = down_request(patient)

    with pytest.raises(error, match=match):
        await alliance.put(code, body | changed)


async def test_a_task_about_nothing_is_no_referral(alliance: Stage) -> None:
    task = await alliance.put("H1", {"resourceType": "Task", "status": "draft", "intent": "order"})
    lost = await alliance.put("H1", {"resourceType": "Task", "status": "draft", "intent": "order",
                                     "focus": {"reference": "ServiceRequest/none"}})  # fmt: skip

    with pytest.raises(RuleError, match="no Task of a referral"):
        await alliance.workflow.actions(task.id, alliance.who("H1"))
    with pytest.raises(RuleError, match="does not exist"):
        await alliance.act("H1", lost, Event.OPEN)
    unit = ReferralUnit(intents=(Intent(Ref("Task", "none"), Event.OPEN, alliance_caller(alliance), Details()),))
    with pytest.raises(NotFoundError):
        await alliance.store.write(unit, visibility=GUARD)


def alliance_caller(alliance: Stage) -> Any:
    from hub.referral.actors import principal_to_caller

    return principal_to_caller(alliance.who("H1"))


async def test_the_workflow_says_what_it_does_not_know(alliance: Stage) -> None:
    patient = await alliance.patient("H1")
    who = alliance.who("H1")

    with pytest.raises(RuleError, match="at least one receiver"):
        await alliance.workflow.create_draft(who, patient=patient, direction=Direction.DOWN, receivers=[])
    with pytest.raises(NotFoundError):
        await alliance.workflow.create_draft(
            who, patient=Ref("Patient", "none"), direction=Direction.DOWN, receivers=["M1"]
        )
    with pytest.raises(NotFoundError, match="no member 'X9'"):
        await alliance.workflow.evaluate(who, direction=Direction.DOWN, receiver="X9", patient=patient)
    with pytest.raises(NotFoundError):
        await alliance.workflow.evaluate(who, direction=Direction.DOWN, patient=Ref("Patient", "none"))
    with pytest.raises(NotFoundError):
        await alliance.workflow.request_of("none", who)
    draft = await alliance.draft("H1", Direction.DOWN, "M1", patient, note="请关照", supporting=[patient])
    with pytest.raises(NotFoundError):
        await alliance.workflow.transfer_bundle(draft.request.id, alliance.who("M1"))
    with pytest.raises(BadRequestError, match="is no event"):
        await alliance.workflow.act(draft.tasks[0].id, "fly", who)
