"""Who does not take an elder sees the ServiceRequest no longer, by no door; its own Task lives on without it."""

import json

import pytest

from fhir_profiles.json_text import dump
from hub.referral.shape import sbar_of
from hub.store.admin import Endpoint
from hub.store.port import Ref, Visibility
from tests.e2e.scenario_world import World

AGREED = "社区中心陈医生，电话"
HISTORY = "现病史：近三日夜间气促加重"


async def asked(world: World, receiver: str, *, priority: str = "routine") -> tuple[str, str, str]:
    """An elder of M1 whose referral a receiver has been sent: patient, request, Task."""
    patient = await world.elder("M1", "I10", ability_level=2)
    request, [task] = await world.refer("M1", patient, "into-home" if receiver != "H1" else "up", receiver,
                                        priority=priority)  # fmt: skip
    await world.act("M1", task, "submit")
    return patient, request, task


async def codes(world: World, code: str, request: str) -> list[int]:
    """What reading, an old version and the history of a request answer."""
    paths = (f"/ServiceRequest/{request}{rest}" for rest in ("", "/_history/1", "/_history"))
    return [(await world.get(code, path)).status_code for path in paths]


async def end(world: World, how: str, request: str, task: str, receiver: str) -> None:
    if how == "decline":
        await world.act(receiver, task, "decline", reason="no-bed")
    elif how == "redirect":
        await world.act(receiver, task, "redirect", receiver="N2", said_by=AGREED)
    elif how == "cancel":
        await world.act("M1", task, "cancel", reason="other", note="家属改变主意")
    else:
        await world.act(receiver, task, "accept")
        await world.advance(hours=24 * 30)


async def everything_found(world: World, code: str, request: str, task: str, patient: str) -> str:
    """What every other way to the request brings, as one text."""
    paths = (
        f"/ServiceRequest?_id={request}",
        f"/ServiceRequest?patient=Patient/{patient}",
        f"/Task?_id={task}&_include=Task:focus",
        f"/ServiceRequest?_has:Task:focus:_id={task}",
        "/ServiceRequest/_history?_count=200",
        "/_history?_count=200",
        f"/Patient/{patient}/$everything",
    )
    found = []
    for path in paths:
        answer = await world.get(code, path)
        entries = answer.json().get("entry", []) if answer.status_code == 200 else []
        found += [one["resource"] for one in entries if one.get("resource", {}).get("resourceType") == "ServiceRequest"]
    return json.dumps(found)


@pytest.mark.parametrize("how", ["decline", "redirect", "cancel", "expire"])
async def test_who_does_not_take_an_elder_reads_the_request_by_no_door(world: World, how: str) -> None:
    patient, request, task = await asked(world, "N1")
    before = await codes(world, "N1", request)

    await end(world, how, request, task, "N1")

    assert before == [200, 200, 200]
    assert await codes(world, "N1", request) == [404, 404, 404]
    assert request not in await everything_found(world, "N1", request, task, patient)
    assert await codes(world, "M1", request) == [200, 200, 200]
    assert (await world.get("N1", f"/Task/{task}")).status_code == 200
    body = (await world.get("M1", f"/ServiceRequest/{request}")).json()
    body["note"] = [*body.get("note", []), {"text": HISTORY}]
    changed = await world.alliance.as_member("M1").put(
        f"/fhir/ServiceRequest/{request}", json=body, headers=world._token("M1")
    )
    assert changed.status_code == 200
    assert await codes(world, "N1", request) == [404, 404, 404]


async def test_a_hospital_that_was_called_off_reads_the_call_in_words_no_longer(world: World) -> None:
    patient = await world.elder("N1", "I10")
    request, [task] = await world.refer("N1", patient, "from-home", "P1", priority="stat")
    await world.act("N1", task, "submit", doctor="李医生")
    body = (await world.get("N1", f"/ServiceRequest/{request}")).json()
    told = sbar_of(body)
    before = (await world.get("P1", f"/{told}")).status_code

    await world.act("N1", task, "cancel", reason="other", note="家属改变主意")

    assert (before, (await world.get("P1", f"/{told}")).status_code) == (200, 404)
    assert await codes(world, "P1", request) == [404, 404, 404]


async def test_a_receiver_whose_referral_a_stat_call_replaced_reads_no_version_of_it(world: World) -> None:
    patient = await world.elder("N1", "I10")
    first, [task] = await world.refer("N1", patient, "from-home", "P1", priority="urgent")
    await world.act("N1", task, "submit")
    call, [called] = await world.refer("N1", patient, "from-home", "M1", priority="stat", replaces=first)

    await world.act("N1", called, "submit", doctor="李医生")

    assert await world.state("P1", task) == "cancelled"
    assert await codes(world, "P1", first) == [404, 404, 404]
    assert await codes(world, "M1", call) == [200, 200, 200]
    assert await codes(world, "H1", call) == [200, 200, 200]


