"""A Task that names a referral of others: it tells nobody that the referral exists, and becomes no part of it."""

from typing import Any

from tests.e2e.scenario_world import World


def asking(focus: str, owner: str = "N2", **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Task", "status": "requested", "intent": "order", "focus": {"reference": focus},
        "owner": {"reference": f"Organization/{owner}"}, "requester": {"reference": f"Organization/{owner}"},
    } | more  # fmt: skip


async def answers(world: World, focus: str) -> list[Any]:
    """What N2 hears when it sends Tasks that name a referral, and acts on them."""
    client, token = world.alliance.as_member("N2"), world._token("N2")
    heard: list[Any] = []
    posted = await client.post("/fhir/Task", json=asking(focus), headers=token)
    heard.append(posted.status_code)
    task = posted.json().get("id", "none")
    put = await client.put(f"/fhir/Task/n2-{focus[-6:]}", json=asking(focus, id=f"n2-{focus[-6:]}"), headers=token)
    heard.append(put.status_code)
    again = await client.put(
        f"/fhir/Task/{task}", json=posted.json() | {"status": "accepted", "note": [{"text": "x"}]}, headers=token
    )
    heard.append(again.status_code)
    for event in ("accept", "submit", "open", "select"):
        answer = await world.answer("N2", task, event)
        heard.append((event, answer.status_code, answer.text.replace(focus, "FOCUS")))
    offers = await client.get(f"/fhir/Task/{task}/$referral-actions", headers=token)
    heard.append((offers.status_code, offers.text.replace(focus, "FOCUS")))
    heard.append((await client.delete(f"/fhir/Task/{task}", headers=token)).status_code)
    return heard


async def test_a_task_about_a_referral_that_is_not_seen_is_answered_like_one_about_an_unknown_referral(
    world: World,
) -> None:
    patient = await world.elder("M1", "I10", ability_level=2)
    request, [task] = await world.refer("M1", patient, "into-home", "N1")
    await world.act("M1", task, "submit")
    before = (await world.get("M1", f"/Task?focus=ServiceRequest/{request}&_summary=count")).json()["total"]

    known = await answers(world, f"ServiceRequest/{request}")
    unknown = await answers(world, "ServiceRequest/000000-unknown-000000")

    after = (await world.get("M1", f"/Task?focus=ServiceRequest/{request}&_summary=count")).json()["total"]
    assert known == unknown
    assert known[:3] == [201, 201, 200]
    assert (before, after, await world.state("M1", task)) == (1, 1, "submitted")
    assert (await world.get("N2", f"/ServiceRequest/{request}")).status_code == 404
    assert (await world.get("N2", f"/Patient/{patient}")).status_code == 404


async def test_a_task_that_was_laid_out_before_its_referral_came_is_no_candidate_of_it(world: World) -> None:
    patient = await world.elder("M1", "I10", ability_level=2)
    await world.send("N2", "/Task", asking("ServiceRequest/m1-knee"))
    body = {
        "resourceType": "ServiceRequest", "id": "m1-knee", "status": "active", "intent": "order",
        "category": [{"coding": [{"system": "https://alliance-hub.example/fhir/CodeSystem/referral-direction",
                                  "code": "into-home"}]}],
        "subject": {"reference": f"Patient/{patient}"}, "performer": [{"reference": "Organization/N1"}],
    }  # fmt: skip
    sent = await world.alliance.as_member("M1").put(
        "/fhir/ServiceRequest/m1-knee", json=body, headers=world._token("M1")
    )

    [own] = (await world.get("M1", "/Task?focus=ServiceRequest/m1-knee")).json()["entry"]
    [foreign] = (await world.get("N2", "/Task?focus=ServiceRequest/m1-knee")).json()["entry"]
    refused = await world.answer("N2", foreign["resource"]["id"], "accept")

    assert (sent.status_code, own["resource"]["owner"]["reference"], refused.status_code) == (
        201, "Organization/N1", 422
    )  # fmt: skip
    assert (await world.get("N2", f"/Patient/{patient}")).status_code == 404
    assert await world.act("N1", own["resource"]["id"], "accept") == "accepted"


async def test_a_heap_of_tasks_that_name_a_referral_hides_none_of_its_candidates(world: World) -> None:
    patient = await world.elder("M1", "I10", ability_level=2)
    request, [one, other] = await world.refer("M1", patient, "into-home", "N1", "H1")
    await world.act("M1", one, "submit")
    await world.act("M1", other, "submit")
    entry = {"request": {"method": "POST", "url": "Task"}, "resource": asking(f"ServiceRequest/{request}")}
    heap = {"resourceType": "Bundle", "type": "transaction", "entry": [entry] * 60}
    await world.send("N2", "/", heap, expected=200)
    await world.act("N1", one, "accept")
    await world.act("H1", other, "accept")

    await world.act("M1", one, "select")

    assert [await world.state("M1", task) for task in (one, other)] == ["selected", "not-selected"]


async def test_a_task_of_a_referral_does_not_leave_it_by_naming_another(world: World) -> None:
    patient = await world.elder("M1", "I10", ability_level=2)
    _, [task] = await world.refer("M1", patient, "into-home", "N1")
    await world.act("M1", task, "submit")
    stored = (await world.get("M1", f"/Task/{task}")).json()

    for code, focus in (("M1", "ServiceRequest/nowhere"), ("N1", "ServiceRequest/nowhere"), ("N1", "Patient/nobody")):
        moved = await world.alliance.as_member(code).put(
            f"/fhir/Task/{task}", json=stored | {"focus": {"reference": focus}, "status": "completed"},
            headers=world._token(code),
        )  # fmt: skip
        assert (moved.status_code, "focus" in moved.text) == (422, True), (code, focus, moved.text)

    assert (await world.get("M1", f"/Task/{task}")).json() == stored


async def test_who_reads_a_referral_is_told_that_only_its_requester_adds_a_candidate(world: World) -> None:
    patient = await world.elder("M1", "I10", ability_level=2)
    request, [task] = await world.refer("M1", patient, "into-home", "N1")
    await world.act("M1", task, "submit")

    refused = await world.send("N1", "/Task", asking(f"ServiceRequest/{request}", "N2"), expected=403)

    assert "Only the requester" in refused["issue"][0]["diagnostics"]
