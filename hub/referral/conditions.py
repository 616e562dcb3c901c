"""The conditions of the state table: one pure function for each `Guard`.

A stat call on the way up passes every condition that could hold it (ruling 1): only what the event
itself means (which receiver, that it is stat) is asked of it.
"""

from collections.abc import Callable

from hub.referral import conditions_of_the_papers as papers
from hub.referral import conditions_of_the_way as way
from hub.referral.refusals import listed, rule
from hub.referral.situation import Refusal, Situation, blocks
from hub.referral.states import Direction
from hub.referral.transitions import Guard

MAX_ROUNDS = 3
_TIMES = {1: "once", 3: "three times"}
MAX_ROUNDS_URGENT = 1
"""An urgent referral waits for an answer once, for an hour (ruling 2.1.11)."""

PERSON = "user:"
"""How the agent of a person begins; every other is a system."""

MAX_HOPS = 3
PRIORITIES = ("routine", "urgent", "asap", "stat")
"""https://hl7.org/fhir/R4/valueset-request-priority.html, from slow to quick."""

_NEVER_HOLDS_STAT = frozenset(
    {
        Guard.CATALOGUE,
        Guard.LEGAL_BASIS,
        Guard.AGREEMENT,
        Guard.DOCTORS_WORD,
        Guard.BED_HELD,
        Guard.PLANNED,
        Guard.VITALS_STABLE,
        Guard.OWN_BED,
        Guard.SAID_BY,
        Guard.STILL_FITS,
        Guard.SENDERS_WORD,
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


def _reason(situation: Situation) -> Refusal | None:
    if situation.details.reason or len(situation.details.note.strip()) >= 10:
        return None
    return rule(
        Guard.REASON,
        "请填写原因编码(reason)。",
        "A coded reason is missing; send `reason` with one of the codes that $referral-actions lists for this event.",
    )


def _long_reason(situation: Situation) -> Refusal | None:
    if len(situation.details.note.strip()) >= 10:
        return None
    return rule(
        Guard.LONG_REASON,
        "例外申请须写明理由(至少10个字)。",
        "An exception needs its reasons in words; send `note` with at least 10 characters.",
    )


def _question(situation: Situation) -> Refusal | None:
    if situation.details.note.strip() or situation.details.reason:
        return None
    return rule(Guard.QUESTION, "请写明需要补充的资料。", "Say in `note` which information is missing.")


def _rounds(situation: Situation) -> Refusal | None:
    most = MAX_ROUNDS if situation.priority == "routine" else MAX_ROUNDS_URGENT
    if situation.rounds < most:
        return None
    return rule(
        Guard.ROUNDS,
        f"已{most}次要求补充资料，请同意或拒绝接收；其余问题请电话询问。",
        f"Information was asked for {_TIMES[most]}; accept or decline now, and ask the rest by phone.",
    )


def _catalogue(situation: Situation) -> Refusal | None:
    if not blocks(situation):
        return None
    assert situation.catalogue is not None
    zh, en = listed(situation.catalogue.words)
    return rule(
        Guard.CATALOGUE,
        f"目录核对未通过{zh}。请补充资料、另选接收方或申请例外。",
        f"The catalogue stands against it{en}. Add what is missing, choose another receiver, or request-override.",
    )


def _legal_basis(situation: Situation) -> Refusal | None:
    if situation.basis_refused is None:
        return None
    return rule(Guard.LEGAL_BASIS, *situation.basis_refused)


def _agreement(situation: Situation) -> Refusal | None:
    if situation.agreement_refused is None or situation.is_returning:  # a resident comes home (ruling 4)
        return None
    return rule(Guard.AGREEMENT, *situation.agreement_refused)


def _doctors_word(situation: Situation) -> Refusal | None:
    routine = situation.priority == "routine" and situation.direction is Direction.FROM_HOME
    if not routine or situation.requester_has_doctor or situation.details.doctor:
        return None
    return rule(
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


def _doctor(situation: Situation) -> Refusal | None:
    if situation.details.doctor.strip():
        return None
    return rule(
        Guard.DOCTOR,
        "降低紧急程度须由医生决定：请在doctor中写明医生姓名。",
        "A priority is lowered with a doctor: send `doctor` with who decided it.",
    )


def _upward(situation: Situation) -> Refusal | None:
    if situation.direction.is_upward:
        return None
    return Refusal(
        "conflict", Guard.UPWARD, "请先选定接收方并锁定床位。", "Select the receiver and reserve a bed first."
    )


def _from_home(situation: Situation) -> Refusal | None:
    if situation.direction is Direction.FROM_HOME and situation.outside != "source":
        return None
    return rule(
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
    return rule(
        Guard.NOT_STAT,
        "急诊上转是通知而非申请，不能搁置、拒绝或失效；可同意，或改派至已同意的更近机构；问题请电话询问。",
        "A stat call is notice, not request: it cannot be held, declined or expired. Accept it, or redirect it to a "
        "nearer receiver that has said 'come'; ask questions by phone.",
    )


def _receiver(situation: Situation) -> Refusal | None:
    if situation.details.receiver and situation.receiver_known:
        return None
    return rule(
        Guard.RECEIVER,
        "请指明新的接收机构(receiver)；改派联盟外机构须由转出方另行发起。",
        "Send `receiver` with the Organization of another member; to one outside its sender makes a new referral.",
    )


def _hops(situation: Situation) -> Refusal | None:
    if situation.hops < MAX_HOPS or situation.is_stat:
        return None
    return rule(
        Guard.HOPS,
        "已改派三次，请由牵头医院接收或结案。",
        "It was redirected three times; the lead hospital must take it or close it.",
    )


def _outcome(situation: Situation) -> Refusal | None:
    if situation.details.note.strip() or situation.details.output:
        return None
    return rule(
        Guard.OUTCOME,
        "请填写反馈内容(note)或引用反馈文书(output)。",
        "Send the outcome: `note` in words, or `output` with the document (Composition, CarePlan …).",
    )


def _said_by(situation: Situation) -> Refusal | None:
    if not situation.on_behalf or situation.details.said_by.strip():
        return None
    return rule(
        Guard.SAID_BY,
        "代对方机构登记时，请在said-by中写明对方何人所说并已复述核对。",
        "Recording a word given by phone or letter needs `said-by`: who there said so, and read it back.",
    )


def _senders_word(situation: Situation) -> Refusal | None:
    if not situation.by_receiver or situation.details.said_by.strip():
        return None
    return rule(
        Guard.SENDERS_WORD,
        "接收方改派须先得到转出方同意：请在said-by中写明转出方何人同意；未能联系时请拒绝接收，由牵头医院安排。",
        "A receiver hands an elder on with the sender's consent alone: send `said-by`, who there agreed. Otherwise "
        "decline, and the lead hospital places the elder.",
    )


def _caught_up(situation: Situation) -> Refusal | None:
    if not situation.to_catch_up:
        return None
    zh, en = listed(situation.to_catch_up)
    return rule(
        Guard.CAUGHT_UP,
        f"急诊上转的资料尚未补齐{zh}。补录后方可闭环。",
        f"The stat call is not caught up{en}. Store what is missing, then close the loop.",
    )


def _rank(priority: str) -> int:
    return PRIORITIES.index(priority) if priority in PRIORITIES else 0


def _priority_up(situation: Situation) -> Refusal | None:
    if _rank(situation.details.priority) > _rank(situation.priority):
        return None
    return rule(
        Guard.PRIORITY_UP,
        "请在priority中给出更高的紧急程度。",
        f"Send `priority` with a higher one than {situation.priority} (routine, urgent, asap, stat).",
    )


def _priority_down(situation: Situation) -> Refusal | None:
    wanted = situation.details.priority
    if wanted in PRIORITIES and _rank(wanted) < _rank(situation.priority):
        return None
    return rule(
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
    Guard.AGREEMENT: _agreement,
    Guard.DOCTORS_WORD: _doctors_word,
    Guard.OTHER_PERSON: _other_person,
    Guard.BED: way.bed,
    Guard.BED_HELD: way.bed_held,
    Guard.OWN_BED: way.own_bed,
    Guard.SAID_COME: way.said_come,
    Guard.DOCTOR: _doctor,
    Guard.CAUGHT_UP: _caught_up,
    Guard.SAID_BY: _said_by,
    Guard.SENDERS_WORD: _senders_word,
    Guard.PLANNED: way.planned,
    Guard.VITALS_STABLE: way.vitals_stable,
    Guard.STILL_FITS: way.still_fits,
    Guard.DOCUMENT: papers.document,
    Guard.UPWARD: _upward,
    Guard.FROM_HOME: _from_home,
    Guard.STAT: _stat,
    Guard.NOT_STAT: _not_stat,
    Guard.DOOR: way.door,
    Guard.RECEIVER: _receiver,
    Guard.HOPS: _hops,
    Guard.OUTCOME: _outcome,
    Guard.WHEREABOUTS: way.whereabouts,
    Guard.PRIORITY_UP: _priority_up,
    Guard.PRIORITY_DOWN: _priority_down,
}
