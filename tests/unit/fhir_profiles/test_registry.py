from collections import Counter

import pytest

from fhir_profiles.registry import (
    COMPARTMENTS,
    RESOURCE_TYPES,
    SearchParameter,
    compartment_parameters,
    search_parameter,
    search_parameters,
)


def test_every_r4_type_in_use_is_known() -> None:
    assert len(RESOURCE_TYPES) == 146
    assert {"Patient", "Task", "ServiceRequest", "Bundle", "Binary", "Parameters"} - RESOURCE_TYPES == frozenset()
    assert {"Resource", "DomainResource", "datatypes", "Citation"} & RESOURCE_TYPES == frozenset()


def test_numbers_of_parameters_are_unique_small_and_never_change() -> None:
    numbers = Counter(item.number for name in RESOURCE_TYPES for item in search_parameters(name).values())

    assert set(numbers.values()) == {1}
    assert max(numbers) < 2**15
    known = {
        ("Patient", "identifier"): 2134,
        ("Patient", "gender"): 2131,
        ("Observation", "code"): 1972,
        ("Task", "owner"): 2888,
    }
    assert {key: search_parameters(key[0])[key[1]].number for key in known} == known


def test_a_parameter_is_found_by_type_and_name_and_by_number() -> None:
    patient = search_parameters("Observation")["patient"]

    assert patient == SearchParameter(
        name="patient",
        type="reference",
        targets=("Patient",),
        expression=patient.expression,
        url="http://hl7.org/fhir/SearchParameter/clinical-patient",
        number=patient.number,
        resource_type="Observation",
    )
    assert "Observation.subject.where(resolve() is Patient)" in patient.expression
    assert search_parameter(patient.number) is patient


def test_an_unknown_type_has_no_parameters() -> None:
    assert dict(search_parameters("Nothing")) == {}
    with pytest.raises(KeyError):
        search_parameter(0)


def test_parameters_without_an_accessor_say_so() -> None:
    without = [item.name for item in search_parameters("Location").values() if not item.has_accessor]

    assert without == ["_content", "_id", "_lastUpdated", "_query", "_text", "near"]


def test_a_composite_names_its_parts() -> None:
    parts = search_parameters("Observation")["code-value-quantity"].components

    assert parts == (
        ("http://hl7.org/fhir/SearchParameter/clinical-code", "code"),
        ("http://hl7.org/fhir/SearchParameter/Observation-value-quantity", "value.as(Quantity)"),
    )


def test_compartment_parameters_are_those_of_the_standard() -> None:
    assert compartment_parameters("Observation") == ("performer", "subject")
    assert compartment_parameters("Organization") == ()
    assert compartment_parameters("Observation", "Practitioner") == ("performer",)
    assert compartment_parameters("Claim", "Device") == ("detail-udi", "item-udi", "procedure-udi", "subdetail-udi")
    assert compartment_parameters("ChargeItem", "Encounter") == ("context",)
    assert compartment_parameters("Task", "Encounter") == ("encounter",)
    assert compartment_parameters("Practitioner", "Practitioner") == ()


@pytest.mark.parametrize("focus", COMPARTMENTS)
def test_a_compartment_names_references_that_may_lead_to_its_focus(focus: str) -> None:
    for resource_type in RESOURCE_TYPES:
        for name in compartment_parameters(resource_type, focus):
            parameter = search_parameters(resource_type)[name]
            assert (parameter.type, focus in parameter.targets) == ("reference", True), (resource_type, name)
