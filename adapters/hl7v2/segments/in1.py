"""IN1 to Coverage. IG segment map IN1[Coverage]."""

from adapters.hl7v2.codesystems.persons import GENDER, RELATIONSHIP
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import cwe_to_codeable_concept
from adapters.hl7v2.datatypes.cx import cx_to_identifier
from adapters.hl7v2.datatypes.ei import identifier_key, number_to_identifier
from adapters.hl7v2.datatypes.period import fields_to_period
from adapters.hl7v2.datatypes.ts import ts_to_date
from adapters.hl7v2.datatypes.xad import xad_to_address
from adapters.hl7v2.datatypes.xon import first_organization, xon_to_organization
from adapters.hl7v2.datatypes.xpn import xpn_to_human_name
from adapters.hl7v2.datatypes.xtn import xtn_to_contact_point
from adapters.hl7v2.nulls import deleted
from adapters.hl7v2.segments.related import put_related_person
from adapters.hl7v2.tokenizer import Repetition, Segment
from fhir_profiles.issue import JsonObject

_HOLDER = frozenset({10, 11})
_INSURED = (16, 18, 19, 43)
_SELF = frozenset({"SEL", "ONESELF", "self"})
_COVERAGE_CLASS = "http://terminology.hl7.org/CodeSystem/coverage-class"


def in1_to_coverage(in1: Segment, context: MessageContext) -> JsonObject | None:
    """Add the Coverage of an IN1; the reference, or None without a patient.

    Without an insurer the plan's name stands as payor by display.
    """
    if context.patient is None:
        return None
    coverage: JsonObject = {"resourceType": "Coverage"}
    policy = in1.take(36)
    if policy:
        coverage["identifier"] = [number_to_identifier(policy, (), context, kind="policy")]
    coverage["status"] = "active"
    kind = cwe_to_codeable_concept(in1.first(15), context, table="0086") if in1.has(15) else None
    if kind:
        coverage["type"] = kind
    coverage["beneficiary"] = context.patient
    member = cx_to_identifier(in1.first(49), context, kind="insured") if in1.has(49) else None
    if member:
        in1.first(49).give_back(2, 3, 4, 5, 7, 8)
        coverage["subscriberId"] = member["value"]
    relationship = cwe_to_codeable_concept(in1.first(17), context, table="0063", translation=RELATIONSHIP)
    if relationship:
        coverage["relationship"] = relationship
    holder = _policy_holder(in1, context)
    if holder:
        coverage["policyHolder"] = holder
    subscriber = _subscriber(in1, relationship, context)
    if subscriber:
        coverage["subscriber"] = subscriber
    period = {name: moment[:10] for name, moment in fields_to_period(in1, 12, 13, context).items()}
    if period:
        coverage["period"] = period
    plan = cwe_to_codeable_concept(in1.first(2), context, table="0072")
    _give_back_plan(in1.first(2))
    payor = _payor(in1, context)
    coverage["payor"] = [payor or {"display": (plan or {}).get("text") or "unknown"}]
    classes = _classes(in1, plan)
    if classes:
        coverage["class"] = classes
    key = identifier_key(coverage["identifier"][0]) if policy else _key(in1, plan, payor)
    key = f"{context.patient_key}|coverage|{key}"
    return context.put(coverage, key=key, delete=deleted(in1, coverage), group="IN1")


def _payor(in1: Segment, context: MessageContext) -> JsonObject | None:
    details: JsonObject = {}
    address = xad_to_address(in1.first(5), context) if in1.has(5) else None
    if address:
        details["address"] = [address]
    points = [point for cell in in1.repetitions(7) if (point := xtn_to_contact_point(cell, context))]
    if points:
        details["telecom"] = points
    more = (*in1.repetitions(5), *in1.repetitions(7))
    for cell in in1.repetitions(4):
        found = xon_to_organization(cell, context, details=details, cells=more)
        if found:
            return found
    if not in1.has(3):
        return None
    identifier = cx_to_identifier(in1.first(3), context, kind="insurer")
    if identifier is None:
        return None
    resource = {"resourceType": "Organization", "identifier": [identifier]} | details
    reference = context.post_once(resource, key=identifier_key(identifier))
    context.give_back_untold(reference, resource, (in1.first(3), *more))
    return reference


def _give_back_plan(cell: Repetition) -> None:
    """A class of the Coverage holds a code and a name: what else the CWE says is residue."""
    code = next((at for at in (1, 4, 10) if cell.peek(at)), 0)
    name = 9 if cell.peek(9) else 2
    cell.give_back(*(at for at in range(1, 23) if at not in {code, name}))


def _policy_holder(in1: Segment, context: MessageContext) -> JsonObject | None:
    """The insured's employer or group (IN1-11), with its number (IN1-10)."""
    if in1.lacks(_HOLDER):
        return None
    number = cx_to_identifier(in1.first(10), context, kind="insured-group") if in1.has(10) else None
    details: JsonObject = {"identifier": [number]} if number else {}
    holder = first_organization(in1, 11, context, details=details, cells=in1.repetitions(10))
    if holder or number is None:
        return holder
    return {"type": "Organization", "identifier": number}


def _subscriber(in1: Segment, relationship: JsonObject | None, context: MessageContext) -> JsonObject | None:
    """The insured (IN1-16): the patient, or a RelatedPerson with birth date, address and sex (IN1-18, 19, 43)."""
    codes = {coding["code"] for coding in (relationship or {}).get("coding", ())}
    if codes & _SELF:
        in1.keep(*_INSURED)
        return context.patient
    names = [name for cell in in1.repetitions(16) if (name := xpn_to_human_name(cell, context))]
    if not names or relationship is None:
        return None
    person: JsonObject = {"resourceType": "RelatedPerson", "patient": context.patient, "name": names}
    sex = in1.peek(43)
    if sex in GENDER:
        in1.take(43)
        person["gender"] = GENDER[sex]
    birth = ts_to_date(in1.first(18), context) if in1.has(18) else ""
    if birth:
        person["birthDate"] = birth
    addresses = [found for cell in in1.repetitions(19) if (found := xad_to_address(cell, context))]
    if addresses:
        person["address"] = addresses
    return put_related_person(person, context)


def _classes(in1: Segment, plan: JsonObject | None) -> list[JsonObject]:
    found: list[JsonObject] = []
    if plan:
        codings = plan.get("coding", [])
        entry = {"type": _class_type("plan"), "value": codings[0]["code"] if codings else plan["text"]}
        if plan.get("text"):
            entry["name"] = plan["text"]
        found.append(entry)
    if in1.peek(8):
        entry = {"type": _class_type("group"), "value": in1.take(8)}
        if in1.peek(9):
            entry["name"] = in1.take(9)
        found.append(entry)
    return found


def _class_type(code: str) -> JsonObject:
    return {"coding": [{"system": _COVERAGE_CLASS, "code": code}]}


def _key(in1: Segment, plan: JsonObject | None, payor: JsonObject | None) -> str:
    codings = (plan or {}).get("coding", [])
    parts = [codings[0]["code"] if codings else (plan or {}).get("text", "")]
    parts.append((payor or {}).get("reference", ""))
    return "|".join(parts) if any(parts) else f"set {in1.peek(1) or in1.ordinal}"
