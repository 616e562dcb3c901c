"""MFN_M05: the wards, rooms and beds of an institution. HL7 v2.9 chapter 8.9."""

from adapters.hl7v2.outbound.coded import concept_to_cwe
from adapters.hl7v2.outbound.context import Outgoing
from adapters.hl7v2.outbound.datatypes import contact_to_xtn
from adapters.hl7v2.outbound.line import Line
from adapters.hl7v2.outbound.parties import location_to_pl, organization_to_xon
from adapters.hl7v2.outbound.resources import Node

EVENTS = {("MFN", "M05"): "MFN_M05"}
_KIND = {"bd": "B", "ro": "R", "wa": "N", "area": "L", "lvl": "L", "bu": "L", "si": "L"}
_ACTION = {"active": "MUP", "suspended": "MDC", "inactive": "MDL"}


def write(context: Outgoing) -> None:
    """MFI, then MFE and LOC for each Location."""
    places = context.resources.all("Location")
    if not places:
        context.needed("Location")
        return
    context.add(Line("MFI").set(1, ["LOC", "Location master file", "HL70175"]).set(3, "UPD").set(6, "AL"))
    for number, place in enumerate(places, 1):
        _location(place, number, context)


def _location(place: Node, number: int, context: Outgoing) -> None:
    context.resources.told(place)
    kind = _KIND.get(place.peek("physicalType", "coding", "code"), "L")
    words = place.peek("description")
    where = location_to_pl(place, context)
    if isinstance(where, str) or not any(where):
        context.warn(place.path, "The place has neither a name nor a level; it was left out.")
        return
    action = _ACTION.get(place.text("status") or "active", "MUP")
    kept = "PL" if context.target.knows("2.3") else ""
    context.add(Line("MFE").set(1, action).set(2, str(number)).set(4, where).set(5, kept))
    loc = Line("LOC").set(1, where).set(2, words).set(3, kind)
    loc.set(4, organization_to_xon(place.child("managingOrganization"), context))
    loc.set(6, *(contact_to_xtn(one, context) for one in place.each("telecom")))
    context.add(loc)
    state = place.child("operationalStatus")
    if state is not None:
        lch = Line("LCH").set(1, where).set(4, ["BEDSTATUS"])
        context.add(lch.set(5, concept_to_cwe(_as_concept(state), context, table="0116")))


def _as_concept(coding: Node) -> Node | None:
    """A Coding where a concept is expected; its elements are marked."""
    coding.mark()
    return Node({"coding": [coding.value]}, f"{coding.path}.coded", set())
