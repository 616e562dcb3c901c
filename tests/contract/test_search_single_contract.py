"""Several conditions on a date that a resource has once are one range; what they find is what each finds alone."""

import json
import random
from dataclasses import replace
from typing import Any, Final

import pytest

from fhir_profiles.accessors import index_values, moment_range
from fhir_profiles.registry import RESOURCE_TYPES, search_parameters
from hub.clock import FrozenClock
from hub.store.port import Engine, Put, Ref, WriteUnit
from hub.store.search import leading
from hub.store.search.single import is_single
from tests.contract.engines import H1, found, observation, query, write

_DAY: Final = 86_400
_MANY: Final = frozenset({
    "AllergyIntolerance.onset", "CarePlan.activity-date", "Composition.period", "Encounter.location-period",
    "Goal.target-date", "Immunization.reaction-date", "MedicationRequest.date", "NamingSystem.period",
    "Substance.expiry",
})  # fmt: skip
_PREFIXES: Final = ("", "eq", "ne", "gt", "ge", "lt", "le", "sa", "eb", "ap")
_TIMES: Final = (
    "2026", "2026-02", "2026-03", "2026-03-01", "2026-03-02", "2026-03-03", "2026-03-02T06:30:00Z",
    "2026-03-02T06:30Z", "2026-03-04T00:00:00+08:00",
)  # fmt: skip


def test_only_what_stands_in_repeating_elements_may_have_several_dates() -> None:
    dates = [one for kind in RESOURCE_TYPES for one in search_parameters(kind).values() if one.type == "date"]

    several = {f"{one.resource_type}.{one.name}" for one in dates if one.has_accessor and not is_single(one)}

    assert several == _MANY
    assert not is_single(search_parameters("Patient")["gender"])
    assert not is_single(search_parameters("Patient")["_lastUpdated"])


def _second(at: int) -> str:
    """A time from the last day of February 2026 on, in seconds."""
    day = "02-28" if at < _DAY else f"03-{at // _DAY:02}"
    return f"2026-{day}T{at % _DAY // 3600:02}:{at % 3600 // 60:02}:{at % 60:02}Z"


def _effective(draw: random.Random) -> dict[str, Any]:
    first, length = draw.randrange(0, 6 * _DAY, 1800), draw.choice([0, 1800, _DAY - 1, _DAY, _DAY + 1, 3 * _DAY])
    start, end = (_second(at) for at in (first, first + length))
    return draw.choice([
        {"effectiveDateTime": start}, {"effectiveDateTime": draw.choice(_TIMES)}, {"effectiveInstant": start},
        {"effectivePeriod": {"start": start, "end": end}}, {"effectivePeriod": {"start": start}},
        {"effectivePeriod": {"end": end}}, {"effectivePeriod": {"start": start[:10], "end": end[:10]}},
        {"effectiveTiming": {"event": [start, end]}}, {},
    ])  # fmt: skip


def _fits(prefix: str, asked: str, low: int, high: int) -> bool:
    """https://hl7.org/fhir/R4/search.html#prefix, on ranges with both ends inside."""
    first, last = moment_range(asked)
    return {
        "": first <= low and high <= last, "eq": first <= low and high <= last, "ne": low < first or high > last,
        "gt": high > last, "ge": high >= first, "lt": low < first, "le": low <= last,
        "sa": low > last, "eb": high < first, "ap": low <= last and high >= first,
    }[prefix]  # fmt: skip


@pytest.mark.parametrize("wide", [400, 1])
async def test_two_conditions_on_one_period_find_what_a_loop_over_all_of_them_finds(
    store: Engine, wide: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leading, "WIDE", wide)
    monkeypatch.setattr(leading, "SORTED", 5 * wide)
    draw = random.Random(20260301)
    resources = [observation(f"{number:03}", of="p", **_effective(draw)) for number in range(60)]
    puts = tuple([Put(Ref("Observation", one["id"]), json.dumps(one).encode()) for one in resources])
    await store.write(WriteUnit(puts=puts), visibility=H1)
    ranges = {one["id"]: [(low, high) for _, low, high in index_values(one).dates] for one in resources}
    assert {len(found) for found in ranges.values()} == {0, 1}

    for _ in range(120):
        asked = [
            [(draw.choice(_PREFIXES), draw.choice(_TIMES)) for _ in range(draw.choice([1, 1, 1, 2]))]
            for _ in range(draw.choice([2, 2, 3]))
        ]
        text = "&".join("date=" + ",".join(prefix + at for prefix, at in one) for one in asked)
        expected = sorted(
            (number for number, dates in ranges.items()
             if dates and all(any(_fits(*value, *dates[0]) for value in one) for one in asked)),
            reverse=True,
        )  # fmt: skip
        page = await store.search(query("Observation", f"{text}&_count=1000&_total=accurate"), visibility=H1)
        assert (text, sorted([one.ref.id for one in page.resources], reverse=True)) == (text, expected)
        assert page.total == len(expected)


async def test_of_a_repeating_element_two_values_may_answer_two_conditions(store: Engine) -> None:
    await write(store, {
        "resourceType": "AllergyIntolerance", "id": "a", "patient": {"reference": "Patient/p"},
        "reaction": [{"manifestation": [{"text": "rash"}], "onset": at} for at in ("2026-01-01", "2026-05-01")],
    })  # fmt: skip

    assert await found(store, "AllergyIntolerance", "onset=ge2026-04-01&onset=lt2026-02-01") == ["AllergyIntolerance/a"]
    assert await found(store, "AllergyIntolerance", "onset=ge2026-04-01&onset=lt2025-02-01") == []


async def test_pages_of_a_range_go_on_where_they_ended_and_a_cursor_stays_with_its_range(
    store: Engine, clock: FrozenClock
) -> None:
    for number in range(5):
        clock.advance(seconds=1)
        await write(store, observation(str(number), of="p", effectiveDateTime=f"2026-03-0{number + 1}"))
    asked = query("Observation", "date=ge2026-03-02&code=8867-4&date=lt2026-03-05&_count=2")
    first = await store.search(asked, visibility=H1)

    second = await store.search(replace(asked, cursor=first.cursor), visibility=H1)

    assert [one.ref.id for one in (*first.resources, *second.resources)] == ["3", "2", "1"]
    assert second.cursor == ""
