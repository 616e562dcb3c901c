"""What waits for a reindex is never remembered from before a change."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from hub.clock import FrozenClock
from hub.store.incomplete import Incomplete, Waiting
from hub.store.queries import Queries

_OBSERVATION = 96


class Database:
    """Rows of `index_state` in memory; `meanwhile` runs once while they are on their way."""

    def __init__(self) -> None:
        self.clock = FrozenClock(datetime(2026, 3, 2, tzinfo=UTC))
        self.waiting: list[tuple[int, str, int, int]] = []
        self.meanwhile: Callable[[], object] | None = None
        self.asked = 0

    def rows(self, _sql: str, _values: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
        found, self.asked = list(self.waiting), self.asked + 1
        run, self.meanwhile = self.meanwhile, None
        if run is not None:
            run()
        return found


def test_what_waits_is_read_once_in_a_second() -> None:
    database, incomplete = Database(), Incomplete()
    database.waiting = [(_OBSERVATION, '["date"]', 3, 10)]
    queries = cast("Queries", database)

    assert incomplete.of_type(queries, _OBSERVATION) == Waiting(frozenset({"date"}), 3, 10)
    assert incomplete.of_type(queries, 1) is None
    assert database.asked == 1


def test_what_was_read_while_it_changed_is_asked_for_again() -> None:
    database, incomplete = Database(), Incomplete()
    queries = cast("Queries", database)

    def change() -> None:
        database.waiting = [(_OBSERVATION, '["date"]', 0, 10)]
        incomplete.forget()

    database.meanwhile = change

    assert incomplete.of_type(queries, _OBSERVATION) is None  # as it was when it was asked
    assert incomplete.of_type(queries, _OBSERVATION) == Waiting(frozenset({"date"}), 0, 10)


def test_a_slower_reader_does_not_take_back_what_a_later_one_knows() -> None:
    database, incomplete = Database(), Incomplete()
    queries = cast("Queries", database)

    def change() -> None:
        database.waiting = [(_OBSERVATION, '["date"]', 0, 10)]
        incomplete.forget()
        incomplete.of_type(queries, _OBSERVATION)

    database.meanwhile = change
    incomplete.of_type(queries, _OBSERVATION)

    assert not incomplete.is_whole(database.clock.monotonic(), _OBSERVATION)
    assert incomplete.of_type(queries, _OBSERVATION) == Waiting(frozenset({"date"}), 0, 10)
    assert database.asked == 2
