"""REF_I12 and RRI_I12: a referral, and what has become of it. HL7 v2.9 chapter 11; the map is ours.

RF1-1 (table 0283) says accepted, pending, rejected or expired; the event new (I12), changed (I13), cancelled (I14).
"""

from adapters.hl7v2.codesystems.orders import REFERRAL_TASK_STATUS
from adapters.hl7v2.outbound.adt import add_patient, subject_of
from adapters.hl7v2.outbound.coded import concept_to_cwe
from adapters.hl7v2.outbound.context import Outgoing
from adapters.hl7v2.outbound.datatypes import (
    address_to_xad,
    contact_to_xtn,
    identifier_of,
    identifier_to_ei,
    name_parts,
    own_identifiers,
    ts,
)
from adapters.hl7v2.outbound.details import add_details
from adapters.hl7v2.outbound.line import Line
from adapters.hl7v2.outbound.obx import add_note
from adapters.hl7v2.outbound.parties import organization_to_xon
from adapters.hl7v2.outbound.resources import Node
from adapters.hl7v2.outbound.results import add_loose, add_report

EVENTS = {(code, event): f"{code}_I12" for code in ("REF", "RRI") for event in ("I12", "I13", "I14")}

_STATUS = {task: code for code, (task, _) in REFERRAL_TASK_STATUS.items()} | {
    "draft": "P", "ready": "P", "received": "P", "on-hold": "P", "in-progress": "A", "completed": "A",
    "cancelled": "E", "entered-in-error": "E",
}  # fmt: skip
_PRIORITY = {"stat": "S", "asap": "A", "urgent": "A", "routine": "R"}
_REFERRAL = "3457005"
_ORDER = ("NK1", "GT1", "IN1", "ACC", "DG1", "AL1", "PR1")


def write(context: Outgoing) -> None:
    """RF1, providers, patient and visit, diagnoses and what else goes along."""
    task = context.resources.first("Task")
    request = context.resources.resolve(task.child("focus")) if task else None
    request = request or context.needed("ServiceRequest")
    patient = subject_of(context) if request is not None else None
    if request is None or patient is None:
        return
    context.resources.told(request)
    if task is not None:
        context.resources.told(task)
        context.resources.resolve(task.child("for"))
        context.resources.resolve(task.child("encounter"))
    context.resources.resolve(request.child("subject"))
    context.resources.resolve(request.child("encounter"))
    _rf1(request, task, context)
    _providers(request, task, context)
    if not any(line.name == "PRD" for line in context.lines):
        context.warn("ServiceRequest.requester", "The referral names no provider; PRD, which is required, is empty.")
        context.add(Line("PRD").set(1, "RP"))
    if task is not None:
        _authorization(task, context)
    encounter = context.resources.first("Encounter")
    before = len(context.lines)
    add_patient(patient, encounter, context)
    visit = [line for line in context.lines[before:] if line.name in {"PV1", "PV2"}]
    del context.lines[len(context.lines) - len(visit) :]
    for name in ("reasonReference", "supportingInfo", "insurance"):
        for link in request.each(name):
            context.resources.resolve(link)
    before = len(context.lines)
    add_details(patient, encounter, context)
    context.lines[before:] = sorted(context.lines[before:], key=_place)
    _results(context)
    context.lines += visit
    for note in request.each("note"):
        add_note(note, context)


def _place(line: Line) -> int:
    """Where REF_I12 has the segment; ADT has allergies before diagnoses, and insurance last."""
    return _ORDER.index(line.name) if line.name in _ORDER else len(_ORDER)


def _rf1(request: Node, task: Node | None, context: Outgoing) -> None:
    rf1 = context.add(Line("RF1"))
    status = task.peek("status") if task else ""
    rf1.set(1, _STATUS.get(status, "P"))
    if task is not None:
        task.mark_each("status", "intent", "code", "priority", "authoredOn", "identifier", "focus")
        _answer(rf1, task, context)
    request.mark_each("status", "intent")
    rf1.set(2, _PRIORITY.get(request.text("priority"), ""))
    rf1.set(3, concept_to_cwe(request.child("code"), context, table="0281"))
    for category in request.each("category"):
        if category.peek("coding", "code") == _REFERRAL:
            category.mark()
        else:
            field, table = (4, "0282") if category.peek("coding", "system").endswith("v2-0282") else (5, "0284")
            rf1.add(field, concept_to_cwe(category, context, table=table))
    numbers = own_identifiers(request)
    placed = identifier_of(request, "PLAC") or next(iter(numbers), None)
    rf1.set(6, identifier_to_ei(placed, context, kind="placer"))
    rf1.set(11, *(identifier_to_ei(one, context, kind="filler") for one in numbers
                  if placed is None or one.path != placed.path))  # fmt: skip
    rf1.set(7, ts(request, context, "occurrencePeriod", "start") or ts(request, context, "occurrenceDateTime"))
    rf1.set(8, ts(request, context, "occurrencePeriod", "end"))
    rf1.set(9, ts(request, context, "authoredOn"))
    rf1.set(10, *(concept_to_cwe(reason, context, table="0336") for reason in request.each("reasonCode")))
    if not rf1.has(6):
        context.refuse(request.path, "The referral has no number; RF1-6, by which the receiver answers, needs one.")


