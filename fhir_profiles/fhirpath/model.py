"""Elements and types of R4 for FHIRPath: what lies under a type, and which type is a kind of which.

Compiled from the StructureDefinitions into `compiled/elements.json`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import orjson

_ELEMENTS = Path(__file__).resolve().parents[1] / "compiled" / "elements.json"

_PARENTS: Mapping[str, str] = {
    "url": "uri",
    "canonical": "uri",
    "oid": "uri",
    "uuid": "uri",
    "code": "string",
    "id": "string",
    "markdown": "string",
    "positiveInt": "integer",
    "unsignedInt": "integer",
    "Age": "Quantity",
    "Count": "Quantity",
    "Distance": "Quantity",
    "Duration": "Quantity",
}
"""Types that are a kind of another. https://hl7.org/fhir/R4/datatypes.html."""

PRIMITIVES = frozenset(
    {"boolean", "integer", "unsignedInt", "positiveInt", "decimal", "string", "markdown", "code", "uri", "url"}
    | {"canonical", "oid", "uuid", "id", "base64Binary", "date", "dateTime", "instant", "time", "xhtml"}
)
_SYSTEM = {
    "System.Boolean": frozenset({"boolean"}),
    "System.String": PRIMITIVES - {"boolean", "integer", "unsignedInt", "positiveInt", "decimal"}
    - {"date", "dateTime", "instant", "time"},
    "System.Integer": frozenset({"integer", "unsignedInt", "positiveInt"}),
    "System.Decimal": frozenset({"decimal"}),
    "System.Date": frozenset({"date"}),
    "System.DateTime": frozenset({"dateTime", "instant"}),
    "System.Time": frozenset({"time"}),
    "System.Quantity": frozenset({"Quantity", "Age", "Count", "Distance", "Duration"}),
}  # fmt: skip
_NOT_DOMAIN = frozenset({"Bundle", "Binary", "Parameters"})


@dataclass(frozen=True, slots=True)
class Element:
    """One element as FHIRPath names it; `names` are its JSON names with the type path of each."""

    name: str
    is_array: bool
    names: tuple[tuple[str, str], ...]


def element_of(type_path: str, name: str) -> Element | None:
    """The element `name` of a type (`Patient`, `Patient.contact`, `HumanName`), or None."""
    return elements_of(type_path).get(name)


@cache
def elements_of(type_path: str) -> Mapping[str, Element]:
    """All elements of a type by name, in order of the definition; empty for an unknown or a primitive type."""
    rows = _table().get(type_path, ())
    return {name: Element(name, bool(is_array), tuple((a, b) for a, b in names)) for name, is_array, names in rows}


@cache
def is_a(type_path: str, wanted: str) -> bool:
    """Whether a value of `type_path` is of the type `wanted`, or a kind of it."""
    if wanted.startswith("System."):
        return type_path == wanted or type_path in _SYSTEM.get(wanted, ())
    if f"System.{wanted}" in _SYSTEM and wanted != "Quantity":  # que-7 writes Boolean for boolean
        return is_a(type_path, f"System.{wanted}")
    if type_path == wanted or _PARENTS.get(type_path) == wanted:
        return True
    match wanted:
        case "Resource":
            return is_resource(type_path)
        case "DomainResource":
            return is_resource(type_path) and type_path not in _NOT_DOMAIN
        case "BackboneElement":
            return "." in type_path
        case "Element":
            return not is_resource(type_path) and not type_path.startswith("System.")
        case _:
            return False


def is_resource(type_path: str) -> bool:
    """Whether it is the name of a resource type."""
    return type_path in _resources()


def is_type(name: str) -> bool:
    """Whether `name` is a type that R4 or FHIRPath knows."""
    plain = name.removeprefix("System.")
    known = plain in PRIMITIVES or plain in _table() or f"System.{plain}" in _SYSTEM
    return known or plain in {"Resource", "DomainResource", "BackboneElement", "Element", "Any"}


@lru_cache(maxsize=1)
def _table() -> dict[str, list[tuple[str, int, list[tuple[str, str]]]]]:
    found: dict[str, list[tuple[str, int, list[tuple[str, str]]]]] = orjson.loads(_ELEMENTS.read_bytes())
    return found


@lru_cache(maxsize=1)
def _resources() -> frozenset[str]:
    return frozenset(
        path
        for path, rows in _table().items()
        if "." not in path and any(name == "implicitRules" for name, _, _ in rows)
    )
