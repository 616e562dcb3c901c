"""Referrals beside the common way: alarms of what is gone, no catalogue in force, drafts and offers at their edges."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from fhir_profiles.json_text import dump
from hub.clock import datetime_to_micros
from hub.errors import ForbiddenError, NotFoundError, RuleError
from hub.referral import deadlines
from hub.referral.alarms import Alarms
from hub.referral.catalogues import Catalogues, publish
from hub.referral.gather import GUARD
from hub.referral.handover import build_bundle, last_document
from hub.referral.rehearsal import rehearse
from hub.referral.shape import add_output
from hub.referral.states import DIRECTION_SYSTEM, NUMBER_SYSTEM, Direction, Event, State
from hub.store.port import Put, Ref, Timer, UnitConflictError, WriteUnit
from terminology.catalogue import sample
from terminology.catalogue_source import SAMPLE, read_files
from tests.e2e.referral_stage import Stage, stage
from tests.unit.referral.changes import change_of, plan_of

LONG_AGO = datetime_to_micros(datetime(2020, 1, 1, tzinfo=UTC))


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as made:
        yield made


async def sent(alliance: Stage, receiver: str = "N1") -> tuple[Ref, Ref]:
    """A transfer into a home that waits for an answer; its referral and Task."""
    draft = await alliance.draft("H1", Direction.INTO_HOME, receiver, await alliance.steady_elder("H1"))
    await alliance.act("H1", draft.tasks[0], Event.SUBMIT)
    return draft.request, draft.tasks[0]


async def delete(alliance: Stage, *refs: Ref) -> None:
    """As the retention job does it, past the guard."""
    puts = tuple(Put(ref=ref, data=b"", delete=True) for ref in refs)
    await alliance.engine.write(WriteUnit(puts=puts), visibility=GUARD)


def ask(**changed: Any) -> dict[str, Any]:
    """A ServiceRequest as a plain client writes it."""
    return {
        "resourceType": "ServiceRequest", "id": "sr-1", "status": "draft", "intent": "order",
        "category": [{"coding": [{"system": DIRECTION_SYSTEM, "code": "into-home"}]}],
    } | changed  # fmt: skip


@pytest.mark.parametrize("subject", ["Task/none", "Task/gone"])
async def test_an_alarm_of_a_task_that_is_not_there_is_forgotten(alliance: Stage, subject: str) -> None:
    gone = await alliance.put("H1", {"resourceType": "Task", "id": "gone", "status": "draft", "intent": "order"})
    await delete(alliance, gone)
    alarms = Alarms(alliance.store, alliance.workflow, alliance.admin)
    timer = Timer(kind=deadlines.UNANSWERED, subject=subject, due=0)
    await alliance.engine.write(WriteUnit(timers=(timer,)), visibility=GUARD)

    await alarms.ring(timer)
    await alarms.ring(Timer(kind=deadlines.DECIDE, subject=subject, due=0))

    due = await alliance.engine.due_timers(now=alliance.clock.now(), lease_until=alliance.clock.now() + 1, count=9)
    assert list(due) == []


async def test_before_its_first_day_the_sample_still_decides_what_nothing_else_decides(alliance: Stage) -> None:
    catalogues = Catalogues(alliance.admin)

    assert catalogues.in_force(LONG_AGO).version == sample().version
    with pytest.raises(RuleError, match="No version of the disease catalogue"):
        catalogues.in_force(LONG_AGO)  # it is published now, and not in force then


async def test_two_processes_that_publish_the_sample_at_once_both_go_on(alliance: Stage) -> None:
    first, second = Catalogues(alliance.admin), Catalogues(alliance.admin)

    assert first.publish_sample().digest == second.publish_sample().digest
    assert [one.version for one in alliance.admin.catalogue_versions()] == [sample().version]
    assert await second.registry() is None


async def test_no_newer_version_is_told_of_while_none_is_in_force(alliance: Stage) -> None:
    _, task = await sent(alliance)
    body = (await alliance.stored(task)).json()
    same = await alliance.workflow.rule_changed(body)
    alliance.clock.advance(seconds=20 * 365 * 86_400)

    assert (same, await alliance.workflow.rule_changed(body)) == (None, None)
    assert await alliance.workflow.rule_changed({"focus": {"reference": "ServiceRequest/none"}}) is None
    assert await alliance.workflow.rule_changed({}) is None


async def test_a_task_whose_referral_was_deleted_rests_on_nothing_and_lacks_nothing(alliance: Stage) -> None:
    request, task = await sent(alliance)
    body = (await alliance.stored(task)).json()
    await delete(alliance, request)

    assert await alliance.workflow.rule_changed(body) is None
    assert await alliance.workflow.lacks(request) == ()
    with pytest.raises(NotFoundError):
        await alliance.workflow.request_of(request.id, alliance.who("H1"))
    with pytest.raises(RuleError, match="does not exist"):
        await alliance.act("N1", task, Event.OPEN)


async def test_a_call_for_an_elder_nobody_knows_closes_only_when_it_is_known_who_it_was(alliance: Stage) -> None:
    call = ask(
        status="active", priority="stat", category=[{"coding": [{"system": DIRECTION_SYSTEM, "code": "from-home"}]}]
    )
    request = await alliance.put("N2", call)
    assert await alliance.workflow.lacks(request) == ()
    (task,) = [one.ref for one in await tasks(alliance, request)]
    for event in (Event.ACCEPT, Event.ARRIVE, Event.ADMIT):
        await alliance.act("H1", task, event)
    await alliance.act("H1", task, Event.FEEDBACK, note="谵妄已控制")

    with pytest.raises(RuleError, match=r"老人身份.*who the elder is"):
        await alliance.act("N2", task, Event.ACKNOWLEDGE)
    with pytest.raises(RuleError, match="no patient or no receiver"):
        await alliance.workflow.transfer_bundle(request.id, alliance.who("N2"))


async def tasks(alliance: Stage, request: Ref) -> Any:
    from hub.referral.gather import tasks_of

    return await tasks_of(alliance.engine, request)


async def test_the_bundle_of_a_referral_without_an_open_candidate_has_nobody_to_go_to(alliance: Stage) -> None:
    request, task = await sent(alliance)
    assert len(await alliance.workflow.transfer_bundle(request.id, alliance.who("H1"))) > 0
    await alliance.act("H1", task, Event.CANCEL, reason="other", note="家属改变主意，不再转出")

    with pytest.raises(RuleError, match="no patient or no receiver"):
        await alliance.workflow.transfer_bundle(request.id, alliance.who("H1"))


async def test_a_bundle_is_made_of_a_patient_between_two_members_and_a_deleted_one_is_passed_over(
    alliance: Stage,
) -> None:
    for gone in ({"requester": None}, {"owner": None}, {"has_patient": False}):
        change = change_of(Event.DEPART, **gone)
        assert await build_bundle(change, plan_of(), store=alliance.engine, keys=alliance.keys) == b""
    patient = await alliance.patient("H1")
    held: dict[str, Any] = {}
    add_output(held, "transfer-bundle", {"valueReference": {"reference": "Binary/none"}})
    member = alliance.admin.member("H1")
    assert member is not None
    await alliance.put("H1", {"resourceType": "Task", "status": "completed", "intent": "order",
                              "for": {"reference": str(patient)}} | held)  # fmt: skip

    assert await last_document(alliance.engine, patient, member=member, but="other") is None


async def test_who_has_another_open_referral_is_offered_no_submission(alliance: Stage) -> None:
    patient = await alliance.steady_elder("H1")
    first = await alliance.draft("H1", Direction.INTO_HOME, "N1", patient)
    second = await alliance.draft("H1", Direction.INTO_HOME, "N2", patient)
    await alliance.act("H1", first.tasks[0], Event.SUBMIT)

    offers = {one.event: one for one in await alliance.workflow.actions(second.tasks[0].id, alliance.who("H1"))}

    submit = offers[Event.SUBMIT]
    assert (submit.allowed, [(why.code, why.rule) for why in submit.why]) == (False, [("conflict", "open-referral")])
    assert offers[Event.CANCEL].allowed


async def test_an_urgent_call_is_offered_to_be_lowered_and_a_stat_one_not_to_be_raised(alliance: Stage) -> None:
    found = {}
    for priority in ("urgent", "stat"):
        patient = await alliance.patient("N1")
        draft = await alliance.draft("N1", Direction.FROM_HOME, "H1", patient, priority=priority)
        await alliance.act("N1", draft.tasks[0], Event.SUBMIT, doctor="王医生")
        offers = await alliance.workflow.actions(draft.tasks[0].id, alliance.who("H1"))
        found[priority] = {one.event: one for one in offers}

    assert [found[one][Event.RAISE].allowed for one in found] == [True, False]
    assert "priority" in found["urgent"][Event.RAISE].needs
    assert "priority" in found["stat"][Event.LOWER].needs


async def test_a_dry_run_passes_over_what_no_catalogue_was_in_force_for_and_the_proposals(alliance: Stage) -> None:
    files = read_files(SAMPLE)
    publish(alliance.admin, files, now=alliance.clock.now())
    patient = await alliance.steady_elder("H1")
    await alliance.workflow.create_draft(
        alliance.who("H1"), patient=patient, direction=Direction.INTO_HOME, receivers=["N1", "N2"]
    )
    early = ask(authoredOn="2020-01-01T00:00:00Z", subject={"reference": str(patient)})
    request = await alliance.put("H1", early)
    await alliance.put("H1", {"resourceType": "Task", "status": "draft", "intent": "order",
                              "owner": {"reference": "Organization/N1"},
                              "focus": {"reference": str(request)}})  # fmt: skip

    found = await rehearse(alliance.engine, alliance.admin, new=sample())

    assert (found.decided, found.changed, found.skipped) == (2, (), 1)


async def test_a_dry_run_reads_every_page(alliance: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.referral.rehearsal.PAGE", 2)
    for _ in range(5):
        await alliance.draft("H1", Direction.INTO_HOME, "N1", await alliance.steady_elder("H1"))

    assert (await rehearse(alliance.engine, alliance.admin, new=sample())).decided == 5


@pytest.mark.parametrize("who", ["stranger", "N1"])
async def test_nobody_else_deletes_a_draft(alliance: Stage, who: str) -> None:
    draft = await alliance.draft("H1", Direction.INTO_HOME, "N1", await alliance.steady_elder("H1"))
    visibility = alliance.who("M1" if who == "stranger" else who).visibility

    for ref in (draft.tasks[0], draft.request):
        with pytest.raises((ForbiddenError, UnitConflictError)):
            await alliance.store.write(WriteUnit(puts=(Put(ref=ref, data=b"", delete=True),)), visibility=visibility)

    assert await alliance.state(draft.tasks[0]) is State.DRAFT


async def test_a_patient_that_comes_with_its_referral_is_known(alliance: Stage) -> None:
    body = ask(subject={"reference": "Patient/new"})
    person: dict[str, Any] = {"resourceType": "Patient", "id": "new", "name": [{"text": "孙阿婆"}]}
    puts = tuple(Put(ref=Ref(one["resourceType"], one["id"]), data=dump(one)) for one in (person, body))

    await alliance.store.write(WriteUnit(puts=puts), visibility=alliance.who("H1").visibility)

    assert (await alliance.stored(Ref("ServiceRequest", "sr-1"))).custodian == alliance.who("H1").member
    deleted = await alliance.patient("H1")
    await delete(alliance, deleted)
    with pytest.raises(RuleError, match="names no patient that you keep"):
        await alliance.put("H1", ask(id="sr-2", subject={"reference": str(deleted)}))


async def test_a_stat_call_takes_the_place_of_a_referral_that_was_deleted(alliance: Stage) -> None:
    patient = await alliance.patient("N1")
    old = await alliance.draft("N1", Direction.FROM_HOME, "H1", patient, priority="urgent")
    await alliance.act("N1", old.tasks[0], Event.SUBMIT, doctor="王医生")
    await delete(alliance, old.request, *old.tasks)

    call = await alliance.draft("N1", Direction.FROM_HOME, "H1", patient, priority="stat")

    assert await alliance.act("N1", call.tasks[0], Event.SUBMIT) is State.SUBMITTED


async def test_a_draft_that_its_sender_writes_again_stays_a_draft_with_its_own_number(alliance: Stage) -> None:
    number = {"system": NUMBER_SYSTEM, "value": "H1-OWN-7"}
    body = ask(subject={"reference": str(await alliance.patient("H1"))}, identifier=[number])
    request = await alliance.put("H1", dict(body))

    await alliance.put("H1", body | {"note": [{"text": "请尽快"}]})

    stored = (await alliance.stored(request)).json()
    assert (stored["status"], stored["identifier"], stored["note"]) == ("draft", [number], [{"text": "请尽快"}])


async def test_a_referral_asks_a_receiver_once_and_again_when_it_has_declined(alliance: Stage) -> None:
    patient = await alliance.steady_elder("H1")
    with pytest.raises(RuleError, match="This referral asks N1 already; name each receiver once"):
        await alliance.workflow.create_draft(
            alliance.who("H1"), patient=patient, direction=Direction.INTO_HOME, receivers=["N1", "N2", "N1"]
        )
    draft = await alliance.draft("H1", Direction.INTO_HOME, "N1", patient)
    again = {"resourceType": "Task", "status": "draft", "intent": "order", "focus": {"reference": str(draft.request)},
             "owner": {"reference": "Organization/N1"}}  # fmt: skip

    with pytest.raises(RuleError, match="asks N1 already"):
        await alliance.put("H1", dict(again))
    await alliance.act("H1", draft.tasks[0], Event.SUBMIT)
    await alliance.act("N1", draft.tasks[0], Event.DECLINE, reason="no-bed", note="本周无床，下周可再询")

    assert await alliance.state(await alliance.put("H1", dict(again))) is State.DRAFT


async def test_a_referral_of_no_member_is_refused(alliance: Stage) -> None:
    put = Put(ref=Ref("ServiceRequest", "sr-1"), data=dump(ask()))

    with pytest.raises(ForbiddenError, match="Only a member of the alliance makes a referral"):
        await alliance.store.write(WriteUnit(puts=(put,)), visibility=GUARD)


async def test_the_catalogue_answers_about_stated_facts_without_a_patient(alliance: Stage) -> None:
    decision = await alliance.workflow.evaluate(alliance.who("H1"), direction=Direction.INTO_HOME, receiver="N1")

    assert (decision.overall, decision.catalogue_version) == ("unknown", sample().version)


async def test_a_receiver_pulls_no_bundle_before_one_was_sent(alliance: Stage) -> None:
    request, _ = await sent(alliance)

    with pytest.raises(NotFoundError, match="No transfer bundle has been sent to you"):
        await alliance.workflow.transfer_bundle(request.id, alliance.who("N1"))


async def test_a_task_from_before_business_states_goes_on_by_its_status(alliance: Stage) -> None:
    _, task = await sent(alliance)
    body = (await alliance.stored(task)).json()
    del body["businessStatus"]
    await alliance.engine.write(WriteUnit(puts=(Put(ref=task, data=dump(body)),)), visibility=GUARD)

    await alliance.put("N1", body | {"status": "received"})

    assert await alliance.state(task) is State.UNDER_REVIEW
