"""The words of an up-referral for who answers it: situation, background, assessment, recommendation (SBAR).

The order in which a call is made and taken down when seconds count (World Health Organization, Communication during
patient hand-overs, 2007). Pure text from what the referral discloses: nothing is concluded, no value is judged, and
what is not known stands there as unknown, since silence would be read as normal.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from fhir_profiles.issue import JsonObject
from hub.clock import SHANGHAI
from hub.record.words import concept_text, value_text
from hub.referral.rules.evidence import usable
from hub.referral.rules.values import Fact
from hub.store.admin import Member
from hub.transfer.arrangement import readable
from hub.transfer.medicines import medicine_name
from hub.transfer.rows import human_name
from hub.transfer.sections import GOALS_SYSTEM, is_directive, is_wish
from terminology.fact_definitions import FactDefinition

Line = tuple[str, str]
"""Chinese and English."""

PARTS: dict[str, Line] = {
    "situation": ("现况", "Situation"),
    "background": ("背景", "Background"),
    "assessment": ("评估", "Assessment"),
    "recommendation": ("建议", "Recommendation"),
}
"""The four, in their order."""

MEASURED = (
    "consciousness", "respiratory-rate", "spo2", "oxygen-flow", "systolic", "heart-rate", "temperature", "glucose",
    "news2",
)  # fmt: skip
"""What is said of the elder now, known or not: the parameters of NEWS2, blood glucose, and the score."""

GOALS = "goals-of-care"

MOST_OF_A_KIND = 12
"""Diagnoses, medicines, … that are named; how many more there are is said."""

_SEX: dict[str, Line] = {"male": ("男", "male"), "female": ("女", "female"), "other": ("其他", "other")}
_PRIORITY: dict[str, Line] = {"stat": ("急诊", "stat"), "urgent": ("紧急", "urgent"), "asap": ("尽快", "asap")}
_OVERALL: dict[str, Line] = {
    "pass": ("符合", "met"),
    "fail": ("不符合", "not met"),
    "unknown": ("资料不足", "not enough is known"),
    "information": ("仅供参考", "for information"),
}
_WRONG = frozenset({"entered-in-error", "refuted"})
_ENDED = _WRONG | {"inactive", "resolved", "remission", "stopped", "completed", "cancelled", "not-taken", "draft"}


@dataclass(frozen=True, slots=True)
class Call:
    """What is told. `record` is what this receiver is shown anyway; `snapshot` is what the catalogue said, or None."""

    sender: Member
    receiver: Member
    request: JsonObject
    priority: str
    at: datetime
    person: JsonObject
    record: Sequence[JsonObject]
    facts: Sequence[Fact]
    definitions: Mapping[str, FactDefinition]
    snapshot: JsonObject | None
    doctor: str = ""

    @property
    def is_stat(self) -> bool:
        """Notice, not request (ruling 1)."""
        return self.priority == "stat"


def sbar(call: Call) -> dict[str, Line]:
    """The four parts by their code, each one paragraph in Chinese and English."""
    lines = {
        "situation": _situation(call),
        "background": _background(call),
        "assessment": _assessment(call),
        "recommendation": _recommendation(call),
    }
    return {code: _paragraph(found) for code, found in lines.items()}


def _situation(call: Call) -> Iterator[Line]:
    zh, en = _PRIORITY.get(call.priority, ("常规", "routine"))
    yield (
        f"{zh}上转：{call.sender.name} → {call.receiver.name}",
        f"{en} call: {call.sender.code} → {call.receiver.code}",
    )
    moment = call.at.astimezone(SHANGHAI)
    yield f"呼叫时间 {moment:%Y-%m-%d %H:%M}", f"called at {moment:%Y-%m-%d %H:%M} (+08:00)"
    name = human_name(call.person)
    yield f"姓名{_colon(name)}", f"name {name or 'unknown'}"
    sex = _SEX.get(str(call.person.get("gender", "")), ("未知", "unknown"))
    yield f"性别：{sex[0]}", f"sex {sex[1]}"
    born = str(call.person.get("birthDate", ""))
    age = _age(born, call.at)
    yield (f"出生 {born}（{age}岁）", f"born {born} ({age})") if age else ("出生日期未知", "date of birth unknown")
    reasons = [text for one in call.request.get("reasonCode", []) if (text := concept_text(one))]
    reasons += [text for one in call.request.get("note", []) if (text := str(one.get("text", "")).strip())]
    why = "；".join(reasons)
    yield f"呼叫原因{_colon(why)}", f"reason: {why or 'unknown'}"


def _background(call: Call) -> Iterator[Line]:
    yield _named("老人意愿", "the elder's wishes", _wishes(call))
    yield _named("诊断", "diagnoses", _texts(call.record, "Condition"))
    yield _named("过敏", "allergies", _texts(call.record, "AllergyIntolerance", ended=_WRONG))
    medicines = [
        medicine_name(item) for item in call.record
        if item.get("resourceType") in {"MedicationStatement", "MedicationRequest"} and _is_current(item)
    ]  # fmt: skip
    yield _named("在用药品", "medicines in use", medicines)
    yield _named("管路设备", "devices", [str(fact.value) for fact in call.facts if fact.code == "device"])


def _wishes(call: Call) -> Iterator[str]:
    """Goals of care and directives, before anything else is done (rulings 4.11): in words, not by their codes alone."""
    definition = call.definitions.get(GOALS)
    for fact in call.facts:
        if fact.code == GOALS:
            code = str(fact.value)
            yield definition.codes.get(code, code) if definition is not None else code
    for item in call.record:
        if item.get("resourceType") == "Consent" and is_wish(item):
            concepts = [*item.get("category", []), *(item.get("provision") or {}).get("code", [])]
            yield from (concept_text(one) for one in concepts if not _is_goal(one))
        elif is_directive(item) and item.get("status") not in _WRONG:
            yield f"{concept_text(item.get('code'))}：{value_text(item)}"


def _is_goal(concept: JsonObject) -> bool:
    return any(coding.get("system") == GOALS_SYSTEM for coding in concept.get("coding", []))


def _assessment(call: Call) -> Iterator[Line]:
    for code in MEASURED:
        definition = call.definitions.get(code)
        if definition is not None:
            yield _measured(definition, _latest(call.facts, code), call.at)
    yield _decided(call)


def _recommendation(call: Call) -> Iterator[Line]:
    if call.is_stat:
        yield "请立即准备接诊；急诊呼叫是通知，不等待同意", "prepare to receive now; a stat call is notice, not request"
    elif call.priority in _PRIORITY:
        yield "请尽快答复能否接诊", "answer soon whether you can receive the elder"
    else:
        yield "请安排会诊或门诊", "arrange a consultation or an appointment"
    if call.doctor:
        yield f"医生意见：{call.doctor}", f"a doctor's word: {call.doctor}"
    elif call.sender.kind == "home" and not call.sender.licensed:
        yield (
            "呼叫机构没有医生，未经医生评估：请回电指导途中处置",
            "the caller has no doctor and no doctor has assessed the elder: call back with advice for the way",
        )
    else:
        yield "医生意见未知", "a doctor's word is unknown"
    phone = call.sender.phone
    yield f"回电{_colon(phone)}", f"call back: {phone or 'unknown'}"


def _decided(call: Call) -> Line:
    if call.is_stat:
        return "病种目录：急诊呼叫不由目录裁定", "catalogue: it does not decide a stat call"
    parts = {str(part.get("url")): part for part in (call.snapshot or {}).get("extension", [])}
    version = str(parts.get("canonical", {}).get("valueCanonical", "")).rpartition("|")[2]
    overall = _OVERALL.get(str(parts.get("overall", {}).get("valueCode", "")))
    if overall is None:
        return "病种目录裁定未知", "decision of the catalogue unknown"
    return f"病种目录（{version}）：{overall[0]}", f"catalogue ({version}): {overall[1]}"


def _measured(definition: FactDefinition, fact: Fact | None, at: datetime) -> Line:
    reading = usable(fact, definition) if fact is not None else None
    if fact is None or reading is None or reading.value is None:
        return f"{definition.zh}未知", f"{definition.en} unknown"
    value = f"{reading.value:g}" if isinstance(reading.value, float) else str(reading.value)
    unit = "" if definition.is_plain_number else f" {definition.unit}"
    word = definition.codes.get(value, "")
    zh, en = _ago(fact.measured_at, at)
    return (
        f"{definition.zh} {readable(value + unit)}{f' {word}' if word else ''}（{zh}）",
        f"{definition.en} {readable(value + unit, english=True)} ({en})",
    )


def _ago(measured: datetime | None, at: datetime) -> Line:
    if measured is None:
        return "测量时间未知", "time unknown"
    minutes = max(0, int((at - measured).total_seconds() // 60))
    if minutes < 2 * 60:
        return f"{minutes}分钟前", f"{minutes} min ago"
    hours = minutes // 60
    return (f"{hours}小时前", f"{hours} h ago") if hours < 2 * 24 else (f"{hours // 24}天前", f"{hours // 24} d ago")


def _latest(facts: Iterable[Fact], code: str) -> Fact | None:
    """The last one measured, not the elder's usual value; one without a time counts only when there is no other."""
    found = [fact for fact in facts if fact.code == code and not fact.is_baseline]
    return max(found, key=lambda fact: fact.measured_at.timestamp() if fact.measured_at else 0.0, default=None)


