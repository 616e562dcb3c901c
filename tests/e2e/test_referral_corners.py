"""The guard before an engine that is always busy, a unit that reaches too far, and Tasks that begin in the middle."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from fhir_profiles.json_text import dump
from hub.errors import ConflictError, ForbiddenError, OverloadError, RuleError
from hub.referral.catalogues import Catalogues
from hub.referral.guard import ATTEMPTS, STAT_ATTEMPTS, ReferralGuard
from hub.referral.situation import Details
from hub.referral.states import Direction, Event, State
from hub.referral.workflow import Workflow
from hub.store.layer import EngineLayer
from hub.store.port import Engine, Page, Put, Ref, UnitConflictError, Visibility, WriteResult, WriteUnit
from hub.store.query import SearchQuery
from tests.e2e.referral_stage import Stage, stage


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as made:
        yield made


class Busy(EngineLayer):
    """An engine on which somebody else is always quicker."""

    def __init__(self, inner: Engine, kind: str) -> None:
        super().__init__(inner)
        self.kind = kind
        self.tries = 0

    async def write(self, unit: WriteUnit, *, visibility: Visibility) -> WriteResult:
        del unit, visibility
        self.tries += 1
        raise UnitConflictError(self.kind, "somebody was quicker")  # type: ignore[arg-type]  # a kind of the port


class Slow(EngineLayer):
    """An engine that cannot find immunizations for now."""

    async def search(self, query: SearchQuery, *, visibility: Visibility) -> Page:
        if query.type == "Immunization":
            raise OverloadError("The disk is slow.")
        return await self.inner.search(query, visibility=visibility)


def workflow_on(alliance: Stage, engine: Engine) -> Workflow:
    """The alliance's workflow on another engine."""
    catalogues = Catalogues(alliance.admin)
    guard = ReferralGuard(engine, alliance.admin, catalogues, alliance.clock, keys=alliance.keys)
    return Workflow(guard, alliance.admin, alliance.clock, alliance.keys, catalogues)


@pytest.mark.parametrize(
    ("kind", "error", "match", "tries"),
    [
        ("claim", ConflictError, "Someone else was quicker", ATTEMPTS),
        ("version", ConflictError, "The referral was changed meanwhile", ATTEMPTS),
        ("forbidden", ForbiddenError, "belongs to other members", 1),
        ("identifier", ConflictError, "read it again and retry", 1),
    ],
)
async def test_who_is_never_quick_enough_is_told_so_after_three_tries(
    alliance: Stage, kind: str, error: type[Exception], match: str, tries: int
) -> None:
    draft = await alliance.draft("H1", Direction.INTO_HOME, "N1", await alliance.steady_elder("H1"))
    busy = Busy(alliance.engine, kind)

    with pytest.raises(error, match=match):
        await workflow_on(alliance, busy).act(draft.tasks[0].id, Event.SUBMIT, alliance.who("H1"))

    assert (busy.tries, await alliance.state(draft.tasks[0])) == (tries, State.DRAFT)


async def test_a_stat_call_is_tried_fifty_times(alliance: Stage) -> None:
    patient = await alliance.patient("N1")
    draft = await alliance.draft("N1", Direction.FROM_HOME, "H1", patient, priority="stat")
    busy = Busy(alliance.engine, "claim")

    with pytest.raises(ConflictError, match="Someone else was quicker"):
        await workflow_on(alliance, busy).act(draft.tasks[0].id, Event.SUBMIT, alliance.who("N1"))

    assert busy.tries == STAT_ATTEMPTS


async def on_its_way(alliance: Stage, priority: str) -> tuple[Ref, Event]:
    """A referral of a home to the hospital that may depart."""
    patient = await alliance.steady_elder("N1")
    draft = await alliance.draft("N1", Direction.FROM_HOME, "H1", patient, priority=priority)
    await alliance.act("N1", draft.tasks[0], Event.SUBMIT, basis="treatment", doctor="王医生")
    await alliance.act("H1", draft.tasks[0], Event.ACCEPT)
    return draft.tasks[0], Event.DEPART


async def test_a_stat_call_departs_without_a_bundle_that_cannot_be_made(alliance: Stage) -> None:
    task, event = await on_its_way(alliance, "stat")
    workflow = workflow_on(alliance, Slow(alliance.engine))

    await workflow.act(task.id, event, alliance.who("N1"), details=Details())

    stored = (await alliance.stored(task)).json()
    assert (await alliance.state(task), "output" in stored) == (State.IN_TRANSIT, False)


async def test_a_unit_with_a_referral_in_it_changes_no_resource_of_another_member(alliance: Stage) -> None:
    draft = await alliance.draft("H1", Direction.INTO_HOME, "N1", await alliance.steady_elder("H1"))
    await alliance.act("H1", draft.tasks[0], Event.SUBMIT)
    other = await alliance.patient("M1", "李阿婆")
    task = (await alliance.stored(draft.tasks[0])).json() | {"status": "received"}
    unit = WriteUnit(
        puts=(
            Put(ref=draft.tasks[0], data=dump(task)),
            Put(ref=other, data=dump({"resourceType": "Patient", "id": other.id, "name": [{"text": "赵阿婆"}]})),
        )
    )

    with pytest.raises(UnitConflictError, match="belongs to another member"):
        await alliance.store.write(unit, visibility=alliance.who("N1").visibility)

    assert (await alliance.stored(other)).json()["name"] == [{"text": "李阿婆"}]
    assert await alliance.state(draft.tasks[0]) is State.SUBMITTED


async def test_a_new_candidate_has_not_accepted_yet(alliance: Stage) -> None:
    draft = await alliance.draft("H1", Direction.INTO_HOME, "N1", await alliance.steady_elder("H1"))
    task = {
        "resourceType": "Task", "id": "t2", "status": "accepted", "intent": "order",
        "focus": {"reference": str(draft.request)}, "owner": {"reference": "Organization/N2"},
    }  # fmt: skip

    with pytest.raises(RuleError, match="A new candidate's Task is draft, or requested"):
        await alliance.put("H1", task)


async def test_a_task_that_is_not_there_is_not_deleted(alliance: Stage) -> None:
    unit = WriteUnit(puts=(Put(ref=Ref("Task", "none"), data=b"", delete=True),))

    with pytest.raises(UnitConflictError, match="Task/none does not exist"):
        await alliance.store.write(unit, visibility=alliance.who("H1").visibility)


async def test_a_bundle_that_cannot_be_made_holds_a_transfer_that_can_wait(alliance: Stage) -> None:
    task, event = await on_its_way(alliance, "urgent")
    workflow = workflow_on(alliance, Slow(alliance.engine))

    with pytest.raises(OverloadError, match="The disk is slow"):
        await workflow.act(task.id, event, alliance.who("N1"), details=Details())

    assert await alliance.state(task) is State.ACCEPTED
