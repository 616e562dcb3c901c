"""When a failed delivery is tried again, and when it is given up."""

from typing import Literal, NamedTuple

from hub.store.port import Outbound

HOUR = 3_600_000_000
LONGEST_WAIT = HOUR
GIVE_UP_AFTER = 7 * 24 * HOUR
"""A receiver that is silent for a week gets nothing more by itself; the row stays and can be looked up and pulled."""


class Next(NamedTuple):
    """What becomes of a row after a failed try."""

    state: Literal["waiting", "failed"]
    due: int


def after_failure(row: Outbound, *, now: int, first_wait_seconds: int) -> Next:
    """The wait doubles from try to try, up to an hour; after a week the row has failed."""
    if now - row.created >= GIVE_UP_AFTER:
        return Next("failed", row.due)
    wait = first_wait_seconds * 1_000_000 * 2 ** min(row.attempts, 20)
    return Next("waiting", now + min(wait, LONGEST_WAIT))
