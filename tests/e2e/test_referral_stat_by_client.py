"""A stat call as a careless client writes it still reaches the lead hospital (ruling 1)."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from fhir_profiles.json_text import dump
from hub.referral.gather import tasks_of
from hub.referral.shape import organization_code, state_of
from hub.referral.states import DIRECTION_SYSTEM, State
from hub.store.port import Put, Ref, WriteUnit
from tests.e2e.referral_stage import Stage, stage

REQUEST = Ref("ServiceRequest", "sr-1")


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as made:
        yield made


@pytest.mark.parametrize(
    ("owner", "status"),
    [("Organization/NOBODY", "requested"), ("Organization/N2", "requested"), ("Organization/H1", "ready")],
)
async def test_a_wrong_receiver_or_status_does_not_stop_the_call(alliance: Stage, owner: str, status: str) -> None:
    patient = await alliance.patient("N2")
    subject = {"reference": str(patient)}
    request: dict[str, Any] = {
        "resourceType": "ServiceRequest",
        "status": "active",
        "intent": "order",
        "priority": "stat",
        "category": [{"coding": [{"system": DIRECTION_SYSTEM, "code": "from-home"}]}],
        "subject": subject,
    }
    task: dict[str, Any] = {
        "resourceType": "Task",
        "status": status,
        "intent": "order",
        "focus": {"reference": str(REQUEST)},
        "for": subject,
        "owner": {"reference": owner},
    }

    puts = (Put(ref=REQUEST, data=dump(request)), Put(ref=Ref("Task", "task-1"), data=dump(task)))
    await alliance.store.write(WriteUnit(puts=puts), visibility=alliance.who("N2").visibility)

    tasks = [stored.json() for stored in await tasks_of(alliance.engine, REQUEST)]
    assert [(organization_code(found["owner"]), state_of(found)) for found in tasks] == [("H1", State.SUBMITTED)]
