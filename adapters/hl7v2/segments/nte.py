"""NTE to Annotation, by the segment before it. IG maps NTE[Observation], NTE[ServiceRequest]."""

from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.ts import ts_to_datetime
from adapters.hl7v2.datatypes.xcn import first_practitioner
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject


def nte_to_annotation(nte: Segment, context: MessageContext) -> JsonObject | None:
    """The Annotation of an NTE, or None when it says nothing."""
    lines = [cell.text() for cell in nte.repetitions(3) if not cell.is_empty]
    if not lines:
        return None
    nte.mark(3)
    note: JsonObject = {}
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
