"""ADT_A17: two patients swap beds. IG message map ADT_A17: PID, PD1, PV1, PV2 and OBX twice."""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.groups import patient_groups
from adapters.hl7v2.messages.adt_a01 import add_details
from adapters.hl7v2.segments.pid import pid_to_patient
from adapters.hl7v2.segments.pv1 import pv1_to_encounter

EVENTS = (("ADT", "A17"),)


def convert(context: MessageContext) -> None:
    """Both patients with their visits, each by itself; refused without PID."""
    groups = [group for group in patient_groups(context.message.segments) if group.pid is not None]
    if not groups:
        context.refuse("PID", "The message has no PID segment; an ADT message needs one.")
        return
    if len(groups) != 2:
        context.warn("PID", "A swap of beds names two patients; this message does not.", code="required")
    for group in groups:
        context.forget_patient()
        if group.pid is not None:
            pid_to_patient(group.pid, group.pd1, context)
        if group.pv1 is not None:
            pv1_to_encounter(group.pv1, group.pv2, group.pid, context)
        add_details(group.others, context)
