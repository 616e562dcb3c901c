"""PL to Location: bed in room in ward in floor in building in facility. IG map PL[Location]."""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept
from adapters.hl7v2.remembered import Mentions
from adapters.hl7v2.tokenizer import Repetition
from fhir_profiles.issue import JsonObject

_KNOWN = Mentions()
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
    return context.recall(_KNOWN, cell, _place)


def _place(cell: Repetition, context: MessageContext) -> JsonObject | None:
    names = [
        (component, code, display, name)
        for component, code, display in _LEVELS
        if (name := next((part for part in cell.subcomponents(component) if part), ""))
    ]
    words = cell.take(9) if cell.peek(9) else ""
    path: list[str] = []
    reference: JsonObject | None = None
    label = ""
    for at, (component, code, display, name) in enumerate(names, 1):
        cell.mark(component)
        path.append(f"{code}:{name}")
        label = name
        description = words if at == len(names) else ""
        reference = _location("/".join(path), name, (code, display), reference, context, description=description)
    if reference is None:
        if not words:
            return None
        reference = _location(f"text:{words}", words, ("area", "Area"), None, context, description=words)
    return reference | {"display": label or words}


def _location(
    path: str,
    name: str,
    kind: tuple[str, str],
    around: JsonObject | None,
    context: MessageContext,
    *,
    description: str,
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
    if description:
        resource["description"] = description
    return context.post_once(resource, key=f"location|{path}")
