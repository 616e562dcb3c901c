"""NTE to Annotation, by the segment before it. IG maps NTE[Observation], NTE[ServiceRequest]."""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import cwe_to_codeable_concept
from adapters.hl7v2.datatypes.ts import ts_to_datetime
from adapters.hl7v2.datatypes.xcn import first_practitioner
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_KIND = "http://hl7.org/fhir/StructureDefinition/annotationType"
_ALTERNATE = "http://hl7.org/fhir/StructureDefinition/alternate-codes"


def nte_to_annotation(nte: Segment, context: MessageContext) -> JsonObject | None:
    """The Annotation of an NTE, or None when it says nothing."""
    lines = [cell.text() for cell in nte.repetitions(3) if not cell.is_empty]
    coded = cwe_to_codeable_concept(nte.first(9), context) if nte.has(9) else None
    if coded and not lines:
        lines = [coded.get("text") or coded["coding"][0].get("display") or coded["coding"][0]["code"]]
    if not lines:
        return None
    nte.mark(3)
    note: JsonObject = {}
    kind = cwe_to_codeable_concept(nte.first(4), context, table="0364") if nte.has(4) else None
    extensions = [
        {"url": url, "valueCodeableConcept": value} for url, value in ((_KIND, kind), (_ALTERNATE, coded)) if value
    ]
    if extensions:
        note["extension"] = extensions
    author = first_practitioner(nte, 5, context)
    if author:
        note["authorReference" if "reference" in author else "authorString"] = (
            author if "reference" in author else author["display"]
        )
    written = ts_to_datetime(nte.first(6), context) if nte.has(6) else ""
    if written:
        note["time"] = written
    return note | {"text": "\n".join(lines)}


def add_note(resource: JsonObject | None, nte: Segment, context: MessageContext) -> None:
    """Add the note to a resource that has `note`."""
    if resource is None:
        return
    note = nte_to_annotation(nte, context)
    if note:
        resource.setdefault("note", []).append(note)
