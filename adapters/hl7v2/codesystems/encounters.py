"""Tables about visits: HL7 0004, 0116, 0217, the status of table 4.2, and participation types.

Source: vocabulary tables of the HL7 v2-to-FHIR guide; the guide has no rule for trigger events, so
EVENT_STATUS is ours and is documented in docs/adapters/hl7v2.md.
"""

V3_ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
V3_PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
V3_PRIORITY = "http://terminology.hl7.org/CodeSystem/v3-ActPriority"
V2_0004 = "http://terminology.hl7.org/CodeSystem/v2-0004"
V2_0116 = "http://terminology.hl7.org/CodeSystem/v2-0116"

PATIENT_CLASS = {
    "E": ("EMER", V3_ACT, "emergency"),
    "I": ("IMP", V3_ACT, "inpatient encounter"),
    "O": ("AMB", V3_ACT, "ambulatory"),
    "P": ("PRENC", V3_ACT, "pre-admission"),
    "R": ("R", V2_0004, "Recurring patient"),
    "B": ("B", V2_0004, "Obstetrics"),
    "C": ("C", V2_0004, "Commercial Account"),
    "N": ("N", V2_0004, "Not Applicable"),
    "U": ("U", V2_0004, "Unknown"),
}
CLASS_WORDS = {
    **dict.fromkeys(("住院", "住院病人", "住院患者"), "I"),
    **dict.fromkeys(("门诊", "门诊病人", "门诊患者"), "O"),
    **dict.fromkeys(("急诊", "急诊病人", "急诊患者"), "E"),
}
"""What Chinese systems write in place of the code of table 0004."""

ACT_CLASSES = frozenset({"AMB", "EMER", "IMP", "PRENC", "FLD", "HH", "ACUTE", "NONAC", "OBSENC", "SS", "VR"})

STATUS_BY_CLASS = {"P": "planned", "U": "unknown"}
"""Encounter.status by patient class where no event and no discharge time decides; else in-progress."""

EVENT_STATUS = {
    "A01": "in-progress",
    "A02": "in-progress",
    "A03": "finished",
    "A04": "in-progress",
    "A05": "planned",
    "A06": "in-progress",
    "A07": "in-progress",
    "A10": "arrived",
    "A11": "cancelled",
    "A12": "in-progress",
    "A13": "in-progress",
    "A14": "planned",
    "A15": "in-progress",
    "A16": "in-progress",
    "A21": "onleave",
    "A22": "in-progress",
    "A23": "entered-in-error",
    "A25": "in-progress",
    "A26": "in-progress",
    "A27": "cancelled",
    "A38": "cancelled",
    "A52": "in-progress",
    "A53": "onleave",
}
"""What an ADT event says about the visit, over PV1-2 and PV1-45."""

PARTICIPATION = {
    7: ("ATND", "attender"),
    8: ("REF", "referrer"),
    9: ("CON", "consultant"),
    17: ("ADM", "admitter"),
    52: ("PART", "Participation"),
}
"""PV1 field of a doctor to v3 ParticipationType."""

ADMISSION_TYPE = {
    "A": "Accident",
    "E": "Emergency",
    "L": "Labor and Delivery",
    "R": "Routine",
    "N": "Newborn (Birth in healthcare facility)",
    "U": "Urgent",
    "C": "Elective",
}
PRIORITY = {
    "1": ("EM", V3_PRIORITY, "emergency"),
    "2": ("UR", V3_PRIORITY, "urgent"),
    "3": ("EL", V3_PRIORITY, "elective"),
}
SPECIAL_ARRANGEMENT = {
    "A2": ("wheel", "http://terminology.hl7.org/CodeSystem/encounter-special-arrangements", "Wheelchair"),
}
_SERVICE_TYPE = "http://terminology.hl7.org/CodeSystem/service-type"
HOSPITAL_SERVICE = {
    "MED": ("382", _SERVICE_TYPE, "Medical Services"),
    "URO": ("222", _SERVICE_TYPE, "Urology"),
}
"""Table 0069 to service-type; the guide's other rows keep their own code."""

BED_STATUS = {
    "C": "Closed",
    "H": "Housekeeping",
    "O": "Occupied",
    "U": "Unoccupied",
    "K": "Contaminated",
    "I": "Isolated",
}
EVENT_REASON = {
    "01": ("PATRQT", "http://terminology.hl7.org/CodeSystem/v3-ActReason", "patient requested"),
    "02": ("TREAT", "http://terminology.hl7.org/CodeSystem/v3-ActReason", "treatment"),
    "03": ("HOPERAT", "http://terminology.hl7.org/CodeSystem/v3-ActReason", "healthcare operations"),
}
