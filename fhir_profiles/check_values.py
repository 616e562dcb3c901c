"""What the generated checks call: order of times and of quantities, and the closures of other invariants.

https://hl7.org/fhir/R4/datatypes.html#invs. None means that there is no order.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from fhir_profiles.fhirpath import FhirPathError, Node, compile_path
from fhir_profiles.fhirpath.values import compare_moments, text_to_moment
from fhir_profiles.issue import JsonObject

NOTHING: JsonObject = {}
"""Stands in for an element that is absent."""

Invariant = tuple[str, str, str]
"""Key, severity (error or warning) and FHIRPath."""

_COMPILED = Path(__file__).resolve().parent / "compiled"


def order_moments(one: str | None, other: str | None) -> int | None:
    """-1, 0 or 1 for two dates or times as texts; None when one is absent or the precisions leave it open."""
    if one is None or other is None:
        return None
    if len(one) == len(other) and one[19:] == other[19:]:  # the same precision and zone: texts have the order
        return (one > other) - (one < other)
    left, right = text_to_moment(one), text_to_moment(other)
    return None if left is None or right is None else compare_moments(left, right)


def order_quantities(one: JsonObject | None, other: JsonObject | None) -> int | None:
    """-1, 0 or 1 for two quantities of the same unit; None otherwise."""
    if one is None or other is None or "value" not in one or "value" not in other:
        return None
    if one.get("code") != other.get("code") or one.get("system") != other.get("system"):
        return None
    if "code" not in one and one.get("unit") != other.get("unit"):
        return None
    left, right = one["value"], other["value"]
    return int(left > right) - int(left < right)


def are_urls_distinct(bundle: JsonObject) -> bool:
    """bdl-7: each fullUrl once with each version; https://hl7.org/fhir/R4/bundle.html#invs."""
    seen: set[tuple[str, str]] = set()
    for entry in bundle.get("entry", ()):
        url = entry.get("fullUrl")
        if url is None:
            continue
        meta = entry["resource"].get("meta") if "resource" in entry else None
        key = (url, meta.get("versionId", "") if type(meta) is dict else "")
        if key in seen:
            return False
        seen.add(key)
    return True


def repeats_its_code(observation: JsonObject) -> bool:
    """Whether obs-7 is broken: a value, and a component with a coding of the Observation's own code."""
    own = observation["code"].get("coding")
    if not own or not any(name.startswith(("value", "_value")) for name in observation):
        return False
    return any(
        coding in own for component in observation["component"] for coding in component["code"].get("coding", ())
    )


def is_met(expression: str, node: Any, type_path: str, resource: JsonObject, root: JsonObject) -> bool:
    """Whether an invariant holds for the JSON of one element; an empty result breaks no rule."""
    own = Node(resource, str(resource.get("resourceType", "")))
    top = own if root is resource else Node(root, str(root.get("resourceType", "")))
    try:
        return compile_path(expression).holds(Node(node, type_path), resource=own, root=top) is not False
    except FhirPathError:
        return True


def invariants_of(path: str) -> tuple[Invariant, ...]:
    """Invariants of a type (`Period`, `DomainResource`) or an element (`Organization.telecom`)."""
    return _table().get(path, ())


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[Invariant, ...]]:
    rows = orjson.loads((_COMPILED / "invariants.json").read_bytes())
    return {path: tuple((key, severity, text) for key, severity, text in own) for path, own in rows.items()}
