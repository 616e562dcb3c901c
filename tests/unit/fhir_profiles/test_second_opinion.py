"""fhir.resources (R4B) agrees with our schema on the shape of every type that it shares with R4."""

import random
from typing import Any

import pytest

from fhir_profiles.issue import JsonObject
from fhir_profiles.r4 import DIFFERENT_IN_R4B, second_opinion
from fhir_profiles.registry import RESOURCE_TYPES
from fhir_profiles.validate import validate
from tests.unit.fhir_profiles.samples import sample

SHARED = sorted(RESOURCE_TYPES - DIFFERENT_IN_R4B)


@pytest.mark.parametrize("resource_type", SHARED)
def test_what_we_accept_fhir_resources_accepts(resource_type: str) -> None:
    for seed in range(3):
        assert second_opinion(sample(resource_type, seed)) == []


@pytest.mark.parametrize("resource_type", SHARED)
def test_what_fhir_resources_refuses_we_refuse(resource_type: str) -> None:
    for seed in range(6):
        rng = random.Random(f"{resource_type}{seed}")
        mutant = _mutant(sample(resource_type, seed), rng)
        if second_opinion(mutant):
            assert validate(mutant) != []


def test_an_unknown_type_and_a_type_that_r4b_lacks() -> None:
    assert second_opinion({"resourceType": "X"}) == ["resourceType 'X' is not a FHIR R4 resource type."]
    assert second_opinion({"resourceType": "SubstanceProtein"}) == []


def _mutant(resource: JsonObject, rng: random.Random) -> JsonObject:
    """One element gone, renamed, doubled into an array, or with a value of another type."""
    owner: Any = resource
    while True:
        name = rng.choice([key for key in owner if key != "resourceType"] or list(owner))
        below = owner[name][0] if isinstance(owner[name], list) else owner[name]
        if isinstance(below, dict) and "resourceType" not in below and rng.random() < 0.6:
            owner = below
            continue
        break
    match rng.randrange(5):
        case 0 if len(owner) > 1:
            del owner[name]
        case 1:
            owner[f"{name}X"] = owner.pop(name)
        case 2 if not isinstance(owner[name], list):
            owner[name] = [owner[name]]
        case 3:
            owner[name] = {"x": 1}
        case _:
            owner[name] = "not this"
    return resource
