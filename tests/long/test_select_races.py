"""10,000 races for a selection: one receiver is chosen, and one referral gets the bed, on both engines.

Half of them: the sender's two desks choose different candidates of one referral at once. The other half: two senders
choose one home's last bed at once. SQLite is closed and opened again between heats; PostgreSQL is raced on by two
nodes, each with a guard of its own.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fhir_profiles.json_text import dump
from hub.auth.principal import Principal
from hub.clock import FrozenClock
from hub.errors import ConflictError, RuleError
from hub.keys import Keys
from hub.referral.catalogues import Catalogues
from hub.referral.gather import GUARD
from hub.referral.guard import ReferralGuard
from hub.referral.shape import set_state, state_of
from hub.referral.situation import Details
from hub.referral.states import Direction, Event, State
from hub.referral.workflow import Draft, Workflow
from hub.store.admin import AdminStore
from hub.store.port import Engine, Put, Ref, WriteUnit
from hub.store.postgres import PostgresStore
from hub.store.sqlite import SqliteStore
from tests.e2e.referral_stage import MEMBERS
from tests.postgres_server import fresh_database

RACES = 10_000
HEAT = 500
AT_ONCE = 10
CLOCK = FrozenClock(datetime(2026, 3, 2, 1, tzinfo=UTC))
KEYS = Keys.in_memory()
CHOSEN = {State.SELECTED, State.RESERVED}


@dataclass(frozen=True, slots=True)
class Node:
    """One process' door to the referrals."""

    engine: Engine
    admin: AdminStore
    workflow: Workflow

    def who(self, code: str, desk: str = "") -> Principal:
        member = self.admin.member(code)
        assert member is not None
        scopes = {"*": frozenset("cruds")}
        return Principal(
            agent=f"client:{code}{desk}", member=member.number, member_code=code, scopes=scopes, roles=frozenset()
        )

    async def put(self, code: str, *resources: dict[str, object]) -> None:
        custodian = self.who(code).member
        puts = (
            Put(ref=Ref(str(one["resourceType"]), str(one["id"])), data=dump(one), custodian=custodian)
            for one in resources
        )
        await self.engine.write(WriteUnit(puts=tuple(puts)), visibility=GUARD)

    async def accepted(self, code: str, patient: Ref, *receivers: str) -> Draft:
        """A referral that each of these has accepted."""
        draft = await self.workflow.create_draft(
            self.who(code), patient=patient, direction=Direction.INTO_HOME, receivers=receivers
        )
        bodies = []
        for ref in (draft.request, *draft.tasks):
            stored = await self.engine.read(ref, visibility=GUARD)
            assert stored is not None
            bodies.append(stored.json() | ({"status": "active"} if ref == draft.request else {}))
        for task in bodies[1:]:
            set_state(task, State.ACCEPTED, before=State.UNDER_REVIEW, now=CLOCK.now())
        await self.put(code, *bodies)
        return draft

    async def select(self, code: str, desk: str, task: Ref, bed: str) -> bool:
        """Whether it was chosen, with its bed."""
        try:
            await self.workflow.act(task.id, Event.SELECT, self.who(code, desk), details=Details(bed=bed))
        except (ConflictError, RuleError):
            return False
        return True

    async def chosen(self, *tasks: Ref) -> list[Ref]:
        """Those that are chosen as it is stored."""
        stored = await self.engine.read_many(tasks, visibility=GUARD)
        return [ref for ref in tasks if state_of(stored[ref].json()) in CHOSEN]

    async def holder(self, bed: str) -> str:
        claim = await self.engine.claim_of("bed", bed, now=CLOCK.now())
        return claim.holder if claim is not None else ""


