"""ORC with OBR to ServiceRequest. IG maps ORC[ServiceRequest], OBR[ServiceRequest], TQ1[ServiceRequest]."""

from collections.abc import Iterable

from adapters.hl7v2.codesystems.order_control import UNDECIDED
from adapters.hl7v2.codesystems.orders import LOCAL_ORDER_CONTROL, ORDER_CONTROL_STATUS, ORDER_STATUS, PRIORITY
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import cwe_to_codeable_concept
from adapters.hl7v2.datatypes.ei import ei_to_identifier, eip_to_identifier, identifier_key
from adapters.hl7v2.datatypes.ts import ts_to_datetime
from adapters.hl7v2.datatypes.xcn import first_practitioner
from adapters.hl7v2.groups import OrderGroup
from adapters.hl7v2.nulls import deleted
from adapters.hl7v2.segments.agents import ordering_facility
from adapters.hl7v2.segments.nte import add_note
from adapters.hl7v2.segments.obr_request import add_details, more_identifiers
from adapters.hl7v2.segments.tq1 import order_schedule
from fhir_profiles.issue import JsonObject


def order_to_service_request(
    order: OrderGroup, context: MessageContext, *, group: str, status: str = ""
) -> JsonObject | None:
    """Add the ServiceRequest of an order; the reference, or None without a patient.

    `status` is what a result says about its order; such a request is made once and changes no
    request that is there already (a late result never reopens one).
    """
    if context.patient is None:
        return None
    identifiers = order_identifiers(order, context)
    obr, orc = order.obr, order.orc
    request: JsonObject = {"resourceType": "ServiceRequest"}
    request["status"] = status or order_status(order, context)
    request["intent"] = {"G": "reflex-order"}.get(obr.peek(11) if obr else "", "order")
    code = cwe_to_codeable_concept(obr.first(4), context) if obr is not None and obr.has(4) else None
    if code:
        request["code"] = code
    priority = order_priority(order)
    if priority:
        request["priority"] = priority
    request |= context.subject() | context.in_encounter()
    _times(order, request, context)
    add_details(order, request, context)
    requester = first_practitioner(orc, 12, context) or first_practitioner(obr, 16, context)
    if requester is None and orc is not None:
        requester = ordering_facility(orc, context)
    if requester:
        request["requester"] = requester
    together = requisition(order, context)
    if together:
        request["requisition"] = together
    for segment in order.members:
        if segment.name == "OBX":
            break
        if segment.name == "NTE":
            add_note(request, segment, context)
    shared = identifiers and identifiers[0]["value"] in context.shared_numbers
    key = identifier_key(identifiers[0]) if identifiers and not shared else f"{group}|{order.code}|order"
    if identifiers and not shared:
        more = [found for found in more_identifiers(order, context) if found not in identifiers]
        request = {"resourceType": "ServiceRequest", "identifier": identifiers + more} | request
    keep = {"status"} if is_undecided(order) else set()
    if status:
        reference = context.post_once(request, key=key)
    else:
        gone = deleted(obr, request) | deleted(orc, request)
        reference = context.put(request, key=key, keep=keep, delete=gone)
    if shared:
        _append(identifiers, reference, context)
    return reference


def has_request(order: OrderGroup) -> bool:
    """Whether a result tells anything about a request for it: a number or a requester."""
    told = ((order.orc, (2, 3, 12)), (order.obr, (2, 3, 16)))
    return any(segment is not None and segment.has(field) for segment, fields in told for field in fields)


def order_identifiers(order: OrderGroup, context: MessageContext) -> list[JsonObject]:
    """Placer and filler number; OBR stands before ORC, as the guide has it."""
    if order.identifiers is None:
        order.identifiers = _read_identifiers(order, context)
    return list(order.identifiers)


def _read_identifiers(order: OrderGroup, context: MessageContext) -> list[JsonObject]:
    found: list[JsonObject] = []
    for field, kind, code in ((2, "placer", "PLAC"), (3, "filler", "FILL")):
        for segment in (order.obr, order.orc):
            if segment is None or not segment.has(field):
                continue
            identifier = ei_to_identifier(segment.first(field), context, kind=kind, type_code=code)
            if identifier and identifier not in found:
                found.append(identifier)
    return found


