"""A batch whose messages are read by a helper: answers in their place, and the same end as without one (ADR 54)."""

import asyncio
import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, cast

import pytest

from hub.bootstrap import Hub
from hub.ingest.pipeline import Pipeline
from hub.offload import Offload
from tests.unit.ingest.merging import message, visit
from tests.unit.ingest.reading import VISIT, found, one, receive
from tests.unit.ingest.test_batch import batch, codes

PATIENTS = 8
BAD = 20


@dataclass
class Watched:
    """The hub's pool, and how many messages each of its jobs reads."""

    pool: Offload
    sizes: list[int] = field(default_factory=list)

    @property
    def is_free(self) -> bool:
        return self.pool.is_free

    async def run(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if args:
            self.sizes.append(len(args[0]))
        return await self.pool.run(function, *args, **kwargs)


def history() -> list[bytes]:
    """Of each patient an admission, four changes of name and a discharge, in order, mixed with those of the others."""
    numbers = [number for number in range(PATIENTS) for _ in range(6)]
    random.Random(5).shuffle(numbers)
    seen = dict.fromkeys(range(PATIENTS), 0)
    made = []
    for minute, number in enumerate(numbers):
        event = {0: "A01", 5: "A03"}.get(seen[number], "A08")
        made.append(message(event, minute, f"P{number}", name=f"张^{seen[number]}", pv1=visit(f"V{number}")))
        seen[number] += 1
    made.insert(BAD, message("A08", BAD, "P0", tail="bad").replace(b"PID|", b"PIX|"))
    return made


async def helped(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> tuple[Hub, Watched]:
    """The hub on two cores, with a helper that has come."""
    assert hub.offload is not None
    pool = Watched(hub.offload)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    made = replace(hub, ingest=Pipeline(hub.store, hub.admin, hub.clock, hub.settings, cast("Offload", pool)))
    for attempt in range(200):
        await receive(made, batch(*(message("A28", at, f"W{attempt}-{at}") for at in range(20))))
        if pool.sizes:
            return made, pool
        await asyncio.sleep(0.1)
    raise AssertionError("no helper came")


@pytest.mark.parametrize("is_helped", [False, True])
async def test_a_batch_ends_alike_with_and_without_a_helper(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, *, is_helped: bool
) -> None:
    taker, pool = await helped(hub, monkeypatch) if is_helped else (hub, None)
    sent = history()

    receipt = await receive(taker, batch(*sent))
    again = await receive(taker, batch(*sent))

    expected = ["AE" if at == BAD else "AA" for at in range(len(sent))]
    assert (receipt.state, codes(receipt.ack), codes(again.ack)) == ("refused", expected, expected)
    for number in range(PATIENTS):
        (patient,) = await found(hub, "Patient", f"P{number}")
        assert patient.json()["name"][0]["text"] == "张5"
        assert (await one(hub, "Encounter", f"V{number}", system=VISIT))["status"] == "finished"
    if pool is not None:
        assert max(pool.sizes) > 1
