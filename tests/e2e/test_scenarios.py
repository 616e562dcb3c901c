"""The acceptance scenarios of the referral, as the rulings correct them, through HTTP as the acting institutions."""

from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from hub.auth.principal import Principal
from hub.clock import FrozenClock
from hub.referral.situation import Details
from hub.referral.states import Event
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


def advance(world: World, *, hours: float) -> None:
    clock = world.hub.clock
    assert isinstance(clock, FrozenClock)
    clock.advance(seconds=hours * 3600)


def person(world: World, code: str, name: str, *roles: str) -> Principal:
    member = world.alliance.number(code)
    return Principal(agent=f"user:{name}", member=member, member_code=code, roles=frozenset(roles))


STROKE: dict[str, Any] = {"nihss": 4, "nihss_stable_hours": 96, "swallow_screen": "pass"}


async def test_1_after_a_stroke_down_to_the_clinic_from_draft_to_closed(world: World) -> None:
    patient = await world.elder("H1", "I63.900", days=9, **STROKE)
    request, [task] = await world.refer("H1", patient, "down", "M1")
    bed = await world.bed("M1")

    states = [await world.act("H1", task, "submit"), await world.act("M1", task, "open")]
    states += [await world.act("M1", task, "accept"), await world.act("H1", task, "select", bed=bed)]
    states += [await world.act("H1", task, "schedule", planned=world.ahead(hours=2))]
    states += [await world.act("H1", task, "depart"), await world.act("M1", task, "arrive")]
    states += [await world.act("M1", task, "admit"), await world.act("M1", task, "feedback", note="康复计划已定")]
    states += [await world.act("H1", task, "acknowledge")]

    assert states == [
        "submitted", "under-review", "accepted", "reserved", "scheduled", "in-transit", "arrived", "in-care",
        "feedback-sent", "closed",
    ]  # fmt: skip
    stored = (await world.get("H1", f"/ServiceRequest/{request}")).json()
    used = next(one for one in stored["extension"] if one["url"].endswith("referral-catalogue-used"))
    assert stored["status"] == "completed"
    assert used["extension"][0]["valueCanonical"].endswith("|2026.1-sample")
    provenance = (await world.get("H1", f"/Provenance?target=Task/{task}&_count=50")).json()["entry"]
    events = [entry["resource"]["activity"]["coding"][0]["code"] for entry in provenance]
    assert sorted(events) == sorted(
        ["submit", "open", "accept", "select", "reserve", "schedule", "depart", "arrive", "admit", "feedback",
         "acknowledge"]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("days", "facts", "words"),
    [(5, STROKE, "R15-DOWN1"), (9, {key: value for key, value in STROKE.items() if key != "nihss"}, "缺：NIHSS")],
)
async def test_1_too_early_or_without_the_score_it_is_not_submitted(
    world: World, days: float, facts: dict[str, float | str | bool], words: str
) -> None:
    patient = await world.elder("H1", "I63.900", days=days, **facts)
    _, [task] = await world.refer("H1", patient, "down", "M1")

    refusal = await world.act("H1", task, "submit", expected=422)

    assert words in refusal
    assert await world.act("H1", task, "check") == "blocked"


async def test_2_chest_pain_goes_up_at_once_and_the_papers_are_caught_up(world: World) -> None:
    patient = await world.elder("M1", "I20.0", systolic=88, chest_pain_15min=True)
    _, [task] = await world.refer("M1", patient, "up", "H1", priority="stat")

    states = [await world.act("M1", task, "submit"), await world.act("M1", task, "depart")]
    states += [await world.act("H1", task, "arrive"), await world.act("H1", task, "feedback", note="急诊PCI")]
    refusal = await world.act("M1", task, "acknowledge", expected=422)

    assert states == ["submitted", "in-transit", "arrived", "feedback-sent"]
    assert "急诊上转的资料尚未补齐" in refusal


async def test_3_a_hip_fracture_is_refused_for_a_home_without_rehabilitation_and_passes_by_exception(
    world: World,
) -> None:
    patient = await world.elder("H1", "S72.000", ability_level=4, wound_dry=True)
    _, [task] = await world.refer("H1", patient, "into-home", "N1")
    found = await world.evaluate("H1", patient, "into-home", "N1")
    refusal = await world.act("H1", task, "submit", expected=422)

    desk, chief = person(world, "H1", "desk", "coordinator"), person(world, "H1", "chief", "manager")
    asked = Details(note="家属坚持就近，N1 已安排康复师上门")
    await world.hub.workflow.act(task, Event.REQUEST_OVERRIDE, desk, details=asked)
    await world.hub.workflow.act(task, Event.APPROVE, chief)

    assert found["against"] == ["R49-NEED-REHAB"]
    assert found["alternatives"][:1] == ["M1"]
    assert "R49-NEED-REHAB" in refusal
    assert await world.act("H1", task, "submit") == "submitted"


