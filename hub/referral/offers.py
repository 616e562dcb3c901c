"""What a caller is offered: every event of the table in the Task's state, allowed or not, and what it needs."""

from dataclasses import dataclass, replace

from hub.errors import ConflictError, RuleError
from hub.referral.actors import Caller, actors_of
from hub.referral.decision import decide, permitted
from hub.referral.gather import Assessor, situation_of
from hub.referral.plan import Plan
from hub.referral.planning import Planner
from hub.referral.reasons import REASONS
from hub.referral.shape import state_of
from hub.referral.situation import Details, Refusal, Situation
from hub.referral.states import Actor, Event
from hub.referral.transitions import EVENT_WORDS, TABLE, Guard
from hub.store.port import Engine, StoredResource

_NEEDS: dict[Guard, str] = {
    Guard.REASON: "reason",
    Guard.LONG_REASON: "note",
    Guard.QUESTION: "note",
    Guard.BED: "bed",
    Guard.PLANNED: "planned",
    Guard.RECEIVER: "receiver",
    Guard.OUTCOME: "note",
    Guard.WHEREABOUTS: "note",
    Guard.PRIORITY_UP: "priority",
    Guard.PRIORITY_DOWN: "priority",
    Guard.DOCTORS_WORD: "doctor",
    Guard.DOOR: "onward",
    Guard.SAID_COME: "onward",
    Guard.DOCTOR: "doctor",
    Guard.SAID_BY: "said-by",
    Guard.SENDERS_WORD: "said-by",
    Guard.LEGAL_BASIS: "basis",
    Guard.DOCUMENT: "digest",
}
"""Which parameter of the action answers a condition."""

_FILLED = Details(
    reason="other",
    note="填写于此 filled in",
    bed="Location/any",
    planned=1,
    receiver="any",
    doctor="any",
    onward="any",
    said_by="any",
)


@dataclass(frozen=True, slots=True)
class Offer:
    """One event: whether this caller may do it now, what it needs, which reasons it takes, and why not."""

    event: Event
    zh: str
    en: str
    allowed: bool
    needs: tuple[str, ...] = ()
    reasons: tuple[tuple[str, str, str], ...] = ()
    why: tuple[Refusal, ...] = ()


async def offers_of(
    stored: StoredResource, plan: Plan, planner: Planner, *, store: Engine, assessor: Assessor, caller: Caller
) -> tuple[Offer, ...]:
    """Every event that the table has for the Task's state, except those of the clock alone."""
    task = plan.load(stored)
    state = state_of(task.resource)
    found = []
    for row in TABLE.values():
        if row.source is not state or row.actors == frozenset({Actor.SYS}):
            continue
        try:
            change = await planner.change_for(task, event=row.event, details=Details())
        except ConflictError as err:  # the same patient has another open referral
            zh, en = row.words
            found.append(
                Offer(row.event, zh, en, allowed=False, why=(Refusal("conflict", "open-referral", "", err.text),))
            )
            continue
        actors = actors_of(caller, change.parties)
        if not permitted(row, actors, lead_is_requester=change.parties.lead_is_requester):
            outside = Situation(
                state=state, direction=change.direction, lead_is_requester=change.parties.lead_is_requester
            )
            refusals = decide(row.event, outside, actors).refusals
            found.append(Offer(row.event, *row.words, allowed=False, why=refusals[:1]))
            continue
        try:
            situation = await situation_of(change, plan, store=store, assessor=assessor)
        except RuleError as err:  # no catalogue is in force
            why = Refusal("business-rule", "catalogue", "", err.text)
            found.append(Offer(row.event, *row.words, allowed=False, why=(why,)))
            continue
        found.append(_offer(row.event, situation, actors))
    return tuple(found)


def _offer(event: Event, situation: Situation, actors: frozenset[Actor]) -> Offer:
    """Decide twice: as it stands, and with every parameter filled in. What only the first lacks is needed."""
    filled = replace(_FILLED, digest=situation.document)
    if event is Event.RAISE and situation.priority != "stat":
        filled = replace(filled, priority="stat")
    if event is Event.LOWER and situation.priority != "routine":
        filled = replace(filled, priority="routine")
    best = decide(
        event, replace(situation, details=filled, bed_free=True, receiver_known=True, basis_refused=None), actors
    )
    now = decide(event, situation, actors)
    left = {refusal.rule for refusal in best.refusals}
    needs = [
        _NEEDS[Guard(found.rule)] for found in now.refusals if found.rule not in left and found.rule in set(_NEEDS)
    ]
    zh, en = EVENT_WORDS[event]
    return Offer(
        event=event,
        zh=zh,
        en=en,
        allowed=best.is_allowed,
        needs=tuple(dict.fromkeys(needs)),
        reasons=tuple((code, *words) for code, words in REASONS.get(event, {}).items()),
        why=best.refusals,
    )
