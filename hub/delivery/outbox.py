"""When a failed delivery is tried again, and when it is given up."""

from typing import Literal, NamedTuple

from hub.store.admin import Endpoint
from hub.store.port import Outbound

HOUR = 3_600_000_000
LONGEST_WAIT = HOUR
GIVE_UP_AFTER = 7 * 24 * HOUR
"""A receiver that is silent for a week gets nothing more by itself; the row stays and can be looked up and pulled."""


DELIVERED = frozenset({"rest-hook", "mllp", "file"})
"""Channels of endpoints that get what happens: FHIR over HTTP, HL7 v2 over MLLP or as files."""


def ordering_of(endpoint: Endpoint, about: str) -> str:
    """What keeps the rows of one matter in order at one receiver; a silent system holds up no other of that member."""
    place = "" if endpoint.channel == "rest-hook" else f":{endpoint.number}"
    return f"{endpoint.member}:{about}{place}"


class Next(NamedTuple):
    """What becomes of a row after a failed try."""

    state: Literal["waiting", "failed"]
    due: int


def after_failure(row: Outbound, *, now: int, first_wait_seconds: int, gives_up: bool = True) -> Next:
    """The wait doubles from try to try, up to an hour; after a week the row has failed, if it is ever given up."""
    if gives_up and now - row.created >= GIVE_UP_AFTER:
        return Next("failed", row.due)
    wait = first_wait_seconds * 1_000_000 * 2 ** min(row.attempts, 20)
    return Next("waiting", now + min(wait, LONGEST_WAIT))
