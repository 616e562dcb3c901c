"""A clinical resource as the cells of one printed row: the words of the narrative and of the transfer sheet.

The same rows make the Composition's narrative and the page, so that neither can say what the other does not.
"""

from collections.abc import Callable

from fhir_profiles.issue import JsonObject
from hub.record.timeline import concept_text
from hub.transfer.attachments import sha_256_of
from hub.transfer.medicines import WORDS, Line, act_moment, dose_text, is_high_alert, medicine_name
from hub.transfer.words import codes_text, moment_text, notes_text, quantity_text

Cells = tuple[str, ...]


def value_text(resource: JsonObject) -> str:
    """The value of an Observation or component."""
    if resource.get("valueQuantity"):
        return quantity_text(resource["valueQuantity"])
    if resource.get("valueCodeableConcept"):
        return concept_text(resource["valueCodeableConcept"])
    for name in ("valueString", "valueInteger", "valueDateTime"):
        if resource.get(name) is not None:
            return str(resource[name])
    if "valueBoolean" in resource:
        return "是" if resource["valueBoolean"] else "否"
    if resource.get("dataAbsentReason"):
        return f"无结果({concept_text(resource['dataAbsentReason'])})"
    return ""


def _condition(item: JsonObject) -> Cells:
    status = codes_text(item.get("clinicalStatus"))
    provisional = codes_text(item.get("verificationStatus")) in {"provisional", "differential", "unconfirmed"}
    return (
        concept_text(item.get("code")) + ("(疑似)" if provisional else ""),
        codes_text(item.get("code")),
        _STATUS.get(status, status),
        moment_text(item.get("onsetDateTime")),
        notes_text(item),
    )


def medicine_cells(line: Line, *, last: str, due: str, supply: str) -> Cells:
    """One medicine with what became of it, its last dose, when the next is due, and what goes along."""
    item = line.medicine
    reasons = concept_list_text(item.get("statusReason"))
    return (
        ("⚠高警示 " if is_high_alert(item) else "") + medicine_name(item),
        WORDS[line.change] + (f"：{reasons}" if reasons else ""),
        dose_text(item),
        moment_text(last),
        moment_text(due),
        supply,
        moment_text(medicine_start(item)),
        notes_text(item),
    )


def medicine_start(item: JsonObject) -> object:
    """Since when it is taken, or when it was ordered."""
    return item.get("effectiveDateTime") or (item.get("effectivePeriod") or {}).get("start") or item.get("authoredOn")


def concept_list_text(found: object) -> str:
    """The words of a CodeableConcept, or of a list of them."""
    return "；".join(concept_text(one) for one in (found if isinstance(found, list) else [found]) if one)


def _medicine(item: JsonObject) -> Cells:
    reasons, status = concept_list_text(item.get("statusReason")), str(item.get("status", ""))
    return (
        medicine_name(item),
        dose_text(item),
        _STATUS.get(status, status) + (f"：{reasons}" if reasons else ""),
        moment_text(medicine_start(item)),
        notes_text(item),
    )


def _act(item: JsonObject) -> Cells:
    dose = quantity_text((item.get("dosage") or {}).get("dose") if isinstance(item.get("dosage"), dict) else None)
    amount = dose or quantity_text(item.get("daysSupply") or item.get("quantity"))
    return (medicine_name(item), amount, moment_text(act_moment(item)), notes_text(item))


def _allergy(item: JsonObject) -> Cells:
    reactions = [
        concept_text(sign) for reaction in item.get("reaction", []) for sign in reaction.get("manifestation", [])
    ]
    criticality, status = str(item.get("criticality", "")), codes_text(item.get("clinicalStatus"))
    left = f"曾登记，现为{_STATUS[status]}；用药前核实" if status in {"inactive", "resolved"} else ""
    return (
        concept_text(item.get("code")),
        "、".join(reactions),
        _STATUS.get(criticality, criticality),
        "；".join(words for words in (left, notes_text(item)) if words),
    )


