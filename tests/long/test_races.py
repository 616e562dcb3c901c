"""10,000 races for the last slot and 10,000 for the last bed, at the store's door: one winner each, on both engines.

SQLite is closed and opened again between heats; PostgreSQL is raced on by two nodes.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fhir_profiles.json_text import dump
from hub.auth.principal import Principal
from hub.capacity.booking import book
from hub.capacity.desk import BookingDesk
from hub.capacity.holds import reserve
from hub.clock import FrozenClock
from hub.errors import ConflictError
from hub.keys import Keys
from hub.referral.arrival_basis import ArrivalBasis
from hub.store.admin import AdminStore, Member
from hub.store.port import Engine, Put, Ref, WriteUnit
from hub.store.postgres import PostgresStore
from hub.store.sqlite import SqliteStore
from tests.contract.engines import SYSTEM
from tests.postgres_server import fresh_database

RACES = 10_000
HEAT = 500
AT_ONCE = 25
RUNNERS = 4
CLOCK = FrozenClock(datetime(2026, 3, 2, tzinfo=UTC))
KEYS = Keys.in_memory()


def principal(number: int, code: str, agent: str) -> Principal:
    return Principal(agent=agent, member=number, member_code=code, scopes={"*": frozenset("cruds")}, roles=frozenset())


def admin_of(folder: Path) -> AdminStore:
    admin = AdminStore.open(folder / "admin.db", clock=CLOCK)
    for code in ("H1", "M1"):
        if admin.member(code) is None:
            admin.add_member(Member(code=code, name=code, kind="clinic"))
    return admin


@asynccontextmanager
async def nodes_of(engine: str, folder: Path, url: str) -> AsyncIterator[list[Engine]]:
    """The doors of one heat: one of SQLite, which is opened anew, or two nodes on one PostgreSQL."""
    admin = admin_of(folder)
    stores: list[Engine] = (
        [SqliteStore.open(folder / "hub.db", keys=KEYS, clock=CLOCK)]
        if engine == "sqlite"
        else [await PostgresStore.open(url, keys=KEYS, clock=CLOCK) for _ in range(2)]
    )
    try:
        yield [BookingDesk(store, admin=admin, clock=CLOCK, consents=ArrivalBasis(store)) for store in stores]
    finally:
        for store in stores:
            await store.close()
        admin.close()


async def put(node: Engine, member: int, resource: dict[str, object]) -> None:
    ref = Ref(str(resource["resourceType"]), str(resource["id"]))
    unit = WriteUnit(puts=(Put(ref=ref, data=dump(resource), custodian=member),))
    await node.write(unit, visibility=SYSTEM)


async def slot_race(nodes: Sequence[Engine], number: int) -> int:
    """How many of the runners have the slot; what is stored must say the same."""
    slot = Ref("Slot", f"s{number}")
    await put(nodes[0], 1, {
        "resourceType": "Slot", "id": slot.id, "schedule": {"reference": "Schedule/none"}, "status": "free",
        "start": "2099-03-02T09:00:00+08:00", "end": "2099-03-02T09:20:00+08:00",
    })  # fmt: skip
    clinic = principal(2, "M1", "client:clinic")
    won = await asyncio.gather(
        *(book(nodes[one % len(nodes)], CLOCK, clinic, slot.id, patient="p1") for one in range(RUNNERS)),
        return_exceptions=True,
    )
    appointments = [f"Appointment/{one.ref.id}" for one in won if not isinstance(one, BaseException)]
    assert [one for one in won if isinstance(one, BaseException) and not isinstance(one, ConflictError)] == []
    claim = await nodes[-1].claim_of("slot", slot.id, now=CLOCK.now())
    stored = await nodes[-1].read(slot, visibility=SYSTEM)
    assert [claim.holder if claim else ""] == appointments
    assert stored is not None
    assert stored.json()["status"] == "busy"
    return len(appointments)


async def bed_race(nodes: Sequence[Engine], number: int) -> int:
    """The same for a bed that several hands of one institution want to hold."""
    bed = f"b{number}"
    await put(nodes[0], 2, {
        "resourceType": "Location", "id": bed, "status": "active", "physicalType": {"coding": [{"code": "bd"}]},
        "operationalStatus": {"code": "U"},
    })  # fmt: skip
    hands = [principal(2, "M1", f"user:{one}") for one in range(RUNNERS)]
    won = await asyncio.gather(
        *(reserve(nodes[place % len(nodes)], CLOCK, hand, bed) for place, hand in enumerate(hands)),
        return_exceptions=True,
    )
    holds = [f"{one.holder}|{one.fence}" for one in won if not isinstance(one, BaseException)]
    assert [one for one in won if isinstance(one, BaseException) and not isinstance(one, ConflictError)] == []
    claim = await nodes[-1].claim_of("bed", bed, now=CLOCK.now())
    assert [claim.holder if claim else ""] == holds
    return len(holds)


async def all_races(engine: str, folder: Path, *, url: str = "", races: int = RACES) -> tuple[int, int]:
    """Winners of all slots and of all beds."""
    slots = beds = 0
    for start in range(0, races, HEAT):
        async with nodes_of(engine, folder, url) as nodes:
            if not start:
                await put(nodes[0], 2, {"resourceType": "Patient", "id": "p1"})
            for first in range(start, min(start + HEAT, races), AT_ONCE):
                numbers = range(first, min(first + AT_ONCE, races))
                slots += sum(await asyncio.gather(*(slot_race(nodes, number) for number in numbers)))
                beds += sum(await asyncio.gather(*(bed_race(nodes, number) for number in numbers)))
    return slots, beds


@pytest.mark.long
@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_10000_races_for_the_last_slot_and_the_last_bed_have_one_winner_each(tmp_path: Path, engine: str) -> None:
    if engine == "sqlite":
        won = asyncio.run(all_races(engine, tmp_path))
    else:
        with fresh_database() as url:
            won = asyncio.run(all_races(engine, tmp_path, url=url))

    assert won == (RACES, RACES)
