"""An estimated total is the number itself up to a bound, and unknown beyond, on both engines."""

from pathlib import Path

import pytest

from hub.clock import SystemClock
from hub.keys import Keys
from hub.store.port import Engine
from hub.store.search import plan
from hub.store.search.parse import parse_query
from hub.store.sqlite import SqliteStore
from tests.unit.store.postgres_nodes import H1, node, patient, unit, url

__all__ = ["url"]


async def _totals(store: Engine) -> list[int | None]:
    for number in range(4):
        await store.write(unit(patient(f"p{number}")), visibility=H1)
    asked = [
        [("_total", "estimate"), *pairs]
        for pairs in ([("_count", "1")], [("_id", "p1,p2")], [("_sort", "birthdate")], [("_id", "p1,p2,p3")])
    ]
    return [(await store.search(parse_query("Patient", pairs, strict=True), visibility=H1)).total for pairs in asked]


async def test_on_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "MOST_COUNTED", 3)
    store = SqliteStore.open(tmp_path / "hub.db", keys=Keys.in_memory(), clock=SystemClock())

    assert await _totals(store) == [None, 2, None, None]

    await store.close()


async def test_on_postgres(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "MOST_COUNTED", 3)
    async with node(url) as store:
        assert await _totals(store) == [None, 2, None, None]
