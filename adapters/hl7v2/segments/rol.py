"""ROL and PRT, people in a role. IG maps ROL[Encounter-PractitionerRole], ROL[Patient-GeneralPractitioner], PRT.

A family doctor (PP) is the patient's general practitioner; every other role is one in the visit of the message.
"""

from adapters.hl7v2.codesystems.persons import PROVIDER_ROLE
from adapters.hl7v2.context import MessageContext
from adapters.hl7v2.datatypes.cwe import cwe_to_codeable_concept
from adapters.hl7v2.datatypes.period import fields_to_period
from adapters.hl7v2.datatypes.xcn import practitioners
from adapters.hl7v2.tokenizer import Segment
from fhir_profiles.issue import JsonObject

_FAMILY_DOCTORS = frozenset({"PP", "FHCP", "PCP"})
_FIELDS = {"ROL": (3, 4, 5, 6), "PRT": (4, 5, 11, 12)}
"""Role, person, begin, end."""


def add_role(segment: Segment, context: MessageContext) -> None:
    """Add the people of a ROL or PRT to the Patient or to the Encounter; what is about neither stays in the residue."""
    role_at, person_at, begin_at, end_at = _FIELDS[segment.name]
    code = segment.peek(role_at)
    patient, encounter = context.resource(context.patient), context.resource(context.encounter)
    if not segment.has(person_at) or (patient is None and encounter is None):
        return
    if code in _FAMILY_DOCTORS and patient is not None:
        segment.first(role_at).mark(1, 2, 3)
        doctors = patient.setdefault("generalPractitioner", [])
        doctors += [found for found in practitioners(segment, person_at, context) if found not in doctors]
        return
    if encounter is None:
        return
    role = cwe_to_codeable_concept(segment.first(role_at), context, table="0443", translation=PROVIDER_ROLE)
    period = fields_to_period(segment, begin_at, end_at, context)
    for person in practitioners(segment, person_at, context):
        one: JsonObject = {"type": [role]} if role else {}
        if period:
            one["period"] = period
        one["individual"] = person
        if one not in encounter.get("participant", []):
            encounter.setdefault("participant", []).append(one)
