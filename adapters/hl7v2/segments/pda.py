"""PDA, facts of a death, to Observations of the patient. Ours; the guide has no map for it.

Death certificate, autopsy and coroner are what a registry asks for; codes of LOINC where it has one.
"""

from adapters.hl7v2.codesystems.systems import LOINC
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import cwe_to_codeable_concept
from adapters.hl7v2.datatypes.ts import ts_to_datetime
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_CAUSE = {"coding": [{"system": LOINC, "code": "69453-9", "display": "Cause of death"}], "text": "死因"}
_AUTOPSY = {"coding": [{"system": LOINC, "code": "85699-7", "display": "Autopsy was performed"}], "text": "尸检"}
_CERTIFICATE = {"text": "死亡证明签发时间"}
_CORONER = {"text": "验尸官介入"}


def pda_to_observations(pda: Segment, context: MessageContext) -> None:
    """Add an Observation for each fact of a PDA."""
    if context.patient is None:
        return
    for cell in pda.repetitions(1):
        cause = cwe_to_codeable_concept(cell, context)
        if cause:
            _add("cause", _CAUSE, {"valueCodeableConcept": cause}, context)
    signed = ts_to_datetime(pda.first(4), context) if pda.has(4) else ""
    if signed:
        _add("certificate", _CERTIFICATE, {"valueDateTime": signed}, context)
    for at, name, code in ((6, "autopsy", _AUTOPSY), (9, "coroner", _CORONER)):
        if pda.peek(at).upper() in {"Y", "N"}:
            _add(name, code, {"valueBoolean": pda.take(at).upper() == "Y"}, context)


def _add(name: str, code: JsonObject, value: JsonObject, context: MessageContext) -> None:
    observation: JsonObject = {"resourceType": "Observation", "status": "final", "code": code}
    observation |= context.subject() | context.in_encounter() | value
    words = str(value.get("valueCodeableConcept", ""))
    context.put(observation, key=f"{context.patient_key}|death|{name}|{words}")
