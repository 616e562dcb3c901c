"""What a referral hands over stays as it was signed, and shows nothing of others: through HTTP, on both engines."""

from tests.e2e.scenario_world import World


async def test_naming_another_institutions_resources_shows_them_to_nobody(world: World) -> None:
    patient = await world.elder("H1", "I10")
    stranger = await world.elder("N2", "I10")
    await world.measure("H1", patient, heart_rate=66)
    [mine] = await observed(world, "H1", patient, "heart-rate", 66)
    [theirs, *_] = await observed(world, "N2", stranger, "heart-rate")
    document = await world.document("N2", stranger, "护理记录")
    _, task, _ = await world.on_the_way("H1", patient, "down", "M1")
    report = {
        "resourceType": "DiagnosticReport", "status": "final", "code": {"text": "迟到的报告"},
        "subject": {"reference": f"Patient/{patient}"}, "effectiveDateTime": "2026-02-01",
        "result": [{"reference": f"Observation/{one}"} for one in (mine, theirs, "nobody")],
    }  # fmt: skip

    await world.send("H1", "/DiagnosticReport", report)
    await world.act("M1", task, "arrive")
    await world.act("M1", task, "admit")
    words = [await world.act("M1", task, "feedback", output=one, expected=422) for one in (document, "Composition/x")]
    own = await world.document("M1", patient, "出院小结")
    await world.act("M1", task, "feedback", output=own)

    paths = [f"/Observation/{mine}", f"/Observation/{theirs}", f"/{document}", f"/{own}"]
    assert [(await world.get("M1", path)).status_code for path in paths] == [200, 404, 404, 200]
    assert [(await world.get("H1", path)).status_code for path in paths] == [200, 404, 404, 200]
    assert ["反馈文书不存在或不属于接收机构" in one for one in words] == [True, True]


async def observed(world: World, code: str, patient: str, fact: str, value: float | None = None) -> list[str]:
    found = (await world.get(code, f"/Observation?patient=Patient/{patient}&_count=200")).json()["entry"]
    return [
        str(body["id"]) for entry in found
        if (body := entry["resource"])["code"]["coding"][0]["code"] == fact
        and value in {None, body["valueQuantity"]["value"]}
    ]  # fmt: skip


async def test_a_signed_bundle_stays_as_it_is_and_stays_named(world: World) -> None:
    patient = await world.elder("H1", "I10")
    _, task, _ = await world.on_the_way("H1", patient, "down", "M1")
    before = (await world.get("H1", f"/Task/{task}")).json()
    [output] = before["output"]
    path = f"/fhir/{output['valueReference']['reference']}"
    sender = world.alliance.as_member("H1")
    bundle = (await sender.get(path, headers={"Accept": "application/fhir+json"})).json()
    patch = [{"op": "replace", "path": "/data", "value": "e30="}]
    without = {name: value for name, value in before.items() if name != "output"}
    plain = await world.send("H1", "/Binary", {"resourceType": "Binary", "contentType": "text/plain", "data": "e30="})

    refused = [
        (await sender.put(path, json=bundle | {"data": "e30="})).status_code,
        (await sender.patch(path, json=patch, headers={"Content-Type": "application/json-patch+json"})).status_code,
        (await sender.delete(path)).status_code,
    ]
    kept = await world.alliance.as_member("M1").put(f"/fhir/Task/{task}", json=without)

    assert refused == [422, 422, 422]
    assert (kept.status_code, (await world.get("H1", f"/Task/{task}")).json()["output"]) == (200, [output])
    assert (await sender.get(path, headers={"Accept": "application/fhir+json"})).json() == bundle
    assert (await sender.put(f"/fhir/Binary/{plain['id']}", json=plain | {"data": "e31="})).status_code == 200
