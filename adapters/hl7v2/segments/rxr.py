"""RXR to route, site and method of a Dosage. IG segment map RXR[MedicationRequest]."""

from adapters.hl7v2.codesystems.medication import ADMINISTRATION_METHOD, ROUTE
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import Translation, cwe_to_codeable_concept
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_PARTS: tuple[tuple[int, str, str, Translation | None], ...] = (
    (1, "route", "0162", ROUTE),
    (2, "site", "0550", None),
    (4, "method", "0165", ADMINISTRATION_METHOD),
)


def add_route(rxr: Segment, dosage: JsonObject, context: MessageContext) -> None:
    """Add how and where the medicine is given; a second RXR is an alternative and changes nothing."""
    for field, name, table, translation in _PARTS:
        if name in dosage or not rxr.has(field):
            continue
        value = cwe_to_codeable_concept(rxr.first(field), context, table=table, translation=translation)
        if value:
            dosage[name] = value
    more = cwe_to_codeable_concept(rxr.first(5), context) if rxr.has(5) else None
    if more:
        dosage.setdefault("additionalInstruction", []).append(more)
