"""The quick way to links inside a transaction gives what walking every token gives."""

import json
from typing import Any

import pytest

from fhir_profiles.json_text import parse
from fhir_profiles.link_text import rewrite_references
from hub.store.relink import Relinker

ONE, OTHER = "urn:uuid:0190c0de-0000-7000-8000-000000000001", "urn:uuid:0190c0de-0000-7000-8000-000000000002"
LINKS = {ONE: "Patient/a", OTHER: "Encounter/b"}


@pytest.mark.parametrize(
    "resource",
    [
        {"resourceType": "Observation", "subject": {"reference": ONE}, "encounter": {"reference": OTHER}},
        {"resourceType": "Observation", "performer": [{"reference": ONE}, {"reference": "Practitioner/x"}]},
        {"resourceType": "Observation", "note": [{"authorReference": {"reference": ONE}}]},
        {"resourceType": "Observation", "valueString": ONE, "subject": {"reference": ONE, "display": ONE}},
        {"resourceType": "Basic", "extension": [{"url": "urn:oid:1.2", "valueUri": ONE}], "implicitRules": OTHER},
        {"resourceType": "PlanDefinition", "library": [ONE, "urn:uuid:none"], "subject": {"reference": OTHER}},
        {"resourceType": "Basic", "text": {"div": f'<div xmlns="x"><a href="{ONE}">{ONE}</a></div>'}},
        {"resourceType": "Basic", "language": 'a"b', "subject": {"reference": ONE}},
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_bytes_and_values_have_the_new_links_and_nothing_else(resource: dict[str, Any], indent: int | None) -> None:
    data = json.dumps(resource, indent=indent).encode()
    before = json.dumps(resource)

    found, values = Relinker(LINKS).relinked(data, resource)

    assert found == rewrite_references(data, LINKS)
    assert values == parse(found)
    assert json.dumps(resource) == before


def test_other_links_than_urns_are_replaced_too() -> None:
    data = b'{"resourceType":"Observation","subject":{"reference":"Patient?identifier=x|1"}}'

    assert Relinker({"Patient?identifier=x|1": "Patient/a"}).relinked(data, None) == (
        b'{"resourceType":"Observation","subject":{"reference":"Patient/a"}}',
        {"resourceType": "Observation", "subject": {"reference": "Patient/a"}},
    )


@pytest.mark.parametrize("links", [{}, LINKS, {"Patient/1": "Patient/2"}])
def test_what_has_no_link_stays_the_same_object(links: dict[str, str]) -> None:
    resource = {"resourceType": "Observation", "status": "final"}
    data = json.dumps(resource).encode()

    found, values = Relinker(links).relinked(data, resource)

    assert found is data
    assert values is resource
