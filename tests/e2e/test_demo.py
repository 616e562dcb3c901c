"""`hub demo --once`: the whole story through the real doors, as a process of its own."""

import os
import re
import subprocess
import sys
from pathlib import Path


def test_every_step_of_the_story_holds(tmp_path: Path) -> None:
    environment = os.environ | {"HUB_DATA": str(tmp_path)}

    done = subprocess.run(
        [sys.executable, "-m", "hub.cli.main", "demo", "--once"],
        capture_output=True,
        text=True,
        env=environment,
        cwd=tmp_path,
        timeout=300,
        check=False,
    )

    assert (done.returncode, re.findall("✘.*", done.stdout)) == (0, [])
    assert len(re.findall(r"^【\d+】", done.stdout, re.MULTILINE)) == 14
    assert len(re.findall("✔", done.stdout)) >= 56
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_a_demos_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("private", encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "hub.cli.main", "demo", "--once", "--data", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 1
    assert "is not empty and no demo made it" in done.stderr
    assert (tmp_path / "letters.txt").read_text(encoding="utf-8") == "private"
