"""Medicines line by line as a List of changes: continued, changed, new, stopped (rulings 2 3.5 and 3 4.12).

https://hl7.org/fhir/R4/list.html, mode `changes`. What a doctor or pharmacist has reconciled in such a List of their
own is taken as it is; any other line is compared with the last transfer, and is called not reconciled when there is
nothing to compare it with. No line is left out, and none is made up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from fhir_profiles.issue import JsonObject
from hub.clock import SHANGHAI
from hub.record.timeline import concept_text
from hub.transfer.words import quantity_text

CHANGE_SYSTEM = "https://alliance-hub.example/fhir/CodeSystem/medicine-change"
WORDS = {
    "continued": "继续", "changed": "调整", "new": "新增", "stopped": "停用", "suspended": "暂停",
    "unreconciled": "未核对",
}  # fmt: skip
TYPES = frozenset({"MedicationStatement", "MedicationRequest"})
ACTS = frozenset({"MedicationAdministration", "MedicationDispense"})
"""What was given and handed over: they give a line its last dose and its supply."""

_PAST = frozenset({"stopped", "completed"})
_HIGH_ALERT_ATC = ("A10A", "B01A", "N02A", "C01AA")
_HIGH_ALERT_WORDS = (
    "胰岛素", "insulin", "华法林", "warfarin", "利伐沙班", "阿哌沙班", "艾多沙班", "达比加群",
    "肝素", "heparin", "xaban",
    "吗啡", "羟考酮", "氢吗啡酮", "芬太尼", "曲马多", "可待因", "哌替啶",
    "morphine", "oxycodone", "fentanyl", "地高辛", "digoxin",
)  # fmt: skip
"""Insulin, anticoagulants, opioids and digoxin, by ATC group or by name (rulings 2 3.5)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One medicine: the resource that says it and what became of it (`change` is a code of `CHANGE_SYSTEM`)."""

    medicine: JsonObject
    change: str


@dataclass(frozen=True, slots=True)
class Medicines:
    """The List and the resources that it needs, the lines in the order of the sheet."""

    list: JsonObject
    lines: tuple[Line, ...]
    resources: tuple[JsonObject, ...]
    duplicates: tuple[str, ...]


def medicine_list(
    record: Sequence[JsonObject],
    *,
    last: Sequence[JsonObject] | None,
    patient: str,
    list_id: str,
    date: str,
) -> Medicines:
    """The List of changes of a record. `last` are the resources of the last transfer, None when there was none.

    `patient` is a reference, `date` an instant.
    """
    own = reconciled_list(record)
    flags = _flags(own)
    lines = [
        Line(item, _of_status(item) or flags.get(_name(item)) or _change(item, last))
        for item in record
        if item.get("resourceType") in TYPES
    ]
    lines.sort(key=lambda line: (line.change == "stopped", not is_high_alert(line.medicine)))
    made: JsonObject = {
        "resourceType": "List",
        "id": list_id,
        "status": "current",
        "mode": "changes",
        "title": "用药变化清单",
        "code": {"coding": [{"system": "http://loinc.org", "code": "10160-0"}], "text": "用药变化清单"},
        "subject": {"reference": patient},
        "date": date,
    }
    if lines:
        made["entry"] = [_entry(line) for line in lines]
    else:
        reason = (own or {}).get("emptyReason") or {"coding": [{"system": _EMPTY_REASON, "code": "unavailable"}]}
        made["emptyReason"] = reason
    made |= {name: own[name] for name in ("source", "note") if own is not None and name in own}
    acts = [act for line in lines for act in acts_of(line.medicine, record)]
    resources = tuple({_name(one): one for one in [*(line.medicine for line in lines), *acts]}.values())
    return Medicines(made, tuple(lines), resources, duplicates(lines))


_EMPTY_REASON = "http://terminology.hl7.org/CodeSystem/list-empty-reason"


def reconciled_list(record: Iterable[JsonObject]) -> JsonObject | None:
    """The newest current List of medicines that somebody of the sender has reconciled."""
    found = [
        item
        for item in record
        if item.get("resourceType") == "List" and item.get("status") == "current" and is_medicine_list(item)
    ]
    return max(found, key=lambda item: str(item.get("date", "")), default=None)


def is_medicine_list(item: JsonObject) -> bool:
    """Whether a List is about medicines: by its code, or by what it lists."""
    codes = {str(coding.get("code", "")) for coding in (item.get("code") or {}).get("coding", [])}
    kinds = {str((one.get("item") or {}).get("reference", "")).partition("/")[0] for one in item.get("entry", [])}
    return bool(codes & {"10160-0", "10183-2", "medications"} or kinds & TYPES)


def _flags(own: JsonObject | None) -> dict[str, str]:
    """What a person's List says of each medicine, by its reference."""
    found = {}
    for entry in (own or {}).get("entry", []):
        codes = [
            str(coding.get("code", ""))
            for coding in (entry.get("flag") or {}).get("coding", [])
            if coding.get("system") == CHANGE_SYSTEM
        ]
        code = next((code for code in codes if code in WORDS), "stopped" if entry.get("deleted") else "")
        if code:
            found[str((entry.get("item") or {}).get("reference", ""))] = code
    return found


