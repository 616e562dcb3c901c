"""ORM_O01, OML_O21, OMG, OMI, OMP, RDE, RDS: orders. IG message maps ORM_O01 and OML_O21."""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.groups import OrderGroup, patient_groups, shared_numbers
from adapters.hl7v2.messages.oru_r01 import add_observations, add_patient_group, add_specimens
from adapters.hl7v2.segments.dg1 import dg1_to_condition
from adapters.hl7v2.segments.obr import group_key
from adapters.hl7v2.segments.orc import order_to_service_request
from adapters.hl7v2.segments.rxe import rxe_to_medication_request
from fhir_profiles.issue import JsonObject

EVENTS = tuple((code, "*") for code in ("ORM", "OML", "OMG", "OMI", "OMP", "RDE", "RDS"))


def convert(context: MessageContext) -> None:
    """A ServiceRequest, or MedicationRequest, for each order, with its specimens, reasons and observations."""
    groups = patient_groups(context.message.segments)
    context.shared_numbers = shared_numbers(order for group in groups for order in group.orders)
    for group in groups:
        add_patient_group(group, context)
        for order in group.orders:
            _add_order(order, context)


def _add_order(order: OrderGroup, context: MessageContext) -> None:
    group = group_key(order, context)
    request = rxe_to_medication_request(order, context) if order.detail is not None else None
    if request is None and (order.obr is not None or order.detail is None):
        request = order_to_service_request(order, context, group=group)
    resource = context.resource(request)
    specimens = add_specimens(order, context, group=group)
    base: JsonObject = {}
    if len(specimens) == 1:
        base["specimen"] = specimens[0]
    results = add_observations(order, context, group=group, base=base)
    conditions = [found for segment in order.named("DG1") if (found := dg1_to_condition(segment, context))]
    if resource is None:
        return
    if conditions:
        resource["reasonReference"] = conditions
    if resource["resourceType"] == "ServiceRequest":
        if specimens:
            resource["specimen"] = specimens
        if results:
            resource["supportingInfo"] = results
    elif results:
        resource["supportingInformation"] = results
