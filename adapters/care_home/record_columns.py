"""The tables of daily life in a home: contacts, contracts, daily care, medicines, incidents, bed moves, devices, leave.

`columns.py` has the names of the person and the bed, which they share.
"""

from collections.abc import Mapping
from typing import Final

from adapters.tabular.header import Kind, Names

_WHO_WROTE: dict[str, Names] = {
    "nurse": ("记录人", "护理员", "护士", "照护人员", "执行人", "登记人", "签名", "recorded_by", "nurse", "carer"),
    "note": ("备注", "说明", "情况说明", "其他", "note", "remark", "remarks"),
}

_AT: Names = ("时间", "日期时间", "记录时间", "日期", "datetime", "date", "time", "at")

CONTACTS: Final[dict[str, Names]] = {
    "contact": ("联系人", "联系人姓名", "家属姓名", "家属", "亲属姓名", "contact", "contact_name"),
    "relation": ("与老人关系", "关系", "与联系人关系", "联系人关系", "relationship", "relation"),
    "contact_phone": ("联系电话", "联系人电话", "家属电话", "手机", "电话", "contact_phone"),
    "contact_address": ("联系地址", "联系人地址", "家属地址", "contact_address"),
    "guardian": ("是否监护人", "监护人", "guardian"),
    "rank": ("联系顺序", "顺序", "序号", "第几联系人", "rank", "order"),
    "since": ("起始日期", "生效日期", "since"),
    "until": ("终止日期", "失效日期", "until"),
}

CONTRACTS: Final[dict[str, Names]] = {
    "contract_no": ("合同编号", "合同号", "协议编号", "协议号", "contract_no", "contract_id"),
    "start": ("合同开始日期", "开始日期", "起始日期", "签订日期", "生效日期", "start", "start_date"),
    "end": ("合同结束日期", "结束日期", "到期日期", "终止日期", "end", "end_date"),
    "care_level": ("护理等级", "护理级别", "照护等级", "照料等级", "care_level", "nursing_level"),
    "fee": ("月费", "每月费用", "合计月费", "收费标准", "月收费", "fee", "monthly_fee"),
    "deposit": ("押金", "保证金", "deposit"),
    "bed_type": ("床位类型", "房型", "床型", "bed_type"),
    "signer": ("签订人", "签约人", "付款人", "乙方", "signer", "payer"),
    "contract_status": ("合同状态", "状态", "status", "contract_status"),
    "note": _WHO_WROTE["note"],
}

DAILY_CARE: Final[dict[str, Names]] = {
    "at": _AT,
    "clock": ("时刻", "记录时刻", "clock"),
    "meal": ("进食情况", "进食", "进食量", "饮食", "meal"),
    "fluid_intake": ("饮水量", "饮水", "入量", "fluid", "fluid_intake"),
    "urine": ("小便", "小便次数", "尿量", "urine"),
    "stool": ("大便", "大便次数", "排便", "stool"),
    "sleep": ("睡眠", "睡眠情况", "睡眠时间", "sleep"),
    "mood": ("情绪", "精神状态", "mood"),
    "skin": ("皮肤", "皮肤情况", "skin"),
    "turning": ("翻身", "翻身拍背", "turning"),
    "oral_care": ("口腔护理", "oral_care"),
    "bathing": ("洗浴", "洗澡", "擦浴", "bathing"),
    **_WHO_WROTE,
}

DAILY_ITEMS: Final = ("meal", "fluid_intake", "urine", "stool", "sleep", "mood", "skin")
DAILY_DONE: Final = ("turning", "oral_care", "bathing")

MEDICINES: Final[dict[str, Names]] = {
    "at": (
        "给药时间",
        "服药时间",
        "执行时间",
        "用药时间",
        "发药时间",
        "时间",
        "日期时间",
        "given_at",
        "datetime",
        "date",
    ),
    "clock": ("给药时刻", "时刻", "clock"),
    "medicine": ("药品名称", "药名", "药物", "药品", "medicine", "drug", "medicine_name"),
    "medicine_code": ("药品编码", "药品代码", "medicine_code", "drug_code"),
    "dose": ("剂量", "用量", "每次剂量", "给药剂量", "dose"),
    "route": ("用法", "给药途径", "途径", "route"),
    "given": ("执行情况", "是否服用", "服药情况", "给药情况", "given", "status"),
    "why_not": ("未服原因", "拒服原因", "原因", "reason"),
    **_WHO_WROTE,
}

