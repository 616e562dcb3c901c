"""Attacks on rulings 4 and 5: every way found to keep a resident from coming home, and to show what was withdrawn."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hub.errors import RuleError
from hub.referral.gather import GUARD, tasks_of
from hub.referral.guard import ReferralGuard
from hub.referral.lookup import find
from hub.referral.states import Direction, Event, State
from hub.referral.workflow import Draft
from hub.store.port import Claim, PersonLink, Ref, WriteUnit
from tests.e2e.referral_stage import STEADY, Stage, stage


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as made:
        yield made


async def stat(alliance: Stage, patient: Ref, *receivers: str, home: str = "N2") -> Draft:
    """A stat call of a home, as a draft."""
    return await alliance.workflow.create_draft(
        alliance.who(home), patient=patient, direction=Direction.FROM_HOME, receivers=receivers or ["H1"],
        priority="stat",
    )  # fmt: skip


def change_member(alliance: Stage, code: str, **changed: Any) -> None:
    """A member declares something else."""
    member = alliance.admin.member(code)
    assert member is not None
    alliance.admin.change_member(replace(member, **changed))


# Ruling 4: a resident comes home


async def away(alliance: Stage, *, bed: str = "", home: str = "N1") -> tuple[Ref, Ref]:
    """A resident of N1 in care at H1: patient and Task."""
    patient = await alliance.patient(home)
    draft = await alliance.draft(home, Direction.FROM_HOME, "H1", patient, priority="stat", own_bed=bed)
    task = draft.tasks[0]
    await alliance.act(home, task, Event.SUBMIT)
    await alliance.act(home, task, Event.DEPART)
    await alliance.act("H1", task, Event.ARRIVE)
    await alliance.act("H1", task, Event.ADMIT)
    return patient, task


async def way_home(alliance: Stage, task: Ref) -> Ref:
    """The Task by which the resident comes back."""
    await alliance.act("H1", task, Event.RETURN_HOME)
    out = (await alliance.stored(task)).json()["focus"]["reference"]
    back = await find(alliance.engine, "ServiceRequest", "based-on", out, visibility=GUARD)
    [only] = await tasks_of(alliance.engine, back[0].ref)
    return only.ref


async def test_a_resident_comes_home_when_somebody_else_claims_the_bed_the_home_is_closed_and_the_level_rose(
    alliance: Stage,
) -> None:
    bed = await alliance.bed("N1", "n1-own", operationalStatus={"code": "O"})
    other = Claim("bed", "n1-own", "ServiceRequest/that-brought-the-resident-in")
    await alliance.engine.write(WriteUnit(claims=(other,)), visibility=GUARD)
    patient, task = await away(alliance, bed=bed)
    change_member(alliance, "N1", admission_state="closed", declared_ability_level=1)
    back = await way_home(alliance, task)
    await alliance.observe("H1", patient, {**STEADY, "ability-level": 4})

    assert await alliance.act("H1", back, Event.DEPART) is State.IN_TRANSIT
    assert await alliance.act("N1", back, Event.ARRIVE) is State.ARRIVED


async def test_a_resident_whose_bed_nobody_recorded_comes_home_without_one(alliance: Stage) -> None:
    patient, task = await away(alliance)
    back = await way_home(alliance, task)
    await alliance.observe("H1", patient, STEADY)

    assert await alliance.act("H1", back, Event.DEPART) is State.IN_TRANSIT


async def test_a_resident_comes_home_by_a_referral_of_the_hospitals_own_patient(alliance: Stage) -> None:
    bed = await alliance.bed("N1", "n1-own", operationalStatus={"code": "O"})
    resident, _ = await away(alliance, bed=bed)
    patient = await alliance.steady_elder("H1")
    links = tuple(PersonLink(one.id, "person-1", "test") for one in (resident, patient))
    await alliance.engine.write(WriteUnit(links=links), visibility=GUARD)
    await alliance.observe("H1", patient, {"ability-level": 4})
    draft = await alliance.draft("H1", Direction.INTO_HOME, "N1", patient)
    task = draft.tasks[0]

    await alliance.act("H1", task, Event.SUBMIT)
    await alliance.act("N1", task, Event.ACCEPT)
    assert await alliance.act("H1", task, Event.SELECT, bed=bed) is State.RESERVED
    assert await alliance.act("H1", task, Event.DEPART) is State.IN_TRANSIT

    claim = await alliance.engine.claim_of("bed", "n1-own", now=alliance.clock.now())
    assert (claim.holder if claim else "") == str(resident)


# Ruling 5: withdrawal


async def test_a_withdrawal_on_a_stat_call_has_no_effect_until_the_elder_is_stable(alliance: Stage) -> None:
    patient = await alliance.patient("N2")
    call = await stat(alliance, patient)
    task = call.tasks[0]
    await alliance.act("N2", task, Event.SUBMIT)

    await alliance.act("N2", task, Event.WITHDRAW_CONSENT, note="家属撤回")
    assert await alliance.sees("H1", patient)
    await alliance.act("N2", task, Event.DEPART)
    await alliance.act("H1", task, Event.ARRIVE)
    await alliance.act("H1", task, Event.ADMIT)
    await alliance.act("N2", task, Event.WITHDRAW_CONSENT, note="家属撤回")

    assert not await alliance.sees("H1", patient)
    assert await alliance.workflow.transfer_bundle(call.request.id, alliance.who("H1")) != b""


async def test_after_a_withdrawal_nothing_new_is_shown_until_another_basis_is_stated(alliance: Stage) -> None:
    patient = await alliance.steady_elder("H1")
    bed = await alliance.bed("M1", "m1-bed")
    draft = await alliance.draft("H1", Direction.DOWN, "M1", patient)
    task = draft.tasks[0]
    await alliance.act("H1", task, Event.SUBMIT)
    await alliance.act("M1", task, Event.ACCEPT)
    await alliance.act("H1", task, Event.WITHDRAW_CONSENT, note="女儿撤回")

    with pytest.raises(RuleError, match="withdrawn or refused"):
        await alliance.act("H1", task, Event.SELECT, bed=bed)
    assert not await alliance.sees("M1", patient)
    assert await alliance.act("H1", task, Event.SELECT, bed=bed, basis="treatment") is State.RESERVED

    assert await alliance.sees("M1", patient)
    assert await alliance.act("H1", task, Event.DEPART) is State.IN_TRANSIT
    assert await alliance.workflow.transfer_bundle(draft.request.id, alliance.who("M1")) != b""


async def test_an_elder_whose_consent_was_withdrawn_travels_with_paper(alliance: Stage) -> None:
    patient = await alliance.steady_elder("H1")
    bed = await alliance.bed("M1", "m1-bed")
    draft = await alliance.draft("H1", Direction.DOWN, "M1", patient)
    task = draft.tasks[0]
    await alliance.act("H1", task, Event.SUBMIT)
    await alliance.act("M1", task, Event.ACCEPT)
    await alliance.act("H1", task, Event.SELECT, bed=bed)
    await alliance.act("H1", task, Event.WITHDRAW_CONSENT, note="女儿撤回")

    assert await alliance.act("H1", task, Event.DEPART) is State.IN_TRANSIT

    stored = (await alliance.stored(task)).json()
    assert "output" not in stored
    assert "paper" in stored["note"][-1]["text"]
    assert not await alliance.sees("M1", patient)


async def test_a_consent_that_another_member_wrote_about_the_elder_counts_for_nothing(alliance: Stage) -> None:
    patient = await alliance.steady_elder("H1")
    await alliance.put("N2", {"resourceType": "Consent", "status": "rejected", "patient": {"reference": str(patient)}})
    draft = await alliance.draft("H1", Direction.INTO_HOME, "N1", patient)

    assert await alliance.act("H1", draft.tasks[0], Event.SUBMIT) is State.SUBMITTED


def test_the_guard_is_a_layer_that_passes_everything_else_through() -> None:
    assert {name for name in vars(ReferralGuard) if not name.startswith("_")} == {"write"}
