"""Scenarios 10 to 16 and 21 of the referral, as the rulings correct them, through HTTP as the acting institutions.

Each with its error variants, on both engines. What time, distance and other people do to a referral.
"""

from typing import Any

import pytest

from hub.errors import ConflictError, ForbiddenError
from hub.referral.catalogues import publish
from terminology.catalogue_source import SAMPLE, read_files
from tests.e2e.scenario_world import World


def edition(world: World, version: str, *, first: str, last: str = "2027-12-31", **cells: str) -> None:
    """Publish a changed sample."""
    files = read_files(SAMPLE)
    manifest = files["manifest.toml"].decode()
    for old, new in {"2026.1-sample": version, "2026-01-01": first, "2027-12-31": last, **cells}.items():
        manifest = manifest.replace(old, new)
        if old in cells:
            files = {name: data.replace(old.encode(), new.encode()) for name, data in files.items()}
    files["manifest.toml"] = manifest.encode()
    publish(world.hub.admin, files, now=world.hub.clock.now(), supersede=True, keys=world.hub.keys)


async def used(world: World, request: str) -> str:
    stored = (await world.get("H1", f"/ServiceRequest/{request}")).json()
    extension = next(one for one in stored["extension"] if one["url"].endswith("referral-catalogue-used"))
    return str(extension["extension"][0]["valueCanonical"]).rpartition("|")[2]


async def test_10_a_referral_keeps_the_version_it_was_submitted_under_and_the_next_meets_the_new_one(
    world: World,
) -> None:
    patient = await world.elder("H1", "I63.900", nihss=12, swallow_screen="pass")
    request, [task] = await world.refer("H1", patient, "down", "M1")
    await world.act("H1", task, "submit")
    edition(world, "2026.2", first="2026-03-03", **{"NIHSS评分 <= 15": "NIHSS评分 <= 10"})
    before = await used(world, request)
    await world.advance(hours=20)

    notice = (await world.get("H1", f"/Task/{task}/$referral-actions")).text
    kept = await world.act("M1", task, "accept")
    await world.act("H1", task, "cancel", reason="other")
    await world.act("M1", task, "agree-cancel")
    _, [again] = await world.refer("H1", patient, "down", "M1")
    refusal = await world.act("H1", again, "submit", expected=422)

    assert (before, await used(world, request), kept) == ("2026.1-sample", "2026.1-sample", "accepted")
    assert "本单按 2026.1-sample 核对，现行版本为 2026.2" in notice
    assert "R15-DOWN2" in refusal


async def test_10_an_overlapping_period_and_a_version_that_nobody_signed_are_not_published(world: World) -> None:
    edition(world, "2026.2", first="2026-03-03")

    with pytest.raises(ConflictError, match=r"overlaps that of version 2026\.2"):
        edition(world, "2026.3", first="2026-03-03")
    with pytest.raises(ForbiddenError, match="signed by two people"):
        edition(world, "2026.4", first="2026-04-01", **{"experimental = true": "experimental = false"})


async def test_11_a_positive_smear_blocks_the_way_into_a_home(world: World) -> None:
    patient = await world.elder("H1", "A15.000", sputum_smear="positive")
    _, [task] = await world.refer("H1", patient, "into-home", "N1")

    refusal = await world.act("H1", task, "submit", expected=422)

    assert "R67" in refusal
    assert (await world.get("N1", f"/Task/{task}")).status_code == 404
    found = await world.evaluate("H1", patient, "into-home", "N1")
    assert "结核病定点医院" in found["words"]


async def test_11_three_negative_smears_on_day_15_pass(world: World) -> None:
    patient = await world.elder("H1", "A15.000", days=15, negative_smears=3)

    _, task, _ = await world.on_the_way("H1", patient, "into-home", "N1")

    assert await world.state("N1", task) == "in-transit"


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


