"""The loop end to end on a real store: draft to closed, and the seven rulings that no setting may undo."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.errors import ConflictError, RuleError
from hub.referral.gather import GUARD, tasks_of
from hub.referral.lookup import find
from hub.referral.shape import patient_of, state_of
from hub.referral.situation import Details
from hub.referral.states import Direction, Event, State
from hub.referral.workflow import Draft
from hub.transfer.verify import verify_bundle
from tests.e2e.referral_stage import STEADY, Stage, stage


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


async def at_accepted(alliance: Stage, *, priority: str = "routine") -> Draft:
    """A transfer into N1 that N1 has accepted."""
    patient = await alliance.steady_elder("H1")
    draft = await alliance.draft("H1", Direction.INTO_HOME, "N1", patient, priority=priority)
    await alliance.act("H1", draft.tasks[0], Event.SUBMIT)
    await alliance.act("N1", draft.tasks[0], Event.ACCEPT)
    return draft


async def on_the_way(alliance: Stage) -> Draft:
    """A transfer into N1 that has left H1."""
    draft = await at_accepted(alliance)
    bed = await alliance.bed("N1", "n1-bed-1")
    await alliance.act("H1", draft.tasks[0], Event.SELECT, bed=bed)
    await alliance.act("H1", draft.tasks[0], Event.DEPART)
    return draft


# Ruling 1


async def test_ruling_1_a_stat_call_from_a_home_without_a_doctor_at_night_goes_through(alliance: Stage) -> None:
    alliance.clock.move_to(datetime(2026, 3, 2, 19, 30, tzinfo=UTC))
    patient = await alliance.patient("N2")
    nurse = alliance.who("N2", user="night-nurse", roles=frozenset({"nurse"}))
    routine = await alliance.draft("N2", Direction.FROM_HOME, "M1", patient)
    await alliance.workflow.act(routine.tasks[0].id, Event.SUBMIT, nurse, details=Details(doctor="签约医生电话同意"))
    consent = {"resourceType": "Consent", "status": "rejected", "patient": {"reference": str(patient)}}
    await alliance.put("N2", consent)

    stat = await alliance.workflow.create_draft(
        nurse, patient=patient, direction=Direction.FROM_HOME, receivers=["H1"], priority="stat"
    )
    after = await alliance.workflow.act(stat.tasks[0].id, Event.SUBMIT, nurse)

    assert state_of(after.json()) is State.SUBMITTED
    assert await alliance.state(routine.tasks[0]) is State.CANCELLED
    request = (await alliance.stored(stat.request)).json()
    assert request["replaces"] == [{"reference": str(routine.request)}]
    assert await alliance.sees("H1", patient)
    grants = await alliance.engine.grants_of(patient, visibility=GUARD)
    assert {grant.basis for grant in grants if grant.member == alliance.who("H1").member} == {"emergency"}
    departed = await alliance.workflow.act(stat.tasks[0].id, Event.DEPART, nurse)
    assert state_of(departed.json()) is State.IN_TRANSIT


async def test_ruling_1_a_stat_call_that_nobody_answers_in_five_minutes_is_with_the_lead_hospital(
    alliance: Stage,
) -> None:
    patient = await alliance.patient("N2")
    draft = await alliance.draft("N2", Direction.FROM_HOME, "M1", patient, priority="stat")
    await alliance.act("N2", draft.tasks[0], Event.SUBMIT)

    alliance.clock.advance(seconds=301)
    await alliance.timers.turn()
    await alliance.timers.turn()

    tasks = [task.json() for task in await tasks_of(alliance.engine, draft.request)]
    owners = {task["owner"]["reference"]: state_of(task) for task in tasks}
    assert owners == {"Organization/M1": State.SUBMITTED, "Organization/H1": State.ACCEPTED}


async def test_ruling_1_a_stat_call_is_neither_declined_nor_expired(alliance: Stage) -> None:
    patient = await alliance.patient("M1")
    draft = await alliance.draft("M1", Direction.UP, "H1", patient, priority="stat")
    await alliance.act("M1", draft.tasks[0], Event.SUBMIT)

    with pytest.raises(RuleError, match="notice, not request"):
        await alliance.act("H1", draft.tasks[0], Event.DECLINE, reason="no-bed")
    alliance.clock.advance(seconds=86_400)
    await alliance.timers.turn()
    assert await alliance.state(draft.tasks[0]) is State.ACCEPTED


# Ruling 2


async def test_ruling_2_instability_never_blocks_the_way_up_and_stops_the_way_down(alliance: Stage) -> None:
    patient = await alliance.steady_elder("M1")
    await alliance.observe("M1", patient, {"systolic": 82, "heart-rate": 132, "temperature": 39.4, "spo2": 86})
    up = await alliance.draft("M1", Direction.UP, "H1", patient, priority="urgent")

    assert await alliance.act("M1", up.tasks[0], Event.SUBMIT) is State.SUBMITTED
    await alliance.act("H1", up.tasks[0], Event.ACCEPT)
    assert await alliance.act("M1", up.tasks[0], Event.DEPART) is State.IN_TRANSIT

    down = await on_the_way_but_unstable(alliance)
    with pytest.raises(RuleError, match="check before departure"):
        await alliance.act("H1", down.tasks[0], Event.DEPART)


async def on_the_way_but_unstable(alliance: Stage) -> Draft:
    """A transfer into N1 whose elder gets a fever after the bed was reserved."""
    draft = await at_accepted(alliance)
    bed = await alliance.bed("N1", "n1-bed-1")
    await alliance.act("H1", draft.tasks[0], Event.SELECT, bed=bed)
    patient = patient_of((await alliance.stored(draft.request)).json())
    assert patient is not None
    alliance.clock.advance(seconds=60)
    await alliance.observe("H1", patient, {"temperature": 39.4, "systolic": 84})
    return draft


# Ruling 3


async def test_ruling_3_a_home_without_a_doctor_sends_urgent_by_itself_and_routine_by_a_doctors_word(
    alliance: Stage,
) -> None:
    patient = await alliance.patient("N2")
    await alliance.observe("N2", patient, {"concern": True})
    urgent = await alliance.draft("N2", Direction.FROM_HOME, "M1", patient, priority="urgent")
    assert await alliance.act("N2", urgent.tasks[0], Event.SUBMIT) is State.SUBMITTED
    await alliance.act("N2", urgent.tasks[0], Event.CANCEL, reason="mistake")

    routine = await alliance.draft("N2", Direction.FROM_HOME, "M1", patient)
    with pytest.raises(RuleError, match="contracted doctor's word"):
        await alliance.act("N2", routine.tasks[0], Event.SUBMIT)
    assert await alliance.act("N2", routine.tasks[0], Event.SUBMIT, doctor="林医生，电话") is State.SUBMITTED


# Ruling 4


async def test_ruling_4_a_resident_returns_to_the_own_kept_bed(alliance: Stage) -> None:
    patient = await alliance.patient("N1")
    bed = await alliance.bed("N1", "n1-own", operationalStatus={"code": "O"})
    away = await alliance.draft("N1", Direction.FROM_HOME, "H1", patient, priority="urgent", own_bed=bed)
    task = away.tasks[0]
    await alliance.act("N1", task, Event.SUBMIT)
    await alliance.act("H1", task, Event.ACCEPT)
    await alliance.act("N1", task, Event.DEPART)
    await alliance.act("H1", task, Event.ARRIVE)
    await alliance.act("H1", task, Event.ADMIT)
    kept = await alliance.engine.claim_of("bed", "n1-own", now=alliance.clock.now() + 90 * 86_400_000_000)
    assert kept is not None
    assert kept.holder == str(patient)

    other = await at_accepted(alliance)
    with pytest.raises(ConflictError, match="cannot be had"):
        await alliance.act("H1", other.tasks[0], Event.SELECT, bed=bed)

    assert await alliance.act("H1", task, Event.RETURN_HOME) is State.FEEDBACK_DUE
    back = await find(alliance.engine, "ServiceRequest", "based-on", str(away.request), visibility=GUARD)
    [way_home] = await tasks_of(alliance.engine, back[0].ref)
    assert state_of(way_home.json()) is State.RESERVED
    await alliance.observe("H1", patient, {**STEADY, "ability-level": 4})
    assert await alliance.act("H1", way_home.ref, Event.DEPART) is State.IN_TRANSIT
    assert await alliance.act("N1", way_home.ref, Event.ARRIVE) is State.ARRIVED


# Ruling 5


async def test_ruling_5_withdrawal_stops_new_disclosure_and_takes_nothing_that_was_delivered(alliance: Stage) -> None:
    draft = await on_the_way(alliance)
    patient = patient_of((await alliance.stored(draft.request)).json())
    assert patient is not None
    before = await alliance.workflow.transfer_bundle(draft.request.id, alliance.who("N1"))
    await alliance.act("N1", draft.tasks[0], Event.ARRIVE)

    assert await alliance.act("H1", draft.tasks[0], Event.WITHDRAW_CONSENT, note="女儿撤回") is State.ARRIVED

    assert not await alliance.sees("N1", patient)
    assert await alliance.sees("N1", draft.tasks[0])
    assert await alliance.workflow.transfer_bundle(draft.request.id, alliance.who("N1")) == before
    assert await alliance.act("N1", draft.tasks[0], Event.ADMIT) is State.IN_CARE


# Ruling 6


async def test_ruling_6_minimisation_hides_a_label_and_never_a_medicine(alliance: Stage) -> None:
    patient = await alliance.steady_elder("H1")
    await alliance.diagnose("H1", patient, "B24", "人类免疫缺陷病毒病")
    about = {"reference": str(patient)}
    medicine = await alliance.put(
        "H1",
        {
            "resourceType": "MedicationStatement",
            "status": "active",
            "medicationCodeableConcept": {"text": "拉米夫定"},
            "subject": about,
        },
    )
    flag = await alliance.put(
        "H1", {"resourceType": "Flag", "status": "active", "code": {"text": "标准预防"}, "subject": about}
    )
    draft = await alliance.draft("H1", Direction.INTO_HOME, "N2", patient)

    verdict = verify_bundle(await alliance.workflow.transfer_bundle(draft.request.id, alliance.who("H1")))

    resources = [entry["resource"] for entry in verdict.bundle["entry"]]
    names = {f"{item['resourceType']}/{item['id']}" for item in resources}
    assert {str(medicine), str(flag)} <= names
    assert [item for item in resources if "B24" in str(item)] == []
    problems = next(section for section in resources[0]["section"] if section["code"]["coding"][0]["code"] == "11450-4")
    assert "另有1条诊断、结果或文件按最小必要原则未提供" in problems["text"]["div"]


# Ruling 7


async def test_ruling_7_a_comfort_plan_makes_the_up_criteria_information(alliance: Stage) -> None:
    patient = await alliance.steady_elder("N1")
    await alliance.observe("N1", patient, {"respiratory-rate": 34, "spo2": 84})
    goals = "https://alliance-hub.example/fhir/CodeSystem/goals-of-care"
    await alliance.put(
        "N1",
        {
            "resourceType": "Flag",
            "status": "active",
            "code": {"coding": [{"system": goals, "code": "comfort"}]},
            "subject": {"reference": str(patient)},
        },
    )

    decision = await alliance.workflow.evaluate(
        alliance.who("N1"), direction=Direction.FROM_HOME, receiver="H1", patient=patient, priority="urgent"
    )

    assert (decision.overall, decision.advice) == ("information", "consult")
