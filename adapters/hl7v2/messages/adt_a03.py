"""ADT_A03: discharge. The visit is finished and ends, even when PV1-45 is empty.

The guide has no map for A03; the end falls back to EVN-6, then EVN-2, then MSH-7.
"""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.messages.adt_a01 import add_patient_and_visit, add_visit_details

EVENTS = (("ADT", "A03"),)


def convert(context: MessageContext) -> None:
    """Patient and finished Encounter; refused without PID or PV1, since it would end nothing."""
    if not add_patient_and_visit(context):
        context.refuse("PID", "The message has no PID segment; an ADT message needs one.")
        return
    if context.encounter is None:
        context.refuse("PV1", "The discharge has no PV1 segment, so there is no visit to end.")
        return
    add_visit_details(context)
