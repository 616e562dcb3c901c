"""What is known when an event is decided: the values that the pure conditions look at."""

from dataclasses import dataclass, field
from typing import Literal

from hub.referral.states import Direction, State


@dataclass(frozen=True, slots=True)
class Details:
    """What a caller says beside the event. Times are microseconds UTC; 0 and "" mean that nothing was said."""

    reason: str = ""
    note: str = ""
    bed: str = ""
    planned: int = 0
    at: int = 0
    receiver: str = ""
    priority: str = ""
    basis: str = ""
    doctor: str = ""
    onward: str = ""
    output: str = ""
    until: int = 0
    said_by: str = ""
    digest: str = ""
    way: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the catalogue says; `words` are (Chinese, English) of what stands against it."""

    overall: Literal["pass", "fail", "unknown", "information"]
    words: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that a condition may look at, gathered on one snapshot of the store.

    `catalogue` and `stability` are None when the transition does not ask for them.
    `basis_refused` says why a disclosure has no legal basis; empty when it has one. `agreement_refused` says why the
    two members may not refer to each other now.
    `bed_free` is false when the bed named in the details is unknown, closed, taken or of another member, `bed_suits`
    when it is kept for the other sex; `next_bed` is one of the receiver's that can be had then. `lost` is what the
    receiver lacks at departure. `document` is the digest of the transfer document that was issued last.
    `outside` names the side that is outside the alliance.
    """

    state: State
    direction: Direction
    priority: str = "routine"
    prior: State | None = None
    agent: str = ""
    details: Details = field(default_factory=Details)
    lead_is_requester: bool = False
    requester_has_doctor: bool = True
    receiver_kind: str = "hospital"
    bed_held: bool = False
    bed_free: bool = True
    bed_suits: bool = True
    next_bed: str = ""
    own_bed: str = ""
    is_returning: bool = False
    bed_is_own: bool = True
    override_by: str = ""
    override_approved: bool = False
    rounds: int = 0
    hops: int = 0
    receiver_known: bool = True
    basis_refused: tuple[str, str] | None = None
    agreement_refused: tuple[str, str] | None = None
    catalogue: Judgement | None = None
    stability: Judgement | None = None
    lost: Judgement | None = None
    level_changed: bool = False
    bidding: bool = False
    on_behalf: bool = False
    by_receiver: bool = False
    outside: Literal["", "receiver", "source"] = ""
    by_clock: bool = False
    to_catch_up: tuple[tuple[str, str], ...] = ()
    document: str = ""
    document_state: Literal["none", "awaited", "received", "withdrawn"] = "none"

    @property
    def is_stat(self) -> bool:
        """A stat call on the way up: notice, not request (ruling 1)."""
        return self.priority == "stat" and self.direction.is_upward

    @property
    def is_return(self) -> bool:
        """A resident who comes back: not a new admission, and nobody's bed has to be found first (ruling 4)."""
        return (bool(self.own_bed) or self.is_returning) and self.direction is Direction.INTO_HOME


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not. `code` gives the HTTP status: forbidden 403, conflict 409, business-rule 422."""

    code: Literal["forbidden", "conflict", "business-rule"]
    rule: str
    zh: str
    en: str


def blocks(situation: Situation) -> bool:
    """Whether the catalogue stands in the way: never upward (ruling 2), never on return (4), not when excepted."""
    found = situation.catalogue
    return found is not None and may_block(situation) and found.overall in {"fail", "unknown"}


def may_block(situation: Situation) -> bool:
    """Whether the catalogue may stand in the way at all."""
    return not (situation.direction.is_upward or situation.is_return or situation.override_approved)


def goes_back(situation: Situation) -> bool:
    """Whether a departure leads back to the review: the level has changed since the receiver agreed (domain.md C4)."""
    return situation.level_changed and may_block(situation)
