"""Extensible bindings as warnings. https://hl7.org/fhir/R4/terminologies.html#extensible.

A code of another system may be right, when the value set has none that fits; a person has to look.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson

from fhir_profiles.fhirpath import Node
from fhir_profiles.fhirpath.model import elements_of, is_resource
from fhir_profiles.fhirpath.nodes import members_of
from fhir_profiles.finding import Finding, found
from fhir_profiles.issue import JsonObject
from terminology.membership import member_of
from terminology.registry import Registry

_BINDINGS = Path(__file__).resolve().parent / "compiled" / "bindings.json"


def extensible_findings(resource: JsonObject, codes: Registry | None = None) -> Iterator[Finding]:
    """A warning for each coded element whose codings all lie outside of the value set that R4 binds."""
    root = Node(resource, resource["resourceType"])
    yield from _below(root, root.type, codes)


def _below(node: Node, outer: str, codes: Registry | None) -> Iterator[Finding]:
    for name in elements_of(node.type):
        for child in members_of(node, name):
            if is_resource(child.type) or child.is_primitive:
                continue
            value_set = _value_set(node.type, name)
            if value_set and is_outside(child.value, value_set, codes):
                text = f"{name} has no code of {value_set}; expected one, unless none of them fits."
                yield found("code-invalid", text, outer, child.place, severity="warning")
            yield from _below(child, outer, codes)


def is_outside(value: Any, value_set: str, codes: Registry | None = None) -> bool:
    """Whether a concept or coding has codes, and each is known to lie outside of the value set."""
    codings = codings_of(value)
    return bool(codings) and all(member_of(value_set, *coding, codes) is False for coding in codings)


def codings_of(value: Any) -> list[tuple[str, str]]:
    """System and code of a code, Coding, CodeableConcept or Quantity."""
    if isinstance(value, str):
        return [("", value)]
    if not isinstance(value, dict):
        return []
    if "coding" in value:
        return [pair for coding in value["coding"] for pair in codings_of(coding)]
    return [(value.get("system", ""), value["code"])] if "code" in value else []


def _value_set(owner: str, name: str) -> str:
    table = _table()
    return table.get(f"{owner}.{name}") or table.get(f"{owner}.{name}[x]") or ""


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    found_rows: dict[str, str] = orjson.loads(_BINDINGS.read_bytes())
    return found_rows
