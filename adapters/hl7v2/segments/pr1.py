"""PR1 to Procedure. IG segment map PR1[Procedure]."""

from datetime import datetime, timedelta

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept, cwe_to_codeable_concept, give_back_text
from adapters.hl7v2.datatypes.ei import ei_to_identifier, identifier_key
from adapters.hl7v2.datatypes.pl import pl_to_location
from adapters.hl7v2.datatypes.quantity import to_count
from adapters.hl7v2.datatypes.ts import ts_to_datetime
from adapters.hl7v2.datatypes.xcn import practitioners
from adapters.hl7v2.segments.al1 import allergen_key
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_SCT = "http://snomed.info/sct"
_FUNCTIONS = {8: ("88189002", "Anesthesiologist"), 11: ("304292004", "Surgeon"), 12: ("", "")}


def pr1_to_procedure(pr1: Segment, context: MessageContext) -> None:
    """Add the Procedure of a PR1. What a visit message reports is done, so it is completed."""
    if context.patient is None:
        return
    code = cwe_to_codeable_concept(pr1.first(3), context) if pr1.has(3) else None
    if pr1.peek(4):
        code = {**(code or {})}
        code["text"] = pr1.take(4)
        give_back_text(pr1.first(3))
    if not code:
        context.warn(pr1.path + "-3", "The procedure has neither code nor words; it was left out.", code="required")
        return
    procedure: JsonObject = {"resourceType": "Procedure"}
    identifier = ei_to_identifier(pr1.first(19), context, kind="procedure") if pr1.has(19) else None
    if identifier:
        procedure["identifier"] = [identifier]
    procedure |= {"status": "completed", "code": code, "subject": context.patient} | context.in_encounter()
    category = cwe_to_codeable_concept(pr1.first(6), context, table="0230") if pr1.has(6) else None
    if category:
        procedure["category"] = category
    performed = ts_to_datetime(pr1.first(5), context) if pr1.has(5) else ""
    if performed:
        procedure["performedDateTime"] = performed
        minutes = to_count(pr1.peek(7))
        if minutes is not None and "T" in performed:
            pr1.take(7)
            end = (datetime.fromisoformat(performed) + timedelta(minutes=minutes)).isoformat()
            del procedure["performedDateTime"]
            procedure["performedPeriod"] = {"start": performed, "end": end}
    _places(pr1, procedure, context)
    performers = _performers(pr1, context)
    if performers:
        procedure["performer"] = performers
    reason = cwe_to_codeable_concept(pr1.first(15), context) if pr1.has(15) else None
    if reason:
        procedure["reasonCode"] = [reason]
    around = context.encounter_key or "no-visit"
    key = f"{context.patient_key}|{around}|{allergen_key(code)}|{performed}"
    context.put(procedure, key=identifier_key(identifier) if identifier else key)


def _performers(pr1: Segment, context: MessageContext) -> list[JsonObject]:
    found = []
    for field, (code, display) in _FUNCTIONS.items():
        for person in practitioners(pr1, field, context):
            performer: JsonObject = {"actor": person}
            if code:
                performer = {"function": concept(code, _SCT, display)} | performer
            found.append(performer)
    return found


def _places(pr1: Segment, procedure: JsonObject, context: MessageContext) -> None:
    """The unit (PR1-23) and the procedure that it is a part of (PR1-25)."""
    place = pl_to_location(pr1.first(23), context) if pr1.has(23) else None
    if place:
        procedure["location"] = place
    whole = ei_to_identifier(pr1.first(25), context, kind="procedure") if pr1.has(25) else None
    if whole:
        procedure["partOf"] = [{"type": "Procedure", "identifier": whole}]
