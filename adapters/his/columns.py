"""The tables of a hospital information system and the names that their columns go by.

The first name of a column is its official one; names of database views stand behind the Chinese ones. A site's own
names come from its file (docs/adapters/his.md).
"""

from collections.abc import Sequence
from functools import partial
from typing import Final

from adapters.port import Dialect
from adapters.tabular.header import Header, Kind, Names, recognise

PAGE: Final = "docs/adapters/his.md"

_WHO: dict[str, Names] = {
    "mrn": ("病历号", "病案号", "患者编号", "患者ID", "病人ID", "病人编号", "患者标识", "登记号", "病员号",
            "mrn", "patient_id", "pat_id", "patientid", "patid", "pid", "brid", "patient_no"),
    "name": ("姓名", "患者姓名", "病人姓名", "name", "patient_name", "pat_name", "xm"),
    "id_card": ("身份证号", "身份证", "身份证号码", "公民身份号码", "证件号码", "证件号",
                "id_card", "idcard", "id_no", "id_number", "sfzh"),
    "sex": ("性别", "性别代码", "sex", "gender", "xb"),
    "birth_date": ("出生日期", "出生年月日", "生日", "birth_date", "birthdate", "birthday", "dob", "csrq"),
}  # fmt: skip

_VISIT: dict[str, Names] = {
    "visit_no": ("就诊号", "就诊流水号", "就诊序号", "住院号", "门诊号", "住院流水号", "门诊流水号", "就诊ID",
                 "visit_no", "visit_id", "visitid", "encounter_id", "inpatient_no", "admission_no", "jzlsh", "zyh"),
    "stay_count": ("住院次数", "就诊次数", "visit_count", "times", "zycs"),
}  # fmt: skip

_CHANGED: dict[str, Names] = {
    "changed": ("更新时间", "修改时间", "最后修改时间", "最后更新时间", "updated_at", "update_time", "last_modified"),
}

_DOCTOR: dict[str, Names] = {
    "doctor": ("医生", "医师", "医生姓名", "医师姓名", "开单医生", "开立医生", "开嘱医生", "主治医生", "主管医生",
               "主治医师", "申请医生", "处方医生", "开方医生", "诊断医生", "接诊医生", "doctor", "doctor_name",
               "physician"),
    "doctor_no": ("医生工号", "医师工号", "医生编码", "医生代码", "工号", "开单医生工号", "主治医生工号",
                  "处方医生工号", "doctor_no", "doctor_id", "doctor_code", "ysgh"),
}  # fmt: skip

_PATIENTS: dict[str, Names] = {
    **_WHO,
    "id_type": ("证件类型", "证件类型代码", "身份证件类别", "id_type", "zjlx"),
    "health_card": ("健康卡号", "居民健康卡号", "电子健康卡号", "health_card", "health_card_no"),
    "health_record": ("健康档案号", "居民健康档案编号", "健康档案编号", "health_record", "ehr_no"),
    "phone": ("联系电话", "电话", "手机", "手机号", "手机号码", "本人电话", "phone", "mobile", "tel", "lxdh"),
    "address": ("住址", "现住址", "家庭住址", "地址", "户口地址", "address", "home_address"),
    "marital": ("婚姻状况", "婚姻", "婚姻状况代码", "marital_status", "marital", "hyzk"),
    "ethnicity": ("民族", "民族代码", "ethnicity", "nation", "mz"),
    "contact": ("联系人", "联系人姓名", "紧急联系人", "家属", "contact", "contact_name"),
    "contact_phone": ("联系人电话", "紧急联系电话", "家属电话", "contact_phone"),
    "relation": ("与患者关系", "联系人关系", "关系", "relation", "relationship"),
    "died": ("死亡时间", "死亡日期", "died", "death_date"),
    **_CHANGED,
}  # fmt: skip

