"""A report of before the departure follows the elder; one of after it, or one that may not be told, does not."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from fhir_profiles.json_text import dump
from hub.store.port import Put, Ref, WriteUnit
from hub.transfer.late_results import STATE_SYSTEM, LateResults
from tests.contract.engines import SYSTEM
from tests.e2e.referral_stage import Stage, stage

GONE = "2026-03-01T14:00:00+08:00"


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as made:
        yield made


async def store(alliance: Stage, member: str, resource: dict[str, Any]) -> Ref:
    """Through the layer, as this member's system."""
    who = alliance.who(member)
    ref = Ref(resource["resourceType"], str(resource.get("id") or alliance.engine.new_id()))
    late = LateResults(alliance.engine, admin=alliance.admin, clock=alliance.clock)
    put = Put(ref=ref, data=dump(resource | {"id": ref.id}))
    await late.write(WriteUnit(puts=(put,)), visibility=who.visibility)
    return ref


async def moved(alliance: Stage, *, state: str = "closed", owner: str = "N1", start: str = GONE) -> Ref:
    """An elder of the hospital who left for a home."""
    elder = await alliance.patient("H1")
    task: dict[str, Any] = {
        "resourceType": "Task", "status": "completed", "intent": "order", "for": {"reference": str(elder)},
        "focus": {"reference": "ServiceRequest/sr1"}, "owner": {"reference": f"Organization/{owner}"},
        "businessStatus": {"coding": [{"system": "http://other"}, {"system": STATE_SYSTEM, "code": state}]},
    }  # fmt: skip
    if start:
        task["executionPeriod"] = {"start": start}
    await store(alliance, "H1", task)
    return elder


def report(elder: Ref, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "DiagnosticReport", "status": "final", "code": {"text": "血培养"},
        "subject": {"reference": str(elder)}, "effectiveDateTime": "2026-03-01T09:00:00+08:00",
    } | more  # fmt: skip


async def waiting(alliance: Stage) -> list[str]:
    rows = await alliance.engine.outbound_page(visibility=SYSTEM)
    return [row.subject for row in rows]


async def test_a_late_report_is_granted_and_delivered_with_its_values(alliance: Stage) -> None:
    elder = await moved(alliance)
    value = await store(alliance, "H1", {
        "resourceType": "Observation", "status": "final", "code": {"text": "菌种"},
        "subject": {"reference": str(elder)},
    })  # fmt: skip

    late = await store(alliance, "H1", report(elder, result=[{"reference": str(value)}, {"display": "x"}]))

    assert (await alliance.sees("N1", late), await alliance.sees("N1", value)) == (True, True)
    assert not await alliance.sees("N2", late)
    assert await waiting(alliance) == [str(late)]


async def test_an_order_of_before_the_departure_counts_too(alliance: Stage) -> None:
    elder = await moved(alliance)
    order = await store(alliance, "H1", {
        "resourceType": "ServiceRequest", "status": "active", "intent": "order", "code": {"text": "病理"},
        "subject": {"reference": str(elder)}, "authoredOn": "2026-02-28",
    })  # fmt: skip
    after = {"effectiveDateTime": "2026-03-02T09:00:00+08:00"}

    ordered = await store(alliance, "H1", report(elder, **after, basedOn=[
        {"reference": "ServiceRequest/gone"}, {"reference": "CarePlan/x"}, {"reference": str(order)},
    ]))  # fmt: skip

    assert await alliance.sees("N1", ordered)


@pytest.mark.parametrize(
    "more",
    [
        {"effectiveDateTime": "2026-03-02T09:00:00+08:00"},
        {"effectiveDateTime": "2026"},
        {"status": "preliminary"},
        {"code": {"text": "HIV 抗体"}},
        {"subject": {"display": "somebody"}},
    ],
    ids=["taken after", "no time", "not ready", "restricted", "no patient"],
)
async def test_what_is_not_late_or_may_not_be_told_stays(alliance: Stage, more: dict[str, Any]) -> None:
    elder = await moved(alliance)

    kept = await store(alliance, "H1", report(elder, **more))

    assert not await alliance.sees("N1", kept)
    assert await waiting(alliance) == []


@pytest.mark.parametrize(
    "move",
    [{"state": "scheduled"}, {"start": ""}, {"owner": "X9"}, {"owner": "H1"}],
    ids=["not left", "no time", "unknown", "itself"],
)
async def test_without_a_transfer_that_left_nothing_is_sent(alliance: Stage, move: dict[str, str]) -> None:
    elder = await moved(alliance, **move)

    kept = await store(alliance, "H1", report(elder))

    assert not await alliance.sees("N1", kept)
    assert await waiting(alliance) == []


async def test_a_report_of_another_institution_is_not_sent_on(alliance: Stage) -> None:
    elder = await moved(alliance)

    kept = await store(alliance, "M1", report(elder))

    assert not await alliance.sees("N1", kept)
