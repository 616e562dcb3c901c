"""PV2 to Encounter. IG segment map PV2[Encounter]."""

from html import escape

from adapters.hl7v2.codesystems.encounters import PRIORITY, V3_PARTICIPATION
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept, cwe_to_codeable_concept, cwe_to_coding
from adapters.hl7v2.datatypes.pl import pl_to_location
from adapters.hl7v2.datatypes.quantity import to_number
from adapters.hl7v2.datatypes.ts import ts_to_datetime
from adapters.hl7v2.datatypes.xcn import practitioners
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_PLANNED_START = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Encounter.plannedStartDate"
_PLANNED_END = "http://hl7.org/fhir/5.0/StructureDefinition/extension-Encounter.plannedEndDate"
_ARRIVAL = "http://hl7.org/fhir/StructureDefinition/encounter-modeOfArrival"


def pv2_to_encounter(pv2: Segment, encounter: JsonObject, context: MessageContext) -> None:
    """Add to the Encounter what PV2 says. Expected dates are plans, never the period."""
    reason = cwe_to_codeable_concept(pv2.first(3), context) if pv2.has(3) else None
    if reason:
        encounter["reasonCode"] = [reason]
    for cell in pv2.repetitions(1):
        place = pl_to_location(cell, context)
        if place:
            encounter.setdefault("location", []).append({"location": place, "status": "planned"})
    extensions: list[JsonObject] = []
    for field, url in ((8, _PLANNED_START), (9, _PLANNED_END)):
        planned = ts_to_datetime(pv2.first(field), context) if pv2.has(field) else ""
        if planned:
            extensions.append({"url": url, "valueDateTime": planned})
    arrival = cwe_to_coding(pv2.first(38), context, table="0430") if pv2.has(38) else None
    if arrival:
        pv2.first(38).mark(2)
        extensions.append({"url": _ARRIVAL, "valueCoding": arrival})
    if extensions:
        encounter["extension"] = extensions
    days = to_number(pv2.peek(11))
    if days is not None:
        pv2.take(11)
        encounter["length"] = {"value": days, "unit": "d", "system": "http://unitsofmeasure.org", "code": "d"}
    if pv2.has(12) and not pv2.first(12).is_empty:
        words = escape(pv2.first(12).text())
        pv2.mark(12)
        encounter["text"] = {
            "status": "additional",
            "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{words}</div>',
        }
    for person in practitioners(pv2, 13, context):
        encounter.setdefault("participant", []).append(
            {"type": [concept("REF", V3_PARTICIPATION, "referrer")], "individual": person}
        )
    priority = cwe_to_codeable_concept(pv2.first(25), context, table="0217", translation=PRIORITY)
    if priority:
        encounter["priority"] = priority