def _of_status(item: JsonObject) -> str:
    """What the medicine itself says: stopped or held after it was reconciled, an older List never revives it."""
    if item.get("status") in _PAST:
        return "stopped"
    return "suspended" if item.get("status") == "on-hold" else ""


def _change(item: JsonObject, last: Sequence[JsonObject] | None) -> str:
    if last is None:
        return "unreconciled"
    earlier = [one for one in last if one.get("resourceType") in TYPES and one.get("status") not in _PAST]
    same = [one for one in earlier if is_same_medicine(one, item)]
    if not same:
        return "new"
    return "continued" if any(dose_text(one) == dose_text(item) for one in same) else "changed"


def _entry(line: Line) -> JsonObject:
    entry: JsonObject = {
        "flag": {
            "coding": [{"system": CHANGE_SYSTEM, "code": line.change, "display": WORDS[line.change]}],
            "text": WORDS[line.change],
        }
    }
    if line.change == "stopped":
        entry["deleted"] = True
    return entry | {"item": {"reference": _name(line.medicine)}}


def duplicates(lines: Sequence[Line]) -> tuple[str, ...]:
    """Names of medicines that stand in two lines that go on: one ingredient given twice."""
    found = []
    going = [line.medicine for line in lines if line.change != "stopped"]
    for place, one in enumerate(going):
        if any(is_same_medicine(one, other) for other in going[:place]):
            found.append(medicine_name(one))
    return tuple(dict.fromkeys(found))


def is_same_medicine(one: JsonObject, other: JsonObject) -> bool:
    """Whether two resources speak of the same medicine: a code in common, or the same name."""
    codes, others = _codes(one), _codes(other)
    if codes and others:
        return bool(codes & others)
    return bool(medicine_name(one)) and medicine_name(one) == medicine_name(other)


def is_high_alert(item: JsonObject) -> bool:
    """Whether two people check it: insulin, an anticoagulant, an opioid or digoxin."""
    if any(code.startswith(_HIGH_ALERT_ATC) for system, code in _codes(item) if "atc" in system.lower()):
        return True
    return any(word in medicine_name(item).lower() for word in _HIGH_ALERT_WORDS)


def medicine_name(item: JsonObject) -> str:
    """The medicine in words."""
    medication = _contained(item)
    name = concept_text(item.get("medicationCodeableConcept")) or concept_text(medication.get("code"))
    return name or str((item.get("medicationReference") or {}).get("display", ""))


def _codes(item: JsonObject) -> set[tuple[str, str]]:
    concepts = [item.get("medicationCodeableConcept") or {}, _contained(item).get("code") or {}]
    return {
        (str(coding.get("system", "")), str(coding["code"]))
        for concept in concepts
        for coding in concept.get("coding", [])
        if coding.get("code")
    }


def _contained(item: JsonObject) -> JsonObject:
    wanted = str((item.get("medicationReference") or {}).get("reference", "")).removeprefix("#")
    return next((part for part in item.get("contained", []) if part.get("id") == wanted), {})


