"""Who else had a hand in a message: SFT and ORC to agents of its Provenance. IG maps SFT[Device], ORC[Provenance].

One message gives one Provenance, so the people of all its orders stand in it, each once.
"""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept, cwe_to_words
from adapters.hl7v2.datatypes.xad import xad_to_address
from adapters.hl7v2.datatypes.xcn import practitioners
from adapters.hl7v2.datatypes.xon import first_organization
from adapters.hl7v2.datatypes.xtn import contact_points
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_AGENT_TYPE = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
_ROLES = ((10, "enterer"), (11, "verifier"), (19, "performer"))
_PEOPLE = frozenset({10, 11, 17, 18, 19, 21})


def provenance_agent(role: str, who: JsonObject) -> JsonObject:
    """A Provenance.agent of this role."""
    return {"type": concept(role, _AGENT_TYPE), "who": who}


def software_agents(context: MessageContext) -> list[JsonObject]:
    """The software that made the message (SFT-1 to 3): maker, version and product."""
    found: list[JsonObject] = []
    for sft in context.message.all("SFT"):
        maker, version, product = (sft.peek(at) for at in (1, 2, 3))
        label = " ".join(part for part in (product, version) if part)
        if not label and not maker:
            continue
        for field in (1, 2, 3):
            sft.first(field).mark(1)
        sft.keep(4, 5, 6)
        words = f"{label} ({maker})" if label and maker else label or maker
        found.append(provenance_agent("assembler", {"type": "Device", "display": words}))
    return found


def order_agents(context: MessageContext) -> list[JsonObject]:
    """Who entered, verified and did what the orders say (ORC-10, 11, 19), where and with what (ORC-17, 18, 21)."""
    found: list[JsonObject] = []
    for orc in context.message.all("ORC"):
        if orc.lacks(_PEOPLE):
            continue
        for agent in _agents_of_order(orc, context):
            if agent not in found:
                found.append(agent)
    return found


def _agents_of_order(orc: Segment, context: MessageContext) -> list[JsonObject]:
    found = [provenance_agent(role, person) for at, role in _ROLES for person in practitioners(orc, at, context)]
    unit = cwe_to_words(orc.first(17)) if orc.has(17) else ""
    if unit:
        behalf = {"display": unit}
        if found:
            found[0]["onBehalfOf"] = behalf
        else:
            found.append(provenance_agent("enterer", behalf))
    device = cwe_to_words(orc.first(18)) if orc.has(18) else ""
    if device:
        found.append(provenance_agent("assembler", {"type": "Device", "display": device}))
    return found + _orderers(orc, context)


def _orderers(orc: Segment, context: MessageContext) -> list[JsonObject]:
    """Who ordered, for the institution that they did it for."""
    facility = ordering_facility(orc, context)
    if facility is None:
        return []
    orderers = practitioners(orc, 12, context)
    if not orderers:
        return [provenance_agent("author", facility)]
    return [provenance_agent("author", person) | {"onBehalfOf": facility} for person in orderers]


def ordering_facility(orc: Segment, context: MessageContext) -> JsonObject | None:
    """The institution of who ordered (ORC-21), with address and telephone numbers (ORC-22, 23)."""
    if not orc.has(21):
        return None
    details: JsonObject = {}
    points = contact_points(orc, ((23, ""),), context)
    if points:
        details["telecom"] = points
    addresses = [found for cell in orc.repetitions(22) if (found := xad_to_address(cell, context))]
    if addresses:
        details["address"] = addresses
    cells = (*orc.repetitions(22), *orc.repetitions(23))
    return first_organization(orc, 21, context, details=details, cells=cells)
