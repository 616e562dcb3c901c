"""Receipts seldom seen: documents from before, answers that come late or twice, timers of what is over."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hub.errors import RuleError
from hub.referral.deadlines import RECEIPT
from hub.referral.decision import decide
from hub.referral.gather import GUARD
from hub.referral.receipt import BUNDLE_OUTPUT, DOCUMENT, digest_of, document_of, meant, receipt, withdraw
from hub.referral.receipt_desk import WITHDRAWN, ReceiptDesk
from hub.referral.shape import add_output, set_extension
from hub.referral.situation import Details, Situation
from hub.referral.states import Actor, Direction, Event, State
from hub.referral.workflow import Workflow
from hub.store.port import Outbound, Ref, StoredResource, Timer, WriteUnit
from tests.e2e.referral_stage import Stage, stage
from tests.unit.referral.changes import change_of, plan_of


def test_a_document_that_was_issued_before_receipts_were_kept_gets_its_digest_with_its_receipt() -> None:
    change = change_of(Event.RECEIVE, state=State.ARRIVED, said_by="王护士", owner=None)
    add_output(change.task.resource, BUNDLE_OUTPUT, {"valueReference": {"reference": "Binary/old"}})
    change.document_digest = "ab" * 32

    receipt(change, plan_of())

    found = document_of(change.task.resource)
    assert found is not None
    assert (found.digest, found.by, found.way, found.said_by) == ("ab" * 32, "", "on-behalf", "王护士")


def test_what_a_system_took_is_about_the_bytes_that_it_names_and_else_about_the_newest() -> None:
    task = change_of(Event.RECEIVE, state=State.ARRIVED).task.resource
    for name in ("old", "new"):
        add_output(task, BUNDLE_OUTPUT, {"valueReference": {"reference": f"Binary/{name}"}})
        parts = {"extension": [{"url": "digest", "valueString": name}]}
        set_extension(task["output"][-1], DOCUMENT, parts)

    found = [
        meant(task, Details(digest=digest, way=way))
        for digest, way in (("old", "push"), ("new", "pull"), ("other", "push"), ("old", ""))
    ]

    assert [one.ref.id for one in found if one is not None] == ["old", "new", "new", "new"]


def test_without_a_document_nothing_is_written_down_or_withdrawn() -> None:
    change, plan = change_of(Event.UNRECEIVED, state=State.IN_TRANSIT), plan_of()

    receipt(change, plan)
    withdraw(change, plan)
    withdraw(change_of(Event.WITHDRAW_CONSENT, state=State.IN_TRANSIT, owner=None), plan)

    assert (plan.timers, plan.revokes, document_of(change.task.resource), digest_of(None)) == ([], [], None, "")


def test_where_no_document_was_issued_there_is_none_to_confirm() -> None:
    situation = Situation(state=State.IN_TRANSIT, direction=Direction.UP, details=Details(digest="ab" * 32))

    found = decide(Event.RECEIVE, situation, frozenset({Actor.RC})).refusals

    assert [one.rule for one in found] == ["document"]
    assert "未发出交接资料" in found[0].zh


async def on_the_way(alliance: Stage) -> tuple[Ref, Outbound]:
    """The Task of an elder on the way to N1, and the outbox's row of the document."""
    elder = await alliance.steady_elder("H1")
    bed = await alliance.bed("N1", "n1-bed-1")
    draft = await alliance.draft("H1", Direction.INTO_HOME, "N1", elder)
    task = draft.tasks[0]
    await alliance.act("H1", task, Event.SUBMIT)
    await alliance.act("N1", task, Event.ACCEPT)
    await alliance.act("H1", task, Event.SELECT, bed=bed)
    await alliance.act("H1", task, Event.DEPART)
    rows = await alliance.engine.outbound_page(visibility=GUARD, count=50)
    return task, next(row for row in rows if row.subject.startswith("Binary/"))


async def receipts(alliance: Stage, task: Ref) -> str:
    """How the newest document was received; "" while it is awaited."""
    found = document_of((await alliance.stored(task)).json())
    assert found is not None
    return found.way


async def test_only_the_answer_for_the_newest_document_counts_and_a_file_is_no_answer(tmp_path: Path) -> None:
    async with stage(tmp_path) as alliance:
        task, row = await on_the_way(alliance)
        desk = ReceiptDesk(alliance.store, alliance.workflow)
        await alliance.act("H1", task, Event.REISSUE)

        for one in (
            row, replace(row, subject=str(task)), replace(row, subject="Binary/unknown"), replace(row, channel="file"),
        ):  # fmt: skip
            await desk.has_arrived(one)
        early = await receipts(alliance, task)
        newest = document_of((await alliance.stored(task)).json())
        assert newest is not None
        for _ in range(2):
            await desk.has_arrived(replace(row, subject=str(newest.ref)))

        assert (early, await receipts(alliance, task)) == ("", "push")
        assert await desk.refusal(replace(row, subject=str(task))) == ""


async def test_an_answer_after_the_referral_ended_changes_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as alliance:
        task, row = await on_the_way(alliance)
        await alliance.act("H1", task, Event.NO_SHOW, note="家属说老人在家", reason="other")

        await ReceiptDesk(alliance.store, alliance.workflow).has_arrived(row)

        assert await receipts(alliance, task) == ""


class Quicker(Workflow):
    """Another hand acts just before the receipt is written down."""

    def __init__(self, alliance: Stage, event: Event, **details: Any) -> None:
        super().__init__(alliance.store, alliance.admin, alliance.clock, alliance.keys, alliance.workflow._catalogues)
        self._first = (alliance, event, details)

    async def act_as_system(self, task: Ref, event: Event, details: Details | None = None) -> StoredResource:
        """First the other, then this."""
        alliance, first, said = self._first
        await alliance.act("H1", task, first, **said)
        return await super().act_as_system(task, event, details)


async def test_two_receipts_at_once_are_one_and_a_withdrawal_leaves_the_row_to_be_looked_at_again(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path) as alliance:
        task, row = await on_the_way(alliance)
        twice = Quicker(alliance, Event.RECEIVE, said_by="王护士，电话")

        await ReceiptDesk(alliance.store, twice).has_arrived(row)

        assert await receipts(alliance, task) == "on-behalf"


async def test_a_receipt_that_a_withdrawal_overtakes_is_not_written_down(tmp_path: Path) -> None:
    async with stage(tmp_path) as alliance:
        task, row = await on_the_way(alliance)
        desk = ReceiptDesk(alliance.store, Quicker(alliance, Event.WITHDRAW_CONSENT))

        with pytest.raises(RuleError, match="withdrawn"):
            await desk.has_arrived(row)

        assert (await receipts(alliance, task), await desk.refusal(row)) == ("", WITHDRAWN)


async def test_timers_of_documents_that_are_no_more_awaited_are_forgotten(tmp_path: Path) -> None:
    async with stage(tmp_path) as alliance:
        task, row = await on_the_way(alliance)
        known = document_of((await alliance.stored(task)).json())
        assert known is not None
        await alliance.act("N1", task, Event.RECEIVE, digest=known.digest)
        timers = tuple(Timer(RECEIPT, subject, alliance.clock.now()) for subject in (row.subject, "Binary/unknown"))
        await alliance.store.write(WriteUnit(timers=timers), visibility=GUARD)

        assert (await alliance.timers.turn(), await alliance.timers.turn()) == (2, 0)
