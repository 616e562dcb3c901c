"""First come, first served for each key."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.ingest.order import Turns


@given(st.lists(st.sets(st.sampled_from("abcd"), min_size=1), max_size=12))
def test_for_every_key_the_order_of_work_is_the_order_of_arrival(jobs: list[set[str]]) -> None:
    done: list[int] = []

    async def work(number: int, turns: Turns, keys: set[str]) -> None:
        async with turns.take(keys).held():
            for _ in range(number % 3):
                await asyncio.sleep(0)
            done.append(number)

    async def run() -> Turns:
        turns = Turns()
        await asyncio.gather(*(work(number, turns, keys) for number, keys in enumerate(jobs)))
        return turns

    turns = asyncio.run(run())

    for key in "abcd":
        mine = [number for number, keys in enumerate(jobs) if key in keys]
        assert [number for number in done if number in mine] == mine
        assert not turns.is_busy(key)


async def test_other_keys_do_not_wait() -> None:
    turns = Turns()
    slow = turns.take({"a"})

    async with turns.take({"b"}).held():
        reached = True

    async with slow.held():
        assert reached


async def test_a_fault_lets_the_next_one_go_on() -> None:
    turns = Turns()

    async def fail() -> None:
        async with turns.take({"a"}).held():
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()

    async with turns.take({"a"}).held():
        assert turns.is_busy("a")
    assert not turns.is_busy("a")


async def test_one_who_gives_up_waiting_blocks_nobody() -> None:
    turns = Turns()

    async def hold(key: str) -> None:
        async with turns.take({key}).held():
            await asyncio.sleep(0.01)

    first, second, third = (asyncio.create_task(hold("a")) for _ in range(3))
    await asyncio.sleep(0)
    second.cancel()

    await asyncio.wait_for(asyncio.gather(first, third), 5)

    assert second.cancelled() or second.done()
    assert not turns.is_busy("a")


async def test_one_that_gives_up_while_it_waits_lets_nobody_overtake() -> None:
    turns = Turns()
    seen: list[str] = []
    go_on = asyncio.Event()

    async def work(name: str, *, wait: bool = False) -> None:
        async with turns.take({"patient"}).held():
            seen.append(f"{name} begins")
            if wait:
                await go_on.wait()
            seen.append(f"{name} ends")

    first = asyncio.create_task(work("first", wait=True))
    await asyncio.sleep(0)
    second = asyncio.create_task(work("second"))
    await asyncio.sleep(0)
    third = asyncio.create_task(work("third"))
    await asyncio.sleep(0)
    second.cancel()
    for _ in range(5):
        await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(first, third)

    assert seen == ["first begins", "first ends", "third begins", "third ends"]
