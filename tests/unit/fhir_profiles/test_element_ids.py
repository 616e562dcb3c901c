"""An element's id is unique within its resource, and only there."""

import json
from typing import Any

import pytest

from fhir_profiles.issue import JsonObject
from fhir_profiles.validate import validate


def _patient(*ids: str, **more: Any) -> JsonObject:
    return {"resourceType": "Patient", "id": "a", "name": [{"id": one, "text": "张"} for one in ids]} | more


def _observation(**more: Any) -> JsonObject:
    return {"resourceType": "Observation", "status": "final", "code": {"id": "x", "text": "weight"}} | more


def _places(resource: JsonObject) -> list[str]:
    found = validate(resource, data=json.dumps(resource).encode())
    assert {issue.text.partition(" stands")[0] for issue in found} <= {"id"}
    return [issue.expression for issue in found]


_CONTAINED = {
    "contained": [_observation(id="c")],
    "extension": [{"url": "http://e", "valueReference": {"reference": "#c"}}],
}
_BUNDLE: JsonObject = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [{"resource": _observation()}, {"resource": _observation()}, {"resource": _patient("x")}],
}


@pytest.mark.parametrize(
    "resource",
    [_patient("x", "y"), _patient("a"), _patient("x", **_CONTAINED), _BUNDLE],
    ids=["two", "as the resource", "contained", "entries"],
)
def test_ids_that_differ_or_stand_in_other_resources_are_right(resource: JsonObject) -> None:
    assert _places(resource) == []


def test_an_id_that_stands_twice_is_refused_at_its_second_place() -> None:
    assert _places(_patient("x", "y", "x")) == ["Patient.name[2].id"]


def test_an_id_that_stands_twice_in_an_entry_is_refused_there() -> None:
    entry = {"resource": _observation(category=[{"id": "x", "text": "a"}])}
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": _observation()}, entry]}

    assert [place.startswith("Bundle.entry[1].resource.") for place in _places(bundle)] == [True]


def test_elements_of_a_structure_definition_are_named_alike_in_both_views() -> None:
    element = [{"id": "Patient", "path": "Patient"}]
    definition = {
        "resourceType": "StructureDefinition", "url": "http://e/p", "name": "P", "status": "draft", "kind": "resource",
        "abstract": False, "type": "Patient", "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Patient",
        "snapshot": {"element": element}, "differential": {"element": element},
    }  # fmt: skip

    assert [issue.expression for issue in validate(definition) if issue.expression.endswith(".id")] == []
