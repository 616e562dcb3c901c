"""Tables about results: HL7 0074, 0078, 0085, 0123, 0493, 0136.

Source: vocabulary tables of the HL7 v2-to-FHIR guide. Rows that the guide leaves open and that we
decide stand in LOCAL_*; docs/adapters/hl7v2.md gives the reasons.
"""

V3_INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"

OBSERVATION_STATUS = {
    "A": "amended",
    "C": "corrected",
    "D": "entered-in-error",
    "F": "final",
    "P": "preliminary",
    "W": "entered-in-error",
    "X": "cancelled",
}
LOCAL_OBSERVATION_STATUS = {
    "B": "amended",
    "I": "registered",
    "N": "final",
    "O": "registered",
    "R": "preliminary",
    "S": "preliminary",
    "U": "final",
    "V": "final",
}
REPORT_STATUS = {
    "O": "registered",
    "I": "registered",
    "S": "registered",
    "P": "preliminary",
    "C": "corrected",
    "R": "partial",
    "F": "final",
    "X": "cancelled",
}
LOCAL_REPORT_STATUS = {"A": "partial", "M": "amended", "N": "registered", "Y": "cancelled", "Z": "cancelled"}

REPORT_BY_OBSERVATION = (
    ("registered", "registered"),
    ("preliminary", "preliminary"),
    ("corrected", "corrected"),
    ("amended", "amended"),
)
"""Where OBR-25 is silent: the first observation status that occurs gives the report's; else final."""

_SCT = "http://snomed.info/sct"
COLLECTION_METHOD = {
    "BIO": ("129314006", _SCT, "Biopsy - action"),
    "SCRAPS": ("129323009", _SCT, "Scraping - action"),
}
"""Table 0488; the guide's other rows keep their own code."""

SPECIMEN_STATUS = {"Y": "available", "N": "unavailable"}

INTERPRETATION = {
    "<": ("<", V3_INTERPRETATION, "Off scale low"),
    ">": (">", V3_INTERPRETATION, "Off scale high"),
    "A": ("A", V3_INTERPRETATION, "Abnormal"),
    "AA": ("AA", V3_INTERPRETATION, "Critical abnormal"),
    "B": ("B", V3_INTERPRETATION, "Better"),
    "CAR": ("CAR", V3_INTERPRETATION, "Carrier"),
    "D": ("D", V3_INTERPRETATION, "Significant change down"),
    "DET": ("DET", V3_INTERPRETATION, "Detected"),
    "E": ("E", V3_INTERPRETATION, "Equivocal"),
    "EX": ("EX", V3_INTERPRETATION, "outside threshold"),
    "EXP": ("EXP", V3_INTERPRETATION, "Expected"),
    "H": ("H", V3_INTERPRETATION, "High"),
    "HH": ("HH", V3_INTERPRETATION, "Critical high"),
    "HU": ("HU", V3_INTERPRETATION, "Significantly high"),
    "I": ("I", V3_INTERPRETATION, "Intermediate"),
    "IE": ("IE", V3_INTERPRETATION, "Insufficient evidence"),
    "IND": ("IND", V3_INTERPRETATION, "Indeterminate"),
    "L": ("L", V3_INTERPRETATION, "Low"),
    "LL": ("LL", V3_INTERPRETATION, "Critical low"),
    "LU": ("LU", V3_INTERPRETATION, "Significantly low"),
    "MS": ("MS", V3_INTERPRETATION, "moderately susceptible"),
    "N": ("N", V3_INTERPRETATION, "Normal"),
    "NCL": ("NCL", V3_INTERPRETATION, "No CLSI defined breakpoint"),
    "ND": ("ND", V3_INTERPRETATION, "Not detected"),
    "NEG": ("NEG", V3_INTERPRETATION, "Negative"),
    "NR": ("NR", V3_INTERPRETATION, "Non-reactive"),
    "NS": ("NS", V3_INTERPRETATION, "Non-susceptible"),
    "POS": ("POS", V3_INTERPRETATION, "Positive"),
    "R": ("R", V3_INTERPRETATION, "Resistant"),
    "RR": ("RR", V3_INTERPRETATION, "Reactive"),
    "S": ("S", V3_INTERPRETATION, "Susceptible"),
    "SDD": ("SDD", V3_INTERPRETATION, "Susceptible-dose dependent"),
    "SYN-R": ("SYN-R", V3_INTERPRETATION, "Synergy - resistant"),
    "SYN-S": ("SYN-S", V3_INTERPRETATION, "Synergy - susceptible"),
    "U": ("U", V3_INTERPRETATION, "Significant change up"),
    "VS": ("VS", V3_INTERPRETATION, "very susceptible"),
    "UNE": ("UNE", V3_INTERPRETATION, "Unexpected"),
    "W": ("W", V3_INTERPRETATION, "Worse"),
    "WR": ("WR", V3_INTERPRETATION, "Weakly reactive"),
}

