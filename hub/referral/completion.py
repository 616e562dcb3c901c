"""Writes a decision into the plan: the Task's new content, the effects, the clock and the Provenance."""

from fhir_profiles.issue import JsonObject
from hub.clock import micros_to_instant
from hub.referral import deadlines, effects
from hub.referral.bidding import note_on_request
from hub.referral.decision import Decision
from hub.referral.disclosure import end_sight, show_output
from hub.referral.plan import Change, Plan
from hub.referral.shape import (
    AUTOMATIC,
    CATALOGUE_USED,
    DOCTORS_WORD,
    ENTERED_AFTERWARDS,
    KEPT_BED,
    OVERRIDE_APPROVED,
    OVERRIDE_BY,
    OVERRIDE_UNTIL,
    PRIOR_STATE,
    ROUNDS,
    add_note,
    add_output,
    counter_of,
    organization,
    set_extension,
    set_reason,
    set_state,
)
from hub.referral.states import ARRIVED_STATES, BASIS_SYSTEM, EVENT_SYSTEM, Direction, Event, State
from hub.referral.succession import addressed_has_left
from hub.referral.transitions import EVENT_WORDS
from hub.store.admin import Member
from hub.store.port import Claim, Grant, Ref, Release

_KEEPS_REASON = frozenset(
    {Event.DISCHARGE, Event.DECLINE, Event.CANCEL, Event.REFUSE_AT_DOOR, Event.CLOSE, Event.NO_SHOW, Event.DENY}
)


def complete(change: Change, plan: Plan, decision: Decision) -> None:
    """Make the change, in the plan's working copies."""
    row = decision.transition
    assert row is not None
    happens = row.otherwise is None or decision.to is not row.otherwise
    _write_details(change, plan, happens=happens)
    set_state(change.task.resource, decision.to, before=change.before, now=plan.now)
    change.task.dirty = True
    _keep_bed_of_resident(change, plan, is_own=change.names_own_bed)
    effects.apply(row.effects if happens else row.otherwise_effects, change, plan)
    end_sight(change, plan, to=decision.to)
    addressed_has_left(change, plan)
    _move_in(change, plan, to=decision.to)
    effects.set_timers(change, plan)
    _mark_afterwards(change, plan)
    _note_provenance(change, plan)


def _mark_afterwards(change: Change, plan: Plan) -> None:
    """After a down-time events come from paper, with their true times and this mark (rulings 3.1)."""
    happened = change.happened(plan.now)
    if happened != plan.now:
        parts = [
            {"url": "event", "valueCode": change.event.value},
            {"url": "happened", "valueDateTime": micros_to_instant(happened)},
            {"url": "entered", "valueDateTime": micros_to_instant(plan.now)},
        ]
        set_extension(change.task.resource, ENTERED_AFTERWARDS, {"extension": parts})


def _write_details(change: Change, plan: Plan, *, happens: bool) -> None:
    task, details = change.task.resource, change.details
    author = next((p.code for p in _members(change) if p.number == change.caller.member), "")
    note = "" if change.hides_words else details.note
    if change.hides_words:
        note_on_request(change.request, details.note, author=author, now=plan.now)
    elif details.note and (not task.get("note") or task["note"][-1].get("text") != details.note):
        add_note(task, details.note, author=author or "", now=plan.now)
        if not author:
            del task["note"][-1]["authorReference"]
    if details.said_by and change.parties.outside and change.event not in {Event.ACCEPT, Event.RECEIVE}:
        add_note(task, f"{details.said_by}（联盟外机构所述，代为登记）", author=author, now=plan.now)
    if details.said_by and change.event is Event.REDIRECT and not change.hides_words:
        add_note(
            task,
            f"改派已征得转出方同意：{details.said_by} Redirected with the sender's consent",
            author=author,
            now=plan.now,
        )
    if change.event in _KEEPS_REASON:
        set_reason(task, details.reason, note)
    if details.planned:
        task["restriction"] = {"period": {"start": micros_to_instant(details.planned)}}
    if change.event is Event.ASK:
        set_extension(task, ROUNDS, {"valueInteger": counter_of(task, ROUNDS) + 1})
    elif change.event is Event.CANCEL:
        set_extension(task, PRIOR_STATE, {"valueCode": change.before.value})
    elif change.event is Event.REQUEST_OVERRIDE:
        set_extension(task, OVERRIDE_BY, {"valueString": change.caller.agent})
        set_extension(task, OVERRIDE_APPROVED, None)
    elif change.event is Event.APPROVE:
        set_extension(task, OVERRIDE_APPROVED, {"valueString": change.caller.agent})
        until = details.until or plan.now + deadlines.OVERRIDE_STANDS
        set_extension(task, OVERRIDE_UNTIL, {"valueDateTime": micros_to_instant(until)})
    elif change.event is Event.SUBMIT:
        _write_submission(change)
    elif change.event is Event.FEEDBACK and details.output:
        kind, _, identity = details.output.partition("/")
        add_output(task, "feedback", {"valueReference": {"reference": details.output}})
        show_output(change, plan, Ref(kind, identity))
    elif change.event is Event.ACKNOWLEDGE and change.caller.is_system:
        set_extension(task, AUTOMATIC, {"valueBoolean": True})
    if change.event in {Event.DEPART, Event.ARRIVE} and happens:
        period = dict(task.get("executionPeriod") or {})
        period.setdefault("start", micros_to_instant(change.details.at or plan.now))
        task["executionPeriod"] = period
    if change.event in {Event.ACKNOWLEDGE, Event.DIED} and "executionPeriod" in task:
        task["executionPeriod"]["end"] = micros_to_instant(plan.now)


