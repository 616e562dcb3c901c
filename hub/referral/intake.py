"""What a written ServiceRequest or Task means: old and new compared, and turned into an event.

A client that knows FHIR but not our events changes `Task.status` or `Task.businessStatus`; this finds the one
event of the table that it can mean for this caller.
"""

from collections.abc import Iterable
from datetime import datetime

from fhir_profiles.issue import JsonObject
from hub.clock import datetime_to_micros
from hub.errors import RuleError
from hub.referral.actors import Parties
from hub.referral.proposal import BIDS, PROPOSAL
from hub.referral.receipt import BUNDLE_OUTPUT
from hub.referral.shape import (
    APPROVAL_TASK,
    AUTOMATIC,
    BY_PHONE,
    CANCELLATION_TASK,
    CATALOGUE_USED,
    CATCH_UP,
    CONSENT_WITHDRAWN,
    ENTERED_AFTERWARDS,
    HOPS,
    LEGAL_BASIS,
    LOOP,
    OUTSIDE_SOURCE,
    OVERRIDE_APPROVED,
    OVERRIDE_BY,
    OVERRIDE_UNTIL,
    PRIOR_STATE,
    ROUNDS,
    SBAR,
    TRANSPORT_TASK,
    bed_of,
    coding_of,
    direction_of,
    extension_of,
    organization_code,
    patient_of,
    reason_of,
    reference,
    set_extension,
    state_of,
)
from hub.referral.situation import Details
from hub.referral.states import (
    FINAL,
    NUMBER_SYSTEM,
    OUTPUT_SYSTEM,
    STATE_SYSTEM,
    Actor,
    Event,
    State,
    status_to_state,
)
from hub.referral.transitions import TABLE, events_between
from hub.store.admin import Member

HUB_OWNED = (
    PRIOR_STATE, ROUNDS, HOPS, OVERRIDE_BY, OVERRIDE_APPROVED, AUTOMATIC, CATALOGUE_USED, CONSENT_WITHDRAWN,
    LEGAL_BASIS, OVERRIDE_UNTIL, APPROVAL_TASK, CANCELLATION_TASK, TRANSPORT_TASK, BIDS, PROPOSAL, CATCH_UP,
    BY_PHONE, LOOP, ENTERED_AFTERWARDS, SBAR,
)  # fmt: skip
"""Extensions that no client writes: an approval has to be one."""

_FIXED_IN_TASK = ("focus", "requester", "owner")
_EVENT_OF_STATUS = {
    "cancelled": (Event.CANCEL, Event.AGREE_CANCEL),
    "completed": (Event.ACKNOWLEDGE, Event.FEEDBACK),
    "in-progress": (Event.DEPART, Event.ARRIVE, Event.ADMIT),
    "failed": (Event.REFUSE_AT_DOOR, Event.NO_SHOW),
    "rejected": (Event.DECLINE,),
    "accepted": (Event.ACCEPT, Event.REFUSE_CANCEL),
    "received": (Event.OPEN, Event.SUPPLY),
    "requested": (Event.SUBMIT,),
    "on-hold": (Event.ASK,),
    "entered-in-error": (Event.ENTERED_IN_ERROR,),
}


def wanted_state(old: JsonObject, new: JsonObject) -> State | None:
    """The state that a written Task asks for; None when neither status nor business status was changed."""
    before, after = (coding_of(task.get("businessStatus"), STATE_SYSTEM) for task in (old, new))
    if after and after != before:
        if after not in set(State):
            raise RuleError(f"businessStatus {after!r} is no state of a referral; expected one of {', '.join(State)}.")
        return State(after)
    return None if new.get("status") == old.get("status") else status_to_state(str(new.get("status", "")))


def event_of(old: JsonObject, new: JsonObject, actors: frozenset[Actor]) -> Event | None:
    """The event that a written Task means; None for a change that leaves the state alone.

    Raises RuleError when no event leads there; of several, the first that the caller may do counts.
    """
    target = wanted_state(old, new)
    before = state_of(old)
    if target is None or (target is before and old.get("status") == new.get("status")):
        return None
    events = [row.event for row in events_between(before, target)]
    if new.get("status") != old.get("status"):
        events += [event for event in _EVENT_OF_STATUS.get(str(new["status"]), ()) if (event, before) in TABLE]
    mine = [event for event in events if TABLE[event, before].actors & actors]
    if mine or events:
        return (mine or events)[0]
    ways = ", ".join(sorted({f"{row.event} → {row.to}" for row in TABLE.values() if row.source is before}))
    raise RuleError(
        f"No event leads a referral from {before} to {target}; from here: {ways or 'nothing, it is at its end'}."
    )


def details_of(old: JsonObject, new: JsonObject) -> Details:
    """What a written Task says beside its state."""
    code, text = reason_of(new)
    notes = new.get("note", [])[len(old.get("note", [])) :]
    outputs = new.get("output", [])[len(old.get("output", [])) :]
    output = next((found for item in outputs if (found := reference(item.get("valueReference")))), None)
    planned = (new.get("restriction") or {}).get("period", {}).get("start", "")
    return Details(
        reason=code,
        note=str(notes[-1].get("text", "")) if notes else text,
        bed=bed_of(new),
        planned=text_to_micros(planned) if planned else 0,
        output=str(output) if output else "",
        priority=str(new.get("priority", "")),
    )


