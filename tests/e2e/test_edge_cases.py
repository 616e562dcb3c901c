"""The edge cases of domain C4 that time, people and publication make, through HTTP on both engines.

Those that the rules alone settle are in tests/unit/referral/rules/test_edge_cases.py.
"""

from dataclasses import replace

from hub.referral.catalogues import publish
from terminology.catalogue_source import SAMPLE, read_files
from tests.e2e.scenario_world import World
from tests.e2e.test_scenarios_on_the_way import edition, used

STEADY_NOW: dict[str, float | str | bool] = {
    "temperature": 36.6, "heart_rate": 78, "respiratory_rate": 17, "systolic": 128, "spo2": 96, "oxygen_flow": 0,
    "consciousness": "A", "potassium": 4.2,
}  # fmt: skip


async def accepted(world: World, patient: str, direction: str, receiver: str) -> tuple[str, str]:
    request, [task] = await world.refer("H1", patient, direction, receiver)
    bed = await world.bed(receiver)
    await world.act("H1", task, "submit")
    await world.act(receiver, task, "accept")
    await world.act("H1", task, "select", bed=bed)
    return request, task


async def test_edge_7_an_open_referral_keeps_its_version_until_what_it_rests_on_is_a_week_old(world: World) -> None:
    patient = await world.elder("H1", "I63.900", nihss=12, swallow_screen="pass")
    _, task = await accepted(world, patient, "down", "M1")
    edition(world, "2026.2", first="2026-03-03", **{",REHAB,4,,,示例（C2）,否": ",ECG,4,,,示例（C2）,否"})
    await world.advance(hours=30)
    await world.measure("H1", patient, **STEADY_NOW)
    notice = (await world.get("H1", f"/Task/{task}/$referral-actions")).text

    kept = await world.act("H1", task, "depart")

    assert "现行版本为 2026.2" in notice
    assert kept == "in-transit"


async def test_edge_7_what_a_referral_rests_on_stands_for_seven_days(world: World) -> None:
    patient = await world.elder("H1", "I63.900", nihss=12, swallow_screen="pass")
    _, task = await accepted(world, patient, "down", "M1")
    await world.act("H1", task, "schedule", planned=world.ahead(hours=7 * 24 + 3))
    edition(world, "2026.2", first="2026-03-03", **{",REHAB,4,,,示例（C2）,否": ",ECG,4,,,示例（C2）,否"})
    await world.advance(hours=7 * 24 + 2)
    await world.measure("H1", patient, **STEADY_NOW)

    lost = await world.act("H1", task, "depart", expected=422)

    assert "R15-NEED-ECG" in lost


async def test_edge_8_a_correction_begins_when_it_is_published_and_never_before(world: World) -> None:
    patient = await world.elder("H1", "I63.900", nihss=12, swallow_screen="pass")
    request, [task] = await world.refer("H1", patient, "down", "M1")
    await world.act("H1", task, "submit")
    await world.advance(hours=20)

    files = read_files(SAMPLE)
    files["manifest.toml"] = (
        files["manifest.toml"]
        .replace(b"2026.1-sample", b"2026.1-errata")
        .replace(b"effective_from = 2026-01-01", b"effective_from = 2026-01-02")
    )
    version = publish(world.hub.admin, files, now=world.hub.clock.now(), supersede=True)

    assert version.effective_from == world.hub.clock.now()
    assert await used(world, request) == "2026.1-sample"


async def test_edge_9_a_level_that_changes_after_the_acceptance_leads_back_to_the_review(world: World) -> None:
    patient = await world.elder("H1", "I10")
    _, task = await accepted(world, patient, "down", "M1")
    await world.diagnose("H1", patient, "I21.900", days=20)

    state = await world.act("H1", task, "depart")

    stored = (await world.get("M1", f"/Task/{task}")).json()
    assert state == "under-review"
    assert "病种级别已变化" in stored["note"][-1]["text"]
    assert await world.act("M1", task, "accept") == "accepted"


