"""MDM_T01 to T11: documents. IG message map MDM_T02.

T01, T03, T05, T07 and T09 tell of a document without its content; T03, T04, T07, T08 change what is stored of it.
"""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.groups import patient_groups, shared_numbers
from adapters.hl7v2.messages.adt_a01 import add_patient_and_visit
from adapters.hl7v2.segments.obr import group_key
from adapters.hl7v2.segments.orc import order_to_service_request
from adapters.hl7v2.segments.txa import txa_to_document_reference
from adapters.hl7v2.tokenizer import Segment

EVENTS = (("MDM", "*"),)


def convert(context: MessageContext) -> None:
    """Patient, visit, the requests that the document answers, and one DocumentReference."""
    add_patient_and_visit(context)
    orders = [order for group in patient_groups(context.message.segments) for order in group.orders]
    context.shared_numbers = shared_numbers(orders)
    requests = [
        request
        for order in orders
        if (request := order_to_service_request(order, context, group=group_key(order, context)))
    ]
    txa = context.message.first("TXA")
    if txa is None:
        context.warn("TXA", "The message has no TXA segment, so no document was made.", code="required")
        return
    txa_to_document_reference(txa, content_segments(context.message.segments, txa), requests, context)


def content_segments(segments: list[Segment], txa: Segment) -> list[Segment]:
    """The content of a document, in order: OBX, and what is noted (NTE) behind TXA."""
    behind = segments[segments.index(txa) + 1 :]
    return [one for one in segments if one.name == "OBX" or (one.name == "NTE" and one in behind)]
