"""MDM_T02: a document with its content, as text and as encapsulated data. HL7 v2.9 chapter 9."""

import base64
import binascii

from adapters.hl7v2.outbound.adt import add_evn, add_patient, subject_of
from adapters.hl7v2.outbound.coded import concept_to_cwe
from adapters.hl7v2.outbound.context import Outgoing
from adapters.hl7v2.outbound.datatypes import identifier_to_ei, ts
from adapters.hl7v2.outbound.line import Cell, Line
from adapters.hl7v2.outbound.obx import attachment_to_ed
from adapters.hl7v2.outbound.parties import person_to_xcn
from adapters.hl7v2.outbound.resources import Node

EVENTS = {("MDM", event): "MDM_T02" for event in ("T02", "T06", "T10")}

_DOC_STATUS = {"final": "AU", "preliminary": "IP", "amended": "AU"}
_ALTERNATE = "http://hl7.org/fhir/StructureDefinition/alternate-codes"


def write(context: Outgoing) -> None:
    """EVN, the patient and visit, TXA, and each content as OBX."""
    document = context.needed("DocumentReference")
    patient = subject_of(context) if document is not None else None
    if document is None or patient is None:
        return
    context.resources.told(document)
    add_evn(context)
    context.resources.resolve(document.child("subject"))
    add_patient(patient, context.resources.first("Encounter"), context)
    _txa(document, context)
    number = 0
    for content in document.each("content"):
        attachment = content.child("attachment")
        if attachment is None:
            continue
        number += 1
        obx = Line("OBX").set(1, str(number)).set(3, ["", document.peek("description") or "Document"])
        kind, cells = _content(attachment, context)
        context.add(obx.set(2, kind).set(5, *cells).set(11, "F"))


def _txa(document: Node, context: Outgoing) -> None:
    txa = context.add(Line("TXA").set(1, "1"))
    txa.set(2, concept_to_cwe(document.child("type"), context, table="0270"))
    forms = [content.peek("attachment", "contentType") for content in document.each("content")]
    txa.set(3, "AP" if any(form and not form.startswith("text/plain") for form in forms) else "TX")
    txa.set(6, ts(document, context, "date"))
    txa.set(9, *(person_to_xcn(author, context) for author in document.each("author")))
    txa.set(10, person_to_xcn(document.child("authenticator"), context))
    number = document.child("masterIdentifier") or document.at("identifier")
    txa.set(12, identifier_to_ei(number, context, kind="document"))
    if number is not None:
        for other in document.each("identifier"):
            if other.peek("value") == number.peek("value") and other.peek("system") == number.peek("system"):
                other.mark()
    for related in document.each("relatesTo")[:1]:
        txa.set(13, identifier_to_ei(related.at("target", "identifier"), context, kind="document"))
        if txa.has(13) and related.peek("code") in {"appends", "replaces"}:
            related.mark()
    txa.set(17, _DOC_STATUS.get(document.text("docStatus"), "DO"))
    for label in document.each("securityLabel")[:1]:
        txa.set(18, concept_to_cwe(label, context, table="0272"))
    kept = document.child("_status")
    original = kept.extension(_ALTERNATE) if kept else None
    txa.set(19, original.text("valueCodeableConcept", "coding", "code") if original else "AV")
    if original is not None:
        original.mark()
    if document.peek("status") == "current":
        document.mark_each("status")
    txa.set(25, document.text("description"))
    around = document.child("context")
    for link in (around.each("encounter") + around.each("related")) if around else []:
        context.resources.resolve(link)
    if not txa.has(12):
        context.refuse(document.path, "The document has no number; TXA-12 needs one.")


def _content(attachment: Node, context: Outgoing) -> tuple[str, list[Cell]]:
    media = attachment.peek("contentType").partition(";")[0]
    if media == "text/plain" and attachment.peek("data"):
        try:
            text = base64.b64decode(attachment.peek("data"), validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            return "ED", [attachment_to_ed(attachment, context)]
        attachment.mark()
        return "TX", [text]
    if attachment.peek("data"):
        return "ED", [attachment_to_ed(attachment, context)]
    if attachment.peek("url"):
        return "RP", [[attachment.text("url"), "", media.split("/")[0], attachment.text("contentType")]]
    return "TX", [attachment.text("title")]
