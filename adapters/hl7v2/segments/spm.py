"""SPM, or OBR-15 of older messages, to Specimen. IG segment maps SPM[Specimen], OBR[Specimen]."""

from adapters.hl7v2.codesystems.results import COLLECTION_METHOD, SPECIMEN_STATUS
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import cwe_to_codeable_concept
from adapters.hl7v2.datatypes.cx import cx_to_identifier
from adapters.hl7v2.datatypes.ei import ei_to_identifier, eip_to_identifier, identifier_key
from adapters.hl7v2.datatypes.period import to_period
from adapters.hl7v2.datatypes.quantity import cq_to_quantity
from adapters.hl7v2.datatypes.ts import ts_to_datetime
from adapters.hl7v2.datatypes.xcn import first_practitioner
from adapters.hl7v2.tokenizer import Repetition, Segment
from fhir_profiles.issue import JsonObject

_COLLECTED = frozenset({9, 10, 14})
_NOTHING_SAID = 1
"""Members of a Specimen that has its type of resource alone."""


def spm_to_specimen(spm: Segment, context: MessageContext, *, group: str) -> JsonObject:
    """Add the Specimen of an SPM; the reference."""
    specimen: JsonObject = {"resourceType": "Specimen"}
    identifiers = [
        found
        for component, kind, code in ((1, "specimen-placer", "PLAC"), (2, "specimen", "FILL"))
        if spm.has(2) and (found := eip_to_identifier(spm.first(2), context, component, kind=kind, type_code=code))
    ]
    identifiers += [
        found for cell in spm.repetitions(31) if (found := cx_to_identifier(cell, context, kind="specimen"))
    ]
    shipment = ei_to_identifier(spm.first(32), context, kind="shipment", type_code="SHIP") if spm.has(32) else None
    if shipment:
        identifiers.append(shipment)
    if identifiers:
        specimen["identifier"] = identifiers
    accession = cx_to_identifier(spm.first(30), context, kind="accession", type_code="ACSN") if spm.has(30) else None
    if accession:
        specimen["accessionIdentifier"] = accession
    if spm.peek(20) in SPECIMEN_STATUS:
        specimen["status"] = SPECIMEN_STATUS[spm.take(20)]
    kind = cwe_to_codeable_concept(spm.first(4), context, table="0487") if spm.has(4) else None
    if kind:
        specimen["type"] = kind
    specimen |= context.subject()
    parents = [
        {"type": "Specimen", "identifier": number}
        for cell in spm.repetitions(3)
        for component, series, code in ((1, "specimen-placer", "PLAC"), (2, "specimen", "FILL"))
        if (number := eip_to_identifier(cell, context, component, kind=series, type_code=code))
    ]
    if parents:
        specimen["parent"] = parents
    received = ts_to_datetime(spm.first(18), context) if spm.has(18) else ""
    if received:
        specimen["receivedTime"] = received
    _collection(spm, specimen, context)
    _container(spm, specimen, context)
    conditions = [
        found for cell in spm.repetitions(24) if (found := cwe_to_codeable_concept(cell, context, table="0493"))
    ]
    if conditions:
        specimen["condition"] = conditions
    words = [cell.text() for cell in spm.repetitions(14) if not cell.is_empty]
    if words:
        spm.mark(14)
        specimen["note"] = [{"text": text} for text in words]
    has_number = bool(identifiers) and identifiers[0] is not shipment
    key = identifier_key(identifiers[0]) if has_number else f"{group}|specimen|{spm.take(1) or spm.ordinal}"
    return context.put(specimen, key=key)


def obr_to_specimen(obr: Segment, context: MessageContext, *, group: str) -> JsonObject | None:
    """Add the Specimen that OBR-15 describes, as messages before v2.5 do; the reference, or None.

    Its volume, collector and receipt (OBR-9, 10, 14) make one alone, too.
    """
    parts = obr.first(15).subcomponents(1) if obr.has(15) else []
    if not any(parts) and obr.lacks(_COLLECTED):
        return None
    kind: JsonObject | None = None
    if any(parts):
        cell, delimiters = obr.first(15), obr.delimiters
        inner = Repetition(obr, 15, 0, cell.parts[0].replace(delimiters.subcomponent, delimiters.component))
        kind = cwe_to_codeable_concept(inner, context, table="0070")
        cell.mark(1)
    specimen: JsonObject = {"resourceType": "Specimen"}
    if kind:
        specimen["type"] = kind
    specimen |= context.subject()
    received = ts_to_datetime(obr.first(14), context) if obr.has(14) else ""
    if received:
        specimen["receivedTime"] = received
    collection: JsonObject = {}
    collector = first_practitioner(obr, 10, context)
    if collector:
        collection["collector"] = collector
    collected = ts_to_datetime(obr.first(7), context) if obr.has(7) else ""
    if collected:
        collection["collectedDateTime"] = collected
    quantity = cq_to_quantity(obr.first(9)) if obr.has(9) else None
    if quantity:
        collection["quantity"] = quantity
    if collection:
        specimen["collection"] = collection
    if len(specimen) <= _NOTHING_SAID + len(context.subject()):
        return None
    return context.put(specimen, key=f"{group}|specimen|{parts[0] if parts else ''}")


def add_collector(obr: Segment, specimen: JsonObject, context: MessageContext) -> None:
    """Who took the specimen (OBR-10), for which SPM has no field."""
    collector = first_practitioner(obr, 10, context)
    resource = context.resource(specimen)
    if collector and resource is not None:
        resource["collection"] = {"collector": collector} | resource.get("collection", {})


def _collection(spm: Segment, specimen: JsonObject, context: MessageContext) -> None:
    collection: JsonObject = {}
    start = ts_to_datetime(spm.first(17), context, 1) if spm.has(17) else ""
    end = ts_to_datetime(spm.first(17), context, 2) if spm.has(17) else ""
    if end:
        collection["collectedPeriod"] = to_period(start, end, context, f"{spm.path}-17")
    elif start:
        collection["collectedDateTime"] = start
    quantity = cq_to_quantity(spm.first(12)) if spm.has(12) else None
    if quantity:
        collection["quantity"] = quantity
    for field, name, table, translation in ((7, "method", "0488", COLLECTION_METHOD), (8, "bodySite", "", None)):
        value = cwe_to_codeable_concept(spm.first(field), context, table=table, translation=translation)
        if value:
            collection[name] = value
    if collection:
        specimen["collection"] = collection


def _container(spm: Segment, specimen: JsonObject, context: MessageContext) -> None:
    container: JsonObject = {}
    kind = cwe_to_codeable_concept(spm.first(27), context) if spm.has(27) else None
    if kind:
        container["type"] = kind
    additive = cwe_to_codeable_concept(spm.first(6), context, table="0371") if spm.has(6) else None
    if additive:
        container["additiveCodeableConcept"] = additive
    if container:
        specimen["container"] = [container]
