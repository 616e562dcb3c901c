"""ADT_A44 and A45: an account or a visit was registered with the wrong patient, and moves. HL7 v2.9 chapter 3.3.44, 45.

What moves is named in PID-18 or PV1-19, from the patient of MRG-1 to the patient of the PID. Both records stay.
"""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.ei import identifier_key
from adapters.hl7v2.messages.adt_a41 import account, pid_to_account
from adapters.hl7v2.segments.mrg import PATIENT, PERSON, MergePair, merged_pairs, old_account
from adapters.hl7v2.segments.pid import patient_identifiers
from adapters.hl7v2.segments.pv1 import pv1_to_encounter
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

EVENTS = (("ADT", "A44"), ("ADT", "A45"))


def convert(context: MessageContext) -> None:
    """What each MRG moves; refused when there is no PID."""
    for pair, pid in merged_pairs(context, without="The message has no MRG segment; nothing was moved."):
        former = _former(pair.mrg, context)
        moved = _moved(pair, pid, context)
        if moved is not None and former is not None:
            context.amend(moved, leaves=former["reference"])


def _moved(pair: MergePair, pid: Segment, context: MessageContext) -> JsonObject | None:
    """What moves: the account (A44), or the visit."""
    if context.event == "A44":
        number = pid_to_account(pid, context) or old_account(pair.mrg, context)
        if number is None:
            context.refuse("PID-18", "The message names no account (PID-18, MRG-3), so there is nothing to move.")
            return None
        earlier = old_account(pair.mrg, context)
        if earlier is not None and identifier_key(earlier) != identifier_key(number):
            pair.mrg.first(3).give_back()
        made = account([{name: value for name, value in number.items() if name != "use"}], "active", context)
        return context.put(made, key=identifier_key(number))
    if pair.pv1 is None or not pair.pv1.has(19):
        context.refuse("PV1-19", "The message names no visit (PV1-19), so there is nothing to move.")
        return None
    if pair.mrg.peek(5) == pair.pv1.peek(19):
        pair.mrg.keep(5)
    pv1_to_encounter(pair.pv1, pair.pv2, pid, context)
    return context.encounter


def _former(mrg: Segment, context: MessageContext) -> JsonObject | None:
    """The patient of MRG-1, when it is another: a visit that only changes its account stays with its patient."""
    identifiers = patient_identifiers(mrg, (PATIENT, PERSON), context)
    if not identifiers or identifier_key(identifiers[0]) == context.patient_key:
        return None
    return context.put({"resourceType": "Patient", "identifier": identifiers}, key=identifier_key(identifiers[0]))
