"""The kinds of table and the names that their columns go by.

The first name of a column is its official one and stands in error texts.
"""

from collections.abc import Sequence
from dataclasses import replace

from adapters.care_home.record_columns import record_kinds
from adapters.tabular.header import Header, Kind, Names, recognise
from fhir_profiles.instruments import scale
from terminology.ability import ITEMS

_PERSON: dict[str, Names] = {
    "resident_no": ("编号", "老人编号", "长者编号", "住户编号", "入住编号", "住养编号", "客户编号", "院内编号",
                    "resident_no", "resident_id", "residentno", "residentid", "number", "no"),
    "name": ("姓名", "老人姓名", "长者姓名", "住户姓名", "名字", "name", "resident_name", "full_name"),
    "id_card": ("身份证号", "身份证", "身份证号码", "身份证件号码", "公民身份号码", "证件号码", "证件号",
                "id_card", "idcard", "national_id", "id_number"),
    "sex": ("性别", "sex", "gender"),
    "birth_date": ("出生日期", "出生年月日", "出生年月", "生日", "birth_date", "birthdate", "date_of_birth", "dob"),
}  # fmt: skip

_BED: dict[str, Names] = {
    "area": ("楼层/区", "楼层", "区", "区域", "楼栋", "楼区", "护理区", "病区", "floor", "area", "ward", "unit"),
    "room": ("房间", "居室", "房间号", "房号", "居室号", "室号", "room", "room_no"),
    "bed": ("床号", "床位", "床位号", "床位编号", "bed", "bed_no"),
}

_RESIDENTS: dict[str, Names] = {
    **_PERSON,
    **_BED,
    "admitted": ("入住日期", "入院日期", "入住时间", "入院时间", "admitted", "admission_date", "admit_date"),
    "left": ("退住日期", "离院日期", "出院日期", "退住时间", "离院时间", "discharge_date", "left"),
    "phone": ("本人电话", "老人电话", "本人手机", "phone", "mobile"),
    "address": ("住址", "家庭住址", "地址", "户籍地址", "户籍所在地", "address"),
    "contact": ("联系人", "紧急联系人", "家属", "家属姓名", "联系人姓名", "监护人", "第一联系人",
                "contact", "contact_name", "emergency_contact"),
    "contact_phone": ("联系电话", "联系人电话", "家属电话", "紧急联系电话", "紧急联系人电话", "联系方式",
                      "电话", "手机", "contact_phone", "emergency_phone"),
    "relation": ("与老人关系", "关系", "与联系人关系", "联系人关系", "与本人关系", "relationship", "relation"),
    "care_level": ("护理等级", "护理级别", "照护等级", "照料等级", "care_level", "nursing_level"),
    "status": ("状态", "入住状态", "在住状态", "在院状态", "status"),
}  # fmt: skip

_BEDS: dict[str, Names] = {
    **_BED,
    "bed_type": ("床位类型", "房型", "床型", "类型", "bed_type", "type"),
    "bed_status": ("状态", "床位状态", "使用状态", "占用状态", "status", "bed_status"),
    "price": ("价格", "床位费", "床位价格", "收费标准", "月费", "单价", "费用", "price", "fee"),
}

_WHO_ASSESSED: dict[str, Names] = {
    "assessed": ("评估日期", "评估时间", "assessed", "assessment_date", "date"),
    "assessor_1": ("评估员1", "评估员", "评估员一", "第一评估员", "评估人员", "评估人", "评估员甲",
                   "assessor1", "assessor"),
    "assessor_2": ("评估员2", "评估员二", "第二评估员", "评估员乙", "assessor2"),
    "assessing_organization": ("评估机构", "评估单位", "assessing_organization", "organization"),
    "occasion": ("评估原因", "评估基准", "评估类型", "reason", "occasion"),
    "diagnosis": ("诊断", "疾病诊断", "主要诊断", "诊断编码", "diagnosis", "diagnoses"),
    "dementia": ("痴呆", "认知症", "认知障碍", "认知障碍/痴呆", "痴呆诊断", "确诊痴呆", "dementia"),
    "mental_disorder": ("精神疾病", "其他精神疾病", "精神障碍", "精神和行为障碍", "mental_disorder"),
    "events": ("意外事件", "意外事件次数", "照护风险事件", "近30天意外事件", "30天内意外事件", "近30天意外事件次数",
               "30天内意外事件次数", "近30日意外事件", "风险事件",
               "care_risk_events"),
    "falls": ("跌倒次数", "近30天跌倒", "falls"),
    "wandering": ("走失次数", "近30天走失", "wandering"),
    "choking": ("噎食次数", "近30天噎食", "choking"),
    "self_harm": ("自杀自伤次数", "自杀/自伤次数", "自伤次数", "近30天自杀自伤", "self_harm"),
    "other_events": ("其他意外次数", "其他意外事件次数", "other_events"),
    "coma": ("昏迷", "是否昏迷", "coma"),
    "stated_total": ("总分", "总得分", "评估总分", "total", "total_score"),
    "stated_level": ("能力等级", "评估等级", "老年人能力等级", "失能等级", "ability_level", "level"),
}  # fmt: skip

