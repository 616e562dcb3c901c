"""The Tasks beside a referral's own: the approval of an exception, a cancellation that is asked for, the transport."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from fhir_profiles.json_text import dump
from hub.errors import ForbiddenError, RuleError
from hub.referral.shape import APPROVAL_TASK, CANCELLATION_TASK, COMPANION_OF, TRANSPORT_TASK, extension_of
from hub.referral.situation import Details
from hub.referral.states import Direction, Event, State
from hub.store.port import Put, Ref, WriteUnit
from tests.e2e.referral_stage import Stage, stage

HOUR = 3_600_000_000
DAY = 24 * HOUR
NOTE = "家属坚持，接收方已电话确认可以照护"


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as made:
        yield made


async def companion(alliance: Stage, task: Ref, link: str) -> tuple[Ref, dict[str, str]]:
    """The companion Task of a kind: its reference, and status, code, focus and owner."""
    body = (await alliance.stored(task)).json()
    found = extension_of(body, link)
    assert found is not None
    kind, _, identity = found["valueReference"]["reference"].partition("/")
    made = (await alliance.stored(Ref(kind, identity))).json()
    return Ref(kind, identity), {
        "status": made["status"],
        "code": made["code"]["coding"][0]["code"],
        "focus": made["focus"]["reference"],
        "owner": made["owner"]["reference"],
    }


async def asked_for(alliance: Stage, *, user: str = "desk") -> Ref:
    """A draft that the catalogue blocks, with an exception asked for; its Task."""
    patient = await alliance.patient("H1")
    await alliance.diagnose("H1", patient, "I63.900", "急性脑梗死")
    task = (await alliance.draft("H1", Direction.INTO_HOME, "N2", patient)).tasks[0]
    who = alliance.who("H1", user=user, roles=frozenset({"coordinator"})) if user else alliance.who("H1")
    await alliance.workflow.act(task.id, Event.REQUEST_OVERRIDE, who, details=Details(note=NOTE))
    return task


async def approve(alliance: Stage, task: Ref, *, until: int = 0) -> None:
    approver = alliance.who("H1", user="medical-affairs", roles=frozenset({"manager"}))
    await alliance.workflow.act(task.id, Event.APPROVE, approver, details=Details(until=until))


async def test_an_exception_is_a_task_of_the_lead_hospital_that_another_person_completes(alliance: Stage) -> None:
    task = await asked_for(alliance)
    ref, before = await companion(alliance, task, APPROVAL_TASK)

    await approve(alliance, task)

    _, after = await companion(alliance, task, APPROVAL_TASK)
    assert before == {"status": "requested", "code": "approve", "focus": str(task), "owner": "Organization/H1"}
    assert after == before | {"status": "completed"}
    assert not await alliance.sees("N2", ref)


async def test_a_denied_exception_leaves_its_task_rejected_and_the_referral_blocked(alliance: Stage) -> None:
    task = await asked_for(alliance)
    approver = alliance.who("H1", user="medical-affairs", roles=frozenset({"manager"}))

    await alliance.workflow.act(task.id, Event.DENY, approver, details=Details(reason="unsafe"))

    assert (await companion(alliance, task, APPROVAL_TASK))[1]["status"] == "rejected"
    assert await alliance.state(task) is State.BLOCKED


async def test_two_systems_of_one_hospital_are_not_two_people(alliance: Stage) -> None:
    task = await asked_for(alliance, user="")

    with pytest.raises(ForbiddenError, match="are you another person"):
        await approve(alliance, task)

    assert await alliance.state(task) is State.OVERRIDE_PENDING


async def test_an_exception_runs_out_with_the_time_that_the_approver_gave(alliance: Stage) -> None:
    task = await asked_for(alliance)
    await approve(alliance, task, until=alliance.clock.now() + 2 * HOUR)

    alliance.clock.advance(seconds=3 * 3600)

    with pytest.raises(RuleError, match="The catalogue stands against it"):
        await alliance.act("H1", task, Event.SUBMIT)


async def test_an_exception_without_a_named_end_stands_for_a_week(alliance: Stage) -> None:
    task = await asked_for(alliance)
    await approve(alliance, task)

    alliance.clock.advance(seconds=7 * 24 * 3600 - 3600)

    assert await alliance.act("H1", task, Event.SUBMIT) is State.SUBMITTED


async def scheduled(alliance: Stage) -> Ref:
    """Selected, bed held, planned for tomorrow; the Task."""
    patient = await alliance.steady_elder("H1")
    task = (await alliance.draft("H1", Direction.INTO_HOME, "N1", patient)).tasks[0]
    bed = await alliance.bed("N1", "n1-bed")
    await alliance.act("H1", task, Event.SUBMIT)
    await alliance.act("N1", task, Event.ACCEPT)
    await alliance.act("H1", task, Event.SELECT, bed=bed)
    await alliance.act("H1", task, Event.SCHEDULE, planned=alliance.clock.now() + HOUR)
    return task


async def test_the_transport_follows_the_move(alliance: Stage) -> None:
    task = await scheduled(alliance)
    seen = [(await companion(alliance, task, TRANSPORT_TASK))[1]["status"]]
    await alliance.act("H1", task, Event.SCHEDULE, planned=alliance.clock.now() + 2 * HOUR)
    seen.append((await companion(alliance, task, TRANSPORT_TASK))[1]["status"])
    await alliance.act("H1", task, Event.DEPART)
    seen.append((await companion(alliance, task, TRANSPORT_TASK))[1]["status"])
    await alliance.act("N1", task, Event.ARRIVE)

    ref, last = await companion(alliance, task, TRANSPORT_TASK)

    assert [*seen, last["status"]] == ["requested", "requested", "in-progress", "completed"]
    assert last["owner"] == "Organization/H1"
    assert await alliance.sees("N1", ref)
    assert set((await alliance.stored(ref)).json()["executionPeriod"]) == {"start", "end"}


@pytest.mark.parametrize(
    ("answer", "cancellation", "transport", "state"),
    [
        (Event.AGREE_CANCEL, "completed", "cancelled", State.CANCELLED),
        (Event.REFUSE_CANCEL, "rejected", "requested", State.SCHEDULED),
    ],
)
async def test_a_cancellation_after_acceptance_is_a_task_that_the_receiver_answers(
    alliance: Stage, answer: Event, cancellation: str, transport: str, state: State
) -> None:
    task = await scheduled(alliance)
    await alliance.act("H1", task, Event.CANCEL, reason="family-refuses")
    asked = (await companion(alliance, task, CANCELLATION_TASK))[1]

    assert await alliance.act("N1", task, answer, reason="in-patients-interest") is state

    assert asked == {"status": "requested", "code": "abort", "focus": str(task), "owner": "Organization/N1"}
    assert (await companion(alliance, task, CANCELLATION_TASK))[1]["status"] == cancellation
    assert (await companion(alliance, task, TRANSPORT_TASK))[1]["status"] == transport


async def test_nobody_writes_a_companion_past_the_referral(alliance: Stage) -> None:
    task = await asked_for(alliance)
    ref, _ = await companion(alliance, task, APPROVAL_TASK)
    body = (await alliance.stored(ref)).json() | {"status": "completed"}
    forged = {**body, "id": alliance.engine.new_id(), "extension": [{"url": COMPANION_OF, "valueString": "x"}]}

    for written in (body, forged):
        unit = WriteUnit(puts=(Put(ref=Ref("Task", written["id"]), data=dump(written)),))
        with pytest.raises(RuleError, match="follow the referral"):
            await alliance.store.write(unit, visibility=alliance.who("H1").visibility)

    assert (await companion(alliance, task, APPROVAL_TASK))[1]["status"] == "requested"


async def test_a_death_is_written_into_the_senders_record_once(alliance: Stage) -> None:
    task = await scheduled(alliance)
    body = (await alliance.stored(task)).json()
    patient = Ref("Patient", body["for"]["reference"].removeprefix("Patient/"))

    await alliance.act("H1", task, Event.DIED, at=alliance.clock.now() - HOUR)

    assert (await alliance.stored(patient)).json()["deceasedDateTime"] == "2026-03-02T00:00:00.000Z"
    assert (await companion(alliance, task, TRANSPORT_TASK))[1]["status"] == "cancelled"
    assert await alliance.engine.claim_of("bed", "n1-bed", now=alliance.clock.now()) is None
