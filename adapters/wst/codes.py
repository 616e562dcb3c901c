"""OIDs, data elements and sections of WS/T 500 documents, and what they are in FHIR.

Sources: OIDs and document types as terminology/data/code_systems/wst-500-document.csv says; data elements of WS 363 as
public implementations of the documents quote them. None was compared with the published standard: all are unverified.
"""

from typing import Final

RESIDENT_ID: Final = "2.16.156.10011.1.3"
LOCAL_NUMBERS: Final = {
    "2.16.156.10011.1.13": ("MR", "mrn"),
    "2.16.156.10011.1.12": ("VN", "visit"),
    "2.16.156.10011.1.11": ("VN", "visit"),
}
"""Numbers that the sender itself gives: 病案号 the patient's, 住院号 and 门诊号 the visit's."""

ICD10: Final = "http://hl7.org/fhir/sid/icd-10"
ICD10_CLINICAL: Final = "https://alliance-hub.example/fhir/CodeSystem/icd-10-clinical-cn"
NATIONAL_NUMBERS: Final = {
    "2.16.156.10011.1.2": "居民健康档案",
    "2.16.156.10011.1.19": "居民健康卡",
}
DOCUMENTS: Final = "2.16.156.10011.2.4"
DATA_ELEMENTS: Final = "2.16.156.10011.2.2.1"
LOINC_OID: Final = "2.16.840.1.113883.6.1"
SYSTEMS: Final = {
    LOINC_OID: "http://loinc.org",
    "2.16.156.10011.2.3.3.11": ICD10,
    "2.16.156.10011.2.3.3.11.3": ICD10,
    "2.16.156.10011.2.3.3.11.5": ICD10,
    "2.16.156.10011.2.3.3.12": "http://hl7.org/fhir/sid/icd-9-cm",
}
DIAGNOSES: Final = {
    "DE05.01.024.00": "西医诊断",
    "DE05.10.130.00": "中医诊断",
    "DE05.01.025.00": "疾病诊断名称",
}
"""Data elements whose value is a diagnosis."""

VITAL_SIGNS: Final = {
    "DE04.10.186.00": ("8310-5", "Body temperature", "体温", "Cel"),
    "DE04.10.118.00": ("8867-4", "Heart rate", "脉率", "/min"),
    "DE04.10.206.00": ("8867-4", "Heart rate", "心率", "/min"),
    "DE04.10.082.00": ("9279-1", "Respiratory rate", "呼吸频率", "/min"),
    "DE04.10.174.00": ("8480-6", "Systolic blood pressure", "收缩压", "mm[Hg]"),
    "DE04.10.176.00": ("8462-4", "Diastolic blood pressure", "舒张压", "mm[Hg]"),
    "DE04.10.188.00": ("29463-7", "Body weight", "体重", "kg"),
    "DE04.10.167.00": ("8302-2", "Body height", "身高", "cm"),
}
"""Data elements with their LOINC code and the unit in which the standard gives them."""

INPATIENT: Final = frozenset({"C0023", "C0024", "C0025", "C0032", "C0034", "C0042", "C0045", "C0049", "C0053"})
"""Documents that are made of a stay in hospital."""
