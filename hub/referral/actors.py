"""In whose capacity a caller acts in one referral: from its member's part and its own roles.

A system client counts as coordinator of its member; whoever runs it answers for who may press the button there.
"""

from dataclasses import dataclass
from typing import Literal

from hub.auth.principal import Principal
from hub.capacity.institutions import lead_member
from hub.referral.states import Actor
from hub.store.admin import Member

__all__ = ["Caller", "Parties", "actors_of", "lead_member", "principal_to_caller"]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: `agent` is `client:…`, `user:…` or `system`; `roles` are a console user's."""

    agent: str
    member: int
    roles: frozenset[str] = frozenset()

    @property
    def is_system(self) -> bool:
        """Whether the hub itself acts: a timer."""
        return self.member == 0


INGEST = "client:ingest"
"""The agent of what a message brought: it speaks for the member that sent it."""

SYSTEM = Caller(agent="system", member=0)
"""The hub itself."""


@dataclass(frozen=True, slots=True)
class Parties:
    """The sides of one referral. `requester` and `owner` are None when nobody knows them.

    `owner` may be outside the alliance: then the requester writes down what is said there. `source` is the outside
    institution for which the requester, who got its letter or call, has entered the referral.
    """

    requester: Member | None
    owner: Member | None
    lead: Member | None
    source: Member | None = None

    @property
    def outside(self) -> Literal["", "receiver", "source"]:
        """Which side is outside the alliance."""
        if self.source is not None:
            return "source"
        return "receiver" if self.owner is not None and self.owner.is_outside else ""

    @property
    def lead_is_requester(self) -> bool:
        """Whether the lead hospital itself refers."""
        return self.lead is not None and self.requester is not None and self.lead.number == self.requester.number


def principal_to_caller(principal: Principal) -> Caller:
    """A signed-in caller."""
    return Caller(agent=principal.agent, member=principal.member, roles=principal.roles)


def actors_of(caller: Caller, parties: Parties) -> frozenset[Actor]:
    """Every capacity that this caller has; empty for an outsider."""
    if caller.is_system:
        return frozenset({Actor.SYS})
    found: set[Actor] = set()
    if parties.requester is not None and parties.requester.number == caller.member:
        found |= _capacities(caller, parties.requester, coordinator=Actor.SC, doctor=Actor.SD)
    at_receiver = parties.requester if parties.outside == "receiver" else parties.owner
    if at_receiver is not None and at_receiver.number == caller.member:
        receiving = _capacities(caller, at_receiver, coordinator=Actor.RC, doctor=Actor.RD)
        found |= {Actor.RC if actor is Actor.HN else actor for actor in receiving}
    if parties.lead is not None and parties.lead.number == caller.member:
        found |= _lead_capacities(caller)
    return frozenset(found)


def _capacities(caller: Caller, member: Member, *, coordinator: Actor, doctor: Actor) -> set[Actor]:
    nurse = Actor.HN if member.kind == "home" else None
    if not caller.agent.startswith("user:"):
        return {coordinator} | ({nurse} if nurse else set())
    found: set[Actor] = set()
    if "doctor" in caller.roles:
        found |= {doctor, coordinator}
    if "coordinator" in caller.roles:
        found.add(coordinator)
    if nurse and caller.roles & {"nurse", "manager", "coordinator", "doctor"}:
        found.add(nurse)
    if "nurse" in caller.roles and coordinator is Actor.SC:
        found.add(coordinator)
    return found


def _lead_capacities(caller: Caller) -> set[Actor]:
    if not caller.agent.startswith("user:"):
        return {Actor.LH}
    found = {Actor.LH} if caller.roles & {"coordinator", "doctor", "manager"} else set()
    return found | ({Actor.MED} if "manager" in caller.roles else set())