async def test_4_three_are_asked_one_accepts_one_declines_one_is_silent(world: World) -> None:
    patient = await world.elder("H1", "J44.900")
    request, tasks = await world.refer("H1", patient, "into-home", "N1", "N2", "M1")
    for task in tasks:
        await world.act("H1", task, "submit")
    await world.act("N1", tasks[0], "accept")
    await world.act("N2", tasks[1], "decline", reason="no-capability")
    hidden = [(await world.get(code, f"/ServiceRequest/{request}")).status_code for code in ("N1", "N2", "M1")]

    await world.act("H1", tasks[0], "select")
    late = await world.act("M1", tasks[2], "accept", expected=409)
    again = await world.act("H1", tasks[0], "select", expected=409)

    assert hidden == [404, 404, 404]
    assert (await world.get("N1", f"/ServiceRequest/{request}")).status_code == 200
    assert await world.state("H1", tasks[2]) == "not-selected"
    assert ("未选中" in late, "已选定" in again) == (True, True)


async def test_5_a_resident_goes_up_at_night_and_comes_back_to_the_kept_bed(world: World) -> None:
    patient = await world.elder("N1", "F05", temperature=38.6, news2=6)
    bed = await world.bed("N1")
    _, [task] = await world.refer("N1", patient, "from-home", "H1", priority="urgent")
    await world.act("N1", task, "submit", bed=bed)
    await world.act("H1", task, "accept")
    await world.act("N1", task, "depart")
    await world.act("H1", task, "arrive")
    await world.act("H1", task, "admit")
    advance(world, hours=8 * 24)

    state = await world.act("H1", task, "return-home")

    kept = await world.hub.store.claim_of("bed", bed.removeprefix("Location/"), now=world.hub.clock.now())
    assert state == "feedback-due"
    assert kept is not None
    assert kept.holder == f"Patient/{patient}"


@pytest.mark.parametrize(
    ("facts", "receiver", "overall"),
    [({"ability_level": 3}, "N2", "fail"), ({"ability_level": 2}, "N2", "pass"), ({"ability_level": 3}, "N1", "pass")],
)
async def test_6_the_ability_level_is_held_against_the_declared_scope(
    world: World, facts: dict[str, float], receiver: str, overall: str
) -> None:
    patient = await world.elder("H1", "I10", **facts)

    found = await world.evaluate("H1", patient, "into-home", receiver)

    assert found["overall"] == overall
    assert found["against"] == (["ABILITY"] if overall == "fail" else [])
    assert ("N1" in found["alternatives"]) is (receiver == "N2")


async def test_7_a_local_code_that_no_map_knows_is_triaged_by_a_person_and_never_passes(world: World) -> None:
    patient = await world.elder("H1")
    await world.diagnose("H1", patient, "Z-XNZ-001", system="urn:local:his")
    before = await world.evaluate("H1", patient, "down", "M1")

    mapped = await world.elder("H1", "I69.300", days=60, new_deficit=False)
    after = await world.evaluate("H1", mapped, "down", "M1")

    assert (before["overall"], before["against"]) == ("unknown", ["LEVEL-TRIAGE"])
    assert "LEVEL-TRIAGE" not in after["rules"]


@pytest.mark.parametrize(("nyha", "overall"), [("IV", "fail"), (None, "unknown")])
async def test_8_one_code_in_two_levels_depends_on_the_severity(world: World, nyha: str | None, overall: str) -> None:
    severity: dict[str, Any] = {"nyha": nyha} if nyha else {}
    patient = await world.elder("H1", "I50.900", **severity)

    assert (await world.evaluate("H1", patient, "down", "M1"))["overall"] == overall


async def test_9_the_strictest_of_three_diagnoses_wins_and_a_resolved_one_is_ignored(world: World) -> None:
    patient = await world.elder("H1", "I10", "E11.900", "J18.900", curb_65=3)
    strict = await world.evaluate("H1", patient, "down", "M1")
    other = await world.elder("H1", "I10")
    await world.diagnose("H1", other, "J18.900", status="resolved")

    resolved = await world.evaluate("H1", other, "down", "M1")

    assert strict["overall"] == "fail"
    assert {"R1", "R34", "R27"} <= set(strict["rules"])
    assert "LEVEL-INACTIVE" in resolved["rules"]
    assert "R27" not in resolved["rules"]


async def test_11_a_positive_smear_blocks_the_way_into_a_home(world: World) -> None:
    patient = await world.elder("H1", "A15.000", sputum_smear="positive")
    _, [task] = await world.refer("H1", patient, "into-home", "N1")

    refusal = await world.act("H1", task, "submit", expected=422)

    assert "R67" in refusal
    assert (await world.get("N1", f"/Task/{task}")).status_code == 404


