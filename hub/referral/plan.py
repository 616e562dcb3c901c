"""What one write is about to do: the values that the guard reads, decides on and adds to.

A plan lives for one attempt. It holds parsed copies, so that effects may change them, and remembers the version
that each was read at, which becomes a precondition of the unit (DESIGN D12).
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import dump
from hub.delivery.duty import Line
from hub.referral.actors import Caller, Parties
from hub.referral.shape import CONSENT_WITHDRAWN, direction_of, extension_of, focus_of, patient_of, state_of
from hub.referral.situation import Details, Judgement
from hub.referral.states import FINAL, Direction, Event, State
from hub.referral.waits import AFTERWARDS, Waits
from hub.store.admin import Endpoint, Member
from hub.store.port import (
    CancelOutbound,
    CancelTimer,
    Claim,
    Grant,
    Outbound,
    Put,
    Ref,
    Release,
    Revoke,
    StoredResource,
    Timer,
    VersionIs,
    WriteUnit,
)


@dataclass(frozen=True, slots=True)
class Intent:
    """An event on a Task that a caller asks for by name, instead of by writing the Task."""

    task: Ref
    event: Event
    caller: Caller
    details: Details = field(default_factory=Details)


@dataclass(frozen=True, slots=True)
class ReferralUnit(WriteUnit):
    """A unit that carries events for the guard beside its writes.

    `known` is what its maker has just read of them: the first attempt does not read it again, and finds by the
    versions when it is no longer so.
    """

    intents: tuple[Intent, ...] = ()
    known: tuple[StoredResource, ...] = ()


@dataclass(slots=True)
class Item:
    """One resource of a plan: its working copy, the version it was read at (0: new) and its custodian."""

    ref: Ref
    resource: JsonObject
    version: int = 0
    custodian: int = 0
    dirty: bool = False


@dataclass(slots=True)
class Change:
    """One Task that goes from a state to another."""

    task: Item
    request: Item
    before: State
    event: Event
    caller: Caller
    parties: Parties
    details: Details
    siblings: list[Item] = field(default_factory=list)
    superseded: list[tuple[Item, list[Item]]] = field(default_factory=list)
    open_holder: str = ""
    own_bed: str = ""
    own_bed_held_by: str = ""
    names_own_bed: bool = True
    kept_bed: str = ""
    is_returning: bool = False
    is_bed_held: bool = False
    level_changed: bool = False
    lost: Judgement | None = None
    beds_carried: frozenset[str] = frozenset()
    patient_custodian: int = 0
    shown: dict[int, tuple[Ref, ...]] = field(default_factory=dict)
    same: tuple[Ref, ...] = ()
    is_refused: bool = False
    basis: str = "treatment"
    basis_source: Ref | None = None
    bundle: bytes = b""
    earlier: int = 0
    duty: dict[int, tuple[Line, ...]] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    catalogue_snapshot: JsonObject | None = None
    document_digest: str = ""
    document_files: tuple[Ref, ...] = ()

    @property
    def direction(self) -> Direction:
        """Which way."""
        found = direction_of(self.request.resource)
        assert found is not None
        return found

    @property
    def priority(self) -> str:
        """The referral's priority; routine when it says none."""
        return str(self.request.resource.get("priority", "routine"))

    @property
    def is_stat(self) -> bool:
        """A stat call on the way up."""
        return self.priority == "stat" and self.direction.is_upward

    @property
    def patient(self) -> Ref | None:
        """The sender's Patient."""
        return patient_of(self.request.resource)

    def happened(self, now: int) -> int:
        """When the event was: what the caller says of it, when that was longer ago than a slow click."""
        at = self.details.at
        return at if at and at < now - AFTERWARDS else now

    def waited_for(self, state: State) -> int:
        """The number of the member whose desk a state waits for: the sender to supply, the lead to approve."""
        parties = self.parties
        member = {State.INFO_REQUESTED: parties.requester, State.OVERRIDE_PENDING: parties.lead}.get(
            state, parties.owner
        )
        return member.number if member is not None else 0

    @property
    def is_bid(self) -> bool:
        """Whether another candidate is asked too and none is chosen: nobody learns who it is (DESIGN D14).

        A stat call is never a bid: it is notice, and who comes is part of it (ruling 1).
        """
        return (
            not self.is_stat
            and self.before in _NOT_CHOSEN
            and self.event not in _CHOOSING
            and any(state_of(sibling.resource) in _NOT_CHOSEN for sibling in self.siblings)
        )

    @property
    def is_withheld(self) -> bool:
        """Whether nothing more is shown: consent was withdrawn or refused, and no other basis was stated since."""
        if self.is_stat:
            return False
        return self.is_refused or extension_of(self.request.resource, CONSENT_WITHDRAWN) is not None

    @property
    def hides_words(self) -> bool:
        """Whether the caller's words would be read by a candidate that is one of several."""
        owner = self.parties.owner
        return (
            not self.is_stat
            and self.patient is not None
            and "for" not in self.task.resource
            and self.before in _NOT_CHOSEN
            and self.event not in _CHOOSING
            and (owner is None or owner.number != self.caller.member)
        )

    @property
    def because(self) -> str:
        """What its grants on the record are made for; a withdrawn consent ends these."""
        return str(self.request.ref)

    @property
    def delivered(self) -> str:
        """What its grants on delivered documents are made for; these stay (ruling 5)."""
        return f"{self.request.ref}#delivered"


