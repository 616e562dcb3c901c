"""What the hot paths ask of the administration tables, kept for a moment.

Another process (`hub member add`) may change the tables while the server runs: what is kept is read again after a
second, and at once when something is looked for that it does not hold.
"""

from collections.abc import Callable
from typing import Final, Generic, TypeVar

from hub.clock import Clock

_SECONDS: Final = 1.0
"""How late a change that another process made may be seen."""

_T = TypeVar("_T")


class Remembered(Generic[_T]):
    """A value that is loaded again when it is a second old, or was changed here."""

    def __init__(self, load: Callable[[], _T], clock: Clock) -> None:
        self._load = load
        self._clock = clock
        self._value: _T | None = None
        self._until = 0.0

    def value(self) -> _T:
        """The value, at most a second old."""
        if self._value is None or self._clock.monotonic() >= self._until:
            return self.fresh()
        return self._value

    def fresh(self) -> _T:
        """The value as it is now."""
        self._until = self._clock.monotonic() + _SECONDS
        self._value = self._load()
        return self._value

    def forget(self) -> None:
        """It was changed here."""
        self._value = None
