"""Scenarios 1 to 9 of the referral, as the rulings correct them, through HTTP as the acting institutions.

Each with its error variants, on both engines. What the catalogue decides, and who may do what about it.
"""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from hub.cli.main import main
from tests.e2e.scenario_world import World

STROKE: dict[str, Any] = {"nihss": 4, "nihss_stable_hours": 96, "swallow_screen": "pass"}


async def test_1_after_a_stroke_down_to_the_clinic_from_draft_to_closed(world: World) -> None:
    patient = await world.elder("H1", "I63.900", days=9, **STROKE)
    request, [task] = await world.refer("H1", patient, "down", "M1")
    bed = await world.bed("M1")

    states = [await world.act("H1", task, "submit"), await world.act("M1", task, "open")]
    states += [await world.act("M1", task, "accept"), await world.act("H1", task, "select", bed=bed)]
    states += [await world.act("H1", task, "schedule", planned=world.ahead(hours=2))]
    states += [await world.act("H1", task, "depart"), await world.act("M1", task, "arrive")]
    summary = await world.document("M1", patient, "出院小结")
    states += [await world.act("M1", task, "admit"), await world.act("M1", task, "feedback", output=summary)]
    states += [await world.act("H1", task, "acknowledge")]

    assert states == [
        "submitted", "under-review", "accepted", "reserved", "scheduled", "in-transit", "arrived", "in-care",
        "feedback-sent", "closed",
    ]  # fmt: skip
    stored = (await world.get("H1", f"/ServiceRequest/{request}")).json()
    used = next(one for one in stored["extension"] if one["url"].endswith("referral-catalogue-used"))
    assert stored["status"] == "completed"
    assert used["extension"][0]["valueCanonical"].endswith("|2026.1-sample")
    outputs = (await world.get("H1", f"/Task/{task}")).json()["output"]
    assert [one["valueReference"]["reference"] for one in outputs][-1] == summary
    assert (await world.get("H1", f"/{summary}")).status_code == 200
    provenance = (await world.get("H1", f"/Provenance?target=Task/{task}&_count=50")).json()["entry"]
    events = [entry["resource"]["activity"]["coding"][0]["code"] for entry in provenance]
    assert sorted(events) == sorted(
        ["submit", "open", "accept", "select", "reserve", "schedule", "depart", "arrive", "admit", "feedback",
         "acknowledge"]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("days", "facts", "words"),
    [(5, STROKE, "R15-DOWN1"), (9, {key: value for key, value in STROKE.items() if key != "nihss"}, "缺：NIHSS")],
    ids=["day-5", "no-score"],
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
    request, [task] = await world.refer("M1", patient, "up", "H1", priority="stat")

    states = [await world.act("M1", task, "submit"), await world.act("M1", task, "depart")]
    called = await world.calls()
    states += [await world.act("H1", task, "arrive"), await world.act("H1", task, "feedback", note="急诊PCI")]
    refusal = await world.act("M1", task, "acknowledge", expected=422)

    assert states == ["submitted", "in-transit", "arrived", "feedback-sent"]
    assert called == ["H1"]
    assert "急诊上转的资料尚未补齐" in refusal
    stored = (await world.get("M1", f"/ServiceRequest/{request}")).json()
    until = next(one["valueDateTime"] for one in stored["extension"] if one["url"].endswith("referral-catch-up-until"))
    assert until.startswith("2026-03-03T01:00")


async def test_2_what_nobody_caught_up_in_24_hours_is_told_and_the_loop_stays_open(world: World) -> None:
    patient = await world.elder("M1", "I20.0", systolic=88, chest_pain_15min=True)
    _, [task] = await world.refer("M1", patient, "up", "H1", priority="stat")
    await world.act("M1", task, "submit")
    await world.act("M1", task, "depart")
    await world.act("H1", task, "arrive")
    await world.act("H1", task, "feedback", note="急诊PCI")

    await world.advance(hours=24.1)

    events = await world.events("M1", task)
    assert events.count("catch-up-overdue") == 1
    await world.advance(hours=80)
    assert await world.state("M1", task) == "feedback-sent"


async def test_2_silence_for_five_minutes_counts_as_coming_to_the_lead_hospital(world: World) -> None:
    patient = await world.elder("N2", systolic=88)
    request, [task] = await world.refer("N2", patient, "from-home", "M1", priority="stat")
    await world.act("N2", task, "submit")

    await world.advance(hours=0.1)

    found = (await world.get("N2", f"/Task?focus=ServiceRequest/{request}&owner=Organization/H1")).json()["entry"]
    assert [await world.state("H1", one["resource"]["id"]) for one in found] == ["accepted"]
    assert sorted(set(await world.calls(means="voice"))) == ["H1", "M1"]


async def test_3_a_hip_fracture_is_refused_for_a_home_without_rehabilitation_and_passes_by_exception(
    world: World,
) -> None:
    patient = await world.elder("H1", "S72.000", ability_level=4, wound_dry=True)
    _, [task] = await world.refer("H1", patient, "into-home", "N1")
    found = await world.evaluate("H1", patient, "into-home", "N1")
    refusal = await world.act("H1", task, "submit", expected=422)

    async with (
        world.person("H1", "desk", "coordinator") as desk,
        world.person("H1", "chief", "manager", "doctor") as chief,
    ):
        await desk.act(task, "request-override", note="家属坚持就近，N1 已安排康复师上门")
        own = await desk.act(task, "approve", expected=403)
        await chief.act(task, "approve")

    assert found["against"] == ["R49-NEED-REHAB"]
    assert found["alternatives"][:1] == ["M1"]
    assert "R49-NEED-REHAB" in refusal
    assert "例外须由申请人以外的人审批" in own
    approval = (await world.get("H1", f"/Task?focus=Task/{task}")).json()["entry"]
    assert [one["resource"]["status"] for one in approval] == ["completed"]
    assert await world.act("H1", task, "submit") == "submitted"


async def test_3_an_exception_that_ran_out_blocks_again(world: World) -> None:
    patient = await world.elder("H1", "S72.000", ability_level=4, wound_dry=True)
    _, [task] = await world.refer("H1", patient, "into-home", "N1")
    async with (
        world.person("H1", "desk", "coordinator") as desk,
        world.person("H1", "chief", "manager", "doctor") as chief,
    ):
        await desk.act(task, "request-override", note="家属坚持就近，N1 已安排康复师上门")
        await chief.act(task, "approve")

    await world.advance(hours=3 * 24)
    await world.act("H1", task, "check")
    await world.advance(hours=4 * 24 + 1)
    await world.measure("H1", patient, temperature=36.6, heart_rate=78, respiratory_rate=17, systolic=128, spo2=96)

    assert "R49-NEED-REHAB" in await world.act("H1", task, "submit", expected=422)


async def test_4_three_are_asked_one_accepts_one_declines_one_is_silent(world: World) -> None:
    patient = await world.elder("H1", "J44.900", oxygen_flow=2, spo2=90)
    request, tasks = await world.refer("H1", patient, "into-home", "N1", "N2", "M1", priority="urgent")
    for task in tasks:
        await world.act("H1", task, "submit")
    await world.act("N1", tasks[0], "accept")
    await world.act("N2", tasks[1], "decline", reason="no-capability")
    hidden = [(await world.get(code, f"/ServiceRequest/{request}")).status_code for code in ("N1", "N2", "M1")]
    await world.advance(hours=0.6)
    await world.advance(hours=0.6)
    silent = await world.state("H1", tasks[2])

    await world.act("H1", tasks[0], "select")
    late = await world.act("M1", tasks[2], "accept", expected=409)
    again = await world.act("H1", tasks[0], "select", expected=409)

    assert (hidden, silent) == ([404, 404, 404], "expired")
    assert (await world.get("N1", f"/ServiceRequest/{request}")).status_code == 200
    assert (await world.get("M1", f"/ServiceRequest/{request}")).status_code == 404
    assert ("已超时" in late, "已选定" in again) == (True, True)


async def test_4_two_desks_select_at_once_and_one_of_them_is_told_so(world: World) -> None:
    patient = await world.elder("H1", "I10")
    _, tasks = await world.refer("H1", patient, "into-home", "N1", "M1")
    for code, task in zip(("N1", "M1"), tasks, strict=True):
        await world.act("H1", task, "submit")
        await world.act(code, task, "accept")

    answers = await asyncio.gather(*(world.answer("H1", task, "select") for task in tasks))

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert sorted([await world.state("H1", task) for task in tasks]) == ["not-selected", "selected"]


async def test_5_a_resident_goes_up_at_night_and_comes_back_to_the_kept_bed(world: World) -> None:
    patient = await world.elder("N1", "F05", temperature=38.6, news2=6)
    bed = await world.bed("N1")
    request, [task] = await world.refer("N1", patient, "from-home", "H1", priority="urgent")
    found = await world.evaluate("N1", patient, "from-home", "H1")
    await world.act("N1", task, "submit", bed=bed)
    await world.act("H1", task, "accept")
    await world.act("N1", task, "depart")
    transport = (await world.get("N1", f"/Task?focus=Task/{task}")).json()["entry"][0]["resource"]["status"]
    await world.act("H1", task, "arrive")
    await world.act("H1", task, "admit")
    await world.advance(hours=8 * 24)

    state = await world.act("H1", task, "return-home")

    assert (found["overall"], transport, state) == ("pass", "in-progress", "feedback-due")
    assert await world.holder(bed) == f"Patient/{patient}"
    way = (await world.get("N1", f"/ServiceRequest?based-on=ServiceRequest/{request}")).json()["entry"]
    [back] = (await world.get("N1", f"/Task?focus=ServiceRequest/{way[0]['resource']['id']}")).json()["entry"]
    await world.measure("H1", patient, temperature=36.6, heart_rate=78, respiratory_rate=17, systolic=128, spo2=96,
                        consciousness="A", oxygen_flow=0)  # fmt: skip
    states = [await world.act("H1", back["resource"]["id"], "depart")]
    states += [await world.act("N1", back["resource"]["id"], "arrive")]
    assert states == ["in-transit", "arrived"]


async def test_5_no_clock_frees_the_bed_of_a_resident_and_the_home_does_it_in_words(world: World) -> None:
    patient = await world.elder("N1", "F05", temperature=38.6, news2=6)
    bed = await world.bed("N1")
    _, [task] = await world.refer("N1", patient, "from-home", "H1", priority="urgent")
    await world.act("N1", task, "submit", bed=bed)
    await world.act("H1", task, "accept")
    await world.act("N1", task, "depart")
    await world.advance(hours=60 * 24)
    kept = await world.holder(bed)

    silent = await world.operate("N1", f"/{bed}/$release")
    said = await world.operate("N1", f"/{bed}/$release", note="与女儿商定，老人长期留院，床位退回")

    assert kept == f"Patient/{patient}"
    assert (silent.status_code, said.status_code) == (409, 200)
    assert await world.holder(bed) == ""


@pytest.mark.parametrize(
    ("codes", "facts", "receiver", "overall"),
    [
        (("I10",), {"ability_total": 41}, "N2", "fail"),
        (("I10",), {"ability_total": 46}, "N2", "pass"),
        (("F03",), {"ability_total": 46}, "N2", "fail"),
        (("I10",), {"ability_total": 41}, "N1", "pass"),
    ],
    ids=["level-3", "level-2", "dementia-raises", "another-home"],
)
async def test_6_the_ability_level_is_held_against_the_declared_scope(
    world: World, codes: tuple[str, ...], facts: dict[str, float], receiver: str, overall: str
) -> None:
    patient = await world.elder("H1", *codes, ability_level=None, **facts)

    found = await world.evaluate("H1", patient, "into-home", receiver)

    assert found["overall"] == overall
    assert found["against"] == (["ABILITY"] if overall == "fail" else [])
    assert ("N1" in found["alternatives"]) is (receiver == "N2")
    assert ("能力等级超出收住范围" in found["words"]) is (overall == "fail")


async def test_7_a_local_code_is_triaged_by_a_person_until_a_map_knows_it(world: World, tmp_path: Path) -> None:
    patient = await world.elder("H1", new_deficit=False)
    await world.diagnose("H1", patient, "Z-XNZ-001", system="http://his.example.org", days=60)
    before = await world.evaluate("H1", patient, "down", "M1")

    world.load_map("Z-XNZ-001", "I69.300", source="http://his.example.org")
    after = await world.evaluate("H1", patient, "down", "M1")

    assert (before["overall"], before["against"]) == ("unknown", ["LEVEL-TRIAGE"])
    assert (after["overall"], "R17" in after["rules"]) == ("pass", True)


async def test_7_a_map_to_a_code_that_does_not_exist_is_said_by_the_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "catalogue.csv"
    table.write_text("行号,编码,名称,级别\n1,I16,高血压急症,1\n", encoding="utf-8")

    assert main(["catalogue", "check", str(table)]) == 1
    assert "exists in ICD-10-CM only" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("nyha", "overall", "row"), [("IV", "fail", "R9"), ("II", "pass", "R10"), (None, "unknown", "R9")]
)
async def test_8_one_code_in_two_levels_depends_on_the_severity(
    world: World, nyha: str | None, overall: str, row: str
) -> None:
    patient = await world.elder("H1", "I50.900", days=20, nyha=nyha)

    found = await world.evaluate("H1", patient, "down", "M1")

    assert (found["overall"], row in found["rules"]) == (overall, True)


async def test_9_the_strictest_of_three_diagnoses_wins_and_a_resolved_one_is_ignored(world: World) -> None:
    patient = await world.elder("H1", "I10", "E11.900", "J18.900", curb_65=3)
    strict = await world.evaluate("H1", patient, "down", "M1")
    other = await world.elder("H1", "I10")
    await world.diagnose("H1", other, "J18.900", status="resolved")

    resolved = await world.evaluate("H1", other, "down", "M1")

    assert strict["overall"] == "fail"
    assert {"R1", "R34", "R27"} <= set(strict["rules"])
    assert resolved["overall"] == "pass"
    assert "LEVEL-INACTIVE" in resolved["rules"]
    assert "R27" not in resolved["rules"]
