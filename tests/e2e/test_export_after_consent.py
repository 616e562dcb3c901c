"""A file of an export is given out as long as all in it may be seen: a consent that ends meanwhile stops the file."""

from typing import Any

from tests.e2e.scenario_world import World

ASYNC = {"Prefer": "respond-async"}


async def exported(world: World, code: str, path: str) -> list[dict[str, Any]]:
    """The files of an export that has been worked off."""
    client = world.alliance.as_member(code)
    begun = await client.get(f"/fhir/{path}", headers=ASYNC)
    assert begun.status_code == 202, begun.text
    while await world.hub.exports.turn():
        pass
    manifest = await client.get(begun.headers["content-location"])
    assert manifest.status_code == 200, manifest.text
    found: list[dict[str, Any]] = manifest.json()["output"]
    return found


async def fetch(world: World, code: str, listed: list[dict[str, Any]]) -> list[int]:
    client = world.alliance.as_member(code)
    return [(await client.get(one["url"], headers={"Accept": "application/fhir+ndjson"})).status_code for one in listed]


async def test_a_file_with_a_record_whose_consent_was_withdrawn_is_refused_in_words(world: World) -> None:
    patient = await world.elder("H1", "I10")
    own = await world.elder("M1", "I10")
    _, [task] = await world.refer("H1", patient, "down", "M1")
    await world.act("H1", task, "submit")
    await world.act("M1", task, "accept")
    await world.act("H1", task, "select")
    files = await exported(world, "M1", "$export?_type=Patient,Condition")
    theirs = await exported(world, "H1", "$export?_type=Patient,Condition")
    assert await fetch(world, "M1", files) == [200, 200]

    await world.act("H1", task, "withdraw-consent")
    answer = await world.alliance.as_member("M1").get(files[0]["url"], headers={"Accept": "application/fhir+ndjson"})

    assert await fetch(world, "M1", files) == [403, 403]
    assert "共享同意或授权已终止" in answer.text
    assert patient not in answer.text
    assert await fetch(world, "H1", theirs) == [200, 200]
    again = await exported(world, "M1", "$export?_type=Patient")
    assert (await fetch(world, "M1", again), again[0]["count"]) == ([200], 1)
    assert (await world.get("M1", f"/Patient/{own}")).status_code == 200


async def test_what_was_deleted_since_by_its_owner_stops_no_file(world: World) -> None:
    patient = await world.elder("M1", "I10")
    files = await exported(world, "M1", "$export?_type=Patient,Condition")
    found = (await world.get("M1", f"/Condition?patient={patient}")).json()["entry"][0]["resource"]["id"]

    assert (await world.alliance.as_member("M1").delete(f"/fhir/Condition/{found}")).status_code == 204

    assert await fetch(world, "M1", files) == [200, 200]
