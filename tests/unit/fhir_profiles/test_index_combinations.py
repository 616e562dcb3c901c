"""Composite parameters, texts beside codes, identifiers of references, typed identifiers."""

from decimal import Decimal
from typing import Any

from fhir_profiles.issue import JsonObject
from tests.index_rows import named_values

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"


def _concept(code: str, **more: Any) -> JsonObject:
    return {"coding": [{"system": LOINC, "code": code}], **more}


def _composites(resource: JsonObject) -> list[tuple[Any, ...]]:
    found = named_values(resource).composites
    return sorted((one.parameter.name, *((part[0].name, *part[1:]) for part in one.parts)) for one in found)


def test_a_composite_takes_both_parts_from_the_same_component() -> None:
    pressure: JsonObject = {
        "resourceType": "Observation",
        "status": "final",
        "code": _concept("85354-9"),
        "component": [
            {"code": _concept("8480-6"), "valueQuantity": {"value": 152, "system": UCUM, "code": "mm[Hg]"}},
            {"code": _concept("8462-4")},
        ],
    }

    assert _composites(pressure) == [
        (
            "combo-code-value-quantity",
            ("combo-code", LOINC, "8480-6"),
            ("combo-value-quantity", Decimal(152), UCUM, "mm[Hg]"),
        ),
        (
            "component-code-value-quantity",
            ("component-code", LOINC, "8480-6"),
            ("component-value-quantity", Decimal(152), UCUM, "mm[Hg]"),
        ),
    ]


def test_each_pair_of_codings_is_a_combination() -> None:
    two = {"coding": [{"system": "a", "code": "1"}, {"system": "b", "code": "2"}]}
    observation = {"resourceType": "Observation", "status": "final", "code": two, "valueString": "x"}

    assert _composites(observation) == [
        ("code-value-string", ("code", "a", "1"), ("value-string", "x")),
        ("code-value-string", ("code", "b", "2"), ("value-string", "x")),
    ]


def test_a_composite_of_a_reference() -> None:
    document = {
        "resourceType": "DocumentReference",
        "status": "current",
        "content": [{"attachment": {"contentType": "text/plain"}}],
        "relatesTo": [{"code": "replaces", "target": {"reference": "DocumentReference/1"}}],
    }

    assert _composites(document) == [
        (
            "relationship",
            ("relation", "http://hl7.org/fhir/document-relationship-type", "replaces"),
            ("relatesto", "DocumentReference", "1", ""),
        )
    ]


def test_texts_stand_beside_their_codes() -> None:
    observation = {
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": LOINC, "code": "1", "display": "血压"}, {"display": "自测"}], "text": "家中"},
    }

    found = [tuple(one[1:]) for one in named_values(observation).texts if one.parameter.name == "code"]
    assert found == [(LOINC, "1", "血压"), ("", "", "自测"), (LOINC, "1", "家中")]


def test_a_text_without_a_coding_has_no_code() -> None:
    observation = {"resourceType": "Observation", "status": "final", "code": {"text": "血压"}}

    assert [tuple(one[1:]) for one in named_values(observation).texts if one.parameter.name == "code"] == [
        ("", "", "血压")
    ]


def test_identifiers_of_references_stand_under_the_parameter() -> None:
    link = {"type": "Patient", "identifier": {"system": "s", "value": "7"}}
    observation = {"resourceType": "Observation", "status": "final", "code": {"text": "a"}, "subject": link}

    found = named_values(observation).reference_identifiers
    assert sorted((one.parameter.name, one.system, one.code) for one in found) == [
        ("patient", "s", "7"),
        ("subject", "s", "7"),
    ]


def test_an_identifier_of_another_type_is_no_patient() -> None:
    link = {"type": "Group", "identifier": {"value": "7"}}
    observation = {"resourceType": "Observation", "status": "final", "code": {"text": "a"}, "subject": link}

    assert [one.parameter.name for one in named_values(observation).reference_identifiers] == ["subject"]


def test_a_typed_identifier_is_found_by_its_type() -> None:
    kind = {"coding": [{"system": "t", "code": "MR"}, {"display": "x"}]}
    patient = {"resourceType": "Patient", "identifier": [{"type": kind, "system": "s", "value": "7"}]}

    assert [tuple(one[1:]) for one in named_values(patient).of_types] == [("t|MR", "7")]
