"""Lets the store's synchronous query code wait for a network: the code is written once for both engines (DESIGN D7).

SQLite answers at once, so searching, history and the decisions of a batch are plain functions that ask a `Database`
for rows. On PostgreSQL they run in a greenlet; where they ask for rows, the greenlet hands the awaitable to the
coroutine that started it and sleeps until the answer is there.
"""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from greenlet import getcurrent, greenlet  # type: ignore[import-untyped]  # it ships no types

_T = TypeVar("_T")


async def run(work: Callable[[], _T]) -> _T:
    """What `work` gives; inside it, `wait` may be called."""
    outside = getcurrent()
    inside = greenlet(work, outside)
    inside.gr_context = outside.gr_context
    answer: Any = inside.switch()
    while not inside.dead:
        try:
            value = await answer
        except BaseException as err:  # noqa: BLE001  also a cancellation: the waiting code unwinds with it
            answer = inside.throw(err)
        else:
            answer = inside.switch(value)
    result: _T = answer
    return result


def wait(awaitable: Awaitable[_T]) -> _T:
    """The awaited value, for code that `run` runs."""
    outside = getcurrent().parent
    if outside is None:
        raise RuntimeError("Nobody awaits for this code; expected it to be run by `hub.store.pg.bridge.run`.")
    value: _T = outside.switch(awaitable)
    return value
