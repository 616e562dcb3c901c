"""Fifty times kill -9 while ADT messages come in over MLLP."""

from pathlib import Path

import pytest

from tests.e2e.kill_cycles import run_cycles


@pytest.mark.long
def test_no_accepted_message_is_lost_or_doubled_in_fifty_kills(tmp_path: Path) -> None:
    ledger = run_cycles(tmp_path, 50, seed=20261122)

    assert ledger.accepted.total() >= 50
