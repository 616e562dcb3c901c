"""XON and HD to Organization. HL7 v2.9 chapter 2A.2.86; IG maps XON[Organization], HD[Organization]."""

from collections.abc import Iterable

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cx import identifier_type
from adapters.hl7v2.datatypes.ei import identifier_key
from adapters.hl7v2.datatypes.hd import hd_name, hd_to_system, universal_id_to_uri
from adapters.hl7v2.remembered import Mentions
from adapters.hl7v2.tokenizer import Repetition, Segment
from fhir_profiles.issue import JsonObject

_KNOWN = Mentions()


def xon_to_organization(
    cell: Repetition,
    context: MessageContext,
    *,
    details: JsonObject | None = None,
    cells: Iterable[Repetition] = (),
) -> JsonObject | None:
    """A reference to the Organization of an XON, or None when it is empty.

    `details` are further elements (address, telecom) that stand in other fields, and `cells` are these; an identifier
    among them is a further one.
    """
    name = cell.peek(1)
    number = cell.peek(10) or cell.peek(3)
    if not name and not number:
        return None
    cell.mark(1)
    resource: JsonObject = {"resourceType": "Organization"}
    key = f"name|{name}"
    if number:
        cell.mark(10 if cell.peek(10) else 3, 6)
        authority = cell.subcomponents(6)
        identifier: JsonObject = {"system": hd_to_system(authority, context, kind="organization"), "value": number}
        if len(authority) > 1 and authority[0] and authority[1]:
            identifier["assigner"] = {"display": authority[0]}
        if cell.peek(7):
            identifier["type"] = identifier_type(cell.take(7))
        resource["identifier"] = [identifier]
        key = identifier_key(identifier)
    if name:
        resource["name"] = name
    more = dict(details or {})
    if number and "identifier" in more:
        more["identifier"] = [*resource["identifier"], *more["identifier"]]
    resource |= more
    reference = context.post_once(resource, key=key) | ({"display": name} if name else {})
    context.give_back_untold(reference, resource, (cell, *cells))
    return reference


def first_organization(
    segment: Segment,
    field: int,
    context: MessageContext,
    *,
    details: JsonObject | None = None,
    cells: Iterable[Repetition] = (),
) -> JsonObject | None:
    """The reference for the first repetition of a field that holds an organization."""
    for cell in segment.repetitions(field):
        found = xon_to_organization(cell, context, details=details, cells=cells)
        if found:
            return found
    return None


def hd_to_organization(cell: Repetition, context: MessageContext) -> JsonObject | None:
    """A reference to the Organization that an HD names (MSH-4), or None when it is empty."""
    return context.recall(_KNOWN, cell, _institution)


def _institution(cell: Repetition, context: MessageContext) -> JsonObject | None:
    parts = [cell.peek(1), cell.peek(2), cell.peek(3)]
    label = hd_name(parts)
    if not label:
        return None
    cell.mark(1, 2, 3)
    identifiers = []
    uri = universal_id_to_uri(parts[1], parts[2])
    if uri:
        identifiers.append({"system": "urn:ietf:rfc:3986", "value": uri})
    elif parts[1]:
        identifiers.append({"system": context.local_system("organization"), "value": parts[1]})
    if parts[0]:
        identifiers.append({"system": context.local_system("organization"), "value": parts[0]})
    resource = {"resourceType": "Organization", "identifier": identifiers, "name": label}
    return context.post_once(resource, key=identifier_key(identifiers[0])) | {"display": label}