@asynccontextmanager
async def nodes_of(engine: str, folder: Path, url: str) -> AsyncIterator[list[Node]]:
    """The doors of one heat: one of SQLite, opened anew, or two nodes on one PostgreSQL."""
    admin = AdminStore.open(folder / "admin.db", clock=CLOCK)
    for member in MEMBERS:
        if admin.member(member.code) is None:
            admin.add_member(member)
    stores: list[Engine] = (
        [SqliteStore.open(folder / "hub.db", keys=KEYS, clock=CLOCK)]
        if engine == "sqlite"
        else [await PostgresStore.open(url, keys=KEYS, clock=CLOCK) for _ in range(2)]
    )
    nodes = []
    for store in stores:
        catalogues = Catalogues(admin)
        guard = ReferralGuard(store, admin, catalogues, CLOCK, keys=KEYS)
        nodes.append(Node(guard.inner, admin, Workflow(guard, admin, CLOCK, KEYS, catalogues)))
    try:
        yield nodes
    finally:
        for store in stores:
            await store.close()
        admin.close()


def bed(home: str, name: str) -> dict[str, object]:
    return {
        "resourceType": "Location", "id": name, "status": "active", "physicalType": {"coding": [{"code": "bd"}]},
        "operationalStatus": {"code": "U"}, "managingOrganization": {"reference": f"Organization/{home}"},
    }  # fmt: skip


async def elder(node: Node, code: str, name: str) -> Ref:
    await node.put(code, {"resourceType": "Patient", "id": name, "birthDate": "1941-11-03"})
    return Ref("Patient", name)


async def race_of_candidates(nodes: Sequence[Node], number: int) -> int:
    """How many of two candidates of one referral are chosen; what is stored says the same."""
    here, there = nodes[0], nodes[-1]
    patient = await elder(here, "H1", f"c{number}")
    await here.put("N1", bed("N1", f"c{number}-n1"))
    await here.put("N2", bed("N2", f"c{number}-n2"))
    draft = await here.accepted("H1", patient, "N1", "N2")
    beds = [f"Location/c{number}-n1", f"Location/c{number}-n2"]

    won = await asyncio.gather(
        here.select("H1", "-desk-1", draft.tasks[0], beds[0]), there.select("H1", "-desk-2", draft.tasks[1], beds[1])
    )

    holders = [await there.holder(one.removeprefix("Location/")) for one in beds]
    assert holders == [str(draft.request) if one else "" for one in won]
    assert len(await there.chosen(*draft.tasks)) == sum(won)
    return sum(won)


async def race_of_senders(nodes: Sequence[Node], number: int) -> int:
    """How many of two senders' referrals are chosen for one bed."""
    here, there = nodes[0], nodes[-1]
    await here.put("N1", bed("N1", f"s{number}"))
    drafts = [
        await here.accepted(code, await elder(here, code, f"s{number}-{code.lower()}"), "N1") for code in ("H1", "M1")
    ]
    tasks = [draft.tasks[0] for draft in drafts]

    won = await asyncio.gather(
        here.select("H1", "", tasks[0], f"Location/s{number}"), there.select("M1", "", tasks[1], f"Location/s{number}")
    )

    winners = [str(draft.request) for draft, one in zip(drafts, won, strict=True) if one]
    assert [await there.holder(f"s{number}")] == winners
    assert await there.chosen(*tasks) == [task for task, one in zip(tasks, won, strict=True) if one]
    return sum(won)


async def all_races(engine: str, folder: Path, *, url: str = "", races: int = RACES) -> tuple[int, int]:
    """Winners of the races of candidates and of senders."""
    candidates = senders = 0
    half = races // 2
    for start in range(0, half, HEAT):
        async with nodes_of(engine, folder, url) as nodes:
            for first in range(start, min(start + HEAT, half), AT_ONCE):
                numbers = range(first, min(first + AT_ONCE, half))
                candidates += sum(await asyncio.gather(*(race_of_candidates(nodes, number) for number in numbers)))
                senders += sum(await asyncio.gather(*(race_of_senders(nodes, number) for number in numbers)))
    return candidates, senders


@pytest.mark.long
@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_10000_races_for_a_selection_have_one_winner_each(tmp_path: Path, engine: str) -> None:
    if engine == "sqlite":
        won = asyncio.run(all_races(engine, tmp_path))
    else:
        with fresh_database() as url:
            won = asyncio.run(all_races(engine, tmp_path, url=url))

    assert won == (RACES // 2, RACES // 2)
