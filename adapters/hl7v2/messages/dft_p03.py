"""DFT_P03, P11 and BAR_P01 to P12: accounts and charges. Ours; the guide maps PID-18 and MRG-3 to Account alone.

A BAR repeats its visit, and a purge (P02) its patient: each PID and each PV1 opens a section of its own.
"""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cx import cx_to_identifier
from adapters.hl7v2.datatypes.ei import identifier_key
from adapters.hl7v2.datatypes.quantity import to_count
from adapters.hl7v2.datatypes.xpn import display_name
from adapters.hl7v2.groups import OrderGroup
from adapters.hl7v2.messages.adt_a01 import add_details
from adapters.hl7v2.messages.oru_r01 import add_results
from adapters.hl7v2.segments.financial_class import pv1_to_coverage
from adapters.hl7v2.segments.ft1 import ft1_to_charge_item
from adapters.hl7v2.segments.gt1 import gt1_to_guarantor
from adapters.hl7v2.segments.in1 import in1_to_coverage
from adapters.hl7v2.segments.orc import has_request
from adapters.hl7v2.segments.pid import pid_to_patient
from adapters.hl7v2.segments.pv1 import pv1_to_encounter
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

EVENTS = (("DFT", "*"), ("BAR", "*"))
_ENDED = {"P02": "inactive", "P06": "inactive"}
"""BAR events that end an account: purge, and end account."""

_OWN = frozenset({"PID", "PD1", "PV1", "PV2", "GT1", "IN1", "FT1"})
_OF_AN_ORDER = frozenset({"OBX", "NTE", "TQ1", "TQ2", "SPM"})


def convert(context: MessageContext) -> None:
    """Patient, visits, Account with coverage and guarantors, and a ChargeItem for each charge; refused without PID."""
    if context.message.first("PID") is None:
        context.refuse("PID", "The message has no PID segment; an account is a patient's.")
        return
    pid: Segment | None = None
    account: JsonObject | None = None
    for section in _sections(context.message.segments):
        if section[0].name == "PID":
            pid = section[0]
            context.forget_patient()
            pid_to_patient(pid, _one(section, "PD1"), context)
            account = _account(pid, context)
        if pid is not None:
            _add_section(section, pid, account, context)


def _sections(segments: list[Segment]) -> list[list[Segment]]:
    """The message cut before each PID and each PV1."""
    found: list[list[Segment]] = []
    for segment in segments:
        if segment.name in {"PID", "PV1"} or not found:
            found.append([])
        found[-1].append(segment)
    return found


def _one(section: list[Segment], name: str) -> Segment | None:
    return next((segment for segment in section if segment.name == name), None)


def _add_section(section: list[Segment], pid: Segment, account: JsonObject | None, context: MessageContext) -> None:
    pv1 = _one(section, "PV1")
    if pv1 is not None:
        pv1_to_encounter(pv1, _one(section, "PV2"), pid, context)
        pv1_to_coverage(pv1, context)
    rest, orders = _orders(section)
    add_details([segment for segment in rest if segment.name not in _OWN], context)
    coverages = [
        (segment, found)
        for segment in section
        if segment.name == "IN1" and (found := in1_to_coverage(segment, context))
    ]
    guarantors = [
        found for segment in section if segment.name == "GT1" and (found := gt1_to_guarantor(segment, context))
    ]
    _complete(account, coverages, guarantors, context)
    for segment in section:
        if segment.name == "FT1":
            ft1_to_charge_item(segment, context, account=account)
    for order in orders:
        if order.obr is not None or order.named("OBX") or has_request(order):
            add_results(order, context)


def _account(pid: Segment, context: MessageContext) -> JsonObject | None:
    """The Account of PID-18; None where the message names none."""
    number = cx_to_identifier(pid.first(18), context, kind="account", type_code="AN") if pid.has(18) else None
    if number is None or context.patient is None:
        return None
    account: JsonObject = {"resourceType": "Account", "identifier": [number]}
    account["status"] = _ENDED.get(context.event, "active") if context.code == "BAR" else "active"
    patient = context.resource(context.patient) or {}
    names = patient.get("name")
    if names and display_name(names[0]):
        account["name"] = display_name(names[0])
    account["subject"] = [context.patient]
    keep = () if context.code == "BAR" else ("status",)
    return context.put(account, key=identifier_key(number), keep=keep)


def _complete(
    account: JsonObject | None,
    coverages: list[tuple[Segment, JsonObject]],
    guarantors: list[JsonObject],
    context: MessageContext,
) -> None:
    """Who pays, in the order of IN1-22, else of the segments."""
    resource = context.resource(account)
    if resource is None:
        return
    for segment, coverage in coverages:
        entry: JsonObject = {"coverage": coverage}
        rank = to_count(segment.peek(22))
        if rank is not None:
            segment.take(22)
            entry["priority"] = rank
        resource.setdefault("coverage", []).append(entry)
    if guarantors:
        resource.setdefault("guarantor", []).extend(guarantors)


def _orders(section: list[Segment]) -> tuple[list[Segment], list[OrderGroup]]:
    """The section without the orders that are charged for (DFT_P03), and these with their results."""
    rest: list[Segment] = []
    found: list[OrderGroup] = []
    order: OrderGroup | None = None
    for segment in section:
        if segment.name == "ORC" or (segment.name == "OBR" and (order is None or order.obr is not None)):
            order = OrderGroup()
            found.append(order)
        if order is not None and segment.name in {"ORC", "OBR"}:
            setattr(order, segment.name.lower(), segment)
        elif order is not None and segment.name in _OF_AN_ORDER:
            order.members.append(segment)
        else:
            order = None
            rest.append(segment)
    return rest, found
