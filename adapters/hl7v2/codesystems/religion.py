"""Table 0006, religion, to v3 ReligiousAffiliation. Source: vocabulary table of the HL7 v2-to-FHIR guide.

Codes that the guide leaves open (BUD and 70 more) keep their own system.
"""

V3_RELIGION = "http://terminology.hl7.org/CodeSystem/v3-ReligiousAffiliation"

_ROWS = """
A 1007 Atheism|B 1009 Baptist|E 1069 Episcopalian|J 1026 Judaism|L 1028 Lutheran|M 1027 Latter Day Saints
N 1020 Hinduism|P 1077 Protestant|AGN 1004 Agnosticism|ATH 1007 Atheism|BAH 1008 Babi & Baha'I faiths
BRE 1062 Brethren|BMA 1029 Mahayana|BTH 1051 Theravada|CHR 1013 Christian (non-Catholic, non-specific)
ANG 1005 Anglican|AOG 1061 Assembly of God|BAP 1009 Baptist|CRR 1079 Reformed|CHS 1063 Christian Scientist
COC 1064 Church of Christ|COG 1065 Church of God|COL 1066 Congregational|EOT 1068 Eastern Orthodox
EPI 1069 Episcopalian|FRQ 1071 Friends|FUL 1072 Full Gospel|JWN 1025 Jehovah's Witnesses
MOM 1027 Latter Day Saints|LUT 1028 Lutheran|MET 1073 Methodist|NAZ 1075 Nazarene|ORT 1036 Orthodox
PEN 1038 Pentecostal|PRE 1076 Presbyterian|PRO 1077 Protestant|PRC 1078 Protestant, No Denomination
QUA 1071 Friends|REC 1079 Reformed|CAT 1041 Roman Catholic Church|SAA 1080 Salvation Army|SEV 1001 Adventist
UCC 1082 United Church of Christ|UNI 1052 Unitarian-Universalism|UNU 1081 Unitarian Universalist
CNF 1014 Confucianism|DOC 1067 Disciples of Christ|HSH 1020 Hinduism|HVA 1020 Hinduism|HOT 1020 Hinduism
JAI 1024 Jainism|MOS 1023 Islam|MSH 1045 Shiite (Islam)|MSU 1049 Sunni (Islam)|NAM 1074 Native American
SHN 1046 Shinto|SIK 1047 Sikism|SPI 1048 Spiritualism
"""


def _row(text: str) -> tuple[str, tuple[str, str, str]]:
    local, code, display = text.split(" ", 2)
    return local, (code, V3_RELIGION, display)


RELIGION = dict(_row(row) for line in _ROWS.strip().splitlines() for row in line.split("|"))
