"""Who is on duty, by the institution's own roster, at any hour of the week."""

from datetime import datetime
from typing import Any

import pytest

from hub.clock import SHANGHAI
from hub.delivery.duty import DUTY, DUTY_SYSTEM, Line, is_on_duty, lines_on_duty

MONDAY_NIGHT = datetime(2026, 3, 2, 23, 30, tzinfo=SHANGHAI)


def role(**more: Any) -> dict[str, Any]:
    duty = {"coding": [{"system": DUTY_SYSTEM, "code": DUTY}]}
    return {"resourceType": "PractitionerRole", "active": True, "code": [duty]} | more


NIGHT = {"daysOfWeek": ["mon"], "availableStartTime": "20:00:00", "availableEndTime": "08:00:00"}


@pytest.mark.parametrize(
    ("hours", "at", "expected"),
    [
        ([], MONDAY_NIGHT, True),
        ([NIGHT], MONDAY_NIGHT, True),
        ([NIGHT], datetime(2026, 3, 3, 7, 59, tzinfo=SHANGHAI), True),
        ([NIGHT], datetime(2026, 3, 3, 8, 0, tzinfo=SHANGHAI), False),
        ([NIGHT], datetime(2026, 3, 3, 23, 30, tzinfo=SHANGHAI), False),
        ([NIGHT], datetime(2026, 3, 2, 7, 0, tzinfo=SHANGHAI), False),
        ([{"allDay": True, "daysOfWeek": ["mon"]}], MONDAY_NIGHT, True),
        ([{"allDay": True, "daysOfWeek": ["tue"]}], MONDAY_NIGHT, False),
        ([{"availableStartTime": "08:00:00", "availableEndTime": "20:00:00"}], MONDAY_NIGHT, False),
        ([{"availableStartTime": "08:00:00"}], MONDAY_NIGHT, True),
    ],
)
def test_a_shift_covers_its_hours_also_over_midnight(hours: list[dict[str, Any]], at: datetime, expected: bool) -> None:
    assert is_on_duty(role(availableTime=hours), at) is expected


@pytest.mark.parametrize(
    "more",
    [
        {"active": False},
        {"code": []},
        {"period": {"end": "2026-03-01"}},
        {"period": {"start": "2026-03-03"}},
        {"notAvailable": [{"description": "leave", "during": {"start": "2026-03-01", "end": "2026-03-09"}}]},
    ],
)
def test_who_has_left_is_away_or_has_another_role_is_not_called(more: dict[str, Any]) -> None:
    assert not is_on_duty(role(**more), MONDAY_NIGHT)


def test_lines_come_by_rank_and_the_institutions_phone_last_and_each_once() -> None:
    roles = [
        role(telecom=[{"system": "phone", "value": "2", "rank": 2}, {"system": "url", "value": "robot"}, {"rank": 1}]),
        role(telecom=[{"system": "phone", "value": "1", "rank": 1}, {"system": "email", "value": "a@b"}]),
        role(active=False, telecom=[{"system": "phone", "value": "9"}]),
    ]

    lines = lines_on_duty(roles, MONDAY_NIGHT, phone="2")

    assert lines == (
        Line("sms", "1"), Line("voice", "1"), Line("sms", "2"), Line("voice", "2"), Line("chat", "robot"),
    )  # fmt: skip


def test_without_a_roster_the_institutions_phone_is_called() -> None:
    assert lines_on_duty([], MONDAY_NIGHT, phone="0571-1") == (Line("sms", "0571-1"), Line("voice", "0571-1"))
    assert lines_on_duty([], MONDAY_NIGHT) == ()
