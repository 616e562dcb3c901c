"""What a transition does besides changing the state: one function for each `Effect` of the table.

They change the working copies of a `Plan` and add claims, grants, timers and outbound rows to it; nothing
here reads the store.
"""

from collections.abc import Callable

from hub.clock import micros_to_instant
from hub.referral import calls, companions, deadlines, disclosure, notices, proposal, receipt, succession
from hub.referral.plan import Change, Item, Plan
from hub.referral.shape import (
    BY_PHONE,
    CATCH_UP,
    LOOP,
    add_note,
    bed_of,
    extension_of,
    set_extension,
    set_reason,
    set_state,
    state_of,
    task_code,
)
from hub.referral.states import FINAL, UNSENT, Event, State
from hub.referral.transitions import Effect
from hub.store.port import CancelTimer, Claim, Ref, Release, Revoke, Timer

LOOP_FROM = 2
"""So many other referrals within a week are a loop (domain C4: ping-pong twice in 7 days)."""


_OF_THE_DOCUMENT = frozenset({Event.RECEIVE, Event.REISSUE, Event.UNRECEIVED})
"""What happens to the papers changes nothing of what is waited for on the way."""


def apply(effects: tuple[Effect, ...], change: Change, plan: Plan) -> None:
    """Do each in the order of the table."""
    for effect in effects:
        _EFFECTS[effect](change, plan)


def set_timers(change: Change, plan: Plan) -> None:
    """Forget what the Task waited for and start the clock of its new state, from when it really began.

    What was entered afterwards fires no alarm whose time is over (rulings 3.1: replays never fire old alarms).
    """
    if change.event in _OF_THE_DOCUMENT:
        return
    state = state_of(change.task.resource)
    subject = str(change.task.ref)
    plan.timers.append(CancelTimer(subject=subject))
    began = change.happened(plan.now)
    if change.event is Event.UNANSWERED:
        return
    is_unconfirmed = extension_of(change.task.resource, BY_PHONE) is not None and state is State.ACCEPTED
    if is_unconfirmed and change.parties.outside != "receiver":
        plan.timers.append(Timer(kind=deadlines.CONFIRM, subject=subject, due=plan.now + deadlines.PHONE_CONFIRM))
    if change.event is Event.ESCALATE:
        following = plan.waits.after_escalation(
            state, subject=subject, priority=change.priority, is_stat=change.is_stat, now=plan.now,
            member=change.waited_for(state),
        )  # fmt: skip
        plan.timers += [following] if following else []
        return
    timer = plan.waits.timer(
        state, subject=subject, priority=change.priority, is_stat=change.is_stat, now=began,
        planned=change.details.planned, member=change.waited_for(state),
    )  # fmt: skip
    if timer is not None and (timer.due > plan.now or began == plan.now):
        plan.timers.append(timer)


def open_key(change: Change) -> str:
    """What only one open referral may hold: a patient and a direction."""
    patient = change.patient
    return f"{patient.id if patient else change.request.ref.id}|{change.direction}"


def _status(change: Change, status: str) -> None:
    if change.request.resource.get("status") != status:
        change.request.resource["status"] = status
        change.request.dirty = True


def _activate(change: Change, _plan: Plan) -> None:
    _status(change, "active")


def _complete(change: Change, plan: Plan) -> None:
    _status(change, "completed")
    _end(change, plan)


def _revoke(change: Change, plan: Plan) -> None:
    _status(change, "revoked")
    _end(change, plan)


def _revoke_last(change: Change, plan: Plan) -> None:
    """A draft that nobody sent for a week goes, and the referral with the last of them (domain.md B2).

    One that was sent to another candidate is never revoked by a clock: nobody has taken the elder (ruling 2.1.3).
    """
    if any(state_of(sibling.resource) not in FINAL for sibling in change.siblings):
        return
    if change.request.resource.get("status") == "active":
        succession.no_taker(change, plan)
        notices.tell_sender(change, plan)
    else:
        _revoke(change, plan)


def _error(change: Change, plan: Plan) -> None:
    _status(change, "entered-in-error")
    _end(change, plan)


def _end(change: Change, plan: Plan) -> None:
    plan.releases.append(Release("referral-open", open_key(change), change.request.ref.id))


def _claim_open(change: Change, plan: Plan) -> None:
    if change.open_holder:
        plan.releases.append(Release("referral-open", open_key(change), change.open_holder))
        for request, tasks in change.superseded:
            _supersede(change, plan, request=request, tasks=tasks)
    plan.claims.append(Claim("referral-open", open_key(change), change.request.ref.id))


