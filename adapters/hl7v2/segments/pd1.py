"""PD1 to Patient and to what the patient has laid down. IG maps PD1[Patient], PD1[Observation-LivingWill].

That there is a living will (PD1-7) or an advance directive (PD1-15) is an Observation of its own: a home has to see it
before the night on which it counts. What it says stands in the document itself.
"""

from adapters.hl7v2.codesystems.systems import LOINC
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import cwe_to_codeable_concept
from adapters.hl7v2.datatypes.ts import ts_to_date
from adapters.hl7v2.datatypes.xcn import practitioners
from adapters.hl7v2.datatypes.xon import first_organization
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_FHIR = "http://hl7.org/fhir/StructureDefinition"
_WILL, _DIRECTIVES = 7, 15
_DIRECTIVE = {"coding": [{"system": LOINC, "code": "75320-2", "display": "Advance directive"}]}


def pd1_to_primary_care(pd1: Segment, patient: JsonObject, context: MessageContext) -> None:
    """Family doctor and clinic, disability and congregation of the Patient."""
    doctors = practitioners(pd1, 4, context)
    organization = first_organization(pd1, 3, context)
    if organization or doctors:
        patient["generalPractitioner"] = [*([organization] if organization else []), *doctors]
    handicap = cwe_to_codeable_concept(pd1.first(6), context, table="0295") if pd1.has(6) else None
    if handicap:
        patient.setdefault("extension", []).append(
            {"url": f"{_FHIR}/patient-disability", "valueCodeableConcept": handicap}
        )
    worship = pd1.peek(14)
    if worship:
        patient.setdefault("extension", []).append(
            {"url": f"{_FHIR}/patient-congregation", "valueString": pd1.take(14)}
        )


def pd1_to_directives(pd1: Segment, context: MessageContext) -> None:
    """Add an Observation for the living will (PD1-7) and for each advance directive (PD1-15), verified on PD1-22."""
    verified = ts_to_date(pd1.first(22), context) if pd1.has(15) and pd1.has(22) else ""
    for field, table, words in ((_WILL, "0315", "生前预嘱"), (_DIRECTIVES, "0435", "预先医疗指示")):
        for cell in pd1.repetitions(field):
            value = cwe_to_codeable_concept(cell, context, table=table)
            if value is None:
                continue
            found: JsonObject = {"resourceType": "Observation", "status": "final", "code": _DIRECTIVE | {"text": words}}
            found |= context.subject() | {"valueCodeableConcept": value}
            which = ""
            if field == _DIRECTIVES:
                which = str(value["coding"][0]["code"] if value.get("coding") else value["text"])
                found |= {"effectiveDateTime": verified} if verified else {}
            context.put(found, key=f"{context.patient_key}|directive|{field}|{which}")
