"""The Task after this one: another receiver, the lead hospital, or the way home."""

from dataclasses import replace

from hub.clock import micros_to_instant
from hub.referral.agreements import LEFT
from hub.referral.disclosure import grant_all, grant_bid, grant_task, is_asked_besides, send_bundle
from hub.referral.notices import tell
from hub.referral.plan import Change, Item, Plan
from hub.referral.proposal import stand_in
from hub.referral.shape import (
    HOPS,
    KEPT_BED,
    add_note,
    counter_of,
    new_task,
    organization,
    set_extension,
    state_of,
)
from hub.referral.states import DIRECTION_SYSTEM, FINAL, NUMBER_SYSTEM, Direction, Event, State
from hub.store.admin import Member
from hub.store.port import Claim, Release

_CHOSEN = frozenset({State.SELECTED, State.RESERVED, State.SCHEDULED})
"""States in which this candidate is the one: the choice is open again when it is redirected."""


def next_task(change: Change, plan: Plan) -> None:
    """Redirect or divert: a new Task for another receiver, unless it is asked already."""
    receiver = plan.member(change.details.receiver.removeprefix("Organization/"))
    if receiver is None:
        return
    diverted = change.event is Event.DIVERT
    if not diverted and not change.is_stat and is_asked_besides(change, receiver):
        return  # and its word counts; a refusal would tell one candidate who the others are
    come = State.ACCEPTED if change.is_stat else State.SUBMITTED  # a stat call goes to who has said 'come'
    task = _open_task(change, plan, receiver, state=State.IN_TRANSIT if diverted else come)
    set_extension(task.resource, HOPS, {"valueInteger": counter_of(change.task.resource, HOPS) + 1})
    if diverted:
        send_bundle(_for_task(change, task, receiver), plan)
        plan.releases.append(Release("referral-winner", change.request.ref.id, change.task.ref.id))
        plan.claims.append(Claim("referral-winner", change.request.ref.id, task.ref.id))
    elif change.before in _CHOSEN:
        plan.releases.append(Release("referral-winner", change.request.ref.id, change.task.ref.id))


def lead_takes(change: Change, plan: Plan) -> None:
    """A stat call that nobody answered counts as coming to the lead hospital's emergency department (ruling 1)."""
    lead, owner = change.parties.lead, change.parties.owner
    tasks = [change.task, *change.siblings]
    if lead is None or change.parties.lead_is_requester or (owner is not None and owner.number == lead.number):
        return
    if any(
        task.resource.get("owner") == organization(lead.code) and state_of(task.resource) not in FINAL for task in tasks
    ):
        return
    _open_task(change, plan, lead, state=State.ACCEPTED)


def addressed_has_left(change: Change, plan: Plan) -> None:
    """A stat call to a member that has left goes on: it counts as coming to the lead hospital, and its Task says so."""
    owner, lead = change.parties.owner, change.parties.lead
    if not calls_nobody(change) or owner is None:
        return
    to_lead = lead is not None and not change.parties.lead_is_requester
    zh = f"已同时通知牵头医院{lead.name}" if lead is not None and to_lead else "请立即改呼其他机构"
    en = f"the lead hospital {lead.code} is called instead" if lead is not None and to_lead else "call another one"
    words = (
        f"{owner.name}已退出联盟，不会有人应答；{zh}。 {owner.code} has left the alliance, nobody answers there; {en}."
    )
    author = change.parties.requester.code if change.parties.requester is not None else ""
    add_note(change.task.resource, words, author=author, now=plan.now)
    lead_takes(change, plan)


def calls_nobody(change: Change) -> bool:
    """Whether a stat call is addressed to a member that has left."""
    owner = change.parties.owner
    is_call = change.is_stat and change.event in {Event.SUBMIT, Event.RAISE}
    return is_call and owner is not None and owner.admission_state == LEFT


def no_taker(change: Change, plan: Plan) -> None:
    """When the last candidate has said no, the lead hospital has to place, keep or close (ruling 2.1.4)."""
    lead, owner = change.parties.lead, change.parties.owner
    if change.before in _CHOSEN and owner is not None:  # who was chosen takes nobody any more: the choice is open again
        plan.releases.append(Release("referral-winner", change.request.ref.id, change.task.ref.id))
    if lead is None or any(state_of(sibling.resource) not in FINAL for sibling in change.siblings):
        return
    _open_task(change, plan, lead, state=State.NO_TAKER)