_NOT_CHOSEN = frozenset(State) - FINAL - frozenset(
    {State.SELECTED, State.RESERVED, State.SCHEDULED, State.IN_TRANSIT, State.ARRIVED, State.IN_CARE,
     State.FEEDBACK_DUE, State.FEEDBACK_SENT, State.NO_TAKER}
)  # fmt: skip
"""States in which a candidate is asked and not chosen."""

_CHOOSING = frozenset({Event.SELECT, Event.DEPART, Event.ARRIVE})
_YIELDING = frozenset({"bed", "kept-bed", "referral-open"})


@dataclass(slots=True)
class Plan:
    """Everything that one unit will store beside what the caller sent."""

    now: int
    new_id: Callable[[str], str]
    new_key: Callable[[], int]
    endpoints: Callable[[int], tuple[Endpoint, ...]]
    member: Callable[[str], Member | None]
    outside: frozenset[int] = frozenset()
    """Institutions outside the alliance: whatever is decided, nobody there is shown anything."""
    sent: frozenset[Ref] = frozenset()
    items: dict[Ref, Item] = field(default_factory=dict)
    preconditions: set[VersionIs] = field(default_factory=set)
    claims: list[Claim] = field(default_factory=list)
    releases: list[Release] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)
    revokes: list[Revoke] = field(default_factory=list)
    outbound: list[Outbound | CancelOutbound] = field(default_factory=list)
    timers: list[Timer | CancelTimer] = field(default_factory=list)
    waits: Waits = field(default_factory=Waits)
    behind: dict[Ref, Ref] = field(default_factory=dict)
    """Proposals of this plan, and the referral that each stands for."""

    def referral_of(self, task: JsonObject) -> Ref | None:
        """The referral that a loaded Task belongs to, whether it names it or a proposal in its stead."""
        focus = focus_of(task)
        return self.behind.get(focus, focus) if focus is not None else None

    def load(self, stored: StoredResource) -> Item:
        """Take a stored resource into the plan; its version becomes a precondition."""
        if stored.ref not in self.items:
            self.items[stored.ref] = Item(
                ref=stored.ref, resource=stored.json(), version=stored.version, custodian=stored.custodian
            )
            self.preconditions.add(VersionIs(stored.ref, stored.version))
        return self.items[stored.ref]

    def add(self, resource: JsonObject, *, custodian: int) -> Item:
        """A new resource that the hub makes."""
        ref = Ref(resource["resourceType"], resource["id"])
        self.items[ref] = Item(ref=ref, resource=resource, custodian=custodian, dirty=True)
        return self.items[ref]

    def unit(self, sent: WriteUnit, *, without_beds: bool = False) -> WriteUnit:
        """The sent unit with everything that the plan adds. The caller's own puts come first, in their order.

        `without_beds` leaves out every claim on a bed or a place in the queue: a stat call does not fail on one.
        """
        claims = [claim for claim in self.claims if not (without_beds and claim.kind in _YIELDING)]
        puts = [self._changed(put) for put in sent.puts]
        own = {put.ref for put in sent.puts}
        puts += [
            Put(ref=item.ref, data=dump(item.resource), custodian=item.custodian, resource=item.resource)
            for item in self.items.values()
            if item.dirty and item.ref not in own
        ]
        return WriteUnit(
            puts=tuple(puts),
            preconditions=(*sent.preconditions, *sorted(self.preconditions, key=lambda found: found.ref)),
            claims=(*sent.claims, *claims),
            releases=(*sent.releases, *self.releases),
            grants=(*sent.grants, *(grant for grant in self.grants if grant.member not in self.outside)),
            revokes=(*sent.revokes, *self.revokes),
            links=sent.links,
            inbound=sent.inbound,
            outbound=(*sent.outbound, *self.outbound),
            timers=(*sent.timers, *self.timers),
            audit=sent.audit,
        )

    def _changed(self, put: Put) -> Put:
        item = self.items.get(put.ref)
        if item is None or put.delete:
            return put
        custodian = 0 if item.version else item.custodian
        if not item.dirty:
            return replace(put, custodian=custodian)
        return replace(put, data=dump(item.resource), resource=item.resource, custodian=custodian)
