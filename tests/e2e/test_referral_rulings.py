"""Attacks on the seven rulings: every way found to make a stat call wait, or to keep a resident from coming home."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fhir_profiles.json_text import dump
from hub.errors import ConflictError, RuleError
from hub.referral.gather import GUARD, tasks_of
from hub.referral.shape import organization_code, state_of
from hub.referral.states import DIRECTION_SYSTEM, Direction, Event, State
from hub.referral.workflow import Draft
from hub.store.layer import EngineLayer
from hub.store.port import Claim, Put, Ref, UnitConflictError, Visibility, WriteResult, WriteUnit
from tests.e2e.referral_stage import Stage, stage


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as made:
        yield made


async def stat(alliance: Stage, patient: Ref, *receivers: str, home: str = "N2") -> Draft:
    """A stat call of a home, as a draft."""
    return await alliance.workflow.create_draft(
        alliance.who(home), patient=patient, direction=Direction.FROM_HOME, receivers=receivers or ["H1"],
        priority="stat",
    )  # fmt: skip


async def owners(alliance: Stage, request: Ref) -> dict[str, State]:
    """State by receiver."""
    tasks = [task.json() for task in await tasks_of(alliance.engine, request)]
    return {organization_code(task["owner"]): state_of(task) for task in tasks}


def change_member(alliance: Stage, code: str, **changed: Any) -> None:
    """A member declares something else."""
    member = alliance.admin.member(code)
    assert member is not None
    alliance.admin.change_member(replace(member, **changed))


def stat_request(patient: Ref | None, **more: Any) -> dict[str, Any]:
    """A ServiceRequest as a plain FHIR client writes it."""
    subject = {"reference": str(patient)} if patient else {"display": "三楼走廊的老人"}
    return {
        "resourceType": "ServiceRequest", "status": "active", "intent": "order", "priority": "stat",
        "category": [{"coding": [{"system": DIRECTION_SYSTEM, "code": "from-home"}]}], "subject": subject,
    } | more  # fmt: skip


async def write(alliance: Stage, code: str, *resources: tuple[str, dict[str, Any]]) -> WriteResult:
    """One transaction of a member."""
    puts = tuple(Put(ref=Ref(body["resourceType"], key), data=dump(body)) for key, body in resources)
    return await alliance.store.write(WriteUnit(puts=puts), visibility=alliance.who(code).visibility)


# Ruling 1: stat is notice


async def test_a_stat_call_naming_another_bed_than_the_kept_one_goes_through_and_keeps_both(alliance: Stage) -> None:
    patient = await alliance.patient("N2")
    first, second = await alliance.bed("N2", "n2-a"), await alliance.bed("N2", "n2-b")
    early = await alliance.draft("N2", Direction.FROM_HOME, "M1", patient, priority="urgent")
    await alliance.act("N2", early.tasks[0], Event.SUBMIT, bed=first)

    call = await stat(alliance, patient)
    assert await alliance.act("N2", call.tasks[0], Event.SUBMIT, bed=second) is State.SUBMITTED
    assert await alliance.act("N2", call.tasks[0], Event.DEPART, bed=first) is State.IN_TRANSIT

    now = alliance.clock.now()
    held = [await alliance.engine.claim_of("bed", bed, now=now) for bed in ("n2-a", "n2-b")]
    assert [claim.holder if claim else "" for claim in held] == [str(patient), str(patient)]
    kept = await alliance.engine.claim_of("kept-bed", f"N2|{patient.id}", now=now)
    assert (kept.holder if kept else "") == "n2-a"


async def test_a_stat_call_naming_a_bed_that_is_not_the_homes_goes_through_and_claims_nothing(alliance: Stage) -> None:
    patient = await alliance.patient("N2")
    foreign = await alliance.bed("H1", "h1-bed")
    call = await stat(alliance, patient)

    assert await alliance.act("N2", call.tasks[0], Event.SUBMIT, bed=foreign) is State.SUBMITTED

    assert await alliance.engine.claim_of("bed", "h1-bed", now=alliance.clock.now()) is None
    urgent = await alliance.draft("N1", Direction.FROM_HOME, "H1", await alliance.patient("N1"), priority="urgent")
    with pytest.raises(RuleError, match="names none of yours"):
        await alliance.act("N1", urgent.tasks[0], Event.SUBMIT, bed=foreign)


async def test_a_kept_bed_written_by_a_client_is_kept_only_when_it_is_the_homes(alliance: Stage) -> None:
    patient = await alliance.patient("N2")
    foreign = await alliance.bed("H1", "h1-bed")
    call = await alliance.draft("N2", Direction.FROM_HOME, "H1", patient, priority="urgent", own_bed=foreign)

    await alliance.act("N2", call.tasks[0], Event.SUBMIT)

    assert await alliance.engine.claim_of("bed", "h1-bed", now=alliance.clock.now()) is None


async def test_two_stat_calls_at_once_both_go_through_and_the_later_one_stands(alliance: Stage) -> None:
    patient = await alliance.patient("N2")
    calls = [await stat(alliance, patient), await stat(alliance, patient, "M1")]

    states = await asyncio.gather(*(alliance.act("N2", call.tasks[0], Event.SUBMIT) for call in calls))

    assert states == [State.SUBMITTED, State.SUBMITTED]
    left = sorted([await alliance.state(call.tasks[0]) for call in calls])
    assert left == [State.CANCELLED, State.SUBMITTED]


async def test_a_receiver_whose_call_was_superseded_is_told_and_sees_the_record_no_more(alliance: Stage) -> None:
    patient = await alliance.patient("N2")
    early = await alliance.draft("N2", Direction.FROM_HOME, "M1", patient, priority="urgent")
    await alliance.act("N2", early.tasks[0], Event.SUBMIT)
    assert await alliance.sees("M1", patient)

    call = await stat(alliance, patient)
    await alliance.act("N2", call.tasks[0], Event.SUBMIT)

    assert not await alliance.sees("M1", patient)
    told = await alliance.engine.outbound_page(visibility=GUARD)
    assert next(row.subject for row in told if row.receiver == alliance.who("M1").member) == str(early.tasks[0])


async def test_a_stat_call_carries_a_bed_over_only_while_the_old_referral_still_holds_it(alliance: Stage) -> None:
    patient = await alliance.patient("N2")
    bed = await alliance.bed("H1", "h1-bed")
    early = await alliance.draft("N2", Direction.FROM_HOME, "H1", patient, priority="urgent")
    await alliance.act("N2", early.tasks[0], Event.SUBMIT)
    await alliance.act("H1", early.tasks[0], Event.ACCEPT)
    await alliance.act("N2", early.tasks[0], Event.SELECT, bed=bed)
    alliance.clock.advance(seconds=13 * 3600)
    taken = Claim("bed", "h1-bed", "ServiceRequest/another")
    await alliance.engine.write(WriteUnit(claims=(taken,)), visibility=GUARD)

    call = await stat(alliance, patient)
    assert await alliance.act("N2", call.tasks[0], Event.SUBMIT) is State.SUBMITTED

    assert await alliance.engine.claim_of("bed", "h1-bed", now=alliance.clock.now()) == taken
    assert "location" not in (await alliance.stored(call.tasks[0])).json()


async def test_a_stat_call_carries_over_the_bed_that_the_old_referral_holds(alliance: Stage) -> None:
    patient = await alliance.patient("N2")
    bed = await alliance.bed("H1", "h1-bed")
    early = await alliance.draft("N2", Direction.FROM_HOME, "H1", patient, priority="urgent")
    await alliance.act("N2", early.tasks[0], Event.SUBMIT)
    await alliance.act("H1", early.tasks[0], Event.ACCEPT)
    await alliance.act("N2", early.tasks[0], Event.SELECT, bed=bed)

    call = await stat(alliance, patient)
    await alliance.act("N2", call.tasks[0], Event.SUBMIT)

    claim = await alliance.engine.claim_of("bed", "h1-bed", now=alliance.clock.now())
    assert (claim.holder if claim else "") == str(call.request)


async def test_a_hold_that_lapsed_and_went_to_another_keeps_nobody_from_leaving_upward(alliance: Stage) -> None:
    patient = await alliance.patient("M1")
    bed = await alliance.bed("H1", "h1-bed")
    up = await alliance.draft("M1", Direction.UP, "H1", patient, priority="urgent")
    await alliance.observe("M1", patient, {"concern": True})
    await alliance.act("M1", up.tasks[0], Event.SUBMIT)
    await alliance.act("H1", up.tasks[0], Event.ACCEPT)
    await alliance.act("M1", up.tasks[0], Event.SELECT, bed=bed)
    alliance.clock.advance(seconds=13 * 3600)
    taken = Claim("bed", "h1-bed", "ServiceRequest/another")
    await alliance.engine.write(WriteUnit(claims=(taken,)), visibility=GUARD)

    assert await alliance.act("M1", up.tasks[0], Event.DEPART) is State.IN_TRANSIT


async def test_an_elder_on_a_stat_call_leaves_for_another_receiver_than_the_one_selected(alliance: Stage) -> None:
    patient = await alliance.patient("N2")
    call = await stat(alliance, patient, "H1", "M1")
    for task in call.tasks:
        await alliance.act("N2", task, Event.SUBMIT)
    await alliance.act("H1", call.tasks[0], Event.ACCEPT)
    await alliance.act("N2", call.tasks[0], Event.SELECT)
    assert await owners(alliance, call.request) == {"H1": State.SELECTED, "M1": State.NOT_SELECTED}

    second = await stat(alliance, patient, "H1", "M1")
    for task in second.tasks:
        await alliance.act("N2", task, Event.SUBMIT)
    await alliance.engine.write(
        WriteUnit(claims=(Claim("referral-winner", second.request.id, second.tasks[0].id),)), visibility=GUARD
    )
    assert await alliance.act("N2", second.tasks[1], Event.DEPART) is State.IN_TRANSIT


async def test_every_receiver_of_a_stat_call_learns_who_comes(alliance: Stage) -> None:
    patient = await alliance.patient("N2")
    call = await stat(alliance, patient, "H1", "M1")

    for task in call.tasks:
        await alliance.act("N2", task, Event.SUBMIT)

    assert [await alliance.sees(code, patient) for code in ("H1", "M1")] == [True, True]
    assert [(await alliance.stored(task)).json()["for"]["reference"] for task in call.tasks] == [str(patient)] * 2


async def test_a_question_asked_before_the_call_became_stat_does_not_stop_its_clock(alliance: Stage) -> None:
    patient = await alliance.patient("N2")
    await alliance.observe("N2", patient, {"concern": True})
    urgent = await alliance.draft("N2", Direction.FROM_HOME, "M1", patient, priority="urgent")
    await alliance.act("N2", urgent.tasks[0], Event.SUBMIT)
    await alliance.act("M1", urgent.tasks[0], Event.ASK, note="目前血压多少？")
    await alliance.act("N2", urgent.tasks[0], Event.RAISE, reason="worse", priority="stat")

    alliance.clock.advance(seconds=301)
    await alliance.timers.turn()

    assert await owners(alliance, urgent.request) == {"M1": State.INFO_REQUESTED, "H1": State.ACCEPTED}
    assert await alliance.sees("H1", patient)


async def test_a_call_raised_to_stat_after_a_cancellation_was_asked_is_open_again(alliance: Stage) -> None:
    patient = await alliance.patient("N2")
    await alliance.observe("N2", patient, {"concern": True})
    urgent = await alliance.draft("N2", Direction.FROM_HOME, "M1", patient, priority="urgent")
    await alliance.act("N2", urgent.tasks[0], Event.SUBMIT)
    await alliance.act("M1", urgent.tasks[0], Event.ACCEPT)
    await alliance.act("N2", urgent.tasks[0], Event.CANCEL, reason="condition-changed")

    assert await alliance.act("N2", urgent.tasks[0], Event.RAISE, reason="worse", priority="stat") is State.ACCEPTED

    alliance.clock.advance(seconds=48 * 3600)
    await alliance.timers.turn()
    assert await alliance.state(urgent.tasks[0]) is State.ACCEPTED


async def test_a_stat_call_is_handed_on_only_to_who_has_said_come(alliance: Stage) -> None:
    patient = await alliance.patient("N2")
    call = await stat(alliance, patient, "M1")
    await alliance.act("N2", call.tasks[0], Event.SUBMIT)

    with pytest.raises(RuleError, match="said 'come'"):
        await alliance.act("M1", call.tasks[0], Event.REDIRECT, receiver="H1")
    await alliance.act("M1", call.tasks[0], Event.REDIRECT, receiver="H1", onward="急诊王医生，电话")

    assert await owners(alliance, call.request) == {"M1": State.REDIRECTED, "H1": State.ACCEPTED}


async def test_a_stat_call_is_lowered_only_with_a_doctor(alliance: Stage) -> None:
    patient = await alliance.patient("N2")
    call = await stat(alliance, patient, "M1")
    await alliance.act("N2", call.tasks[0], Event.SUBMIT)

    with pytest.raises(RuleError, match="with a doctor"):
        await alliance.act("H1", call.tasks[0], Event.LOWER, reason="better", priority="urgent")

    assert (
        await alliance.act("H1", call.tasks[0], Event.LOWER, reason="better", priority="urgent", doctor="林医生")
        is State.SUBMITTED
    )


async def test_a_plain_client_sends_a_stat_call_without_a_task_and_without_a_receiver(alliance: Stage) -> None:
    patient = await alliance.patient("N2")

    await write(alliance, "N2", ("sr-1", stat_request(patient)))
    await write(
        alliance, "N2", ("sr-2", stat_request(None, performer=[{"reference": "Organization/M1"}])),
    )  # fmt: skip

    assert await owners(alliance, Ref("ServiceRequest", "sr-1")) == {"H1": State.SUBMITTED}
    assert await owners(alliance, Ref("ServiceRequest", "sr-2")) == {"M1": State.SUBMITTED}
    assert await alliance.sees("H1", patient)


async def test_a_draft_and_its_first_task_are_submitted_by_one_transaction(alliance: Stage) -> None:
    patient = await alliance.patient("N2")
    await write(alliance, "N2", ("sr-1", stat_request(patient, status="draft")))
    task = {"resourceType": "Task", "status": "requested", "intent": "order", "owner": {"reference": "Organization/H1"},
            "focus": {"reference": "ServiceRequest/sr-1"}}  # fmt: skip

    await write(alliance, "N2", ("sr-1", stat_request(patient)), ("task-1", task))

    assert await owners(alliance, Ref("ServiceRequest", "sr-1")) == {"H1": State.SUBMITTED}


@pytest.mark.parametrize(
    "body",
    [
        stat_request(Ref("Patient", "unknown"), priority="routine", performer=[{"reference": "Organization/H1"}]),
        stat_request(None, priority="urgent", performer=[{"reference": "Organization/H1"}]),
    ],
)
async def test_a_call_that_is_not_stat_needs_a_patient_that_its_sender_sees(
    alliance: Stage, body: dict[str, Any]
) -> None:
    with pytest.raises(RuleError, match="names no patient"):
        await write(alliance, "N2", ("sr-1", body))


async def test_an_active_referral_that_names_nobody_to_take_the_elder_is_refused_unless_stat(alliance: Stage) -> None:
    patient = await alliance.patient("N2")

    with pytest.raises(RuleError, match="names no receiver"):
        await write(alliance, "N2", ("sr-1", stat_request(patient, priority="urgent")))


async def test_a_stat_call_goes_through_without_a_catalogue_and_urgent_upward_too(alliance: Stage) -> None:
    patient = await alliance.patient("N2")
    await alliance.workflow.evaluate(alliance.who("N2"), direction=Direction.UP, patient=patient, receiver="H1")
    alliance.clock.advance(seconds=20 * 365 * 86_400)

    call = await stat(alliance, patient)
    assert await alliance.act("N2", call.tasks[0], Event.SUBMIT) is State.SUBMITTED
    asked = await alliance.workflow.evaluate(
        alliance.who("N2"), direction=Direction.FROM_HOME, patient=patient, receiver="H1", priority="stat"
    )
    assert (asked.overall, asked.advice, asked.catalogue_version) == ("information", "refer", "")
    urgent = await alliance.draft("M1", Direction.UP, "H1", await alliance.patient("M1"), priority="urgent")
    assert await alliance.act("M1", urgent.tasks[0], Event.SUBMIT) is State.SUBMITTED
    routine = await alliance.draft("M1", Direction.UP, "H1", await alliance.patient("M1"))
    with pytest.raises(RuleError, match="No version of the disease catalogue"):
        await alliance.act("M1", routine.tasks[0], Event.SUBMIT)
    offers = {one.event: one for one in await alliance.workflow.actions(routine.tasks[0].id, alliance.who("M1"))}
    assert [offers[event].allowed for event in (Event.SUBMIT, Event.CANCEL)] == [False, True]


async def test_a_stat_call_reaches_a_receiver_that_is_closed(alliance: Stage) -> None:
    change_member(alliance, "M1", admission_state="closed")
    call = await stat(alliance, await alliance.patient("N2"), "M1")

    assert await alliance.act("N2", call.tasks[0], Event.SUBMIT) is State.SUBMITTED


class Busy(EngineLayer):
    """A store on which somebody else changes the ServiceRequest, or takes the bed, just before each of the writes."""

    def __init__(self, inner: Any, *, times: int, request: Ref | None = None) -> None:
        super().__init__(inner)
        self.times = times
        self.request = request

    async def write(self, unit: WriteUnit, *, visibility: Visibility) -> WriteResult:
        """Lose the race as often as asked."""
        if self.times and any(put.ref.type == "Task" for put in unit.puts):
            self.times -= 1
            if self.request is None:
                beds = [claim for claim in unit.claims if claim.kind == "bed"]
                if beds:
                    raise UnitConflictError("claim", f"bed {beds[0].key} is taken")
            else:
                stored = await self.inner.read(self.request, visibility=GUARD)
                assert stored is not None
                changed = stored.json() | {"patientInstruction": f"第{self.times}次"}
                put = Put(ref=self.request, data=dump(changed))
                await self.inner.write(WriteUnit(puts=(put,)), visibility=GUARD)
        return await self.inner.write(unit, visibility=visibility)


@pytest.mark.parametrize("kind", ["version", "claim"])
async def test_a_stat_call_that_loses_the_race_twelve_times_still_goes_through(alliance: Stage, kind: str) -> None:
    patient = await alliance.patient("N2")
    bed = await alliance.bed("N2", "n2-a")
    call = await stat(alliance, patient)
    busy = Busy(alliance.engine, times=12, request=call.request if kind == "version" else None)
    alliance.store.inner = busy

    assert await alliance.act("N2", call.tasks[0], Event.SUBMIT, bed=bed) is State.SUBMITTED


async def test_any_other_call_gives_up_after_three_lost_races(alliance: Stage) -> None:
    patient = await alliance.patient("N2")
    urgent = await alliance.draft("N2", Direction.FROM_HOME, "H1", patient, priority="urgent")
    alliance.store.inner = Busy(alliance.engine, times=12, request=urgent.request)

    with pytest.raises(ConflictError, match="changed meanwhile"):
        await alliance.act("N2", urgent.tasks[0], Event.SUBMIT)


async def test_the_five_minute_call_is_not_forgotten_when_the_store_is_busy(alliance: Stage) -> None:
    call = await stat(alliance, await alliance.patient("N2"), "M1")
    await alliance.act("N2", call.tasks[0], Event.SUBMIT)
    alliance.store.inner = Busy(alliance.engine, times=50, request=call.request)

    alliance.clock.advance(seconds=301)
    await alliance.timers.turn()
    assert await owners(alliance, call.request) == {"M1": State.SUBMITTED}
    alliance.clock.advance(seconds=61)
    await alliance.timers.turn()

    assert await owners(alliance, call.request) == {"M1": State.SUBMITTED, "H1": State.ACCEPTED}
