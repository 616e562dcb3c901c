"""What PRA and ORG of a staff record say of roles: specialties, departments, the institution. HL7 v2.9 chapter 15.4.

PRA-5 is an SPD (name, governing board, eligible or certified, date); many systems send a coded CWE in its place. Both
are read: a third component that names a coding system makes it a code.
"""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept, cwe_to_codeable_concept, cwe_to_words
from adapters.hl7v2.datatypes.cx import cx_to_identifier, identifier_type
from adapters.hl7v2.datatypes.ei import identifier_key
from adapters.hl7v2.datatypes.period import components_to_period
from adapters.hl7v2.datatypes.ts import ts_to_date
from adapters.hl7v2.datatypes.xon import xon_to_organization
from adapters.hl7v2.tokenizer import Repetition, Segment
from fhir_profiles.issue import JsonObject

_CERTIFICATION = frozenset({"E", "C", ""})
"""Table 0337: eligible, certified."""


def specialties(pra: Segment, context: MessageContext) -> list[JsonObject]:
    """The specialties of PRA-5 as concepts."""
    found = []
    for cell in pra.repetitions(5):
        if cell.peek(3) in _CERTIFICATION:
            if cell.peek(1):
                found.append({"text": cell.take(1)})
        elif told := cwe_to_codeable_concept(cell, context):
            found.append(told)
    return found


def board_certificates(pra: Segment, context: MessageContext) -> list[JsonObject]:
    """What a board has certified (PRA-5.2 to 4) as qualifications; who is only eligible (E) has none."""
    found = []
    for cell in pra.repetitions(5):
        is_certified = cell.peek(3) == "C" or (not cell.peek(3) and (cell.peek(2) or cell.peek(4)))
        if not cell.peek(1) or not is_certified:
            continue
        cell.mark(3)
        qualification: JsonObject = {"code": {"text": cell.take(1)}}
        since = ts_to_date(cell, context, 4) if cell.peek(4) else ""
        if since:
            qualification["period"] = {"start": since}
        if cell.peek(2):
            qualification["issuer"] = {"display": cell.take(2)}
        found.append(qualification)
    return found


def licences(pra: Segment, context: MessageContext) -> list[JsonObject]:
    """The numbers of PRA-6 (PLN: number, type, issuing state, end) as identifiers."""
    found = []
    for cell in pra.repetitions(6):
        value, kind = cell.take(1), cell.take(2)
        if not value:
            continue
        identifier: JsonObject = {"type": identifier_type(kind)} if kind else {}
        identifier |= {"system": context.local_system(kind or "licence"), "value": value}
        until = ts_to_date(cell, context, 4) if cell.peek(4) else ""
        if until:
            identifier["period"] = {"end": until}
        if cell.peek(3):
            identifier["assigner"] = {"display": cell.take(3)}
        found.append(identifier)
    return found


def certificate(cer: Segment, context: MessageContext) -> JsonObject | None:
    """The qualification of a CER: type, serial number, who granted it, from when until when."""
    kind = cwe_to_codeable_concept(cer.first(10), context) if cer.has(10) else None
    if kind is None:
        return None
    found: JsonObject = {"code": kind}
    serial = cer.take(2)
    if serial:
        found["identifier"] = [{"system": context.local_system("certificate"), "value": serial}]
    start = ts_to_date(cer.first(23), context) if cer.has(23) else ""
    end = ts_to_date(cer.first(27), context) if cer.has(27) else ""
    if start or end:
        found["period"] = ({"start": start} if start else {}) | ({"end": end} if end else {})
    issuer = xon_to_organization(cer.first(4), context) if cer.has(4) else None
    if issuer:
        found["issuer"] = issuer
    return found


def institution_of(pra: Segment | None, context: MessageContext) -> JsonObject | None:
    """PRA-9: the institution that the staff member works for, when the record names one."""
    cell = pra.first(9) if pra is not None and pra.has(9) else None
    if cell is None or not (cell.peek(1) or cell.peek(2)):
        return None
    cell.mark(1, 2, 3)
    name = cell.peek(2) or cell.peek(1)
    number = {"system": context.local_system("organization"), "value": cell.peek(1) or name}
    resource = {"resourceType": "Organization", "identifier": [number], "name": name}
    return context.post_once(resource, key=identifier_key(number)) | {"display": name}


def department(
    cell: Repetition, institution: JsonObject | None, context: MessageContext, *, kind: JsonObject | None = None
) -> JsonObject | None:
    """STF-8 or ORG-2: the department as an Organization, part of the institution. `kind` is a further type."""
    code = cell.peek(1)
    name = cwe_to_words(cell)
    if not name:
        return None
    if code:
        cell.mark(1, 3)
    number = {"system": context.local_system("department"), "value": code or name}
    dept = concept("dept", "http://terminology.hl7.org/CodeSystem/organization-type", "Hospital Department")
    resource: JsonObject = {
        "resourceType": "Organization",
        "identifier": [number],
        "type": [dept, kind] if kind else [dept],
        "name": name,
    }
    if institution:
        resource["partOf"] = {"reference": institution["reference"]}
    return context.post_once(resource, key=identifier_key(number)) | {"display": name}


def org_to_role(org: Segment, institution: JsonObject | None, context: MessageContext) -> JsonObject:
    """The parts of a PractitionerRole that an ORG says: unit, number there, provider types, specialties, period."""
    role: JsonObject = {}
    org.keep(4)
    own = cx_to_identifier(org.first(5), context, kind="practitioner") if org.has(5) else None
    if own:
        role["identifier"] = [own]
    period = components_to_period(org.first(9), 1, context) if org.has(9) else {}
    if period:
        role["period"] = period
    kind = cwe_to_codeable_concept(org.first(3), context, table="0474") if org.has(3) else None
    unit = department(org.first(2), institution, context, kind=kind) if org.has(2) else None
    if unit:
        role["organization"] = unit
    for name, fields in (("code", ((6, "0452"), (7, "0453"))), ("specialty", ((8, "0454"),))):
        found = [
            told
            for at, table in fields
            for cell in org.repetitions(at)
            if (told := cwe_to_codeable_concept(cell, context, table=table))
        ]
        if found:
            role[name] = found
    return role
