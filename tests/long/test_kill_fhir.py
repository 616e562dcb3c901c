"""Kill -9, again and again, while FHIR writes come in, on each engine."""

from pathlib import Path

import pytest

from tests.e2e.kill_fhir import run_fhir_cycles
from tests.postgres_server import fresh_database

CYCLES = 300


@pytest.mark.long
@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_no_answered_write_is_lost_doubled_or_halved_in_300_kills(tmp_path: Path, engine: str) -> None:
    if engine == "sqlite":
        answers = run_fhir_cycles(tmp_path, CYCLES, seed=20261124)
    else:
        with fresh_database() as url:
            answers = run_fhir_cycles(tmp_path, CYCLES, seed=20261125, db=url)

    assert answers.total() >= CYCLES
