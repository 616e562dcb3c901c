"""People, institutions and places: references as XCN, XON and PL."""

from adapters.hl7v2.codesystems.identifiers import V2_0203
from adapters.hl7v2.outbound.context import Outgoing
from adapters.hl7v2.outbound.datatypes import authority, name_parts, own_identifiers
from adapters.hl7v2.outbound.line import Cell, Component
from adapters.hl7v2.outbound.resources import Node

_LEVELS = {"si": 4, "bu": 7, "lvl": 8, "wa": 1, "ro": 2, "bd": 3}
"""location-physical-type to the component of PL."""

_MOST_LEVELS = 8
_HUB_ORGANIZATION = "https://alliance-hub.example/sid/institution"


def person_to_xcn(reference: Node | None, context: Outgoing) -> Cell:
    """XCN: number, name parts, authority, type of number. A person who is only named has no number."""
    if reference is None:
        return ""
    person = context.resources.resolve(reference)
    if person is None:
        return ["", reference.text("display")]
    role = person.child("practitioner")
    if person.value["resourceType"] == "PractitionerRole" and role is not None:
        return person_to_xcn(role, context)
    name = next(iter(person.each("name")), None)
    parts = name_parts(name) if name else [reference.text("display")]
    if name is not None:
        name.mark_each("use")
    number = next(iter(own_identifiers(person)), None)
    if number is None:
        return ["", *parts]
    is_table = number.peek("type", "coding", "system") == V2_0203
    code = number.text("type", "coding", "code") if is_table else number.text("type", "text")
    number.mark_each("type", "use")
    shown: list[Component] = [number.text("value"), *(parts + [""] * 6)[:6], ""]
    return [*shown, authority(number, context, kind="practitioner"), "", "", "", code]


def person_to_ndl(reference: Node | None, context: Outgoing) -> Cell:
    """NDL: the person of an XCN as subcomponents of one component."""
    cell = person_to_xcn(reference, context)
    if isinstance(cell, str):
        return ""
    flat: list[str] = []
    for part in cell[:9]:
        flat.extend([part] if isinstance(part, str) else part)
    # CNN has no component between the degree and the authority's namespace.
    return [[*flat[:7], *flat[8:]]]


def organization_to_xon(reference: Node | None, context: Outgoing) -> Cell:
    """XON: name, and the number with its authority."""
    if reference is None:
        return ""
    found = context.resources.resolve(reference)
    if found is None:
        number = reference.text("identifier", "value")
        reference.mark_each("identifier")
        return [reference.text("display"), "", "", "", "", "", "", "", "", number]
    number_node = next(iter(own_identifiers(found)), None)
    name = found.text("name") or reference.text("display")
    if number_node is None:
        return [name]
    is_table = number_node.peek("type", "coding", "system") == V2_0203
    code = number_node.text("type", "coding", "code") if is_table else ""
    number_node.mark_each("type", "use")
    value, issuer = number_node.text("value"), authority(number_node, context, kind="organization")
    if context.target.knows("2.5"):
        return [name, "", "", "", "", issuer, code, "", "", value]
    return [name, "", value, "", "", issuer, code]


def place_to_pl(reference: Node | None, context: Outgoing) -> Cell:
    """PL: the levels around a Location by its `partOf`, and what only has words in component 9."""
    if reference is None:
        return ""
    place = context.resources.resolve(reference)
    if place is None:
        return ["", "", "", "", "", "", "", "", reference.text("display")]
    return location_to_pl(place, context)


def location_to_pl(place: Node, context: Outgoing) -> Cell:
    """The same for the Location itself."""
    parts = [""] * 9
    parts[8] = place.text("description")
    around: Node | None = place
    for _ in range(_MOST_LEVELS):
        if around is None:
            break
        at = _LEVELS.get(around.text("physicalType", "coding", "code"))
        around.mark_each("physicalType", "mode", "identifier")
        name = around.text("name") or around.peek("identifier", "value")
        if at is not None:
            parts[at - 1] = name
        elif around is place:
            parts[8] = parts[8] or name
        around = context.resources.resolve(around.child("partOf"))
    return parts
