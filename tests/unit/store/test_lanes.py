"""A wide search leaves the event loop alone, and an endless one is refused with words (DESIGN D16)."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.clock import SystemClock
from hub.errors import TooCostlyError
from hub.keys import Keys
from hub.store import database as database_module
from hub.store.port import Put, Ref, Visibility, WriteUnit
from hub.store.search.parse import parse_query
from hub.store.sqlite import SqliteStore

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


async def test_a_wide_search_is_answered_from_the_slow_lane(store: SqliteStore) -> None:
    page = await store.search(WIDE, visibility=H1)

    assert (len(page.resources), page.total) == (20, 3000)
    assert store._lanes._slow is not None


async def test_a_wide_search_does_not_hold_the_loop(store: SqliteStore) -> None:
    longest = 0.0
    stop = False

    async def beat() -> None:
        nonlocal longest
        while not stop:
            start = time.thread_time()
            await asyncio.sleep(0)
            longest = max(longest, time.thread_time() - start)

    heart = asyncio.create_task(beat())
    await asyncio.gather(*(store.search(WIDE, visibility=H1) for _ in range(4)))
    stop = True
    await heart

    assert longest < 0.1


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
