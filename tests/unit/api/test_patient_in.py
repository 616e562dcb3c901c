"""Whom a search or a write names, as the audit trail keeps it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from hub.api.interactions.search import patient_in
from hub.api.interactions.write import patient_of

BASE = "https://hub.example/fhir"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("patient", "p1", "p1"), ("subject", "Patient/p1", "p1"), ("subject:Patient", "p1,p2", "p1"),
        ("subject", "https://hub.example/fhir/Patient/p1", "p1"),
        ("subject", "https://other.example/fhir/Patient/p1", ""), ("subject", "Group/g1", ""),
        ("subject", "urn:uuid:1", ""), ("subject", "Patient/p1/", ""), ("performer", "Patient/p1", ""),
    ],
)  # fmt: skip
def test_the_patient_of_a_search_is_an_id_of_ours_or_nobody(name: str, value: str, expected: str) -> None:
    assert patient_in([("code", "x"), (name, value)], base="https://hub.example/fhir") == expected


class TooLongToLookThrough(list[Any]):
    """The concepts of a large code system."""

    def __iter__(self) -> Iterator[Any]:
        raise AssertionError("looked through")


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("Patient/p1", "p1"), (f"{BASE}/Patient/p1", "p1"), ("https://other.example/fhir/Patient/p1", ""),
        (f"{BASE}x/Patient/p1", ""), ("Group/g1", ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("escaped", [False, True])
def test_the_patient_of_a_write_is_named_by_an_address_of_ours_too(
    reference: str, expected: str, *, escaped: bool
) -> None:
    resource = {"resourceType": "Observation", "subject": {"reference": reference}}
    text = json.dumps(resource)
    data = (text.replace("/", "\\/") if escaped else text).encode()

    assert [patient_of(resource, base=BASE, data=said) for said in (data, None)] == [expected, expected]


def test_a_resource_in_which_no_address_of_ours_stands_is_not_looked_through() -> None:
    resource = {"resourceType": "CodeSystem", "status": "active", "concept": TooLongToLookThrough()}

    assert patient_of(resource, base=BASE, data=b'{"resourceType":"CodeSystem","status":"active","concept":[]}') == ""
