"""Random walks of two referrals through a real store: one winner, no bed twice, nothing shown before it may be."""

import asyncio
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.errors import HubError
from hub.referral.gather import tasks_of
from hub.referral.shape import bed_of, state_of
from hub.referral.states import ARRIVED_STATES, FINAL, Direction, Event, State
from tests.e2e.referral_stage import stage

pytestmark = pytest.mark.long

WHO = st.sampled_from(["H1", "M1", "N1", "N2"])
STEP = st.tuples(WHO, st.integers(0, 3), st.sampled_from(Event), st.integers(0, 90))
CHOSEN = frozenset({State.SELECTED, State.RESERVED, State.SCHEDULED, State.IN_TRANSIT}) | ARRIVED_STATES
UNSEEN = frozenset({State.DRAFT, State.BLOCKED, State.OVERRIDE_PENDING})


@settings(max_examples=2500, deadline=None)
@given(steps=st.lists(STEP, min_size=20, max_size=60))
def test_no_walk_leaves_the_table_gives_a_bed_twice_or_shows_an_elder_too_early(
    steps: list[tuple[str, int, Event, int]],
) -> None:
    asyncio.run(_walk(steps))


async def _walk(steps: list[tuple[str, int, Event, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with stage(Path(folder)) as alliance:
            elders = [await alliance.steady_elder("H1") for _ in range(2)]
            drafts = [
                await alliance.workflow.create_draft(
                    alliance.who("H1"), patient=elder, direction=Direction.INTO_HOME, receivers=["N1", "N2"]
                )
                for elder in elders
            ]
            bed = await alliance.bed("N1", "n1-bed")
            tasks = [task for draft in drafts for task in draft.tasks]
            for who, which, event, minutes in steps:
                before = await alliance.state(tasks[which])
                try:
                    await alliance.act(
                        who, tasks[which], event, reason="other", note="理由写在这里，超过十个字", bed=bed,
                        receiver="M1",
                        planned=alliance.clock.now() + 3_600_000_000, onward="H1", said_by="周护士长", doctor="林医生",
                    )  # fmt: skip
                except HubError:
                    assert await alliance.state(tasks[which]) is before
                if before in FINAL:
                    assert await alliance.state(tasks[which]) is before
                alliance.clock.advance(seconds=minutes * 60)
                await alliance.timers.turn()
            holders = []
            for draft, elder in zip(drafts, elders, strict=True):
                bodies = [task.json() for task in await tasks_of(alliance.engine, draft.request)]
                chosen = [body for body in bodies if state_of(body) in CHOSEN]
                assert len(chosen) <= 1
                now = alliance.clock.now()
                claim = await alliance.engine.claim_of("bed", "n1-bed", now=now)
                holders += [body for body in chosen if bed_of(body) == bed and claim is not None
                            and claim.holder == str(draft.request)]  # fmt: skip
                if all(state_of(body) in UNSEEN for body in bodies):
                    assert not await alliance.sees("N1", elder)
            assert len(holders) <= 1
