"""OMP, RDE, RDS, RAS, RGV: medicine ordered, encoded, given out and given. IG segment maps RXO, RXR, TQ1, ORC.

The guide maps the segments of an order alone; the messages, and RXD and RXA beside vaccines, are ours.
"""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.groups import OrderGroup, patient_groups, shared_numbers
from adapters.hl7v2.messages.oru_r01 import add_observations, add_patient_group
from adapters.hl7v2.segments.dg1 import dg1_to_condition
from adapters.hl7v2.segments.ft1 import ft1_to_charge_item
from adapters.hl7v2.segments.obr import group_key
from adapters.hl7v2.segments.order_task import order_to_task
from adapters.hl7v2.segments.rxa_administration import rxa_to_medication_administration
from adapters.hl7v2.segments.rxd import rxd_to_medication_dispense
from adapters.hl7v2.segments.rxe import FIELDS, rxe_to_medication_request
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

EVENTS = tuple((code, "*") for code in ("OMP", "RDE", "RDS", "RAS", "RGV"))


def convert(context: MessageContext) -> None:
    """For each order: MedicationRequest, MedicationDispense, MedicationAdministration, and what hangs on them."""
    groups = patient_groups(context.message.segments, is_vaccination=False)
    context.shared_numbers = shared_numbers(order for group in groups for order in group.orders)
    for group in groups:
        add_patient_group(group, context)
        for order in group.orders:
            add_pharmacy_order(order, context)


def add_pharmacy_order(order: OrderGroup, context: MessageContext) -> JsonObject | None:
    """Everything of one pharmacy order; the reference of its MedicationRequest, if it has one."""
    request = rxe_to_medication_request(order, context) if _details(order, *FIELDS) else None
    for rxd in _details(order, "RXD"):
        rxd_to_medication_dispense(rxd, order, request, context)
    for rxa in _details(order, "RXA"):
        rxa_to_medication_administration(rxa, order, request, context)
    for ft1 in order.named("FT1"):
        ft1_to_charge_item(ft1, context)
    if _details(order, *FIELDS) or order.detail is None:
        order_to_task(order, request, context, kind="MedicationRequest")
    results = add_observations(order, context, group=f"{group_key(order, context)}|medicine", base={})
    conditions = [found for segment in order.named("DG1") if (found := dg1_to_condition(segment, context))]
    resource = context.resource(request)
    if resource is not None:
        if results:
            resource["supportingInformation"] = resource.get("supportingInformation", []) + results
        if conditions:
            resource["reasonReference"] = conditions
    return request


def _details(order: OrderGroup, *names: str) -> list[Segment]:
    first = [order.detail] if order.detail is not None and order.detail.name in names else []
    return first + [segment for segment in order.members if segment.name in names]
