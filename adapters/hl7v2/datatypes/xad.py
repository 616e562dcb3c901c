"""XAD to Address. HL7 v2.9 chapter 2A.2.85; IG datatype map XAD[Address]."""

from adapters.hl7v2.codesystems.persons import ADDRESS_TYPE, ADDRESS_USE
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.period import components_to_period
from adapters.hl7v2.datatypes.xpn import is_chinese
from adapters.hl7v2.tokenizer import Repetition
from fhir_profiles.issue import JsonObject

_CENSUS = "http://hl7.org/fhir/StructureDefinition/iso21090-ADXP-censusTract"


def xad_to_address(cell: Repetition, context: MessageContext) -> JsonObject | None:
    """The Address of an XAD, or None when it is empty. A Chinese one gets `text` too."""
    address: JsonObject = {}
    lines = [part for part in cell.subcomponents(1) if part]
    cell.mark(1)
    lines += [cell.take(at) for at in (2, 19) if cell.peek(at)]
    if lines:
        address["line"] = lines
    for name, component in (("city", 3), ("state", 4), ("postalCode", 5), ("country", 6), ("district", 9)):
        if cell.peek(component):
            address[name] = cell.take(component)
    if cell.peek(10):
        address["extension"] = [{"url": _CENSUS, "valueString": cell.take(10)}]
    if not address:
        return None
    kind = cell.peek(7)
    if kind in ADDRESS_USE or kind in ADDRESS_TYPE:
        cell.mark(7)
        if kind in ADDRESS_USE:
            address["use"] = ADDRESS_USE[kind]
        if kind in ADDRESS_TYPE:
            address["type"] = ADDRESS_TYPE[kind]
    if len(cell.parts) > 12:
        _add_period(cell, address, context)
    parts = [address.get("state", ""), address.get("city", ""), address.get("district", ""), *lines]
    if is_chinese("".join(parts)):
        address["text"] = "".join(parts)
    return address


def _add_period(cell: Repetition, address: JsonObject, context: MessageContext) -> None:
    period = components_to_period(cell, 13, context)
    if period:
        address["period"] = period
