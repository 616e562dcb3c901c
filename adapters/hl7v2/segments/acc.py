"""ACC, an accident, to an Observation of the patient. Ours; the guide has no map for it. HL7 v2.9 chapter 6.5.9.

A fall on the way or a traffic accident is what the next house asks about first. The code is LOINC's for what happened.
"""

from adapters.hl7v2.codesystems.systems import LOINC
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import cwe_to_codeable_concept
from adapters.hl7v2.datatypes.ei import ei_to_identifier, identifier_key
from adapters.hl7v2.datatypes.ts import ts_to_datetime
from adapters.hl7v2.datatypes.xad import xad_to_address
from adapters.hl7v2.datatypes.xcn import practitioners
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_INCIDENT = {
    "coding": [{"system": LOINC, "code": "11374-6", "display": "Injury incident description Narrative"}],
    "text": "意外事故",
}
_INDICATORS = ((5, "工伤"), (6, "因事故死亡"), (10, "已报警"))
"""Fields of table 0136 (yes or no): at work, died of it, police told."""


def acc_to_observation(acc: Segment, context: MessageContext) -> JsonObject | None:
    """Add the Observation of an ACC; None without a patient, or where it says nothing."""
    if context.patient is None:
        return None
    observation: JsonObject = {"resourceType": "Observation"}
    number = ei_to_identifier(acc.first(13), context, kind="accident") if acc.has(13) else None
    if number:
        observation["identifier"] = [number]
    observation |= {"status": "final", "code": _INCIDENT} | context.subject() | context.in_encounter()
    happened = ts_to_datetime(acc.first(1), context) if acc.has(1) else ""
    if happened:
        observation["effectiveDateTime"] = happened
    people = practitioners(acc, 7, context)
    if people:
        observation["performer"] = people
    said = _value(acc, context)
    components = _components(acc, context)
    if not (said or components or happened):
        return None
    observation |= said
    if components:
        observation["component"] = components
    key = identifier_key(number) if number else f"{context.patient_key}|accident|{happened or acc.ordinal}"
    return context.put(observation, key=key)


def _value(acc: Segment, context: MessageContext) -> JsonObject:
    """What happened: in words (ACC-8), else as a code (ACC-2), which stands as a component beside words."""
    words = acc.take(8)
    if words:
        return {"valueString": words}
    kind = cwe_to_codeable_concept(acc.first(2), context, table="0050") if acc.has(2) else None
    return {"valueCodeableConcept": kind} if kind else {}


def _components(acc: Segment, context: MessageContext) -> list[JsonObject]:
    found: list[JsonObject] = []
    if acc.has(8) and acc.has(2):
        kind = cwe_to_codeable_concept(acc.first(2), context, table="0050")
        found += [{"code": {"text": "事故类型"}, "valueCodeableConcept": kind}] if kind else []
    place = [words for words in (acc.take(3), _address(acc, context), acc.take(4, 2) or acc.take(4)) if words]
    if place:
        found.append({"code": {"text": "事故地点"}, "valueString": "，".join(place)})
    for field, words in _INDICATORS:
        said = acc.peek(field).upper()
        if said in {"Y", "N"}:
            acc.take(field)
            found.append({"code": {"text": words}, "valueBoolean": said == "Y"})
    return found


def _address(acc: Segment, context: MessageContext) -> str:
    address = xad_to_address(acc.first(11), context) if acc.has(11) else None
    acc.first(11).give_back(5, 6, 7, 10, 13, 14)
    parts = (
        *(address or {}).get("line", ()),
        *((address or {}).get(name, "") for name in ("city", "district", "state")),
    )
    return " ".join(part for part in parts if part)