def _supersede(change: Change, plan: Plan, *, request: Item, tasks: list[Item]) -> None:
    """A stat call takes the place of the open referral (ruling 2.1.7); a bed held by the same receiver goes with it.

    Who was to come is told to those who wait for it, and they stop seeing the record through the old referral.
    """
    plan.revokes.append(Revoke(because=str(request.ref)))
    request.resource["status"] = "revoked"
    request.dirty = True
    change.request.resource["replaces"] = [{"reference": str(request.ref)}]
    change.request.dirty = True
    for task in tasks:
        bed = bed_of(task.resource)
        if bed:
            plan.releases.append(Release("bed", bed.removeprefix("Location/"), str(request.ref)))
            same = task.resource.get("owner") == change.task.resource.get("owner")
            if same and bed in change.beds_carried:
                change.task.resource["location"] = {"reference": bed}
                plan.claims.append(Claim("bed", bed.removeprefix("Location/"), str(change.request.ref)))
        end_task(task, State.CANCELLED, plan, reason="other", note="由急诊呼叫取代 / superseded by a stat call")
        owner = plan.member(disclosure.owner_code(task.resource))
        if owner is not None:
            disclosure.close_to(owner, change.parties, request, plan)
        notices.tell(change, plan, owner, task=task)


def end_task(task: Item, state: State, plan: Plan, *, reason: str = "", note: str = "") -> None:
    """Bring another candidate's Task to an end."""
    before = state_of(task.resource)
    request = plan.referral_of(task.resource)
    if request is not None:
        proposal.reveal(task, request, plan, chosen=False)
    set_state(task.resource, state, before=before, now=plan.now)
    set_reason(task.resource, reason, note)
    task.dirty = True
    plan.timers.append(CancelTimer(subject=str(task.ref)))


def _win(change: Change, plan: Plan) -> None:
    if change.is_stat:  # the elder goes where the elder goes: an earlier choice holds nobody back (ruling 1)
        plan.releases += [Release("referral-winner", change.request.ref.id, one.ref.id) for one in change.siblings]
    plan.claims.append(Claim("referral-winner", change.request.ref.id, change.task.ref.id))
    change.task.resource["code"] = task_code("fulfill")
    proposal.reveal(change.task, change.request.ref, plan, chosen=True)
    if change.patient is not None:
        change.task.resource["for"] = {"reference": str(change.patient)}


def _release_others(change: Change, plan: Plan) -> None:
    chosen = change.event in {Event.SELECT, Event.DEPART, Event.ARRIVE}
    for sibling in change.siblings:
        if state_of(sibling.resource) in FINAL:
            continue
        end_task(sibling, State.NOT_SELECTED if chosen else State.CANCELLED, plan)
        owner = plan.member(disclosure.owner_code(sibling.resource))
        if owner is not None and not disclosure.is_party(owner, change):
            disclosure.close_to(owner, change.parties, change.request, plan)
        notices.tell(change, plan, owner, task=sibling)


def _hold_bed(change: Change, plan: Plan) -> None:
    wanted = Ref("Location", change.details.bed.removeprefix("Location/"))
    held = bed_of(change.task.resource)
    if held and held != str(wanted):
        plan.releases.append(Release("bed", held.removeprefix("Location/"), str(change.request.ref)))
    change.task.resource["location"] = {"reference": str(wanted)}
    if str(wanted) == change.own_bed:
        return  # the resident's own: kept under the resident's name, whoever else may have claimed it (ruling 4)
    until = None
    if change.before is not State.SCHEDULED:
        until = deadlines.bed_hold_until(change.priority, now=plan.now)
    plan.claims.append(Claim("bed", wanted.id, str(change.request.ref), until))


def _keep_bed(change: Change, plan: Plan) -> None:
    held = bed_of(change.task.resource)
    if not held or held == change.own_bed or not change.is_bed_held:
        return  # a hold that has lapsed keeps nobody from leaving (ruling 1)
    until = None
    if change.event is Event.SCHEDULE and change.details.planned:
        until = deadlines.planned_hold_until(change.priority, planned=change.details.planned, now=plan.now)
    plan.claims.append(Claim("bed", held.removeprefix("Location/"), str(change.request.ref), until))


def _free_bed(change: Change, plan: Plan) -> None:
    held = bed_of(change.task.resource)
    if held:
        plan.releases.append(Release("bed", held.removeprefix("Location/"), str(change.request.ref)))


def _priority(change: Change, plan: Plan) -> None:
    """The whole referral gets it, with fresh clocks; a call that becomes stat is notice to all (ruling 1)."""
    for item in (change.request, change.task, *change.siblings):
        item.resource["priority"] = change.details.priority
        item.dirty = True
    for sibling in change.siblings:
        state = state_of(sibling.resource)
        if state in FINAL | UNSENT:
            continue
        subject = str(sibling.ref)
        timer = plan.waits.timer(state, subject=subject, priority=change.priority, is_stat=change.is_stat, now=plan.now)
        plan.timers += [CancelTimer(subject=subject), *([timer] if timer else [])]
    if change.is_stat and change.before not in UNSENT:
        change.basis, change.basis_source = "emergency", None
        _catch_up(change, plan)
        disclosure.disclose(change, plan)
        notices.tell_lead(change, plan)


