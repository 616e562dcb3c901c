"""EI, EIP and plain numbers to Identifier. HL7 v2.9 chapter 2A.2.28."""

from collections.abc import Sequence

from adapters.hl7v2.codesystems.identifiers import IDENTIFIER_TYPES, V2_0203
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.hd import hd_to_system, universal_id_to_uri
from adapters.hl7v2.tokenizer import Repetition
from fhir_profiles.issue import JsonObject


def ei_to_identifier(cell: Repetition, context: MessageContext, *, kind: str, type_code: str = "") -> JsonObject | None:
    """The Identifier of an EI, or None. `kind` is the number series (placer, filler, accession)."""
    value = cell.peek(1)
    if not value:
        return None
    namespace, universal, universal_type = (cell.peek(at) for at in (2, 3, 4))
    cell.mark(1, 2)
    if universal_id_to_uri(universal, universal_type):
        cell.mark(3, 4)
    elif universal and (not namespace or universal in context.source.dialect.authorities):
        cell.mark(3)
    return number_to_identifier(value, [namespace, universal, universal_type], context, kind=kind, type_code=type_code)


def eip_to_identifier(
    cell: Repetition, context: MessageContext, component: int, *, kind: str, type_code: str = ""
) -> JsonObject | None:
    """The Identifier of one half of an EIP: component 1 is the placer's, 2 the filler's."""
    parts = cell.subcomponents(component)
    if not parts or not parts[0]:
        return None
    cell.mark(component)
    return number_to_identifier(parts[0], parts[1:], context, kind=kind, type_code=type_code)


def number_to_identifier(
    value: str, authority: Sequence[str], context: MessageContext, *, kind: str, type_code: str = ""
) -> JsonObject:
    """An Identifier from a number and its authority (namespace, universal id, type)."""
    identifier: JsonObject = {}
    if type_code:
        coding = {"system": V2_0203, "code": type_code}
        if type_code in IDENTIFIER_TYPES:
            coding["display"] = IDENTIFIER_TYPES[type_code]
        identifier["type"] = {"coding": [coding]}
    identifier["system"] = hd_to_system(authority, context, kind=kind)
    identifier["value"] = value
    if authority and authority[0]:
        identifier["assigner"] = {"display": authority[0]}
    return identifier


def identifier_key(identifier: JsonObject) -> str:
    """What a uuid is made of: system and value."""
    return f"{identifier.get('system', '')}|{identifier['value']}"
