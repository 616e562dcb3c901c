"""Values of FHIRPath that Python lacks: moments of limited precision, and quantities.

https://hl7.org/fhirpath/N1/#comparison. Two moments of different precision may have no order: None.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_CLOCK = re.compile(r"(\d{2})(?::(\d{2})(?::(\d{2}(?:\.\d+)?))?)?")
_MOMENT = re.compile(r"([0-9-]{4,10})(?:T([0-9:.]*)(Z|[+-]\d{2}:\d{2})?)?")
_UNITS = {
    "year": "a",
    "month": "mo",
    "week": "wk",
    "day": "d",
    "hour": "h",
    "minute": "min",
    "second": "s",
    "millisecond": "ms",
}
_SECONDS = {
    "wk": Decimal(604800),
    "d": Decimal(86400),
    "h": Decimal(3600),
    "min": Decimal(60),
    "s": Decimal(1),
    "ms": Decimal("0.001"),
}
UCUM = "http://unitsofmeasure.org"


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, dateTime or time: its parts from the year (or the hour) down to the second, as far as known.

    `zone` is in minutes east of UTC; None when the text has none.
    """

    kind: Literal["date", "dateTime", "time"]
    parts: tuple[int | Decimal, ...]
    zone: int | None = None

    @property
    def has_clock(self) -> bool:
        """Whether it is a date together with a time of day."""
        return len(self.parts) > 3


def text_to_moment(text: str, *, kind: str = "") -> Moment | None:
    """The moment that a FHIR date, dateTime, instant or time says; None when it is none of them."""
    if kind == "time" or (len(text) > 2 and text[2] == ":"):
        clock = _CLOCK.fullmatch(text)
        parts = () if clock is None else _clock_parts(clock)
        return Moment("time", parts) if parts and _is_time(parts) else None
    found = _MOMENT.fullmatch(text)
    day = _DATE.fullmatch(found[1]) if found else None
    if found is None or day is None:
        return None
    days = tuple(int(part) for part in day.groups() if part is not None)
    if not _is_day(days):
        return None
    if found[2] is None:
        return Moment("dateTime" if kind == "dateTime" else "date", days)
    clock = _CLOCK.fullmatch(found[2])
    hours = () if clock is None else _clock_parts(clock)
    if found[2] and (not hours or not _is_time(hours) or len(days) < 3):
        return None
    return Moment("dateTime", (*days, *hours), _zone(found[3]))


def _clock_parts(found: re.Match[str]) -> tuple[int | Decimal, ...]:
    hour, minute, second = found.groups()
    parts: list[int | Decimal] = [int(hour)]
    if minute is not None:
        parts.append(int(minute))
    if second is not None:
        parts.append(Decimal(second))
    return tuple(parts)


def _zone(text: str | None) -> int | None:
    if text is None:
        return None
    if text == "Z":
        return 0
    minutes = int(text[1:3]) * 60 + int(text[4:6])
    return -minutes if text[0] == "-" else minutes


def _is_day(parts: tuple[int, ...]) -> bool:
    year, month, day = (*parts, 1, 1)[:3]
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _is_time(parts: tuple[int | Decimal, ...]) -> bool:
    hour, minute, second = (*parts, 0, 0)[:3]
    return hour <= 23 and minute <= 59 and second < 61


def compare_moments(one: Moment, other: Moment) -> int | None:
    """-1, 0 or 1; None when their precision or their zones leave the order open."""
    if (one.kind == "time") != (other.kind == "time"):
        return None
    left, right = one.parts, other.parts
    if one.has_clock and other.has_clock and one.zone != other.zone:
        if one.zone is None or other.zone is None:
            return None
        left, right = _utc(one), _utc(other)
    for mine, theirs in zip(left, right, strict=False):
        if mine != theirs:
            return -1 if mine < theirs else 1
    return 0 if len(left) == len(right) else None


