"""Sorted by the last change: the page is the same whichever index leads, on every engine and page by page."""

from dataclasses import replace

import pytest

from hub.clock import FrozenClock
from hub.store.port import Engine, Put, Ref, StoredResource, WriteUnit
from hub.store.search.driver import DENSE
from tests.contract.engines import H1, N1, put, query

MINE = {"system": "urn:x", "code": "mine"}


def _task(number: int, *, owner: str) -> Put:
    return put({
        "resourceType": "Task", "id": f"t{number:03}", "status": "requested", "intent": "order",
        "owner": {"reference": f"Organization/{owner}"}, "businessStatus": {"coding": [MINE]},
    })  # fmt: skip


async def _inbox(store: Engine, clock: FrozenClock, *, mine: int, others: int) -> None:
    """Tasks of two institutions, changed later in another order than they were made, several at one moment."""
    await store.write(WriteUnit(puts=tuple(_task(one, owner="a") for one in range(mine))), visibility=H1)
    await store.write(WriteUnit(puts=tuple(_task(500 + one, owner="b") for one in range(others))), visibility=H1)
    for step, first in enumerate(range(0, mine, 7)):
        clock.advance(seconds=1)
        again = [replace(_task(one, owner="a"), expected=1) for one in range(first, min(first + 3 + step % 3, mine))]
        changed = [replace(one, data=one.data.replace(b'"order"', b'"plan"')) for one in again]
        await store.write(WriteUnit(puts=tuple(changed)), visibility=H1)


@pytest.mark.parametrize("down", [True, False], ids=["latest-first", "oldest-first"])
@pytest.mark.parametrize(
    ("mine", "others"), [(12, 3), (DENSE + 20, 3), (DENSE + 20, 2 * DENSE)], ids=["few", "dense", "among-others"]
)
async def test_an_inbox_is_given_by_its_last_change_page_by_page(
    store: Engine, clock: FrozenClock, mine: int, others: int, down: bool
) -> None:
    await _inbox(store, clock, mine=mine, others=others)
    if others > DENSE:  # what the other institution changed last stands in front of all
        clock.advance(seconds=1)
        late = [replace(_task(500 + one, owner="b"), expected=1) for one in range(others)]
        late = [replace(one, data=one.data.replace(b'"order"', b'"plan"')) for one in late]
        await store.write(WriteUnit(puts=tuple(late)), visibility=H1)
    asked = query("Task", f"owner=Organization/a&status=requested&_sort={'-' if down else ''}_lastUpdated&_count=9")

    found: list[StoredResource] = []
    request = asked
    while True:
        page = await store.search(request, visibility=H1)
        found += page.resources
        if not page.cursor:
            break
        request = replace(asked, cursor=page.cursor)

    everything = (await store.search(query("Task", "owner=Organization/a&_count=900"), visibility=H1)).resources
    made = {one.ref: place for place, one in enumerate(reversed(everything))}
    by_change = sorted(everything, key=lambda one: (one.updated, made[one.ref]), reverse=down)
    assert [one.ref for one in found] == [one.ref for one in by_change]
    assert len(found) == mine


async def test_what_another_member_keeps_is_in_no_inbox(store: Engine, clock: FrozenClock) -> None:
    await _inbox(store, clock, mine=DENSE + 5, others=0)

    page = await store.search(query("Task", "owner=Organization/a&_sort=-_lastUpdated&_count=9"), visibility=N1)
    total = query("Task", "owner=Organization/a&_sort=-_lastUpdated&_count=9&_total=accurate")
    counted = await store.search(total, visibility=H1)

    assert page.resources == ()
    assert (counted.total, len(counted.resources)) == (DENSE + 5, 9)
    assert await store.read(Ref("Task", "t000"), visibility=N1) is None
