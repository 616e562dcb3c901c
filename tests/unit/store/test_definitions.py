"""The rows that sample resources give are those of the rules' versions: whoever changes rows counts the version up."""

import json
from hashlib import sha256
from typing import Any

from fhir_profiles.registry import RESOURCE_TYPES, search_parameters
from hub.keys import Keys
from hub.store.port import Put, Ref
from hub.store.prepare import prepare_put
from hub.store.search.definitions import RULES, definitions_of, needed_parts
from hub.store.search.first_entry import parameters_inside
from hub.store.terms import Terms

SAMPLES: tuple[dict[str, Any], ...] = (
    {
        "resourceType": "Patient", "id": "p", "birthDate": "1940-05", "gender": "female",
        "name": [{"text": "单田芳", "family": "单"}], "address": [{"city": "杭州"}],
        "identifier": [{"system": "s", "value": "1", "type": {"coding": [{"system": "t", "code": "MR"}]}}],
        "generalPractitioner": [{"identifier": {"system": "s", "value": "d1"}}],
    },
    {
        "resourceType": "Observation", "id": "o", "status": "final", "subject": {"reference": "Patient/p"},
        "code": {"coding": [{"system": "http://loinc.org", "code": "85354-9", "display": "BP"}], "text": "血压"},
        "effectivePeriod": {"start": "2026-03-01T08:00:00+08:00"}, "valueQuantity": {"value": 1.5, "code": "mg"},
        "component": [{
            "code": {"coding": [{"system": "http://loinc.org", "code": "8480-6"}]},
            "valueQuantity": {"value": 120, "unit": "mmHg"},
        }],
    },
    {
        "resourceType": "Observation", "id": "o2", "status": "final", "code": {"text": "TnI"},
        "subject": {"reference": "http://elsewhere.example/fhir/Patient/p"},
        "valueQuantity": {"value": 5, "comparator": "<", "code": "ng/L"},
    },
    {
        "resourceType": "ValueSet", "id": "v", "status": "active", "url": "http://x.example/a", "version": "1",
        "name": "Ａ b",
    },
    {"resourceType": "Location", "id": "l", "position": {"latitude": 30.25, "longitude": 120.15}},
    {
        "resourceType": "Bundle", "id": "b", "type": "document", "entry": [
            {"fullUrl": "urn:uuid:1", "resource": {
                "resourceType": "Composition", "id": "c", "status": "final", "title": "Ａ b", "date": "2026-03-01",
                "type": {"text": "Transfer"}, "subject": {"reference": "urn:uuid:2"},
                "author": [{"reference": "Organization/h"}],
            }},
            {"fullUrl": "urn:uuid:2", "resource": {"resourceType": "Patient", "identifier": [{"value": "1"}]}},
        ],
    },
)  # fmt: skip

KNOWN = "12d1b14e8922c791"
"""Digest of RULES and of the samples' rows together."""


def _rows() -> dict[str, list[Any]]:
    terms = Terms()
    terms.hash_with(Keys.in_memory())
    terms.name_types({name: number for number, name in enumerate(sorted(RESOURCE_TYPES), start=1)})
    found: dict[str, list[Any]] = {}
    for sample in SAMPLES:
        put = Put(Ref(sample["resourceType"], sample["id"]), json.dumps(sample).encode())
        index = prepare_put(terms, put).index
        own = (*search_parameters(sample["resourceType"]).values(), *parameters_inside(sample["resourceType"]))
        keyed = {one.number for one in own if one.name == "identifier" or one.type == "reference"}
        found[sample["id"]] = [
            [row for row in index.tokens if row[0] not in keyed], len(index.tokens), index.strings, index.dates,
            index.references, index.quantities, index.bounds, index.uris, index.composites, index.date,
            sorted(index.within),
        ]  # fmt: skip
    return found


def test_rows_that_change_count_up_the_version_of_their_rule() -> None:
    text = json.dumps([dict(RULES), _rows()], sort_keys=True)

    assert sha256(text.encode()).hexdigest()[:16] == KNOWN, (
        "The rows of sample resources differ from before: count up the part's version in RULES, so that stored "
        "resources are reindexed, then note the new digest here."
    )


def test_every_part_that_a_search_needs_has_a_definition() -> None:
    for resource_type in sorted(RESOURCE_TYPES):
        known = definitions_of(resource_type)
        for parameter in search_parameters(resource_type).values():
            for modifier in ("", "text", "missing", "identifier"):
                if modifier and parameter.type not in {"token", "reference"}:
                    continue
                if (modifier, parameter.type) in {("text", "reference"), ("identifier", "token")}:
                    continue
                needed = needed_parts(parameter, modifier)
                if parameter.has_accessor and parameter.type != "composite":
                    assert set(needed) <= known.keys(), (resource_type, parameter.name, modifier)
