"""VXU_V04: immunizations. IG message map VXU_V04."""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.groups import patient_groups, shared_numbers
from adapters.hl7v2.messages.oru_r01 import add_observations, add_patient_group
from adapters.hl7v2.segments.obr import group_key
from adapters.hl7v2.segments.rxa import rxa_to_immunization

EVENTS = (("VXU", "*"),)


def convert(context: MessageContext) -> None:
    """An Immunization for each RXA, with the observations that go with it."""
    groups = patient_groups(context.message.segments)
    context.shared_numbers = shared_numbers(order for group in groups for order in group.orders)
    for group in groups:
        add_patient_group(group, context)
        for order in group.orders:
            rxa = order.detail if order.detail is not None and order.detail.name == "RXA" else None
            given = rxa_to_immunization(rxa, order, context) if rxa is not None else None
            key = given["reference"] if given else group_key(order, context)
            add_observations(order, context, group=key, base={"partOf": [given]} if given else {})
