"""Tables about allergies and diagnoses: HL7 0052, 0127, 0128.

Source: vocabulary tables of the HL7 v2-to-FHIR guide.
"""

ALLERGY_CATEGORY = {
    "DA": "medication",
    "FA": "food",
    "EA": "environment",
    "AA": "biologic",
    "PA": "environment",
    "LA": "environment",
}
ALLERGEN_TYPE = {
    "DA": "Drug allergy",
    "FA": "Food allergy",
    "MA": "Miscellaneous allergy",
    "MC": "Miscellaneous contraindication",
    "EA": "Environmental allergy",
    "AA": "Animal allergy",
    "PA": "Plant allergy",
    "LA": "Pollen allergy",
}
ALLERGY_TYPE = {"DA", "FA", "MA", "EA", "AA", "PA", "LA"}
"""Codes that mean an allergy; a miscellaneous contraindication (MC) says no type."""

ALLERGY_UNKNOWN = frozenset({"不详", "不明", "不清楚", "未知", "未询问", "无法询问", "unknown", "unk"})
"""Ours: words in the place of an allergen that say that nobody knows. That is neither an allergen nor "none"."""

CRITICALITY = {"SV": "high", "MI": "low"}
REACTION_SEVERITY = {"SV": "severe", "MO": "moderate", "MI": "mild"}
SEVERITY_DISPLAY = {"SV": "Severe", "MO": "Moderate", "MI": "Mild", "U": "Unknown"}

DIAGNOSIS_ROLE_SYSTEM = "http://terminology.hl7.org/CodeSystem/diagnosis-role"
DIAGNOSIS_ROLE = {
    "A": ("AD", DIAGNOSIS_ROLE_SYSTEM, "Admission diagnosis"),
    "W": ("W", "http://terminology.hl7.org/CodeSystem/v2-0052", "Working"),
    "F": ("F", "http://terminology.hl7.org/CodeSystem/v2-0052", "Final"),
    "D": ("DD", DIAGNOSIS_ROLE_SYSTEM, "Discharge diagnosis"),
    "DD": ("DD", DIAGNOSIS_ROLE_SYSTEM, "Discharge diagnosis"),
}
"""Table 0052 to diagnosis-role. The guide leaves W and F open: they keep their own code."""
