"""When an institution's referral desk is open: routine limits run only then (ruling 2.1.13).

An institution says so by a HealthcareService of type `referral-desk` (https://hl7.org/fhir/R4/healthcareservice.html,
`availableTime` and `notAvailable`); who says nothing has the hours and holidays of the installation.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from fhir_profiles.issue import JsonObject
from hub.clock import SHANGHAI, datetime_to_micros, micros_to_datetime
from hub.delivery.duty import DUTY_SYSTEM, time_of_day
from hub.settings import SettingError

DESK = "referral-desk"
"""The code of the desk among HealthcareService.type, in the code system of duty roles."""

MINUTE = 60_000_000
DAY = 24 * 60
_LOOK_AHEAD = 400
_DAYS = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_DAY_ENDS = time(23, 59)
_WHOLE_DAY = (time(0), _DAY_ENDS)

Span = tuple[time, time]


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """Open spans of each weekday (0 is Monday), days off, and days on which a day off is worked (调休)."""

    week: Mapping[int, tuple[Span, ...]] = field(default_factory=lambda: dict.fromkeys(range(7), (_WHOLE_DAY,)))
    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def spans(self, day: date) -> tuple[Span, ...]:
        """When the desk is open on a day."""
        if day in self.off:
            return ()
        open_on = self.week.get(day.weekday(), ())
        return open_on or (self.week.get(0, ()) if day in self.worked else ())

    def after(self, start: int, minutes: int) -> int:
        """The time (microseconds UTC) when so many minutes have passed; a limit of whole days counts open days.

        A desk that never opens within a year counts by the clock.
        """
        days, rest = divmod(minutes, DAY)
        left = timedelta(minutes=rest)
        found = self._next_open(micros_to_datetime(start).astimezone(SHANGHAI))
        for _ in range(days):
            found = self._same_time_later(found[0]) if found else None
        while found is not None:
            at, closes = found
            if left <= closes - at:
                return datetime_to_micros(at + left)
            left -= closes - at
            found = self._next_open(closes)
        return start + minutes * MINUTE

    def _same_time_later(self, at: datetime) -> tuple[datetime, datetime] | None:
        """The same time on the next day on which the desk opens at all."""
        days = (at + timedelta(days=number) for number in range(1, _LOOK_AHEAD))
        return self._next_open(next((day for day in days if self.spans(day.date())), at + timedelta(days=_LOOK_AHEAD)))

    def _next_open(self, at: datetime) -> tuple[datetime, datetime] | None:
        """The first open moment from `at` on, and when the desk closes then."""
        for number in range(_LOOK_AHEAD):
            day = at.date() + timedelta(days=number)
            for opens, closes in self.spans(day):
                until = _at(day, closes) if closes < _DAY_ENDS else _at(day + timedelta(days=1), time(0))
                if at < until:
                    return max(at, _at(day, opens)), until
        return None


def read_hours(text: str, *, holidays: Iterable[Mapping[str, str]] = ()) -> ServiceHours:
    """From a setting such as `1-5 08:00-12:00 13:30-17:30` and the rows of the holidays. Raises SettingError."""
    days, *spans = text.split() or [""]
    try:
        first, _, last = days.partition("-")
        open_spans = tuple(
            (time.fromisoformat(a), time.fromisoformat(b)) for a, _, b in (s.partition("-") for s in spans)
        )
        week = dict.fromkeys(range(int(first) - 1, int(last or first)), open_spans)
    except ValueError as err:
        raise SettingError(f"HUB_SERVICE_HOURS is {text!r}; expected as in `1-5 08:00-12:00 13:30-17:30`.") from err
    return with_holidays(ServiceHours(week=week), holidays)


def with_holidays(hours: ServiceHours, rows: Iterable[Mapping[str, str]]) -> ServiceHours:
    """The hours with the days of a table `date,kind,name`: kind `off`, or `work` for a day off that is worked."""
    by_kind: dict[str, set[date]] = {"off": set(), "work": set()}
    for row in rows:
        try:
            by_kind[(row.get("kind") or "").strip()].add(date.fromisoformat((row.get("date") or "").strip()))
        except (KeyError, ValueError) as err:
            raise SettingError(
                f"Holiday {dict(row)} cannot be read; expected date (2026-10-01) and kind off or work."
            ) from err
    return replace(hours, off=hours.off | by_kind["off"], worked=hours.worked | by_kind["work"])


def read_holidays(path: Path) -> list[dict[str, str]]:
    """The rows of the holidays' CSV file; none when there is no file."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def hours_of_desk(services: Iterable[JsonObject], default: ServiceHours) -> ServiceHours:
    """What an institution's own HealthcareService says; the installation's hours when it says nothing."""
    desk = next((one for one in services if _is_desk(one) and one.get("active", True)), None)
    if desk is None or not desk.get("availableTime"):
        return default
    week: dict[int, list[Span]] = {}
    for one in desk["availableTime"]:
        span = _WHOLE_DAY if one.get("allDay") else _span(one)
        for name in one.get("daysOfWeek", _DAYS):
            week.setdefault(_DAYS[name], []).append(span)
    off = {day for one in desk.get("notAvailable", []) for day in _days_of(one.get("during") or {})}
    return replace(default, week={day: tuple(sorted(spans)) for day, spans in week.items()}, off=default.off | off)


def _is_desk(service: JsonObject) -> bool:
    return any(
        coding.get("system") == DUTY_SYSTEM and coding.get("code") == DESK
        for concept in service.get("type", [])
        for coding in concept.get("coding", [])
    )


def _span(one: JsonObject) -> Span:
    return (
        time_of_day(str(one.get("availableStartTime", "00:00:00"))),
        time_of_day(str(one.get("availableEndTime", "23:59:00"))),
    )


def _days_of(period: JsonObject) -> list[date]:
    """The days that are named to the day; a year or a month alone closes no desk, and holds up no referral."""
    try:
        first = date.fromisoformat(str(period["start"])[:10])
        last = date.fromisoformat(str(period.get("end", period["start"]))[:10])
    except (KeyError, ValueError):
        return []
    return [first + timedelta(days=number) for number in range(min((last - first).days, _LOOK_AHEAD) + 1)]


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, SHANGHAI)