async def test_12_a_withdrawal_after_arrival_leaves_the_delivered_bundle_with_the_team_that_treats(
    world: World,
) -> None:
    patient = await world.elder("H1", "I10")
    request, task, _ = await world.on_the_way("H1", patient, "into-home", "N1")
    await world.act("N1", task, "arrive")

    await world.act("H1", task, "withdraw-consent", note="女儿(监护人)撤回")

    assert (await world.get("N1", f"/Patient/{patient}")).status_code == 404
    delivered = (await world.get("N1", f"/ServiceRequest/{request}/$transfer-bundle")).json()
    assert delivered["resourceType"] == "Bundle"
    assert await world.act("N1", task, "admit") == "in-care"


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


async def test_13_what_nobody_takes_is_the_lead_hospitals_to_place_and_the_chain_is_visible(world: World) -> None:
    patient = await world.elder("M1", "I10")
    request, [task] = await world.refer("M1", patient, "into-home", "N1")
    await world.act("M1", task, "submit")
    await world.act("N1", task, "decline", reason="no-bed")
    [mine] = (await world.get("H1", f"/Task?focus=ServiceRequest/{request}&owner=Organization/H1")).json()["entry"]
    waits = await world.state("H1", mine["resource"]["id"])

    await world.act("H1", mine["resource"]["id"], "redirect", receiver="N2")

    found = (await world.get("M1", f"/Task?focus=ServiceRequest/{request}")).json()["entry"]
    tasks = {one["resource"]["id"]: one["resource"] for one in found}
    last = next(one for one in tasks.values() if one["owner"]["reference"] == "Organization/N2")
    chain = [last["owner"]["reference"]]
    while "partOf" in last:
        last = tasks[last["partOf"][0]["reference"].removeprefix("Task/")]
        chain.append(last["owner"]["reference"])
    assert waits == "no-taker"
    assert chain == ["Organization/N2", "Organization/H1", "Organization/N1"]


async def test_14_a_cancellation_takes_two_and_a_silent_receiver_agrees_by_the_clock(world: World) -> None:
    patient = await world.elder("H1", "I10")
    request, [task] = await world.refer("H1", patient, "into-home", "N1")
    bed = await world.bed("N1")
    await world.act("H1", task, "submit")
    await world.act("N1", task, "accept")
    await world.act("H1", task, "select", bed=bed)
    assert await world.act("H1", task, "cancel", reason="family-refuses") == "cancel-requested"
    held = await world.holder(bed)

    await world.advance(hours=24.1)

    assert held == f"ServiceRequest/{request}"
    assert await world.state("H1", task) == "cancelled"
    assert (await world.get("H1", f"/ServiceRequest/{request}")).json()["status"] == "revoked"
    assert await world.holder(bed) == ""


async def test_14_the_receiver_agrees_and_the_bed_is_free_in_the_same_moment(world: World) -> None:
    patient = await world.elder("H1", "I10")
    _, [task] = await world.refer("H1", patient, "into-home", "N1")
    bed = await world.bed("N1")
    await world.act("H1", task, "submit")
    await world.act("N1", task, "accept")
    await world.act("H1", task, "select", bed=bed)
    await world.act("H1", task, "schedule", planned=world.ahead(hours=2))
    await world.act("H1", task, "cancel", reason="family-refuses")

    assert await world.act("N1", task, "agree-cancel") == "cancelled"
    assert await world.holder(bed) == ""


async def test_14_who_is_on_the_way_is_not_cancelled(world: World) -> None:
    patient = await world.elder("H1", "I10")
    _, task, _ = await world.on_the_way("H1", patient, "into-home", "N1")

    refusal = await world.act("H1", task, "cancel", reason="other", expected=422)

    assert "途中改送" in refusal


