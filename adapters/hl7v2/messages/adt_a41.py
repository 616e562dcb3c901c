"""ADT_A41 and the other events on account numbers: merged (A35, A41) or changed (A49). HL7 v2.9 chapter 3.3.41, 3.3.49.

The old Account is inactive and replaced by the one that PID-18 names, which keeps its number as an old one. The visits
that name it follow.
"""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cx import cx_to_identifier
from adapters.hl7v2.datatypes.ei import identifier_key
from adapters.hl7v2.segments.mrg import merge_groups, old_account
from adapters.hl7v2.segments.pid import pid_to_patient
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

EVENTS = (("ADT", "A35"), ("ADT", "A41"), ("ADT", "A49"))
REPLACED_BY = "https://alliance-hub.example/fhir/StructureDefinition/replaced-by"
"""Extension of an Account or Encounter whose number is an old one of another."""


def convert(context: MessageContext) -> None:
    """The two Accounts of each PID and MRG pair; refused when there is no PID."""
    groups = list(merge_groups(context.message.segments))
    if not groups:
        context.refuse("PID", "The message has no PID segment; an ADT message needs one.")
        return
    for group in groups:
        pid_to_patient(group.pid, group.pd1, context)
        for pair in group.pairs:
            succeed_account(pair.mrg, group.pid, context)


def succeed_account(mrg: Segment, pid: Segment, context: MessageContext) -> None:
    """The account of MRG-3 gives way to that of PID-18."""
    new, old = pid_to_account(pid, context), old_account(mrg, context)
    if new is None or old is None:
        context.warn("MRG-3", "The message does not name both account numbers; nothing was merged.", code="required")
        return
    if identifier_key(new) == identifier_key(old):
        context.warn("MRG-3", "The merge names the same account twice; nothing was merged.", code="conflict")
        return
    survivor = context.put(account([new, old], "active", context), key=identifier_key(new))
    replaced = account([old], "inactive", context)
    replaced["extension"] = [{"url": REPLACED_BY, "valueReference": survivor}]
    context.amend(context.put(replaced, key=identifier_key(old)), into=survivor["reference"])


def pid_to_account(pid: Segment, context: MessageContext) -> JsonObject | None:
    """The account number of PID-18."""
    return cx_to_identifier(pid.first(18), context, kind="account", type_code="AN") if pid.has(18) else None


def account(identifiers: list[JsonObject], status: str, context: MessageContext) -> JsonObject:
    """An Account of the patient of the message."""
    made: JsonObject = {"resourceType": "Account", "identifier": identifiers, "status": status}
    return made | ({"subject": [context.patient]} if context.patient else {})
