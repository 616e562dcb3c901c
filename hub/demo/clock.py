"""The story's clock: it runs like the machine's, some days behind it, and can be put forward up to the present.

The story takes nine days of an elder's life and a minute of the listener's. When it is over, the
clock is the machine's own again, so that tokens made elsewhere fit.
"""

import time
from datetime import datetime, timedelta

from hub.clock import SHANGHAI, SystemClock, micros_to_datetime


class StoryClock(SystemClock):
    """A clock that starts in the past and never goes back."""

    def __init__(self, *, days_behind: float) -> None:
        self._behind = round(days_behind * 86_400_000_000)

    def now(self) -> int:
        """Microseconds since 1970-01-01T00:00:00Z, on the story's day."""
        return time.time_ns() // 1000 - self._behind

    def put_forward(self, *, days: int, hour: int, minute: int) -> datetime:
        """To this hour in Shanghai, `days` days on; never past the machine's own time."""
        today = micros_to_datetime(self.now()).astimezone(SHANGHAI)
        goal = (today + timedelta(days=days)).replace(hour=hour, minute=minute, second=0, microsecond=0)
        step = round((goal - today).total_seconds() * 1_000_000)
        self._behind -= min(max(step, 0), self._behind)
        return self.local()

    def catch_up(self) -> None:
        """Be the machine's clock from now on."""
        self._behind = 0

    def local(self) -> datetime:
        """The story's present in Shanghai."""
        return micros_to_datetime(self.now()).astimezone(SHANGHAI)
