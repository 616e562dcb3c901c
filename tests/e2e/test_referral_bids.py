"""Several homes are asked at once: each learns what it must know to answer, and not whom it is about (ruling 4.5)."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from fhir_profiles.json_text import dump
from hub.errors import RuleError
from hub.referral.proposal import bids_of, is_proposal
from hub.referral.shape import focus_of
from hub.referral.states import DIRECTION_SYSTEM, Direction, Event, State
from hub.store.port import Put, Ref, WriteUnit
from hub.store.query import HistoryQuery
from tests.e2e.referral_stage import Stage, stage


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as made:
        yield made


async def elder(alliance: Stage) -> Ref:
    """A woman of 85 with COPD, a nasogastric tube, and a diagnosis that no home is told."""
    patient = await alliance.put(
        "H1",
        {"resourceType": "Patient", "name": [{"text": "钱阿婆"}], "birthDate": "1941-11-03", "gender": "female"},
    )
    await alliance.diagnose("H1", patient, "J44.900", "慢阻肺，家住河坊街")
    await alliance.diagnose("H1", patient, "B20", "艾滋病")
    await alliance.observe(
        "H1", patient, {"ability-level": 2, "spo2": 90, "long-term-oxygen": True, "wandering": False}
    )
    await alliance.put(
        "H1",
        {
            "resourceType": "DeviceUseStatement",
            "status": "active",
            "subject": {"reference": str(patient)},
            "device": {"reference": "#d"},
            "contained": [{"resourceType": "Device", "id": "d", "type": {"text": "NGT"}}],
        },
    )
    return patient


async def asked(alliance: Stage) -> tuple[Ref, Ref, Ref, Ref]:
    """M1 and N1 are asked; the patient, the referral, and both Tasks."""
    patient = await elder(alliance)
    draft = await alliance.workflow.create_draft(
        alliance.who("H1"), patient=patient, direction=Direction.UP, receivers=["M1", "N1"], note="家属电话 138"
    )
    for task in draft.tasks:
        await alliance.act("H1", task, Event.SUBMIT)
    first, second = draft.tasks
    return patient, draft.request, first, second


async def seen_by(alliance: Stage, code: str, ref: Ref) -> dict[str, Any]:
    """A resource as a member sees it."""
    stored = await alliance.engine.read(ref, visibility=alliance.who(code).visibility)
    assert stored is not None
    return stored.json()


async def proposal_of(alliance: Stage, task: Ref) -> Ref:
    focus = focus_of((await alliance.stored(task)).json())
    assert focus is not None
    return focus


async def test_a_candidate_is_told_sex_age_band_categories_and_needs_and_nothing_else(alliance: Stage) -> None:
    patient, request, clinic, home = await asked(alliance)

    task = await seen_by(alliance, "N1", home)
    proposal = await seen_by(alliance, "N1", await proposal_of(alliance, home))

    told = [(item["type"]["text"], item["valueString"]) for item in task["input"]]
    assert told == [
        ("性别", "女"), ("年龄段", "85至89岁"), ("诊断类别", "J44 稳定期慢阻肺"), ("能力等级", "2级"),
        ("管路设备", "NGT 鼻饲管护理"), ("情况", "长期氧疗"),
    ]  # fmt: skip
    assert (proposal["intent"], proposal["status"], proposal["subject"]) == (
        "proposal",
        "active",
        {"reference": "#elder"},
    )
    assert [one["gender"] for one in proposal["contained"]] == ["female"]
    for text in (dump(task).decode(), dump(proposal).decode()):
        for secret in (request.id, patient.id, clinic.id, "钱阿婆", "河坊街", "138", "B20", "艾滋", "1941-11"):
            assert secret not in text
    assert not await alliance.sees("N1", request)
    assert not await alliance.sees("M1", await proposal_of(alliance, home))


async def test_no_version_of_a_candidates_task_ever_named_the_referral(alliance: Stage) -> None:
    _, request, _, home = await asked(alliance)

    history = await alliance.engine.history(
        HistoryQuery(type="Task", id=home.id, count=50), visibility=alliance.who("N1").visibility
    )

    assert [version for version in history.resources if request.id in dump(version.json()).decode()] == []


async def test_the_one_that_is_chosen_reads_the_referral_and_the_other_proposal_is_withdrawn(alliance: Stage) -> None:
    _, request, clinic, home = await asked(alliance)
    chosen, other = await proposal_of(alliance, clinic), await proposal_of(alliance, home)
    await alliance.act("M1", clinic, Event.ACCEPT)

    await alliance.act("H1", clinic, Event.SELECT)

    assert await proposal_of(alliance, clinic) == request
    assert (await seen_by(alliance, "M1", request))["id"] == request.id
    assert not await alliance.sees("N1", request)
    assert (await alliance.stored(chosen)).json()["status"] == "completed"
    assert (await alliance.stored(other)).json()["status"] == "revoked"
    assert await alliance.state(home) is State.NOT_SELECTED


async def test_the_sender_finds_its_candidates_by_the_referral(alliance: Stage) -> None:
    _, request, clinic, home = await asked(alliance)

    body = (await alliance.stored(request)).json()
    behind = [
        await alliance.workflow.referral_of((await alliance.stored(task)).json(), alliance.who(code))
        for task, code in ((clinic, "H1"), (clinic, "M1"))
    ]

    assert bids_of(body) == [clinic, home]
    assert behind == [request, await proposal_of(alliance, clinic)]


async def test_a_client_may_name_the_referral_where_the_proposal_stands(alliance: Stage) -> None:
    _, request, clinic, _ = await asked(alliance)
    body = (await alliance.stored(clinic)).json() | {"focus": {"reference": str(request)}, "status": "cancelled"}
    body["statusReason"] = {"coding": [{"code": "placed-elsewhere"}]}
    unit = WriteUnit(puts=(Put(ref=clinic, data=dump(body)),))

    await alliance.store.write(unit, visibility=alliance.who("H1").visibility)

    after = (await alliance.stored(clinic)).json()
    assert after["status"] == "cancelled"
    assert request.id not in dump(after).decode()


async def test_nobody_writes_a_proposal(alliance: Stage) -> None:
    _, _, clinic, _ = await asked(alliance)
    ref = await proposal_of(alliance, clinic)
    body = (await alliance.stored(ref)).json()
    assert is_proposal(body)

    for written in (body | {"note": [{"text": "钱阿婆"}]}, body | {"id": alliance.engine.new_id()}):
        unit = WriteUnit(puts=(Put(ref=Ref("ServiceRequest", written["id"]), data=dump(written)),))
        with pytest.raises(RuleError, match="made by the hub"):
            await alliance.store.write(unit, visibility=alliance.who("H1").visibility)


async def test_a_referral_that_names_several_performers_asks_each_by_a_proposal(alliance: Stage) -> None:
    patient = await elder(alliance)
    request = {
        "resourceType": "ServiceRequest", "status": "active", "intent": "order", "subject": {"reference": str(patient)},
        "category": [{"coding": [{"system": DIRECTION_SYSTEM, "code": "up"}]}],
        "performer": [{"reference": "Organization/M1"}, {"reference": "Organization/N1"}],
    }  # fmt: skip

    ref = await alliance.put("H1", request)

    tasks = bids_of((await alliance.stored(ref)).json())
    assert [await alliance.state(task) for task in tasks] == [State.SUBMITTED, State.SUBMITTED]
    assert [is_proposal((await alliance.stored(await proposal_of(alliance, task))).json()) for task in tasks] == [
        True,
        True,
    ]


async def test_who_is_asked_after_a_redirection_is_not_told_either(alliance: Stage) -> None:
    _, request, clinic, home = await asked(alliance)

    await alliance.act("M1", clinic, Event.REDIRECT, receiver="N2", said_by="转出方李护士")

    tasks = [task for task in bids_of((await alliance.stored(request)).json()) if task not in {clinic, home}]
    [onward] = [await seen_by(alliance, "N2", task) for task in tasks]
    assert request.id not in dump(onward).decode()
    assert [item["type"]["text"] for item in onward["input"]][:2] == ["性别", "年龄段"]
    assert is_proposal(await seen_by(alliance, "N2", focus_of(onward) or request))