def _utc(moment: Moment) -> tuple[int | Decimal, ...]:
    year, month, day, hour, minute = (int(part) for part in (*moment.parts, 0)[:5])
    minutes = date(year, month, day).toordinal() * 1440 + hour * 60 + minute - (moment.zone or 0)
    return (minutes, *moment.parts[5:])


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with a unit; the unit is a UCUM code, or "1"."""

    value: Decimal
    unit: str = "1"


def unit_of(word: str) -> str:
    """The UCUM code of a calendar word as in `4 days`; another unit stays."""
    return _UNITS.get(word.removesuffix("s"), _UNITS.get(word, word))


def same_unit(one: Quantity, other: Quantity) -> tuple[Decimal, Decimal] | None:
    """Both values in one unit; None when the units differ and are not both units of time."""
    if one.unit == other.unit:
        return one.value, other.value
    if one.unit in _SECONDS and other.unit in _SECONDS:
        return one.value * _SECONDS[one.unit], other.value * _SECONDS[other.unit]
    return None


def shift(moment: Moment, quantity: Quantity, *, sign: int) -> Moment | None:
    """The moment that lies a span of time later (or earlier); None when the unit is none of time."""
    amount = int(quantity.value) * sign
    if quantity.unit in {"a", "mo"} and moment.kind != "time":
        return _shift_months(moment, amount * (12 if quantity.unit == "a" else 1))
    if quantity.unit not in _SECONDS:
        return None
    seconds = quantity.value * _SECONDS[quantity.unit] * sign
    if moment.kind == "time":
        return _shift_time(moment, seconds)
    if len(moment.parts) < 3:
        return None
    year, month, day = (int(part) for part in moment.parts[:3])
    hour, minute, second = (Decimal(part) for part in (*moment.parts[3:], 0, 0, 0)[:3])
    total = date(year, month, day).toordinal() * 86400 + hour * 3600 + minute * 60 + second + seconds
    days, rest = divmod(total, 86400)
    if not 1 <= days <= date.max.toordinal():
        return None
    moved = date.fromordinal(int(days))
    clock = (int(rest // 3600), int(rest % 3600 // 60), rest % 60)
    return replace(moment, parts=(moved.year, moved.month, moved.day, *clock)[: len(moment.parts)])


def _shift_months(moment: Moment, months: int) -> Moment | None:
    year, month = int(moment.parts[0]), int((*moment.parts, 1)[1]) if len(moment.parts) > 1 else 1
    total = year * 12 + month - 1 + months
    year, month = total // 12, total % 12 + 1
    if not 1 <= year <= 9999:
        return None
    days = moment.parts[2:3] and (min(int(moment.parts[2]), monthrange(year, month)[1]),)
    return replace(moment, parts=(year, month, *days, *moment.parts[3:])[: len(moment.parts)])


def _shift_time(moment: Moment, seconds: Decimal) -> Moment:
    hour, minute, second = (Decimal(part) for part in (*moment.parts, 0, 0)[:3])
    total = (hour * 3600 + minute * 60 + second + seconds) % 86400
    return replace(moment, parts=(int(total // 3600), int(total % 3600 // 60), total % 60)[: len(moment.parts)])


def moment_to_text(moment: Moment) -> str:
    """As FHIR writes it."""
    if moment.kind == "time":
        return _clock_text(moment.parts)
    head = "-".join(f"{int(part):0{4 if index == 0 else 2}d}" for index, part in enumerate(moment.parts[:3]))
    if not moment.has_clock:
        return head
    zone = ""
    if moment.zone is not None:
        sign = "-" if moment.zone < 0 else "+"
        zone = "Z" if moment.zone == 0 else f"{sign}{abs(moment.zone) // 60:02d}:{abs(moment.zone) % 60:02d}"
    return f"{head}T{_clock_text(moment.parts[3:])}{zone}"


def _clock_text(parts: tuple[int | Decimal, ...]) -> str:
    shown = [f"{int(part):02d}" for part in parts[:2]]
    if len(parts) > 2:
        second = str(parts[2])
        shown.append(second if len(second.partition(".")[0]) == 2 else f"0{second}")
    return ":".join(shown)
