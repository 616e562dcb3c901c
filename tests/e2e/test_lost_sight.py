"""After a home has said no, was passed over or not chosen: exports, ETags, versions and searches give nothing away."""

from typing import Any

import pytest

from tests.e2e.scenario_world import World
from tests.e2e.test_export_after_consent import exported, fetch

AGREED = "社区中心陈医生，电话"


async def lines(world: World, code: str, listed: list[dict[str, Any]]) -> str:
    client = world.alliance.as_member(code)
    return "".join(
        [(await client.get(one["url"], headers={"Accept": "application/fhir+ndjson"})).text for one in listed]
    )


@pytest.mark.parametrize("end", ["redirect", "decline"])
async def test_an_export_of_before_is_stopped_and_one_of_after_holds_nothing_of_the_elder(
    world: World, end: str
) -> None:
    patient = await world.elder("M1", "I10", ability_level=2)
    own = await world.elder("N1", "I10")
    _, [task] = await world.refer("M1", patient, "into-home", "N1")
    await world.act("M1", task, "submit")
    before = await exported(world, "N1", "$export?_type=Patient,Condition,Observation")
    assert patient in await lines(world, "N1", before)

    if end == "redirect":
        await world.act("N1", task, "redirect", receiver="N2", said_by=AGREED)
    else:
        await world.act("N1", task, "decline", reason="no-bed")

    assert set(await fetch(world, "N1", before)) == {403}
    after = await lines(
        world, "N1", await exported(world, "N1", "$export?_type=Patient,Condition,Observation,Provenance")
    )
    assert (patient in after, own in after) == (False, True)


async def test_an_etag_from_before_brings_no_304_and_no_version_of_what_is_unseen_now(world: World) -> None:
    patient = await world.elder("M1", "I10", ability_level=2)
    _, [task] = await world.refer("M1", patient, "into-home", "N1")
    await world.act("M1", task, "submit")
    client, token = world.alliance.as_member("N1"), world._token("N1")
    seen = await client.get(f"/fhir/Patient/{patient}", headers=token)
    known = {"If-None-Match": seen.headers["etag"], "If-Modified-Since": seen.headers["last-modified"]}
    unchanged = await client.get(f"/fhir/Patient/{patient}", headers=token | known)
    await world.act("N1", task, "decline", reason="no-bed")

    heard = [
        (await client.get(f"/fhir{path}", headers=token | known)).status_code
        for path in (f"/Patient/{patient}", f"/Patient/{patient}/_history/1", f"/Patient/{patient}/_history")
    ]
    found = (await world.get("N1", f"/Patient?_id={patient}&_revinclude=Condition:patient")).json()
    history = (await world.get("N1", "/_history?_count=200")).text

    assert (unchanged.status_code, heard, found.get("entry", [])) == (304, [404, 404, 404], [])
    assert f"Patient/{patient}/_history" not in history


async def test_who_loses_a_bid_exports_and_finds_nothing_of_the_elder(world: World) -> None:
    patient = await world.elder("M1", "I10", ability_level=2)
    request, [one, other] = await world.refer("M1", patient, "into-home", "N1", "P1")
    for task in (one, other):
        await world.act("M1", task, "submit")
    await world.act("N1", one, "accept")
    await world.act("P1", other, "accept")
    await world.act("M1", one, "select")

    files = await lines(world, "P1", await exported(world, "P1", "$export"))
    history = (await world.get("P1", "/_history?_count=200")).text

    assert await world.state("P1", other) == "not-selected"
    assert other in files
    assert [secret for secret in (patient, request, "钱阿婆") if secret in files + history] == []
