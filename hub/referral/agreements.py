"""Agreements of the alliance as a guard: OrganizationAffiliation with a period, and members that have left.

https://hl7.org/fhir/R4/organizationaffiliation.html. Membership is the agreement where none is written down. Once the
lead hospital or the receiver keeps one between the two, in whichever order it names them, one has to be in force. A
sender's own word about its agreement counts for nothing: it would let itself in.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from fhir_profiles.issue import JsonObject
from hub.clock import SHANGHAI, datetime_to_micros
from hub.referral.lookup import body_of, find
from hub.referral.shape import organization_code
from hub.store.admin import Member
from hub.store.admin_values import LEFT
from hub.store.port import Engine, StoredResource, Visibility

__all__ = ["LEFT", "agreement_refused", "is_in_force"]

_LAST_YEAR = 9998
"""What ends later is how systems write "for good" (9999-12-31): no day comes after that one."""


async def agreement_refused(
    sender: Member | None, receiver: Member | None, lead: Member | None, *, store: Engine, now: int
) -> tuple[str, str] | None:
    """Why these two may not refer to each other now, in Chinese and English; None when they may."""
    if sender is None or receiver is None or sender.number == receiver.number:
        return None
    for member in (receiver, sender):
        if member.admission_state == LEFT:
            return (
                f"{member.name}已退出联盟，不能再转诊。请另选机构。",
                f"{member.code} has left the alliance; choose another institution.",
            )
    kept = await _between(sender, receiver, lead, store=store)
    if not kept or any(is_in_force(body, now=now) for body in kept):
        return None
    return (
        f"{sender.name}与{receiver.name}之间没有有效协议（已过期或尚未生效），请先续签或另选机构。",
        f"No agreement between {sender.code} and {receiver.code} is in force; renew it, or choose another member.",
    )


async def _between(sender: Member, receiver: Member, lead: Member | None, *, store: Engine) -> list[JsonObject]:
    """The agreements between two members, as those keep them whose word counts."""
    keepers = {receiver.number, *((lead.number,) if lead is not None else ())}
    eyes, found = Visibility(member=receiver.number), list[StoredResource]()
    for parameter in ("primary-organization", "participating-organization"):
        found += await find(
            store, "OrganizationAffiliation", parameter, f"Organization/{sender.code}", visibility=eyes, count=200
        )
    bodies = [body_of(store, one) for one in found if one.custodian in keepers and not one.deleted]
    return [body for body in bodies if _sides(body) == {sender.code, receiver.code}]


def _sides(body: JsonObject) -> set[str]:
    return {organization_code(body.get(name)) for name in ("organization", "participatingOrganization")}


def is_in_force(affiliation: JsonObject, *, now: int) -> bool:
    """Whether an agreement is active and `now` lies in its period; both of its days count whole."""
    if affiliation.get("active") is False:
        return False
    period = affiliation.get("period") or {}
    start, end = str(period.get("start", "")), str(period.get("end", ""))
    return (not start or _edge(start, is_end=False) <= now) and (not end or now < _edge(end, is_end=True))


def _edge(text: str, *, is_end: bool) -> int:
    """The first moment of a partial date, or the first one after it; a dateTime is itself. In Shanghai."""
    text = text if int(text[:4]) <= _LAST_YEAR else str(_LAST_YEAR)
    if "T" in text:
        at = datetime.fromisoformat(text.replace(":60", ":59"))  # a leap second, which FHIR allows
        return datetime_to_micros(at if at.tzinfo else at.replace(tzinfo=SHANGHAI))
    parts = [int(part) for part in text.split("-")]
    day = date(*_filled(parts))
    if is_end:
        day = {1: _next_year, 2: _next_month, 3: _next_day}[len(parts)](day)
    return datetime_to_micros(datetime.combine(day, time(), tzinfo=SHANGHAI))


def _filled(parts: Iterable[int]) -> tuple[int, int, int]:
    year, month, day = (*parts, 1, 1)[:3]
    return year, month, day


def _next_year(day: date) -> date:
    return day.replace(year=day.year + 1)


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _next_day(day: date) -> date:
    return day + timedelta(days=1)
