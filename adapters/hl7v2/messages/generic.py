"""Any message without a map of its own: Patient from PID, Encounter from PV1, the rest is residue."""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.groups import patient_groups
from adapters.hl7v2.messages.adt_a01 import add_patient_and_visit, add_visit_details
from adapters.hl7v2.messages.oru_r01 import add_patient_group


def convert(context: MessageContext) -> None:
    """Patient, visit and the segments that mean the same in every message (NK1, AL1, DG1, IN1 …).

    A message that names several patients (the answer to a query) gives each with what stands behind its PID.
    """
    if context.message.counts.get("PID", 0) > 1:
        for group in patient_groups(context.message.segments):
            add_patient_group(group, context)
    elif add_patient_and_visit(context):
        add_visit_details(context)
