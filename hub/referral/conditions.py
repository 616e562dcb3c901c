"""The conditions of the state table: one pure function for each `Guard`.

A stat call on the way up passes every condition that could hold it (ruling 1): only what the event
itself means (which receiver, that it is stat) is asked of it.
"""

from collections.abc import Callable

from hub.referral.reasons import REASONS
from hub.referral.situation import Refusal, Situation, blocks
from hub.referral.states import Direction, Event
from hub.referral.transitions import Guard

MAX_ROUNDS = 3
MOST_SHOWN = 5
PERSON = "user:"
"""How the agent of a person begins; every other is a system."""

MAX_HOPS = 3
PRIORITIES = ("routine", "urgent", "asap", "stat")
"""https://hl7.org/fhir/R4/valueset-request-priority.html, from slow to quick."""

_NEVER_HOLDS_STAT = frozenset(
    {
        Guard.CATALOGUE,
        Guard.LEGAL_BASIS,
        Guard.DOCTORS_WORD,
        Guard.BED_HELD,
        Guard.PLANNED,
        Guard.VITALS_STABLE,
        Guard.OWN_BED,
    }
)


OF_THE_CASE = frozenset(
    {
        Guard.STAT, Guard.NOT_STAT, Guard.UPWARD, Guard.FROM_HOME, Guard.ROUNDS, Guard.HOPS, Guard.OTHER_PERSON,
        Guard.CAUGHT_UP,
    }
)  # fmt: skip
"""Conditions that no parameter of the caller's answers."""


def failing(guard: Guard, situation: Situation) -> Refusal | None:
    """Why this condition does not hold; None when it does."""
    if situation.is_stat and guard in _NEVER_HOLDS_STAT:
        return None
    return _CONDITIONS[guard](situation)


def _rule(guard: Guard, zh: str, en: str) -> Refusal:
    return Refusal("business-rule", guard, zh, en)


def _reason(situation: Situation) -> Refusal | None:
    if situation.details.reason or len(situation.details.note.strip()) >= 10:
        return None
    return _rule(
        Guard.REASON,
        "请填写原因编码(reason)。",
        "A coded reason is missing; send `reason` with one of the codes that $referral-actions lists for this event.",
    )


def _long_reason(situation: Situation) -> Refusal | None:
    if len(situation.details.note.strip()) >= 10:
        return None
    return _rule(
        Guard.LONG_REASON,
        "例外申请须写明理由(至少10个字)。",
        "An exception needs its reasons in words; send `note` with at least 10 characters.",
    )


def _question(situation: Situation) -> Refusal | None:
    if situation.details.note.strip() or situation.details.reason:
        return None
    return _rule(Guard.QUESTION, "请写明需要补充的资料。", "Say in `note` which information is missing.")


def _rounds(situation: Situation) -> Refusal | None:
    if situation.rounds < MAX_ROUNDS:
        return None
    return _rule(
        Guard.ROUNDS,
        "已三次要求补充资料，请同意或拒绝接收。",
        "Information was asked for three times; accept or decline now.",
    )


def _catalogue(situation: Situation) -> Refusal | None:
    if not blocks(situation):
        return None
    assert situation.catalogue is not None
    zh, en = _listed(situation.catalogue.words)
    return _rule(
        Guard.CATALOGUE,
        f"目录核对未通过{zh}。请补充资料、另选接收方或申请例外。",
        f"The catalogue stands against it{en}. Add what is missing, choose another receiver, or request-override.",
    )


