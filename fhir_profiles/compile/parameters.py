"""Search parameters of each resource type, with numbers that never change once committed.

https://hl7.org/fhir/R4/searchparameter.html. A number stands for (resource type, name): index rows
hold it instead of a name, so a regenerated list keeps every number of the list before it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fhir_profiles.compile.definitions import JsonObject, Model, read_bundle

SEARCH_TYPES = frozenset({"token", "string", "date", "reference", "quantity", "number", "uri", "composite", "special"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """One search parameter of one resource type."""

    number: int
    resource_type: str
    name: str
    type: str
    targets: tuple[str, ...]
    expression: str
    url: str
    components: tuple[tuple[str, str], ...] = ()


def read_parameters(path: Path, model: Model, *, known: Path) -> list[Parameter]:
    """All search parameters of all types; numbers of the `known` list stay."""
    numbers = _known_numbers(known)
    found: dict[tuple[str, str], JsonObject] = {}
    for definition in read_bundle(path, "SearchParameter"):
        for base in definition["base"]:
            for resource_type in _types_of(base, model.resources):
                key = (resource_type, definition["code"])
                if key not in found or base == resource_type:
                    found[key] = definition
    free = max(numbers.values(), default=0) + 1
    parameters = []
    for resource_type, name in sorted(found):
        if (resource_type, name) not in numbers:
            numbers[resource_type, name] = free
            free += 1
        parameters.append(_parameter(found[resource_type, name], resource_type, numbers[resource_type, name]))
    return parameters


def _parameter(definition: JsonObject, resource_type: str, number: int) -> Parameter:
    return Parameter(
        number=number,
        resource_type=resource_type,
        name=definition["code"],
        type=definition["type"],
        targets=tuple(sorted(definition.get("target", ()))),
        expression=definition.get("expression", ""),
        url=definition["url"],
        components=tuple((part["definition"], part["expression"]) for part in definition.get("component", ())),
    )


def _types_of(base: str, resources: tuple[str, ...]) -> Iterable[str]:
    if base == "Resource":
        return resources
    if base == "DomainResource":
        return [name for name in resources if name not in {"Bundle", "Binary", "Parameters"}]
    return [base] if base in resources else []


def _known_numbers(known: Path) -> dict[tuple[str, str], int]:
    if not known.exists():
        return {}
    rows = json.loads(known.read_text("utf-8"))
    return {(row[1], row[2]): row[0] for row in rows}
