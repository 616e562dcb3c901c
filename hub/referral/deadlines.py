"""Time limits of a referral: which timer a state sets, and for how long. `domain.md` B2, rulings 1.1.

Stat and urgent run by the clock. Limits are minutes as (stat, urgent, routine); asap counts as urgent.
"""

from hub.referral.states import State
from hub.store.port import Timer

MINUTE = 60_000_000
HOUR = 60 * MINUTE

UNANSWERED = "referral-unanswered"
OPEN = "referral-open"
DECIDE = "referral-decide"
EXPIRE = "referral-expire"
REPLY = "referral-reply"
CANCEL = "referral-cancel"
WHEREABOUTS = "referral-whereabouts"
FEEDBACK = "referral-feedback"
ACKNOWLEDGE = "referral-acknowledge"
CATCH_UP = "referral-catch-up"
CONFIRM = "referral-confirm"

STAT_ANSWER = 5 * MINUTE
"""After this a stat call counts as coming to the lead hospital's emergency department (ruling 1)."""

PHONE_CONFIRM = 2 * HOUR
"""Within this the receiver confirms what the lead hospital wrote down as accepted by phone (rulings 3.2)."""

STAT_CATCH_UP = 24 * HOUR
"""Within this the papers of a stat call are caught up (ruling 1)."""

AUTOMATIC_ACKNOWLEDGEMENT = 72 * HOUR
"""After this feedback counts as acknowledged, and is marked so (DESIGN D14)."""

OVERRIDE_STANDS = 7 * 24 * HOUR
"""How long an approved exception stands when the approver named no other end (domain C3: an override expires)."""

_LIMITS: dict[State, tuple[str, tuple[int, int, int]]] = {
    State.SUBMITTED: (OPEN, (5, 30, 4 * 60)),
    State.UNDER_REVIEW: (DECIDE, (15, 2 * 60, 24 * 60)),
    State.INFO_REQUESTED: (REPLY, (60, 60, 48 * 60)),
    State.ACCEPTED: (EXPIRE, (2 * 60, 12 * 60, 72 * 60)),
    State.CANCEL_REQUESTED: (CANCEL, (30, 4 * 60, 24 * 60)),
    State.SCHEDULED: (WHEREABOUTS, (60, 2 * 60, 4 * 60)),
    State.IN_TRANSIT: (WHEREABOUTS, (60, 2 * 60, 4 * 60)),
    State.IN_CARE: (FEEDBACK, (7 * 24 * 60, 7 * 24 * 60, 7 * 24 * 60)),
    State.FEEDBACK_DUE: (FEEDBACK, (72 * 60, 72 * 60, 72 * 60)),
    State.FEEDBACK_SENT: (ACKNOWLEDGE, (72 * 60, 72 * 60, 72 * 60)),
}

_BED_HOLD = {"stat": 2 * HOUR, "urgent": 12 * HOUR, "asap": 12 * HOUR}
_GRACE = {"stat": 4 * HOUR, "urgent": 4 * HOUR, "asap": 4 * HOUR}


def timer_of(state: State, *, subject: str, priority: str, is_stat: bool, now: int, planned: int = 0) -> Timer | None:
    """The timer that a Task's state sets; None when nothing is waited for.

    A scheduled move is looked for from its planned time on.
    """
    if is_stat and state in {State.SUBMITTED, State.UNDER_REVIEW, State.INFO_REQUESTED}:
        return Timer(kind=UNANSWERED, subject=subject, due=now + STAT_ANSWER)
    found = _LIMITS.get(state)
    if found is None or (is_stat and state is State.ACCEPTED):
        return None
    kind, (stat, urgent, routine) = found
    minutes = {"stat": stat, "urgent": urgent, "asap": urgent}.get(priority, routine)
    start = max(now, planned) if kind == WHEREABOUTS else now
    return Timer(kind=kind, subject=subject, due=start + minutes * MINUTE)


def bed_hold_until(priority: str, *, now: int) -> int:
    """When a bed hold lapses that no planned move keeps (ruling 2.1.10)."""
    return now + _BED_HOLD.get(priority, 48 * HOUR)


def planned_hold_until(priority: str, *, planned: int, now: int) -> int:
    """A scheduled move keeps its bed to the planned time and a grace: 4 h, or to the end of the next day.

    A time that has passed (written down afterwards, or a slip) counts from now: it must not free the bed.
    """
    return max(planned, now) + _GRACE.get(priority, 48 * HOUR)


def after_escalation(state: State, *, subject: str, priority: str, is_stat: bool, now: int) -> Timer | None:
    """A decision that stays out after the lead hospital was told expires after the same time again; never stat."""
    if is_stat or state not in {State.SUBMITTED, State.UNDER_REVIEW, State.INFO_REQUESTED}:
        return None
    again = timer_of(state, subject=subject, priority=priority, is_stat=is_stat, now=now)
    return Timer(kind=EXPIRE, subject=subject, due=again.due) if again is not None else None