async def test_15_nobody_is_written_off_by_a_clock_and_who_comes_late_is_a_new_referral(world: World) -> None:
    patient = await world.elder("H1", "I10")
    request, [task] = await world.refer("H1", patient, "into-home", "N1")
    bed = await world.bed("N1")
    await world.act("H1", task, "submit")
    await world.act("N1", task, "accept")
    await world.act("H1", task, "select", bed=bed)
    await world.act("H1", task, "schedule", planned=world.ahead(hours=1))
    await world.advance(hours=6)
    still, kept = await world.state("H1", task), await world.holder(bed)
    called = await world.calls(means="voice")

    refusal = await world.act("N1", task, "no-show", expected=422)
    after = await world.act("N1", task, "no-show", note="电话确认老人在女儿家")
    again, [late] = await world.refer("H1", patient, "into-home", "N1", replaces=request)

    assert (still, kept, called) == ("scheduled", f"ServiceRequest/{request}", ["H1", "N1"])
    assert "where the elder is" in refusal
    assert (after, await world.holder(bed)) == ("no-show", "")
    assert (await world.get("H1", f"/ServiceRequest/{request}")).json()["status"] == "revoked"
    assert await world.act("H1", late, "submit") == "submitted"
    stored = (await world.get("N1", f"/ServiceRequest/{again}")).json()
    assert stored["replaces"] == [{"reference": f"ServiceRequest/{request}"}]


async def test_16_a_fever_at_the_door_goes_on_to_who_has_said_come(world: World) -> None:
    patient = await world.elder("H1", "I10")
    request, task, _ = await world.on_the_way("H1", patient, "into-home", "N1")
    await world.act("N1", task, "arrive")

    without = await world.act("N1", task, "refuse-at-door", reason="fever", onward="H1", expected=422)
    state = await world.act("N1", task, "refuse-at-door", reason="fever", onward="H1", note="T 38.5")

    back = (await world.get("H1", f"/ServiceRequest?based-on=ServiceRequest/{request}")).json()["entry"]
    assert ("vital signs on arrival" in without, state) == (True, "returned")
    assert [one["resource"]["requester"]["reference"] for one in back] == ["Organization/N1"]
    assert await world.calls(means="voice") == ["H1"]


async def test_16_nobody_is_refused_at_the_door_before_somebody_takes_the_elder(world: World) -> None:
    patient = await world.elder("H1", "I10")
    _, task, _ = await world.on_the_way("H1", patient, "into-home", "N1")
    await world.act("N1", task, "arrive")

    refusal = await world.act("N1", task, "refuse-at-door", reason="fever", note="T 38.5", expected=422)

    assert "Until handover you keep the elder" in refusal
    assert await world.state("N1", task) == "arrived"


async def test_21_one_bed_and_two_referrals_one_has_it_and_the_clock_frees_it(world: World) -> None:
    bed, second_bed = await world.bed("N1"), await world.bed("N1", "102-1")
    tasks = []
    for _ in range(2):
        _, [task] = await world.refer("H1", await world.elder("H1", "I10"), "into-home", "N1")
        await world.act("H1", task, "submit")
        await world.act("N1", task, "accept")
        await world.act("H1", task, "select")
        tasks.append(task)

    first = await world.act("N1", tasks[0], "reserve", bed=bed)
    second = await world.act("N1", tasks[1], "reserve", bed=bed, expected=409)
    other = await world.act("N1", tasks[1], "reserve", bed=second_bed)
    await world.advance(hours=48.1)

    assert (first, other) == ("reserved", "reserved")
    assert "choose another" in second
    assert second_bed in second
    assert await world.act("N1", tasks[1], "reserve", bed=bed) == "reserved"


async def test_21_a_hold_survives_a_restart(world: World) -> None:
    bed = await world.bed("N1")
    request, [task] = await world.refer("H1", await world.elder("H1", "I10"), "into-home", "N1")
    await world.act("H1", task, "submit")
    await world.act("N1", task, "accept")
    await world.act("H1", task, "select", bed=bed)

    await world.restart()

    after = [await world.holder(bed)]
    for hours in (47, 1.1):
        await world.advance(hours=hours)
        after.append(await world.holder(bed))
    assert after == [f"ServiceRequest/{request}", f"ServiceRequest/{request}", ""]
