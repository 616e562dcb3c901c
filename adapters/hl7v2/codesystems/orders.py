"""Tables about orders and referrals: HL7 0038, 0119, 0283, 0280, 0485, 0482, 0322.

Source: vocabulary tables of the HL7 v2-to-FHIR guide; the rows of LOCAL_ORDER_CONTROL and the referral
tables are ours (docs/adapters/hl7v2.md).
"""

ORDER_CONTROL_STATUS = {
    "AF": "active",
    "CA": "active",
    "CR": "revoked",
    "DC": "revoked",
    "DF": "revoked",
    "DR": "revoked",
    "FU": "completed",
    "HD": "active",
    "HR": "on-hold",
    "NW": "active",
    "OC": "revoked",
    "OD": "revoked",
    "OH": "on-hold",
    "OK": "active",
    "PR": "active",
    "PY": "active",
    "RL": "active",
    "RO": "active",
    "RQ": "active",
    "RU": "active",
}
LOCAL_ORDER_CONTROL = {
    "RE": "active",
    "SC": "active",
    "XO": "active",
    "XR": "active",
    "XX": "active",
    "RP": "revoked",
    "UA": "revoked",
    "CN": "active",
    "NA": "active",
    "SN": "active",
    "OE": "active",
    "OR": "active",
}
ORDER_TYPE = {
    "I": ("HOSP", "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "Hospital"),
    "O": ("OF", "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "Outpatient facility"),
}
"""Table 0482 to v3 RoleCode: where the service is to be."""

ORDER_STATUS = {
    "CA": "revoked",
    "CM": "completed",
    "DC": "revoked",
    "ER": "entered-in-error",
    "HD": "on-hold",
    "IP": "active",
    "RP": "revoked",
    "SC": "active",
}
PRIORITY = {"S": "stat", "A": "asap", "R": "routine", "U": "urgent", "E": "stat", "T": "stat", "P": "routine"}
"""Tables 0485, 0027 and 0280 to request-priority (0280 writes S, A and R)."""

REFERRAL_TASK_STATUS = {
    "A": ("accepted", "active"),
    "P": ("requested", "active"),
    "R": ("rejected", "revoked"),
    "E": ("failed", "revoked"),
}
"""RF1-1, table 0283, to (Task.status, ServiceRequest.status)."""

IMMUNIZATION_STATUS = {"CP": "completed", "RE": "not-done", "NA": "not-done", "PA": "completed"}
