"""A clinical resource as the cells of one printed row: the words of the narrative and of the transfer sheet.

The same rows make the Composition's narrative and the page, so that neither can say what the other does not.
"""

from collections.abc import Callable
from datetime import datetime

from fhir_profiles.issue import JsonObject
from hub.clock import SHANGHAI
from hub.record.timeline import concept_text

Cells = tuple[str, ...]


def codes_text(concept: JsonObject | None) -> str:
    """The codes of a CodeableConcept."""
    return " ".join(str(coding["code"]) for coding in (concept or {}).get("coding", []) if coding.get("code"))


def moment_text(value: object) -> str:
    """A FHIR date or dateTime as people here read it: `2026-03-02 09:00`, in Shanghai."""
    text = str(value or "")
    if "T" not in text:
        return text
    try:
        return datetime.fromisoformat(text).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return text


def quantity_text(quantity: JsonObject | None) -> str:
    """A Quantity with its unit."""
    if not quantity or quantity.get("value") is None:
        return ""
    unit = quantity.get("unit") or quantity.get("code") or ""
    return f"{quantity.get('comparator', '')}{quantity['value']} {unit}".strip()


def notes_text(resource: JsonObject) -> str:
    """The notes of a resource."""
    notes = resource.get("note", [])
    return "；".join(str(note.get("text", "")) for note in notes if note.get("text"))


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


def _medicine(item: JsonObject) -> Cells:
    contained = {f"#{part.get('id')}": part for part in item.get("contained", [])}
    medication = contained.get(str((item.get("medicationReference") or {}).get("reference", "")), {})
    name = concept_text(item.get("medicationCodeableConcept")) or concept_text(medication.get("code"))
    name = name or str((item.get("medicationReference") or {}).get("display", ""))
    dosages = item.get("dosage") or item.get("dosageInstruction") or []
    reasons = (
        "；".join(concept_text(reason) for reason in item.get("statusReason", []))
        if isinstance(item.get("statusReason"), list)
        else concept_text(item.get("statusReason"))
    )
    status = str(item.get("status", ""))
    return (
        name,
        "；".join(_dosage(dosage) for dosage in dosages),
        _STATUS.get(status, status) + (f"：{reasons}" if reasons else ""),
        moment_text(
            item.get("effectiveDateTime") or (item.get("effectivePeriod") or {}).get("start") or item.get("authoredOn")
        ),
        notes_text(item),
    )


def _dosage(dosage: JsonObject) -> str:
    if dosage.get("text"):
        return str(dosage["text"])
    rates = [quantity_text(one.get("doseQuantity")) for one in dosage.get("doseAndRate", [])]
    parts = [*rates, concept_text((dosage.get("timing") or {}).get("code")), concept_text(dosage.get("route"))]
    return " ".join(part for part in parts if part)


def _allergy(item: JsonObject) -> Cells:
    reactions = [
        concept_text(sign) for reaction in item.get("reaction", []) for sign in reaction.get("manifestation", [])
    ]
    criticality = str(item.get("criticality", ""))
    return (
        concept_text(item.get("code")),
        "、".join(reactions),
        _STATUS.get(criticality, criticality),
        notes_text(item),
    )


def _observation(item: JsonObject) -> Cells:
    values = [value_text(item)] + [
        f"{concept_text(part.get('code'))} {value_text(part)}" for part in item.get("component", [])
    ]
    flags = "、".join(concept_text(one) for one in item.get("interpretation", []))
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

COLUMNS: dict[str, Cells] = {
    "Condition": ("诊断", "编码", "状态", "起病", "说明"),
    "MedicationStatement": ("药品", "用法用量", "状态/变化", "开始", "说明(末次/下次给药等)"),
    "MedicationRequest": ("药品", "用法用量", "状态/变化", "开始", "说明(末次/下次给药等)"),
    "AllergyIntolerance": ("过敏原", "反应", "程度", "说明"),
    "Observation": ("项目", "结果", "提示", "时间", "说明"),
    "DeviceUseStatement": ("管路/器械", "部位", "置入/开始", "说明(型号、更换日期等)"),
    "Flag": ("注意事项", "开始"),
    "DiagnosticReport": ("报告", "状态", "结论", "时间"),
    "Procedure": ("操作/手术", "时间", "说明"),
    "CarePlan": ("计划", "开始"),
    "Appointment": ("预约", "时间"),
    "RelatedPerson": ("联系人", "关系", "电话"),
    "Consent": ("意愿", "时间"),
    "ServiceRequest": ("待回结果的申请", "状态", "申请时间"),
    "Immunization": ("疫苗", "时间"),
}
"""Head of a table by resource type."""

_CELLS: dict[str, Callable[[JsonObject], Cells]] = {
    "Condition": _condition, "MedicationStatement": _medicine, "MedicationRequest": _medicine,
    "AllergyIntolerance": _allergy, "Observation": _observation, "DeviceUseStatement": _device_use, "Flag": _flag,
    "DiagnosticReport": _report, "Procedure": _procedure, "CarePlan": _care_plan, "Appointment": _appointment,
    "RelatedPerson": _contact, "Consent": _consent, "ServiceRequest": _request, "Immunization": _immunization,
}  # fmt: skip


def cells_of(resource: JsonObject) -> Cells:
    """The cells of one resource; empty for a type that no section prints."""
    make = _CELLS.get(str(resource.get("resourceType")))
    return make(resource) if make is not None else ()
