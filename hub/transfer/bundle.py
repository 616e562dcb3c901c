"""The transfer document: a Bundle with a Composition and everything it speaks of.

https://hl7.org/fhir/R4/documents.html. One per receiver; it is signed over its bytes (DESIGN D19), so whoever
holds the file can check it without the hub.
"""

from collections.abc import Sequence
from dataclasses import replace

from fhir_profiles.issue import JsonObject
from hub.clock import micros_to_instant
from hub.store.admin import Member
from hub.transfer.changes import changes_since, resources_of
from hub.transfer.composition import (
    BASE,
    BUNDLE_NUMBER,
    WITHHELD,
    composition,
    medicine_lines,
    payer_lines,
    pending_lines,
    reason_lines,
    section_part,
    stated_empty,
)
from hub.transfer.content import TransferContent
from hub.transfer.medicines import Medicines, medicine_list
from hub.transfer.minimise import minimise, names_infection
from hub.transfer.sections import sections

__all__ = ["BASE", "DIRECTION_SYSTEM", "MEDICINE_SECTIONS", "TransferContent", "reason_lines", "transfer_bundle"]

DIRECTION_SYSTEM = f"{BASE}/CodeSystem/referral-direction"
MEDICINE_SECTIONS = frozenset({"10183-2", "10160-0"})
MOST_OF_A_SECTION = 60
_CURRENT_ONLY = frozenset({"Condition", "MedicationStatement", "MedicationRequest", "DeviceUseStatement"})
_ENDED = frozenset({"entered-in-error", "cancelled", "not-taken"})


def transfer_bundle(content: TransferContent, *, bundle_id: str) -> JsonObject:
    """The document Bundle, without its signature."""
    content = _without_restricted_reason(content)
    record, withheld = minimise(
        [item for item in content.record if _counts(item)],
        receiver_kind=content.receiver.kind,
        receiver_licensed=content.receiver.licensed,
    )
    upward = _direction(content.request) in {"up", "from-home"}
    medicines = _medicines(content, record, bundle_id=bundle_id)
    known = {_name(item): item for item in [*record, medicines.list]}
    chosen: dict[str, JsonObject] = {}
    parts = []
    for section in sections(upward=upward):
        is_medicines = section.code in MEDICINE_SECTIONS
        items = [item for item in record if section.takes(item)][:MOST_OF_A_SECTION]
        if is_medicines:
            items = [medicines.list, *medicines.resources] if medicines.lines else []
        chosen |= {_name(item): item for item in items}
        lines = _lines(section.code, items, content, record, medicines=medicines, withheld=withheld)
        codes = MEDICINE_SECTIONS if is_medicines else frozenset({section.code})
        empty = "" if items else stated_empty(record, codes)
        parts.append(section_part(section, items, content=content, known=known, lines=lines, empty=empty))
    extra = _relates_to(content.last)
    organizations = [_organization(content.sender), _organization(content.receiver)]
    entries = [
        composition(content, parts, bundle_id=bundle_id, upward=upward, extra=extra),
        content.patient, *organizations, _without_meta(content.request), *chosen.values(),
    ]  # fmt: skip
    entries += [item for item in record if item.get("resourceType") == "Device"]
    return {
        "resourceType": "Bundle",
        "id": bundle_id,
        "identifier": {"system": BUNDLE_NUMBER, "value": bundle_id},
        "type": "document",
        "timestamp": micros_to_instant(content.now),
        "entry": [{"fullUrl": f"{BASE}/{_name(item)}", "resource": item} for item in _once(entries)],
    }


def _medicines(content: TransferContent, record: Sequence[JsonObject], *, bundle_id: str) -> Medicines:
    return medicine_list(
        record,
        last=None if content.last is None else resources_of(content.last),
        patient=f"Patient/{content.patient.get('id')}",
        list_id=f"{bundle_id}-m",
        date=micros_to_instant(content.now),
    )


def _lines(
    code: str,
    items: Sequence[JsonObject],
    content: TransferContent,
    record: Sequence[JsonObject],
    *,
    medicines: Medicines,
    withheld: int,
) -> list[str]:
    """The words of a section beside its tables."""
    if code == "42349-1":
        words = "；".join(reason_lines(content.request))
        return [*([words] if words else []), *content.told]
    if code == "11450-4" and withheld:
        return [WITHHELD.format(count=withheld, sender=content.sender.name)]
    if code in MEDICINE_SECTIONS:
        return medicine_lines(medicines)
    if code == "30954-2":
        return pending_lines(items, content)
    if code == "48768-6":
        return payer_lines(content.request)
    if code == "changes" and content.last is not None:
        return changes_since(
            content.last, record,
            receiver_kind=content.receiver.kind, receiver_licensed=content.receiver.licensed,
        )  # fmt: skip
    return []


def _relates_to(last: JsonObject | None) -> JsonObject:
    """The document continues the last one of this elder."""
    if last is None or "identifier" not in last:
        return {}
    return {"relatesTo": [{"code": "appends", "targetIdentifier": last["identifier"]}]}


def _without_restricted_reason(content: TransferContent) -> TransferContent:
    """A home is not told by the reason or note of the request what its diagnoses leave out."""
    if content.receiver.kind != "home":
        return content
    request = dict(content.request)
    for name in ("reasonCode", "note"):
        kept = [one for one in request.get(name, []) if not names_infection(one)]
        request = {key: value for key, value in request.items() if key != name} | ({name: kept} if kept else {})
    return replace(content, request=request)


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