SECTION = {
    "AU": "Audiology",
    "BG": "Blood Gases",
    "BLB": "Blood Bank",
    "CG": "Cytogenetics",
    "CUS": "Cardiac Ultrasound",
    "CTH": "Cardiac Catheterization",
    "CT": "CAT Scan",
    "CH": "Chemistry",
    "CP": "Cytopathology",
    "EC": "Electrocardiac (e.g., EKG, EEC, Holter)",
    "EN": "Electroneuro (EEG, EMG,EP,PSG)",
    "GE": "Genetics",
    "HM": "Hematology",
    "ICU": "Bedside ICU Monitoring",
    "IMM": "Immunology",
    "LAB": "Laboratory",
    "MB": "Microbiology",
    "MCB": "Mycobacteriology",
    "MYC": "Mycology",
    "NMS": "Nuclear Medicine Scan",
    "NMR": "Nuclear Magnetic Resonance",
    "NRS": "Nursing Service Measures",
    "OUS": "OB Ultrasound",
    "OT": "Occupational Therapy",
    "OTH": "Other",
    "OSL": "Outside Lab",
    "PHR": "Pharmacy",
    "PT": "Physical Therapy",
    "PHY": "Physician (Hx. Dx, admission note, etc.)",
    "PF": "Pulmonary Function",
    "RAD": "Radiology",
    "RX": "Radiograph",
    "RUS": "Radiology Ultrasound",
    "RC": "Respiratory Care (therapy)",
    "RT": "Radiation Therapy",
    "SR": "Serology",
    "SP": "Surgical Pathology",
    "TX": "Toxicology",
    "VUS": "Vascular Ultrasound",
    "VR": "Virology",
    "XRC": "Cineradiograph",
}

CATEGORY_SYSTEM = "http://terminology.hl7.org/CodeSystem/observation-category"
_CATEGORIES = {
    "laboratory": "BG BLB CG CH CP GE HM IMM LAB MB MCB MYC OSL SR SP TX VR",
    "imaging": "CT CTH CUS NMR NMS OUS RAD RUS RX VUS XRC",
    "procedure": "AU EC EN PF",
    "therapy": "OT PT RC RT",
    "exam": "PHY",
    "vital-signs": "ICU",
}
FLAGS = {
    "↑": "H", "↓": "L", "↑↑": "HU", "↓↓": "LU", "高": "H", "低": "L", "偏高": "H", "偏低": "L", "正常": "N",
    "异常": "A", "危急": "AA", "危急值": "AA", "阳性": "POS", "阴性": "NEG", "敏感": "S", "中介": "I", "耐药": "R",
}  # fmt: skip
"""What Chinese laboratories write in OBX-8 in place of table 0078. Ours."""

VITAL_SIGNS = frozenset(
    {
        "85353-1", "9279-1", "8867-4", "2708-6", "59408-5", "8310-5", "8302-2", "9843-4", "29463-7", "39156-5",
        "85354-9", "8480-6", "8462-4",
    }
)  # fmt: skip
"""LOINC codes of vital signs, whatever they come in. https://hl7.org/fhir/R4/observation-vitalsigns.html"""

OBSERVATION_CATEGORY = {code: category for category, codes in _CATEGORIES.items() for code in codes.split()}
"""Table 0074 (OBR-24) to observation-category. Ours; the guide maps it to DiagnosticReport.category alone."""