def keep_owned(old: JsonObject, new: JsonObject) -> None:
    """Put back what the hub alone writes into a Task or ServiceRequest: marks of approval, counters, bed, priority.

    `old` is {} for a new resource, which then has none of them.
    """
    for url in HUB_OWNED:
        set_extension(new, url, _without_url(extension_of(old, url)))
    if new.get("resourceType") == "Task":
        _keep_outputs(old, new)
    if new.get("resourceType") == "Task" and old:
        for name in ("for", "location", "priority", "partOf", "code"):
            if name in old:
                new[name] = old[name]
            else:
                new.pop(name, None)


def _keep_outputs(old: JsonObject, new: JsonObject) -> None:
    """What was handed over or given back stays named; a side may add to it, but issues no transfer document."""
    kept = old.get("output", [])
    more = [one for one in new.get("output", []) if one not in kept and not _is_document(one)]
    if kept or more:
        new["output"] = [*kept, *more]
    else:
        new.pop("output", None)


def _is_document(output: JsonObject) -> bool:
    return coding_of(output.get("type"), OUTPUT_SYSTEM) == BUNDLE_OUTPUT


def _without_url(extension: JsonObject | None) -> JsonObject | None:
    return None if extension is None else {name: value for name, value in extension.items() if name != "url"}


def check_task(old: JsonObject, new: JsonObject) -> None:
    """Refuse a written Task that becomes another one. Raises RuleError."""
    for name in _FIXED_IN_TASK:
        if old.get(name) != new.get(name):
            raise RuleError(
                f"Task.{name} of a referral does not change; another receiver gets a Task of its own "
                "(event redirect, or a new Task on the same ServiceRequest)."
            )


def demand_candidate(parties: Parties, others: Iterable[JsonObject]) -> Member:
    """Whom a new Task asks. Raises RuleError for no other member, or one that an open Task of `others` asks already."""
    owner = parties.owner
    if owner is None or (owner is parties.requester and parties.source is None):
        raise RuleError(
            "Task.owner is no other member; expected Organization/{code} of the receiver, as in Organization/N1."
        )
    if any(organization_code(one.get("owner")) == owner.code and state_of(one) not in FINAL for one in others):
        raise RuleError(
            f"本次转诊已向{owner.name}发出询问，不能重复。 This referral asks {owner.code} already; name each receiver "
            "once."
        )
    return owner


def keep_filled_in(old: JsonObject, new: JsonObject) -> None:
    """What the hub filled into a ServiceRequest stays when its sender writes it again without."""
    for name in ("requester", "authoredOn"):
        if name in old:
            new.setdefault(name, old[name])
    number = next((one for one in old.get("identifier", []) if one.get("system") == NUMBER_SYSTEM), None)
    if number is not None and not any(one.get("system") == NUMBER_SYSTEM for one in new.get("identifier", [])):
        new["identifier"] = [*new.get("identifier", []), number]


def check_request(old: JsonObject, new: JsonObject) -> None:
    """Refuse a written ServiceRequest that becomes another one. Raises RuleError."""
    if direction_of(old) is not direction_of(new):
        raise RuleError("The direction of a referral does not change; cancel it and make a new one.")
    if patient_of(old) != patient_of(new):
        raise RuleError("The patient of a referral does not change; cancel it and make a new one.")
    if extension_of(old, OUTSIDE_SOURCE) != extension_of(new, OUTSIDE_SOURCE):
        raise RuleError("The source of a referral from outside does not change; cancel it and make a new one.")
    if old.get("status") != "draft" and old.get("priority", "routine") != new.get("priority", "routine"):
        raise RuleError("The priority of a submitted referral changes by the events raise and lower on its Task.")
    if old.get("requester") is not None and organization_code(old["requester"]) != organization_code(
        new.get("requester")
    ):
        raise RuleError("The requester of a referral does not change; cancel it and make a new one.")


def event_of_request(old: JsonObject, new: JsonObject) -> Event | None:
    """The event on its Tasks that a written ServiceRequest.status means. Raises RuleError."""
    before, after = old.get("status"), new.get("status")
    if before == after:
        return None
    found = {
        ("draft", "active"): Event.SUBMIT,
        ("draft", "revoked"): Event.CANCEL,
        ("active", "revoked"): Event.CANCEL,
        ("draft", "entered-in-error"): Event.ENTERED_IN_ERROR,
    }.get((str(before), str(after)))
    if found is None:
        raise RuleError(
            f"A referral does not go from {before} to {after} by writing it; the events on its Task lead there "
            "(GET Task/{id}/$referral-actions lists them)."
        )
    return found


def text_to_micros(text: str) -> int:
    """A FHIR dateTime as microseconds; a date alone is its start in Shanghai. Raises RuleError."""
    from hub.clock import SHANGHAI

    try:
        at = datetime.fromisoformat(text)
    except ValueError as err:
        raise RuleError(f"{text!r} is no date and time; expected one like 2026-03-02T09:00:00+08:00.") from err
    return datetime_to_micros(at if at.tzinfo else at.replace(tzinfo=SHANGHAI))
