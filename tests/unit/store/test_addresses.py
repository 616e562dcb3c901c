"""The hub's own addresses, on both engines: references under them lead here, and only those."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.clock import FrozenClock
from hub.keys import Keys
from hub.store.addresses import names_own, with_own_links
from hub.store.check import check_file, check_server
from hub.store.installation import SqlEngine
from hub.store.port import Grant, Ref, WriteUnit
from hub.store.postgres import PostgresStore
from hub.store.reindex import Reindexer, index_states, note_definitions
from hub.store.served_under import note_base
from hub.store.sqlite import SqliteStore
from tests.contract.engines import H1, N1, SYSTEM, found, observation, patient, write
from tests.postgres_server import fresh_database

KEYS = Keys.in_memory()
OWN = "https://hub.example/fhir"


class Place:
    """One database that is opened again and again."""

    def __init__(self, folder: Path, url: str) -> None:
        self.clock = FrozenClock(datetime(2026, 3, 2, tzinfo=UTC))
        self.path, self.url = folder / "hub.db", url

    @asynccontextmanager
    async def open(self) -> AsyncIterator[SqlEngine]:
        engine: SqlEngine
        if self.url:
            engine = await PostgresStore.open(self.url, keys=KEYS, clock=self.clock)
        else:
            engine = SqliteStore.open(self.path, keys=KEYS, clock=self.clock)
        try:
            await note_definitions(engine, self.clock)
            yield engine
        finally:
            await engine.close()

    async def faults(self) -> tuple[str, ...]:
        if self.url:
            return (await check_server(self.url, keys=KEYS, clock=self.clock)).faults
        return check_file(self.path, keys=KEYS, clock=self.clock).faults


@pytest.fixture(params=["sqlite", "postgres"])
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place]:
    if request.param == "sqlite":
        yield Place(tmp_path, "")
        return
    with fresh_database() as url:
        yield Place(tmp_path, url)


async def test_an_absolute_reference_to_this_hub_is_one_to_its_resource(place: Place) -> None:
    async with place.open() as engine:
        await note_base(engine, place.clock, OWN)
        await write(engine, patient("a", name=[{"text": "张三"}]))
        await write(engine, observation("1", of="a", subject={"reference": f"{OWN}/Patient/a"}))
        await write(engine, observation("2", of="a", subject={"reference": f"{OWN}/x/Patient/a"}))
        await write(engine, observation("3", of="a", subject={"reference": f"{OWN}.evil/Patient/a"}))
        await write(engine, observation("4", of="a", subject={"reference": f"http://evil/{OWN}/Patient/a"}))

        for text in (
            "subject=Patient/a", f"subject={OWN}/Patient/a", "patient.name=张三", "patient=a",
            "patient=a&code=http://loinc.org|8867-4", f"patient={OWN}/Patient/a/_history/3",
        ):  # fmt: skip
            assert await found(engine, "Observation", text) == ["Observation/1"], text
        stored = await engine.read(Ref("Observation", "1"), visibility=SYSTEM)
        assert stored is not None
        assert stored.patient == "a"
        assert stored.json()["subject"] == {"reference": f"{OWN}/Patient/a"}
    assert await place.faults() == ()


async def test_a_grant_on_a_record_opens_what_names_it_by_this_hubs_address_and_nothing_else(place: Place) -> None:
    async with place.open() as engine:
        await note_base(engine, place.clock, OWN)
        await write(engine, patient("a"))
        await write(engine, observation("1", of="a", subject={"reference": f"{OWN}/Patient/a"}))
        await write(engine, observation("2", of="a", subject={"reference": "http://evil/fhir/Patient/a"}))
        grant = Grant(2, Ref("Patient", "a"), "because", compartment=True)
        await engine.write(WriteUnit(grants=(grant,)), visibility=H1)

        assert await found(engine, "Observation", by=N1) == ["Observation/1"]


async def test_an_address_is_remembered_and_so_is_a_former_one(place: Place) -> None:
    async with place.open() as engine:
        await note_base(engine, place.clock, OWN)
        await note_base(engine, place.clock, "https://new.example/fhir")
        await note_base(engine, place.clock, "https://new.example/fhir/")
    async with place.open() as engine:
        await write(engine, observation("1", of="a", subject={"reference": f"{OWN}/Patient/a"}))
        await write(engine, observation("2", of="a", subject={"reference": "https://new.example/fhir/Patient/a"}))

        assert await found(engine, "Observation", "subject=Patient/a") == ["Observation/2", "Observation/1"]


async def test_what_named_an_address_before_it_was_ours_waits_for_a_reindex(place: Place) -> None:
    async with place.open() as engine:
        await write(engine, patient("a"))
        await write(engine, observation("1", of="a", subject={"reference": f"{OWN}/Patient/a"}))
        await note_base(engine, place.clock, "https://unnamed.example/fhir")
        before = [one.type for one in await index_states(engine, place.clock) if one.waiting]
        await note_base(engine, place.clock, OWN)
        waiting = [one.type for one in await index_states(engine, place.clock) if one.waiting]

        while await Reindexer(engine, place.clock, rests=False).one_type():
            pass

        assert (before, waiting) == ([], ["Observation"])
        assert await found(engine, "Observation", "subject=Patient/a") == ["Observation/1"]
    assert await place.faults() == ()


def test_links_are_made_relative_in_a_copy_and_nothing_else_is() -> None:
    resource = {
        "resourceType": "Observation", "subject": {"reference": f"{OWN}/Patient/a", "display": f"{OWN}/Patient/a"},
        "performer": [{"reference": "http://evil/Patient/a"}, {"identifier": {"value": "1"}}],
    }  # fmt: skip

    made = with_own_links(resource, [f"{OWN}/"])

    assert made["subject"] == {"reference": "Patient/a", "display": f"{OWN}/Patient/a"}
    assert made["performer"] == resource["performer"]
    assert resource["subject"] == {"reference": f"{OWN}/Patient/a", "display": f"{OWN}/Patient/a"}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'"https://hub.example/fhir/Patient/a"', True), (b'"https:\\/\\/hub.example\\/fhir"', True),
        (b'"https:\\u002f\\u002Fhub.example/fhir/Patient/a"', True), (b'"Patient/a\\n"', False),
        (b'"Patient/a"', False),
    ],
)  # fmt: skip
def test_only_what_may_name_this_hub_is_walked(data: bytes, expected: bool) -> None:
    assert names_own(data, [f"{OWN}/"]) is expected
