"""What of a record one event looks at, read in one look: facts, Consents, what the receiver may know (ADR 53).

Nothing is decided here. What is not gathered is asked for by itself when somebody needs it, with the same answer.
"""

from collections.abc import Iterable

from hub.referral import care_subset, facts
from hub.referral.briefing import TYPES as TOLD
from hub.referral.briefing import is_briefed
from hub.referral.plan import Change, ReferralUnit
from hub.referral.shape import patient_of
from hub.referral.snapshot import Snapshot
from hub.referral.states import Event
from hub.referral.transitions import Effect, Guard, Transition
from hub.referral.waits import BY_HOURS
from hub.store.port import BY_ID, Naming, Ref, Visibility

SHOWING = frozenset({Effect.DISCLOSE, Effect.NEXT_TASK, Effect.NO_TAKER, Effect.TELL_LEAD, Effect.PRIORITY})
"""Effects that may show the elder's record to somebody."""

_JUDGED = frozenset({Guard.CATALOGUE, Guard.VITALS_STABLE})
_DIRECTORY = 50
_TASKS = 50
_AGREEMENTS = 200


async def gather_record(change: Change, row: Transition | None, *, store: Snapshot) -> None:
    """Read what the event may look at, with the sender's eyes; what the receiver sees of it is noted on the way."""
    patient, requester, owner = change.patient, change.parties.requester, change.parties.owner
    if row is None or requester is None:
        return
    eyes = Visibility(member=requester.number)
    wanted = list(_directory(change, row))
    types = list(dict.fromkeys(_types(change, row)))
    if patient is not None and types:
        linked = await store.linked_patients(patient.id, visibility=eyes)
        people = [Ref("Patient", one) for one in dict.fromkeys((patient.id, *linked))]
        wanted += [Naming("Patient", BY_ID, one, 1) for one in people]
        wanted += [Naming(name, "patient", one, facts.MOST) for one in people for name in types]
    is_other = owner is not None and owner.number != requester.number
    await store.gather(wanted, visibility=eyes, also=Visibility(member=owner.number) if owner and is_other else None)


async def gather_submission(unit: ReferralUnit, *, store: Snapshot, eyes: Visibility) -> None:
    """The Tasks of a referral that is submitted and the elder's other referrals, with the hub's own eyes."""
    if not any(intent.event is Event.SUBMIT for intent in unit.intents):
        return
    wanted: list[Naming] = []
    for request in unit.known:
        if request.ref.type == "ServiceRequest":
            patient = patient_of(store.body(request))
            wanted.append(Naming("Task", "focus", request.ref, _TASKS))
            wanted += [Naming("ServiceRequest", "patient", patient, _TASKS)] if patient is not None else []
    await store.gather(wanted, visibility=eyes)


def _types(change: Change, row: Transition) -> Iterable[str]:
    guards, effects = frozenset(row.guards), frozenset(row.effects)
    is_shown = bool(effects & SHOWING) and not change.is_withheld
    if change.event is Event.CHECK or (guards & _JUDGED and not change.is_stat) or (is_shown and change.is_bid):
        yield from facts.FACT_TYPES
    if Guard.LEGAL_BASIS in guards or Effect.DISCLOSE in effects:
        yield "Consent"
    if is_shown and not change.is_bid:
        owner = change.parties.owner
        yield from care_subset.TYPES if owner is not None and owner.kind == "home" else ("DeviceUseStatement",)
    if is_briefed(change):
        yield from TOLD


def _directory(change: Change, row: Transition) -> Iterable[Naming]:
    """Agreements with the sender, and when the receiver's desk is open."""
    requester, owner = change.parties.requester, change.parties.owner
    if Guard.AGREEMENT in row.guards and requester is not None and not change.is_stat:
        sender = Ref("Organization", requester.code)
        for parameter in ("primary-organization", "participating-organization"):
            yield Naming("OrganizationAffiliation", parameter, sender, _AGREEMENTS)
    if row.to in BY_HOURS and change.priority == "routine" and owner is not None:
        yield Naming("HealthcareService", "organization", Ref("Organization", owner.code), _DIRECTORY)
