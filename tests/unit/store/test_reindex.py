"""A reindex: what waits is said, it goes on where it was, and afterwards index and bodies agree."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from fhir_profiles.registry import search_parameters
from hub.clock import FrozenClock
from hub.errors import OverloadError
from hub.keys import Keys
from hub.store import reindex
from hub.store.check import Soundness, check_file, check_server
from hub.store.installation import SqlEngine
from hub.store.port import Put, Ref, WriteUnit
from hub.store.postgres import PostgresStore
from hub.store.reindex import Reindexer, Step, TypeState, demand_reindex, index_states, note_definitions
from hub.store.sqlite import SqliteStore
from tests.contract.engines import H1, observation, patient, query, write
from tests.postgres_server import fresh_database


@dataclass
class Stage:
    """One database, opened as often as a test likes."""

    path: Path
    url: str
    clock: FrozenClock
    keys: Keys

    @asynccontextmanager
    async def open(self) -> AsyncIterator[SqlEngine]:
        engine: SqlEngine
        if self.url:
            engine = await PostgresStore.open(self.url, keys=self.keys, clock=self.clock)
        else:
            engine = SqliteStore.open(self.path, keys=self.keys, clock=self.clock)
        await note_definitions(engine, self.clock)
        try:
            yield engine
        finally:
            await engine.close()

    async def check(self) -> Soundness:
        if self.url:
            return await check_server(self.url, keys=self.keys, clock=self.clock)
        return check_file(self.path, keys=self.keys, clock=self.clock)


@pytest.fixture(params=["postgres", "sqlite"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    clock = FrozenClock(datetime(2026, 3, 2, 1, 0, tzinfo=UTC))
    if request.param == "sqlite":
        yield Stage(tmp_path / "hub.db", "", clock, Keys.in_memory())
        return
    with fresh_database() as url:
        yield Stage(tmp_path / "hub.db", url, clock, Keys.in_memory())


async def _state(engine: SqlEngine, clock: FrozenClock, resource_type: str) -> TypeState:
    return next(one for one in await index_states(engine, clock) if one.type == resource_type)


async def _make_old(engine: SqlEngine, *, drop: str = "") -> None:
    """As a release before left it: no definitions of Observation, and index rows that are not today's."""
    number = await engine.look(lambda queries: queries.type_numbers["Observation"])

    def change(sql: Any) -> None:
        sql.rows("DELETE FROM index_state WHERE type = :type RETURNING 1", {"type": number})
        for table in ("index_composite", "index_string"):
            sql.rows(
                f"DELETE FROM {table} WHERE key IN (SELECT r.key FROM resource r WHERE r.type = :type) RETURNING 1",
                {"type": number},
            )

    await engine.change(change)
    await note_definitions(engine, FrozenClock(datetime(2026, 3, 2, 1, 0, tzinfo=UTC)))


async def _observations(engine: SqlEngine, count: int) -> None:
    await write(engine, patient("p1"))
    for number in range(count):
        await write(engine, observation(f"o{number}", of="p1", component=[{
            "code": {"coding": [{"system": "http://loinc.org", "code": "8480-6"}]},
            "valueQuantity": {"value": 100 + number, "unit": "mmHg"},
        }]))  # fmt: skip


_PRESSURE = "component-code-value-quantity=8480-6$gt50"


_NOT_BEGUN = (
    "The index of Observation.component-code-value-quantity is being made again: it has not begun, and matches among "
    "the others may be missing."
)


async def _found(engine: SqlEngine, text: str = _PRESSURE) -> tuple[int, Sequence[str]]:
    page = await engine.search(query("Observation", text), visibility=H1)
    return len(page.resources), [remark.text for remark in page.remarks]


async def test_a_new_database_has_nothing_to_reindex(stage: Stage) -> None:
    async with stage.open() as engine:
        states = await index_states(engine, stage.clock)
        await _observations(engine, 2)

        assert [one for one in states if one.waiting] == []
        assert await Reindexer(engine, stage.clock, rests=False).one_type() is False
        assert await _found(engine) == (2, [])
    async with stage.open() as engine:
        assert (await _state(engine, stage.clock, "Observation")).waiting == frozenset()


async def test_what_an_earlier_release_left_out_is_said_until_the_reindex_is_through(stage: Stage) -> None:
    async with stage.open() as engine:
        await _observations(engine, 3)
        await _make_old(engine)
        before = await stage.check()

        assert await _found(engine) == (0, [_NOT_BEGUN])
        steps: list[tuple[str, int, int]] = []
        assert await Reindexer(engine, stage.clock, rests=False).one_type(on_step=lambda *step: steps.append(step))

        assert steps == [("Observation", 3, 3)]
        assert await _found(engine) == (3, [])
        assert [fault.split(" (")[0] for fault in before.faults] == [
            "3 resources whose index rows differ from their bytes"
        ]
        assert await stage.check() == Soundness(4, ())


async def test_a_condition_is_not_decided_by_an_index_that_is_not_whole(stage: Stage) -> None:
    async with stage.open() as engine:
        await _observations(engine, 1)
        await _make_old(engine)
        condition = replace(query("Observation", _PRESSURE), custodian=1)

        with pytest.raises(OverloadError) as refused:
            await engine.search(condition, visibility=H1)

    assert refused.value.headers == (("Retry-After", "60"),)


