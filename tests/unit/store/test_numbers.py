"""Ids that were made here and not written yet: how long the maker knows them."""

from datetime import UTC, datetime

from hub.clock import FrozenClock
from hub.store.numbers import NumberMaker


def maker() -> NumberMaker:
    return NumberMaker(FrozenClock(datetime(2026, 3, 2, 1, 0, tzinfo=UTC)), node=0)


def test_a_made_id_is_unused_until_it_is_written() -> None:
    numbers = maker()
    made = numbers.new_id()

    assert numbers.is_unused(made)
    numbers.use(made)
    assert not numbers.is_unused(made)


def test_an_id_of_somebody_else_is_never_unused() -> None:
    numbers = maker()

    numbers.use("p1")

    assert not numbers.is_unused("p1")
    assert not numbers.is_unused(maker().new_id())


def test_ids_that_nobody_writes_are_forgotten_the_oldest_first() -> None:
    numbers = maker()
    oldest, second = numbers.new_id(), numbers.new_id()

    for _ in range(8191):
        numbers.new_id()

    assert not numbers.is_unused(oldest)
    assert numbers.is_unused(second)
