"""A wide search leaves the event loop alone, and an endless one is refused with words (DESIGN D16)."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from hub.clock import SystemClock
from hub.errors import TooCostlyError
from hub.keys import Keys
from hub.store import database as database_module
from hub.store import lanes as lanes_module
from hub.store.database import _INLINE_STEPS, _STEPS, Database
from hub.store.lanes import Lanes
from hub.store.port import Put, Ref, Visibility, WriteUnit
from hub.store.search.parse import parse_query
from hub.store.sqlite import SqliteStore

T = TypeVar("T")
H1, N1 = Visibility(1), Visibility(2)
WIDE = parse_query("Patient", [("gender", "male,female"), ("_sort", "birthdate"), ("_total", "accurate")], strict=True)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    made = SqliteStore.open(tmp_path / "hub.sqlite", keys=Keys.in_memory(), clock=SystemClock())
    data = b'{"resourceType":"Patient","gender":"male","birthDate":"1940-01-01"}'
    puts = tuple(Put(Ref("Patient", f"p{number}"), data, expected=0) for number in range(3000))
    await made.write(WriteUnit(puts=puts), visibility=H1)
    yield made
    await made.close()


class NotedThreads(Lanes):
    """Lanes that note on which threads each read was tried, and where it ended."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.tried: list[str] = []
        self.ended: list[str] = []

    async def read(self, work: Callable[[Database], T]) -> T:
        def noted(database: Database) -> T:
            thread = threading.current_thread().name
            self.tried.append(thread)
            found = work(database)
            self.ended.append(thread)
            return found

        return await super().read(noted)


async def test_a_wide_search_is_tried_here_for_a_few_steps_and_answered_from_the_slow_lane(store: SqliteStore) -> None:
    store._lanes.close()
    lanes = store._lanes = NotedThreads(store._database)

    page = await store.search(WIDE, visibility=H1)

    assert (len(page.resources), page.total) == (20, 3000)
    assert (lanes.tried, lanes.ended) == (["MainThread", "slow-read_0"], ["slow-read_0"])
    assert store._database._steps <= _INLINE_STEPS + _STEPS


async def test_what_others_ask_is_answered_while_wide_searches_are_under_way(store: SqliteStore) -> None:
    store._lanes.close()
    lanes = store._lanes = NotedThreads(store._database)
    wide = [asyncio.create_task(store.search(WIDE, visibility=H1)) for _ in range(4)]
    await asyncio.sleep(0)

    found = await store.read(Ref("Patient", "p1"), visibility=H1)
    are_done = [task.done() for task in wide]

    assert found is not None
    assert (lanes.tried.count("MainThread"), are_done) == (4, [False] * 4)
    assert [page.total for page in await asyncio.gather(*wide)] == [3000] * 4


async def test_a_large_resource_is_read_in_the_slow_lane_and_a_small_one_here(store: SqliteStore) -> None:
    text = "x" * 300_000
    data = f'{{"resourceType":"Patient","id":"large","name":[{{"text":"{text}"}}]}}'.encode()
    await store.write(WriteUnit(puts=(Put(Ref("Patient", "large"), data, expected=0),)), visibility=H1)
    store._lanes.close()
    lanes = store._lanes = NotedThreads(store._database)

    small, large = [
        await store.search(parse_query("Patient", [("_id", name)], strict=True), visibility=H1)
        for name in ("p1", "large")
    ]

    assert [str(one.ref) for one in small.resources] == ["Patient/p1"]
    assert [one.json()["name"] for one in large.resources] == [[{"text": text}]]
    assert lanes.ended == ["MainThread", "slow-read_0"]


async def test_a_large_resource_is_read_here_when_the_slow_lane_is_full(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes_module, "_INLINE_BYTES", 20)
    monkeypatch.setattr(lanes_module, "_MOST_WAITING", 0)
    lanes = store._lanes = NotedThreads(store._database)

    page = await store.search(parse_query("Patient", [("_id", "p1")], strict=True), visibility=H1)

    assert len(page.resources) == 1
    assert (lanes.tried, lanes.ended) == (["MainThread", "MainThread"], ["MainThread"])


async def test_small_reads_never_use_up_a_budget(store: SqliteStore) -> None:
    ref = Ref("Patient", "p1")
    found = sum([await store.read(ref, visibility=N1) is None for _ in range(15_000)])

    assert found == 15_000
    assert await store.read(ref, visibility=H1) is not None


async def test_a_search_that_takes_too_long_is_refused_however_few_its_steps(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "_SLOW_SECONDS", -1.0)

    with pytest.raises(TooCostlyError, match="looked at too many rows, or took too long"):
        await store.search(WIDE, visibility=H1)

    monkeypatch.undo()
    assert (await store.search(WIDE, visibility=H1)).total == 3000


async def test_an_endless_search_is_refused_with_words(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "_SLOW_STEPS", 20_000)

    with pytest.raises(TooCostlyError, match="looked at too many rows"):
        await store.search(WIDE, visibility=H1)

    assert (await store.search(parse_query("Patient", [("_id", "p1")], strict=True), visibility=H1)).total is None
