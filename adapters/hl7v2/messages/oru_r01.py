"""ORU_R01 and its like: results. IG message map ORU_R01.

PATIENT_RESULT and ORDER_OBSERVATION may repeat; each patient and each order is converted by
itself, so that nothing of one shows in the next.
"""

from adapters.hl7v2.codesystems.results import CATEGORY_SYSTEM, OBSERVATION_CATEGORY
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept
from adapters.hl7v2.groups import OrderGroup, PatientGroup, patient_groups, shared_numbers
from adapters.hl7v2.messages.adt_a01 import add_details
from adapters.hl7v2.nulls import deleted
from adapters.hl7v2.segments.nte import add_note
from adapters.hl7v2.segments.obr import add_report, effective, group_key, obr_to_diagnostic_report
from adapters.hl7v2.segments.obx import obx_to_observation
from adapters.hl7v2.segments.orc import has_request, order_status, order_to_service_request
from adapters.hl7v2.segments.pid import pid_to_patient
from adapters.hl7v2.segments.pv1 import is_no_visit, pv1_to_encounter
from adapters.hl7v2.segments.spm import add_collector, obr_to_specimen, spm_to_specimen
from fhir_profiles.issue import JsonObject

EVENTS = (("ORU", "*"), ("OUL", "*"))
_DONE = frozenset({"final", "corrected", "amended"})


def convert(context: MessageContext) -> None:
    """A DiagnosticReport for each OBR, an Observation for each OBX, specimens and requests."""
    groups = patient_groups(context.message.segments)
    context.shared_numbers = shared_numbers(order for group in groups for order in group.orders)
    for group in groups:
        add_patient_group(group, context)
        for order in group.orders:
            add_results(order, context)


def add_patient_group(group: PatientGroup, context: MessageContext) -> None:
    """Make the group's patient and visit those of the message, and add what hangs on them."""
    context.forget_patient()
    if group.pid is None:
        context.warn("PID", "The message names no patient; what it holds stands without a subject.", code="required")
    else:
        pid_to_patient(group.pid, group.pd1, context)
        if group.pv1 is not None and not is_no_visit(group.pv1):
            pv1_to_encounter(group.pv1, group.pv2, group.pid, context)
    add_details(group.others, context)


def add_results(order: OrderGroup, context: MessageContext) -> None:
    """The report of one order with its observations, specimens and request."""
    group = group_key(order, context)
    report: JsonObject | None = None
    key = ""
    if order.obr is not None:
        report, key = obr_to_diagnostic_report(order.obr, order, context, group=group)
    specimens = add_specimens(order, context, group=group)
    base = order_base(order, specimens)
    if order.obr is not None:
        base |= effective(order.obr, context)
    status = _status_of_order(report, order, context)
    request = order_to_service_request(order, context, group=group, status=status) if has_request(order) else None
    results = add_observations(order, context, group=group, base=base)
    if report is None:
        return
    if request:
        report["basedOn"] = [request]
    if specimens:
        report["specimen"] = specimens
    if results:
        report["result"] = results
    add_report(report, context, key=key, delete=deleted(order.obr, report))


def _status_of_order(report: JsonObject | None, order: OrderGroup, context: MessageContext) -> str:
    """A report that is done ends its order; where a message has no report, the order says itself how it stands."""
    if report is None:
        return order_status(order, context)
    return "completed" if report["status"] in _DONE else "active"


def order_base(order: OrderGroup, specimens: list[JsonObject]) -> JsonObject:
    """What every observation of an order has: its one specimen, and the kind of examination (OBR-24)."""
    base: JsonObject = {}
    category = OBSERVATION_CATEGORY.get(order.obr.peek(24).upper()) if order.obr is not None else None
    if category:
        base["category"] = [concept(category, CATEGORY_SYSTEM, category.replace("-", " ").title())]
    if len(specimens) == 1:
        base["specimen"] = specimens[0]
    return base


def add_specimens(order: OrderGroup, context: MessageContext, *, group: str) -> list[JsonObject]:
    """The specimens of an order: SPM, else OBR-15."""
    found = [spm_to_specimen(segment, context, group=group) for segment in order.named("SPM")]
    if len(found) == 1 and order.obr is not None:
        add_collector(order.obr, found[0], context)
    if not found and order.obr is not None:
        legacy = obr_to_specimen(order.obr, context, group=group)
        found = [legacy] if legacy else []
    return found


def add_observations(
    order: OrderGroup, context: MessageContext, *, group: str, base: JsonObject, beside: JsonObject | None = None
) -> list[JsonObject]:
    """The observations of an order, each with the notes that follow it.

    `beside`, when given, is what those before the first SPM have in place of `base`.
    """
    shared = base if beside is None else beside
    counts: dict[str, int] = {}
    found: dict[str, JsonObject] = {}
    latest: JsonObject | None = None
    for segment in order.members:
        if segment.name == "OBX":
            latest = obx_to_observation(segment, context, group=group, counts=counts, base=shared)
            if latest:
                found.setdefault(latest["reference"], latest)
        elif segment.name == "NTE":
            add_note(context.resource(latest), segment, context)
        else:
            latest = None
            shared = base if segment.name == "SPM" else shared
    return list(found.values())
