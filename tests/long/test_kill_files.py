"""Kill -9, again and again, inside a batch file, a posted batch and the reading of a view, on each engine."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.kill_files import kill_in_a_batch, kill_in_a_post, kill_in_a_view
from tests.postgres_server import fresh_database

CYCLES = 8


@pytest.mark.long
@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
@pytest.mark.parametrize("kill", [kill_in_a_batch, kill_in_a_post, kill_in_a_view], ids=["batch", "post", "view"])
def test_what_was_broken_off_is_stored_whole_and_once(tmp_path: Path, engine: str, kill: Callable[..., int]) -> None:
    if engine == "sqlite":
        assert kill(tmp_path, CYCLES) > 0
        return
    with fresh_database() as url:
        assert kill(tmp_path, CYCLES, db=url) > 0
