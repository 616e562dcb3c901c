"""AIP, AIL, AIG and the contacts of SCH to Appointment.participant. IG maps AIP, AIL, AIG[Appointment]."""

from datetime import datetime, timedelta

from adapters.hl7v2.codesystems.appointments import MINUTES, PARTICIPANT_STATUS, V3_PARTICIPATION
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept, cwe_to_codeable_concept
from adapters.hl7v2.datatypes.pl import pl_to_location
from adapters.hl7v2.datatypes.quantity import to_number
from adapters.hl7v2.datatypes.ts import ts_to_instant
from adapters.hl7v2.datatypes.xcn import practitioners
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_ENTERER = ("SCH", 20), ("ARQ", 19)


def participants(sch: Segment, people: tuple[int, ...], context: MessageContext) -> list[JsonObject]:
    """Patient, doctors, places and things of an appointment, each once, with role, status and time of its own."""
    found: list[JsonObject] = []
    if context.patient:
        found.append({"actor": context.patient, "status": "accepted"})
    for aip in context.message.all("AIP"):
        found += [_booked(aip, person, (4, 12, 6, 9), context) for person in practitioners(aip, 3, context)]
    for ail in context.message.all("AIL"):
        places = [place for cell in ail.repetitions(3) if (place := pl_to_location(cell, context))]
        found += [_booked(ail, place, (4, 12, 6, 9), context) for place in places]
    for aig in context.message.all("AIG"):
        thing = _thing(aig, context)
        if thing:
            found.append(_booked(aig, thing, (4, 14, 8, 11), context))
    for at in people:
        role = ("ENT", "data entry person") if (sch.name, at) in _ENTERER else ("", "")
        for person in practitioners(sch, at, context):
            one: JsonObject = {"actor": person, "status": "accepted"}
            if role[0]:
                one = {"type": [concept(role[0], V3_PARTICIPATION, role[1])]} | one
            found.append(one)
    unique: dict[str, JsonObject] = {}
    for one in found:
        unique.setdefault(str(one["actor"].get("reference") or one["actor"]), one)
    return list(unique.values()) or [{"status": "needs-action", "actor": {"display": "unknown"}}]


def _booked(
    segment: Segment, actor: JsonObject, fields: tuple[int, int, int, int], context: MessageContext
) -> JsonObject:
    """A participant with type, status, start and duration of the segment that books it."""
    kind_at, status_at, start_at, length_at = fields
    one: JsonObject = {}
    kind = cwe_to_codeable_concept(segment.first(kind_at), context) if segment.has(kind_at) else None
    if kind:
        one["type"] = [kind]
    sent = segment.peek(status_at).upper().replace(" ", "")
    if sent in PARTICIPANT_STATUS:
        segment.first(status_at).mark()
    one |= {"actor": actor, "status": PARTICIPANT_STATUS.get(sent, "accepted")}
    start = ts_to_instant(segment.first(start_at), context) if segment.has(start_at) else ""
    if start:
        one["period"] = {"start": start}
        amount = to_number(segment.peek(length_at))
        factor = MINUTES.get(segment.peek(length_at + 1).upper())
        if amount is not None and factor is not None and 0 < float(amount) * factor < 100000:
            segment.first(length_at).mark(1)
            segment.first(length_at + 1).mark(1)
            end = datetime.fromisoformat(start) + timedelta(minutes=float(amount) * factor)
            one["period"]["end"] = end.isoformat()
    return one


def _thing(aig: Segment, context: MessageContext) -> JsonObject | None:
    """AIG-3, a room or a machine, by its number at the sender and its name."""
    label = aig.peek(3, 2) or aig.peek(3)
    if not label:
        return None
    number = aig.take(3)
    aig.first(3).mark(2)
    thing: JsonObject = {"display": label}
    if number:
        system = context.local_system("resource")
        thing = {"type": "Device", "identifier": {"system": system, "value": number}} | thing
    return thing