INCIDENTS: Final[dict[str, Names]] = {
    "at": ("发生时间", "事件时间", "意外时间", "发现时间", "时间", "日期时间", "occurred_at", "datetime", "date"),
    "clock": ("发生时刻", "时刻", "clock"),
    "incident": ("事件类型", "意外类型", "事件类别", "意外事件", "事件", "incident", "event", "incident_type"),
    "place": ("发生地点", "地点", "place", "location"),
    "injury": ("伤情", "损伤情况", "受伤情况", "后果", "injury", "outcome"),
    "story": ("经过", "事件经过", "事件描述", "情况描述", "description"),
    "measures": ("处理措施", "处理", "处置", "采取措施", "measures"),
    "family_told": ("通知家属", "是否通知家属", "家属通知时间", "family_told"),
    **_WHO_WROTE,
}

BED_MOVES: Final[dict[str, Names]] = {
    "at": ("调床时间", "调整时间", "换床时间", "调整日期", "调床日期", "时间", "日期", "moved_at", "date"),
    "from_room": ("原房间", "原房间号", "调出房间", "from_room"),
    "from_bed": ("原床号", "原床位", "调出床号", "from_bed"),
    "to_room": ("新房间", "新房间号", "调入房间", "to_room"),
    "to_bed": ("新床号", "新床位", "调入床号", "to_bed"),
    "admitted": ("入住日期", "入院日期", "入住时间", "admitted", "admission_date"),
    "reason": ("调床原因", "调整原因", "原因", "reason"),
    **_WHO_WROTE,
}

DEVICES: Final[dict[str, Names]] = {
    "device": ("管路名称", "设备名称", "管路/设备", "管路", "设备", "导管名称", "导管", "device", "device_name"),
    "size": ("型号", "规格", "size"),
    "site": ("部位", "置管部位", "body_site", "site"),
    "placed": ("置管日期", "置入日期", "开始使用日期", "启用日期", "placed", "start_date"),
    "last_change": ("上次更换日期", "更换日期", "最近更换", "末次更换日期", "last_change"),
    "next_change": ("下次更换日期", "应更换日期", "到期更换日期", "next_change"),
    "removed": ("拔管日期", "停用日期", "拔除日期", "removed", "end_date"),
    **_WHO_WROTE,
}

LEAVES: Final[dict[str, Names]] = {
    "left": ("外出时间", "离院时间", "请假时间", "外出日期", "请假日期", "left_at", "leave_date"),
    "expected": ("预计返回时间", "预计返院时间", "预计返回日期", "expected_return"),
    "returned": ("返回时间", "返院时间", "销假时间", "返回日期", "实际返回时间", "returned_at", "return_date"),
    "reason": ("外出原因", "请假原因", "事由", "去向", "reason"),
    "companion": ("陪同人", "接送人", "陪护人", "companion"),
    "admitted": BED_MOVES["admitted"],
    **_WHO_WROTE,
}


def record_kinds(person: Mapping[str, Names]) -> tuple[Kind, ...]:
    """The tables of daily life, each about a person; the more special first."""
    who = ("resident_no", "id_card")

    def kind(name: str, title: str, columns: dict[str, Names], *needed: tuple[str, ...]) -> Kind:
        return Kind(name, title, {**person, **columns}, (who, *needed), titles=(title,))

    return (
        kind("incidents", "意外事件", INCIDENTS, ("at",), ("incident",)),
        kind("medicines-given", "给药记录", MEDICINES, ("at",), ("medicine",)),
        kind("bed-moves", "床位调整", BED_MOVES, ("at",), ("to_bed",)),
        kind("leaves", "外出与返回", LEAVES, ("left",), ("returned", "expected", "reason")),
        kind("devices", "管路与设备", DEVICES, ("device",), ("placed", "last_change", "next_change")),
        kind("contracts", "合同与等级", CONTRACTS, ("contract_no",), ("start", "care_level", "fee")),
        kind("daily-care", "日常照护", DAILY_CARE, ("at",), (*DAILY_ITEMS, *DAILY_DONE)),
        kind("contacts", "联系人", CONTACTS, ("contact",), ("guardian", "rank", "contact_address", "since", "until")),
    )
