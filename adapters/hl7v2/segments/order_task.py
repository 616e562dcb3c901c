"""ORC-1 to a Task: what is asked of an order that stands, and what its filler answered. Ours; the guide has no map.

A wish to cancel or to hold changes no order: the filler may refuse. It is a Task on the order, requested; the answer
(CR, UC, HR …) is the same Task, completed or rejected.
"""

from adapters.hl7v2.codesystems.order_control import (
    ORDER_CONTROL_DISPLAY,
    ORDER_CONTROL_TASK,
    TASK_CODE,
    V2_0119,
)
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept, cwe_to_codeable_concept
from adapters.hl7v2.datatypes.ei import identifier_key
from adapters.hl7v2.datatypes.ts import ts_to_datetime
from adapters.hl7v2.datatypes.xcn import first_practitioner
from adapters.hl7v2.groups import OrderGroup
from adapters.hl7v2.segments.nte import add_note
from adapters.hl7v2.segments.orc import order_identifiers, order_priority
from fhir_profiles.issue import JsonObject

_NAMES = {
    "abort": "Mark the focal resource as no longer active",
    "suspend": "Suspend the focal resource",
    "resume": "Re-activate the focal resource",
    "change": "Change the focal resource",
    "replace": "Replace the focal resource with the input resource",
    "fulfill": "Fulfill the focal request",
}


def order_to_task(
    order: OrderGroup, request: JsonObject | None, context: MessageContext, *, kind: str = "ServiceRequest"
) -> JsonObject | None:
    """Add the Task of an order control code; None for a code that makes none, or an order without a number.

    `request` is the order in this message; without one (an answer that names no patient) the Task names it by number.
    """
    orc = order.orc
    found = ORDER_CONTROL_TASK.get(orc.peek(1)) if orc is not None else None
    identifiers = order_identifiers(order, context)
    if orc is None or found is None or not identifiers:
        return None
    code, status = found
    control = orc.take(1)
    task: JsonObject = {"resourceType": "Task", "status": status}
    task["businessStatus"] = concept(control, V2_0119, ORDER_CONTROL_DISPLAY[control])
    task |= {"intent": "order", "code": concept(code, TASK_CODE, _NAMES[code])}
    priority = order_priority(order)
    if priority:
        task["priority"] = priority
    task["focus"] = request or {"type": kind, "identifier": identifiers[0]}
    if context.patient:
        task["for"] = context.patient
    task |= context.in_encounter()
    moment = ts_to_datetime(orc.first(9), context) if orc.has(9) else ""
    if moment and status == "requested":
        task["authoredOn"] = moment
    elif moment or context.event_time:
        task["lastModified"] = moment or context.event_time
    if status == "requested":
        person = first_practitioner(orc, 12, context) or first_practitioner(orc, 10, context)
        if person:
            task["requester"] = person
    reason = cwe_to_codeable_concept(orc.first(16), context) if orc.has(16) else None
    if reason:
        task["statusReason" if status == "rejected" else "reasonCode"] = reason
    if request is None:
        for segment in order.named("NTE"):
            add_note(task, segment, context)
    return context.put(task, key=f"{identifier_key(identifiers[0])}|{code}")
