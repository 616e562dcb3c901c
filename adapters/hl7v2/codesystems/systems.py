"""Names of coding systems to URIs: HL7 table 0396 and names in Chinese use.

Source: https://terminology.hl7.org/CodeSystem-v2-0396.html and
https://hl7.org/fhir/R4/terminologies-systems.html.
"""

import re
from functools import lru_cache
from urllib.parse import quote

ICD10 = "http://hl7.org/fhir/sid/icd-10"
LOINC = "http://loinc.org"
TCM = "urn:oid:2.16.156.10011.2.3.3.14"
"""GB/T 15657, classification of diseases and syndromes of traditional Chinese medicine (中医病证分类与代码)."""

ICD10_CLINICAL_CN = "https://alliance-hub.example/fhir/CodeSystem/icd-10-clinical-cn"
ICD10_INSURANCE_CN = "https://alliance-hub.example/fhir/CodeSystem/icd-10-insurance-cn"

_SYSTEMS = {
    "LN": LOINC,
    "LOINC": LOINC,
    "SCT": "http://snomed.info/sct",
    "SNOMEDCT": "http://snomed.info/sct",
    "SNOMED-CT": "http://snomed.info/sct",
    "SNM": "http://snomed.info/sct",
    "I10": ICD10,
    "I10P": "http://hl7.org/fhir/sid/icd-10-pcs",
    "10P": "http://hl7.org/fhir/sid/icd-10-pcs",
    "ICD10": ICD10,
    "ICD-10": ICD10,
    "ICD10CN": ICD10,
    "ICD-10-CN": ICD10,
    "GB/T14396": ICD10,
    "GB/T14396-2016": ICD10,
    "GBT14396": ICD10,
    "I10C": "http://hl7.org/fhir/sid/icd-10-cm",
    "ICD10CM": "http://hl7.org/fhir/sid/icd-10-cm",
    "ICD-10-CM": "http://hl7.org/fhir/sid/icd-10-cm",
    "ICD-10CM": "http://hl7.org/fhir/sid/icd-10-cm",
    "I9": "http://hl7.org/fhir/sid/icd-9-cm",
    "I9C": "http://hl7.org/fhir/sid/icd-9-cm",
    "I9CDX": "http://hl7.org/fhir/sid/icd-9-cm",
    "I9CP": "http://hl7.org/fhir/sid/icd-9-cm",
    "ICD9": "http://hl7.org/fhir/sid/icd-9-cm",
    "ICD-9": "http://hl7.org/fhir/sid/icd-9-cm",
    "ICD9CM": "http://hl7.org/fhir/sid/icd-9-cm",
    "ICD-9-CM": "http://hl7.org/fhir/sid/icd-9-cm",
    "ICD-9-CM-3": "http://hl7.org/fhir/sid/icd-9-cm",
    "C4": "http://www.ama-assn.org/go/cpt",
    "CPT": "http://www.ama-assn.org/go/cpt",
    "CPT4": "http://www.ama-assn.org/go/cpt",
    "CVX": "http://hl7.org/fhir/sid/cvx",
    "MVX": "http://hl7.org/fhir/sid/mvx",
    "NDC": "http://hl7.org/fhir/sid/ndc",
    "RXNORM": "http://www.nlm.nih.gov/research/umls/rxnorm",
    "UCUM": "http://unitsofmeasure.org",
    "ATC": "http://www.whocc.no/atc",
    "ISO3166_1": "urn:iso:std:iso:3166",
    "ISO": "urn:iso:std:iso:3166",
    "CDCREC": "urn:oid:2.16.840.1.113883.6.238",
    "NUBC": "https://www.nubc.org/CodeSystem/PatDischargeStatus",
    "GB/T15657": TCM,
    "GB/T15657-1995": TCM,
    "GB/T15657-2021": TCM,
    "GBT15657": TCM,
    "GB15657": TCM,
    "TCM": TCM,
    "中医": TCM,
    "中医病证": TCM,
    "中医病证分类与代码": TCM,
    "GB/T2261.1": "urn:oid:2.16.156.10011.2.3.3.4",
    "GB/T2261.2": "urn:oid:2.16.156.10011.2.3.3.5",
    "GB/T3304": "urn:oid:2.16.156.10011.2.3.3.3",
    "GB/T4761": "urn:oid:2.16.156.10011.2.3.3.8",
}
_HL7_TABLE = re.compile(r"HL7[-_ ]?(?:TABLE)?(\d{1,4})", re.IGNORECASE)
_OID = re.compile(r"(?:urn:oid:)?([0-2](?:\.(?:0|[1-9]\d*)){2,})", re.ASCII)
_URI = re.compile(r"(?:https?://|urn:)[^\s|]+")
_ICD10 = re.compile(r"[A-Z]\d{2}(?:\.[\dx][\dx]{0,2}(?:x\d{2,3})?)?[+*†]?")


@lru_cache(maxsize=2048)
def coding_system_to_uri(name: str, *, source: str) -> str:
    """The URI of a coding system as CWE.3 names it; empty when it names none.

    A name that is not known becomes a system of the sender's own: a local code is never passed
    off as a standard one.
    """
    plain = "".join(name.split())
    if not plain:
        return ""
    known = _SYSTEMS.get(plain.upper())
    if known:
        return known
    table = _HL7_TABLE.fullmatch(plain)
    if table:
        return f"http://terminology.hl7.org/CodeSystem/v2-{table.group(1).zfill(4)}"
    oid = _OID.fullmatch(plain)
    if oid:
        return f"urn:oid:{oid.group(1)}"
    if _URI.fullmatch(plain):
        return plain
    if "国临" in plain or "临床版" in plain:
        return ICD10_CLINICAL_CN
    if "医保" in plain:
        return ICD10_INSURANCE_CN
    return f"https://alliance-hub.example/sid/{quote(source, safe='')}/code/{quote(plain, safe='')}"


def is_icd10_code(text: str) -> bool:
    """Whether the text has the form of an ICD-10 code, the Chinese editions' longer form included."""
    return _ICD10.fullmatch(text) is not None
