"""Referrals from outside the alliance: who sent the elder, by which letter or call, and which member entered it.

An institution outside is known (`hub member add --outside`) and is shown nothing. What it says is written down by the
member that heard it, with name and time; table, guards and catalogue are the same. docs/referral.md, domain.md A2.
"""

from collections.abc import Callable
from dataclasses import dataclass

from fhir_profiles.issue import JsonObject
from hub.errors import RuleError
from hub.referral.intake import text_to_micros
from hub.referral.shape import OUTSIDE_SOURCE, extension_of, organization, organization_code
from hub.referral.situation import Situation
from hub.referral.states import UNSENT, Actor, Event
from hub.referral.transitions import Guard, Transition
from hub.store.admin import Member

WAYS = ("letter", "phone")
"""How an outside institution is heard."""


@dataclass(frozen=True, slots=True)
class OutsideSource:
    """Which institution sent an elder, how it said so, who there, and when (a FHIR dateTime)."""

    code: str
    way: str
    said_by: str
    when: str


def source_to_extension(source: OutsideSource) -> JsonObject:
    """The extension's value for a ServiceRequest."""
    return {
        "extension": [
            {"url": "organization", "valueReference": organization(source.code)},
            {"url": "way", "valueCode": source.way},
            {"url": "said-by", "valueString": source.said_by},
            {"url": "when", "valueDateTime": source.when},
        ]
    }


def source_of(request: JsonObject) -> OutsideSource | None:
    """Where a referral came from outside; None for one of the alliance's own."""
    found = extension_of(request, OUTSIDE_SOURCE)
    if found is None:
        return None
    parts = {str(one.get("url")): one for one in found.get("extension", [])}
    return OutsideSource(
        code=organization_code(parts.get("organization", {}).get("valueReference")),
        way=str(parts.get("way", {}).get("valueCode", "")),
        said_by=str(parts.get("said-by", {}).get("valueString", "")),
        when=str(parts.get("when", {}).get("valueDateTime", "")),
    )


def source_member(request: JsonObject, member: Callable[[str], Member | None]) -> Member | None:
    """The outside institution that a referral came from."""
    source = source_of(request)
    known = member(source.code) if source is not None else None
    return known if known is not None and known.is_outside else None


def check_source(request: JsonObject, member: Callable[[str], Member | None]) -> None:
    """Refuse a source that says not enough. Raises RuleError."""
    source = source_of(request)
    if source is None:
        return
    known = member(source.code)
    if known is None or not known.is_outside:
        raise RuleError(
            "来源机构须是已登记的联盟外机构。 The source of a referral from outside is an institution that is known as "
            f"one outside the alliance (hub member add --outside); {source.code[:40]!r} is none."
        )
    if source.way not in WAYS or not source.said_by.strip() or not source.when:
        raise RuleError(
            "请写明来函或来电(letter/phone)、对方何人、何时。 Say how it came (`way`: letter or phone), who there "
            "said so (`said-by`) and when (`when`)."
        )
    text_to_micros(source.when)


SAID_THERE = frozenset({Event.SUPPLY, Event.SELECT, Event.DEPART, Event.CANCEL, Event.ACKNOWLEDGE})
"""What a sender does; one outside says it to the member that writes it down."""


def speaks_for_outside(row: Transition, situation: Situation) -> bool:
    """Whether an event is the word of an institution outside: then who there said so is written down."""
    if situation.by_clock:
        return False
    if situation.outside == "receiver":
        return Actor.RC in row.actors and Actor.SC not in row.actors
    return situation.outside == "source" and row.event in SAID_THERE and row.source not in UNSENT


def guards_of(row: Transition, situation: Situation) -> tuple[Guard, ...]:
    """The conditions of a cell in this referral: an outside institution's word is asked for by name."""
    if speaks_for_outside(row, situation) and Guard.SAID_BY not in row.guards:
        return (Guard.SAID_BY, *row.guards)
    return row.guards
