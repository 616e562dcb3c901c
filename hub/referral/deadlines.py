"""Time limits of a referral: which timer a state sets, and for how long. `domain.md` B2, rulings 1.1.

What an installation changes, and by whose hours a limit runs, is in `hub.referral.waits`.
"""

from hub.referral.states import State

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
DRAFT = "referral-draft"
OVERRIDE = "referral-override"
RECEIPT = "referral-receipt"
UNSENT = "referral-unsent"

STAT_ANSWER = 5 * MINUTE
"""After this a stat call counts as coming to the lead hospital's emergency department (ruling 1)."""

PHONE_CONFIRM = 2 * HOUR
"""Within this the receiver confirms what the lead hospital wrote down as accepted by phone (rulings 3.2)."""

STAT_CATCH_UP = 24 * HOUR
"""Within this the papers of a stat call are caught up (ruling 1)."""

RECEIPT_MINUTES = (30, 60, 240)
"""Within which the receipt of a transfer document is awaited: (stat, urgent, routine). HUB_TRANSFER_RECEIPT sets it."""

UNSENT_AGAIN = 2 * MINUTE
"""How often it is asked whether a receiver of a document that went nowhere has registered an endpoint meanwhile."""

AUTOMATIC_ACKNOWLEDGEMENT = 72 * HOUR
"""After this feedback counts as acknowledged, and is marked so (DESIGN D14)."""

OVERRIDE_STANDS = 7 * 24 * HOUR
"""How long an approved exception stands when the approver named no other end (domain C3: an override expires)."""

KINDS: dict[State, str] = {
    State.DRAFT: DRAFT,
    State.OVERRIDE_PENDING: OVERRIDE,
    State.SUBMITTED: OPEN,
    State.UNDER_REVIEW: DECIDE,
    State.INFO_REQUESTED: REPLY,
    State.ACCEPTED: EXPIRE,
    State.CANCEL_REQUESTED: CANCEL,
    State.SCHEDULED: WHEREABOUTS,
    State.IN_TRANSIT: WHEREABOUTS,
    State.IN_CARE: FEEDBACK,
    State.FEEDBACK_DUE: FEEDBACK,
    State.FEEDBACK_SENT: ACKNOWLEDGE,
}
"""Which timer a state sets."""

_DAY = 24 * 60
LIMITS: dict[State, tuple[int, int, int]] = {
    State.DRAFT: (7 * _DAY, 7 * _DAY, 7 * _DAY),
    State.OVERRIDE_PENDING: (30, 2 * 60, _DAY),
    State.SUBMITTED: (5, 30, 4 * 60),
    State.UNDER_REVIEW: (15, 2 * 60, _DAY),
    State.INFO_REQUESTED: (60, 60, 2 * _DAY),
    State.ACCEPTED: (2 * 60, 12 * 60, 3 * _DAY),
    State.CANCEL_REQUESTED: (30, 4 * 60, _DAY),
    State.SCHEDULED: (60, 2 * 60, 4 * 60),
    State.IN_TRANSIT: (60, 2 * 60, 4 * 60),
    State.IN_CARE: (7 * _DAY, 7 * _DAY, 7 * _DAY),
    State.FEEDBACK_DUE: (3 * _DAY, 3 * _DAY, 3 * _DAY),
    State.FEEDBACK_SENT: (3 * _DAY, 3 * _DAY, 3 * _DAY),
}
"""Minutes as (stat, urgent, routine); asap counts as urgent. HUB_REFERRAL_LIMITS changes them."""

_BED_HOLD = {"stat": 2 * HOUR, "urgent": 12 * HOUR, "asap": 12 * HOUR}
_GRACE = {"stat": 4 * HOUR, "urgent": 4 * HOUR, "asap": 4 * HOUR}


def bed_hold_until(priority: str, *, now: int) -> int:
    """When a bed hold lapses that no planned move keeps (ruling 2.1.10)."""
    return now + _BED_HOLD.get(priority, 48 * HOUR)


def planned_hold_until(priority: str, *, planned: int, now: int) -> int:
    """A scheduled move keeps its bed to the planned time and a grace: 4 h, or to the end of the next day.

    A time that has passed (written down afterwards, or a slip) counts from now: it must not free the bed.
    """
    return max(planned, now) + _GRACE.get(priority, 48 * HOUR)