_VISITS: dict[str, Names] = {
    **_VISIT,
    **_WHO,
    "class": ("就诊类型", "就诊类别", "患者类型", "病人类型", "就诊方式", "visit_type", "class", "patient_class",
              "jzlx"),
    "status": ("就诊状态", "状态", "在院状态", "status", "visit_status"),
    "start": ("入院时间", "入院日期", "就诊时间", "就诊日期", "挂号时间", "接诊时间", "admitted", "admit_time",
              "admission_time", "visit_time", "start", "ryrq", "rysj"),
    "end": ("出院时间", "出院日期", "离院时间", "discharged", "discharge_time", "end", "cyrq", "cysj"),
    "department": ("科室", "科室名称", "就诊科室", "入院科室", "出院科室", "department", "dept", "dept_name", "ks"),
    "ward": ("病区", "病区名称", "病房", "ward", "ward_name", "bq"),
    "bed": ("床号", "床位号", "床位", "bed", "bed_no", "ch"),
    **_DOCTOR,
    "outcome": ("离院方式", "出院方式", "转归", "出院情况", "outcome", "discharge_disposition", "lyfs"),
    "source": ("入院途径", "来源", "入院方式", "admit_source", "rytj"),
    "reason": ("主诉", "就诊原因", "入院原因", "chief_complaint", "reason"),
    **_CHANGED,
}  # fmt: skip

_DIAGNOSES: dict[str, Names] = {
    **_VISIT,
    **_WHO,
    "code": ("诊断编码", "疾病编码", "诊断代码", "ICD编码", "ICD10", "ICD-10编码", "疾病代码",
             "diagnosis_code", "icd_code", "icd10_code", "diag_code", "jbdm"),
    "words": ("诊断名称", "疾病名称", "诊断", "诊断描述", "diagnosis", "diagnosis_name", "diag_name", "jbmc"),
    "coding": ("编码体系", "编码版本", "编码系统", "诊断编码体系", "coding_system", "code_system", "icd_version"),
    "role": ("诊断类型", "诊断类别", "诊断性质", "diagnosis_type", "diag_type", "zdlx"),
    "recorded": ("诊断日期", "诊断时间", "确诊日期", "diagnosis_date", "diag_time", "zdrq"),
    "status": ("诊断状态", "状态", "status", "diagnosis_status"),
    **_DOCTOR,
    **_CHANGED,
}  # fmt: skip

_ORDERS: dict[str, Names] = {
    "order_no": ("申请单号", "医嘱号", "医嘱ID", "申请号", "医嘱编号", "申请单编号",
                 "order_no", "order_id", "request_no", "apply_no", "yzh", "sqdh"),
    **_VISIT,
    **_WHO,
    "code": ("项目编码", "医嘱编码", "项目代码", "检查项目编码", "检验项目编码", "item_code", "order_code", "xmdm"),
    "words": ("项目名称", "医嘱名称", "医嘱内容", "检查项目", "检验项目", "申请项目", "item_name", "order_name",
              "xmmc"),
    "category": ("医嘱类别", "医嘱类型", "申请类别", "项目类别", "category", "order_type"),
    "priority": ("紧急程度", "优先级", "加急", "急诊标志", "priority", "urgent"),
    "status": ("医嘱状态", "申请状态", "状态", "执行状态", "status", "order_status"),
    "authored": ("开立时间", "下达时间", "申请时间", "开单时间", "医嘱时间", "ordered_at", "order_time", "apply_time",
                 "klsj"),
    "body_site": ("部位", "检查部位", "body_site"),
    "purpose": ("申请目的", "检查目的", "临床诊断", "purpose", "reason"),
    **_DOCTOR,
    **_CHANGED,
}  # fmt: skip

_RESULTS: dict[str, Names] = {
    "report_no": ("报告单号", "报告号", "报告编号", "检验单号", "样本号", "标本号", "条码号",
                  "report_no", "report_id", "sample_no", "barcode", "bgdh"),
    "order_no": _ORDERS["order_no"],
    **_VISIT,
    **_WHO,
    "panel": ("报告名称", "检验组合", "组合名称", "报告类型", "检验目的", "panel", "report_name"),
    "code": ("项目编码", "检验项目编码", "指标编码", "项目代码", "结果项编码", "LOINC", "item_code", "test_code",
             "xmdm"),
    "words": ("项目名称", "检验项目", "指标名称", "检验项目名称", "结果项名称", "item_name", "test_name", "xmmc"),
    "coding": ("编码体系", "编码系统", "coding_system", "code_system"),
    "value": ("结果", "检验结果", "结果值", "定量结果", "检查结果", "result", "value", "result_value", "jg"),
    "unit": ("单位", "计量单位", "结果单位", "unit", "units", "dw"),
    "range": ("参考范围", "参考值", "正常值", "参考区间", "reference_range", "ref_range", "range"),
    "flag": ("异常标志", "结果标志", "提示", "高低标志", "异常提示", "flag", "abnormal_flag", "ycbz"),
    "sampled": ("采样时间", "采集时间", "标本采集时间", "检查时间", "sampled_at", "sample_time", "collect_time"),
    "reported": ("报告时间", "审核时间", "报告日期", "检验时间", "检验日期", "reported_at", "report_time", "bgsj"),
    "specimen": ("标本类型", "样本类型", "标本", "specimen", "sample_type"),
    "status": ("报告状态", "状态", "结果状态", "status", "report_status"),
    **_DOCTOR,
    **_CHANGED,
}  # fmt: skip

