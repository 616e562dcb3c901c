"""The limits of an installation: read, refused, and run by whose hours."""

from pathlib import Path

import pytest

from hub.referral.deadlines import HOUR, LIMITS, MINUTE
from hub.referral.states import State
from hub.referral.waits import Waits, read_limits
from hub.settings import SettingError, Settings


def test_every_limit_has_a_name_and_may_be_changed() -> None:
    assert read_limits("open=1/2/3 draft=60/60/60") == {State.SUBMITTED: (1, 2, 3), State.DRAFT: (60, 60, 60)}
    assert read_limits("") == {}


@pytest.mark.parametrize("text", ["open", "open=1/2", "open=1/2/3/4", "open=0/1/2", "open=a/b/c", "opened=1/2/3"])
def test_a_limit_that_cannot_be_read_is_named(text: str) -> None:
    with pytest.raises(SettingError, match=f"HUB_REFERRAL_LIMITS has '{text}'"):
        read_limits(text)


def test_the_settings_make_the_waits_of_an_installation(tmp_path: Path) -> None:
    (tmp_path / "holidays.csv").write_text("date,kind\n1970-01-01,off\n", encoding="utf-8")

    waits = Waits.of(Settings(data=tmp_path, referral_limits="open=1/2/30", service_hours="1-5 08:00-17:30"))

    timer = waits.timer(State.SUBMITTED, subject="Task/1", priority="routine", is_stat=False, now=0)
    assert timer is not None
    assert timer.due == 24 * HOUR + 30 * MINUTE  # Friday at eight in Shanghai: Thursday is off
    assert waits.limits[State.UNDER_REVIEW] == LIMITS[State.UNDER_REVIEW]


@pytest.mark.parametrize(("priority", "minutes"), [("stat", 15), ("urgent", 120), ("asap", 120)])
def test_stat_and_urgent_run_by_the_clock(priority: str, minutes: int, tmp_path: Path) -> None:
    waits = Waits.of(Settings(data=tmp_path))

    timer = waits.timer(State.UNDER_REVIEW, subject="Task/1", priority=priority, is_stat=False, now=0)

    assert timer is not None
    assert timer.due == minutes * MINUTE


def test_nothing_is_waited_for_at_the_end_and_an_accepted_stat_call_does_not_lapse() -> None:
    waits = Waits()

    assert waits.timer(State.CLOSED, subject="Task/1", priority="routine", is_stat=False, now=0) is None
    assert waits.timer(State.ACCEPTED, subject="Task/1", priority="stat", is_stat=True, now=0) is None
    assert waits.after_escalation(State.SUBMITTED, subject="Task/1", priority="stat", is_stat=True, now=0) is None
    assert waits.after_escalation(State.IN_CARE, subject="Task/1", priority="routine", is_stat=False, now=0) is None
