"""Random walks of two referrals through a real store, 100,000 steps in all.

No state outside the table, one winner, no bed twice, nothing shown before it may be and never anything to a home
outside the alliance, no receipt but of bytes that were issued, every change with its Provenance and its audit entry.
`REFERRAL_WALKS` is how many walks of 200 steps each of the five parts takes (100).
"""

import asyncio
import os
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from hub.errors import HubError
from hub.referral.gather import GUARD, tasks_of
from hub.referral.lookup import find
from hub.referral.receipt import digest_of, document_of, documents_of
from hub.referral.shape import bed_of, state_of
from hub.referral.states import ARRIVED_STATES, FINAL, UNSENT, Actor, Direction, Event, Move, State
from hub.referral.transitions import TABLE, Transition
from hub.referral.workflow import Draft
from hub.store.admin import OUTSIDE, Member
from hub.store.port import Ref
from tests.e2e.referral_stage import STEADY, Stage, stage

pytestmark = pytest.mark.long

PARTS, WALKS, STEPS = 5, int(os.environ.get("REFERRAL_WALKS", "100")), 200
HOUR = 3_600_000_000
WHO = st.sampled_from(("H1", "M1", "N1", "N2"))
AWAY = Member(
    code="X1", name="示范颐年护理院（联盟外）", kind="home", licensed=True, admission_state=OUTSIDE,
    capabilities=("O2", "NGT"), declared_ability_level=4,
)  # fmt: skip
HOMES = (("N1", "N2"), ("N1", "X1"))
"""Whom each elder's referrals ask; one home is outside, and the hospital writes down what it says."""
STEP = st.tuples(WHO, st.integers(0, 3), st.sampled_from(Event), st.integers(0, 30), st.integers(0, 90))
"""Who acts, on which Task, an event, or from 10 on one that the table has for the state; the minutes after."""
ENDING = frozenset(
    {Event.DIED, Event.ENTERED_IN_ERROR, Event.CANCEL, Event.WITHDRAW_CONSENT, Event.DECLINE, Event.REQUEST_OVERRIDE,
     Event.REDIRECT, Event.DIVERT, Event.NO_SHOW, Event.REFUSE_AT_DOOR}
)  # fmt: skip
"""Events that end a walk early or hold it up; seldom taken when the table is asked."""
CHOSEN = frozenset({State.SELECTED, State.RESERVED, State.SCHEDULED, State.IN_TRANSIT}) | ARRIVED_STATES
DETAILS = {"reason": "other", "note": "理由写在这里，超过十个字", "receiver": "M1", "onward": "H1",
           "said_by": "周护士长", "doctor": "林医生"}  # fmt: skip

WRONG = "0" * 64
"""The digest of no document."""
NEWER = frozenset({Event.RECEIVE, Event.REISSUE, Event.CONFIRM, Event.ARRIVE, Event.FEEDBACK})
"""Events late on the way: a part whose walks never came to them has shown nothing about them."""

Step = tuple[str, int, Event, int, int]


