import asyncio
import os
import resource
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.errors import BadRequestError, OverloadError, TooCostlyError
from hub.offload import Offload


def double(number: int) -> int:
    return 2 * number


def burn(seconds: float) -> str:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass
    return "done"


def ask_and_wait(asked: str, answered: str) -> str:
    """Ends when somebody answers while it is under way; the pool stops it after its seconds."""
    Path(asked).touch()
    while not Path(answered).exists():
        time.sleep(0.001)
    return "answered"


def eat(megabytes: int) -> int:
    return len(bytearray(megabytes * 1_000_000))


def refuse() -> None:
    raise BadRequestError("The input is wrong; expected another.")


def die() -> None:
    os._exit(9)


def be_killed(note: str, times: int) -> int:
    """Killed as by the kernel the first `times` times; then how often it was run."""
    with Path(note).open("a+") as file:
        file.write("x")
        file.seek(0)
        runs = len(file.read())
    if runs <= times:
        os.kill(os.getpid(), signal.SIGKILL)
    return runs


@pytest.fixture(scope="module")
def pool() -> Offload:
    return Offload(processes=1, waiting=2, seconds=60, megabytes=300)


@pytest.fixture(scope="module", autouse=True)
def _closed(pool: Offload) -> Iterator[None]:
    yield
    pool.close()


async def test_a_job_runs_in_another_process_and_its_answer_comes_back(pool: Offload) -> None:
    assert await pool.run(double, 21) == 42


async def test_an_error_of_a_job_is_raised_here_with_its_text(pool: Offload) -> None:
    with pytest.raises(BadRequestError) as caught:
        await pool.run(refuse)

    assert caught.value.text == "The input is wrong; expected another."


async def test_a_worker_that_died_fails_its_own_job_alone(pool: Offload) -> None:
    with pytest.raises(TooCostlyError) as caught:
        await pool.run(die)

    assert caught.value.text == (
        "The work was stopped because its process ended by itself (exit 9); expected a smaller input. Send it in parts."
    )
    assert await pool.run(double, 3) == 6


async def test_a_worker_killed_from_outside_costs_its_job_nothing_the_first_time(pool: Offload, tmp_path: Path) -> None:
    assert await pool.run(be_killed, str(tmp_path / "kills"), 1) == 2
    assert await pool.run(double, 3) == 6


async def test_a_job_whose_worker_is_killed_twice_is_given_up(pool: Offload, tmp_path: Path) -> None:
    with pytest.raises(TooCostlyError) as caught:
        await pool.run(be_killed, str(tmp_path / "kills"), 2)

    assert caught.value.text == (
        "The work was stopped because its process was killed: the machine is short of memory, or somebody did it; "
        "expected a smaller input. Send it in parts."
    )
    assert (tmp_path / "kills").read_text() == "xx"
    assert await pool.run(double, 3) == 6


async def test_a_worker_that_died_while_it_was_idle_costs_no_job(pool: Offload) -> None:
    pid = await pool.run(os.getpid)
    os.kill(pid, signal.SIGKILL)
    await asyncio.sleep(0.1)

    assert await pool.run(double, 5) == 10
    assert await pool.run(os.getpid) != pid


async def test_where_no_process_can_be_started_the_job_is_refused_until_one_can() -> None:
    pool = Offload(processes=1, waiting=1, seconds=60, megabytes=300)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    spare = os.dup(0)
    os.close(spare)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (spare, hard))
        with pytest.raises(OverloadError) as caught:
            await pool.run(double, 1)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        assert await pool.run(double, 1) == 2
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        pool.close()

    assert caught.value.text == (
        "No process can be started for slow work (Too many open files); nothing was done. Try again later."
    )


async def test_a_job_over_its_memory_is_stopped_and_the_worker_replaced(pool: Offload) -> None:
    with pytest.raises(TooCostlyError) as caught:
        await pool.run(eat, 600)

    assert caught.value.text == (
        "The work was stopped because it needed more than 300 MB of memory; expected a smaller input. Send it in parts."
    )
    assert await pool.run(double, 4) == 8


async def test_a_job_over_its_time_is_stopped_and_the_worker_replaced() -> None:
    pool = Offload(processes=1, waiting=1, seconds=0.3, megabytes=300)
    try:
        with pytest.raises(TooCostlyError) as caught:
            await pool.run(burn, 30)
    finally:
        pool.close()

    assert caught.value.text.startswith("The work was stopped because it took more than 0.3 seconds")


async def test_a_job_too_many_is_refused_and_nothing_waits_for_it(pool: Offload) -> None:
    waiting = [asyncio.create_task(pool.run(burn, 0.2)) for _ in range(3)]
    await asyncio.sleep(0)

    with pytest.raises(OverloadError) as caught:
        await pool.run(double, 1)

    assert caught.value.headers == (("Retry-After", "5"),)
    assert await asyncio.gather(*waiting) == ["done", "done", "done"]
    assert await pool.run(double, 1) == 2


async def test_the_event_loop_goes_on_while_a_worker_works(pool: Offload, tmp_path: Path) -> None:
    asked, answered = tmp_path / "asked", tmp_path / "answered"
    task = asyncio.create_task(pool.run(ask_and_wait, str(asked), str(answered)))
    while not (asked.exists() or task.done()):  # noqa: ASYNC110  another process makes it
        await asyncio.sleep(0.001)
    answered.touch()

    assert await task == "answered"
