"""The rule of rooms: a planned move into a room of the other sex is refused, another bed named; never a stat call."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from hub.capacity.bed_map import BED_SEX
from hub.errors import RuleError
from hub.referral.conditions_of_the_way import bed
from hub.referral.gather import GUARD
from hub.referral.situation import Details, Situation
from hub.referral.states import Direction, Event, State
from hub.store.port import Ref
from tests.e2e.referral_stage import STEADY, Stage, stage


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as made:
        yield made


def kept_for(sex: str) -> dict[str, Any]:
    return {"extension": [{"url": BED_SEX, "valueCode": sex}]}


async def selected(alliance: Stage, *, gender: str) -> Ref:
    """The Task of an elder of H1 whom N1 takes."""
    elder = await alliance.put("H1", {"resourceType": "Patient", "gender": gender, "birthDate": "1941-11-03"})
    await alliance.diagnose("H1", elder, "I10", "原发性高血压")
    await alliance.observe("H1", elder, STEADY)
    draft = await alliance.draft("H1", Direction.INTO_HOME, "N1", elder)
    task = draft.tasks[0]
    await alliance.act("H1", task, Event.SUBMIT)
    await alliance.act("N1", task, Event.ACCEPT)
    await alliance.act("H1", task, Event.SELECT)
    return task


async def test_a_bed_of_the_other_sex_is_not_reserved_and_one_that_suits_is_named(alliance: Stage) -> None:
    womens = await alliance.bed("N1", "a-women", **kept_for("female"))
    mens = await alliance.bed("N1", "b-men", **kept_for("male"))
    task = await selected(alliance, gender="male")

    with pytest.raises(RuleError) as refused:
        await alliance.act("N1", task, Event.RESERVE, bed=womens)

    assert refused.value.text == (
        f"该床位的房间只收另一性别的老人；请另选床位(如 {mens})，或由接收方更改床位性别。 That bed's room is for the "
        f"other sex; choose another bed (free now: {mens}), or let the receiver change whom it is for."
    )
    assert await alliance.engine.claim_of("bed", "a-women", now=alliance.clock.now()) is None
    assert await alliance.act("N1", task, Event.RESERVE, bed=mens) is State.RESERVED


async def test_where_no_bed_suits_none_is_named(alliance: Stage) -> None:
    womens = await alliance.bed("N1", "a-women", **kept_for("female"))
    task = await selected(alliance, gender="male")

    with pytest.raises(RuleError, match="choose another bed, or let"):
        await alliance.act("N1", task, Event.RESERVE, bed=womens)


@pytest.mark.parametrize("gender", ["female", "unknown", "other"])
async def test_a_sex_that_fits_or_is_not_known_holds_nobody(alliance: Stage, gender: str) -> None:
    womens = await alliance.bed("N1", "a-women", **kept_for("female"))
    task = await selected(alliance, gender=gender)

    assert await alliance.act("N1", task, Event.RESERVE, bed=womens) is State.RESERVED


async def test_a_refused_bed_leaves_the_task_as_it_was(alliance: Stage) -> None:
    womens = await alliance.bed("N1", "a-women", **kept_for("female"))
    task = await selected(alliance, gender="male")
    stored = await alliance.engine.read(task, visibility=GUARD)

    with pytest.raises(RuleError):
        await alliance.act("H1", task, Event.RESERVE, bed=womens)

    assert stored is not None
    assert (await alliance.stored(task)).version == stored.version


@pytest.mark.parametrize(
    "more",
    [
        {"priority": "stat", "direction": Direction.FROM_HOME},
        {"own_bed": "Location/b"},
    ],
    ids=["stat", "own bed"],
)
def test_a_stat_call_and_the_kept_bed_know_no_such_rule(more: dict[str, Any]) -> None:
    asked: dict[str, Any] = {"direction": Direction.INTO_HOME} | more

    assert bed(Situation(state=State.SELECTED, details=Details(bed="Location/b"), bed_suits=False, **asked)) is None
