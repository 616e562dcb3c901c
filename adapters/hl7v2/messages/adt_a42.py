"""ADT_A42 and the other events on visit numbers: merged (A42) or changed (A50, A51). HL7 v2.9 chapter 3.3.42, 3.3.50.

The two Encounters are one visit: the one that PV1-19 names has all of both and keeps the other number as an old one;
the other is entered in error and says which takes its place.
"""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.ei import identifier_key
from adapters.hl7v2.messages.adt_a41 import REPLACED_BY
from adapters.hl7v2.segments.mrg import ALTERNATE_VISIT, VISIT, MergePair, merged_pairs, old_visit
from adapters.hl7v2.segments.pv1 import pv1_to_encounter
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

EVENTS = (("ADT", "A42"), ("ADT", "A50"), ("ADT", "A51"))


def convert(context: MessageContext) -> None:
    """The two Encounters of each MRG and PV1 pair; refused without PID or PV1."""
    for pair, pid in merged_pairs(context, without="The message has no MRG segment; no visit was changed."):
        _succeed(pair, pid, context)


def _succeed(pair: MergePair, pid: Segment, context: MessageContext) -> None:
    if pair.pv1 is None:
        context.refuse("PV1", "The message has no PV1 segment, so there is no visit that the old number leads to.")
        return
    visit = pv1_to_encounter(pair.pv1, pair.pv2, pid, context)
    survivor, reference = context.resource(context.encounter), context.encounter
    alternate = context.event == "A51"
    old = old_visit(pair.mrg, ALTERNATE_VISIT if alternate else VISIT, context)
    if old is None or reference is None or survivor is None or not isinstance(visit.get("identifier"), list):
        context.warn("MRG-5", "The message does not name both visit numbers; nothing was merged.", code="required")
        return
    if identifier_key(old) in {identifier_key(known) for known in survivor["identifier"]}:
        context.warn("MRG-5", "The message names the same visit twice; nothing was merged.", code="conflict")
        return
    survivor["identifier"].append(old)
    if alternate and pair.pv1.has(19):
        return
    replaced: JsonObject = {
        "resourceType": "Encounter",
        "extension": [{"url": REPLACED_BY, "valueReference": reference}],
        "identifier": [old],
        "status": "entered-in-error",
        "class": survivor["class"],
        **context.subject(),
    }
    context.amend(context.put(replaced, key=identifier_key(old)), into=reference["reference"])
