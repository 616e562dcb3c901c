"""XTN to ContactPoint. HL7 v2.9 chapter 2A.2.89; IG datatype map XTN[ContactPoint]."""

from collections.abc import Sequence

from adapters.hl7v2.codesystems.persons import TELECOM_SYSTEM, TELECOM_USE
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.period import components_to_period
from adapters.hl7v2.datatypes.quantity import to_count
from adapters.hl7v2.tokenizer import Repetition, Segment
from fhir_profiles.issue import JsonObject

_PARTS = {
    5: "http://hl7.org/fhir/StructureDefinition/contactpoint-country",
    6: "http://hl7.org/fhir/StructureDefinition/contactpoint-area",
    7: "http://hl7.org/fhir/StructureDefinition/contactpoint-local",
    8: "http://hl7.org/fhir/StructureDefinition/contactpoint-extension",
}


def contact_points(segment: Segment, fields: Sequence[tuple[int, str]], context: MessageContext) -> list[JsonObject]:
    """The ContactPoints of several fields without doubles; each field with the use that it implies."""
    found: dict[str, JsonObject] = {}
    for field, use in fields:
        for cell in segment.repetitions(field):
            point = xtn_to_contact_point(cell, context, use=use)
            if point:
                found.setdefault(str(point), point)
    return list(found.values())


def xtn_to_contact_point(cell: Repetition, context: MessageContext, *, use: str = "") -> JsonObject | None:
    """The ContactPoint of an XTN, or None when it has no number or address.

    `use` is what the field implies (home for PID-13) and holds where XTN.2 says nothing.
    """
    equipment = cell.peek(3)
    value = _value(cell, is_address=equipment in {"Internet", "X.400"})
    if not value:
        return None
    system = TELECOM_SYSTEM.get(equipment) or ("email" if "@" in value else "phone")
    point: JsonObject = {"system": system, "value": value}
    if equipment in TELECOM_SYSTEM:
        cell.mark(3)
    purpose = cell.peek(2)
    found = "mobile" if equipment == "CP" else TELECOM_USE.get(purpose) or (use if not purpose else "")
    if purpose in TELECOM_USE or purpose == "NET":
        cell.mark(2)
    if found:
        point["use"] = found
    if len(cell.parts) < 5:
        return point
    parts = [{"url": url, "valueString": cell.take(at)} for at, url in _PARTS.items() if cell.peek(at)]
    if parts:
        point["extension"] = parts
    if len(cell.parts) > 12:
        _add_period(cell, point, context)
    rank = to_count(cell.peek(18))
    if rank is not None:
        cell.mark(18)
        point["rank"] = rank
    return point


def _value(cell: Repetition, *, is_address: bool) -> str:
    if is_address and cell.peek(4):
        return cell.take(4)
    if cell.peek(12):
        return cell.take(12)
    country, area, local, extension = (cell.peek(at) for at in (5, 6, 7, 8))
    if local:
        parts = [f"+{country.lstrip('+')}" if country else "", area, local, f"X{extension}" if extension else ""]
        return " ".join(part for part in parts if part)
    return cell.take(1) or cell.take(4)


def _add_period(cell: Repetition, point: JsonObject, context: MessageContext) -> None:
    period = components_to_period(cell, 13, context)
    if period:
        point["period"] = period
