"""Who is on duty now and how that person is reached: rosters, night lines, and what an event is called out by.

A roster is the institution's own PractitionerRole resources of code `referral-duty`
(https://hl7.org/fhir/R4/practitionerrole.html): `availableTime` says when, `telecom` how, `rank` in which order.
Without one, the institution's phone is called. A call carries no personal data: it says what waits, and where to look.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from fhir_profiles.issue import JsonObject

DUTY_SYSTEM = "https://alliance-hub.example/fhir/CodeSystem/duty-role"
DUTY = "referral-duty"
CHANNELS: tuple[str, ...] = ("sms", "voice", "chat")
"""Ways to a person; `hub.delivery.channels.person` sends them."""

Means = Literal["sms", "voice", "chat"]
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MEANS: dict[str, tuple[Means, ...]] = {
    "phone": ("sms", "voice"),
    "sms": ("sms",),
    "url": ("chat",),
    "other": ("chat",),
}
"""ContactPoint.system to what reaches it: a phone takes a text and a call."""


@dataclass(frozen=True, slots=True)
class Line:
    """One way to one person on duty."""

    means: Means
    address: str


def lines_on_duty(roles: Iterable[JsonObject], at: datetime, *, phone: str = "") -> tuple[Line, ...]:
    """Every line of who is on duty at a moment (local time), by rank; the institution's `phone` comes last."""
    points = [point for role in roles if is_on_duty(role, at) for point in role.get("telecom", [])]
    points.sort(key=lambda point: int(point.get("rank", 99)))
    if phone:
        points.append({"system": "phone", "value": phone})
    lines = [
        Line(means, str(point["value"]))
        for point in points
        if point.get("value")
        for means in _MEANS.get(str(point.get("system", "")), ())
    ]
    return tuple(dict.fromkeys(lines))


def is_on_duty(role: JsonObject, at: datetime) -> bool:
    """Whether a PractitionerRole is on referral duty at a moment. Without hours it always is."""
    if role.get("active") is False or not _is_duty(role) or not _covers(role.get("period") or {}, at):
        return False
    if any("during" in away and _covers(away["during"], at) for away in role.get("notAvailable", [])):
        return False
    hours = role.get("availableTime", [])
    return not hours or any(_is_within(each, at) for each in hours)


def time_of_day(text: str) -> time:
    """A FHIR time; its leap second (`08:00:60`) counts as the one before: a roster never holds up a call."""
    return time.fromisoformat(text.replace(":60", ":59"))


def _is_duty(role: JsonObject) -> bool:
    codings = [coding for concept in role.get("code", []) for coding in concept.get("coding", [])]
    return any(coding.get("system") == DUTY_SYSTEM and coding.get("code") == DUTY for coding in codings)


def _covers(period: JsonObject, at: datetime) -> bool:
    day = at.date().isoformat()
    return str(period.get("start", ""))[:10] <= day and (not period.get("end") or day <= str(period["end"])[:10])


def _is_within(hours: JsonObject, at: datetime) -> bool:
    """A shift that ends before it begins goes over midnight and belongs to the day on which it began."""
    days: Sequence[str] = hours.get("daysOfWeek") or _DAYS
    today, yesterday = _DAYS[at.weekday()], _DAYS[at.weekday() - 1]
    if hours.get("allDay"):
        return today in days
    start = time_of_day(str(hours.get("availableStartTime", "00:00:00")))
    end = time_of_day(str(hours.get("availableEndTime", "23:59:59")))
    now = at.time()
    if start <= end:
        return today in days and start <= now < end
    return (today in days and now >= start) or (yesterday in days and now < end)
