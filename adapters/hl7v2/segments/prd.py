"""PRD, the provider of a referral, to Practitioner and Organization. The guide has no map for it.

Roles (table 0286): RP referring, RT referred to, PP primary care, CP consulting, PI payor.
"""

from dataclasses import dataclass

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cx import identifier_type
from adapters.hl7v2.datatypes.ei import identifier_key
from adapters.hl7v2.datatypes.xad import xad_to_address
from adapters.hl7v2.datatypes.xon import xon_to_organization
from adapters.hl7v2.datatypes.xpn import display_name, xpn_to_human_name
from adapters.hl7v2.datatypes.xtn import xtn_to_contact_point
from adapters.hl7v2.tokenizer import Repetition, Segment
from fhir_profiles.issue import JsonObject

_NPI = "http://hl7.org/fhir/sid/us-npi"


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider of a referral; either reference may be missing."""

    roles: frozenset[str]
    person: JsonObject | None
    organization: JsonObject | None

    @property
    def parties(self) -> list[JsonObject]:
        """Person and organization, as far as known."""
        return [party for party in (self.person, self.organization) if party]


def prd_to_provider(prd: Segment, context: MessageContext) -> Provider:
    """Add the Practitioner and the Organization of a PRD."""
    roles = frozenset(cell.take(1).upper() for cell in prd.repetitions(1))
    prd.first(1).mark(2, 3)
    details: JsonObject = {}
    addresses = [found for cell in prd.repetitions(3) if (found := xad_to_address(cell, context))]
    if addresses:
        details["address"] = addresses
    points = [found for cell in prd.repetitions(5) if (found := xtn_to_contact_point(cell, context, use="work"))]
    if points:
        details["telecom"] = points
    name = xpn_to_human_name(prd.first(2), context) if prd.has(2) else None
    organization = _organization(prd, context, details={} if name else details)
    return Provider(roles, _person(prd, name, details, context), organization)


def _person(prd: Segment, name: JsonObject | None, details: JsonObject, context: MessageContext) -> JsonObject | None:
    if name is None:
        return None
    identifiers = _identifiers(prd, context)
    if not identifiers:
        return {"display": display_name(name)} if display_name(name) else None
    resource = {"resourceType": "Practitioner", "identifier": identifiers, "name": [name]} | details
    reference = context.post_once(resource, key=identifier_key(identifiers[0]))
    reference |= {"display": display_name(name)} if display_name(name) else {}
    context.give_back_untold(reference, resource, _cells(prd))
    return reference


def _organization(prd: Segment, context: MessageContext, *, details: JsonObject) -> JsonObject | None:
    for cell in prd.repetitions(10):
        found = xon_to_organization(cell, context, details=details, cells=_cells(prd))
        if found:
            return found
    facility = next((part for part in prd.first(4).subcomponents(4) if part), "") if prd.has(4) else ""
    if not facility and not prd.has(2):
        identifiers = _identifiers(prd, context)
        if identifiers:
            resource = {"resourceType": "Organization", "identifier": identifiers} | details
            reference = context.post_once(resource, key=identifier_key(identifiers[0]))
            context.give_back_untold(reference, resource, _cells(prd))
            return reference
    if not facility:
        return None
    prd.take(4, 4)
    identifier = {"system": context.local_system("organization"), "value": facility}
    resource = {"resourceType": "Organization", "identifier": [identifier], "name": facility} | details
    reference = context.post_once(resource, key=identifier_key(identifier)) | {"display": facility}
    context.give_back_untold(reference, resource, _cells(prd))
    return reference


def _cells(prd: Segment) -> list[Repetition]:
    """What is told of a provider beside roles and numbers: names, addresses and telephone numbers (PRD-2, 3, 5)."""
    return [cell for at in (2, 3, 5) for cell in prd.repetitions(at)]


def _identifiers(prd: Segment, context: MessageContext) -> list[JsonObject]:
    """PLN: number, type (table 0338), state, expiry."""
    found: list[JsonObject] = []
    for cell in prd.repetitions(7):
        number = cell.take(1)
        if not number:
            continue
        kind = cell.take(2)
        system = _NPI if kind == "NPI" else context.local_system("practitioner")
        identifier: JsonObject = {"system": system, "value": number}
        if kind:
            identifier = {"type": identifier_type(kind)} | identifier
        found.append(identifier)
    return found
