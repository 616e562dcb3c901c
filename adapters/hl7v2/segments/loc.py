"""LOC, LCH and LDP of a master file, and NPU of A20, to Location. Ours; the guide has no map for them.

The Location is the one that PV1-3 mentions: known by the path of facility, building, floor, ward, room and bed.
"""

from adapters.hl7v2.codesystems.encounters import BED_STATUS, V2_0116
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import cwe_to_codeable_concept
from adapters.hl7v2.datatypes.pl import pl_to_location
from adapters.hl7v2.datatypes.xad import xad_to_address
from adapters.hl7v2.datatypes.xon import first_organization
from adapters.hl7v2.datatypes.xtn import contact_points
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject


def loc_to_location(loc: Segment, departments: list[Segment], is_active: bool | None, context: MessageContext) -> bool:
    """State the Location of an LOC; `departments` are its LDP, `is_active` is what MFE says. False without a place."""
    place = pl_to_location(loc.first(1), context) if loc.has(1) else None
    if place is None:
        context.warn(loc.path + "-1", "The record names no location; it was left out.", code="required")
        return False
    details: JsonObject = {}
    active = is_active if is_active is not None else True
    for ldp in departments:
        if ldp.peek(6).upper() in {"A", "I"}:
            active = active and ldp.take(6).upper() == "A"
        ldp.keep(1)
    details["status"] = "active" if active else "inactive"
    if loc.peek(2):
        details["description"] = loc.take(2)
        if loc.peek(1, 9) != loc.peek(2):
            loc.first(1).give_back(9)
    kinds = [found for cell in loc.repetitions(3) if (found := cwe_to_codeable_concept(cell, context, table="0260"))]
    kinds += [
        found
        for ldp in departments
        for at, table in ((2, "0264"), (3, "0069"), (4, "0265"))
        for cell in ldp.repetitions(at)
        if (found := cwe_to_codeable_concept(cell, context, table=table))
    ]
    if kinds:
        details["type"] = kinds
    owner = first_organization(loc, 4, context)
    if owner:
        details["managingOrganization"] = owner
    address = xad_to_address(loc.first(5), context) if loc.has(5) else None
    if address:
        details["address"] = address
    points = contact_points(loc, ((6, "work"),), context)
    if points:
        details["telecom"] = points
    context.restate(place, details)
    return True


def npu_to_location(npu: Segment, context: MessageContext) -> None:
    """State what an NPU (A20) says of a bed: closed, in cleaning, occupied … (table 0116)."""
    place = pl_to_location(npu.first(1), context) if npu.has(1) else None
    code = npu.peek(2).upper()
    if place is None or code not in BED_STATUS:
        context.warn("NPU-2", "The bed or its state (table 0116) cannot be read; nothing was changed.", code="required")
        return
    npu.take(2)
    context.restate(place, {"operationalStatus": {"system": V2_0116, "code": code, "display": BED_STATUS[code]}})
