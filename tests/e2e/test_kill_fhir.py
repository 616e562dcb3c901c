"""Kill -9 under FHIR writes, a few times on each engine; tests/long does it 300 times."""

from pathlib import Path

import pytest

from tests.e2e.kill_fhir import run_fhir_cycles
from tests.postgres_server import fresh_database


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_no_answered_write_is_lost_doubled_or_halved_when_the_hub_is_killed(tmp_path: Path, engine: str) -> None:
    if engine == "sqlite":
        answers = run_fhir_cycles(tmp_path, 2, seed=6)
    else:
        with fresh_database() as url:
            answers = run_fhir_cycles(tmp_path, 2, seed=7, db=url)

    assert answers.total() >= 2
