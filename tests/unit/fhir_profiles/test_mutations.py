"""Thousands of defects, one at a time: each is found, and each valid resource passes.

fhir.resources (R4B) is asked for its verdict too, where it looks at such a thing at all; docs/validation.md
has the figures and the misses.
"""

import random
from collections import Counter

from fhir_profiles.registry import RESOURCE_TYPES
from fhir_profiles.validate import validate
from tests.unit.fhir_profiles.mutations import Mutation, mutations
from tests.unit.fhir_profiles.samples import sample

MISSES: dict[str, str] = {}
"""Kinds of which some are not found, and why."""


def _all(seeds: range) -> list[Mutation]:
    found: list[Mutation] = []
    for resource_type in sorted(RESOURCE_TYPES):
        for seed in seeds:
            resource = sample(resource_type, seed)
            assert validate(resource) == []
            found += mutations(resource, random.Random(f"{resource_type}{seed}"), most=9)
    return found


def test_at_least_98_of_100_defects_are_found() -> None:
    drawn = _all(range(1))

    missed = Counter(one.kind for one in drawn if not any(issue.is_error for issue in validate(one.resource)))

    kinds = {one.kind for one in drawn}
    assert (len(drawn) >= 2000, len(kinds) >= 40) == (True, True)
    assert {kind: count for kind, count in missed.items() if kind not in MISSES} == {}
    assert sum(missed.values()) <= 0.02 * len(drawn)
