"""GT1, the guarantor, to RelatedPerson. Ours; the guide has no map for it."""

from adapters.hl7v2.codesystems.persons import GENDER, RELATIONSHIP
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import cwe_to_codeable_concept
from adapters.hl7v2.datatypes.cx import cx_to_identifier
from adapters.hl7v2.datatypes.period import fields_to_period
from adapters.hl7v2.datatypes.ts import ts_to_date
from adapters.hl7v2.datatypes.xad import xad_to_address
from adapters.hl7v2.datatypes.xon import first_organization
from adapters.hl7v2.datatypes.xpn import xpn_to_human_name
from adapters.hl7v2.datatypes.xtn import contact_points
from adapters.hl7v2.segments.related import put_related_person
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_SELF = frozenset({"SEL", "ONESELF", "本人"})


def gt1_to_guarantor(gt1: Segment, context: MessageContext) -> JsonObject | None:
    """Add who pays: the patient, an organization (GT1-21) or a RelatedPerson; an Account.guarantor, or None.

    A guarantor without a number is known by name, as a next of kin is (NK1): the same person is one record.
    """
    if context.patient is None:
        return None
    party = _party(gt1, context)
    if party is None:
        return None
    guarantor: JsonObject = {"party": party}
    period = {name: moment[:10] for name, moment in fields_to_period(gt1, 13, 14, context).items()}
    if period:
        guarantor["period"] = period
    return guarantor


def _party(gt1: Segment, context: MessageContext) -> JsonObject | None:
    if gt1.peek(11).upper() in _SELF:
        gt1.mark(11)
        return context.patient
    organization = first_organization(gt1, 21, context)
    if organization:
        return organization
    names = [name for cell in gt1.repetitions(3) if (name := xpn_to_human_name(cell, context))]
    numbers = [found for cell in gt1.repetitions(2) if (found := cx_to_identifier(cell, context, kind="guarantor"))]
    if not names and not numbers:
        return None
    person: JsonObject = {"resourceType": "RelatedPerson"}
    if numbers:
        person["identifier"] = numbers
    person["patient"] = context.patient
    relationship = cwe_to_codeable_concept(gt1.first(11), context, table="0063", translation=RELATIONSHIP)
    if relationship:
        person["relationship"] = [relationship]
    if names:
        person["name"] = names
    points = contact_points(gt1, ((6, "home"), (7, "work")), context)
    if points:
        person["telecom"] = points
    if gt1.peek(9) in GENDER:
        person["gender"] = GENDER[gt1.take(9)]
    birth = ts_to_date(gt1.first(8), context) if gt1.has(8) else ""
    if birth:
        person["birthDate"] = birth
    addresses = [found for cell in gt1.repetitions(5) if (found := xad_to_address(cell, context))]
    if addresses:
        person["address"] = addresses
    return put_related_person(person, context)
