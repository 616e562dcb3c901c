"""What the listener reads: chapters with the story's time, what happened, where to look, and each check."""

import sys
from dataclasses import dataclass, field
from datetime import datetime
from typing import TextIO

_WEEKDAYS = "一二三四五六日"


class StoryError(Exception):
    """A step of the story did not hold and nothing after it can."""


@dataclass(slots=True)
class Narrator:
    """Prints the story and counts what held. `stays` is false when nothing is left to look at after the walk."""

    out: TextIO = field(default_factory=lambda: sys.stdout)
    stays: bool = True
    held: int = 0
    failed: list[str] = field(default_factory=list)
    chapters: int = 0

    def chapter(self, at: datetime, title: str, english: str) -> None:
        """A new step, with the story's clock."""
        self.chapters += 1
        self._line("")
        self._line(f"【{self.chapters}】{at:%m月%d日}（周{_WEEKDAYS[at.weekday()]}）{at:%H:%M}  {title}")
        self._line(f"     {english}")

    def say(self, text: str) -> None:
        """One sentence."""
        self._line(f"     {text}")

    def look(self, what: str, where: str) -> None:
        """Where to see it, when it is still there after the walk."""
        if self.stays:
            self._line(f"     → {what}：{where}")

    def check(self, claim: str, *, holds: bool) -> None:
        """A claim that the demo has just tested."""
        if holds:
            self.held += 1
            self._line(f"     ✔ {claim}")
        else:
            self.failed.append(claim)
            self._line(f"     ✘ {claim}  ← 没有成立 did not hold")

    def demand(self, claim: str, *, holds: bool) -> None:
        """A claim without which the story cannot go on. Raises StoryError."""
        self.check(claim, holds=holds)
        if not holds:
            raise StoryError(claim)

    def _line(self, text: str) -> None:
        print(text, file=self.out, flush=True)
