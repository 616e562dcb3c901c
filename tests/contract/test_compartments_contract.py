"""Every compartment of R4 holds what names its focus in one of the places that its definition names, and nothing else.

One resource for each type, search parameter and place of https://hl7.org/fhir/R4/compartmentdefinition.html; what a
place is comes from the parameter's expression alone (`every_parameter.py`).
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from fhir_profiles.registry import COMPARTMENTS, RESOURCE_TYPES, compartment_parameters, search_parameters
from hub.store.port import Engine, Ref, WriteUnit
from tests.contract.engines import H1, N1, put, query, write
from tests.contract.every_parameter import Json, places_of, resource_with

FOCI: Final = tuple(Ref(name, "f") for name in COMPARTMENTS)


async def inside(store: Engine, focus: Ref, resource_type: str, text: str = "_count=1000") -> list[str]:
    page = await store.search(replace(query(resource_type, text), compartment=focus), visibility=H1)
    return sorted(one.ref.id for one in page.resources)


def members(focus: Ref) -> Iterator[Json]:
    """What stands in the compartment of a focus, one for each place."""
    for resource_type in sorted(RESOURCE_TYPES - {focus.type}):
        own = search_parameters(resource_type)
        for name in compartment_parameters(resource_type, focus.type):
            for number, place in enumerate(dict.fromkeys(places_of(own[name].expression, resource_type))):
                if place.datatype == "Reference" and place.target in {"", focus.type}:
                    value = {"reference": str(focus)}
                    yield resource_with(resource_type, f"{focus.type}-{name}-{number}", place, value)


def test_every_compartment_has_members_of_the_types_that_it_names() -> None:
    for focus in FOCI:
        made = {str(one["resourceType"]) for one in members(focus)}
        claimed = {name for name in RESOURCE_TYPES - {focus.type} if compartment_parameters(name, focus.type)}
        assert made == claimed, focus


async def test_a_compartment_holds_what_its_definition_says_and_nothing_else(store: Engine) -> None:
    everything = [one for focus in FOCI for one in members(focus)]
    others = [{"resourceType": name, "id": "bare"} for name in sorted(RESOURCE_TYPES)]
    for first in range(0, len(everything), 100):
        puts = tuple(put(one) for one in everything[first : first + 100])
        await store.write(WriteUnit(puts=puts), visibility=H1)
    await store.write(WriteUnit(puts=tuple(put(one) for one in others)), visibility=H1)

    for focus in FOCI:
        wanted: dict[str, list[str]] = {}
        for one in members(focus):
            wanted.setdefault(str(one["resourceType"]), []).append(str(one["id"]))
        found = {name: await inside(store, focus, name) for name in wanted}
        mine = {name: [one for one in ids if one.startswith(f"{focus.type}-")] for name, ids in found.items()}
        assert mine == {name: sorted(ids) for name, ids in wanted.items()}, focus
        assert [one for ids in found.values() for one in ids if one == "bare"] == []
        assert await inside(store, Ref(focus.type, "other"), next(iter(wanted))) == []


async def test_a_criterion_and_another_member_count_in_every_compartment(store: Engine) -> None:
    def request(number: str, status: str) -> Json:
        asker = {"reference": "Practitioner/f"}
        return {"resourceType": "ServiceRequest", "id": number, "status": status, "requester": asker}

    await write(store, request("a", "active"), request("b", "revoked"))
    await write(store, request("c", "active"), by=N1)
    focus = Ref("Practitioner", "f")

    assert await inside(store, focus, "ServiceRequest", "status=active") == ["a"]
    assert await inside(store, focus, "ServiceRequest", "status:not=active") == ["b"]
    assert await inside(store, focus, "ServiceRequest", "_sort=-_lastUpdated") == ["a", "b"]
    assert await inside(store, Ref("Device", "f"), "Account") == []
