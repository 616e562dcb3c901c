"""The sequence number protocol of HL7 v2 (MSH-13, MSA-4): nothing out of order, nothing twice, nothing missing.

HL7 v2.9 chapter 2.10.1. Switched on in a sender's file. The number that is expected next is a claim of the store which
each accepted message moves in its own transaction, so that two copies, or two processes, cannot both have it. A message
that lies in quarantine for its content has used its number: a poisoned message does not stop the line.
"""

import re
from dataclasses import dataclass

from fhir_profiles.issue import Issue
from hub.conversion import Header
from hub.ingest.inbox import Arrival
from hub.store.port import Claim, Engine, Release

_KIND = "sequence"
_NUMBER = re.compile(r"[1-9]\d{0,14}")
START, RESYNCHRONISE = "0", "-1"
"""Reserved numbers: the sender (re)starts the link and asks for what is expected; it wants to count anew."""


@dataclass(frozen=True, slots=True)
class Place:
    """A message's place in its sender's sequence: MSA-4, why it is out of place, and how the expected number moves."""

    told: str = ""
    issue: Issue | None = None
    releases: tuple[Release, ...] = ()
    claims: tuple[Claim, ...] = ()


UNNUMBERED = Place()


def is_about_the_link(arrival: Arrival, head: Header) -> bool:
    """Whether the message only starts the link, or wants to count anew."""
    return arrival.origin.is_numbered and not arrival.replay_of and head.sequence_number in {START, RESYNCHRONISE}


def turn_of(arrival: Arrival) -> frozenset[str]:
    """What keeps the numbered messages of one sender one behind the other, for `Turns`."""
    return frozenset({f"{_KIND}|{_key(arrival)}"}) if arrival.origin.is_numbered else frozenset()


async def place_of(arrival: Arrival, head: Header, *, store: Engine) -> Place:
    """Decide on the number of a message by the one that is expected now; what is replayed has no number any more."""
    if not arrival.origin.is_numbered or arrival.replay_of:
        return UNNUMBERED
    claim = await store.claim_of(_KIND, _key(arrival), now=arrival.received)
    return place(head.sequence_number, claim, key=_key(arrival), token=str(arrival.key))


def place(said: str, claim: Claim | None, *, key: str, token: str) -> Place:
    """The place of the number that is said. Pure; `token` makes each message's claim its own."""
    expected = claim.holder.partition("/")[0] if claim is not None else "-1"
    releases = (Release(_KIND, key, claim.holder),) if claim is not None else ()
    if said == START:
        return Place(expected)
    if said == RESYNCHRONISE:
        return Place("-1", releases=releases)
    if not _NUMBER.fullmatch(said):
        text = "The sender counts its messages, and this one has no sequence number; expected a positive whole number."
        return Place(expected, Issue("error", "required", text, expression="MSH-13"))
    if expected not in {said, "-1"}:
        return Place(expected, _out_of_place(int(said), int(expected)))
    return Place(said, releases=releases, claims=(Claim(_KIND, key, f"{int(said) + 1}/{token}"),))


def _out_of_place(said: int, expected: int) -> Issue:
    if said < expected:
        text = (
            f"The sequence number {said} was used before; expected {expected}. Nothing of the message was used. Go on "
            f"with {expected}, or count anew with -1."
        )
        return Issue("error", "duplicate", text, expression="MSH-13")
    text = (
        f"Messages are missing: the sequence number is {said}, expected {expected}. The message is in quarantine and "
        f"nothing of it was used. Send from {expected} on, or count anew with -1."
    )
    return Issue("error", "conflict", text, expression="MSH-13")


def _key(arrival: Arrival) -> str:
    return f"{arrival.origin.member.number}|{arrival.origin.sender}"
