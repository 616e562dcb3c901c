"""What the scenarios share: one alliance on each engine."""

from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from hub.clock import FrozenClock
from tests.builders import small_alliance
from tests.e2e.referral_stage import START
from tests.e2e.scenario_world import World
from tests.postgres_server import fresh_database


@pytest.fixture(params=["postgres", "sqlite"])
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    with ExitStack() as stack:
        changed: dict[str, Any] = {"db": stack.enter_context(fresh_database())} if request.param == "postgres" else {}
        async with small_alliance(tmp_path, clock=FrozenClock(START), **changed) as made:
            yield World(made)
