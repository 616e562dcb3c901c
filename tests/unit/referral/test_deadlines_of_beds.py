"""How long a bed is held for a planned move."""

from hub.referral.deadlines import HOUR, planned_hold_until


def test_a_planned_time_that_has_passed_does_not_free_the_bed() -> None:
    now = 1_000 * HOUR

    assert planned_hold_until("urgent", planned=now - 500 * HOUR, now=now) == now + 4 * HOUR
    assert planned_hold_until("urgent", planned=now + 10 * HOUR, now=now) == now + 14 * HOUR
