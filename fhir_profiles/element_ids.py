"""Element ids are unique within their resource. https://hl7.org/fhir/R4/element.html#id.

A contained resource and each entry of a Bundle has ids of its own. Nearly no resource has element ids, so their number
in the bytes decides whether anything is looked at.
"""

from collections.abc import Iterator
from typing import Any

from fhir_profiles.finding import Finding, JsonPath, found, moved
from fhir_profiles.issue import JsonObject


def repeated_ids(resource: JsonObject, ids: int) -> Iterator[Finding]:
    """Each element whose id stands before it already. `ids` is how many members `id` the bytes may hold."""
    if ids > 1 and ids - _resources_with_id(resource) > 1:
        yield from _repeated(resource)


def _resources_with_id(value: Any) -> int:
    """How many of these ids are those of resources, as far as they stand where most do."""
    entries = value.get("entry", ()) if value.get("resourceType") == "Bundle" else value.get("contained", ())
    inner = [entry.get("resource", entry) for entry in entries if isinstance(entry, dict)]
    return ("id" in value) + sum("id" in one for one in inner if isinstance(one, dict))


def _repeated(resource: JsonObject) -> Iterator[Finding]:
    outer = str(resource["resourceType"])
    if outer == "StructureDefinition":
        return  # snapshot and differential name their elements alike
    seen: set[str] = set()
    for node, at in _elements(resource, ()):
        if "resourceType" in node and at:
            for item in _repeated(node):
                yield moved(item, node, at, outer)
        elif at and isinstance(node.get("id"), str):
            if node["id"] in seen:
                text = "id stands on another element of this resource, too; expected one that is unique in it."
                yield found("invariant", text, outer, (*at, "id"))
            seen.add(node["id"])


def _elements(node: JsonObject, at: JsonPath) -> Iterator[tuple[JsonObject, JsonPath]]:
    """The object and all objects below it, down to nested resources, which are given and not entered."""
    yield node, at
    if at and "resourceType" in node:
        return
    for name, value in node.items():
        for index, child in enumerate(value) if isinstance(value, list) else [(-1, value)]:
            if isinstance(child, dict):
                yield from _elements(child, (*at, name) if index < 0 else (*at, name, index))