def _observation(item: JsonObject) -> Cells:
    values = [value_text(item)] + [
        f"{concept_text(part.get('code'))} {value_text(part)}" for part in item.get("component", [])
    ]
    said = [concept_text(one) for one in item.get("interpretation", [])]
    flags = "、".join([*(_STATUS[one] for one in (item.get("status"),) if one in _NOT_FINAL), *said])
    moment = moment_text(
        item.get("effectiveDateTime") or (item.get("effectivePeriod") or {}).get("start") or item.get("issued")
    )
    return (
        concept_text(item.get("code")),
        "；".join(value for value in values if value),
        flags,
        moment,
        notes_text(item),
    )


def _device_use(item: JsonObject) -> Cells:
    contained = {f"#{part.get('id')}": part for part in item.get("contained", [])}
    reference = item.get("device") or {}
    device = contained.get(str(reference.get("reference", "")), {})
    names = [str(one.get("name", "")) for one in device.get("deviceName", [])]
    name = str(reference.get("display", "")) or concept_text(device.get("type")) or "".join(names[:1])
    started = item.get("timingDateTime") or (item.get("timingPeriod") or {}).get("start") or item.get("recordedOn")
    return (name, concept_text(item.get("bodySite")), moment_text(started), notes_text(item))


def _flag(item: JsonObject) -> Cells:
    return (concept_text(item.get("code")), moment_text((item.get("period") or {}).get("start")))


def _report(item: JsonObject) -> Cells:
    status = str(item.get("status", ""))
    return (
        concept_text(item.get("code")),
        _STATUS.get(status, status),
        str(item.get("conclusion", "")),
        moment_text(item.get("effectiveDateTime") or item.get("issued")),
    )


def _procedure(item: JsonObject) -> Cells:
    performed = item.get("performedDateTime") or (item.get("performedPeriod") or {}).get("start")
    return (concept_text(item.get("code")), moment_text(performed), notes_text(item))


def _care_plan(item: JsonObject) -> Cells:
    activities = [str((activity.get("detail") or {}).get("description", "")) for activity in item.get("activity", [])]
    words = [str(item.get("title", "")), str(item.get("description", "")), *activities]
    return ("；".join(word for word in words if word), moment_text((item.get("period") or {}).get("start")))


def _appointment(item: JsonObject) -> Cells:
    return (str(item.get("description", "")) or "随访", moment_text(item.get("start")))


def _contact(item: JsonObject) -> Cells:
    phones = [str(one.get("value", "")) for one in item.get("telecom", [])]
    relation = "、".join(concept_text(one) for one in item.get("relationship", []))
    return (human_name(item), relation, "、".join(phones))


def _coverage(item: JsonObject) -> Cells:
    numbers = [str(one.get("value", "")) for one in item.get("identifier", [])]
    payors = [str(one.get("display", "")) for one in item.get("payor", [])]
    costs = [
        f"{concept_text(one.get('type'))} {quantity_text(one.get('valueQuantity')) or _money(one.get('valueMoney'))}"
        for one in item.get("costToBeneficiary", [])
    ]
    return (
        concept_text(item.get("type")),
        "、".join([str(item.get("subscriberId", "")), *numbers]).strip("、"),
        "、".join(payor for payor in payors if payor),
        "；".join(costs),
    )


def _money(money: JsonObject | None) -> str:
    return f"{money['value']} 元" if money and money.get("value") is not None else ""


def _media(item: JsonObject) -> Cells:
    content = item.get("content") or {}
    site = concept_text(item.get("bodySite")) or str(content.get("title", "")) or "照片"
    moment = moment_text(item.get("createdDateTime") or content.get("creation") or item.get("issued"))
    return (site, moment, notes_text(item), sha_256_of(content)[:16])


def _document(item: JsonObject) -> Cells:
    contents = [content.get("attachment") or {} for content in item.get("content", [])]
    names = [str(one.get("title", "")) for one in contents if one.get("title")]
    return (
        str(item.get("description", "")) or "、".join(names) or concept_text(item.get("type")) or "文件",
        "、".join(dict.fromkeys(str(one.get("contentType", "")) for one in contents if one.get("contentType"))),
        "、".join(f"{one['size'] / 1000:.0f} kB" for one in contents if one.get("size")),
        moment_text(item.get("date")),
        "、".join(sha_256_of(one)[:16] for one in contents if sha_256_of(one)),
    )


