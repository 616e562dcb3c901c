"""MSH and EVN to Provenance. IG maps MSH[Provenance-Source], EVN[Provenance].

The MessageHeader of the guide belongs to a message Bundle; ours is a transaction, so what it
would say stands in Provenance: who sent what, when, and why.
"""

from datetime import UTC

from adapters.hl7v2.codesystems.encounters import EVENT_REASON
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept, cwe_to_codeable_concept
from adapters.hl7v2.datatypes.hd import hd_name
from adapters.hl7v2.datatypes.ts import parse_ts, ts_to_datetime, ts_to_instant, zone_offset
from adapters.hl7v2.datatypes.xcn import practitioners
from adapters.hl7v2.datatypes.xon import first_organization, hd_to_organization
from adapters.hl7v2.header import VERSIONS
from adapters.hl7v2.segments.agents import order_agents, provenance_agent, software_agents
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_STEERING = (9, 11, 12, 15, 16, 18)
"""MSH fields that decide how a message is read and answered, and stand in no resource."""


def read_header(msh: Segment, evn: Segment | None, context: MessageContext) -> None:
    """Take from MSH and EVN what every map needs: control id, zone, the time of the event."""
    msh.keep(*_STEERING)
    context.control_id = msh.peek(10)
    context.event_words = (
        "^".join(part for part in (msh.peek(9, 1), msh.peek(9, 2), msh.peek(9, 3)) if part) or "message"
    )
    context.offset = zone_offset(msh.peek(7))
    if not context.control_id:
        context.warn("MSH-10", "The message has no control id; a resend cannot be recognised.", code="required")
    version = msh.peek(12)
    if version not in VERSIONS:
        words = "is missing" if not version else "is none of HL7 v2.1 to v2.9"
        context.warn("MSH-12", f"The version {words}; the message was read by content.", code="not-supported")
    if evn is not None:
        times = (ts_to_datetime(evn.first(6), context), ts_to_datetime(evn.first(2), context))
        context.event_time = next((time for time in times if time), "")
    if not context.event_time and msh.has(7):
        context.event_time = ts_to_datetime(msh.first(7), context)
    elif evn is not None and msh.peek(7) != evn.peek(2):
        context.sent_time = parse_ts(msh.peek(7), context.zone, context.offset)


def msh_to_provenance(msh: Segment, evn: Segment | None, context: MessageContext) -> None:
    """Add one Provenance for what the message says; wards and doctors that it only mentions are not its targets."""
    agents = _agents(msh, evn, context)
    entries = context.entries
    targets = [{"reference": entry.full_url} for entry in entries if entry.method == "PUT"]
    if not targets:
        targets = [{"reference": entry.full_url} for entry in entries]
    if not targets:
        return
    provenance: JsonObject = {
        "resourceType": "Provenance",
        "target": targets,
        "recorded": _recorded(msh, evn, context),
        "activity": _activity(context),
        "agent": agents,
    }
    if "T" in context.event_time:
        provenance["occurredDateTime"] = context.event_time
    if evn is not None:
        reasons = [
            reason
            for cell in evn.repetitions(4)
            if (reason := cwe_to_codeable_concept(cell, context, table="0062", translation=EVENT_REASON))
        ]
        if reasons:
            provenance["reason"] = reasons
        place = hd_name([evn.peek(7), evn.peek(7, 2)])
        if place:
            evn.first(7).mark(1, 2, 3)
            provenance["location"] = {"display": place}
    if context.control_id:
        msh.take(10)
        number = {"system": context.local_system("message"), "value": context.control_id}
        provenance["entity"] = [
            {"role": "source", "what": {"identifier": number, "display": f"HL7 v2 {context.event_words}"}}
        ]
    context.post(provenance, key=f"message|{context.control_id}|{msh.peek(7)}|{context.event_words}")


def _recorded(msh: Segment, evn: Segment | None, context: MessageContext) -> str:
    entered = ts_to_instant(evn.first(2), context) if evn is not None and evn.has(2) else ""
    if entered:
        msh.keep(7)
        return entered
    sent = ts_to_instant(msh.first(7), context) if msh.has(7) else ""
    return sent or context.source.received_at.astimezone(UTC).isoformat()


def _activity(context: MessageContext) -> JsonObject:
    activity: JsonObject = {"text": context.event_words}
    if context.event:
        system = "http://terminology.hl7.org/CodeSystem/v2-0003"
        activity = concept(context.event, system) | activity
    return activity


def _agents(msh: Segment, evn: Segment | None, context: MessageContext) -> list[JsonObject]:
    facility = hd_to_organization(msh.first(4), context) if msh.has(4) else None
    responsible = first_organization(msh, 22, context) if msh.has(22) else None
    sender = responsible or facility or {"display": context.source.name}
    agents = [provenance_agent("author", sender)]
    application = hd_name([msh.peek(3), msh.peek(3, 2)])
    if application:
        msh.first(3).mark(1, 2, 3)
        number = {"system": context.local_system("application"), "value": application}
        agents.append(provenance_agent("assembler", {"type": "Device", "identifier": number, "display": application}))
    if evn is not None:
        agents += [provenance_agent("enterer", person) for person in practitioners(evn, 5, context)]
    agents += software_agents(context)
    for agent in order_agents(context):
        if agent not in agents:
            agents.append(agent)
    return agents
