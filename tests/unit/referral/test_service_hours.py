"""Routine limits run while a desk is open; whole days are open days."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from hub.clock import SHANGHAI, datetime_to_micros, micros_to_datetime
from hub.delivery.duty import DUTY_SYSTEM
from hub.referral.service_hours import ServiceHours, hours_of_desk, read_holidays, read_hours
from hub.settings import SettingError

OFFICE = read_hours("1-5 08:00-12:00 13:30-17:30")
FESTIVAL = [{"date": "2026-03-09", "kind": "off"}, {"date": "2026-03-07", "kind": "work"}]


def later(hours: ServiceHours, start: str, minutes: int) -> str:
    at = datetime.fromisoformat(start).replace(tzinfo=SHANGHAI)
    return micros_to_datetime(hours.after(datetime_to_micros(at), minutes)).astimezone(SHANGHAI).strftime("%m-%d %H:%M")


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        ("2026-03-02T09:00", 60, "03-02 10:00"),
        ("2026-03-02T11:00", 240, "03-02 16:30"),
        ("2026-03-06T22:00", 240, "03-09 12:00"),
        ("2026-03-06T16:00", 240, "03-09 10:30"),
        ("2026-03-06T09:00", 1440, "03-09 09:00"),
        ("2026-03-07T09:00", 2880, "03-11 08:00"),
        ("2026-03-02T08:00", 1440 + 480, "03-03 17:30"),
    ],
)
def test_a_limit_passes_while_the_desk_is_open(start: str, minutes: int, due: str) -> None:
    assert later(OFFICE, start, minutes) == due


def test_a_holiday_does_not_count_and_a_worked_saturday_does() -> None:
    hours = read_hours("1-5 08:00-12:00 13:30-17:30", holidays=FESTIVAL)

    assert later(hours, "2026-03-06T22:00", 240) == "03-07 12:00"
    assert later(hours, "2026-03-07T17:00", 60) == "03-10 08:30"


def test_who_is_always_open_counts_by_the_clock_and_so_does_who_never_opens() -> None:
    always, never = ServiceHours(), ServiceHours(week={})

    assert later(always, "2026-03-06T22:00", 240) == "03-07 02:00"
    assert later(always, "2026-03-06T22:00", 1440) == "03-07 22:00"
    assert later(never, "2026-03-06T22:00", 1500) == "03-07 23:00"


@pytest.mark.parametrize("text", ["", "1-5 8", "x 08:00-12:00", "1-5 08:00"])
def test_hours_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(SettingError, match="HUB_SERVICE_HOURS") if text else pytest.raises(SettingError):
        read_hours(text)


@pytest.mark.parametrize("row", [{"date": "10-01", "kind": "off"}, {"date": "2026-10-01", "kind": "free"}, {}])
def test_a_holiday_that_cannot_be_read_is_named(row: dict[str, str]) -> None:
    with pytest.raises(SettingError, match="Holiday"):
        read_hours("1-5 08:00-17:30", holidays=[row])


def test_the_table_of_holidays_is_optional(tmp_path: Path) -> None:
    path = tmp_path / "holidays.csv"
    assert read_holidays(path) == []
    path.write_text("date,kind,name\n2026-10-01,off,国庆节\n", encoding="utf-8")

    assert read_holidays(path) == [{"date": "2026-10-01", "kind": "off", "name": "国庆节"}]


def desk(**more: Any) -> dict[str, Any]:
    concept = {"coding": [{"system": DUTY_SYSTEM, "code": "referral-desk"}]}
    return {"resourceType": "HealthcareService", "type": [concept]} | more


def test_an_institution_says_its_own_hours() -> None:
    service = desk(
        availableTime=[
            {"daysOfWeek": ["sat"], "availableStartTime": "09:00:00", "availableEndTime": "11:00:00"},
            {"daysOfWeek": ["sun"], "allDay": True},
        ],
        notAvailable=[
            {"during": {"start": "2026-03-08", "end": "2026-03-08"}},
            {"description": "?"},
        ],
    )

    hours = hours_of_desk([service], OFFICE)

    assert later(hours, "2026-03-06T22:00", 60) == "03-07 10:00"
    assert later(hours, "2026-03-07T10:30", 60) == "03-14 09:30"
    assert later(hours, "2026-03-15T22:00", 60) == "03-15 23:00"


@pytest.mark.parametrize("service", [desk(), desk(active=False, availableTime=[{"allDay": True}]), {"type": []}])
def test_who_says_nothing_has_the_hours_of_the_installation(service: dict[str, Any]) -> None:
    assert hours_of_desk([service], OFFICE) is OFFICE


def test_a_desk_that_is_open_all_day_every_day_is_open_all_day_every_day() -> None:
    hours = hours_of_desk([desk(availableTime=[{"allDay": True}])], OFFICE)

    assert later(hours, "2026-03-07T22:00", 240) == "03-08 02:00"


def test_what_a_desk_says_in_odd_ways_holds_up_nothing() -> None:
    hours = hours_of_desk(
        [
            desk(
                availableTime=[{"availableStartTime": "08:00:60", "availableEndTime": "12:00:00"}],
                notAvailable=[{"during": {"start": "2026"}}, {"during": {"end": "2026-03-02"}}, {"description": "x"}],
            )
        ],
        OFFICE,
    )

    assert later(hours, "2026-03-02T09:00", 60) == "03-02 10:00"
