"""Which functions run on this thread, and how often: what is done beside the event loop is not among them.

Counts of calls are the same on every machine, however busy it is; how long something takes is a figure of benchmarks/.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import BuiltinFunctionType, FrameType
from typing import Any


class Calls:
    """What was called on the thread. Functions written in C count towards `total` and `bytes_searched` alone."""

    def __init__(self) -> None:
        self.total = 0
        self.bytes_searched = 0
        self._by_code: Counter[Any] = Counter()

    def of(self, function: Callable[..., Any]) -> int:
        """How often this function, written in Python, was called."""
        return self._by_code[function.__code__]

    def note(self, frame: FrameType, event: str, arg: Any) -> None:
        """As `sys.setprofile` calls it."""
        if event == "call":
            self.total += 1
            self._by_code[frame.f_code] += 1
        elif event == "c_call":
            self.total += 1
            if isinstance(arg, BuiltinFunctionType) and isinstance(arg.__self__, (bytes, bytearray)):
                self.bytes_searched += len(arg.__self__)


@contextmanager
def calls_here() -> Iterator[Calls]:
    """Count the calls of this thread while the block runs, in a coroutine also those of the loop's other tasks."""
    calls = Calls()
    before = sys.getprofile()
    sys.setprofile(calls.note)
    try:
        yield calls
    finally:
        sys.setprofile(before)
