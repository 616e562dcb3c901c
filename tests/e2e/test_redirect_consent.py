"""Who is handed on, with whose consent, and what the next institution may be shown (domain B3 17, PIPL 23)."""

from typing import Any

import pytest

from tests.e2e.scenario_world import World

AGREED = "社区中心陈医生，电话"


def consent(patient: str, kind: str, recipient: str, at: str) -> dict[str, Any]:
    scope = "http://terminology.hl7.org/CodeSystem/consentscope"
    act = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
    role = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
    actor = {"role": {"coding": [{"system": role, "code": "IRCP"}]}, "reference": {"reference": recipient}}
    return {
        "resourceType": "Consent", "status": "active", "patient": {"reference": f"Patient/{patient}"}, "dateTime": at,
        "scope": {"coding": [{"system": scope, "code": "patient-privacy"}]},
        "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
        "policyRule": {"coding": [{"system": act, "code": "OPTIN"}]},
        "provision": {"type": kind, "actor": [actor]},
    }  # fmt: skip


async def sent(world: World, *, refused: str = "") -> tuple[str, str]:
    """M1 has sent an elder to N1; a Consent may refuse another institution by name. The elder and the Task."""
    patient = await world.elder("M1", "I10", ability_level=2)
    if refused:
        await world.send("M1", "/Consent", consent(patient, "deny", f"Organization/{refused}", world.ahead()))
    _, [task] = await world.refer("M1", patient, "into-home", "N1")
    await world.act("M1", task, "submit")
    return patient, task


async def test_a_receiver_hands_an_elder_on_only_with_the_senders_consent_which_is_kept(world: World) -> None:
    patient, task = await sent(world)

    alone = await world.act("N1", task, "redirect", receiver="N2", expected=422)
    unseen = (await world.get("N2", f"/Patient/{patient}")).status_code
    agreed = await world.act("N1", task, "redirect", receiver="N2", said_by=AGREED)

    noted = [note["text"] for note in (await world.get("M1", f"/Task/{task}")).json()["note"]]
    assert ("转出方同意" in alone, unseen, agreed) == (True, 404, "redirected")
    assert any(AGREED in text for text in noted)


async def test_the_lead_hospital_places_an_elder_without_asking_the_sender(world: World) -> None:
    _, task = await sent(world)

    assert await world.act("H1", task, "redirect", receiver="N2") == "redirected"


@pytest.mark.parametrize(("who", "more"), [("N1", {"said_by": AGREED}), ("H1", {})])
async def test_nobody_is_handed_on_to_an_institution_that_a_consent_refuses(
    world: World, who: str, more: dict[str, Any]
) -> None:
    patient, task = await sent(world, refused="N2")

    refused = await world.act(who, task, "redirect", receiver="N2", expected=422, **more)
    elsewhere = await world.act(who, task, "redirect", receiver="P1", **more)

    assert ("撤回或拒绝" in refused, elsewhere) == (True, "redirected")
    assert (await world.get("N2", f"/Patient/{patient}")).status_code == 404
    assert (await world.get("P1", f"/Patient/{patient}")).status_code == 200


async def test_after_a_withdrawal_the_desk_states_a_new_basis_on_the_page(world: World) -> None:
    patient = await world.elder("M1", "I10", ability_level=2)
    _, [task] = await world.refer("M1", patient, "into-home", "N1")
    await world.act("M1", task, "submit")
    await world.act("N1", task, "accept")
    await world.act("M1", task, "withdraw-consent", reason="consent-withdrawn", note="女儿撤回")

    async with world.person("M1", "desk-m1", "coordinator", "doctor") as desk:
        page = (await desk.browser.get(f"/console/referrals/{task}")).text
        without = await desk.act(task, "select", expected=422)
        await desk.act(task, "select", basis="guardian")

    assert '<select id="basis-select" name="basis" required>' in page
    assert "撤回或拒绝" in without
    assert await world.state("M1", task) == "selected"


async def test_who_approves_an_exception_says_on_the_page_until_when_it_stands(world: World) -> None:
    patient = await world.elder("H1", "I10", ability_level=4)
    _, [task] = await world.refer("H1", patient, "into-home", "N2")
    async with world.person("H1", "asks", "coordinator") as asks, world.person("H1", "approves", "manager") as approves:
        await asks.act(task, "request-override", note="家属知情同意，接收方可以照护，请批准")
        page = (await approves.browser.get(f"/console/referrals/{task}")).text
        await approves.act(task, "approve", until=world.ahead(hours=1))

    await world.advance(hours=1.1)

    assert 'name="until"' in page
    assert "目录核对未通过" in await world.act("H1", task, "submit", expected=422)