def _texts(record: Iterable[JsonObject], resource_type: str, *, ended: frozenset[str] = _ENDED) -> list[str]:
    return [
        concept_text(item.get("code")) for item in record
        if item.get("resourceType") == resource_type and _is_current(item, ended)
    ]  # fmt: skip


def _is_current(item: JsonObject, ended: frozenset[str] = _ENDED) -> bool:
    """An allergy of earlier days is still told: it is for the doctor to look at again."""
    said = {str(item.get("status", ""))}
    for name in ("clinicalStatus", "verificationStatus"):
        said |= {str(coding.get("code", "")) for coding in (item.get(name) or {}).get("coding", [])}
    return not said & ended


def _named(zh: str, en: str, texts: Iterable[str]) -> Line:
    found = [text for text in dict.fromkeys(texts) if text]
    if not found:
        return f"{zh}未知", f"{en} unknown"
    more = len(found) - MOST_OF_A_KIND
    words = "、".join(found[:MOST_OF_A_KIND])
    return (
        f"{zh}：{words}{f'等，另有{more}项' if more > 0 else ''}",
        f"{en}: {words}{f' and {more} more' if more > 0 else ''}",
    )


def _age(born: str, at: datetime) -> str:
    """Whole years; "" unless the day of birth is known."""
    try:
        day = datetime.fromisoformat(born).date()
    except ValueError:
        return ""
    today = at.astimezone(SHANGHAI).date()
    return str(today.year - day.year - ((today.month, today.day) < (day.month, day.day)))


def _colon(text: str) -> str:
    return f"：{text}" if text else "未知"


def _paragraph(lines: Iterable[Line]) -> Line:
    found = list(lines)
    return "；".join(zh for zh, _ in found) + "。", "; ".join(en for _, en in found) + "."