def _listed(words: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    """The first few of what stands against it, and how many more there are."""
    shown, more = words[:MOST_SHOWN], len(words) - MOST_SHOWN
    zh = "：" + "；".join(one[0] for one in shown) if shown else ""
    en = ": " + "; ".join(one[1] for one in shown) if shown else ""
    return (zh, en) if more <= 0 else (f"{zh}；另有{more}项", f"{en}; and {more} more")


def _legal_basis(situation: Situation) -> Refusal | None:
    if situation.basis_refused is None:
        return None
    return _rule(Guard.LEGAL_BASIS, *situation.basis_refused)


def _doctors_word(situation: Situation) -> Refusal | None:
    routine = situation.priority == "routine" and situation.direction is Direction.FROM_HOME
    if not routine or situation.requester_has_doctor or situation.details.doctor:
        return None
    return _rule(
        Guard.DOCTORS_WORD,
        "本机构无执业医师：常规转介须有签约医生意见(可电话)，请在doctor中记录医生姓名；急症可直接按急诊提交。",
        "A home without a doctor needs the contracted doctor's word for a routine referral, which may be given by "
        "phone: send `doctor` with who said so. Urgent and stat need none.",
    )


def _other_person(situation: Situation) -> Refusal | None:
    """Two people, each by name. A system client proves no person: two clients of one hospital may be one hand."""
    if not situation.agent.startswith(PERSON):
        return _nobody(
            "例外须由具名人员在控制台审批；系统账户不能证明是谁。", "An exception is decided by a named person."
        )
    if situation.override_by == situation.agent:
        return _nobody("例外须由申请人以外的人审批。", "Whoever asked for the exception may not decide it.")
    if not situation.override_by.startswith(PERSON) and situation.lead_is_requester:
        return _nobody(
            "申请由本院系统账户提出，无法证明审批人是另一人；请由具名人员重新申请。",
            "A system of your own hospital asked: are you another person? Have a named person ask again.",
        )
    return None


def _nobody(zh: str, en: str) -> Refusal:
    return Refusal("forbidden", Guard.OTHER_PERSON, zh, en)


def _bed(situation: Situation) -> Refusal | None:
    if not situation.details.bed:
        return _rule(Guard.BED, "请指明床位(bed)。", "Send `bed` with the Location of the bed to reserve.")
    if situation.bed_free:
        return None
    return Refusal(
        "conflict",
        Guard.BED,
        "该床位不可用：不属于接收方、已停用、已占用或已被锁定；请另选床位。",
        "That bed cannot be had: it is not the receiver's, is closed, occupied or held; choose another.",
    )


def _bed_held(situation: Situation) -> Refusal | None:
    if situation.direction.is_upward or situation.bed_held or situation.is_return:
        return None
    return _rule(
        Guard.BED_HELD,
        "尚未锁定床位；请先锁床(reserve)。",
        "No bed is held for this referral; reserve one first (event `reserve` with `bed`).",
    )


def _own_bed(situation: Situation) -> Refusal | None:
    if situation.bed_is_own:
        return None
    return _rule(
        Guard.OWN_BED,
        "保留的床位(bed)须是本机构的床位。",
        "A home keeps a bed of its own: `bed` names none of yours. Name the resident's bed, or leave it out.",
    )


def _said_come(situation: Situation) -> Refusal | None:
    if not situation.is_stat or situation.details.onward.strip():
        return None
    return _rule(
        Guard.SAID_COME,
        "急诊上转只能改派至已同意接收的机构：请在onward中写明对方何人已同意。",
        "A stat call is handed on only to a receiver that has said 'come': send `onward` with who there said so. Until "
        "then it stays with you.",
    )


def _doctor(situation: Situation) -> Refusal | None:
    if situation.details.doctor.strip():
        return None
    return _rule(
        Guard.DOCTOR,
        "降低紧急程度须由医生决定：请在doctor中写明医生姓名。",
        "A priority is lowered with a doctor: send `doctor` with who decided it.",
    )


def _planned(situation: Situation) -> Refusal | None:
    if situation.details.planned:
        return None
    return _rule(Guard.PLANNED, "请填写计划转运时间(planned)。", "Send `planned` with the date and time of the move.")


def _vitals_stable(situation: Situation) -> Refusal | None:
    if situation.direction.is_upward or situation.stability is None or situation.stability.overall == "pass":
        return None
    zh, en = _listed(situation.stability.words)
    return _rule(
        Guard.VITALS_STABLE,
        f"出发前复核未通过{zh}。请补录4小时内的生命体征；病情不稳不要出发。",
        f"The check before departure did not pass{en}. Record vital signs of the last 4 hours; who is unstable stays.",
    )


def _upward(situation: Situation) -> Refusal | None:
    if situation.direction.is_upward:
        return None
    return Refusal(
        "conflict", Guard.UPWARD, "请先选定接收方并锁定床位。", "Select the receiver and reserve a bed first."
    )


def _from_home(situation: Situation) -> Refusal | None:
    if situation.direction is Direction.FROM_HOME:
        return None
    return _rule(
        Guard.FROM_HOME,
        "仅适用于由养老机构转出的老人。",
        "Only an elder who came from a home returns to a kept bed; start a new referral instead.",
    )


def _stat(situation: Situation) -> Refusal | None:
    if situation.is_stat:
        return None
    return Refusal(
        "conflict",
        Guard.STAT,
        "仅急诊(stat)上转可直接办理。",
        "Only a stat call on the way up may skip what comes before.",
    )


def _not_stat(situation: Situation) -> Refusal | None:
    if not situation.is_stat:
        return None
    return _rule(
        Guard.NOT_STAT,
        "急诊上转是通知而非申请，不能搁置、拒绝或失效；可同意，或改派至已同意的更近机构；问题请电话询问。",
        "A stat call is notice, not request: it cannot be held, declined or expired. Accept it, or redirect it to a "
        "nearer receiver that has said 'come'; ask questions by phone.",
    )


def _door(situation: Situation) -> Refusal | None:
    if situation.direction.is_upward and situation.priority == "stat":
        return _rule(
            Guard.DOOR,
            "医疗机构不得拒绝急救处置。",
            "A receiver may not refuse emergency treatment at the door.",
        )
    if situation.receiver_kind == "hospital" and situation.direction.is_upward:
        return _rule(
            Guard.DOOR,
            "医院不得在门口拒收上转老人。",
            "A hospital may not refuse an elder who was sent up at the door.",
        )
    if situation.details.onward:
        return None
    return _rule(
        Guard.DOOR,
        "须先由下一接收方同意(或已呼叫120)并在onward中写明；交接前由本机构继续照护。",
        "Refuse only after an onward receiver has said 'come', or 120 was called: send `onward`. Until handover you "
        "keep the elder.",
    )


def _receiver(situation: Situation) -> Refusal | None:
    if situation.details.receiver and situation.receiver_known:
        return None
    return _rule(
        Guard.RECEIVER,
        "请指明新的接收机构(receiver)。",
        "Send `receiver` with the Organization of another member of the alliance.",
    )


def _hops(situation: Situation) -> Refusal | None:
    if situation.hops < MAX_HOPS or situation.is_stat:
        return None
    return _rule(
        Guard.HOPS,
        "已改派三次，请由牵头医院接收或结案。",
        "It was redirected three times; the lead hospital must take it or close it.",
    )


def _outcome(situation: Situation) -> Refusal | None:
    if situation.details.note.strip() or situation.details.output:
        return None
    return _rule(
        Guard.OUTCOME,
        "请填写反馈内容(note)或引用反馈文书(output)。",
        "Send the outcome: `note` in words, or `output` with the document (Composition, CarePlan …).",
    )


def _caught_up(situation: Situation) -> Refusal | None:
    if not situation.to_catch_up:
        return None
    zh, en = _listed(situation.to_catch_up)
    return _rule(
        Guard.CAUGHT_UP,
        f"急诊上转的资料尚未补齐{zh}。补录后方可闭环。",
        f"The stat call is not caught up{en}. Store what is missing, then close the loop.",
    )


def _whereabouts(situation: Situation) -> Refusal | None:
    if situation.details.note.strip():
        return None
    return _rule(
        Guard.WHEREABOUTS,
        "请写明老人现在何处后再登记未到。",
        "Say in `note` where the elder is: nobody is written off by a clock.",
    )


def _rank(priority: str) -> int:
    return PRIORITIES.index(priority) if priority in PRIORITIES else 0


def _priority_up(situation: Situation) -> Refusal | None:
    if _rank(situation.details.priority) > _rank(situation.priority):
        return None
    return _rule(
        Guard.PRIORITY_UP,
        "请在priority中给出更高的紧急程度。",
        f"Send `priority` with a higher one than {situation.priority} (routine, urgent, asap, stat).",
    )


def _priority_down(situation: Situation) -> Refusal | None:
    wanted = situation.details.priority
    if wanted in PRIORITIES and _rank(wanted) < _rank(situation.priority):
        return None
    return _rule(
        Guard.PRIORITY_DOWN,
        "请在priority中给出更低的紧急程度。",
        f"Send `priority` with a lower one than {situation.priority} (routine, urgent, asap, stat).",
    )


_CONDITIONS: dict[Guard, Callable[[Situation], Refusal | None]] = {
    Guard.REASON: _reason,
    Guard.LONG_REASON: _long_reason,
    Guard.QUESTION: _question,
    Guard.ROUNDS: _rounds,
    Guard.CATALOGUE: _catalogue,
    Guard.LEGAL_BASIS: _legal_basis,
    Guard.DOCTORS_WORD: _doctors_word,
    Guard.OTHER_PERSON: _other_person,
    Guard.BED: _bed,
    Guard.BED_HELD: _bed_held,
    Guard.OWN_BED: _own_bed,
    Guard.SAID_COME: _said_come,
    Guard.DOCTOR: _doctor,
    Guard.CAUGHT_UP: _caught_up,
    Guard.PLANNED: _planned,
    Guard.VITALS_STABLE: _vitals_stable,
    Guard.UPWARD: _upward,
    Guard.FROM_HOME: _from_home,
    Guard.STAT: _stat,
    Guard.NOT_STAT: _not_stat,
    Guard.DOOR: _door,
    Guard.RECEIVER: _receiver,
    Guard.HOPS: _hops,
    Guard.OUTCOME: _outcome,
    Guard.WHEREABOUTS: _whereabouts,
    Guard.PRIORITY_UP: _priority_up,
    Guard.PRIORITY_DOWN: _priority_down,
}


def reason_codes(event: Event) -> dict[str, tuple[str, str]]:
    """The reason codes that an event takes, with their words; empty when it needs none."""
    return REASONS.get(event, {})
