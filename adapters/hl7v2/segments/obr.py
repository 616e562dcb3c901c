"""OBR to DiagnosticReport. IG segment map OBR[DiagnosticReport]."""

from adapters.hl7v2.codesystems.results import (
    LOCAL_REPORT_STATUS,
    REPORT_BY_OBSERVATION,
    REPORT_STATUS,
    SECTION,
)
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import cwe_to_codeable_concept
from adapters.hl7v2.datatypes.ei import identifier_key
from adapters.hl7v2.datatypes.period import to_period
from adapters.hl7v2.datatypes.ts import ts_to_datetime, ts_to_instant
from adapters.hl7v2.datatypes.xcn import ndl_to_practitioner
from adapters.hl7v2.groups import OrderGroup
from adapters.hl7v2.segments.orc import order_identifiers
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject


def group_key(order: OrderGroup, context: MessageContext) -> str:
    """What an order is known by: filler, else placer number, with the service where one number stands for several.

    Without a number: patient, service and time; without a time the message itself.
    """
    number = next(
        (identifier_key(identifier) for identifier in reversed(order_identifiers(order, context))),
        "",
    )
    if number:
        shared = number.rpartition("|")[2] in context.shared_numbers
        return f"{number}|{order.code}|{order.occurrence}" if shared else number
    moment = order.obr.peek(7) if order.obr is not None else ""
    return f"{context.patient_key}|{order.code}|{moment or context.occasion}|{order.occurrence}"


def obr_to_diagnostic_report(
    obr: Segment, order: OrderGroup, context: MessageContext, *, group: str
) -> tuple[JsonObject, str]:
    """The DiagnosticReport of an OBR, not yet added, and the key to add it under."""
    identifiers = order_identifiers(order, context)
    report: JsonObject = {"resourceType": "DiagnosticReport"}
    code = cwe_to_codeable_concept(obr.first(4), context) if obr.has(4) else None
    if code is None:
        context.warn(obr.path + "-4", "The report says not what was examined; kept as unknown.", code="required")
        code = {"text": "unknown"}
    report["status"] = _status(obr, order, context)
    section = _section(obr, context)
    if section:
        report["category"] = [section]
    report |= {"code": code} | context.subject() | context.in_encounter() | effective(obr, context)
    issued = ts_to_instant(obr.first(22), context) if obr.has(22) else ""
    if issued:
        report["issued"] = issued
    people = (("resultsInterpreter", (32, 33)), ("performer", (34, 35)))
    for name, fields in people:
        found = [
            person for at in fields for cell in obr.repetitions(at) if (person := ndl_to_practitioner(cell, context))
        ]
        if found:
            report[name] = found
    filler = [identifier for identifier in identifiers if identifier["type"]["coding"][0]["code"] == "FILL"]
    others = [identifier for identifier in identifiers if identifier not in filler]
    if (
        identifiers
        and identifiers[0]["value"] not in context.shared_numbers
        and group == identifier_key((filler or others)[0])
    ):
        report["identifier"] = filler + others
    elif identifiers:
        report["_more"] = filler + others
    return report, f"{group}|report"


def add_report(
    report: JsonObject, context: MessageContext, *, key: str, delete: frozenset[str] = frozenset()
) -> JsonObject:
    """Add a report; numbers that several reports share stand behind its own derived identifier."""
    more = report.pop("_more", [])
    reference = context.put(report, key=key, delete=delete)
    added = context.resource(reference)
    if more and added is not None:
        added["identifier"] += [identifier for identifier in more if identifier not in added["identifier"]]
    return reference


def effective(obr: Segment, context: MessageContext) -> JsonObject:
    """When the specimen was taken or the patient examined: OBR-7, with OBR-8 a period."""
    start = ts_to_datetime(obr.first(7), context) if obr.has(7) else ""
    end = ts_to_datetime(obr.first(8), context) if obr.has(8) else ""
    if start and end and start != end:
        period = to_period(start, end, context, f"{obr.path}-8")
        return {"effectivePeriod": period} if "end" in period else {"effectiveDateTime": start}
    if start or end:
        return {"effectiveDateTime": start or end}
    return {}


def _status(obr: Segment, order: OrderGroup, context: MessageContext) -> str:
    code = obr.peek(25)
    status = REPORT_STATUS.get(code) or LOCAL_REPORT_STATUS.get(code)
    if status:
        obr.take(25)
        return status
    if code:
        context.warn(obr.path + "-25", "The report status is not in table 0123; kept as unknown.", code="code-invalid")
        return "unknown"
    context.warn(obr.path + "-25", "The report status is missing; it was taken from the observations.", code="required")
    codes = {segment.peek(11) for segment in order.named("OBX")}
    if not codes or codes == {""}:
        return "unknown"
    by_code = {"P": "preliminary", "R": "preliminary", "I": "registered", "O": "registered", "C": "corrected"}
    found = {by_code.get(value, "final") for value in codes}
    return next((report for observation, report in REPORT_BY_OBSERVATION if observation in found), "final")


def _section(obr: Segment, context: MessageContext) -> JsonObject | None:
    section = cwe_to_codeable_concept(obr.first(24), context, table="0074") if obr.has(24) else None
    for coding in (section or {}).get("coding", ()):
        if coding["code"] in SECTION:
            coding.setdefault("display", SECTION[coding["code"]])
    return section
