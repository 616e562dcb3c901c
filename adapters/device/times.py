"""When a reading was taken, by clocks that may be wrong.

Three clocks take part: the device's, the gateway's, the hub's. A device that says what its clock shows when it is read
out is set right by the gateway's; a gateway that sends from the future is set right by the hub's (HL7 Personal Health
Device guide, "coincident time stamp"). A time that stays impossible is no time of the reading: that it was not later
than its receipt is all that is known.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from adapters.port import Source
from adapters.tabular.values import CellError, to_instant
from fhir_profiles.issue import JsonObject

_EPOCH = re.compile(r"(1\d{9}|[2-9]\d{9})(\d{3})?(\d{3})?(?:\.\d+)?")
"""Seconds, milliseconds or microseconds since 1970."""
_DRIFT = timedelta(seconds=90)
"""Clocks that are apart by less are taken to agree."""
_EARLIEST = timedelta(days=3_650)


@dataclass(frozen=True, slots=True)
class Moment:
    """When it was: the effective[x] of an Observation. `changed` says what was done to the stated time, else empty."""

    effective: JsonObject
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Clocks:
    """The clocks of one file. `sent` is when the gateway sent it by its own clock; None where it does not say."""

    source: Source
    sent: datetime | None = None

    @property
    def received(self) -> datetime | None:
        """When the hub received it; None outside a running hub."""
        at = self.source.received_at
        return at if at.year > 1970 else None

    @property
    def gateway_ahead(self) -> timedelta:
        """By how much the gateway's clock is ahead; transport can only make it look late, so late is no fault."""
        if self.sent is None or self.received is None or self.sent - self.received < _DRIFT:
            return timedelta(0)
        return timedelta(minutes=round((self.sent - self.received) / timedelta(minutes=1)))


def clocks_of(sent: str, source: Source) -> Clocks:
    """The clocks of a file that was sent at this time by its gateway's clock."""
    return Clocks(source, _clock(sent, source))


def to_time(text: str, source: Source) -> str:
    """A FHIR dateTime of what gateways write: ISO 8601, `2026-03-02 08:05:00`, compact, seconds or more since 1970.

    Without an offset it is the source's local time. Raises CellError.
    """
    if not text:
        raise CellError("no time is stated; expected one such as 2026-03-02T08:05:00+08:00")
    if match := _EPOCH.fullmatch(text):
        divisor = 1 if not match[2] else 1_000 if not match[3] else 1_000_000
        whole = int("".join(part for part in match.groups() if part)) // divisor
        return datetime.fromtimestamp(whole, tz=ZoneInfo(source.timezone)).isoformat()
    return to_instant(text, timezone=source.timezone)


def to_moment(time: str, ended: str, shown: str, clocks: Clocks) -> Moment:
    """When a reading was taken that states these times; `shown` is what the device's clock showed.

    Where the hub knows when it received the reading, no time costs one. Raises CellError elsewhere.
    """
    try:
        start = to_time(time, clocks.source)
    except CellError as err:
        if clocks.received is None:
            raise
        return Moment(_until(clocks), f"{err}; it was not later than its receipt")
    if "T" not in start:
        return _of_day(start, clocks)
    ahead, why = _ahead(_clock(shown, clocks.source), clocks)
    moment = datetime.fromisoformat(start) - ahead
    if strange := _strange(moment, clocks):
        return Moment(_until(clocks), strange)
    end = _clock(ended, clocks.source)
    if end is not None and (last := end.astimezone(moment.tzinfo) - ahead) >= moment:
        return Moment({"effectivePeriod": {"start": moment.isoformat(), "end": last.isoformat()}}, why)
    return Moment({"effectiveDateTime": moment.isoformat()}, why)


def _of_day(day: str, clocks: Clocks) -> Moment:
    """A day alone."""
    start = datetime.fromisoformat(f"{day}T00:00:00").replace(tzinfo=ZoneInfo(clocks.source.timezone))
    if strange := _strange(start, clocks):
        return Moment(_until(clocks), strange)
    return Moment({"effectiveDateTime": day}, "")


def _ahead(shown: datetime | None, clocks: Clocks) -> tuple[timedelta, str]:
    """By how much the clock of the reading is ahead, and the words for it."""
    ahead, why = clocks.gateway_ahead, ""
    if ahead:
        why = f"the gateway's clock is {_words(ahead)} ahead; the time was set right by the hub's"
    reference = clocks.sent or clocks.received
    if shown is not None and reference is not None:
        by = shown - reference
        if abs(by) >= _DRIFT:
            direction = "ahead" if by > timedelta(0) else "behind"
            why = f"the device's clock is {_words(abs(by))} {direction}; the time was set right"
            ahead += by
    return ahead, why


def _strange(moment: datetime, clocks: Clocks) -> str:
    """Why this cannot be the time of a reading that was received when it was; empty when it can."""
    if clocks.received is None:
        return ""
    early = moment - clocks.received
    if early >= _DRIFT:
        hours = round(early / timedelta(hours=1))
        is_zone = 1 <= hours <= 14 and abs(early - timedelta(hours=hours)) <= timedelta(minutes=10)
        guess = f" by about {hours} hours, as a wrong time zone is" if is_zone else ""
        return f"the time lies in the future{guess}; the reading was not later than its receipt"
    if -early > _EARLIEST:
        return "the time lies ten years or more back, as a clock that was not set; it was not later than its receipt"
    return ""


def _until(clocks: Clocks) -> JsonObject:
    received = clocks.received
    assert received is not None
    local = received.astimezone(ZoneInfo(clocks.source.timezone)).replace(microsecond=0)
    return {"effectivePeriod": {"end": local.isoformat()}}


def _clock(text: str, source: Source) -> datetime | None:
    """What a clock shows; None where it is not stated or cannot be read."""
    try:
        found = datetime.fromisoformat(to_time(text, source)) if text else None
    except CellError:
        return None
    return found if found is None or found.tzinfo else None


def _words(span: timedelta) -> str:
    minutes = round(span / timedelta(minutes=1))
    return f"{minutes} min" if minutes < 600 else f"{round(minutes / 60)} h"
