"""Tables about persons: HL7 0001, 0002, 0063, 0131, 0190, 0200, 0201, 0202, 0465 and GB/T 2261.

Sources: the vocabulary tables of the HL7 v2-to-FHIR guide (0063 and 0131 as there), GB/T 2261.1-2003 and
GB/T 2261.2-2003. Each translation is v2 code to (code, system, display).
"""

V3_MARITAL = "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus"
V3_NULL = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor"
V3_ROLE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
V2_0131 = "http://terminology.hl7.org/CodeSystem/v2-0131"
GB_SEX = "urn:oid:2.16.156.10011.2.3.3.4"
V2_MARITAL = "http://terminology.hl7.org/CodeSystem/v2-0002"
GB_MARITAL = "urn:oid:2.16.156.10011.2.3.3.5"
GB_ETHNICITY = "urn:oid:2.16.156.10011.2.3.3.3"

GENDER = {
    "F": "female",
    "M": "male",
    "O": "other",
    "U": "unknown",
    "A": "other",
    "N": "other",
    "0": "unknown",
    "1": "male",
    "2": "female",
    "9": "unknown",
    "男": "male",
    "女": "female",
    "男性": "male",
    "女性": "female",
    "未知": "unknown",
}
"""Table 0001, GB/T 2261.1 (0, 1, 2, 9) and Chinese words to administrative-gender."""

PLAIN_GENDER = frozenset({"F", "M", "O", "U", "1", "2", "男", "女", "男性", "女性"})
"""Codes that administrative-gender says completely; of the others the original is kept."""

MARITAL_STATUS = {
    "A": ("L", V3_MARITAL, "Legally Separated"),
    "D": ("D", V3_MARITAL, "Divorced"),
    "M": ("M", V3_MARITAL, "Married"),
    "S": ("S", V3_MARITAL, "Never Married"),
    "W": ("W", V3_MARITAL, "Widowed"),
    "C": ("C", V3_MARITAL, "Common Law"),
    "G": ("T", V3_MARITAL, "Domestic partner"),
    "P": ("T", V3_MARITAL, "Domestic partner"),
    "R": ("T", V3_MARITAL, "Domestic partner"),
    "E": ("L", V3_MARITAL, "Legally Separated"),
    "N": ("A", V3_MARITAL, "Annulled"),
    "I": ("I", V3_MARITAL, "Interlocutory"),
    "B": ("U", V3_MARITAL, "unmarried"),
    "U": ("UNK", V3_NULL, "Unknown"),
    "O": ("OTH", V3_NULL, "Other"),
    "T": ("NAVU", V3_NULL, "Not available"),
    "10": ("S", V3_MARITAL, "Never Married"),
    "20": ("M", V3_MARITAL, "Married"),
    "21": ("M", V3_MARITAL, "Married"),
    "22": ("M", V3_MARITAL, "Married"),
    "23": ("M", V3_MARITAL, "Married"),
    "30": ("W", V3_MARITAL, "Widowed"),
    "40": ("D", V3_MARITAL, "Divorced"),
    "90": ("UNK", V3_NULL, "Unknown"),
}
"""Table 0002 and GB/T 2261.2 to v3 MaritalStatus."""

NAME_USE = {
    "BAD": "old",
    "D": "usual",
    "L": "official",
    "M": "maiden",
    "MSK": "anonymous",
    "N": "nickname",
    "NAV": "temp",
    "R": "official",
    "TEMP": "temp",
}
NAME_REPRESENTATION = {"A": "ABC", "I": "IDE", "P": "SYL"}
ADDRESS_TYPE = {"M": "postal", "SH": "postal"}
ADDRESS_USE = {"BA": "old", "BI": "billing", "C": "temp", "B": "work", "H": "home", "O": "work"}
TELECOM_USE = {"PRN": "home", "WPN": "work", "PRS": "mobile"}
TELECOM_SYSTEM = {
    "PH": "phone",
    "FX": "fax",
    "MD": "other",
    "CP": "phone",
    "SAT": "other",
    "BP": "pager",
    "Internet": "email",
    "X.400": "email",
    "TDD": "other",
    "TTY": "other",
}

RELATIONSHIP = {
    "SEL": ("ONESELF", V3_ROLE, "self"),
    "SPO": ("SPS", V3_ROLE, "spouse"),
    "DOM": ("SIGOTHR", V3_ROLE, "significant other"),
    "CHD": ("CHILD", V3_ROLE, "child"),
    "GCH": ("GRNDCHILD", V3_ROLE, "grandchild"),
    "NCH": ("NCHILD", V3_ROLE, "natural child"),
    "SCH": ("STPCHLD", V3_ROLE, "step child"),
    "FCH": ("CHLDFOST", V3_ROLE, "foster child"),
    "PAR": ("PRN", V3_ROLE, "parent"),
    "MTH": ("MTH", V3_ROLE, "mother"),
    "FTH": ("FTH", V3_ROLE, "father"),
    "GRP": ("GRPRN", V3_ROLE, "grandparent"),
    "EXF": ("EXT", V3_ROLE, "extended family member"),
    "SIB": ("SIB", V3_ROLE, "sibling"),
    "BRO": ("BRO", V3_ROLE, "brother"),
    "SIS": ("SIS", V3_ROLE, "sister"),
    "FND": ("FRND", V3_ROLE, "unrelated friend"),
    "EMR": ("E", V2_0131, "Employer"),
    "EMC": ("C", V2_0131, "Emergency Contact"),
    "UNK": ("U", V2_0131, "Unknown"),
    "OTH": ("O", V2_0131, "Other"),
    "配偶": ("SPS", V3_ROLE, "spouse"),
    "子女": ("CHILD", V3_ROLE, "child"),
    "儿子": ("SONC", V3_ROLE, "son"),
    "子": ("SONC", V3_ROLE, "son"),
    "女儿": ("DAUC", V3_ROLE, "daughter"),
    "女": ("DAUC", V3_ROLE, "daughter"),
    "父母": ("PRN", V3_ROLE, "parent"),
    "兄弟姐妹": ("SIB", V3_ROLE, "sibling"),
    "孙子女": ("GRNDCHILD", V3_ROLE, "grandchild"),
    "朋友": ("FRND", V3_ROLE, "unrelated friend"),
}
"""Table 0063, and words of GB/T 4761, to v3 RoleCode. Codes that are not here keep their own system."""

CONTACT_ROLE = {
    "E": "Employer",
    "C": "Emergency Contact",
    "F": "Federal Agency",
    "I": "Insurance Company",
    "N": "Next-of-Kin",
    "S": "State Agency",
    "O": "Other",
    "U": "Unknown",
}
ORGANIZATION_ROLES = frozenset({"E", "F", "I", "S", "EMR"})
"""Roles of NK1-3 and NK1-7 that make the entry a contact of the patient and no related person."""

V3_PARTICIPATION_TYPE = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
PROVIDER_ROLE = {
    "AD": ("ADM", V3_PARTICIPATION_TYPE, "admitter"),
    "AT": ("ATND", V3_PARTICIPATION_TYPE, "attender"),
    "CP": ("CON", V3_PARTICIPATION_TYPE, "consultant"),
    "PP": ("446050000", "http://snomed.info/sct", "PCP - Primary care physician"),
    "RP": ("REF", V3_PARTICIPATION_TYPE, "referrer"),
    "PI": ("40570005", "http://snomed.info/sct", "Interpreter"),
}
"""Table 0443, the role of a person (ROL-3, PRT-4)."""
