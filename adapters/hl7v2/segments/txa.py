"""TXA with OBX to DocumentReference. IG segment maps TXA[DocumentReference], OBX[DocumentReference]."""

import base64

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import concept, cwe_to_codeable_concept, v2_system
from adapters.hl7v2.datatypes.ei import ei_to_identifier, identifier_key
from adapters.hl7v2.datatypes.ts import ts_to_instant
from adapters.hl7v2.datatypes.varies import add_value
from adapters.hl7v2.datatypes.xcn import first_practitioner, practitioners
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_DOC_STATUS = {
    "AU": "final",
    "LA": "final",
    "DO": "preliminary",
    "DI": "preliminary",
    "IN": "preliminary",
    "IP": "preliminary",
    "PA": "preliminary",
}
"""Table 0271, as far as it says how finished the text is."""

_RELATIONS = {"T05": "appends", "T06": "appends", "T09": "replaces", "T10": "replaces"}
_ALTERNATE = "http://hl7.org/fhir/StructureDefinition/alternate-codes"
_CONTENT = {
    "AP": "application/octet-stream",
    "AU": "audio/basic",
    "FT": "text/plain",
    "IM": "image/jpeg",
    "TEXT": "text/plain",
    "TX": "text/plain",
    "ST": "text/plain",
    "APPLICATION": "application/octet-stream",
    "PDF": "application/pdf",
}
"""TXA-3 (table 0191 and older ones) where no content says its type itself."""

_TEXT = frozenset({"TX", "FT", "ST", ""})


def txa_to_document_reference(
    txa: Segment, observations: list[Segment], related: list[JsonObject], context: MessageContext
) -> None:
    """Add the DocumentReference of a TXA; its content is in the OBX segments that follow."""
    document: JsonObject = {"resourceType": "DocumentReference"}
    number = ei_to_identifier(txa.first(12), context, kind="document") if txa.has(12) else None
    if number:
        document |= {"masterIdentifier": number, "identifier": [dict(number)]}
    _status(txa, document, context)
    kind = cwe_to_codeable_concept(txa.first(2), context, table="0270") if txa.has(2) else None
    if kind:
        document["type"] = kind
    document |= context.subject()
    written = next((found for at in (6, 4, 7) if txa.has(at) and (found := ts_to_instant(txa.first(at), context))), "")
    if written:
        document["date"] = written
    authors = practitioners(txa, 9, context)
    if authors:
        document["author"] = authors
    authenticator = first_practitioner(txa, 10, context) or first_practitioner(txa, 22, context)
    if authenticator:
        document["authenticator"] = authenticator
    before = _relate(txa, document, number, context)
    title = txa.take(25)
    if title:
        document["description"] = title
    file_name = txa.take(16)
    if file_name:
        system = context.local_system("document-file")
        document.setdefault("identifier", []).append({"system": system, "value": file_name})
    label = cwe_to_codeable_concept(txa.first(18), context, table="0272") if txa.has(18) else None
    if label:
        document["securityLabel"] = [label]
    document["content"] = _content(txa, observations, title, context)
    around = {"encounter": [context.encounter] if context.encounter else [], "related": related + _orders(txa, context)}
    if any(around.values()):
        document["context"] = {name: links for name, links in around.items() if links}
    key = f"{context.patient_key}|document|{written or context.occasion}"
    has_content = any(set(part["attachment"]) - {"title", "contentType"} for part in document["content"])
    keep = () if has_content else ("content",)
    context.put(document, key=identifier_key(number) if number else key, keep=keep)
    if before is not None:
        context.put(before, key=identifier_key(before["masterIdentifier"]), keep=("content",))


def _relate(
    txa: Segment, document: JsonObject, number: JsonObject | None, context: MessageContext
) -> JsonObject | None:
    """TXA-13, the document before: appended to (T05, T06), or replaced (T09, T10) and superseded: then this is it."""
    relation = _RELATIONS.get(context.event)
    parent = ei_to_identifier(txa.first(13), context, kind="document") if relation and txa.has(13) else None
    if relation is None or parent is None or parent == number:
        return None
    before: JsonObject | None = None
    target: JsonObject = {"type": "DocumentReference", "identifier": parent}
    if relation == "replaces":
        before = {"resourceType": "DocumentReference", "masterIdentifier": parent}
        before |= {"identifier": [dict(parent)], "status": "superseded"} | context.subject()
        before["content"] = [{"attachment": {"title": "replaced before it was received"}}]
        target = {"reference": context.source.full_url("DocumentReference", identifier_key(parent))} | target
    document["relatesTo"] = [{"code": relation, "target": target}]
    return before


def _orders(txa: Segment, context: MessageContext) -> list[JsonObject]:
    """The orders of TXA-14 and TXA-15, by number."""
    found = []
    for at, kind, code in ((14, "placer", "PLAC"), (15, "filler", "FILL")):
        for cell in txa.repetitions(at):
            order = ei_to_identifier(cell, context, kind=kind, type_code=code)
            if order:
                found.append({"type": "ServiceRequest", "identifier": order})
    return found


def _status(txa: Segment, document: JsonObject, context: MessageContext) -> None:
    document["status"] = "entered-in-error" if context.event == "T11" else "current"
    availability = txa.peek(19)
    if availability:
        txa.take(19)
    if availability in {"CA", "OB", "UN"}:
        original = concept(availability, v2_system("0273"))
        document["_status"] = {"extension": [{"url": _ALTERNATE, "valueCodeableConcept": original}]}
    completion = txa.peek(17)
    if completion in _DOC_STATUS:
        txa.take(17)
        document["docStatus"] = _DOC_STATUS[completion]


def _content(txa: Segment, observations: list[Segment], title: str, context: MessageContext) -> list[JsonObject]:
    attachments: list[JsonObject] = []
    lines: list[str] = []
    for obx in observations:
        if obx.name == "NTE":
            lines += [cell.text() for cell in obx.repetitions(3)]
            obx.mark(3)
            continue
        obx.keep(3, 11)
        if obx.peek(2).upper() in _TEXT:
            lines += [cell.text() for cell in obx.repetitions(5)]
            obx.mark(2, 5)
            continue
        if obx.peek(2).upper() in {"ED", "RP"}:
            value: JsonObject = {}
            add_value(obx, value, {}, context)
            attachments += [found["valueAttachment"] for found in value.get("extension", ())]
    if lines:
        octets = "\n".join(lines).encode("utf-8")
        data = base64.b64encode(octets).decode("ascii")
        attachments.insert(0, {"contentType": "text/plain; charset=utf-8"} | ({"data": data} if data else {}))
    kind = _CONTENT.get(txa.peek(3).upper(), "")
    if kind:
        txa.take(3)
    if not attachments:
        attachments = [({"contentType": kind} if kind else {}) | {"title": title or "no content was sent"}]
    return [{"attachment": attachment} for attachment in attachments]
