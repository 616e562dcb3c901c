"""Tasks beside a candidate's: approval of an exception, a cancellation that is asked for, transport (`domain.md` B2).

Each is about the candidate's Task (`focus`), has the code of https://hl7.org/fhir/R4/codesystem-task-code.html where
there is one, and follows the events of the referral. They show; they do not steer: nobody writes them but the hub.
"""

from dataclasses import dataclass

from fhir_profiles.issue import JsonObject
from hub.clock import micros_to_instant
from hub.errors import RuleError
from hub.referral.plan import Change, Item, Plan
from hub.referral.proposal import is_proposal
from hub.referral.shape import (
    APPROVAL_TASK,
    CANCELLATION_TASK,
    COMPANION_OF,
    TRANSPORT_TASK,
    extension_of,
    organization,
    reference,
    set_extension,
    set_reason,
)
from hub.referral.states import TASK_CODE_SYSTEM, Event
from hub.store.admin import Member
from hub.store.port import Grant, Ref, StoredResource

LINKS = (APPROVAL_TASK, CANCELLATION_TASK, TRANSPORT_TASK)
"""Extensions by which a candidate's Task names them."""

_R4 = "http://hl7.org/fhir/CodeSystem/task-code"


@dataclass(frozen=True, slots=True)
class _Kind:
    link: str
    system: str
    code: str
    zh: str
    status: dict[Event, str]
    opens: frozenset[Event]


_APPROVAL = _Kind(
    APPROVAL_TASK, _R4, "approve", "例外审批",
    {Event.REQUEST_OVERRIDE: "requested", Event.APPROVE: "completed", Event.DENY: "rejected"},
    frozenset({Event.REQUEST_OVERRIDE}),
)  # fmt: skip
_CANCELLATION = _Kind(
    CANCELLATION_TASK, _R4, "abort", "撤销申请",
    {
        Event.CANCEL: "requested", Event.AGREE_CANCEL: "completed", Event.REFUSE_CANCEL: "rejected",
        Event.RAISE: "cancelled", Event.DEPART: "cancelled", Event.DIED: "cancelled",
    },
    frozenset({Event.CANCEL}),
)  # fmt: skip
_TRANSPORT = _Kind(
    TRANSPORT_TASK, TASK_CODE_SYSTEM, "transport", "转运",
    {
        Event.SCHEDULE: "requested", Event.DEPART: "in-progress", Event.DIVERT: "in-progress",
        Event.ARRIVE: "completed", Event.NO_SHOW: "failed", Event.AGREE_CANCEL: "cancelled", Event.DIED: "cancelled",
        Event.REDIRECT: "cancelled", Event.DECLINE: "cancelled",
    },
    frozenset({Event.SCHEDULE, Event.DEPART}),
)  # fmt: skip


def companions_of(task: JsonObject) -> list[Ref]:
    """The companion Tasks that a candidate's Task names."""
    found = (reference((extension_of(task, url) or {}).get("valueReference"), expected="Task") for url in LINKS)
    return [ref for ref in found if ref is not None]


def is_companion(task: JsonObject) -> bool:
    """Whether a Task is one of these: nobody writes it but the hub."""
    return extension_of(task, COMPANION_OF) is not None


def demand_own_hand(body: JsonObject, stored: StoredResource | None) -> None:
    """Refuse a write to what the hub alone writes beside a referral. Raises RuleError."""
    known = stored.json() if stored is not None else {}
    if is_companion(body) or is_companion(known):
        raise RuleError(
            "审批、撤销、转运任务随转诊自动更新，请在转诊任务上办理。 Tasks of approval, cancellation and "
            "transport follow the referral; send the event on the referral's own Task (its focus)."
        )
    if is_proposal(body) or is_proposal(known):
        raise RuleError(
            "征询摘要由平台按转诊单生成，不能改写；请改转诊单。 The proposal that candidates see is made by the hub; "
            "write the referral's ServiceRequest instead."
        )


def approval(change: Change, plan: Plan) -> None:
    """Asked for, then decided by the other person."""
    _follow(_APPROVAL, change, plan, owner=change.parties.lead)


def cancellation(change: Change, plan: Plan) -> None:
    """Asked for by the sender, answered by the receiver (domain.md B3 #15)."""
    _follow(_CANCELLATION, change, plan, owner=change.parties.owner)


def transport(change: Change, plan: Plan) -> None:
    """Ordered with the plan of the move, under way with the departure, done with the arrival."""
    item = _follow(_TRANSPORT, change, plan, owner=change.parties.requester)
    if item is None:
        return
    if change.details.planned:
        item.resource["restriction"] = {"period": {"start": micros_to_instant(change.details.planned)}}
    if change.event in {Event.DEPART, Event.ARRIVE}:
        end = "start" if change.event is Event.DEPART else "end"
        moment = micros_to_instant(change.details.at or plan.now)
        item.resource["executionPeriod"] = item.resource.get("executionPeriod", {}) | {end: moment}


def _follow(kind: _Kind, change: Change, plan: Plan, *, owner: Member | None) -> Item | None:
    ref = reference((extension_of(change.task.resource, kind.link) or {}).get("valueReference"), expected="Task")
    item = plan.items.get(ref) if ref is not None else None
    if item is not None and item.resource["status"] in {"requested", "in-progress"}:
        item.resource["status"] = kind.status[change.event]
        item.dirty = True
    else:
        item = _open(kind, change, plan, owner=owner)
    if item is None:
        return None
    item.resource["lastModified"] = micros_to_instant(plan.now)
    set_reason(item.resource, change.details.reason, "" if change.hides_words else change.details.note)
    return item


def _open(kind: _Kind, change: Change, plan: Plan, *, owner: Member | None) -> Item | None:
    requester = change.parties.requester
    if requester is None or change.event not in kind.opens:
        return None
    owner = owner or requester
    shown = None if change.is_bid else change.patient
    resource: JsonObject = {
        "resourceType": "Task",
        "id": plan.new_id(shown.id if shown else ""),
        "extension": [{"url": COMPANION_OF, "valueReference": {"reference": str(change.task.ref)}}],
        "status": kind.status[change.event],
        "intent": "order",
        "priority": change.priority,
        "code": {"coding": [{"system": kind.system, "code": kind.code, "display": kind.zh}], "text": kind.zh},
        "focus": {"reference": str(change.task.ref)},
        **({"for": {"reference": str(shown)}} if shown else {}),
        "authoredOn": micros_to_instant(plan.now),
        "requester": organization(requester.code),
        "owner": organization(owner.code),
    }
    item = plan.add(resource, custodian=requester.number)
    set_extension(change.task.resource, kind.link, {"valueReference": {"reference": str(item.ref)}})
    for member in (owner, change.parties.owner, change.parties.lead):
        if member is not None and member.number != requester.number and not (kind is _APPROVAL and member is not owner):
            plan.grants.append(
                Grant(member=member.number, target=item.ref, because=change.delivered, basis=change.basis)
            )
    return item