_ITEM_SYNONYMS: dict[str, Names] = {
    "B.1.1": ("eating", "feeding"),
    "B.1.2": ("个人修饰", "grooming"),
    "B.1.3": ("bathing",),
    "B.1.4": ("穿脱上衣", "穿上衣", "upper_dressing"),
    "B.1.5": ("穿脱裤子和鞋袜", "穿脱裤子鞋袜", "穿/脱裤子、鞋袜", "lower_dressing"),
    "B.1.6": ("小便", "bladder"),
    "B.1.7": ("大便", "bowels", "bowel"),
    "B.1.8": ("toileting", "toilet_use"),
    "B.2.1": ("床上转移", "床上翻身", "bed_mobility"),
    "B.2.2": ("床椅移动", "transfer"),
    "B.2.3": ("平地步行", "行走", "walking"),
    "B.2.4": ("上下楼", "stairs"),
    "B.3.1": ("时间定向力", "time_orientation"),
    "B.3.2": ("空间定向力", "地点定向", "place_orientation"),
    "B.3.3": ("人物定向力", "person_orientation"),
    "B.3.4": ("记忆力", "memory"),
    "B.3.5": ("理解", "comprehension"),
    "B.3.6": ("表达", "expression"),
    "B.3.7": ("aggression",),
    "B.3.8": ("抑郁", "depression"),
    "B.3.9": ("意识", "consciousness"),
    "B.4.1": ("vision",),
    "B.4.2": ("hearing",),
    "B.4.3": ("日常事务", "daily_tasks"),
    "B.4.4": ("使用交通工具", "transport"),
    "B.4.5": ("社会交往", "social"),
}

_VITALS: dict[str, Names] = {
    **_PERSON,
    "measured": ("测量时间", "测量日期", "记录时间", "监测时间", "采集时间", "日期时间", "日期",
                 "measured", "measured_at", "datetime", "date"),
    "clock": ("时间", "时刻", "测量时刻", "time"),
    "temperature": ("体温", "temperature", "temp"),
    "heart_rate": ("脉搏", "心率", "脉率", "脉搏/心率", "pulse", "heart_rate", "hr"),
    "respiration": ("呼吸", "呼吸频率", "respiration", "respiratory_rate", "rr"),
    "systolic": ("收缩压", "高压", "systolic", "sbp"),
    "diastolic": ("舒张压", "低压", "diastolic", "dbp"),
    "blood_pressure": ("血压", "blood_pressure", "bp"),
    "saturation": ("血氧", "血氧饱和度", "spo2", "氧饱和度", "指脉氧", "oxygen_saturation"),
    "oxygen": ("吸氧", "氧疗", "吸氧流量", "氧流量", "oxygen", "oxygen_flow"),
    "glucose": ("血糖", "空腹血糖", "随机血糖", "glucose", "blood_glucose"),
    "weight": ("体重", "weight"),
    "consciousness": ("意识", "意识状态", "神志", "意识水平", "acvpu", "avpu", "consciousness"),
    "nurse": ("测量人", "护理员", "护士", "记录人", "签名", "recorded_by", "nurse"),
}  # fmt: skip

MEASUREMENTS = (
    "temperature", "heart_rate", "respiration", "systolic", "diastolic", "blood_pressure", "saturation",
    "oxygen", "glucose", "weight", "consciousness",
)  # fmt: skip
"""The keys of the vital-sign columns."""

