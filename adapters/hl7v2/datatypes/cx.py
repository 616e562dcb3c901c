"""CX to Identifier. HL7 v2.9 chapter 2A.2.14; IG datatype map CX[Identifier]."""

from adapters.hl7v2.codesystems.identifiers import HEALTH_CARD_TYPES, HEALTH_RECORD_TYPES, IDENTIFIER_TYPES, V2_0203
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.hd import hd_to_system
from adapters.hl7v2.datatypes.period import to_period
from adapters.hl7v2.datatypes.resident_id import (
    HEALTH_CARD_SYSTEM,
    HEALTH_RECORD_SYSTEM,
    SYSTEM,
    TYPE_CODES,
    looks_like_resident_id,
    to_resident_id,
)
from adapters.hl7v2.datatypes.ts import ts_to_date
from adapters.hl7v2.tokenizer import Repetition
from fhir_profiles.issue import JsonObject

_CHECK_DIGIT = "http://hl7.org/fhir/StructureDefinition/identifier-checkDigit"


def cx_to_identifier(
    cell: Repetition, context: MessageContext, *, kind: str = "mrn", type_code: str = ""
) -> JsonObject | None:
    """The Identifier of a CX, or None when it has no number.

    `kind` names the sender's own number series when the authority is missing; `type_code` is the
    table 0203 code that the field implies. A resident identity number is checked: a wrong check
    digit refuses the message.
    """
    value = cell.peek(1)
    if not value:
        return None
    kind_sent = cell.peek(5)
    authority = cell.subcomponents(4)
    if _is_resident_id(value, kind_sent, authority):
        return _resident_identifier(cell, context)
    cell.mark(1)
    code = kind_sent or type_code
    identifier: JsonObject = {"system": _system(authority, kind, code, context), "value": value}
    cell.mark(4)
    if code:
        cell.mark(5)
        identifier["type"] = identifier_type(code)
    if authority and authority[0]:
        identifier["assigner"] = {"display": authority[0]}
    if cell.peek(2):
        identifier["extension"] = [{"url": _CHECK_DIGIT, "valueString": cell.take(2)}]
    if len(cell.parts) > 6:
        _add_period(cell, identifier, context)
    return identifier


def identifier_type(code: str) -> JsonObject:
    """Identifier.type for a table 0203 code; another code is kept as text."""
    display = IDENTIFIER_TYPES.get(code)
    if display is None and not (code.startswith("NN") and len(code) == 5):
        return {"text": code}
    coding = {"system": V2_0203, "code": code}
    if display:
        coding["display"] = display
    return {"coding": [coding]}


def resident_identifier(number: str) -> JsonObject:
    """The Identifier of a checked resident identity number."""
    return {
        "use": "official",
        "type": {
            "coding": [{"system": V2_0203, "code": "NI", "display": IDENTIFIER_TYPES["NI"]}],
            "text": "居民身份证",
        },
        "system": SYSTEM,
        "value": number,
    }


def _is_resident_id(value: str, kind: str, authority: list[str]) -> bool:
    if kind.upper() in TYPE_CODES or SYSTEM.removeprefix("urn:oid:") in authority:
        return True
    foreign = any("." in part for part in authority[1:2])
    return kind.upper() in {"NI", "ID", "01"} and not foreign and looks_like_resident_id(value)


def _resident_identifier(cell: Repetition, context: MessageContext) -> JsonObject | None:
    number = to_resident_id(cell.peek(1))
    if number is None:
        context.refuse(
            cell.path(1),
            "The resident identity number has a wrong check digit or birth date (GB 11643); "
            "correct it at the source and send the message again.",
            code="value",
        )
        return None
    cell.mark(1, 4, 5)
    identifier = resident_identifier(number)
    if len(cell.parts) > 6:
        _add_period(cell, identifier, context)
    return identifier


def _system(authority: list[str], kind: str, code: str, context: MessageContext) -> str:
    plain = code.upper()
    if not any(authority):
        if plain in HEALTH_CARD_TYPES:
            return HEALTH_CARD_SYSTEM
        if plain in HEALTH_RECORD_TYPES:
            return HEALTH_RECORD_SYSTEM
    if kind == "mrn" and plain not in {"", "MR"}:
        kind = plain.lower()
    return hd_to_system(authority, context, kind=kind)


def _add_period(cell: Repetition, identifier: JsonObject, context: MessageContext) -> None:
    period = to_period(ts_to_date(cell, context, 7), ts_to_date(cell, context, 8), context, cell.path(8))
    if period:
        identifier["period"] = period
