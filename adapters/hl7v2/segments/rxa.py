"""RXA with ORC and RXR to Immunization. IG segment maps RXA[Immunization], RXR[Immunization]."""

from adapters.hl7v2.codesystems.medication import ROUTE
from adapters.hl7v2.codesystems.orders import IMMUNIZATION_STATUS
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept, cwe_to_codeable_concept, cwe_to_words
from adapters.hl7v2.datatypes.pl import pl_to_location
from adapters.hl7v2.datatypes.quantity import cwe_to_unit, to_number
from adapters.hl7v2.datatypes.ts import ts_to_date, ts_to_datetime
from adapters.hl7v2.datatypes.xad import xad_to_address
from adapters.hl7v2.datatypes.xcn import practitioners
from adapters.hl7v2.groups import OrderGroup
from adapters.hl7v2.segments.al1 import allergen_key
from adapters.hl7v2.segments.nte import add_note
from adapters.hl7v2.segments.orc import order_identifiers, put_numbered
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_FUNCTION = "http://terminology.hl7.org/CodeSystem/v2-0443"


def rxa_to_immunization(rxa: Segment, order: OrderGroup, context: MessageContext) -> JsonObject | None:
    """Add the Immunization of an RXA; the reference, or None without patient or vaccine."""
    if context.patient is None:
        return None
    vaccine = cwe_to_codeable_concept(rxa.first(5), context) if rxa.has(5) else None
    if vaccine is None:
        context.warn(rxa.path + "-5", "The administration names no vaccine; it was left out.", code="required")
        return None
    identifiers = order_identifiers(order, context)[::-1]
    immunization: JsonObject = {"resourceType": "Immunization"}
    deleted = rxa.peek(21) == "D"
    if deleted:
        rxa.take(21)
    elif rxa.peek(21) in {"A", "U"}:
        rxa.keep(21)
    status = "entered-in-error" if deleted else IMMUNIZATION_STATUS.get(rxa.take(20), "completed")
    given = ts_to_datetime(rxa.first(3), context) if rxa.has(3) else ""
    immunization |= {"status": status, "vaccineCode": vaccine, "patient": context.patient} | context.in_encounter()
    immunization |= {"occurrenceDateTime": given} if given else {"occurrenceString": "unknown"}
    _product(rxa, immunization)
    _circumstances(rxa, order, immunization, context)
    _place_and_notes(rxa, immunization, context)
    key = f"{context.patient_key}|vaccine|{allergen_key(vaccine)}|{given or context.occasion}"
    return put_numbered(immunization, identifiers, order, context, key=key)


def _product(rxa: Segment, immunization: JsonObject) -> None:
    amount = to_number(rxa.peek(6))
    if amount is not None and amount != 999:  # 999 says that the amount is not known
        rxa.take(6)
        unit = cwe_to_unit(rxa.first(7)) if rxa.has(7) else {}
        immunization["doseQuantity"] = {"value": amount} | unit
    if rxa.peek(15):
        immunization["lotNumber"] = rxa.take(15)
    maker = rxa.peek(17, 2) or rxa.peek(17)
    if maker:
        rxa.first(17).mark(2 if rxa.peek(17, 2) else 1)
        immunization["manufacturer"] = {"display": maker}


def _circumstances(rxa: Segment, order: OrderGroup, immunization: JsonObject, context: MessageContext) -> None:
    expires = ts_to_date(rxa.first(16), context) if rxa.has(16) else ""
    if len(expires) == 10:
        immunization["expirationDate"] = expires
    for field, name, is_list in ((18, "statusReason", False), (19, "reasonCode", True)):
        value = cwe_to_codeable_concept(rxa.first(field), context) if rxa.has(field) else None
        if value:
            immunization[name] = [value] if is_list else value
    recorded = ts_to_datetime(rxa.first(22), context) if rxa.has(22) else ""
    if not recorded and order.orc is not None and order.orc.has(9):
        recorded = ts_to_datetime(order.orc.first(9), context)
    if recorded:
        immunization["recorded"] = recorded
    performers = [{"function": concept("AP", _FUNCTION), "actor": person} for person in practitioners(rxa, 10, context)]
    if order.orc is not None:
        performers += [
            {"function": concept("OP", _FUNCTION), "actor": person} for person in practitioners(order.orc, 12, context)
        ]
    if performers:
        immunization["performer"] = performers
    for rxr in order.named("RXR"):
        for field, name, table, translation in ((1, "route", "0162", ROUTE), (2, "site", "0163", None)):
            value = cwe_to_codeable_concept(rxr.first(field), context, table=table, translation=translation)
            if value:
                immunization[name] = value
    for segment in order.members:
        if segment.name == "OBX":
            break
        if segment.name == "NTE":
            add_note(immunization, segment, context)


def _place_and_notes(rxa: Segment, immunization: JsonObject, context: MessageContext) -> None:
    """Where it was given (RXA-27, before v2.6 RXA-11), and what was noted (RXA-9).

    NIP001 is the immunization information source: 00 is a record of who gave it, all others are reports of others.
    """
    address = xad_to_address(rxa.first(28), context) if rxa.has(28) else None
    place = pl_to_location(rxa.first(27), context) if rxa.has(27) else None
    place = place or (_former_place(rxa, context) if rxa.has(11) else None)
    if place:
        resource = context.resource(place)
        if address and resource is not None and "address" not in resource:
            context.restate(place, {"address": address})
        immunization["location"] = place
    for cell in rxa.repetitions(9):
        if cell.peek(3).upper() == "NIP001":
            immunization["primarySource"] = cell.peek(1) == "00"
            origin = cwe_to_codeable_concept(cell, context)
            if origin and not immunization["primarySource"]:
                immunization["reportOrigin"] = origin
            continue
        words = cwe_to_words(cell)
        if words:
            immunization.setdefault("note", []).append({"text": words})


def _former_place(rxa: Segment, context: MessageContext) -> JsonObject | None:
    """RXA-11, an LA2: its first eight components are those of a PL but floor and building, which are turned round."""
    return pl_to_location(rxa.first(11), context)
