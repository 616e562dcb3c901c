"""Words and codes of hospital tables, and what they are in FHIR. A site's file may add its own."""

from collections.abc import Mapping
from typing import Final

V3_ACT: Final = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
V3_NULL: Final = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor"
UCUM: Final = "http://unitsofmeasure.org"
LOINC: Final = "http://loinc.org"
ICD10: Final = "http://hl7.org/fhir/sid/icd-10"
ICD10_CLINICAL: Final = "https://alliance-hub.example/fhir/CodeSystem/icd-10-clinical-cn"
ICD10_INSURANCE: Final = "https://alliance-hub.example/fhir/CodeSystem/icd-10-insurance-cn"
TCM: Final = "urn:oid:2.16.156.10011.2.3.3.14"
GB_SEX: Final = "urn:oid:2.16.156.10011.2.3.3.4"
GB_MARITAL: Final = "urn:oid:2.16.156.10011.2.3.3.5"
GB_ETHNICITY: Final = "urn:oid:2.16.156.10011.2.3.3.3"
HEALTH_RECORD: Final = "urn:oid:2.16.156.10011.1.2"
HEALTH_CARD: Final = "urn:oid:2.16.156.10011.1.19"


VISIT_CLASSES: Final[Mapping[str, tuple[str, str]]] = {
    **dict.fromkeys(
        ("门诊", "普通门诊", "专家门诊", "o", "amb", "out", "outpatient", "01", "1"), ("AMB", "ambulatory")
    ),
    **dict.fromkeys(("住院", "入院", "i", "imp", "in", "inpatient", "04", "2"), ("IMP", "inpatient encounter")),
    **dict.fromkeys(("急诊", "急救", "留观", "急诊留观", "e", "emer", "emergency", "02", "3"), ("EMER", "emergency")),
    **dict.fromkeys(("家庭病床", "上门", "居家", "hh", "home"), ("HH", "home health")),
    **dict.fromkeys(("互联网", "互联网诊疗", "远程", "vr", "virtual"), ("VR", "virtual")),
}
"""Kind of visit to v3 ActCode. Bare numbers are those that most views use; a site's file may say otherwise."""

VISIT_STATUS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("在院", "在诊", "就诊中", "住院中", "已接诊", "in-progress", "active"), "in-progress"),
    **dict.fromkeys(("已出院", "出院", "离院", "已完成", "就诊结束", "完成", "finished", "discharged"), "finished"),
    **dict.fromkeys(("预约", "待入院", "已预约", "planned"), "planned"),
    **dict.fromkeys(("候诊", "已挂号", "待诊", "arrived"), "arrived"),
    **dict.fromkeys(("取消", "已取消", "退号", "已退号", "作废", "cancelled"), "cancelled"),
}

ORDER_STATUS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("新开", "已下达", "已开立", "执行中", "已审核", "已核对", "有效", "在用", "待执行",
                     "active"), "active"),
    **dict.fromkeys(("已执行", "完成", "已完成", "执行完毕", "已报告", "已发药", "已停止", "停止", "停止执行",
                     "停用", "completed", "stopped"), "completed"),
    **dict.fromkeys(("作废", "取消", "已取消", "撤销", "已作废", "退费", "cancelled", "revoked"), "revoked"),
    **dict.fromkeys(("暂停", "on-hold"), "on-hold"),
    **dict.fromkeys(("草稿", "未提交", "draft"), "draft"),
}  # fmt: skip

MEDICATION_STATUS: Final[Mapping[str, str]] = {
    **{word: {"revoked": "cancelled"}.get(status, status) for word, status in ORDER_STATUS.items()},
    **dict.fromkeys(("已停止", "停止", "停止执行", "停用", "停药", "已停药", "stopped"), "stopped"),
}

RESULT_STATUS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("已审核", "已发布", "正式", "已报告", "终审", "最终", "final", "f"), "final"),
    **dict.fromkeys(("初步", "未审核", "初审", "临时", "preliminary", "p"), "preliminary"),
    **dict.fromkeys(("更正", "修改", "已修改", "corrected", "c"), "corrected"),
    **dict.fromkeys(("作废", "取消", "撤回", "cancelled", "x"), "cancelled"),
}

DIAGNOSIS_STATUS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("现患", "未愈", "有效", "确诊", "active"), "active"),
    **dict.fromkeys(("治愈", "已愈", "好转出院", "resolved"), "resolved"),
    **dict.fromkeys(("疑似", "待查", "可疑", "provisional"), "provisional"),
    **dict.fromkeys(("排除", "已排除", "refuted"), "refuted"),
    **dict.fromkeys(("作废", "删除", "entered-in-error"), "entered-in-error"),
}

PRIORITIES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("急", "加急", "紧急", "urgent", "是", "1"), "urgent"),
    **dict.fromkeys(("特急", "抢救", "即刻", "stat"), "stat"),
    **dict.fromkeys(("普通", "常规", "平", "routine", "否", "0"), "routine"),
}

