"""The conditions of the way itself: the bed, the time, the state of the elder, the door.

One pure function for each `Guard`; `hub.referral.conditions` has the rest and says which holds no stat call.
"""

from hub.referral.refusals import listed, rule
from hub.referral.situation import Refusal, Situation, goes_back, may_block
from hub.referral.transitions import Guard


def bed(situation: Situation) -> Refusal | None:
    """A bed is named, and the receiver's, in service, free, and not kept for the other sex.

    The rule of rooms is for moves that are planned: a stat call and the way back to the own bed know none.
    """
    if not situation.details.bed:
        return rule(Guard.BED, "请指明床位(bed)。", "Send `bed` with the Location of the bed to reserve.")
    zh, en = (f"(如 {situation.next_bed})", f" (free now: {situation.next_bed})") if situation.next_bed else ("", "")
    if situation.bed_free:
        is_exempt = situation.is_stat or situation.details.bed == situation.own_bed
        if situation.bed_suits or is_exempt:
            return None
        return rule(
            Guard.BED,
            f"该床位的房间只收另一性别的老人；请另选床位{zh}，或由接收方更改床位性别。",
            f"That bed's room is for the other sex; choose another bed{en}, or let the receiver change whom it is for.",
        )
    return Refusal(
        "conflict",
        Guard.BED,
        f"该床位不可用：不属于接收方、已停用、已占用或已被锁定；请另选床位{zh}。",
        f"That bed cannot be had: it is not the receiver's, is closed, occupied or held; choose another{en}.",
    )


def bed_held(situation: Situation) -> Refusal | None:
    """Downward a bed is held before the elder leaves; outside the alliance it was promised by word (said-by)."""
    if situation.direction.is_upward or situation.bed_held or situation.is_return or situation.outside == "receiver":
        return None
    return rule(
        Guard.BED_HELD,
        "尚未锁定床位；请先锁床(reserve)。",
        "No bed is held for this referral; reserve one first (event `reserve` with `bed`).",
    )


def own_bed(situation: Situation) -> Refusal | None:
    """A home keeps a bed of its own."""
    if situation.bed_is_own:
        return None
    return rule(
        Guard.OWN_BED,
        "保留的床位(bed)须是本机构的床位。",
        "A home keeps a bed of its own: `bed` names none of yours. Name the resident's bed, or leave it out.",
    )


def said_come(situation: Situation) -> Refusal | None:
    """A stat call is handed on only to who has said 'come'."""
    if not situation.is_stat or situation.details.onward.strip():
        return None
    return rule(
        Guard.SAID_COME,
        "急诊上转只能改派至已同意接收的机构：请在onward中写明对方何人已同意。",
        "A stat call is handed on only to a receiver that has said 'come': send `onward` with who there said so. Until "
        "then it stays with you.",
    )


def planned(situation: Situation) -> Refusal | None:
    """The move has a time."""
    if situation.details.planned:
        return None
    return rule(Guard.PLANNED, "请填写计划转运时间(planned)。", "Send `planned` with the date and time of the move.")


def vitals_stable(situation: Situation) -> Refusal | None:
    """Downward and into a home the vital signs of the last four hours are stable (ruling 2.1.1)."""
    if situation.direction.is_upward or situation.stability is None or situation.stability.overall == "pass":
        return None
    zh, en = listed(situation.stability.words)
    return rule(
        Guard.VITALS_STABLE,
        f"出发前复核未通过{zh}。请补录4小时内的生命体征；病情不稳不要出发。",
        f"The check before departure did not pass{en}. Record vital signs of the last 4 hours; who is unstable stays.",
    )


def still_fits(situation: Situation) -> Refusal | None:
    """The receiver still has what the elder needs, and nothing keeps the elder out since (domain.md C4).

    A level that has changed is no refusal here: it leads back to the review.
    """
    lost = situation.lost
    if lost is None or lost.overall == "pass" or goes_back(situation) or not may_block(situation):
        return None
    zh, en = listed(lost.words)
    return rule(
        Guard.STILL_FITS,
        f"接收方现已不符合要求{zh}；请改派(redirect)其他接收方或申请例外。",
        f"The receiver does not fit any longer{en}; redirect to another one, or cancel.",
    )


def door(situation: Situation) -> Refusal | None:
    """Who may refuse at the door, and on which terms (ruling 2.1.5)."""
    if situation.direction.is_upward and situation.priority == "stat":
        return rule(
            Guard.DOOR,
            "医疗机构不得拒绝急救处置。",
            "A receiver may not refuse emergency treatment at the door.",
        )
    if situation.receiver_kind == "hospital" and situation.direction.is_upward:
        return rule(
            Guard.DOOR,
            "医院不得在门口拒收上转老人。",
            "A hospital may not refuse an elder who was sent up at the door.",
        )
    if situation.details.onward and not situation.details.note.strip():
        return rule(
            Guard.DOOR,
            "请在note中写明到达时的生命体征和退回的临床理由。",
            "Say in `note` the vital signs on arrival and the clinical reason.",
        )
    if situation.details.onward:
        return None
    return rule(
        Guard.DOOR,
        "须先由下一接收方同意(或已呼叫120)并在onward中写明；交接前由本机构继续照护。",
        "Refuse only after an onward receiver has said 'come', or 120 was called: send `onward`. Until handover you "
        "keep the elder.",
    )


def whereabouts(situation: Situation) -> Refusal | None:
    """Nobody is written off by a clock (ruling 2.1.12)."""
    if situation.details.note.strip():
        return None
    return rule(
        Guard.WHEREABOUTS,
        "请写明老人现在何处后再登记未到。",
        "Say in `note` where the elder is: nobody is written off by a clock.",
    )
