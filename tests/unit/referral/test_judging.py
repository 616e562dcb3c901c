"""Cases of a dry-run judged in the process pool: the same answers in the same order, whatever happens to the pool."""

import asyncio
import multiprocessing
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hub.errors import TooCostlyError
from hub.offload import Offload
from hub.referral import judging
from hub.referral.judging import Judges, NotHeldError, Pair, freeze, in_worker, may_differ
from tests.unit.referral.rules.elders import CATALOGUE
from tests.unit.referral.test_rehearsal import VERSIONS, dry_run

_OTHERS: set[int | None] = set()
"""Processes of pools that other modules have left running."""


@pytest.fixture(scope="module")
def pool() -> Iterator[Offload]:
    """One worker."""
    _OTHERS.update(one.pid for one in multiprocessing.active_children())
    made = Offload(processes=1, waiting=64, seconds=60, megabytes=1024)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """24 referrals are five pages of two or three chunks."""
    monkeypatch.setattr("hub.referral.rehearsal.PAGE", 5)
    monkeypatch.setattr("hub.referral.judging.CHUNK", 2)


def workers() -> list[multiprocessing.process.BaseProcess]:
    """Those of this module's pools."""
    return [one for one in multiprocessing.active_children() if one.name == "hub-offload" and one.pid not in _OTHERS]


@pytest.mark.parametrize("name", ["a row", "a shared rule", "how old a fact may be"])
async def test_the_pool_answers_what_this_process_answers(name: str, pool: Offload, tmp_path: Path) -> None:
    new = VERSIONS[name]()

    alone = await dry_run(tmp_path, new)
    shared = await dry_run(tmp_path, new, judges=Judges(pool))

    assert shared == alone
    assert (alone.decided, bool(alone.changed), len(workers())) == (24, True, 1)


async def test_a_worker_that_is_killed_in_the_middle_changes_no_answer(pool: Offload, tmp_path: Path) -> None:
    new = VERSIONS["a shared rule"]()
    expected = await dry_run(tmp_path, new, judges=Judges(pool))
    killed = workers()
    pids = [one.pid for one in killed]

    run = asyncio.create_task(dry_run(tmp_path, new, judges=Judges(pool)))
    await asyncio.sleep(0.02)
    for one in killed:
        one.kill()

    assert await run == expected
    assert len(pids) == 1
    assert [one.pid for one in workers()] != pids


async def test_where_others_fill_the_pool_it_is_judged_here(tmp_path: Path) -> None:
    new = VERSIONS["a row"]()
    full = Offload(processes=1, waiting=-1, seconds=60, megabytes=1024)

    assert await dry_run(tmp_path, new, judges=Judges(full)) == await dry_run(tmp_path, new)


async def test_a_command_judges_itself_while_the_workers_have_enough_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = VERSIONS["a shared rule"]()
    monkeypatch.setattr("hub.referral.judging._AHEAD", 0)
    never = Offload(processes=1, waiting=64, seconds=0, megabytes=1)

    assert await dry_run(tmp_path, new, judges=Judges(never, helps=True)) == await dry_run(tmp_path, new)


async def test_a_chunk_over_the_time_of_a_job_ends_the_dry_run_and_all_that_is_under_way(tmp_path: Path) -> None:
    slow = Offload(processes=1, waiting=64, seconds=0, megabytes=1024)
    try:
        with pytest.raises(TooCostlyError, match="it took more than 0 seconds"):
            await dry_run(tmp_path, VERSIONS["a shared rule"](), judges=Judges(slow))
    finally:
        slow.close()

    assert [one.get_name() for one in asyncio.all_tasks() if one.get_name().startswith("rehearse")] == []


async def test_a_dry_run_that_is_given_up_leaves_nothing_under_way(pool: Offload, tmp_path: Path) -> None:
    run = asyncio.create_task(dry_run(tmp_path, VERSIONS["a shared rule"](), judges=Judges(pool)))
    await asyncio.sleep(0.02)  # it has begun: opening, writing and reading hold the loop

    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run

    assert [one.get_name() for one in asyncio.all_tasks() if one.get_name().startswith("rehearse")] == []


async def test_others_have_their_turn_between_two_cases_that_are_judged_here(tmp_path: Path) -> None:
    turns = 0

    async def take_turns() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    other = asyncio.create_task(take_turns())
    found = await dry_run(tmp_path, VERSIONS["a shared rule"](), judges=Judges())
    other.cancel()

    assert turns >= found.decided == 24


def test_a_worker_says_which_process_lacks_a_version_and_keeps_those_that_are_asked_by(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(judging, "_MOST_HELD", 2)
    monkeypatch.setattr(judging, "_HELD", {})
    frozen = {name: freeze(replace(CATALOGUE, version=name)) for name in "abc"}

    with pytest.raises(NotHeldError):
        in_worker(may_differ, Pair("a", "b"), {}, [], {})
    for pair in (Pair("a", "b"), Pair("a", "c")):
        assert in_worker(may_differ, pair, frozen, [], {}) == []

    assert {key: one.version for key, one in judging._HELD.items()} == {"a": "a", "c": "c"}
