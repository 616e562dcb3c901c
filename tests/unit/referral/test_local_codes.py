"""Local diagnosis codes become ICD-10 by the maps that are loaded, and by nothing else."""

from typing import Any

import pytest

from hub.referral.local_codes import ICD10, with_icd10
from terminology.definitions import MapDefinition
from terminology.fhir_json import resource_to_map
from terminology.registry import Registry

HIS = "http://his.example.org"


def a_map(*targets: dict[str, str]) -> MapDefinition:
    group = {"source": HIS, "target": ICD10, "element": [{"code": "Z-1", "target": list(targets)}]}
    return resource_to_map({"resourceType": "ConceptMap", "url": "http://m", "status": "active", "group": [group]})


def condition(**code: Any) -> dict[str, Any]:
    return {"resourceType": "Condition", "code": code}


LOCAL = {"coding": [{"system": HIS, "code": "Z-1"}]}


def test_a_code_that_a_map_knows_gets_the_icd_10_code_behind_its_own() -> None:
    registry = Registry([a_map({"code": "I69.300", "equivalence": "equivalent"})])

    [found] = with_icd10([condition(**LOCAL)], registry)

    assert [(one["system"], one["code"]) for one in found["code"]["coding"]] == [(HIS, "Z-1"), (ICD10, "I69.300")]


@pytest.mark.parametrize(
    "resource",
    [
        condition(text="脑梗塞后遗症"),
        condition(coding=[{"system": ICD10, "code": "I10"}]),
        condition(coding=[{"system": HIS, "code": "Z-2"}]),
        {"resourceType": "Condition"},
        {"resourceType": "Observation", "code": LOCAL},
    ],
    ids=["words", "icd", "unmapped", "nothing", "no-condition"],
)
def test_everything_else_stays_as_it_is(resource: dict[str, Any]) -> None:
    registry = Registry([a_map({"code": "I69.300", "equivalence": "equivalent"})])

    assert with_icd10([resource], registry) == [resource]


def test_a_map_that_says_that_there_is_no_such_disease_gives_none() -> None:
    registry = Registry([a_map({"equivalence": "unmatched"})])

    assert with_icd10([condition(**LOCAL)], registry) == [condition(**LOCAL)]
