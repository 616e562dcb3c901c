"""Invariants in microseconds: whether a resource breaks any; `fhir_profiles.invariants` says which and where.

https://hl7.org/fhir/R4/conformance-rules.html#constraints. The resource has passed its schema.
"""

from collections.abc import Callable
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from fhir_profiles.finding import Look
from fhir_profiles.issue import JsonObject

_Check = Callable[[JsonObject, JsonObject, JsonObject], bool]
IsBroken = Callable[[JsonObject, JsonObject], bool]


def breaks_invariant(resource: JsonObject, root: JsonObject, look: Look) -> bool:
    """Whether an invariant of severity error is broken; `root` is the resource that contains this one, or itself."""
    if compiled_check(resource["resourceType"])(resource, root):
        return True
    if "contained" in resource:
        return True  # dom-2 to dom-5 walk everything: the long form does that
    if look.extension and _has_broken_extension(resource, resource, root):
        return True
    return look.local and _has_broken_link(resource, _ids(root))


@cache
def compiled_check(resource_type: str) -> IsBroken:
    """The generated function of one type."""
    found: IsBroken = import_module(f"fhir_profiles.compiled.checks.{resource_type.lower()}").is_broken
    return found


def _has_broken_extension(node: Any, resource: JsonObject, root: JsonObject) -> bool:
    check = _extension_check()
    for name, value in node.items():
        children = value if type(value) is list else (value,)
        is_extension = name in {"extension", "modifierExtension"}
        for child in children:
            if type(child) is not dict or "resourceType" in child:
                continue
            if is_extension and check(child, resource, root):
                return True
            if _has_broken_extension(child, resource, root):
                return True
    return False


@lru_cache(maxsize=1)
def _extension_check() -> _Check:
    found: _Check = import_module("fhir_profiles.compiled.checks.datatypes").check_Extension
    return found


def _ids(root: JsonObject) -> frozenset[str]:
    contained = root.get("contained", ())
    return frozenset(str(own["id"]) for own in contained if type(own) is dict and "id" in own)


def _has_broken_link(node: Any, ids: frozenset[str]) -> bool:
    """ref-1: `#id` names a contained resource; `#` alone is the container."""
    for name, value in node.items():
        if type(value) is str:
            if name == "reference" and value[:1] == "#" and value != "#" and value[1:] not in ids:
                return True
            continue
        for child in value if type(value) is list else (value,):
            if type(child) is dict and "resourceType" not in child and _has_broken_link(child, ids):
                return True
    return False
