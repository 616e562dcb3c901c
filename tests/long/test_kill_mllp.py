"""Kill -9, again and again, while ADT messages come in over MLLP, on each engine."""

from pathlib import Path

import pytest

from tests.e2e.kill_cycles import run_cycles
from tests.postgres_server import fresh_database

CYCLES = 300


@pytest.mark.long
@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_no_accepted_message_is_lost_or_doubled_in_300_kills(tmp_path: Path, engine: str) -> None:
    if engine == "sqlite":
        ledger = run_cycles(tmp_path, CYCLES, seed=20261122)
    else:
        with fresh_database() as url:
            ledger = run_cycles(tmp_path, CYCLES, seed=20261123, db=url)

    assert ledger.accepted.total() >= CYCLES
