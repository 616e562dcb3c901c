"""PL to Location: bed in room in ward in floor in building in facility. IG map PL[Location]."""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept
from adapters.hl7v2.tokenizer import Repetition
from fhir_profiles.issue import JsonObject

_PHYSICAL_TYPE = "http://terminology.hl7.org/CodeSystem/location-physical-type"
_LEVELS = (
    (4, "si", "Site"),
    (7, "bu", "Building"),
    (8, "lvl", "Level"),
    (1, "wa", "Ward"),
    (2, "ro", "Room"),
    (3, "bd", "Bed"),
)
"""Component, code and display of the physical type, from the outside in."""


def pl_to_location(cell: Repetition, context: MessageContext) -> JsonObject | None:
    """A reference to the innermost Location of a PL, or None when it is empty.

    Each level is a Location of its own, part of the one around it, known by the path of names.
    """
    path: list[str] = []
    reference: JsonObject | None = None
    label = ""
    for component, code, display in _LEVELS:
        name = next((part for part in cell.subcomponents(component) if part), "")
        if not name:
            continue
        cell.mark(component)
        path.append(f"{code}:{name}")
        label = name
        reference = _location("/".join(path), name, (code, display), reference, context)
    if reference is None:
        if not cell.peek(9):
            return None
        reference = _location(f"text:{cell.peek(9)}", cell.peek(9), ("area", "Area"), None, context)
    if cell.peek(9):
        inner = context.resource(reference)
        if inner is not None:
            inner.setdefault("description", cell.take(9))
    return reference | {"display": label or cell.peek(9)}


def _location(
    path: str, name: str, kind: tuple[str, str], around: JsonObject | None, context: MessageContext
) -> JsonObject:
    resource: JsonObject = {
        "resourceType": "Location",
        "identifier": [{"system": context.local_system("location"), "value": path}],
        "name": name,
        "mode": "instance",
        "physicalType": concept(kind[0], _PHYSICAL_TYPE, kind[1]),
    }
    if around:
        resource["partOf"] = {"reference": around["reference"]}
    return context.post_once(resource, key=f"location|{path}")
