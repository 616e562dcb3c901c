"""XCN, CNN and NDL to Practitioner. HL7 v2.9 chapter 2A.2.87; IG map XCN[Practitioner]."""

from adapters.hl7v2.codesystems.persons import NAME_USE
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cx import identifier_type
from adapters.hl7v2.datatypes.ei import identifier_key
from adapters.hl7v2.datatypes.hd import hd_to_system
from adapters.hl7v2.datatypes.xpn import display_name, name_parts
from adapters.hl7v2.remembered import Mentions
from adapters.hl7v2.tokenizer import Repetition, Segment
from fhir_profiles.issue import JsonObject

_KNOWN = Mentions()


def xcn_to_practitioner(cell: Repetition, context: MessageContext) -> JsonObject | None:
    """A reference to the Practitioner of an XCN, or None when it is empty.

    A person without a number gives a reference by display alone: two doctors of one name must
    not become one record.
    """
    return context.recall(_KNOWN, cell, _practitioner)


def first_practitioner(segment: Segment | None, field: int, context: MessageContext) -> JsonObject | None:
    """The reference for the first repetition of a field that holds a person."""
    if segment is None:
        return None
    return next(iter(practitioners(segment, field, context)), None)


def practitioners(segment: Segment, field: int, context: MessageContext) -> list[JsonObject]:
    """References for every repetition of a field that holds a person."""
    found = [xcn_to_practitioner(cell, context) for cell in segment.repetitions(field)]
    return [reference for reference in found if reference]


def ndl_to_practitioner(cell: Repetition, context: MessageContext) -> JsonObject | None:
    """A reference to the person of an NDL, whose first component is a CNN in subcomponents."""
    parts = cell.subcomponents(1)
    if not any(parts):
        return None
    delimiters = cell.segment.delimiters
    cnn = cell.parts[0].split(delimiters.subcomponent)
    cell.mark(1)
    # CNN carries its authority in parts 8 to 10, where XCN has one HD in component 9.
    xcn = [*cnn[:7], *[""] * (8 - len(cnn[:7])), delimiters.subcomponent.join(cnn[8:11])]
    standing_alone = Repetition(cell.segment, cell.field, cell.index, delimiters.component.join(xcn))
    return xcn_to_practitioner(standing_alone, context)


def _practitioner(cell: Repetition, context: MessageContext) -> JsonObject | None:
    value = cell.peek(1)
    name = name_parts(cell, family=2, given=3)
    if not value:
        return _by_name_alone(cell, name)
    cell.mark(1, 9)
    authority = cell.subcomponents(9)
    identifier: JsonObject = {"system": hd_to_system(authority, context, kind="practitioner"), "value": value}
    if cell.peek(13):
        identifier["type"] = identifier_type(cell.take(13))
    if authority and authority[0]:
        identifier["assigner"] = {"display": authority[0]}
    resource: JsonObject = {"resourceType": "Practitioner", "identifier": [identifier]}
    if name:
        if cell.peek(10) in NAME_USE:
            name["use"] = NAME_USE[cell.take(10)]
        if cell.peek(21):
            name.setdefault("suffix", []).append(cell.take(21))
        resource["name"] = [name]
    reference = context.post_once(resource, key=identifier_key(identifier))
    if display_name(name):
        reference["display"] = display_name(name)
    context.give_back_untold(reference, resource, (cell,))
    return reference


def _by_name_alone(cell: Repetition, name: JsonObject) -> JsonObject | None:
    """A person without a number: the display alone, which holds neither suffix nor degree."""
    words = display_name(name)
    if not words:
        cell.give_back()
        return None
    cell.give_back(5, 7, *((6,) if "text" in name else ()))
    return {"display": words}