def _answer(rf1: Line, task: Node, context: Outgoing) -> None:
    """Words of a refusal: RF1-10 takes a reason; what else is said goes into a note."""
    reason = task.child("statusReason")
    if reason is not None:
        rf1.add(10, concept_to_cwe(reason, context, table="0336"))
    if task.peek("restriction", "period", "start"):
        task.mark_each("restriction")


def _providers(request: Node, task: Node | None, context: Outgoing) -> None:
    """PRD of who refers (RP) and who is referred to (RT); a person and the institution behind one share a segment."""
    for role, element, of_task in (("RP", "requester", "requester"), ("RT", "performer", "owner")):
        links = request.each(element)
        for link in task.each(of_task) if task is not None else []:
            if any(link.peek("reference") == one.peek("reference") != "" for one in links):
                link.mark()
            else:
                links.append(link)
        people = [link for link in links if _is_person(link, context)]
        institutions = [link for link in links if not _is_person(link, context)]
        for at in range(max(len(people), len(institutions))):
            prd = Line("PRD").set(1, role)
            if at < len(people):
                _add_person(prd, people[at], context)
            if at < len(institutions):
                _add_institution(prd, institutions[at], context)
            context.add(prd)


def _is_person(link: Node, context: Outgoing) -> bool:
    found = context.resources.resolve(link)
    kind = found.value["resourceType"] if found else link.peek("type") or link.peek("reference").partition("/")[0]
    return kind.startswith("Pract")


def _add_person(prd: Line, link: Node, context: Outgoing) -> None:
    found = context.resources.resolve(link)
    name = found.at("name") if found else None
    prd.set(2, name_parts(name) if name else link.text("display"))
    if name is not None:
        name.mark_each("use")
    if found is None:
        return
    for number in own_identifiers(found):
        prd.add(7, [number.peek("value"), number.peek("type", "coding", "code")])
        number.mark()
    _add_ways(prd, found, context)


def _add_institution(prd: Line, link: Node, context: Outgoing) -> None:
    prd.set(10, organization_to_xon(link, context))
    found = context.resources.resolve(link)
    if found is not None:
        _add_ways(prd, found, context)


def _add_ways(prd: Line, holder: Node, context: Outgoing) -> None:
    """Addresses and numbers, in the order in which they are read back: the person's when there is one."""
    if not prd.has(3, 5):
        prd.set(3, *(address_to_xad(one, context) for one in holder.each("address")))
        prd.set(5, *(contact_to_xtn(one, context) for one in holder.each("telecom")))


def _authorization(task: Node, context: Outgoing) -> None:
    """AUT of what the payor has allowed."""
    aut = Line("AUT")
    for given in task.each("input"):
        kind = given.peek("type", "text")
        if kind == "authorization":
            aut.set(6, identifier_to_ei(given.child("valueIdentifier"), context, kind="authorization"))
        elif kind == "authorizing payor":
            aut.set(3, organization_to_xon(given.child("valueReference"), context))
        elif kind == "authorizing plan":
            aut.set(1, concept_to_cwe(given.child("valueCodeableConcept"), context, table="0072"))
        elif kind == "authorization period":
            aut.set(4, ts(given, context, "valuePeriod", "start")).set(5, ts(given, context, "valuePeriod", "end"))
        else:
            continue
        given.mark_each("type")
    aut.set(9, task.text("restriction", "repetitions"))
    if aut.fields:
        context.add(aut)


def _results(context: Outgoing) -> None:
    """Reports and observations that go along: each report an OBR group, the others under one."""
    reports = context.resources.all("DiagnosticReport")
    for number, report in enumerate(reports, 1):
        add_report(report, number, context)
    loose = [found for found in context.resources.all("Observation") if not context.resources.told(found)]
    if loose:
        add_loose(loose, len(reports) + 1, context)