_PRESCRIPTIONS: dict[str, Names] = {
    "order_no": ("处方明细号", "处方号", "医嘱号", "处方编号", "处方明细ID",
                 "prescription_no", "prescription_id", "rx_no", "order_no", "cfh"),
    "line": ("处方序号", "明细序号", "组号", "序号", "line", "line_no", "item_no"),
    **_VISIT,
    **_WHO,
    "code": ("药品编码", "药品代码", "国家药品编码", "医保药品编码", "drug_code", "medicine_code", "ypdm"),
    "words": ("药品名称", "药名", "通用名", "药品通用名", "drug_name", "medicine", "medicine_name", "ypmc"),
    "spec": ("规格", "药品规格", "spec", "specification", "gg"),
    "dose": ("单次剂量", "剂量", "每次剂量", "每次用量", "用量", "一次用量", "dose", "dosage", "jl"),
    "dose_unit": ("剂量单位", "用量单位", "dose_unit", "dosage_unit", "jldw"),
    "frequency": ("频次", "用药频次", "频率", "frequency", "freq", "pc"),
    "route": ("给药途径", "用法", "给药方式", "用药途径", "route", "usage", "yf"),
    "days": ("天数", "用药天数", "days", "duration", "yyts"),
    "quantity": ("数量", "总量", "发药数量", "quantity", "amount", "sl"),
    "quantity_unit": ("数量单位", "总量单位", "包装单位", "quantity_unit", "amount_unit"),
    "authored": ("开方时间", "处方日期", "处方时间", "开立时间", "开始时间", "prescribed_at", "prescription_time",
                 "start_time"),
    "stopped": ("停止时间", "停药时间", "结束时间", "stopped_at", "stop_time", "end_time"),
    "status": ("处方状态", "医嘱状态", "状态", "status"),
    "note": ("备注", "嘱托", "note", "remark"),
    **_DOCTOR,
    **_CHANGED,
}  # fmt: skip

_PERSON = ("mrn", "id_card")

KINDS: Final = (
    Kind(
        name="results",
        title="检验检查结果",
        columns=_RESULTS,
        required=(_PERSON, ("code", "words"), ("value",)),
        titles=("result", "observations", "检验结果", "检查结果", "lab", "lis"),
    ),
    Kind(
        name="prescriptions",
        title="处方",
        columns=_PRESCRIPTIONS,
        required=(_PERSON, ("words", "code"), ("dose", "frequency", "route", "quantity", "spec", "authored")),
        titles=("prescription", "处方明细", "药品医嘱", "medications", "drugs"),
    ),
    Kind(
        name="orders",
        title="医嘱与申请单",
        columns=_ORDERS,
        required=(_PERSON, ("order_no",), ("words", "code")),
        titles=("order", "医嘱", "申请单", "requests"),
    ),
    Kind(
        name="diagnoses",
        title="诊断",
        columns=_DIAGNOSES,
        required=(_PERSON, ("code", "words")),
        titles=("diagnosis", "诊断信息", "conditions"),
    ),
    Kind(
        name="visits",
        title="就诊",
        columns=_VISITS,
        required=(_PERSON, ("visit_no",), ("class", "start", "end", "department")),
        titles=("visit", "就诊信息", "encounters", "admissions", "住院信息"),
    ),
    Kind(
        name="patients",
        title="患者",
        columns=_PATIENTS,
        required=(_PERSON, ("name",), ("sex", "birth_date", "id_card")),
        titles=("patient", "患者信息", "病人信息", "基本信息"),
    ),
)
"""In the order in which a header is tried: the more special first."""


def understand(names: Sequence[str], title: str, *, dialect: Dialect) -> Header:
    """The kind of table that these column names make, the site's own names included; raises HeaderError."""
    return recognise(names, KINDS, title=dialect.titles.get(title, title), page=PAGE, own=dialect.columns)


def understanding(dialect: Dialect) -> partial[Header]:
    """`understand` for one site."""
    return partial(understand, dialect=dialect)
