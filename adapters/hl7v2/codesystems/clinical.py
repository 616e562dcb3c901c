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

_SCT = "http://snomed.info/sct"
_NO_ALLERGY = ("716186003", _SCT, "No known allergy")
_NO_DRUG_ALLERGY = ("409137002", _SCT, "No known drug allergy")
_NO_FOOD_ALLERGY = ("429625007", _SCT, "No known food allergy")
NONE_KNOWN = (
    dict.fromkeys(
        (
            "nka", "nkma", "none", "no known allergy", "no known allergies", "no allergies", "716186003", "160244002",
            "无", "无过敏", "无过敏史", "无已知过敏", "无已知过敏史", "未发现过敏", "否认", "否认过敏", "否认过敏史",
            "否认药物食物过敏史", "否认食物药物过敏史", "否认药物及食物过敏史", "否认食物及药物过敏史",
            "无药物食物过敏史", "无食物药物过敏史",
        ),
        _NO_ALLERGY,
    )
    | dict.fromkeys(
        (
            "nkda", "no known drug allergy", "no known drug allergies", "409137002", "无药物过敏", "无药物过敏史",
            "否认药物过敏", "否认药物过敏史", "无已知药物过敏",
        ),
        _NO_DRUG_ALLERGY,
    )
    | dict.fromkeys(
        ("nkfa", "no known food allergy", "no known food allergies", "429625007", "无食物过敏", "无食物过敏史",
         "否认食物过敏", "否认食物过敏史"),
        _NO_FOOD_ALLERGY,
    )
)  # fmt: skip
"""Ours: codes and words in the place of an allergen that say that none is known, as SNOMED CT says it (the value set
of AllergyIntolerance.code). https://hl7.org/fhir/R4/allergyintolerance.html#9.1.3.2"""

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
