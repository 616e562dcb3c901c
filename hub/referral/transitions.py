"""The state table of a referral: (event, state) to Transition. Everything that decides reads it.

The rows are `domain.md` B3 as overruled by `domain-rulings.md` 0 and 1.1. A cell that is not here is
refused. The diagram in docs/referral.md, the actions that a caller is offered and the tests come from here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from hub.referral.states import EVENT_WORDS, Actor, Event, Move, State

__all__ = ["EVENT_WORDS", "TABLE", "THERE", "Effect", "Guard", "Transition", "events_between"]


class Guard(StrEnum):
    """A condition beside actor and state; `hub.referral.conditions` has one function for each."""

    REASON = "reason"
    LONG_REASON = "long-reason"
    QUESTION = "question"
    ROUNDS = "rounds"
    CATALOGUE = "catalogue"
    LEGAL_BASIS = "legal-basis"
    AGREEMENT = "agreement"
    DOCTORS_WORD = "doctors-word"
    OTHER_PERSON = "other-person"
    BED = "bed"
    BED_HELD = "bed-held"
    PLANNED = "planned"
    VITALS_STABLE = "vitals-stable"
    UPWARD = "upward"
    FROM_HOME = "from-home"
    STAT = "stat"
    NOT_STAT = "not-stat"
    DOOR = "door"
    RECEIVER = "receiver"
    HOPS = "hops"
    OUTCOME = "outcome"
    WHEREABOUTS = "whereabouts"
    PRIORITY_UP = "priority-up"
    PRIORITY_DOWN = "priority-down"
    OWN_BED = "own-bed"
    SAID_COME = "said-come"
    DOCTOR = "doctor"
    CAUGHT_UP = "caught-up"
    SAID_BY = "said-by"
    STILL_FITS = "still-fits"
    DOCUMENT = "document"
    SENDERS_WORD = "senders-word"


class Effect(StrEnum):
    """What a transition does besides changing the state; `hub.referral.effects` builds it."""

    ACTIVATE = "activate-request"
    COMPLETE = "complete-request"
    REVOKE = "revoke-request"
    REVOKE_LAST = "revoke-request-when-last"
    ERROR = "request-entered-in-error"
    CLAIM_OPEN = "claim-open-referral"
    DISCLOSE = "disclose"
    WIN = "win"
    RELEASE_OTHERS = "release-others"
    HOLD_BED = "hold-bed"
    KEEP_BED = "keep-bed"
    FREE_BED = "free-bed"
    BUNDLE = "send-bundle"
    NEXT_TASK = "next-task"
    LEAD_TAKES = "lead-takes"
    NO_TAKER = "no-taker-when-last"
    RETURN = "return-home"
    PRIORITY = "change-priority"
    STOP_DISCLOSURE = "stop-disclosure"
    TELL_RECEIVER = "tell-receiver"
    TELL_SENDER = "tell-sender"
    TELL_LEAD = "tell-lead"
    TELL_CONTACT = "tell-contact"
    APPROVAL_TASK = "approval-task"
    CANCELLATION_TASK = "cancellation-task"
    TRANSPORT_TASK = "transport-task"
    DEATH = "death"
    CATCH_UP = "catch-up"
    CALL_DUTY = "call-duty"
    WAY_BACK = "way-back"
    FLAG_LOOP = "flag-loop"
    BY_PHONE = "by-phone"
    REVIEW_AGAIN = "review-again"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class Transition:
    """One cell. `otherwise` is where it leads when the catalogue answers otherwise than it has to, with what effects.

    `check` then leads to blocked, and `depart` back to the review: the level of the disease has changed since.
    """

    event: Event
    source: State
    to: State | Move
    actors: frozenset[Actor]
    guards: tuple[Guard, ...] = ()
    effects: tuple[Effect, ...] = ()
    otherwise: State | None = None
    otherwise_effects: tuple[Effect, ...] = ()

    @property
    def words(self) -> tuple[str, str]:
        """What the caller does, in Chinese and English."""
        return EVENT_WORDS[self.event]


_SENDER = frozenset({Actor.SD, Actor.SC, Actor.HN})
_RECEIVER = frozenset({Actor.RC, Actor.RD})
_LEAD = frozenset({Actor.LH})
_SYSTEM = frozenset({Actor.SYS})
_PARTIES = _SENDER | _RECEIVER | _LEAD

_UNSENT = (State.DRAFT, State.BLOCKED, State.OVERRIDE_PENDING)
_WAITING = (State.SUBMITTED, State.UNDER_REVIEW, State.INFO_REQUESTED)
_TAKEN = (State.ACCEPTED, State.SELECTED, State.RESERVED, State.SCHEDULED)
THERE = (State.ARRIVED, State.IN_CARE, State.FEEDBACK_DUE, State.FEEDBACK_SENT)
_OPEN = (*_WAITING, *_TAKEN, State.CANCEL_REQUESTED, State.NO_TAKER)
_OPEN_UNCANCELLED = (*_WAITING, *_TAKEN, State.NO_TAKER)


def _cells(
    event: Event,
    sources: Iterable[State],
    to: State | Move,
    actors: frozenset[Actor],
    guards: tuple[Guard, ...] = (),
    effects: tuple[Effect, ...] = (),
    otherwise: State | None = None,
    otherwise_effects: tuple[Effect, ...] = (),
) -> list[Transition]:
    return [Transition(event, source, to, actors, guards, effects, otherwise, otherwise_effects) for source in sources]


_SUBMIT_GUARDS = (Guard.AGREEMENT, Guard.DOCTORS_WORD, Guard.OWN_BED, Guard.LEGAL_BASIS, Guard.CATALOGUE)
_SUBMIT_EFFECTS = (
    Effect.ACTIVATE, Effect.CLAIM_OPEN, Effect.DISCLOSE, Effect.FLAG_LOOP, Effect.CATCH_UP, Effect.CALL_DUTY,
    Effect.TELL_RECEIVER, Effect.TELL_CONTACT,
)  # fmt: skip
_DEPART_EFFECTS = (
    Effect.WIN, Effect.RELEASE_OTHERS, Effect.DISCLOSE, Effect.KEEP_BED, Effect.BUNDLE, Effect.CANCELLATION_TASK,
    Effect.TRANSPORT_TASK, Effect.TELL_RECEIVER, Effect.TELL_CONTACT,
)  # fmt: skip
_REDIRECT_GUARDS = (
    Guard.SENDERS_WORD, Guard.RECEIVER, Guard.HOPS, Guard.SAID_COME, Guard.AGREEMENT, Guard.LEGAL_BASIS,
    Guard.CATALOGUE,
)  # fmt: skip
_END = (Effect.FREE_BED, Effect.REVOKE, Effect.RELEASE_OTHERS)

_ROWS: list[Transition] = [
    # Before anybody else sees it
    *_cells(Event.CHECK, (State.DRAFT, State.BLOCKED), State.DRAFT, _SENDER, otherwise=State.BLOCKED),
    *_cells(
        Event.REQUEST_OVERRIDE, (State.DRAFT, State.BLOCKED), State.OVERRIDE_PENDING, _SENDER,
        (Guard.LONG_REASON,), (Effect.APPROVAL_TASK, Effect.TELL_LEAD),
    ),
    *_cells(
        Event.APPROVE, (State.OVERRIDE_PENDING,), State.DRAFT, frozenset({Actor.MED, Actor.LH}),
        (Guard.OTHER_PERSON,), (Effect.APPROVAL_TASK, Effect.TELL_SENDER),
    ),
    *_cells(
        Event.DENY, (State.OVERRIDE_PENDING,), State.BLOCKED, frozenset({Actor.MED, Actor.LH}),
        (Guard.OTHER_PERSON, Guard.REASON), (Effect.APPROVAL_TASK, Effect.TELL_SENDER),
    ),
    *_cells(Event.SUBMIT, (State.DRAFT, State.BLOCKED), State.SUBMITTED, _SENDER, _SUBMIT_GUARDS, _SUBMIT_EFFECTS),
    *_cells(Event.SUBMIT, (State.OVERRIDE_PENDING,), State.SUBMITTED, _SENDER, (Guard.STAT,), _SUBMIT_EFFECTS),
    *_cells(
        Event.ENTERED_IN_ERROR, (State.DRAFT, State.BLOCKED), State.ENTERED_IN_ERROR, _SENDER | _LEAD,
        (), (Effect.ERROR,),
    ),
    # The receiver decides
    *_cells(Event.OPEN, (State.SUBMITTED,), State.UNDER_REVIEW, _RECEIVER | _LEAD),
    *_cells(
        Event.ASK, (State.SUBMITTED, State.UNDER_REVIEW), State.INFO_REQUESTED, _RECEIVER,
        (Guard.NOT_STAT, Guard.QUESTION, Guard.ROUNDS), (Effect.TELL_SENDER,),
    ),
    *_cells(Event.SUPPLY, (State.INFO_REQUESTED,), State.UNDER_REVIEW, _SENDER, (), (Effect.TELL_RECEIVER,)),
    *_cells(
        Event.ACCEPT, _WAITING, State.ACCEPTED, _RECEIVER | _LEAD | _SYSTEM, (Guard.SAID_BY, Guard.AGREEMENT),
        (Effect.BY_PHONE, Effect.TELL_SENDER),
    ),
    *_cells(
        Event.CONFIRM, (*_TAKEN, State.IN_TRANSIT), Move.SAME, _RECEIVER, (), (Effect.BY_PHONE, Effect.TELL_SENDER)
    ),
    *_cells(Event.ACCEPT, (State.NO_TAKER,), State.ACCEPTED, _LEAD, (), (Effect.TELL_SENDER,)),
    *_cells(
        Event.DECLINE, (*_WAITING, State.ACCEPTED), State.REJECTED, _RECEIVER,
        (Guard.NOT_STAT, Guard.REASON), (Effect.TELL_SENDER, Effect.NO_TAKER),
    ),
    *_cells(
        Event.DECLINE, (State.SELECTED, State.RESERVED, State.SCHEDULED), State.REJECTED, _SYSTEM,
        (Guard.NOT_STAT, Guard.REASON),
        (Effect.FREE_BED, Effect.TRANSPORT_TASK, Effect.TELL_SENDER, Effect.TELL_RECEIVER, Effect.NO_TAKER),
    ),  # the taker has left the alliance
    *_cells(
        Event.REDIRECT, (*_WAITING, State.ACCEPTED, State.NO_TAKER), State.REDIRECTED, _RECEIVER | _LEAD,
        _REDIRECT_GUARDS,
        (Effect.NEXT_TASK, Effect.TELL_SENDER),
    ),
    *_cells(
        Event.REDIRECT, (State.SELECTED, State.RESERVED, State.SCHEDULED), State.REDIRECTED, _RECEIVER | _LEAD,
        _REDIRECT_GUARDS,
        (Effect.FREE_BED, Effect.TRANSPORT_TASK, Effect.NEXT_TASK, Effect.TELL_SENDER),
    ),
    *_cells(
        Event.CLOSE, (State.NO_TAKER,), State.CANCELLED, _LEAD, (Guard.REASON,), (*_END, Effect.TELL_SENDER),
    ),
    # One is chosen, the bed is held, the way is planned
    *_cells(
        Event.SELECT, (State.ACCEPTED,), State.SELECTED, _SENDER | _LEAD, (Guard.AGREEMENT, Guard.LEGAL_BASIS),
        (Effect.WIN, Effect.RELEASE_OTHERS, Effect.DISCLOSE, Effect.TELL_RECEIVER),
    ),
    *_cells(
        Event.RESERVE, (State.SELECTED,), State.RESERVED, _PARTIES, (Guard.BED,),
        (Effect.HOLD_BED, Effect.TELL_RECEIVER),
    ),
    *_cells(
        Event.RESERVE, (State.RESERVED, State.SCHEDULED), Move.SAME, _PARTIES, (Guard.BED,),
        (Effect.HOLD_BED, Effect.TELL_RECEIVER),
    ),
    *_cells(
        Event.SCHEDULE, (State.SELECTED, State.RESERVED, State.SCHEDULED), State.SCHEDULED, _PARTIES,
        (Guard.PLANNED, Guard.BED_HELD),
        (Effect.KEEP_BED, Effect.TRANSPORT_TASK, Effect.TELL_RECEIVER, Effect.TELL_SENDER),
    ),
    *_cells(
        Event.DEPART, (State.SELECTED, State.RESERVED, State.SCHEDULED), State.IN_TRANSIT, _SENDER,
        (Guard.BED_HELD, Guard.VITALS_STABLE, Guard.STILL_FITS, Guard.OWN_BED), _DEPART_EFFECTS,
        State.UNDER_REVIEW, (Effect.REVIEW_AGAIN, Effect.TELL_RECEIVER, Effect.TELL_SENDER),
    ),
    *_cells(Event.DEPART, (State.ACCEPTED,), State.IN_TRANSIT, _SENDER, (Guard.UPWARD, Guard.OWN_BED), _DEPART_EFFECTS),
    *_cells(
        Event.DEPART, (*_WAITING, State.CANCEL_REQUESTED, State.NO_TAKER), State.IN_TRANSIT, _SENDER,
        (Guard.STAT,), _DEPART_EFFECTS,
    ),
    # On the way and there
    *_cells(
        Event.DIVERT, (State.IN_TRANSIT,), State.REDIRECTED, _PARTIES,
        (Guard.RECEIVER,),
        (Effect.FREE_BED, Effect.TRANSPORT_TASK, Effect.NEXT_TASK, Effect.CALL_DUTY, Effect.TELL_SENDER,
         Effect.TELL_LEAD),
    ),
    *_cells(
        Event.ARRIVE, (State.IN_TRANSIT,), State.ARRIVED, _RECEIVER | _LEAD, (),
        (Effect.TRANSPORT_TASK, Effect.TELL_SENDER, Effect.TELL_CONTACT),
    ),
    *_cells(
        Event.ARRIVE, (*_WAITING, *_TAKEN), State.ARRIVED, _RECEIVER | _LEAD, (Guard.STAT,),
        (
            Effect.WIN, Effect.RELEASE_OTHERS, Effect.DISCLOSE, Effect.BUNDLE, Effect.TRANSPORT_TASK,
            Effect.TELL_SENDER, Effect.TELL_CONTACT,
        ),
    ),
    *_cells(Event.ADMIT, (State.ARRIVED,), State.IN_CARE, _RECEIVER, (), (Effect.TELL_SENDER,)),
    *_cells(
        Event.REFUSE_AT_DOOR, (State.ARRIVED,), State.RETURNED, _RECEIVER,
        (Guard.REASON, Guard.DOOR),
        (
            Effect.FREE_BED, Effect.WAY_BACK, Effect.CALL_DUTY, Effect.TELL_SENDER, Effect.TELL_LEAD,
            Effect.TELL_CONTACT,
        ),
    ),
    *_cells(Event.DISCHARGE, (State.IN_CARE,), State.FEEDBACK_DUE, _RECEIVER, (), (Effect.TELL_SENDER,)),
    *_cells(
        Event.RETURN_HOME, (State.IN_CARE, State.FEEDBACK_DUE), State.FEEDBACK_DUE, _RECEIVER | _LEAD,
        (Guard.FROM_HOME,), (Effect.RETURN, Effect.TELL_SENDER, Effect.TELL_CONTACT),
    ),
    *_cells(
        Event.FEEDBACK, (State.ARRIVED, State.IN_CARE, State.FEEDBACK_DUE), State.FEEDBACK_SENT, _RECEIVER,
        (Guard.OUTCOME,), (Effect.TELL_SENDER,),
    ),
    *_cells(
        Event.ACKNOWLEDGE, (State.FEEDBACK_SENT,), State.CLOSED, _SENDER | _SYSTEM, (Guard.CAUGHT_UP,),
        (Effect.COMPLETE, Effect.TELL_RECEIVER),
    ),
    # Going back on it
    *_cells(Event.CANCEL, _UNSENT, State.CANCELLED, _SENDER, (), (Effect.REVOKE, Effect.RELEASE_OTHERS)),
    *_cells(Event.CANCEL, _WAITING, State.CANCELLED, _SENDER, (Guard.REASON,), (*_END, Effect.TELL_RECEIVER)),
    *_cells(
        Event.CANCEL, _TAKEN, State.CANCEL_REQUESTED, _SENDER, (Guard.REASON,),
        (Effect.CANCELLATION_TASK, Effect.TELL_RECEIVER),
    ),
    *_cells(
        Event.AGREE_CANCEL, (State.CANCEL_REQUESTED,), State.CANCELLED, _RECEIVER | _LEAD | _SYSTEM, (),
        (*_END, Effect.CANCELLATION_TASK, Effect.TRANSPORT_TASK, Effect.TELL_SENDER),
    ),
    *_cells(
        Event.REFUSE_CANCEL, (State.CANCEL_REQUESTED,), Move.PRIOR, _RECEIVER | _LEAD, (Guard.REASON,),
        (Effect.CANCELLATION_TASK, Effect.TELL_SENDER),
    ),
    *_cells(
        Event.RAISE, (State.CANCEL_REQUESTED,), Move.PRIOR, _PARTIES,
        (Guard.REASON, Guard.PRIORITY_UP),
        (Effect.PRIORITY, Effect.CALL_DUTY, Effect.CANCELLATION_TASK, Effect.TELL_RECEIVER, Effect.TELL_SENDER),
    ),
    *_cells(
        Event.RAISE, (*_UNSENT, *_OPEN_UNCANCELLED, State.IN_TRANSIT), Move.SAME, _PARTIES,
        (Guard.REASON, Guard.PRIORITY_UP),
        (Effect.PRIORITY, Effect.CALL_DUTY, Effect.TELL_RECEIVER, Effect.TELL_SENDER),
    ),
    *_cells(
        Event.LOWER, (*_UNSENT, *_OPEN), Move.SAME, _LEAD, (Guard.REASON, Guard.PRIORITY_DOWN, Guard.DOCTOR),
        (Effect.PRIORITY, Effect.TELL_RECEIVER, Effect.TELL_SENDER),
    ),
    *_cells(
        Event.NO_SHOW, (State.SCHEDULED, State.IN_TRANSIT), State.NO_SHOW, _PARTIES, (Guard.WHEREABOUTS,),
        (Effect.FREE_BED, Effect.REVOKE, Effect.TRANSPORT_TASK, Effect.TELL_SENDER, Effect.TELL_LEAD),
    ),
    *_cells(
        Event.DIED, (*_UNSENT, *_OPEN, State.IN_TRANSIT), State.DIED, _PARTIES, (),
        (
            *_END, Effect.DEATH, Effect.CALL_DUTY, Effect.CANCELLATION_TASK, Effect.TRANSPORT_TASK, Effect.TELL_SENDER,
            Effect.TELL_RECEIVER, Effect.TELL_CONTACT,
        ),
    ),
    *_cells(
        Event.DIED, THERE, State.DIED, _PARTIES, (),
        (Effect.FREE_BED, Effect.COMPLETE, Effect.DEATH, Effect.TELL_SENDER, Effect.TELL_CONTACT),
    ),
    *_cells(
        Event.WITHDRAW_CONSENT, (*_OPEN, State.IN_TRANSIT, *THERE), Move.SAME, _SENDER | _LEAD, (),
        (Effect.STOP_DISCLOSURE, Effect.TELL_SENDER),
    ),
    # What time and the choice of another do
    *_cells(Event.NOT_SELECT, (*_WAITING, State.ACCEPTED), State.NOT_SELECTED, _SYSTEM, (), (Effect.TELL_RECEIVER,)),
    *_cells(
        Event.UNANSWERED, _WAITING, Move.SAME, _SYSTEM, (Guard.STAT,),
        (Effect.LEAD_TAKES, Effect.CALL_DUTY, Effect.TELL_LEAD, Effect.TELL_SENDER),
    ),
    *_cells(
        Event.ESCALATE, (State.OVERRIDE_PENDING,), Move.SAME, _SYSTEM, (), (Effect.CALL_DUTY, Effect.TELL_SENDER),
    ),
    *_cells(Event.EXPIRE, (State.DRAFT,), State.EXPIRED, _SYSTEM, (), (Effect.REVOKE_LAST,)),
    *_cells(
        Event.ESCALATE, (*_OPEN, State.IN_TRANSIT, *THERE), Move.SAME, _SYSTEM, (),
        (Effect.CALL_DUTY, Effect.TELL_LEAD),
    ),
    *_cells(
        Event.OVERDUE, (*_OPEN, State.IN_TRANSIT, *THERE), Move.SAME, _SYSTEM, (),
        (Effect.TELL_SENDER, Effect.TELL_LEAD),
    ),
    *_cells(
        Event.EXPIRE, (*_WAITING, State.ACCEPTED), State.EXPIRED, _SYSTEM, (Guard.NOT_STAT,),
        (Effect.TELL_SENDER, Effect.TELL_RECEIVER, Effect.NO_TAKER),
    ),
    # The transfer document reaches who has the elder
    *_cells(
        Event.RECEIVE, (State.IN_TRANSIT, *THERE), Move.SAME, _PARTIES | _SYSTEM, (Guard.SAID_BY, Guard.DOCUMENT),
        (Effect.RECEIPT, Effect.TELL_SENDER),
    ),
    *_cells(
        Event.REISSUE, (State.IN_TRANSIT, *THERE), Move.SAME, _SENDER, (Guard.LEGAL_BASIS,),
        (Effect.BUNDLE, Effect.TELL_RECEIVER),
    ),
    *_cells(
        Event.UNRECEIVED, (State.IN_TRANSIT, *THERE), Move.SAME, _SYSTEM, (),
        (Effect.RECEIPT, Effect.CALL_DUTY, Effect.TELL_RECEIVER, Effect.TELL_SENDER),
    ),
]  # fmt: skip

TABLE: dict[tuple[Event, State], Transition] = {(row.event, row.source): row for row in _ROWS}
"""Every allowed cell."""


def events_between(before: State, after: State) -> list[Transition]:
    """The cells that lead from one state to another, in the order of the table: what a plain update can mean."""
    return [row for row in _ROWS if row.source is before and row.to is after and row.to is not before]
