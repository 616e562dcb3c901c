"""The counter that other tests rely on: it sees this thread, and this thread alone."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from tests.calls_here import calls_here


def work(number: int) -> int:
    return 2 * number


def test_a_function_called_on_this_thread_is_counted() -> None:
    with calls_here() as calls:
        found = [work(1), work(2)]

    assert (found, calls.of(work)) == ([2, 4], 2)


def test_a_function_called_in_another_thread_is_not_counted() -> None:
    with ThreadPoolExecutor(1) as pool, calls_here() as calls:
        found = pool.submit(work, 2).result()

    assert (found, calls.of(work)) == (4, 0)


async def test_what_another_task_of_the_loop_does_meanwhile_is_counted() -> None:
    async def other() -> None:
        work(3)

    with calls_here() as calls:
        await asyncio.create_task(other())

    assert calls.of(work) == 1


def test_the_bytes_that_a_search_may_look_at_are_counted() -> None:
    with calls_here() as calls:
        place = bytearray(1000).find(b"x")

    assert (place, calls.bytes_searched) == (-1, 1000)