def _consent(item: JsonObject) -> Cells:
    words = [concept_text(one) for one in item.get("category", [])]
    words += [concept_text(one) for one in (item.get("provision") or {}).get("code", [])]
    return ("、".join(word for word in words if word), moment_text(item.get("dateTime")))


def _request(item: JsonObject) -> Cells:
    status = str(item.get("status", ""))
    return (concept_text(item.get("code")), _STATUS.get(status, status), moment_text(item.get("authoredOn")))


def _immunization(item: JsonObject) -> Cells:
    return (concept_text(item.get("vaccineCode")), moment_text(item.get("occurrenceDateTime")))


def human_name(resource: JsonObject) -> str:
    """The first name in words."""
    for name in resource.get("name", []):
        if name.get("text"):
            return str(name["text"])
        return f"{name.get('family', '')}{''.join(name.get('given', []))}"
    return ""


_STATUS = {
    "active": "在用/现症", "inactive": "非活动", "resolved": "已愈", "remission": "缓解", "recurrence": "复发",
    "relapse": "复发", "completed": "已完成", "stopped": "已停", "on-hold": "暂停", "intended": "拟用",
    "final": "最终", "preliminary": "初步", "partial": "部分", "registered": "待出结果", "amended": "已修订",
    "high": "高危", "low": "低危", "unable-to-assess": "无法评估", "draft": "草稿", "revoked": "已撤销",
}  # fmt: skip

_NOT_FINAL = frozenset({"preliminary", "registered"})
"""States of a value that may still change: it is never printed as if it were final."""

COLUMNS: dict[str, Cells] = {
    "Condition": ("诊断", "编码", "状态", "起病", "说明"),
    "MedicationStatement": ("药品", "用法用量", "状态/变化", "开始", "说明(末次/下次给药等)"),
    "MedicationRequest": ("药品", "用法用量", "状态/变化", "开始", "说明(末次/下次给药等)"),
    "List": ("药品", "变化", "用法用量", "末次给药", "下次给药", "交接数量", "开始", "说明"),
    "MedicationAdministration": ("给药", "剂量", "时间", "说明"),
    "MedicationDispense": ("交接药品", "数量", "时间", "说明"),
    "AllergyIntolerance": ("过敏原", "反应", "程度", "说明"),
    "Observation": ("项目", "结果", "提示", "时间", "说明"),
    "DeviceUseStatement": ("管路/器械", "部位", "置入/开始", "说明(型号、更换日期等)"),
    "Flag": ("注意事项", "开始"),
    "DiagnosticReport": ("报告", "状态", "结论", "时间"),
    "Procedure": ("操作/手术", "时间", "说明"),
    "CarePlan": ("计划", "开始"),
    "Appointment": ("预约", "时间"),
    "RelatedPerson": ("联系人", "关系", "电话"),
    "Coverage": ("保险类型", "编号/备案号", "支付方", "自付与起付"),
    "Media": ("部位/内容", "拍摄时间", "说明", "SHA-256(前16位)"),
    "DocumentReference": ("附件", "格式", "大小", "时间", "SHA-256(前16位)"),
    "Consent": ("意愿", "时间"),
    "ServiceRequest": ("待回结果的申请", "状态", "申请时间"),
    "Immunization": ("疫苗", "时间"),
}
"""Head of a table by resource type."""

_CELLS: dict[str, Callable[[JsonObject], Cells]] = {
    "Condition": _condition, "MedicationStatement": _medicine, "MedicationRequest": _medicine,
    "MedicationAdministration": _act, "MedicationDispense": _act,
    "AllergyIntolerance": _allergy, "Observation": _observation, "DeviceUseStatement": _device_use, "Flag": _flag,
    "DiagnosticReport": _report, "Procedure": _procedure, "CarePlan": _care_plan, "Appointment": _appointment,
    "RelatedPerson": _contact, "Coverage": _coverage, "Media": _media, "DocumentReference": _document,
    "Consent": _consent, "ServiceRequest": _request, "Immunization": _immunization,
}  # fmt: skip


def cells_of(resource: JsonObject) -> Cells:
    """The cells of one resource; empty for a type that no section prints."""
    make = _CELLS.get(str(resource.get("resourceType")))
    return make(resource) if make is not None else ()
