"""Any message without a map of its own: Patient from PID, Encounter from PV1, the rest is residue."""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.messages.adt_a01 import add_patient_and_visit, add_visit_details


def convert(context: MessageContext) -> None:
    """Patient, visit and the segments that mean the same in every message (NK1, AL1, DG1, IN1 …)."""
    if add_patient_and_visit(context):
        add_visit_details(context)
