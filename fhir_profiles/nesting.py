"""What lies inside of a resource: contained resources, entries of Bundles, Parameters, null padding.

https://hl7.org/fhir/R4/bundle.html, https://hl7.org/fhir/R4/references.html#contained.
"""

from collections.abc import Iterator
from typing import Any

from fhir_profiles.finding import Finding, JsonPath, found
from fhir_profiles.issue import JsonObject

Nested = tuple[Any, JsonPath]


def contained_in(resource: JsonObject) -> Iterator[Nested]:
    """Each contained resource with its place."""
    for index, inner in enumerate(_list(resource.get("contained"))):
        yield inner, ("contained", index)


def entries_of(bundle: JsonObject) -> Iterator[Nested]:
    """Each resource of a Bundle, outcomes of responses too."""
    for index, entry in enumerate(_list(bundle.get("entry"))):
        if not isinstance(entry, dict):
            continue
        if "resource" in entry:
            yield entry["resource"], ("entry", index, "resource")
        response = entry.get("response")
        if isinstance(response, dict) and "outcome" in response:
            yield response["outcome"], ("entry", index, "response", "outcome")


def parameters_of(node: JsonObject, member: str = "parameter", at: JsonPath = ()) -> Iterator[Nested]:
    """Each resource of a Parameters."""
    for index, part in enumerate(_list(node.get(member))):
        if isinstance(part, dict):
            here = (*at, member, index)
            if "resource" in part:
                yield part["resource"], (*here, "resource")
            yield from parameters_of(part, "part", here)


def without_nested(bundle: JsonObject) -> JsonObject:
    """The Bundle alone: each entry's resource is checked with its own schema, once is enough."""
    entries = bundle.get("entry")
    if not isinstance(entries, list):
        return bundle
    light = [
        {**entry, "resource": _STAND_IN}
        if isinstance(entry, dict) and isinstance(entry.get("resource"), dict)
        else entry
        for entry in entries
    ]
    return {**bundle, "entry": light}


_STAND_IN = {"resourceType": "Basic"}


def padding_problems(node: JsonObject, outer: str, at: JsonPath = ()) -> Iterator[Finding]:
    """Nulls only stand where the other array of a primitive has the element. json.html#primitive."""
    for name, value in node.items():
        if isinstance(value, dict) and "resourceType" not in value:
            if name.startswith("_") and name[1:] not in node:
                yield from _no_content(value, name, outer, (*at, name))
            yield from padding_problems(value, outer, (*at, name))
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, dict) and "resourceType" not in item:
                    yield from padding_problems(item, outer, (*at, name, index))
            yield from _null_in_array(node, name, value, at, outer)


def _no_content(shadow: JsonObject, name: str, outer: str, path: JsonPath) -> Iterator[Finding]:
    if set(shadow) == {"id"}:
        text = f"{name} has an id alone, and {name[1:]} no value; expected a value or an extension (ele-1)."
        yield found("invariant", text, outer, path)


def _null_in_array(node: JsonObject, name: str, value: list[Any], at: JsonPath, outer: str) -> Iterator[Finding]:
    other = _list(node.get(name[1:] if name.startswith("_") else f"_{name}"))
    if name.startswith("_") and other and len(other) != len(value):
        text = f"{name} and {name[1:]} differ in length; expected one element for each, null where there is none."
        yield found("structure", text, outer, (*at, name))
    for index, item in enumerate(value):
        beside = other[index] if index < len(other) else None
        if item is None and beside is None:
            text = f"{name} has a null; expected a value, or an extension at the same place of its other array."
            yield found("structure", text, outer, (*at, name, index))
        elif name.startswith("_") and isinstance(item, dict) and beside is None:
            yield from _no_content(item, name, outer, (*at, name, index))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
