"""ADT_A24, A37: two records are said to be of one person (or not any more) without a merge. Ours; no map in the guide.

A link `seealso` is mutual, and both records stay active. A37 takes it away on both sides (`Entry.apart`).
"""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.groups import patient_groups
from adapters.hl7v2.segments.pid import pid_to_patient
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

EVENTS = (("ADT", "A24"), ("ADT", "A37"))


def convert(context: MessageContext) -> None:
    """Both patients, with links for A24; refused without two PID segments."""
    groups = [group for group in patient_groups(context.message.segments) if group.pid is not None]
    if len(groups) < 2:
        context.refuse("PID", "The message names fewer than two patients; a link needs both.")
        return
    references: list[JsonObject] = []
    for group in groups[:2]:
        context.forget_patient()
        if group.pid is not None:
            references.append(_patient(group.pid, group.pd1, context))
    if references[0] == references[1]:
        context.warn("PID[2]-3", "The message names the same record twice; nothing was linked.", code="conflict")
        return
    for one, other in (references, references[::-1]):
        if context.event == "A37":
            context.amend(one, apart=frozenset({other["reference"]}))
            continue
        resource = context.resource(one)
        if resource is not None:
            resource["link"] = [{"other": other, "type": "seealso"}]


def _patient(pid: Segment, pd1: Segment | None, context: MessageContext) -> JsonObject:
    pid_to_patient(pid, pd1, context)
    return context.patient or {}
