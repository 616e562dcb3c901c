"""Tables about medication: HL7 0161, 0162, 0165, 0322, 0480. Source: vocabulary tables of the HL7 v2-to-FHIR guide.

Each translation is v2 code to (code, system, display); codes that are not here keep their own system.
"""

V3_ROUTE = "http://terminology.hl7.org/CodeSystem/v3-RouteOfAdministration"
V2_0161 = "http://terminology.hl7.org/CodeSystem/v2-0161"
_SCT = "http://snomed.info/sct"

ROUTE = {
    "ID": ("IDINJ", V3_ROUTE, "Injection, intradermal"),
    "IV": ("IVINJ", V3_ROUTE, "Injection, intravenous"),
    "SC": ("SQ", V3_ROUTE, "Injection, subcutaneous"),
    "TD": ("TRNSDERM", V3_ROUTE, "Transdermal"),
    "口服": ("PO", V3_ROUTE, "Swallow, oral"),
    "静脉注射": ("IVINJ", V3_ROUTE, "Injection, intravenous"),
    "静脉滴注": ("IV", V3_ROUTE, "Infusion, intravenous"),
    "静滴": ("IV", V3_ROUTE, "Infusion, intravenous"),
    "肌肉注射": ("IM", V3_ROUTE, "Injection, intramuscular"),
    "肌注": ("IM", V3_ROUTE, "Injection, intramuscular"),
    "皮下注射": ("SQ", V3_ROUTE, "Injection, subcutaneous"),
    "皮内注射": ("IDINJ", V3_ROUTE, "Injection, intradermal"),
    "舌下含服": ("SL", V3_ROUTE, "Sublingual"),
    "鼻饲": ("NGT", V3_ROUTE, "Nasogastric tube"),
    "外用": ("TOPICAL", V3_ROUTE, "Topical"),
    "雾化吸入": ("NEB", V3_ROUTE, "Nebulization"),
}
"""Table 0162, and words of Chinese prescriptions, to v3 RouteOfAdministration."""

ADMINISTRATION_METHOD = {
    "CH": ("419747000", _SCT, "Chew"),
    "DI": ("421682005", _SCT, "Dissolve"),
    "IS": ("421257003", _SCT, "Insert"),
    "SH": ("420606003", _SCT, "Shampoo"),
    "WA": ("422152000", _SCT, "Wash"),
}
SUBSTITUTION = {
    "N": "Substitutions are NOT authorized",
    "G": "Allow generic substitutions",
    "T": "Allow therapeutic substitutions",
}
"""Table 0161; each keeps its code."""

ADMINISTRATION_STATUS = {
    "CP": "completed",
    "RE": "not-done",
    "NA": "not-done",
    "PA": "completed",
}
"""Table 0322 (RXA-20) to MedicationAdministration.status. A part that was given (PA) is given; ours."""

STOPPING = frozenset({"DC", "DR", "OD", "RP", "RQ", "RU"})
"""Order control (0119) or status (0038) of a medicine that was taken until now: stopped, not cancelled. Ours."""

ASKED_WORDS = {
    "CA": "医嘱系统已申请取消，尚无药房确认；给药前向转出方核实",
    "HD": "医嘱系统已申请暂停，尚无药房确认；给药前向转出方核实",
}
"""What a wish about a medicine (0119) says to a nurse while the order stands."""

CHANGE_IN_PART = "医嘱系统已修改本药，剂量 {}；频次与途径未随消息给出，仍显示原用法，给药前向转出方核实"
"""What a nurse is told of a change (XO) that leaves out how often the medicine is taken."""

_SETTING = "http://terminology.hl7.org/CodeSystem/medicationrequest-category"
PRESCRIPTION_SETTING = {"I": ("inpatient", _SETTING, "Inpatient"), "O": ("outpatient", _SETTING, "Outpatient")}
"""Table 0482 to medicationrequest-category. Ours; the guide has no map for it."""
