"""What the HL7 null (`""`) deletes, field by field. HL7 v2.9 chapter 2.5.3; the guide leaves it to the implementer.

A name is an element (`maritalStatus`), a part of one (`period.end`), or a member of a list, by its role or url
(`participant:ATND`, `extension:http://…`). Fields that are not here identify, steer or are required: a null there
deletes nothing and stays in the residue report. Segments of a list (AL1, NK1, IN1) are no statement without their
first field, so a null speaks of the member that it stands in.
"""

from collections.abc import Mapping

from adapters.hl7v2.tokenizer import NULL, Segment
from fhir_profiles.issue import JsonObject

_FHIR = "http://hl7.org/fhir/StructureDefinition"
_KINDS = "Quantity CodeableConcept String Boolean Integer Range Ratio SampledData Time DateTime Period"
_ATTACHMENT = "extension:http://hl7.org/fhir/5.0/StructureDefinition/extension-Observation.valueAttachment"
_VALUES = (*(f"value{kind}" for kind in _KINDS.split()), "component", "interpretation", _ATTACHMENT)
_EFFECTIVE = ("effectiveDateTime", "effectivePeriod")

_Elements = Mapping[int, tuple[str, ...]]

_PATIENT: _Elements = {
    5: ("name",),
    6: (f"extension:{_FHIR}/patient-mothersMaidenName",),
    7: ("birthDate",),
    8: ("gender",),
    11: ("address",),
    13: ("telecom",),
    14: ("telecom",),
    15: ("communication",),
    16: ("maritalStatus",),
    17: (f"extension:{_FHIR}/patient-religion",),
    23: (f"extension:{_FHIR}/patient-birthPlace",),
    24: ("multipleBirthBoolean", "multipleBirthInteger"),
    25: ("multipleBirthInteger",),
    26: (f"extension:{_FHIR}/patient-citizenship",),
    28: (f"extension:{_FHIR}/patient-nationality",),
    29: ("deceasedDateTime",),
    30: ("deceasedBoolean",),
    39: (f"extension:{_FHIR}/patient-citizenship",),
}
_ENCOUNTER: _Elements = {
    4: ("type",),
    5: ("hospitalization.preAdmissionIdentifier",),
    7: ("participant:ATND",),
    8: ("participant:REF",),
    9: ("participant:CON",),
    10: ("serviceType",),
    13: ("hospitalization.reAdmission",),
    14: ("hospitalization.admitSource",),
    15: ("hospitalization.specialArrangement",),
    16: ("hospitalization.specialCourtesy",),
    17: ("participant:ADM",),
    36: ("hospitalization.dischargeDisposition",),
    37: ("hospitalization.destination",),
    38: ("hospitalization.dietPreference",),
    44: ("period.start",),
    45: ("period.end",),
}
_RELATED_PERSON: _Elements = {
    3: ("relationship",),
    4: ("address",),
    5: ("telecom",),
    6: ("telecom",),
    8: ("period.start",),
    9: ("period.end",),
    15: ("gender",),
    16: ("birthDate",),
    20: ("communication",),
}
_ALLERGY: _Elements = {2: ("type", "category"), 4: ("criticality",), 5: ("reaction",), 6: ("onsetDateTime",)}
_COVERAGE: _Elements = {
    12: ("period.start",),
    13: ("period.end",),
    15: ("type",),
    17: ("relationship",),
    49: ("subscriberId",),
}
_OBSERVATION: _Elements = {
    5: _VALUES,
    7: ("referenceRange",),
    8: ("interpretation",),
    14: _EFFECTIVE,
    17: ("method",),
    18: ("device",),
    20: ("bodySite",),
}
_REPORT: _Elements = {
    7: _EFFECTIVE,
    8: ("effectivePeriod.end",),
    22: ("issued",),
    24: ("category",),
    32: ("resultsInterpreter",),
    34: ("performer",),
}
_REQUEST_OBR: _Elements = {
    5: ("priority",),
    6: ("occurrenceDateTime",),
    13: ("note",),
    15: ("bodySite",),
    16: ("requester",),
    24: ("category",),
    31: ("reasonCode",),
    46: ("orderDetail",),
}
_REQUEST_ORC: _Elements = {
    4: ("requisition",),
    8: ("basedOn",),
    9: ("authoredOn",),
    12: ("requester",),
    16: (f"extension:{_FHIR}/request-statusReason",),
    29: ("locationCode",),
}

NULLABLE: Mapping[tuple[str, str], _Elements] = {
    ("PID", "Patient"): _PATIENT,
    ("PV1", "Encounter"): _ENCOUNTER,
    ("NK1", "RelatedPerson"): _RELATED_PERSON,
    ("AL1", "AllergyIntolerance"): _ALLERGY,
    ("IN1", "Coverage"): _COVERAGE,
    ("OBX", "Observation"): _OBSERVATION,
    ("OBR", "DiagnosticReport"): _REPORT,
    ("OBR", "ServiceRequest"): _REQUEST_OBR,
    ("ORC", "ServiceRequest"): _REQUEST_ORC,
}
"""Segment and resource to what the null in a field deletes."""

_NOTHING: frozenset[str] = frozenset()


def deleted(segment: Segment | None, resource: JsonObject) -> frozenset[str]:
    """The elements of the resource whose fields hold the null; such a field counts as mapped."""
    if segment is None or NULL not in segment.text:
        return _NOTHING
    elements = NULLABLE[segment.name, resource["resourceType"]]
    null = [field for field in elements if segment.is_null(field)]
    segment.mark(*null)
    return frozenset(name for field in null for name in elements[field]) - resource.keys()
