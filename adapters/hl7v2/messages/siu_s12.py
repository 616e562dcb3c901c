"""SIU_S12 to S26: appointments. IG message map SIU_S12."""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.messages.adt_a01 import add_patient_and_visit, add_visit_details
from adapters.hl7v2.segments.sch import sch_to_appointment

EVENTS = (("SIU", "*"),)


def convert(context: MessageContext) -> None:
    """Patient, visit and one Appointment."""
    if add_patient_and_visit(context):
        add_visit_details(context)
    sch = context.message.first("SCH")
    if sch is None:
        context.warn("SCH", "The message has no SCH segment, so no appointment was made.", code="required")
        return
    sch_to_appointment(sch, context)
