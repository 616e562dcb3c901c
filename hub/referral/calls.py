"""Whom an event is called out to: the rungs of the ladder between a row on a page and a phone that rings.

A page is looked at when somebody looks. A stat call, its silence, an elder whose whereabouts nobody knows, a diversion
and a refusal at the door are called out (rulings 1, 2.1.5, 2.1.9, 2.1.12, 2.1.14).
"""

from collections.abc import Iterable

from hub.delivery.duty import Line, Means
from hub.referral.agreements import LEFT
from hub.referral.plan import Change, Plan
from hub.referral.shape import organization_code
from hub.referral.states import NUMBER_SYSTEM, Event, State
from hub.referral.transitions import EVENT_WORDS
from hub.store.admin import Member
from hub.store.port import Outbound

_TEXT: tuple[Means, ...] = ("sms", "chat")
_VOICE: tuple[Means, ...] = ("voice", "sms", "chat")
_ON_THE_ROAD = frozenset({State.SCHEDULED, State.IN_TRANSIT})


def called(change: Change) -> list[tuple[Member, tuple[Means, ...]]]:
    """Which members' people are called for this event, and how loud."""
    parties = change.parties
    sender, receiver, lead = parties.requester, parties.owner, parties.lead
    wanted: list[tuple[Member | None, tuple[Means, ...]]] = []
    if change.event in {Event.SUBMIT, Event.RAISE} and change.is_stat:
        has_left = receiver is not None and receiver.admission_state == LEFT
        wanted = [(lead, _VOICE)] if has_left else [(receiver, _TEXT), (lead, _TEXT)]
    elif change.event is Event.UNANSWERED:
        wanted = [(lead, _VOICE), (receiver, _VOICE)]
    elif change.event is Event.ESCALATE and change.before is State.OVERRIDE_PENDING:
        wanted = [(lead, _TEXT)]
    elif change.event is Event.ESCALATE and change.before in _ON_THE_ROAD:
        wanted = [(sender, _VOICE), (receiver, _VOICE)]
    elif change.event is Event.ESCALATE:
        wanted = [(receiver, _TEXT), (lead, _TEXT)]
    elif change.event is Event.UNRECEIVED:
        wanted = [(receiver, _TEXT), (sender, _TEXT)]
    elif change.event is Event.DIVERT:
        onward = change.details.receiver.removeprefix("Organization/")
        wanted = [(change.members.get(onward), _VOICE)]
    elif change.event is Event.REFUSE_AT_DOOR:
        wanted = [(sender, _VOICE)]
    elif change.event is Event.DIED and change.before is State.IN_TRANSIT:
        wanted = [(sender, _VOICE), (receiver, _VOICE)]
    heard = [(sender if member is not None and member.is_outside else member, means) for member, means in wanted]
    found = [(member, means) for member, means in heard if member is not None]  # who is outside is phoned by the sender
    return [one for place, one in enumerate(found) if one[0].number not in {other[0].number for other in found[:place]}]


def call_duty(change: Change, plan: Plan) -> None:
    """A row of the outbox for each line of who is on duty there; the text names nobody.

    What was entered afterwards calls nobody: it is over (rulings 3.1).
    """
    if change.happened(plan.now) != plan.now:
        return
    text = _text(change).encode()
    for member, means in called(change):
        for line in _chosen(change.duty.get(member.number, ()), means):
            plan.outbound.append(
                Outbound(
                    key=plan.new_key(),
                    receiver=member.number,
                    channel=line.means,
                    address=line.address,
                    ordering=f"{member.number}:{line.address}:{plan.now}",
                    subject=str(change.task.ref),
                    payload=text,
                    content_type="text/plain; charset=utf-8",
                    due=plan.now,
                    created=plan.now,
                )
            )


def _chosen(lines: Iterable[Line], means: tuple[Means, ...]) -> list[Line]:
    return [line for line in lines if line.means in means]


def _text(change: Change) -> str:
    number = next(
        (str(one.get("value", "")) for one in change.request.resource.get("identifier", [])
         if one.get("system") == NUMBER_SYSTEM), "",
    )  # fmt: skip
    urgency = "急诊" if change.is_stat else "转诊"
    sender = organization_code(change.request.resource.get("requester"))
    way = f"{sender}→{organization_code(change.task.resource.get('owner'))}"
    return f"【医养联盟】{urgency}：{EVENT_WORDS[change.event][0]}，{way}，单号 {number}。请立即登录平台处理。"