def order_status(order: OrderGroup, context: MessageContext) -> str:
    """ORC-5 before ORC-1; without either the request is active."""
    orc = order.orc
    if orc is None:
        return "active"
    found = ORDER_STATUS.get(orc.peek(5))
    if found:
        orc.take(5)
        return found
    control = orc.peek(1)
    status = ORDER_CONTROL_STATUS.get(control) or LOCAL_ORDER_CONTROL.get(control)
    if status:
        orc.take(1)
        return status
    if control:
        context.warn(orc.path + "-1", "The order control code says no status; kept as unknown.", code="code-invalid")
        return "unknown"
    return "active"


def is_undecided(order: OrderGroup) -> bool:
    """Whether the message only asks for a change of the order, or refuses one: its status stays as it is stored."""
    return order.orc is not None and order.orc.peek(5) not in ORDER_STATUS and order.orc.peek(1) in UNDECIDED


def put_numbered(
    resource: JsonObject,
    identifiers: list[JsonObject],
    order: OrderGroup,
    context: MessageContext,
    *,
    key: str,
    keep: Iterable[str] = (),
) -> JsonObject:
    """Add what an order number names; where several orders share it, `key` and the order tell them apart."""
    if not identifiers:
        return context.put(resource, key=f"{key}|{order.occurrence}", keep=keep)
    if identifiers[0]["value"] not in context.shared_numbers:
        return context.put(resource | {"identifier": identifiers}, key=identifier_key(identifiers[0]), keep=keep)
    number = identifier_key(identifiers[0])
    own_key = f"{number}|{resource['resourceType']}|{order.code}|{order.occurrence}"
    reference = context.put(resource, key=own_key, keep=keep)
    _append(identifiers, reference, context)
    return reference


def _append(identifiers: list[JsonObject], reference: JsonObject, context: MessageContext) -> None:
    added = context.resource(reference)
    if added is not None:
        added["identifier"] += [found for found in identifiers if found not in added["identifier"]]


def requisition(order: OrderGroup, context: MessageContext) -> JsonObject | None:
    """ORC-4, the group of orders: an EI, and from v2.8.2 on an EIP whose first half is the placer's."""
    if order.orc is None or not order.orc.has(4):
        return None
    cell = order.orc.first(4)
    if len(cell.subcomponents(1)) > 1:
        return eip_to_identifier(cell, context, 1, kind="placer-group", type_code="PGN")
    return ei_to_identifier(cell, context, kind="placer-group", type_code="PGN")


def order_priority(order: OrderGroup) -> str:
    """request-priority from TQ1-9, else OBR-5, OBR-27.6 or ORC-7.6; empty when none is said."""
    for tq1 in order.named("TQ1"):
        if tq1.peek(9) in PRIORITY:
            tq1.first(9).mark()
            return PRIORITY[tq1.peek(9)]
    if order.obr is not None and order.obr.peek(5) in PRIORITY:
        return PRIORITY[order.obr.take(5)]
    if order.obr is not None and order.obr.peek(27, 6) in PRIORITY:
        return PRIORITY[order.obr.take(27, 6)]
    if order.orc is not None and order.orc.peek(7, 6) in PRIORITY:
        return PRIORITY[order.orc.take(7, 6)]
    return ""


def _times(order: OrderGroup, request: JsonObject, context: MessageContext) -> None:
    orc, obr = order.orc, order.obr
    if orc is not None and orc.has(9) and orc.peek(1) in {"NW", ""}:
        authored = ts_to_datetime(orc.first(9), context)
        if authored:
            request["authoredOn"] = authored
    schedule = order_schedule(order, context)
    request |= {"quantityQuantity": schedule.quantity} if schedule.quantity else {}
    request |= {"asNeededBoolean": True} if schedule.is_as_needed else {}
    if schedule.words:
        request["note"] = [{"text": words} for words in schedule.words]
    if schedule.period:
        request["occurrencePeriod"] = schedule.period
        return
    if schedule.timing:
        request["occurrenceTiming"] = schedule.timing
        return
    wanted = ts_to_datetime(obr.first(6), context) if obr is not None and obr.has(6) else ""
    if wanted:
        request["occurrenceDateTime"] = wanted