def dose_text(item: JsonObject) -> str:
    """How it is taken, with what the nurse has to know: by mouth or tube, crushed or whole."""
    return "；".join(text for dosage in dosages(item) if (text := _dosage_text(dosage)))


def _dosage_text(dosage: JsonObject) -> str:
    """The dose in its own words, else from its parts; what must be heeded when it is given always goes with it."""
    rates = [quantity_text(one.get("doseQuantity")) for one in dosage.get("doseAndRate", [])]
    parts = [*rates, concept_text((dosage.get("timing") or {}).get("code")), concept_text(dosage.get("route"))]
    heed = [concept_text(one) for one in (dosage.get("method"), *dosage.get("additionalInstruction", [])) if one]
    if dosage.get("asNeededBoolean"):
        heed.append("必要时")
    main = str(dosage.get("text") or " ".join(part for part in parts if part))
    return "，".join(part for part in [main, *heed, str(dosage.get("patientInstruction", ""))] if part)


def dosages(item: JsonObject) -> list[JsonObject]:
    """The Dosages of a statement or request."""
    return list(item.get("dosage") or item.get("dosageInstruction") or [])


def acts_of(item: JsonObject, record: Iterable[JsonObject]) -> list[JsonObject]:
    """The newest administration and the newest dispense of a medicine."""
    newest: dict[str, JsonObject] = {}
    for act in record:
        kind = str(act.get("resourceType"))
        if kind in ACTS and act.get("status") in {"completed", "in-progress"} and _belongs(act, item):
            known = newest.get(kind)
            if known is None or act_moment(known) <= act_moment(act):
                newest[kind] = act
    return list(newest.values())


def _belongs(act: JsonObject, item: JsonObject) -> bool:
    requests = [act.get("request") or {}, *act.get("authorizingPrescription", [])]
    named = {str(one["reference"]) for one in requests if one.get("reference")}
    if named and item.get("resourceType") == "MedicationRequest":
        return _name(item) in named
    return is_same_medicine(act, item)


def act_moment(act: JsonObject) -> str:
    """When it was given or handed over."""
    period = act.get("effectivePeriod") or {}
    return str(
        act.get("effectiveDateTime") or period.get("end") or period.get("start")
        or act.get("whenHandedOver") or act.get("whenPrepared") or ""
    )  # fmt: skip


def next_due(item: JsonObject, at: datetime) -> str:
    """The next time by the clock, as the Dosage says it: an event, or a time of day. "" when it names none.

    An interval in words or a frequency gives no time: the ward knows when it began, a program does not.
    """
    found: list[datetime] = []
    for dosage in dosages(item):
        timing = dosage.get("timing") or {}
        found += [moment for text in timing.get("event", []) if (moment := _moment(text)) and moment > at]
        for text in (timing.get("repeat") or {}).get("timeOfDay", []):
            local = at.astimezone(SHANGHAI)
            hour = datetime.combine(local.date(), time.fromisoformat(str(text)), tzinfo=SHANGHAI)
            found.append(hour if hour > at else hour + timedelta(days=1))
    return min(found).isoformat(timespec="minutes") if found else ""


def _moment(text: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)


def supply(item: JsonObject, acts: Iterable[JsonObject]) -> JsonObject | None:
    """What goes along: days or quantity of the newest dispense, else the supply that the request expects."""
    for act in acts:
        if act.get("resourceType") == "MedicationDispense" and (act.get("daysSupply") or act.get("quantity")):
            return dict(act.get("daysSupply") or act["quantity"])
    request = item.get("dispenseRequest") or {}
    return request.get("expectedSupplyDuration") or request.get("quantity")


def lines_of(changes: JsonObject, known: Mapping[str, JsonObject]) -> list[Line]:
    """The lines of a List of a document, of those medicines that the document holds."""
    found = []
    for entry in changes.get("entry", []):
        item = known.get(str((entry.get("item") or {}).get("reference", "")))
        codes = [str(coding.get("code", "")) for coding in (entry.get("flag") or {}).get("coding", [])]
        if item is not None:
            found.append(Line(item, next((code for code in codes if code in WORDS), "unreconciled")))
    return found


def _name(item: JsonObject) -> str:
    return f"{item.get('resourceType')}/{item.get('id')}"