async def test_12_a_withdrawal_stops_new_disclosure_and_takes_nothing_that_was_delivered(world: World) -> None:
    patient = await world.elder("H1", "I10")
    _, [task] = await world.refer("H1", patient, "into-home", "N1")
    await world.act("H1", task, "submit")
    await world.act("N1", task, "accept")
    before = (await world.get("N1", f"/Patient/{patient}")).status_code

    await world.act("H1", task, "withdraw-consent", note="女儿(监护人)撤回")

    assert (before, (await world.get("N1", f"/Patient/{patient}")).status_code) == (200, 404)
    assert await world.state("N1", task) == "accepted"
    assert "basis" in await world.act("H1", task, "select", expected=422)
    assert await world.act("H1", task, "select", basis="treatment") == "selected"


async def test_13_a_decline_is_placed_by_the_lead_hospital_and_the_fourth_hop_is_refused(world: World) -> None:
    patient = await world.elder("M1", "I10")
    request, [task] = await world.refer("M1", patient, "into-home", "N1")
    await world.act("M1", task, "submit")
    chain = ["N2", "N1", "N2", "N1"]

    answers: list[Any] = []
    for receiver in chain:
        page = (await world.get("M1", f"/Task?focus=ServiceRequest/{request}&status=requested")).json()
        current = page["entry"][0]["resource"]["id"]
        expected = 200 if len(answers) < 3 else 422
        answers.append(await world.act("H1", current, "redirect", receiver=receiver, expected=expected))

    assert answers[:3] == ["redirected", "redirected", "redirected"]
    assert "redirected three times" in answers[3]


async def test_14_a_cancellation_takes_two_and_a_silent_receiver_agrees_by_the_clock(world: World) -> None:
    patient = await world.elder("H1", "I10")
    request, [task] = await world.refer("H1", patient, "into-home", "N1")
    bed = await world.bed("N1")
    await world.act("H1", task, "submit")
    await world.act("N1", task, "accept")
    await world.act("H1", task, "select", bed=bed)
    assert await world.act("H1", task, "cancel", reason="family-refuses") == "cancel-requested"

    advance(world, hours=24.1)
    await world.hub.timers.turn()

    assert await world.state("H1", task) == "cancelled"
    assert (await world.get("H1", f"/ServiceRequest/{request}")).json()["status"] == "revoked"
    assert await world.hub.store.claim_of("bed", bed.removeprefix("Location/"), now=world.hub.clock.now()) is None


async def test_15_nobody_is_written_off_by_a_clock_and_who_comes_late_is_a_new_referral(world: World) -> None:
    patient = await world.elder("H1", "I10")
    request, [task] = await world.refer("H1", patient, "into-home", "N1")
    bed = await world.bed("N1")
    await world.act("H1", task, "submit")
    await world.act("N1", task, "accept")
    await world.act("H1", task, "select", bed=bed)
    await world.act("H1", task, "schedule", planned=world.ahead(hours=1))
    advance(world, hours=6)
    await world.hub.timers.turn()
    still = await world.state("H1", task)

    refusal = await world.act("N1", task, "no-show", expected=422)
    after = await world.act("N1", task, "no-show", note="电话确认老人在女儿家")
    again, _ = await world.refer("H1", patient, "into-home", "N1")

    assert (still, after) == ("scheduled", "no-show")
    assert "where the elder is" in refusal
    assert (await world.get("H1", f"/ServiceRequest/{request}")).json()["status"] == "revoked"
    assert again != request


async def test_16_a_fever_at_the_door_goes_on_to_who_has_said_come(world: World) -> None:
    patient = await world.elder("H1", "I10")
    request, [task] = await world.refer("H1", patient, "into-home", "N1")
    bed = await world.bed("N1")
    await world.act("H1", task, "submit")
    await world.act("N1", task, "accept")
    await world.act("H1", task, "select", bed=bed)
    await world.act("H1", task, "depart")
    await world.act("N1", task, "arrive")

    without = await world.act("N1", task, "refuse-at-door", reason="fever", onward="H1", expected=422)
    state = await world.act("N1", task, "refuse-at-door", reason="fever", onward="H1", note="T 38.5")

    back = (await world.get("H1", f"/ServiceRequest?based-on=ServiceRequest/{request}")).json()["entry"]
    assert ("vital signs on arrival" in without, state) == (True, "returned")
    assert [one["resource"]["requester"]["reference"] for one in back] == ["Organization/N1"]


async def test_21_one_bed_and_two_referrals_one_has_it_and_the_clock_frees_it(world: World) -> None:
    bed = await world.bed("N1")
    tasks = []
    for _ in range(2):
        _, [task] = await world.refer("H1", await world.elder("H1", "I10"), "into-home", "N1")
        await world.act("H1", task, "submit")
        await world.act("N1", task, "accept")
        await world.act("H1", task, "select")
        tasks.append(task)

    first = await world.act("N1", tasks[0], "reserve", bed=bed)
    second = await world.act("N1", tasks[1], "reserve", bed=bed, expected=409)
    advance(world, hours=48.1)

    assert first == "reserved"
    assert "choose another" in second
    assert await world.act("N1", tasks[1], "reserve", bed=bed) == "reserved"
