"""Where an Observation stands on the transfer sheet: what a nurse measures is no laboratory result."""

from typing import Any

import pytest

from hub.transfer.sections import FACT_SYSTEM, sections


def observation(code: str, *, system: str = FACT_SYSTEM, **value: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": system, "code": code}]},
    } | (value or {"valueQuantity": {"value": 1}})


def places(item: dict[str, Any]) -> list[str]:
    return [section.code for section in sections(upward=False) if section.takes(item)]


@pytest.mark.parametrize(
    ("item", "place"),
    [
        (observation("67775-7", system="http://loinc.org", valueString="A"), ["8716-3"]),
        (observation("3151-8", system="http://loinc.org"), ["8716-3"]),
        (observation("consciousness", valueString="A"), ["8716-3"]),
        (observation("oxygen-flow"), ["8716-3"]),
        (observation("potassium"), ["30954-2"]),
        (observation("2823-3", system="http://loinc.org"), ["30954-2"]),
        (observation("nihss"), ["scores"]),
        (observation("stable-days"), ["statements"]),
        (observation("wandering", valueBoolean=True), ["statements"]),
        (observation("wandering", valueBoolean=False), []),
        (observation("ability-level"), ["47420-5"]),
        (observation("unknown-code"), ["30954-2"]),
        (observation("75320-2", system="http://loinc.org", valueString="Y"), ["42348-3"]),
        (observation("42348-3", system="http://loinc.org", valueString="DNR"), ["42348-3"]),
        (observation("75320-2", valueString="Y"), ["30954-2"]),
    ],
)
def test_an_observation_stands_where_a_nurse_looks_for_it(item: dict[str, Any], place: list[str]) -> None:
    assert places(item) == place
