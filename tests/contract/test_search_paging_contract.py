"""Pages under writes: whatever the order is, what stays unchanged comes exactly once."""

from dataclasses import replace
from typing import Any

import pytest

from hub.store.port import Engine, Put, Ref, WriteUnit
from tests.contract.engines import H1, observation, query, write

_SORTS = (
    "", "_lastUpdated", "-_lastUpdated", "_id", "date", "-date", "code", "-code", "value-quantity", "-value-quantity",
    "value-string", "-value-string", "subject", "-subject", "status,-date", "-date,_id", "-value-quantity,date",
    "performer,-_lastUpdated", "-_lastUpdated,code",
)  # fmt: skip


def _result(number: int) -> dict[str, Any]:
    """Equal values, missing values and several values stand in every order."""
    elements: dict[str, Any] = {"status": ("final", "amended")[number % 2]}
    if number % 4:
        elements["effectiveDateTime"] = f"2026-03-0{1 + number % 3}"
    if number % 3:
        elements["valueQuantity"] = {"value": number % 5, "code": "mg"}
    elif number % 2:
        elements["valueString"] = ("zeta", "alpha")[number % 4 // 2]
    if number % 5:
        elements["performer"] = [{"reference": f"Practitioner/{name}"} for name in ("b", "a")[: 1 + number % 2]]
    return observation(f"r{number:02}", of=str(number % 3), code="cab"[number % 3], **elements)


@pytest.mark.parametrize("criteria", ["", "code=a,b,c", "date:missing=false"])
async def test_what_stays_unchanged_comes_exactly_once_while_others_come_change_and_go(
    store: Engine, criteria: str
) -> None:
    made = [_result(number) for number in range(16)]
    await write(store, *made)
    lost: set[str] = set()

    for turn, sort in enumerate(_SORTS):
        text = "&".join(part for part in (criteria, f"_sort={sort}" if sort else "", "_count=3") if part)
        asked, seen = query("Observation", text), list[str]()
        before = await store.search(replace(asked, count=1000), visibility=H1)
        touched = {"r03", "r08"}
        for page_number in range(40):
            page = await store.search(asked, visibility=H1)
            seen += [one.ref.id for one in page.resources]
            if not page.cursor:
                break
            asked = replace(asked, cursor=page.cursor)
            if page_number < 3:
                await write(store, _result(turn * 3 + page_number) | {"id": f"n{turn}-{page_number}"})
                await write(store, _result(3 + turn + page_number) | {"id": ("r03", "r08")[page_number % 2]})
        still = [one.ref.id for one in before.resources if one.ref.id not in touched]
        assert (text, [one for one in seen if one in set(still)]) == (text, still)
        gone = sorted({one for one in still if one.startswith("n")} - lost)
        for one in gone:
            await store.write(WriteUnit(puts=(Put(Ref("Observation", one), b"", delete=True),)), visibility=H1)
        lost |= set(gone)


async def test_the_last_of_a_page_may_go_or_move_and_the_next_page_begins_behind_where_it_was(store: Engine) -> None:
    for number in range(6):
        await write(store, observation(f"o{number}", of="p", effectiveDateTime=f"2026-03-0{number + 1}"))
    asked = query("Observation", "_sort=date&_count=2")
    first = await store.search(asked, visibility=H1)
    await store.write(WriteUnit(puts=(Put(Ref("Observation", "o1"), b"", delete=True),)), visibility=H1)
    await write(store, observation("o0", of="p", effectiveDateTime="2026-03-09"))

    rest = await store.search(replace(asked, cursor=first.cursor, count=50), visibility=H1)

    assert [one.ref.id for one in first.resources] == ["o0", "o1"]
    assert [one.ref.id for one in rest.resources] == ["o2", "o3", "o4", "o5", "o0"]
