"""The short way of the commonest searches finds what the plan finds, on every engine."""

from dataclasses import replace

import pytest

from hub.clock import FrozenClock
from hub.store.port import Engine
from hub.store.query import SearchQuery
from tests.contract.engines import H1, N1, observation, patient, query, write

TEXTS = (
    "code=http://loinc.org|8867-4", "code=|8867-4", "subject=Patient/a", "subject=Group/a", "patient=Patient/a",
    "patient=Group/a", "performer=http://elsewhere/fhir/Practitioner/9", "combo-code=http://loinc.org|8867-4",
    "code=8867-4", "code=http://loinc.org|", "subject=a", "code:not=http://loinc.org|8867-4",
    "code=http://loinc.org|8867-4,http://loinc.org|1", "code=http://loinc.org|8867-4&subject=Patient/a",
    "code=http://loinc.org|8867-4&_sort=date", "code=http://loinc.org|8867-4&_id=01,03",
    "code=http://loinc.org|8867-4&_lastUpdated=ge2026", "code=http://loinc.org|8867-4&_include=Observation:subject",
    "subject=Patient/a&_total=accurate", "subject=Nothing/a", "status=http://hl7.org/fhir/observation-status|final",
    "patient.gender=male", "date=2026-03-01",
)  # fmt: skip


async def _pages(store: Engine, first: SearchQuery) -> list[list[str]]:
    found: list[list[str]] = []
    request = first
    while len(found) < 20:
        page = await store.search(request, visibility=H1)
        found.append([str(one.ref) for one in page.resources] + [str(page.total)])
        assert page.included == (False,) * page.included.count(False) + (True,) * page.included.count(True)
        if not page.cursor:
            return found
        request = replace(first, cursor=page.cursor)
    raise AssertionError("The pages have no end.")


@pytest.mark.parametrize("text", TEXTS)
async def test_a_search_finds_the_same_on_the_short_way_and_by_its_plan(
    store: Engine, clock: FrozenClock, text: str
) -> None:
    await write(store, patient("a", gender="male"))
    for number in range(7):
        made = observation(f"0{number}", of="a", effectiveDateTime="2026-03-01")
        made["subject"] = {"reference": ("Patient/a", "Group/a")[number % 3 == 2]}
        made["code"]["coding"].append({"code": "8867-4"})
        await write(store, made)
    await write(store, observation("98", of="a"), by=N1)
    await write(store, observation("99", of="a", performer=[{"reference": "http://elsewhere/fhir/Practitioner/9"}]))
    asked = replace(query("Observation", text), count=3)

    clock.advance(seconds=2)  # what waits for a reindex must be read again, which the plan does
    planned = await store.search(asked, visibility=H1)
    short = await store.search(asked, visibility=H1)
    clock.advance(seconds=2)

    assert [one.ref for one in short.resources] == [one.ref for one in planned.resources]
    assert (short.total, short.remarks, bool(short.cursor)) == (planned.total, planned.remarks, bool(planned.cursor))
    assert await _pages(store, asked) == await _pages(store, asked)


async def test_another_member_does_not_see_more_on_the_short_way(store: Engine) -> None:
    await write(store, patient("a"), observation("1", of="a"))
    await write(store, patient("n"), observation("2", of="n"), by=N1)
    asked = query("Observation", "code=http://loinc.org|8867-4")
    await store.search(asked, visibility=H1)

    seen = {who: await store.search(asked, visibility=who) for who in (H1, N1)}

    assert [[str(one.ref) for one in page.resources] for page in seen.values()] == [
        ["Observation/1"],
        ["Observation/2"],
    ]