FLAGS: Final[Mapping[str, tuple[str, str]]] = {
    **dict.fromkeys(("↑", "h", "高", "偏高", "升高"), ("H", "High")),
    **dict.fromkeys(("↓", "l", "低", "偏低", "降低"), ("L", "Low")),
    **dict.fromkeys(("↑↑", "hh", "危急值高", "危高"), ("HH", "Critical high")),
    **dict.fromkeys(("↓↓", "ll", "危急值低", "危低"), ("LL", "Critical low")),
    **dict.fromkeys(("n", "正常", "-"), ("N", "Normal")),
    **dict.fromkeys(("a", "异常", "*"), ("A", "Abnormal")),
    **dict.fromkeys(("aa", "危急", "危急值"), ("AA", "Critical abnormal")),
    **dict.fromkeys(("阳性", "pos", "+"), ("POS", "Positive")),
    **dict.fromkeys(("阴性", "neg"), ("NEG", "Negative")),
}

FREQUENCIES: Final[Mapping[str, tuple[int, int, str, str]]] = {
    **dict.fromkeys(("qd", "每日一次", "每天一次", "一日一次", "1次/日"), (1, 1, "d", "QD")),
    **dict.fromkeys(("bid", "每日两次", "每日二次", "每天两次", "一日两次", "2次/日"), (2, 1, "d", "BID")),
    **dict.fromkeys(("tid", "每日三次", "每天三次", "一日三次", "3次/日"), (3, 1, "d", "TID")),
    **dict.fromkeys(("qid", "每日四次", "每天四次", "一日四次", "4次/日"), (4, 1, "d", "QID")),
    **dict.fromkeys(("qn", "每晚一次", "睡前", "每晚"), (1, 1, "d", "")),
    **dict.fromkeys(("qod", "隔日一次"), (1, 2, "d", "QOD")),
    **dict.fromkeys(("qw", "每周一次"), (1, 1, "wk", "")),
    **dict.fromkeys(("biw", "每周两次"), (2, 1, "wk", "")),
    **{f"q{hours}h": (1, hours, "h", f"Q{hours}H" if hours in {1, 2, 3, 4, 6, 8} else "") for hours in range(1, 25)},
}
"""How often: times, in how many, of which unit (UCUM), and the code of v3-GTSAbbreviation where there is one."""

UNITS: Final[Mapping[str, str]] = {
    **{unit.casefold(): unit for unit in (
        "mmol/L", "umol/L", "nmol/L", "pmol/L", "g/L", "mg/L", "ug/L", "ng/L", "pg/mL", "ng/mL", "ug/mL", "mg/dL",
        "g/dL", "U/L", "IU/mL", "mIU/L", "%", "fL", "pg", "s", "mm/h", "kPa", "kg", "g", "mg", "ug", "mL", "L", "Cel",
        "mL/min",
    )},
    "mmhg": "mm[Hg]", "℃": "Cel", "°c": "Cel", "μmol/l": "umol/L", "μg/l": "ug/L", "μg/ml": "ug/mL", "μg": "ug",
    "10^9/l": "10*9/L", "10*9/l": "10*9/L", "×10^9/l": "10*9/L", "x10^9/l": "10*9/L", "10e9/l": "10*9/L",
    "10^12/l": "10*12/L", "10*12/l": "10*12/L", "×10^12/l": "10*12/L", "x10^12/l": "10*12/L",
    "次/分": "/min", "克": "g", "毫克": "mg", "微克": "ug", "毫升": "mL", "ml/min": "mL/min", "秒": "s",
}  # fmt: skip
"""Units as laboratories write them, compared without case, to UCUM."""

MARITAL: Final[Mapping[str, tuple[str, str, str]]] = {
    **dict.fromkeys(("10", "未婚"), ("10", "未婚", "S")),
    **dict.fromkeys(("20", "已婚"), ("20", "已婚", "M")),
    **dict.fromkeys(("21", "初婚"), ("21", "初婚", "M")),
    **dict.fromkeys(("22", "再婚"), ("22", "再婚", "M")),
    **dict.fromkeys(("23", "复婚"), ("23", "复婚", "M")),
    **dict.fromkeys(("30", "丧偶"), ("30", "丧偶", "W")),
    **dict.fromkeys(("40", "离婚", "离异"), ("40", "离婚", "D")),
    **dict.fromkeys(("90", "未说明", "未说明的婚姻状况"), ("90", "未说明的婚姻状况", "UNK")),
}
"""GB/T 2261.2 by code and word: code, words, v3-MaritalStatus."""

ID_TYPES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("01", "1", "身份证", "居民身份证", "sfz"), "NI"),
    **dict.fromkeys(("03", "护照", "passport"), "PPN"),
    **dict.fromkeys(("04", "军官证", "士兵证"), "MI"),
    **dict.fromkeys(("05", "驾驶证"), "DL"),
    **dict.fromkeys(("02", "户口簿"), "NI02"),
    **dict.fromkeys(("06", "港澳通行证", "港澳居民来往内地通行证", "回乡证"), "NI06"),
    **dict.fromkeys(("07", "台湾通行证", "台湾居民来往大陆通行证", "台胞证"), "NI07"),
    **dict.fromkeys(("99", "其他"), "NI99"),
}
"""WS 364 CV02.01.101 to table 0203; kinds that it lacks are told apart by their own number series."""