def _write_submission(change: Change) -> None:
    request = change.request.resource
    if change.details.doctor:
        set_extension(request, DOCTORS_WORD, {"valueString": change.details.doctor})
        change.request.dirty = True
    if change.catalogue_snapshot is not None:
        set_extension(request, CATALOGUE_USED, change.catalogue_snapshot)
        change.request.dirty = True


def _keep_bed_of_resident(change: Change, plan: Plan, *, is_own: bool) -> None:
    """From submission on, the home keeps the resident's own bed until it decides otherwise (ruling 4)."""
    if change.direction is not Direction.FROM_HOME or change.patient is None or change.parties.requester is None:
        return
    if change.event in {Event.SUBMIT, Event.DEPART} and change.details.bed and is_own:
        bed = change.details.bed
        set_extension(
            change.request.resource,
            KEPT_BED,
            {"valueReference": {"reference": f"Location/{bed.removeprefix('Location/')}"}},
        )
        change.request.dirty = True
        change.own_bed = f"Location/{bed.removeprefix('Location/')}"
    if change.event in {Event.SUBMIT, Event.DEPART} and change.own_bed:
        bed_id = change.own_bed.removeprefix("Location/")
        key = f"{change.parties.requester.code}|{change.patient.id}"
        if change.kept_bed not in {"", bed_id}:  # the resident moved since: the home frees the earlier bed by itself
            plan.releases.append(Release("kept-bed", key, change.kept_bed))
        plan.claims.append(Claim("kept-bed", key, bed_id))
        if change.own_bed_held_by in {"", str(change.patient)}:
            plan.claims.append(Claim("bed", bed_id, str(change.patient)))
        # Held otherwise (the referral that brought the resident in): the way up waits for no bed (ruling 1).


def _move_in(change: Change, plan: Plan, *, to: State) -> None:
    """An elder who arrived holds no open referral; who came home to the own bed is back."""
    if to not in ARRIVED_STATES:
        return
    plan.releases.append(Release("referral-open", effects.open_key(change), change.request.ref.id))
    came_back = change.event in {Event.ARRIVE, Event.ADMIT} and change.direction is Direction.INTO_HOME
    if came_back and change.own_bed and change.patient is not None and change.parties.owner is not None:
        bed_id = change.own_bed.removeprefix("Location/")
        plan.releases.append(Release("kept-bed", f"{change.parties.owner.code}|{change.patient.id}", bed_id))


def _note_provenance(change: Change, plan: Plan) -> None:
    """Who did what, on whose behalf, on which legal basis. https://hl7.org/fhir/R4/provenance.html."""
    requester = change.parties.requester
    if requester is None:
        return
    zh, _ = EVENT_WORDS[change.event]
    provenance: JsonObject = {
        "resourceType": "Provenance",
        "id": plan.new_id(change.patient.id if change.patient else ""),
        "target": [{"reference": str(change.task.ref)}, {"reference": str(change.request.ref)}],
        "recorded": micros_to_instant(plan.now),
        "activity": {"coding": [{"system": EVENT_SYSTEM, "code": change.event.value, "display": zh}]},
        "reason": [{"coding": [{"system": BASIS_SYSTEM, "code": change.basis}]}],
        "agent": [_agent(change)],
    }
    if change.happened(plan.now) != plan.now:
        provenance["occurredDateTime"] = micros_to_instant(change.details.at)
    if change.basis_source is not None:
        provenance["entity"] = [{"role": "source", "what": {"reference": str(change.basis_source)}}]
    item = plan.add(provenance, custodian=requester.number)
    others = {member.number for member in _members(change)} - {requester.number}
    if not change.is_bid:
        for number in sorted(others):
            plan.grants.append(Grant(member=number, target=item.ref, because=change.delivered, basis=change.basis))


def _agent(change: Change) -> JsonObject:
    code = next((member.code for member in _members(change) if member.number == change.caller.member), "")
    who: JsonObject = {"who": organization(code) if code else {"display": change.caller.agent}}
    requester = change.parties.requester
    if requester is not None and requester.code != code and change.request.dirty:
        who["onBehalfOf"] = organization(requester.code)  # only the requester's side changes the ServiceRequest
    return who


def _members(change: Change) -> list[Member]:
    parties = change.parties
    return [member for member in (parties.requester, parties.owner, parties.lead) if member is not None]
