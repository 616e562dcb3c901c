"""The Composition of a transfer document: its sections with their words. https://hl7.org/fhir/R4/composition.html."""

from collections.abc import Mapping, Sequence
from html import escape

from fhir_profiles.issue import JsonObject
from hub.clock import micros_to_datetime, micros_to_instant
from hub.record.timeline import concept_text
from hub.transfer.content import TransferContent
from hub.transfer.medicines import Medicines, is_high_alert, medicine_name
from hub.transfer.sections import LOINC, Section, is_pending
from hub.transfer.tables import SheetTable, section_tables

BASE = "https://alliance-hub.example/fhir"
BUNDLE_NUMBER = "https://alliance-hub.example/sid/transfer-bundle"
FILING_NUMBER = "https://alliance-hub.example/sid/nhsa-filing"
EMPTY_REASON = "http://terminology.hl7.org/CodeSystem/list-empty-reason"
WITHHELD = (
    "另有{count}条诊断、结果或文件按最小必要原则未提供；需要时可向{sender}询问。"
    "用药、过敏、管路、风险与注意事项未作删减。"
)
_EMPTY = {
    "nilknown": "无(已核实)",
    "notasked": "未询问",
    "unavailable": "未提供(不等于没有)",
}


def composition(
    content: TransferContent, parts: Sequence[JsonObject], *, bundle_id: str, upward: bool, extra: JsonObject
) -> JsonObject:
    """The Composition around its sections. `extra` are further elements, as relatesTo."""
    loinc = ("57133-1", "Referral note") if upward else ("18761-7", "Transfer summary note")
    title = "转诊(院)记录" if upward else "转出/出院转介记录"
    number = next((one.get("value", "") for one in content.request.get("identifier", [])), "")
    return {
        "resourceType": "Composition",
        "id": f"{bundle_id}-c",
        "language": "zh-CN",
        "text": {"status": "generated", "div": _div(f"<p>{escape(title)} {escape(str(number))}</p>")},
        "status": "final",
        "type": {
            "coding": [
                {"system": LOINC, "code": loinc[0], "display": loinc[1]},
                {"system": f"{BASE}/CodeSystem/wst-document", "code": "HSDC00.05" if upward else "C0053"},
            ],
            "text": title,
        },
        "subject": {"reference": f"Patient/{content.patient.get('id')}"},
        "date": micros_to_instant(content.now),
        "author": [{"reference": f"Organization/{content.sender.code}"}],
        "title": f"{title}：{content.sender.name} → {content.receiver.name}",
        "custodian": {"reference": f"Organization/{content.sender.code}"},
        **extra,
        "event": [{"detail": [{"reference": f"ServiceRequest/{content.request.get('id')}"}]}],
        "section": list(parts),
    }


def section_part(
    section: Section,
    items: Sequence[JsonObject],
    *,
    content: TransferContent,
    known: Mapping[str, JsonObject],
    lines: Sequence[str],
    empty: str,
) -> JsonObject:
    """One section: its words, its tables, its entries; or why it is empty (`empty`, a code of list-empty-reason)."""
    part: JsonObject = {
        "title": section.zh,
        "code": {"coding": [{"system": section.system, "code": section.code, "display": section.en}]},
    }
    words = "".join(f"<p>{escape(line)}</p>" for line in lines)
    if items:
        tables = section_tables(items, known, at=micros_to_datetime(content.now))
        part["text"] = {"status": "generated", "div": _div(words + _tables(tables))}
        part["entry"] = [{"reference": f"{item['resourceType']}/{item['id']}"} for item in items]
    elif words and not empty:
        part["text"] = {"status": "generated", "div": _div(words)}
    else:
        code = empty or "unavailable"
        part["text"] = {"status": "generated", "div": _div(words or f"<p>{_EMPTY[code]}</p>")}
        part["emptyReason"] = {"coding": [{"system": EMPTY_REASON, "code": code}]}
    return part


def stated_empty(record: Sequence[JsonObject], wanted: frozenset[str]) -> str:
    """Why a section holds nothing, where the sender says so: a current List of its code with an emptyReason."""
    for item in record:
        if item.get("resourceType") == "List" and item.get("status") == "current" and not item.get("entry"):
            codes = {str(one.get("code", "")) for one in (item.get("code") or {}).get("coding", [])}
            reasons = [str(one.get("code", "")) for one in (item.get("emptyReason") or {}).get("coding", [])]
            if wanted & codes and reasons and reasons[0] in _EMPTY:
                return reasons[0]
    return ""


def reason_lines(request: JsonObject) -> list[str]:
    """Why the elder is referred, in the sender's words and codes."""
    lines = [concept_text(reason) for reason in request.get("reasonCode", [])]
    return [line for line in [*lines, *(str(note.get("text", "")) for note in request.get("note", []))] if line]


def medicine_lines(medicines: Medicines) -> list[str]:
    """What must not be missed before the lines are read: what two people check, and what stands twice."""
    alert = [medicine_name(line.medicine) for line in medicines.lines
             if is_high_alert(line.medicine) and line.change != "stopped"]  # fmt: skip
    lines = []
    if alert:
        lines.append(f"高警示药品：{'、'.join(dict.fromkeys(alert))}。给药前两人核对。")
    if medicines.duplicates:
        lines.append(f"同一药品出现两行：{'、'.join(medicines.duplicates)}。给药前向转出医生核实。")
    if any(line.change == "unreconciled" for line in medicines.lines):
        lines.append("标“未核对”的药品没有上次清单可比，也无医生或药师的核对记录。")
    notes = [str(note.get("text", "")) for note in medicines.list.get("note", [])]
    return [*lines, *(note for note in notes if note)]


def pending_lines(items: Sequence[JsonObject], content: TransferContent) -> list[str]:
    """Which results are awaited, and who will phone them (rulings 2 3.6)."""
    awaited = [item for item in items if is_pending(item)]
    if not awaited:
        return []
    names = "、".join(dict.fromkeys(concept_text(item.get("code")) or "检查" for item in awaited))
    called = list(dict.fromkeys(name for item in awaited if (name := _performer(item))))
    sender = content.sender
    phone = f"（{sender.phone}）" if sender.phone else ""
    who = "、".join(called) or sender.name
    return [f"待回结果：{names}。出结果后由{who}{phone}电话告知，报告经平台送达现照护机构。"]


def _performer(item: JsonObject) -> str:
    found = item.get("performer") or []
    return next((str(one["display"]) for one in found if one.get("display")), "")


def payer_lines(request: JsonObject) -> list[str]:
    """The filing number of a move outside of the insurance's district, where the request carries one."""
    numbers = [str(one.get("value", "")) for one in request.get("identifier", []) if one.get("system") == FILING_NUMBER]
    return [f"医保转外就医备案号：{'、'.join(numbers)}"] if numbers else []


def _tables(tables: Sequence[SheetTable]) -> str:
    html = []
    for table in tables:
        head = "".join(f"<th>{escape(name)}</th>" for name in table.columns)
        rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in table.rows)
        html.append(f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>")
    return "".join(html)


def _div(inner: str) -> str:
    return f'<div xmlns="http://www.w3.org/1999/xhtml">{inner}</div>'