@dataclass
class Walk:
    """Two elders who ask the same home for the same bed, and another each, and what was done."""

    alliance: Stage
    drafts: list[Draft]
    elders: list[Ref]
    bed: str
    measured: int = 0
    over: list[tuple[Draft, Ref]] = field(default_factory=list)
    done: Counter[tuple[Ref, str]] = field(default_factory=Counter)
    acted: Counter[str] = field(default_factory=Counter)

    async def open(self, which: int) -> Draft:
        """A referral of the hospital's to the two homes of an elder."""
        return await self.alliance.workflow.create_draft(
            self.alliance.who("H1"), patient=self.elders[which], direction=Direction.INTO_HOME, receivers=HOMES[which]
        )

    async def step(self, who: str, which: int, event: Event, instead: int) -> None:
        """One event, which leads where the table says or is refused and changes nothing."""
        draft, elder = self.drafts[which // 2], self.elders[which // 2]
        if all([await self.alliance.state(task) in FINAL for task in draft.tasks]):
            self.over.append((draft, elder))
            draft = self.drafts[which // 2] = await self.open(which // 2)
        task, home = draft.tasks[which % 2], HOMES[which // 2][which % 2]
        before = await self.alliance.state(task)
        offered = _offered(before, instead) if instead >= 10 else []
        if offered:
            row = offered[instead % len(offered)]
            event, who = row.event, home if Actor.RC in row.actors and home != "X1" else "H1"
        if self.alliance.clock.now() - self.measured > 8 * HOUR:
            self.measured = self.alliance.clock.now()
            for one in self.elders:
                await self.alliance.observe("H1", one, STEADY)
        details = DETAILS | {"basis": "treatment" if home == "X1" else "", "digest": await self.digest(task, instead)}
        planned = self.alliance.clock.now() + HOUR
        try:
            after = await self.alliance.act(who, task, event, bed=self.bed, planned=planned, **details)
        except HubError:
            assert await self.alliance.state(task) is before
            return
        assert event is not Event.RECEIVE or details["digest"] != WRONG
        assert _leads(event, before, after), (event, before, after)
        assert before not in FINAL
        self.done[task, event.value] += 1
        self.acted[who] += 1

    async def digest(self, task: Ref, instead: int) -> str:
        """What a receiver says that it has: the newest document, one before it, or what was never issued."""
        documents = documents_of((await self.alliance.stored(task)).json())
        return documents[-1 - instead % min(2, len(documents))].digest if documents and instead % 5 else WRONG

    async def check_documents(self, body: dict[str, object]) -> None:
        """What was received is what is stored, and a home outside is shown none of it."""
        for document in documents_of(body):
            binary = await self.alliance.engine.read(document.ref, visibility=GUARD)
            assert binary is None or document.digest == digest_of(binary)
            assert not await self.alliance.sees("X1", document.ref)
        newest = document_of(body)
        assert newest is None or not newest.received or newest.by in {"H1", "N1", "N2", "X1"}

    async def check(self) -> None:
        """What must hold at the end of every walk."""
        holders = []
        for draft, elder in [*self.over, *zip(self.drafts, self.elders, strict=True)]:
            bodies = [task.json() for task in await tasks_of(self.alliance.engine, draft.request)]
            for body in bodies:
                await self.check_documents(body)
            for hidden in (elder, draft.request, *draft.tasks):
                assert not await self.alliance.sees("X1", hidden)
            chosen = [body for body in bodies if state_of(body) in CHOSEN]
            assert len(chosen) <= 1
            claim = await self.alliance.engine.claim_of("bed", "n1-bed", now=self.alliance.clock.now())
            holders += [body for body in chosen if bed_of(body) == self.bed and claim is not None
                        and claim.holder == str(draft.request)]  # fmt: skip
            if all(state_of(body) in UNSENT for body in bodies) and not self.over:
                assert not await self.alliance.sees("N1", elder)
        assert len(holders) <= 1
        await self.check_trail()

    async def check_trail(self) -> None:
        """Each act is in the Provenance of its Task and in the audit trail of its member."""
        tasks = {task for task, _ in self.done}
        for task in tasks:
            found = await find(self.alliance.engine, "Provenance", "target", str(task), visibility=GUARD, count=1000)
            told = Counter(str(one.json()["activity"]["coding"][0]["code"]) for one in found)
            for (done, event), times in self.done.items():
                if done == task:
                    assert told[event] >= times, (event, told, times)
        for who, times in self.acted.items():
            eyes = self.alliance.who(who).visibility
            entries = await self.alliance.engine.audit_page(visibility=eyes, count=1000)
            own = [one for one in entries if one.agent == f"client:{who}" and one.target in map(str, tasks)]
            assert len([one for one in own if one.action == "U" and one.outcome == 0]) >= times


def _offered(state: State, draw: int) -> list[Transition]:
    """What people may try in a state: up to 24 what leads on, up to 28 what leads nowhere too, then all."""
    rows = [row for row in TABLE.values() if row.source is state and row.actors != {Actor.SYS}]
    if draw <= 28:
        rows = [row for row in rows if row.event not in ENDING]
    return rows if draw > 24 else [row for row in rows if isinstance(row.to, State) and row.to is not state]


def _leads(event: Event, before: State, after: State) -> bool:
    """Whether the table has it; a selection that names a bed reserves it in the same act."""
    row = TABLE[event, before]
    if event is Event.SELECT and after is State.RESERVED:
        return TABLE[Event.RESERVE, State.SELECTED].to is after
    return row.to is Move.PRIOR or after is (before if row.to is Move.SAME else row.to) or after is row.otherwise


@pytest.mark.parametrize("part", range(PARTS))
def test_no_walk_leaves_the_table_gives_a_bed_twice_or_shows_an_elder_too_early(part: int) -> None:
    @seed(part)
    @settings(
        max_examples=WALKS, deadline=None, database=None, suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # a walk of 200 steps takes longer to shrink than to read
    )  # fmt: skip
    @given(steps=st.lists(STEP, min_size=STEPS, max_size=STEPS))
    def walk(steps: list[Step]) -> None:
        done.update(event for (_, event), times in asyncio.run(_walk(steps)).items() for _ in range(times))

    done: Counter[str] = Counter()
    walk()
    assert {Event(event) for event in done} >= NEWER or WALKS < 20, done


async def _walk(steps: list[Step]) -> Counter[tuple[Ref, str]]:
    with tempfile.TemporaryDirectory() as folder:
        async with stage(Path(folder)) as alliance:
            alliance.admin.add_member(AWAY)
            elders = [await alliance.steady_elder("H1") for _ in range(2)]
            walk = Walk(alliance, [], elders, bed=await alliance.bed("N1", "n1-bed"))
            walk.drafts += [await walk.open(which) for which in range(2)]
            for who, which, event, instead, minutes in steps:
                await walk.step(who, which, event, instead)
                alliance.clock.advance(seconds=minutes * 60)
                await alliance.timers.turn()
            await walk.check()
            return walk.done
