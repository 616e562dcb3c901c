"""Every search parameter of every type finds the resource that carries its element, and finds no other.

Of each place and datatype that R4's definition of the parameter names one resource is stored, 2,300 in all, and one of
each type that carries nothing; what finds what is generated from the definitions (`every_parameter.py`). SQLite is
asked everything, PostgreSQL once for each value and reference, since it takes twice as long.
https://hl7.org/fhir/R4/searchparameter-registry.html.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from fhir_profiles.registry import RESOURCE_TYPES, search_parameters
from hub.clock import FrozenClock
from hub.store.port import Engine, WriteUnit
from tests.contract.engines import ENGINES, H1, found, put
from tests.contract.every_parameter import UNSERVED, WITHOUT_CASES, Case, Json, Values, cases_of

AT_ONCE: Final = 200
BARE: Final = "bare"
"""The id of what carries nothing."""

Search = tuple[str, str, list[str]]
"""Type, search, and what it must find."""


def all_cases() -> list[Case]:
    """Of all types; no value comes twice."""
    values = Values()
    return [case for resource_type in sorted(RESOURCE_TYPES) for case in cases_of(resource_type, values)]


async def fill(engine: Engine, cases: list[Case]) -> None:
    """The resources of the cases, what their references lead to, and one of each type that carries nothing."""
    resources: list[Json] = [case.resource for case in cases]
    resources += [{"resourceType": case.far_type, "id": case.far_id} for case in cases if case.far]
    resources += [{"resourceType": resource_type, "id": BARE} for resource_type in sorted(RESOURCE_TYPES)]
    for first in range(0, len(resources), AT_ONCE):
        puts = tuple(put(resource) for resource in resources[first : first + AT_ONCE])
        await engine.write(WriteUnit(puts=puts), visibility=H1)


def by_value(case: Case) -> Iterator[Search]:
    """By each form of the value; of a composite also by one half of a pair with the other half of another."""
    for text in case.asked:
        yield case.type, f"{case.name}={text.replace('NAME', case.name)}", [case.me]
    for text in case.not_found_by:
        yield case.type, f"{case.name}={text}", []


def by_reference(case: Case) -> Iterator[Search]:
    """As a chain and an include, both ways."""
    if case.far:
        yield case.type, f"{case.name}:{case.far_type}._id={case.far_id}", [case.me]
        yield case.type, f"_id={case.id}&_include={case.type}:{case.name}", [case.me, case.far]
        yield case.far_type, f"_has:{case.type}:{case.name}:_id={case.id}", [case.far]
        yield case.far_type, f"_id={case.far_id}&_revinclude={case.type}:{case.name}", [case.far, case.me]


def by_absence(case: Case) -> Iterator[Search]:
    """`:missing` tells who carries it."""
    if case.parameter.type != "composite":
        both = f"_id={case.id},{BARE}&{case.name}:missing"
        yield case.type, f"{both}=false", [case.me]
        yield case.type, f"{both}=true", [f"{case.type}/{BARE}"]


def test_something_is_stored_for_every_parameter_that_is_served() -> None:
    made = {(case.type, case.name) for case in all_cases()}

    every = {(kind, name) for kind in RESOURCE_TYPES for name in search_parameters(kind) if name not in UNSERVED}
    assert every - made == WITHOUT_CASES


@pytest.mark.parametrize("name", ["postgres", "sqlite"])
async def test_every_parameter_finds_the_one_resource_that_carries_it(
    name: str, tmp_path: Path, clock: FrozenClock
) -> None:
    cases = all_cases()
    searches = [one for case in cases for one in (*by_value(case), *by_reference(case), *by_absence(case))]
    if name == "postgres":
        searches = [one for case in cases for one in (*list(by_value(case))[:1], *list(by_reference(case))[:1])]

    async with ENGINES[name](tmp_path, clock) as engine:
        await fill(engine, cases)
        answers = [(kind, text, expected, await found(engine, kind, text)) for kind, text, expected in searches]

    assert [answer for answer in answers if answer[2] != answer[3]] == []
