"""Where the tests' own files go: into memory where it has room for them, else to the disk as ever."""

import os
import tempfile
from pathlib import Path

from tests.conftest import has_room


def _memory(folder: Path, kilobytes: int) -> Path:
    facts = folder / "meminfo"
    facts.write_text(f"MemTotal:       99999999 kB\nMemAvailable:   {kilobytes} kB\n", encoding="ascii")
    return facts


def test_a_machine_with_little_memory_has_no_room(tmp_path: Path) -> None:
    root = Path(tempfile.gettempdir())
    space = os.statvfs(root)
    is_roomy = space.f_bavail * space.f_frsize >= 6_000_000_000

    found = [has_room(root, facts=_memory(tmp_path, kilobytes)) for kilobytes in (5_000_000, 50_000_000)]

    assert found == [False, is_roomy]


def test_a_folder_that_is_not_there_has_no_room(tmp_path: Path) -> None:
    assert not has_room(tmp_path / "none", facts=_memory(tmp_path, 50_000_000))


def test_a_machine_that_does_not_tell_its_memory_has_no_room(tmp_path: Path) -> None:
    assert not has_room(tmp_path, facts=tmp_path / "none")
