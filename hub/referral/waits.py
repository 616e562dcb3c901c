"""For how long each state is waited in: the limits of the installation, by the desk's hours where they count.

`domain.md` B2 as overruled by rulings 1.1. Stat and urgent run by the clock, routine by the hours of who is waited for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from hub.referral import deadlines
from hub.referral.deadlines import MINUTE, STAT_ANSWER, UNANSWERED, WHEREABOUTS
from hub.referral.service_hours import ServiceHours, read_holidays, read_hours
from hub.referral.states import State
from hub.settings import SettingError, Settings
from hub.store.port import Timer

NAMES: Mapping[str, State] = MappingProxyType(
    {
        "draft": State.DRAFT, "override": State.OVERRIDE_PENDING, "open": State.SUBMITTED,
        "decide": State.UNDER_REVIEW, "reply": State.INFO_REQUESTED, "accepted": State.ACCEPTED,
        "cancel": State.CANCEL_REQUESTED, "planned": State.SCHEDULED, "arrival": State.IN_TRANSIT,
        "stay": State.IN_CARE, "feedback": State.FEEDBACK_DUE, "acknowledge": State.FEEDBACK_SENT,
    }
)  # fmt: skip
"""What a limit is called in HUB_REFERRAL_LIMITS, and the state that it limits."""

BY_HOURS = frozenset(
    {State.OVERRIDE_PENDING, State.SUBMITTED, State.UNDER_REVIEW, State.INFO_REQUESTED, State.CANCEL_REQUESTED}
)
"""States in which a desk is waited for: routine limits run in its hours."""

AFTERWARDS = 5 * MINUTE
"""What happened longer ago than this was entered afterwards (after a down-time): no old alarm is fired for it."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Limits in minutes as (stat, urgent, routine), and who is open when. `of_member` is filled for each write."""

    limits: Mapping[State, tuple[int, int, int]] = field(default_factory=lambda: dict(deadlines.LIMITS))
    hours: ServiceHours = field(default_factory=ServiceHours)
    of_member: dict[int, ServiceHours] = field(default_factory=dict)
    receipt: tuple[int, int, int] = deadlines.RECEIPT_MINUTES

    @classmethod
    def of(cls, settings: Settings) -> "Waits":
        """As the installation says. Raises SettingError."""
        holidays = settings.data / Path(settings.holidays)
        hours = read_hours(settings.service_hours, holidays=read_holidays(holidays))
        limits = dict(deadlines.LIMITS) | read_limits(settings.referral_limits)
        return cls(limits=limits, hours=hours, receipt=read_receipt(settings.transfer_receipt))

    def fresh(self) -> "Waits":
        """The same for another write, which asks its members anew."""
        return replace(self, of_member={})

    def receipt_due(self, priority: str, *, now: int, member: int) -> int:
        """Until when a transfer document is to be confirmed; routine in the hours of its receiver's desk."""
        stat, urgent, routine = self.receipt
        minutes = {"stat": stat, "urgent": urgent, "asap": urgent}.get(priority)
        if minutes is not None:
            return now + minutes * MINUTE
        return self.of_member.get(member, self.hours).after(now, routine)

    def timer(
        self, state: State, *, subject: str, priority: str, is_stat: bool, now: int, planned: int = 0, member: int = 0
    ) -> Timer | None:
        """The timer that a Task's state sets; None when nothing is waited for. `member` is who is waited for.

        A scheduled move is looked for from its planned time on.
        """
        if is_stat and state in {State.SUBMITTED, State.UNDER_REVIEW, State.INFO_REQUESTED}:
            return Timer(kind=UNANSWERED, subject=subject, due=now + STAT_ANSWER)
        kind = deadlines.KINDS.get(state)
        if kind is None or (is_stat and state is State.ACCEPTED):
            return None
        stat, urgent, routine = self.limits[state]
        minutes = {"stat": stat, "urgent": urgent, "asap": urgent}.get(priority, routine)
        if state in BY_HOURS and priority not in {"stat", "urgent", "asap"}:
            due = self.of_member.get(member, self.hours).after(now, minutes)
        else:
            due = (max(now, planned) if kind == WHEREABOUTS else now) + minutes * MINUTE
        return Timer(kind=kind, subject=subject, due=due)

    def after_escalation(
        self, state: State, *, subject: str, priority: str, is_stat: bool, now: int, member: int = 0
    ) -> Timer | None:
        """A decision that stays out after the lead hospital was told expires after the same time again; never stat."""
        if is_stat or state not in {State.SUBMITTED, State.UNDER_REVIEW, State.INFO_REQUESTED}:
            return None
        again = self.timer(state, subject=subject, priority=priority, is_stat=is_stat, now=now, member=member)
        return Timer(kind=deadlines.EXPIRE, subject=subject, due=again.due) if again is not None else None


def read_receipt(text: str) -> tuple[int, int, int]:
    """From a setting such as `30/60/240`, in minutes. Raises SettingError."""
    numbers = [int(value) for value in text.split("/") if value.isdigit() and int(value) > 0]
    if len(numbers) != 3 or text.count("/") != 2:
        raise SettingError(
            f"HUB_TRANSFER_RECEIPT is {text!r}; expected STAT/URGENT/ROUTINE in minutes, as in 30/60/240."
        )
    return numbers[0], numbers[1], numbers[2]


def read_limits(text: str) -> dict[State, tuple[int, int, int]]:
    """From a setting such as `open=5/30/240 decide=15/120/1440`, in minutes. Raises SettingError."""
    found: dict[State, tuple[int, int, int]] = {}
    for part in text.split():
        name, _, values = part.partition("=")
        numbers = [int(value) for value in values.split("/") if value.isdigit() and int(value) > 0]
        if name not in NAMES or len(numbers) != 3 or values.count("/") != 2:
            raise SettingError(
                f"HUB_REFERRAL_LIMITS has {part!r}; expected NAME=STAT/URGENT/ROUTINE in minutes, as in "
                f"open=5/30/240, where NAME is one of {', '.join(NAMES)}."
            )
        found[NAMES[name]] = (numbers[0], numbers[1], numbers[2])
    return found
