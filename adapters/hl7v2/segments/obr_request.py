"""The details of OBR, ORC, SPS and IPC in a ServiceRequest. IG maps OBR[ServiceRequest], ORC[ServiceRequest].

IPC (imaging procedure control, OMI) has no map in the guide: accession number and study uid become identifiers.
"""

import re

from adapters.hl7v2.codesystems.orders import ORDER_TYPE
from adapters.hl7v2.codesystems.results import SECTION
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept, cwe_to_codeable_concept, cwe_to_words
from adapters.hl7v2.datatypes.cx import cx_to_identifier
from adapters.hl7v2.datatypes.ei import ei_to_identifier, eip_to_identifier
from adapters.hl7v2.datatypes.xtn import xtn_to_contact_point
from adapters.hl7v2.groups import OrderGroup
from adapters.hl7v2.tokenizer import Repetition, Segment
from fhir_profiles.issue import JsonObject

_CALLBACK = "http://hl7.org/fhir/StructureDefinition/servicerequest-order-callback-phone-number"
_REASON = "http://hl7.org/fhir/StructureDefinition/request-statusReason"
_DICOM_UID = re.compile(r"[0-2](\.(0|[1-9]\d*))+", re.ASCII)
_DCM = "http://dicom.nema.org/resources/ontology/DCM"


def add_details(order: OrderGroup, request: JsonObject, context: MessageContext) -> None:
    """Add what the fields of ORC, OBR and IPC say beside identity, status, code, time and people."""
    extensions: list[JsonObject] = []
    if order.orc is not None:
        _add_order_control(order.orc, request, extensions, context)
    if order.obr is not None:
        _add_service(order.obr, request, extensions, context)
    parents = _parents(order, context)
    if parents:
        request["basedOn"] = parents
    modalities = [
        concept(ipc.take(5), _DCM, ipc.take(5, 2))
        for ipc in order.named("IPC")
        if re.fullmatch(r"[A-Z]{2,16}", ipc.peek(5))
    ]
    details = request.pop("orderDetail", []) + modalities
    if details and "code" not in request:  # prr-1: details are of what is asked for; alone they are it
        request["code"], details = details[0], details[1:]
    if details:
        request["orderDetail"] = details
    if extensions:
        request["extension"] = extensions


def more_identifiers(order: OrderGroup, context: MessageContext) -> list[JsonObject]:
    """Identifiers beside placer and filler number: the filler's group, alternate numbers, those of an imaging order."""
    found: list[JsonObject | None] = []
    if order.orc is not None:
        if order.orc.has(38):
            found.append(ei_to_identifier(order.orc.first(38), context, kind="filler-group", type_code="FGN"))
        elif len(order.orc.first(4).subcomponents(2)) > 1:
            found.append(eip_to_identifier(order.orc.first(4), context, 2, kind="filler-group", type_code="FGN"))
    for segment, at in ((order.obr, 53), (order.orc, 33)):
        cells = segment.repetitions(at) if segment is not None else []
        found += [cx_to_identifier(cell, context, kind="placer", type_code="PLAC") for cell in cells]
    for ipc in order.named("IPC"):
        if ipc.has(1):
            found.append(ei_to_identifier(ipc.first(1), context, kind="accession", type_code="ACSN"))
        if ipc.has(2):
            found.append(ei_to_identifier(ipc.first(2), context, kind="procedure"))
        if _DICOM_UID.fullmatch(ipc.peek(3)):
            found.append({"system": "urn:dicom:uid", "value": f"urn:oid:{ipc.take(3)}"})
    return [identifier for identifier in found if identifier]


def _add_order_control(
    orc: Segment, request: JsonObject, extensions: list[JsonObject], context: MessageContext
) -> None:
    reason = cwe_to_codeable_concept(orc.first(16), context) if orc.has(16) else None
    if reason:
        extensions.append({"url": _REASON, "valueCodeableConcept": reason})
    place = cwe_to_codeable_concept(orc.first(29), context, table="0482", translation=ORDER_TYPE)
    if place:
        request["locationCode"] = [place]
    extensions += _callbacks(orc, 14, context)


def _add_service(obr: Segment, request: JsonObject, extensions: list[JsonObject], context: MessageContext) -> None:
    section = cwe_to_codeable_concept(obr.first(24), context, table="0074") if obr.has(24) else None
    if section:
        for coding in section.get("coding", ()):
            if coding["code"] in SECTION:
                coding.setdefault("display", SECTION[coding["code"]])
        request["category"] = [section]
    details = [
        value for at in (46, 47) for cell in obr.repetitions(at) if (value := cwe_to_codeable_concept(cell, context))
    ]
    if details:
        request["orderDetail"] = details
    reasons = [found for cell in obr.repetitions(31) if (found := cwe_to_codeable_concept(cell, context))]
    if reasons:
        request["reasonCode"] = reasons
    site = _body_site(obr, context)
    if site:
        request["bodySite"] = [site]
    notes = [words for at in (13, 39) for cell in obr.repetitions(at) if (words := cwe_to_words(cell))]
    if notes:
        request["note"] = request.get("note", []) + [{"text": words} for words in notes]
    if not any(found["url"] == _CALLBACK for found in extensions):
        extensions += _callbacks(obr, 17, context)


def _callbacks(segment: Segment, at: int, context: MessageContext) -> list[JsonObject]:
    points = (xtn_to_contact_point(cell, context) for cell in segment.repetitions(at))
    return [{"url": _CALLBACK, "valueContactPoint": point} for point in points if point]


def _body_site(obr: Segment, context: MessageContext) -> JsonObject | None:
    """OBR-15.4, the body site of SPS."""
    cell = obr.first(15)
    parts = cell.subcomponents(4)
    if not any(parts):
        return None
    cell.mark(4)
    delimiters = obr.delimiters
    inner = cell.parts[3].replace(delimiters.subcomponent, delimiters.component)
    return cwe_to_codeable_concept(Repetition(obr, 15, 0, inner), context, table="0163")


def _parents(order: OrderGroup, context: MessageContext) -> list[JsonObject]:
    """The order that this one follows (OBR-29, OBR-54, ORC-8), by number."""
    found: list[JsonObject] = []
    for segment, at in ((order.obr, 54), (order.obr, 29), (order.orc, 8)):
        if segment is None or not segment.has(at):
            continue
        cell = segment.first(at)
        numbers = [
            eip_to_identifier(cell, context, component, kind=kind, type_code=code)
            for component, kind, code in ((1, "placer", "PLAC"), (2, "filler", "FILL"))
        ]
        found += [{"type": "ServiceRequest", "identifier": number} for number in numbers if number]
    return [link for at, link in enumerate(found) if link not in found[:at]]
