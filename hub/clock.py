"""Time as the hub sees it. Tests and the demo put their own clock in.

UTC for what is written, monotonic for what is waited on. Order is never taken from either (DESIGN D21).
"""

import time
from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """A source of the present."""

    def now(self) -> int:
        """Microseconds since 1970-01-01T00:00:00Z."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> int:
        """Microseconds since 1970-01-01T00:00:00Z."""
        return time.time_ns() // 1000

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return time.monotonic()


class FrozenClock:
    """A clock that moves only when told to."""

    def __init__(self, at: datetime) -> None:
        self._now = datetime_to_micros(at)

    def now(self) -> int:
        """Microseconds since 1970-01-01T00:00:00Z."""
        return self._now

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return self._now / 1_000_000

    def advance(self, *, seconds: float) -> None:
        """Let time pass."""
        self._now += round(seconds * 1_000_000)

    def move_to(self, at: datetime) -> None:
        """Jump to a moment."""
        self._now = datetime_to_micros(at)


def datetime_to_micros(at: datetime) -> int:
    """Microseconds since the epoch of an aware datetime."""
    return round(at.timestamp() * 1_000_000)


def micros_to_instant(micros: int) -> str:
    """A FHIR instant in UTC with milliseconds, `2026-03-02T01:00:00.000Z`. https://hl7.org/fhir/R4/datatypes.html#instant."""
    seconds, rest = divmod(micros, 1_000_000)
    tm = time.gmtime(seconds)
    return (
        f"{tm.tm_year:04d}-{tm.tm_mon:02d}-{tm.tm_mday:02d}T"
        f"{tm.tm_hour:02d}:{tm.tm_min:02d}:{tm.tm_sec:02d}.{rest // 1000:03d}Z"
    )


def micros_to_datetime(micros: int) -> datetime:
    """An aware UTC datetime."""
    return datetime.fromtimestamp(micros / 1_000_000, tz=UTC)