def _catch_up(change: Change, plan: Plan) -> None:
    """What a stat call left out is due within 24 hours; the clock is the referral's, whatever its Tasks do."""
    if not change.is_stat:
        return
    due = plan.now + deadlines.STAT_CATCH_UP
    set_extension(change.request.resource, CATCH_UP, {"valueDateTime": micros_to_instant(due)})
    change.request.dirty = True
    plan.timers.append(Timer(kind=deadlines.CATCH_UP, subject=str(change.request.ref), due=due))


def _flag_loop(change: Change, plan: Plan) -> None:
    """An elder who is sent to and fro: the second other referral within a week is for the lead hospital to look at."""
    if change.earlier < LOOP_FROM:
        return
    set_extension(change.request.resource, LOOP, {"valueInteger": change.earlier})
    change.request.dirty = True
    if not change.is_bid:
        notices.tell_lead(change, plan)


def _by_phone(change: Change, plan: Plan) -> None:
    """What was accepted by phone stands with who said so, until the receiver confirms it."""
    subject = str(change.task.ref)
    if change.event is Event.CONFIRM:
        set_extension(change.task.resource, BY_PHONE, None)
        plan.timers.append(CancelTimer(subject=subject, kind=deadlines.CONFIRM))
    elif change.details.said_by:
        moment = micros_to_instant(change.details.at or plan.now)
        parts = [{"url": "who", "valueString": change.details.said_by}, {"url": "when", "valueDateTime": moment}]
        set_extension(change.task.resource, BY_PHONE, {"extension": parts})


def _death(change: Change, plan: Plan) -> None:
    """The sender's own record says it too (ruling 2.1.14); the residency in a home ends only by the home."""
    patient = plan.items.get(change.patient) if change.patient is not None else None
    requester = change.parties.requester
    if patient is None or requester is None or patient.custodian != requester.number:
        return
    if not any(name.startswith("deceased") for name in patient.resource):
        patient.resource["deceasedDateTime"] = micros_to_instant(change.details.at or plan.now)
        patient.dirty = True


def _review_again(change: Change, plan: Plan) -> None:
    """Why the elder has not left: whoever agreed, agreed to another level."""
    author = change.parties.requester.code if change.parties.requester else ""
    words = "出发前复核：病种级别已变化，退回审核。 The level of the disease has changed since; decide again."
    add_note(change.task.resource, words, author=author, now=plan.now)


_EFFECTS: dict[Effect, Callable[[Change, Plan], None]] = {
    Effect.ACTIVATE: _activate,
    Effect.COMPLETE: _complete,
    Effect.REVOKE: _revoke,
    Effect.REVOKE_LAST: _revoke_last,
    Effect.ERROR: _error,
    Effect.CLAIM_OPEN: _claim_open,
    Effect.DISCLOSE: disclosure.disclose,
    Effect.WIN: _win,
    Effect.RELEASE_OTHERS: _release_others,
    Effect.HOLD_BED: _hold_bed,
    Effect.KEEP_BED: _keep_bed,
    Effect.FREE_BED: _free_bed,
    Effect.BUNDLE: disclosure.send_bundle,
    Effect.NEXT_TASK: succession.next_task,
    Effect.LEAD_TAKES: succession.lead_takes,
    Effect.NO_TAKER: succession.no_taker,
    Effect.RETURN: succession.return_home,
    Effect.PRIORITY: _priority,
    Effect.STOP_DISCLOSURE: disclosure.stop,
    Effect.TELL_RECEIVER: notices.tell_receiver,
    Effect.TELL_SENDER: notices.tell_sender,
    Effect.TELL_LEAD: notices.tell_lead,
    Effect.TELL_CONTACT: notices.tell_contact,
    Effect.APPROVAL_TASK: companions.approval,
    Effect.CANCELLATION_TASK: companions.cancellation,
    Effect.TRANSPORT_TASK: companions.transport,
    Effect.DEATH: _death,
    Effect.CATCH_UP: _catch_up,
    Effect.FLAG_LOOP: _flag_loop,
    Effect.BY_PHONE: _by_phone,
    Effect.WAY_BACK: succession.way_back,
    Effect.CALL_DUTY: calls.call_duty,
    Effect.REVIEW_AGAIN: _review_again,
    Effect.RECEIPT: receipt.receipt,
}