async def test_who_was_asked_without_a_bid_and_is_not_chosen_reads_the_request_no_longer(world: World) -> None:
    patient = await world.elder("N1", "I10")
    request, [one, other] = await world.refer("N1", patient, "from-home", "P1", "M1", priority="stat")
    for task in (one, other):
        await world.act("N1", task, "submit", doctor="李医生")
    await world.act("M1", other, "accept")
    before = await codes(world, "P1", request)

    await world.act("N1", other, "depart", said_by="120")

    assert (before, await world.state("P1", one)) == ([200] * 3, "not-selected")
    assert await codes(world, "P1", request) == [404, 404, 404]
    assert await codes(world, "M1", request) == [200, 200, 200]


async def test_the_lead_hospital_and_the_requester_go_on_reading_what_they_end(world: World) -> None:
    _, request, task = await asked(world, "H1")

    await world.act("H1", task, "decline", reason="no-bed")

    assert await codes(world, "H1", request) == [200, 200, 200]
    assert await codes(world, "M1", request) == [200, 200, 200]


@pytest.mark.parametrize("how", ["decline", "redirect", "cancel", "expire"])
async def test_the_page_of_the_ended_task_lives_without_the_request(world: World, how: str) -> None:
    patient, request, task = await asked(world, "N1")
    await end(world, how, request, task, "N1")

    async with world.person("N1", "desk", "coordinator") as person:
        page = await person.browser.get(f"/console/referrals/{task}")
        listed = await person.browser.get("/console/referrals?side=in&when=done")
        unknown = await person.browser.get("/console/referrals/nobody")
    offers = (await world.get("N1", f"/Task/{task}/$referral-actions")).json()

    assert (page.status_code, listed.status_code, unknown.status_code) == (200, 200, 404)
    assert "钱阿婆" not in page.text + listed.text
    assert f"/console/referrals/{task}" in listed.text
    assert f"ServiceRequest/{request}" not in page.text
    assert ("无床位" in page.text) == (how == "decline")
    assert '"valueBoolean":true' not in dump(offers).decode()
    assert patient not in page.text


async def test_the_full_payload_of_a_subscription_leaves_out_a_request_that_is_seen_no_longer(world: World) -> None:
    address = "http://127.0.0.1:9/hook"
    await world.hub.matcher.turn()
    world.hub.admin.add_endpoint(
        Endpoint(member=world.alliance.number("N1"), channel="rest-hook", address=address, secret="s3cret")
    )
    made = await world.send("N1", "/Subscription", {
        "resourceType": "Subscription", "status": "requested", "reason": "test",
        "criteria": "ServiceRequest?status=active",
        "channel": {"type": "rest-hook", "endpoint": address, "payload": "application/fhir+json"},
    })  # fmt: skip
    await world.hub.matcher.turn()
    _, request, task = await asked(world, "N1")
    await world.hub.matcher.turn()
    path = f"/Subscription/{made['id']}/$events?content=full-resource"
    before = (await world.get("N1", path)).text
    await world.act("N1", task, "decline", reason="no-bed")
    await world.hub.matcher.turn()

    events = await world.get("N1", path)

    assert (f"ServiceRequest/{request}" in before, f"ServiceRequest/{request}" in events.text) == (True, False)


async def test_the_audit_of_who_declined_tells_nothing_of_what_others_do_with_the_request(world: World) -> None:
    _, request, task = await asked(world, "N1")
    await world.act("N1", task, "decline", reason="no-bed")
    await world.get("M1", f"/ServiceRequest/{request}")

    seen = (await world.get("N1", "/AuditEvent?_count=200")).text
    found = await world.hub.store.read(
        Ref("ServiceRequest", request), visibility=Visibility(member=world.alliance.number("N1"))
    )

    assert found is None
    assert "Organization/M1" not in seen


async def test_who_declined_and_is_asked_again_sees_the_request_and_the_record_anew(world: World) -> None:
    patient, request, task = await asked(world, "N1")
    await world.act("N1", task, "redirect", receiver="N2", said_by=AGREED)
    [current] = (await world.get("M1", f"/Task?focus=ServiceRequest/{request}&status=requested")).json()["entry"]
    between = await codes(world, "N1", request)

    await world.act("N2", current["resource"]["id"], "redirect", receiver="N1", said_by=AGREED)

    assert between == [404, 404, 404]
    assert await codes(world, "N1", request) == [200, 200, 200]
    assert await codes(world, "N2", request) == [404, 404, 404]
    assert (await world.get("N1", f"/Patient/{patient}")).status_code == 200


async def test_the_end_of_one_referral_takes_nothing_of_a_second_open_one_of_the_same_elder(world: World) -> None:
    patient = await world.elder("H1", "I10", ability_level=2)
    _, [one] = await world.refer("H1", patient, "down", "M1")
    second, [two] = await world.refer("H1", patient, "into-home", "M1")
    await world.act("H1", one, "submit")
    await world.act("H1", two, "submit")

    await world.act("M1", one, "decline", reason="no-bed")

    assert await codes(world, "M1", second) == [200, 200, 200]
    assert (await world.get("M1", f"/Patient/{patient}")).status_code == 200