async def test_a_reindex_goes_on_where_a_killed_one_was_once_its_lease_has_ended(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reindex, "STEP", 2)
    async with stage.open() as engine:
        await _observations(engine, 5)
        await _make_old(engine)

        def die(*_: object) -> None:
            raise KeyboardInterrupt

        worker = Reindexer(_Dying(engine), stage.clock, rests=False)
        with pytest.raises(OverloadError):
            await worker.one_type(on_step=die)
    async with stage.open() as engine:
        state = await _state(engine, stage.clock, "Observation")
        other = Reindexer(engine, stage.clock, rests=False)

        assert (state.done, state.total, state.running, bool(state.waiting)) == (2, 5, True, True)
        assert await other.one_type() is False
        stage.clock.advance(seconds=31)
        steps: list[tuple[str, int, int]] = []
        assert await other.one_type(on_step=lambda *step: steps.append(step)) is True
        assert steps == [("Observation", 4, 5), ("Observation", 5, 5)]
    assert await stage.check() == Soundness(6, ())


class _Dying:
    """An engine of a process that is killed: once it has failed, nothing more is written."""

    def __init__(self, engine: SqlEngine) -> None:
        self._engine = engine
        self._writes = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    async def change(self, work: Callable[[Any], Any]) -> Any:
        self._writes += 1
        if self._writes > 2:
            raise OverloadError("the process is gone")
        return await self._engine.change(work)


async def test_what_is_written_meanwhile_keeps_its_own_rows(stage: Stage) -> None:
    async with stage.open() as engine:
        await _observations(engine, 2)
        await _make_old(engine)
        number = await engine.look(lambda queries: queries.type_numbers["Observation"])
        read = await engine.rewrites(number, 0, 10)
        await write(engine, observation("o0", of="p1", code="2339-0"))
        fence = await engine.look(
            lambda queries: queries.rows("SELECT fence FROM index_state WHERE type = :type", {"type": number})[0][0]
        )
        step = Step(number, int(fence), read[-1].key, 2, 0, 0)

        assert await engine.rewrite(read, step) is True

        assert (await _found(engine, "code=2339-0"))[0] == 1
        assert (await _found(engine))[0] == 1
        assert await stage.check() == Soundness(3, ())


async def test_a_worker_that_lost_its_lease_changes_nothing(stage: Stage) -> None:
    async with stage.open() as engine:
        await _observations(engine, 1)
        await _make_old(engine)
        number = await engine.look(lambda queries: queries.type_numbers["Observation"])
        read = await engine.rewrites(number, 0, 10)

        assert await engine.rewrite(read, Step(number, 999, read[-1].key, 1, 0, 0)) is False

        assert (await _found(engine))[0] == 0


async def test_a_deleted_resource_loses_rows_that_it_should_not_have(stage: Stage) -> None:
    async with stage.open() as engine:
        await _observations(engine, 1)
        deletion = Put(Ref("Observation", "o0"), b"", delete=True)
        await engine.write(WriteUnit(puts=(deletion,)), visibility=H1)
        await demand_reindex(engine, stage.clock, ["Observation"])

        assert await Reindexer(engine, stage.clock, rests=False).one_type() is True
    assert await stage.check() == Soundness(2, ())


async def test_a_demanded_reindex_begins_again_and_takes_the_type_from_its_worker(stage: Stage) -> None:
    async with stage.open() as engine:
        await _observations(engine, 1)
        await demand_reindex(engine, stage.clock, ["Observation", "Basic"])
        first = await _state(engine, stage.clock, "Observation")

        def again(*_: object) -> None:
            marks.append(1)

        marks: list[int] = []
        worker = Reindexer(engine, stage.clock, rests=False)
        assert await worker.one_type(on_step=again) is True

        assert (first.done, first.running, len(first.waiting) > 50) == (0, False, True)
        assert (await _state(engine, stage.clock, "Basic")).waiting == frozenset()
        assert marks == [1]


async def test_a_definition_that_changed_waits_and_others_do_not(stage: Stage) -> None:
    async with stage.open() as engine:
        await _observations(engine, 1)
        number = await engine.look(lambda queries: queries.type_numbers["Observation"])

        def change(sql: Any) -> None:
            text = sql.rows("SELECT definitions FROM index_state WHERE type = :type", {"type": number})[0][0]
            old = json.loads(text)
            old[f"{_code_number()}.value"] = "0"
            sql.rows(
                "UPDATE index_state SET definitions = :new WHERE type = :type RETURNING 1",
                {"new": json.dumps(old), "type": number},
            )

        await engine.change(change)
        assert await note_definitions(engine, stage.clock) == ["Observation"]

        assert (await _state(engine, stage.clock, "Observation")).waiting == {f"{_code_number()}.value"}
        assert (await _found(engine, "status=final"))[1] == []
        assert len((await _found(engine, "code=8867-4"))[1]) == 1


def _code_number() -> int:
    return search_parameters("Observation")["code"].number
