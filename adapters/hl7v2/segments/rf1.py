"""RF1 and AUT to ServiceRequest and Task. The guide has no map for them; docs/adapters/hl7v2.md gives ours.

The request says what is asked for; the Task says how far it is. A cancelled referral (I14) stays
on record, revoked.
"""

from adapters.hl7v2.codesystems.orders import PRIORITY, REFERRAL_TASK_STATUS
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept, cwe_to_codeable_concept
from adapters.hl7v2.datatypes.ei import ei_to_identifier, identifier_key
from adapters.hl7v2.datatypes.period import fields_to_period
from adapters.hl7v2.datatypes.quantity import to_count
from adapters.hl7v2.datatypes.ts import ts_to_datetime
from adapters.hl7v2.datatypes.xon import first_organization
from adapters.hl7v2.segments.prd import Provider
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_TASK_CODE = "http://hl7.org/fhir/CodeSystem/task-code"
_REFERRAL = concept("3457005", "http://snomed.info/sct", "Patient referral")


def rf1_to_service_request(
    rf1: Segment, providers: list[Provider], context: MessageContext, *, supporting: JsonObject
) -> JsonObject:
    """Add the ServiceRequest of a referral; the reference.

    `supporting` are elements that other segments give (reasonReference, supportingInfo,
    insurance, note).
    """
    identifiers = referral_identifiers(rf1, context)
    request: JsonObject = {"resourceType": "ServiceRequest"}
    if identifiers:
        request["identifier"] = identifiers
    request |= {"status": _statuses(rf1, context)[1], "intent": "order", "category": [_REFERRAL]}
    for field, table in ((5, "0284"), (4, "0282")):
        found = [
            value for cell in rf1.repetitions(field) if (value := cwe_to_codeable_concept(cell, context, table=table))
        ]
        request["category"] = request["category"] + found
    kind = cwe_to_codeable_concept(rf1.first(3), context, table="0281") if rf1.has(3) else None
    if kind:
        request["code"] = kind
    if rf1.peek(2).upper() in PRIORITY:
        request["priority"] = PRIORITY[rf1.take(2).upper()]
        rf1.first(2).mark(2, 3)
    request |= context.subject() | context.in_encounter()
    period = _period(rf1, context)
    if period:
        request["occurrencePeriod"] = period
    authored = _authored(rf1, context)
    if authored:
        request["authoredOn"] = authored
    requesters = _parties(providers, "RP")
    if requesters:
        request["requester"] = requesters[0]
    performers = _parties(providers, "RT")
    if performers:
        request["performer"] = performers
    reasons = [value for cell in rf1.repetitions(10) if (value := cwe_to_codeable_concept(cell, context, table="0336"))]
    if reasons:
        request["reasonCode"] = reasons
    return context.put(request | supporting, key=referral_key(identifiers, context))


def rf1_to_task(
    rf1: Segment, authorizations: list[Segment], providers: list[Provider], request: JsonObject, context: MessageContext
) -> JsonObject:
    """Add the Task that carries the state of the referral; the reference."""
    identifiers = referral_identifiers(rf1, context)
    task: JsonObject = {"resourceType": "Task"}
    if identifiers:
        task["identifier"] = [dict(identifier) for identifier in identifiers]
    status = _statuses(rf1, context)[0]
    rf1.first(1).mark(1, 2, 3)
    task |= {"status": status, "intent": "order", "code": concept("fulfill", _TASK_CODE), "focus": request}
    if rf1.peek(2).upper() in PRIORITY:
        task["priority"] = PRIORITY[rf1.peek(2).upper()]
    if context.patient:
        task["for"] = context.patient
    task |= context.in_encounter()
    authored = _authored(rf1, context)
    if authored:
        task["authoredOn"] = authored
    requester = next((found.organization or found.person for found in providers if "RP" in found.roles), None)
    if requester:
        task["requester"] = requester
    owner = next((found.organization or found.person for found in providers if "RT" in found.roles), None)
    if owner:
        task["owner"] = owner
    restriction: JsonObject = {}
    period = _period(rf1, context)
    if period:
        restriction["period"] = period
    inputs = [value for aut in authorizations for value in _authorization(aut, restriction, context)]
    if restriction:
        task["restriction"] = restriction
    if inputs:
        task["input"] = inputs
    return context.put(task, key=referral_key(identifiers, context))


def referral_identifiers(rf1: Segment, context: MessageContext) -> list[JsonObject]:
    """The referral's number at its origin (RF1-6), then those of others (RF1-11)."""
    fields = ((6, "placer", "PLAC"), (11, "filler", "FILL"))
    return [
        found
        for field, kind, code in fields
        for cell in rf1.repetitions(field)
        if (found := ei_to_identifier(cell, context, kind=kind, type_code=code))
    ]


def referral_key(identifiers: list[JsonObject], context: MessageContext) -> str:
    """What the sender knows the referral by; patient and date of the event where it gives no number."""
    if identifiers:
        return identifier_key(identifiers[0])
    return f"{context.patient_key}|referral|{context.event_time[:10] or context.occasion}"


def _statuses(rf1: Segment, context: MessageContext) -> tuple[str, str]:
    """(Task.status, ServiceRequest.status): the cancel event, else RF1-1 (table 0283), else requested."""
    if context.event in {"I14", "I11"}:
        return "cancelled", "revoked"
    code = rf1.peek(1).upper()
    found = REFERRAL_TASK_STATUS.get(code)
    if found:
        return found
    if code:
        context.warn(
            "RF1-1", "The referral status is not in table 0283; it was read as requested.", code="code-invalid"
        )
    return "requested", "active"


def _period(rf1: Segment, context: MessageContext) -> JsonObject:
    return fields_to_period(rf1, 7, 8, context)


def _authored(rf1: Segment, context: MessageContext) -> str:
    return (ts_to_datetime(rf1.first(9), context) if rf1.has(9) else "") or context.event_time


def _parties(providers: list[Provider], role: str) -> list[JsonObject]:
    return [party for provider in providers if role in provider.roles for party in provider.parties]


def _authorization(aut: Segment, restriction: JsonObject, context: MessageContext) -> list[JsonObject]:
    found: list[JsonObject] = []
    number = ei_to_identifier(aut.first(6), context, kind="authorization") if aut.has(6) else None
    if number:
        found.append({"type": {"text": "authorization"}, "valueIdentifier": number})
    payor = first_organization(aut, 3, context)
    if payor:
        found.append({"type": {"text": "authorizing payor"}, "valueReference": payor})
    plan = cwe_to_codeable_concept(aut.first(1), context, table="0072") if aut.has(1) else None
    if plan:
        found.append({"type": {"text": "authorizing plan"}, "valueCodeableConcept": plan})
    period = fields_to_period(aut, 4, 5, context)
    if period:
        found.append({"type": {"text": "authorization period"}, "valuePeriod": period})
    times = to_count(aut.peek(9))
    if times is not None and "repetitions" not in restriction:
        aut.take(9)
        restriction["repetitions"] = times
    return found
