"""ORR, ORL, ORG, ORI, ORP, RRE, RRD, RRA, OSU, OSR: what the filler answers to an order, and the state of orders.

The guide has no map for them. Ours: a Task for what was asked, by the number of the order; where the answer names the
patient, the order too, with its new status and the filler's number. An answer often has no PID and no OBR.
"""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.ei import identifier_key
from adapters.hl7v2.groups import OrderGroup, patient_groups, shared_numbers
from adapters.hl7v2.messages.oru_r01 import add_patient_group
from adapters.hl7v2.segments.obr import group_key
from adapters.hl7v2.segments.orc import order_identifiers, order_to_service_request
from adapters.hl7v2.segments.order_task import order_to_task
from adapters.hl7v2.segments.rxe import rxe_to_medication_request

EVENTS = tuple((code, "*") for code in ("ORR", "ORL", "ORG", "ORI", "ORP", "RRE", "RRD", "RRA", "RRG", "OSU", "OSR"))
_PHARMACY = frozenset({"ORP", "RRE", "RRD", "RRA", "RRG"})


def convert(context: MessageContext) -> None:
    """A Task for each order that was answered, and the order where the patient is named."""
    groups = patient_groups(context.message.segments)
    context.shared_numbers = shared_numbers(order for group in groups for order in group.orders)
    _keep_acknowledgement(context)
    for group in groups:
        if group.pid is not None:
            add_patient_group(group, context)
        for order in group.orders:
            _add_answer(order, context)
    if not any(group.orders for group in groups):
        context.warn("ORC", "The answer names no order; nothing was made of it but the header.", code="required")


def _add_answer(order: OrderGroup, context: MessageContext) -> None:
    identifiers = order_identifiers(order, context)
    if not identifiers:
        context.warn("ORC-2", "The answer names no order number; it was left out.", code="required")
        return
    is_pharmacy = context.code in _PHARMACY
    request = None
    if context.patient is not None and not is_pharmacy:
        request = order_to_service_request(order, context, group=group_key(order, context))
    elif context.patient is not None and order.detail is not None:
        request = rxe_to_medication_request(order, context)
    kind = "MedicationRequest" if is_pharmacy else "ServiceRequest"
    task = order_to_task(order, request, context, kind=kind)
    if task is None and request is None:
        context.warn(
            "ORC-1",
            "The state of this order was only kept: the message names no patient, and the code asks for nothing.",
            code="not-supported",
        )
        return
    others = [found for found in identifiers if identifier_key(found) != identifier_key(identifiers[0])]
    made = context.resource(task)
    if made is not None and request is None and others:
        made["output"] = [{"type": {"text": "filler number"}, "valueIdentifier": others[0]}]


def _keep_acknowledgement(context: MessageContext) -> None:
    for name in ("MSA", "ERR", "QAK"):
        for segment in context.message.all(name):
            segment.keep(*range(1, 13))
