"""What all tests share: no deadline on generated cases (machines are shared), the same cases on every run, and where
their files are.

A hub waits for its disk a dozen times when it is made and once for each write. Most tests are not about the disk, and
a crash of a process loses nothing that is in memory's file system either: where the machine has room there, the
folders of tests are in it. `PYTEST_DEBUG_TEMPROOT=/tmp` or `--basetemp` puts them elsewhere.
"""

import os
from pathlib import Path
from typing import Final

from hypothesis import settings

settings.register_profile("hub", deadline=None, derandomize=True)
settings.load_profile("hub")

_MEMORY: Final = Path("/dev/shm")
_ROOM: Final = 6_000_000_000
"""Bytes that must be free there and in the machine; a run on four workers has used less than two at once."""


def has_room(folder: Path, *, facts: Path = Path("/proc/meminfo")) -> bool:
    """Whether the folder, and the memory that it is in, take what a run leaves there for a while."""
    if not os.access(folder, os.W_OK | os.X_OK) or not facts.exists():
        return False
    space = os.statvfs(folder)
    known = dict(line.split(":", 1) for line in facts.read_text(encoding="ascii").splitlines() if ":" in line)
    available = int(known.get("MemAvailable", "0 kB").split()[0]) * 1024
    return min(space.f_bavail * space.f_frsize, available) >= _ROOM


if has_room(_MEMORY):
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))
