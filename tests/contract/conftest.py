"""Fixtures of the contract suite."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.clock import FrozenClock
from hub.store.port import Engine
from tests.contract.engines import ENGINES


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2026, 3, 2, 1, 0, tzinfo=UTC))


@pytest.fixture(params=sorted(ENGINES))
async def store(request: pytest.FixtureRequest, tmp_path: Path, clock: FrozenClock) -> AsyncIterator[Engine]:
    async with ENGINES[request.param](tmp_path, clock) as engine:
        yield engine