ASSESSMENTS_KIND = Kind(
    name="ability-assessment",
    title="能力评估（GB/T 42195-2022）",
    columns={
        **_PERSON,
        **_WHO_ASSESSED,
        **{code: (item.name, *_ITEM_SYNONYMS[code]) for code, item in ITEMS.items()},
    },
    required=(("resident_no", "id_card"), ("assessed",), *((code,) for code in ITEMS)),
)
_SCALE_SYNONYMS: dict[str, dict[str, Names]] = {
    "barthel": {
        "bowels": ("大便", "大便控制", "bowels"), "bladder": ("小便", "小便控制", "bladder"),
        "transfer": ("转移", "床椅移动", "transfer"), "walking": ("行走", "平地步行", "walking"),
        "stairs": ("上下楼", "stairs"), "feeding": ("feeding",), "bathing": ("bathing",), "grooming": ("grooming",),
        "dressing": ("dressing",), "toilet": ("toilet",),
    },
    "braden": {"sensory": ("感知觉",), "friction": ("摩擦力和剪切力", "摩擦力剪切力", "摩擦/剪切力")},
    "morse": {
        "history": ("跌倒史", "跌倒历史"), "diagnosis": ("超过一个医学诊断", "次要诊断"),
        "aid": ("助行器", "使用助行器"),
        "infusion": ("静脉输液", "静脉治疗"), "gait": ("步态/移动",), "mental": ("精神状态", "认知状态"),
    },
    "gb-38600-2019": {"R.3": ("压力性损伤",), "R.7": ("他伤自伤", "他伤、自伤"), "R.9": ("文娱意外", "文娱活动")},
}  # fmt: skip
_SCALE_TITLES = {
    "barthel": "Barthel 指数", "braden": "Braden 压力性损伤风险", "morse": "Morse 跌倒风险",
    "gb-38600-2019": "九项风险（GB 38600-2019）",
}  # fmt: skip


def _scale_kind(name: str) -> Kind:
    """The table of one scale: who, when, and a column for each item."""
    items = scale(name).items
    synonyms = _SCALE_SYNONYMS[name]
    who = ("assessed", "assessor_1", "assessor_2", "assessing_organization", "occasion", "stated_total")
    return Kind(
        name=f"scale-{name}",
        title=_SCALE_TITLES[name],
        columns={
            **_PERSON,
            **{key: _WHO_ASSESSED[key] for key in who},
            **{code: (item.name, *synonyms.get(code, ())) for code, item in items.items()},
        },
        required=(("resident_no", "id_card"), ("assessed",), *((code,) for code in items)),
    )


SCALE_KINDS = {f"scale-{name}": name for name in _SCALE_SYNONYMS}
"""The kinds of table that hold a scale, with the instrument of each."""
VITALS_KIND = Kind(
    name="vital-signs",
    title="生命体征",
    columns=_VITALS,
    required=(("resident_no", "id_card"), ("measured",), MEASUREMENTS),
)
RESIDENTS_KIND = Kind(
    name="residents",
    title="住养老人名册",
    columns=_RESIDENTS,
    required=(("resident_no", "id_card"), ("name",), ("sex", "birth_date", "id_card", "admitted")),
)
BEDS_KIND = Kind(name="beds", title="床位表", columns=_BEDS, required=(("bed",), ("bed_status",)))

_RECORDS = record_kinds(_PERSON)

_PLAIN_CONTACTS = replace(_RECORDS[-1], required=(*_RECORDS[-1].required[:2], ("contact_phone", "relation")))
"""A list of contacts that says nothing of guardians or order: tried when it is not the residents' list."""

KINDS = (
    ASSESSMENTS_KIND,
    *map(_scale_kind, _SCALE_SYNONYMS),
    VITALS_KIND,
    *_RECORDS,
    RESIDENTS_KIND,
    BEDS_KIND,
)
"""In the order in which a header is tried: the more special first."""


def read_header(names: Sequence[str], *, title: str = "") -> Header:
    """The kind of table that these column names make; raises HeaderError."""
    return recognise(names, (*KINDS, _PLAIN_CONTACTS), title=title, page="docs/adapters/care_home.md")
