"""Compiled accessors give what fhirpathpy, an independent FHIRPath engine, finds."""

import re
from collections.abc import Callable
from typing import Any

import fhirpathpy
import pytest
from fhirpathpy.models import models

from fhir_profiles.accessors import split_reference
from fhir_profiles.issue import JsonObject
from fhir_profiles.registry import RESOURCE_TYPES, SearchParameter, search_parameters
from tests.index_rows import named_values
from tests.unit.fhir_profiles.samples import sample

SEEDS = range(3)


@pytest.mark.parametrize("resource_type", sorted(RESOURCE_TYPES))
def test_accessors_find_what_fhirpath_finds(resource_type: str) -> None:
    parameters = [item for item in search_parameters(resource_type).values() if _is_comparable(item)]
    ways = {item.name: fhirpathpy.compile(_own(item), model=models["r4"]) for item in parameters}

    for seed in SEEDS:
        resource = sample(resource_type, seed)
        found = _by_parameter(resource)
        for item in parameters:
            nodes = _evaluate(ways[item.name], resource)
            if nodes is not None:
                expected = {text for node in nodes for text in _node_texts(item.type, node)}
                assert (item.name, found.get(item.name, set())) == (item.name, expected)


def test_most_parameters_are_compared() -> None:
    compared = sum(_is_comparable(item) for name in RESOURCE_TYPES for item in search_parameters(name).values())
    compiled = sum(item.has_accessor for name in RESOURCE_TYPES for item in search_parameters(name).values())

    assert (compared > 1050, compiled > 2000) == (True, True)


def _evaluate(way: Callable[..., list[Any]], resource: JsonObject) -> list[Any] | None:
    """None where the oracle refuses `as` on a list, which R4's search parameters use."""
    try:
        return way(resource)
    except ValueError as err:
        if "Expected singleton on left side of 'as'" in str(err):
            return None
        raise


def _is_comparable(parameter: SearchParameter) -> bool:
    """Leave out what fhirpathpy cannot do (resolve(), Resource.meta) and dates, tested elsewhere."""
    return (
        parameter.has_accessor
        and parameter.type in {"token", "string", "reference", "quantity", "uri"}
        and "resolve()" not in parameter.expression
        and not parameter.expression.startswith("Resource.")
        and not re.search(r"component\.value as|\(Observation\.value as|\(Composition\.relatesTo", parameter.expression)
    )


def _own(parameter: SearchParameter) -> str:
    parts = [part.strip() for part in parameter.expression.split("|")]
    own = [part for part in parts if re.match(rf"\(*{parameter.resource_type}\.", part) or part.isalpha()]
    return " | ".join(own)


def _by_parameter(resource: JsonObject) -> dict[str, set[str]]:
    values = named_values(resource)
    found: dict[str, set[str]] = {}
    for token in values.tokens:
        found.setdefault(token.parameter.name, set()).add(token.code)
    for string in values.strings:
        found.setdefault(string.parameter.name, set()).add(string.text)
    for link in values.references:
        found.setdefault(link.parameter.name, set()).add(link.url or f"{link.type}/{link.id}")
    for quantity in values.quantities:
        found.setdefault(quantity.parameter.name, set()).add(str(getattr(quantity.value, "value", quantity.value)))
    for uri in values.uris:
        found.setdefault(uri.parameter.name, set()).add(uri.text)
    return found


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
