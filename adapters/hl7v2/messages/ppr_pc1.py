"""PPR_PC1, PC2, PC3: problems of a patient. The guide has no map for PRB; it reads as a problem-list Condition."""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.messages.adt_a01 import add_patient_and_visit, add_visit_details
from adapters.hl7v2.segments.prb import prb_to_condition

EVENTS = tuple(("PPR", event) for event in ("PC1", "PC2", "PC3"))


def convert(context: MessageContext) -> None:
    """Patient, visit and a Condition for each PRB; refused without PID."""
    if not add_patient_and_visit(context):
        context.refuse("PID", "The message has no PID segment; a problem is a patient's.")
        return
    for segment in context.message.all("PRB"):
        prb_to_condition(segment, context)
    add_visit_details(context)
