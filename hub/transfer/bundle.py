"""The transfer document: a Bundle with a Composition and everything it speaks of.

https://hl7.org/fhir/R4/documents.html. One per receiver; it is signed over its bytes (DESIGN D19), so whoever
holds the file can check it without the hub.
"""

from dataclasses import dataclass, replace
from html import escape

from fhir_profiles.issue import JsonObject
from hub.clock import micros_to_instant
from hub.record.timeline import concept_text
from hub.store.admin import Member
from hub.transfer.minimise import minimise, names_infection
from hub.transfer.rows import COLUMNS, cells_of
from hub.transfer.sections import LOINC, Section, sections

BASE = "https://alliance-hub.example/fhir"
BUNDLE_NUMBER = "https://alliance-hub.example/sid/transfer-bundle"
EMPTY_REASON = "http://terminology.hl7.org/CodeSystem/list-empty-reason"
DIRECTION_SYSTEM = f"{BASE}/CodeSystem/referral-direction"
MOST_OF_A_SECTION = 60
_WITHHELD = (
    "另有{count}条诊断或结果按最小必要原则未提供；需要时可向{sender}询问。用药、过敏、管路、风险与注意事项未作删减。"
)
_CURRENT_ONLY = frozenset({"Condition", "MedicationStatement", "MedicationRequest", "DeviceUseStatement"})
_ENDED = frozenset({"entered-in-error", "cancelled", "not-taken"})


@dataclass(frozen=True, slots=True)
class TransferContent:
    """What goes into one document. `record` is the sender's view of the elder, newest first; `now` in microseconds."""

    request: JsonObject
    task: JsonObject
    patient: JsonObject
    record: tuple[JsonObject, ...]
    sender: Member
    receiver: Member
    now: int


def transfer_bundle(content: TransferContent, *, bundle_id: str) -> JsonObject:
    """The document Bundle, without its signature."""
    content = _without_restricted_reason(content)
    record, withheld = minimise(
        [item for item in content.record if _counts(item)],
        receiver_kind=content.receiver.kind,
        receiver_licensed=content.receiver.licensed,
    )
    direction = _direction(content.request)
    upward = direction in {"up", "from-home"}
    chosen: dict[str, JsonObject] = {}
    parts = []
    for section in sections(upward=upward):
        items = [item for item in record if section.takes(item)][:MOST_OF_A_SECTION]
        chosen |= {_name(item): item for item in items}
        parts.append(_section(section, items, content=content, withheld=withheld))
    composition = _composition(content, parts, bundle_id=bundle_id, upward=upward)
    organizations = [_organization(content.sender), _organization(content.receiver)]
    entries = [composition, content.patient, *organizations, _without_meta(content.request), *chosen.values()]
    entries += [item for item in record if item.get("resourceType") == "Device"]
    return {
        "resourceType": "Bundle",
        "id": bundle_id,
        "identifier": {"system": BUNDLE_NUMBER, "value": bundle_id},
        "type": "document",
        "timestamp": micros_to_instant(content.now),
        "entry": [{"fullUrl": f"{BASE}/{_name(item)}", "resource": item} for item in _once(entries)],
    }


def _without_restricted_reason(content: TransferContent) -> TransferContent:
    """A home is not told by the reason or note of the request what its diagnoses leave out."""
    if content.receiver.kind != "home":
        return content
    request = dict(content.request)
    for name in ("reasonCode", "note"):
        kept = [one for one in request.get(name, []) if not names_infection(one)]
        request = {key: value for key, value in request.items() if key != name} | ({name: kept} if kept else {})
    return replace(content, request=request)


def _composition(content: TransferContent, parts: list[JsonObject], *, bundle_id: str, upward: bool) -> JsonObject:
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
        "event": [{"detail": [{"reference": f"ServiceRequest/{content.request.get('id')}"}]}],
        "section": parts,
    }


def _section(section: Section, items: list[JsonObject], *, content: TransferContent, withheld: int) -> JsonObject:
    result: JsonObject = {
        "title": section.zh,
        "code": {"coding": [{"system": section.system, "code": section.code, "display": section.en}]},
    }
    words = _reason_words(content) if section.code == "42349-1" else ""
    if section.code == "11450-4" and withheld:
        words = _WITHHELD.format(count=withheld, sender=content.sender.name)
    if words:
        words = f"<p>{escape(words)}</p>"
    if items:
        result["text"] = {"status": "generated", "div": _div(words + _tables(items))}
        result["entry"] = [{"reference": _name(item)} for item in items]
    elif words:
        result["text"] = {"status": "generated", "div": _div(words)}
    else:
        result["text"] = {"status": "generated", "div": _div("<p>未提供(不等于没有)</p>")}
        result["emptyReason"] = {"coding": [{"system": EMPTY_REASON, "code": "unavailable", "display": "Unavailable"}]}
    return result


def reason_lines(request: JsonObject) -> list[str]:
    """Why the elder is referred, in the sender's words and codes."""
    lines = [concept_text(reason) for reason in request.get("reasonCode", [])]
    return [line for line in [*lines, *(str(note.get("text", "")) for note in request.get("note", []))] if line]


def _reason_words(content: TransferContent) -> str:
    return "；".join(reason_lines(content.request))


def _tables(items: list[JsonObject]) -> str:
    html = []
    for resource_type in dict.fromkeys(str(item["resourceType"]) for item in items):
        head = "".join(f"<th>{escape(name)}</th>" for name in COLUMNS.get(resource_type, ()))
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells_of(item)) + "</tr>"
            for item in items
            if item["resourceType"] == resource_type
        )
        html.append(f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>")
    return "".join(html)


def _div(inner: str) -> str:
    return f'<div xmlns="http://www.w3.org/1999/xhtml">{inner}</div>'


def _organization(member: Member) -> JsonObject:
    return {"resourceType": "Organization", "id": member.code, "name": member.name, "active": True}


def _direction(request: JsonObject) -> str:
    for category in request.get("category", []):
        for coding in category.get("coding", []):
            if coding.get("system") == DIRECTION_SYSTEM:
                return str(coding.get("code", ""))
    return ""


def _counts(item: JsonObject) -> bool:
    """Whether it belongs to what is true now: nothing entered in error, no ended diagnosis, medicine or device."""
    if item.get("status") in _ENDED or _code(item.get("verificationStatus")) in {"entered-in-error", "refuted"}:
        return False
    if item.get("resourceType") not in _CURRENT_ONLY:
        return True
    ended = {"resolved", "inactive"} if item["resourceType"] == "Condition" else set()
    return _code(item.get("clinicalStatus")) not in ended


def _code(concept: JsonObject | None) -> str:
    return next((str(coding.get("code", "")) for coding in (concept or {}).get("coding", [])), "")


def _name(item: JsonObject) -> str:
    return f"{item.get('resourceType')}/{item.get('id')}"


def _without_meta(item: JsonObject) -> JsonObject:
    return {name: value for name, value in item.items() if name != "meta"}


def _once(items: list[JsonObject]) -> list[JsonObject]:
    return list({_name(item): item for item in items}.values())
