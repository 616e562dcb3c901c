"""NK1 to RelatedPerson, or Patient.contact for institutions. IG maps NK1[RelatedPerson], NK1[Patient]."""

from adapters.hl7v2.codesystems.persons import CONTACT_ROLE, GENDER, ORGANIZATION_ROLES, RELATIONSHIP, V2_0131
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import cwe_to_codeable_concept
from adapters.hl7v2.datatypes.cx import cx_to_identifier, resident_identifier
from adapters.hl7v2.datatypes.period import fields_to_period
from adapters.hl7v2.datatypes.resident_id import looks_like_resident_id, to_resident_id
from adapters.hl7v2.datatypes.ts import ts_to_date
from adapters.hl7v2.datatypes.xad import xad_to_address
from adapters.hl7v2.datatypes.xon import first_organization
from adapters.hl7v2.datatypes.xpn import xpn_to_human_name
from adapters.hl7v2.datatypes.xtn import contact_points
from adapters.hl7v2.nulls import deleted
from adapters.hl7v2.segments.related import put_related_person
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject


def nk1_to_related_person(nk1: Segment, context: MessageContext) -> None:
    """Add the RelatedPerson of an NK1; an employer, insurer or agency becomes a contact instead."""
    if context.patient is None:
        return
    if nk1.peek(3) in ORGANIZATION_ROLES or nk1.peek(7) in ORGANIZATION_ROLES:
        _add_contact(nk1, context)
        return
    person: JsonObject = {"resourceType": "RelatedPerson"}
    identifiers = [
        found
        for field in (12, 33)
        for cell in nk1.repetitions(field)
        if (found := cx_to_identifier(cell, context, kind="related-person"))
    ]
    identifiers += _national_number(nk1, context)
    if identifiers:
        person["identifier"] = identifiers
    person["patient"] = context.patient
    names = _names(nk1, context)
    if names:
        person["name"] = names
    relationship = _relationship(nk1, context)
    if relationship:
        person["relationship"] = relationship
    points = _telecom(nk1, context)
    if points:
        person["telecom"] = points
    addresses = [
        found for field in (4, 32) for cell in nk1.repetitions(field) if (found := xad_to_address(cell, context))
    ]
    if addresses:
        person["address"] = addresses
    _details(nk1, person, context)
    gone = deleted(nk1, person)
    put_related_person(person, context, key=f"set {nk1.peek(1) or nk1.ordinal}", delete=gone, group="NK1")
    _add_employer(nk1, names, context)


def _national_number(nk1: Segment, context: MessageContext) -> list[JsonObject]:
    """NK1-37: a resident identity number where it is one, else as the guide has it outside the United States (SB)."""
    number = to_resident_id(nk1.peek(37)) if looks_like_resident_id(nk1.peek(37)) else None
    if number:
        nk1.take(37)
        return [resident_identifier(number)]
    found = cx_to_identifier(nk1.first(37), context, kind="ss", type_code="SB") if nk1.has(37) else None
    return [found] if found else []


def _add_employer(nk1: Segment, names: list[JsonObject], context: MessageContext) -> None:
    """The organization of a relative (NK1-13), for which RelatedPerson has no element: a contact of that name."""
    patient = context.resource(context.patient)
    organization = first_organization(nk1, 13, context)
    if organization and patient is not None:
        contact = ({"name": names[0]} if names else {}) | {"organization": organization}
        patient.setdefault("contact", []).append(contact)


def _names(nk1: Segment, context: MessageContext) -> list[JsonObject]:
    return [name for field in (2, 30) for cell in nk1.repetitions(field) if (name := xpn_to_human_name(cell, context))]


def _relationship(nk1: Segment, context: MessageContext) -> list[JsonObject]:
    found = []
    for field, table, translation in ((3, "0063", RELATIONSHIP), (7, "0131", None)):
        for cell in nk1.repetitions(field):
            role = cwe_to_codeable_concept(cell, context, table=table, translation=translation)
            if role:
                _name_role(role)
                found.append(role)
    return found


def _name_role(role: JsonObject) -> None:
    for coding in role.get("coding", ()):
        if coding.get("system") == V2_0131 and coding["code"] in CONTACT_ROLE:
            coding.setdefault("display", CONTACT_ROLE[coding["code"]])


def _telecom(nk1: Segment, context: MessageContext) -> list[JsonObject]:
    return contact_points(nk1, ((5, ""), (6, "work"), (31, ""), (40, ""), (41, "")), context)


def _details(nk1: Segment, person: JsonObject, context: MessageContext) -> None:
    if nk1.peek(15) in GENDER:
        person["gender"] = GENDER[nk1.take(15)]
    birth = ts_to_date(nk1.first(16), context) if nk1.has(16) else ""
    if birth:
        person["birthDate"] = birth
    period = _period(nk1, context)
    if period:
        person["period"] = period
    language = cwe_to_codeable_concept(nk1.first(20), context, table="0296") if nk1.has(20) else None
    if language:
        person["communication"] = [{"language": language}]


def _period(nk1: Segment, context: MessageContext) -> JsonObject:
    period = fields_to_period(nk1, 8, 9, context)
    return {name: moment[:10] for name, moment in period.items()}


def _add_contact(nk1: Segment, context: MessageContext) -> None:
    patient = context.resource(context.patient)
    if patient is None:
        return
    contact: JsonObject = {}
    relationship = _relationship(nk1, context)
    if relationship:
        contact["relationship"] = relationship
    names = _names(nk1, context)
    if names:
        contact["name"] = names[0]
    points = _telecom(nk1, context)
    if points:
        contact["telecom"] = points
    address = xad_to_address(nk1.first(4), context) if nk1.has(4) else None
    if address:
        contact["address"] = address
    organization = first_organization(nk1, 13, context)
    if organization:
        contact["organization"] = organization
    period = _period(nk1, context)
    if period:
        contact["period"] = period
    if {"name", "telecom", "address", "organization"} & contact.keys():
        patient.setdefault("contact", []).append(contact)
    else:
        context.warn(nk1.path, "The contact has neither name, telecom, address nor organization; it was left out.")
