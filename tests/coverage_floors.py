"""Holds a coverage report against the floors of the design (section 7): `python -m tests.coverage_floors FILE`.

Line and branch coverage together, for each part that has a floor of its own and for the whole. Exit status 1 when
one is below.
"""

import json
import sys
from pathlib import Path
from typing import Final

WHOLE: Final = 95.0

FLOORS: Final = {
    "hub/referral/": 100.0,
    "hub/consent/": 100.0,
    "hub/auth/": 100.0,
    "hub/store/visibility.py": 100.0,
    "hub/transfer/signing.py": 100.0,
    "hub/transfer/verify.py": 100.0,
}
"""What decides, opens or signs: a branch that no test took is one that nobody has seen decide."""


class Part:
    """Statements and branches of some files."""

    def __init__(self, name: str, floor: float) -> None:
        self.name = name
        self.floor = floor
        self.wanted = 0
        self.taken = 0
        self.open: list[str] = []

    def add(self, path: str, summary: dict[str, int]) -> None:
        """One file of the report."""
        wanted = summary["num_statements"] + summary["num_branches"]
        taken = summary["covered_lines"] + summary["covered_branches"]
        self.wanted += wanted
        self.taken += taken
        if taken < wanted:
            self.open.append(f"{path} ({wanted - taken})")

    @property
    def percent(self) -> float:
        """100 when there is nothing to take."""
        return 100.0 * self.taken / self.wanted if self.wanted else 100.0

    @property
    def holds(self) -> bool:
        """Whether the floor is reached."""
        return self.percent >= self.floor


def parts_of(report: dict[str, dict[str, dict[str, dict[str, int]]]]) -> list[Part]:
    """The whole first, then each part with a floor of its own."""
    parts = [Part("all", WHOLE), *(Part(name, floor) for name, floor in FLOORS.items())]
    for path, file in report["files"].items():
        for part in parts:
            if part.name == "all" or path.startswith(part.name):
                part.add(path, file["summary"])
    return parts


def main(path: str) -> int:
    """Print each part with what is open in it."""
    parts = parts_of(json.loads(Path(path).read_text(encoding="utf-8")))
    for part in parts:
        below = "" if part.holds else "  BELOW"
        sys.stdout.write(f"{part.percent:6.2f} % of {part.name} (floor {part.floor:g} %){below}\n")
        if part.name != "all":
            sys.stdout.write("".join(f"         open: {item}\n" for item in part.open))
    return 0 if all(part.holds for part in parts) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