async def test_edge_11_what_a_family_asks_for_outside_the_catalogue_is_an_exception_of_two_people(world: World) -> None:
    patient = await world.elder("H1", "S72.000", ability_level=4, wound_dry=True)
    _, [task] = await world.refer("H1", patient, "into-home", "N1")

    assert "R49-NEED-REHAB" in await world.act("H1", task, "submit", expected=422)
    assert "10个字" in await world.act("H1", task, "request-override", note="家属", expected=422)
    assert await world.act("H1", task, "request-override", note="家属坚持就近入住，已书面确认") == "override-pending"
    assert "具名人员" in await world.act("H1", task, "approve", expected=403)


async def test_edge_12_a_receiver_that_loses_what_the_elder_needs_is_found_out_at_departure_and_redirected(
    world: World,
) -> None:
    patient = await world.elder("H1", "J44.900", oxygen_flow=2, spo2=90, ability_level=3)
    request, task = await accepted(world, patient, "into-home", "N1")
    world.hub.admin.change_member(replace(world.member("N1"), capabilities=("NGT", "FOLEY")))

    lost = await world.act("H1", task, "depart", expected=422)
    unfit = await world.act("N1", task, "redirect", receiver="N2", said_by="李护士", expected=422)
    world.hub.admin.change_member(replace(world.member("N2"), capabilities=("O2",), declared_ability_level=3))
    states = [await world.act("N1", task, "redirect", receiver="N2", said_by="李护士")]

    page = (await world.get("H1", f"/Task?focus=ServiceRequest/{request}&status=requested")).json()["entry"]
    follower = page[0]["resource"]["id"]
    states += [await world.act("N2", follower, "accept"), await world.act("H1", follower, "select")]
    assert ("请改派" in lost, "【ABILITY】" in unfit) == (True, True)
    assert states == ["redirected", "accepted", "selected"]


async def test_edge_12_a_bed_that_is_gone_stops_the_departure(world: World) -> None:
    patient = await world.elder("H1", "I10")
    _, task = await accepted(world, patient, "into-home", "N1")
    await world.advance(hours=48.1)

    assert "reserve one first" in await world.act("H1", task, "depart", expected=422)


async def test_edge_14_an_elder_who_is_sent_to_and_fro_is_flagged_for_the_lead_hospital(world: World) -> None:
    patient = await world.elder("M1", "I20.0", chest_pain_15min=True)
    flags = []
    for _ in range(3):
        request, [task] = await world.refer("M1", patient, "up", "H1", priority="urgent")
        await world.act("M1", task, "submit")
        await world.act("H1", task, "accept")
        await world.act("M1", task, "depart")
        await world.act("H1", task, "arrive")
        await world.act("H1", task, "feedback", note="留观后返回")
        await world.act("M1", task, "acknowledge")
        stored = (await world.get("M1", f"/ServiceRequest/{request}")).json()
        flags.append([one["valueInteger"] for one in stored["extension"] if one["url"].endswith("referral-loop")])

    assert flags == [[], [], [2]]


async def test_edge_17_a_discharge_against_advice_and_a_death_close_with_their_reason(world: World) -> None:
    patient = await world.elder("H1", "I10")
    request, task, _ = await world.on_the_way("H1", patient, "into-home", "N1")
    await world.act("N1", task, "arrive")
    await world.act("N1", task, "admit")
    states = [await world.act("N1", task, "discharge", reason="against-advice")]
    reason = (await world.get("H1", f"/Task/{task}")).json()["statusReason"]["coding"][0]["code"]

    states += [await world.act("N1", task, "died", note="住养期间病故")]

    assert (states, reason) == (["feedback-due", "died"], "against-advice")
    stored = (await world.get("H1", f"/Task/{task}")).json()
    assert stored["status"] == "completed"
    assert (await world.get("H1", f"/ServiceRequest/{request}")).json()["status"] == "completed"
    assert "deceasedDateTime" in (await world.get("H1", f"/Patient/{patient}")).json()
