"""Compiled accessors give what fhirpathpy, an independent FHIRPath engine, finds."""

import re
from typing import Any

import fhirpathpy
import pytest
from fhirpathpy.models import models

from fhir_profiles.accessors import index_values, split_reference
from fhir_profiles.issue import JsonObject
from fhir_profiles.registry import SearchParameter, search_parameters
from tests.unit.fhir_profiles.samples import sample

TYPES = [
    "Patient",
    "Encounter",
    "Observation",
    "DiagnosticReport",
    "ServiceRequest",
    "Task",
    "Condition",
    "AllergyIntolerance",
    "MedicationRequest",
    "Consent",
    "Location",
    "PractitionerRole",
    "DocumentReference",
    "Composition",
    "QuestionnaireResponse",
    "CarePlan",
    "Provenance",
    "AuditEvent",
    "Slot",
    "ImagingStudy",
]


@pytest.mark.parametrize("resource_type", TYPES)
def test_accessors_find_what_fhirpath_finds(resource_type: str) -> None:
    parameters = [item for item in search_parameters(resource_type).values() if _is_comparable(item)]
    ways = {item.name: fhirpathpy.compile(_own(item), model=models["r4"]) for item in parameters}

    for seed in range(8):
        resource = sample(resource_type, seed)
        found = _by_parameter(resource)
        expected = {item.name: _texts(item, ways[item.name](resource)) for item in parameters}
        assert {name: found.get(name, set()) for name in expected} == expected


def _is_comparable(parameter: SearchParameter) -> bool:
    """Leave out what fhirpathpy cannot do (resolve(), Resource.meta) and dates, tested elsewhere."""
    return (
        parameter.has_accessor
        and parameter.type in {"token", "string", "reference", "quantity", "uri"}
        and "resolve()" not in parameter.expression
        and not parameter.expression.startswith("Resource.")
        and not re.search(r"component\.value as|\(Observation\.value as", parameter.expression)
    )


def _own(parameter: SearchParameter) -> str:
    parts = [part.strip() for part in parameter.expression.split("|")]
    own = [part for part in parts if re.match(rf"\(*{parameter.resource_type}\.", part)]
    return " | ".join(own)


def _by_parameter(resource: JsonObject) -> dict[str, set[str]]:
    values = index_values(resource)
    found: dict[str, set[str]] = {}
    for token in values.tokens:
        found.setdefault(token.parameter.name, set()).add(token.code)
    for string in values.strings:
        found.setdefault(string.parameter.name, set()).add(string.text)
    for link in values.references:
        found.setdefault(link.parameter.name, set()).add(link.url or f"{link.type}/{link.id}")
    for quantity in values.quantities:
        found.setdefault(quantity.parameter.name, set()).add(str(quantity.value))
    for uri in values.uris:
        found.setdefault(uri.parameter.name, set()).add(uri.text)
    return found


def _texts(parameter: SearchParameter, nodes: list[Any]) -> set[str]:
    if parameter.name == "deceased":
        return {str(node).lower() for node in nodes} if nodes == [True] else set()
    return {text for node in nodes for text in _node_texts(parameter.type, node)}


def _node_texts(kind: str, node: Any) -> list[str]:
    if isinstance(node, bool):
        return [str(node).lower()]
    if not isinstance(node, dict):
        return [str(node)]
    match kind:
        case "reference":
            literal = node.get("reference")
            return [literal] if literal and split_reference(literal) else []
        case "string":
            parts = {"text", "family", "given", "prefix", "suffix", "line", "city", "district", "state"}
            found = [node[part] for part in sorted(parts | {"postalCode", "country"}) if part in node]
            return [text for item in found for text in ([item] if isinstance(item, str) else item)]
        case "quantity":
            return [str(node["value"])] if "value" in node else []
        case _ if "coding" in node:
            return [coding["code"] for coding in node["coding"] if "code" in coding]
        case _:
            return [node[name] for name in ("code", "value") if isinstance(node.get(name), str)]