def _open_task(change: Change, plan: Plan, receiver: Member, *, state: State) -> Item:
    requester = change.parties.requester
    assert requester is not None
    resource = new_task(
        task_id=plan.new_id(change.patient.id if change.patient and not change.is_bid else ""),
        request=change.request.ref,
        patient=None if change.is_bid else change.patient,
        requester=requester.code,
        owner=receiver.code,
        priority=change.priority,
        now=plan.now,
        state=state,
        code="request-fulfillment" if change.is_bid else "fulfill",
    )
    resource["partOf"] = [{"reference": str(change.task.ref)}]
    item = plan.add(resource, custodian=requester.number)
    successor = _for_task(change, item, receiver)
    if change.is_bid:
        stand_in(item, change.request, plan)
        item.resource["input"] = change.task.resource.get("input", [])
        grant_bid(successor, plan, receiver)
    else:
        grant_all(successor, plan, receiver)
    lead = change.parties.lead
    if lead is not None and lead.number != receiver.number:
        grant_task(successor, plan, lead)  # it redirects what the next one does not take either
    tell(successor, plan, receiver)
    timer = plan.waits.timer(
        state, subject=str(item.ref), priority=change.priority, is_stat=change.is_stat, now=plan.now,
        member=receiver.number,
    )  # fmt: skip
    if timer is not None:
        plan.timers.append(timer)
    return item


def _for_task(change: Change, task: Item, owner: Member) -> Change:
    """The same referral seen from another Task."""
    return replace(change, task=task, parties=replace(change.parties, owner=owner))


def return_home(change: Change, plan: Plan) -> None:
    """The resident goes back to the own kept bed: a referral that is already placed (ruling 4).

    Nobody has to accept it and no ability level or carriage stands against it; the bed stays claimed by the resident.
    """
    home, hospital = change.parties.requester, change.parties.owner
    if home is None or hospital is None:
        return
    way = _reverse(
        change, plan, sender=hospital, receiver=home, direction=Direction.INTO_HOME, priority="routine",
        state=State.RESERVED if change.own_bed else State.SELECTED,
    )  # fmt: skip
    if change.own_bed:
        set_extension(way.request.resource, KEPT_BED, {"valueReference": {"reference": change.own_bed}})
        way.task.resource["location"] = {"reference": change.own_bed}
    plan.claims.append(Claim("referral-winner", way.request.ref.id, way.task.ref.id))


def way_back(change: Change, plan: Plan) -> None:
    """Who refuses at the door sends the elder on: a linked referral to who has said 'come', else to the sender.

    Until the handover the refusing party keeps the elder and measures vital signs each hour (ruling 2.1.5).
    """
    here, sender = change.parties.owner, change.parties.source or change.parties.requester
    if here is None or sender is None:
        return
    onward = plan.member(change.details.onward.strip())
    receiver = onward if onward is not None and onward.number != here.number else sender
    direction = Direction.FROM_HOME if here.kind == "home" else Direction.UP
    way = _reverse(
        change, plan, sender=here, receiver=receiver, direction=direction, priority="urgent", state=State.ACCEPTED
    )
    grant_task(way, plan, here)
    plan.timers += [
        timer
        for timer in [plan.waits.timer(State.ACCEPTED, subject=str(way.task.ref), priority="urgent", is_stat=False,
                                       now=plan.now)]
        if timer is not None
    ]  # fmt: skip
    tell(way, plan, receiver)


def _reverse(
    change: Change, plan: Plan, *, sender: Member, receiver: Member, direction: Direction, priority: str, state: State
) -> Change:
    """A referral of the same elder the other way, based on this one, with its one Task in a state."""
    patient_id = change.patient.id if change.patient else ""
    request = {
        "resourceType": "ServiceRequest",
        "id": plan.new_id(patient_id),
        "identifier": [{"system": NUMBER_SYSTEM, "value": referral_number(sender.code, plan.new_key())}],
        "basedOn": [{"reference": str(change.request.ref)}],
        "status": "active",
        "intent": "order",
        "category": [{"coding": [{"system": DIRECTION_SYSTEM, "code": direction.value}]}],
        "priority": priority,
        "authoredOn": micros_to_instant(plan.now),
        "requester": organization(sender.code),
        "performer": [organization(receiver.code)],
        **({"subject": {"reference": str(change.patient)}} if change.patient else {}),
    }
    made = plan.add(request, custodian=sender.number)
    task = new_task(
        task_id=plan.new_id(patient_id), request=made.ref, patient=change.patient, requester=sender.code,
        owner=receiver.code, priority=priority, now=plan.now, state=state, code="fulfill",
    )  # fmt: skip
    item = plan.add(task, custodian=sender.number)
    parties = replace(change.parties, requester=sender, owner=receiver, source=None)
    way = replace(change, task=item, request=made, parties=parties)
    grant_all(way, plan, receiver)
    return way


def referral_number(code: str, key: int) -> str:
    """A referral number (转诊单号) that no other referral of the installation has."""
    return f"{code}-{key:x}".upper()
