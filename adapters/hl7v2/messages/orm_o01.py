"""ORM_O01, OML_O21, O33, O35, OMG, OMI, OMB, OMN, OMS: orders. IG message maps ORM_O01 and OML_O21."""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.groups import OrderGroup, patient_groups, shared_numbers
from adapters.hl7v2.messages.oru_r01 import add_observations, add_patient_group, add_specimens, order_base
from adapters.hl7v2.messages.rde_o11 import add_pharmacy_order
from adapters.hl7v2.segments.dg1 import dg1_to_condition
from adapters.hl7v2.segments.ft1 import ft1_to_charge_item
from adapters.hl7v2.segments.obr import group_key
from adapters.hl7v2.segments.orc import order_to_service_request
from adapters.hl7v2.segments.order_task import order_to_task
from fhir_profiles.issue import JsonObject

EVENTS = tuple((code, "*") for code in ("ORM", "OML", "OMG", "OMI", "OMB", "OMN", "OMS", "OMD"))
_REPLACED = frozenset({"RP", "RQ", "RU"})
"""Order control of what the RO behind it replaces (HL7 v2 chapter 4, ORC-1; table 0119)."""


def convert(context: MessageContext) -> None:
    """A ServiceRequest, or MedicationRequest, for each order, with its specimens, reasons, observations and Task."""
    groups = patient_groups(context.message.segments)
    context.shared_numbers = shared_numbers(order for group in groups for order in group.orders)
    for group in groups:
        add_patient_group(group, context)
        replaced: list[JsonObject] = []
        control = ""
        for order in group.orders:
            before, control = control, order.orc.peek(1) if order.orc is not None else ""
            if control != "RO" and not (control in _REPLACED and before in _REPLACED):
                replaced = []
            request = _add_order(order, context, replaced=replaced if control == "RO" else [])
            if request and control in _REPLACED:
                replaced.append(request)


def _add_order(order: OrderGroup, context: MessageContext, *, replaced: list[JsonObject]) -> JsonObject | None:
    """A pharmacy order of an ORM (RXO behind ORC) is a MedicationRequest; every other a ServiceRequest.

    What is told beside the order (OBX before SPM) is about the patient: neither of its specimen nor of its section.
    """
    if order.detail is not None and order.obr is None:
        add_pharmacy_order(order, context)
        return None
    group = group_key(order, context)
    request = order_to_service_request(order, context, group=group)
    specimens = add_specimens(order, context, group=group)
    base = order_base(order, specimens)
    results = add_observations(order, context, group=group, base=base, beside={})
    conditions = [found for segment in order.named("DG1") if (found := dg1_to_condition(segment, context))]
    order_to_task(order, request, context)
    for ft1 in order.named("FT1"):
        ft1_to_charge_item(ft1, context)
    resource = context.resource(request)
    if resource is None:
        return request
    if replaced:
        resource["replaces"] = list(replaced)
    if conditions:
        resource["reasonReference"] = conditions
    if specimens:
        resource["specimen"] = specimens
    if results:
        resource["supportingInfo"] = results
    return request
