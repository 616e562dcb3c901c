"""Patient/$everything: the whole compartment, within the caller's scopes."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.store.admin import Client
from tests.builders import Alliance, observation, patient, small_alliance


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path) as found:
        yield found


async def post(alliance: Alliance, resource: dict[str, object]) -> str:
    answer = await alliance.as_member("H1").post(f"/fhir/{resource['resourceType']}", json=resource)
    assert answer.status_code == 201, answer.text
    return answer.headers["location"].split("/_history")[0].split("/")[-1]


async def kinds(alliance: Alliance, elder: str, query: str = "") -> list[str]:
    answer = await alliance.as_member("H1").get(f"/fhir/Patient/{elder}/$everything{query}")
    assert answer.status_code == 200, answer.text
    return sorted(entry["resource"]["resourceType"] for entry in answer.json()["entry"])


async def test_the_record_holds_what_minimisation_may_never_leave_out(alliance: Alliance) -> None:
    elder = await post(alliance, patient())
    subject = {"reference": f"Patient/{elder}"}
    await post(alliance, observation(elder))
    await post(alliance, {"resourceType": "RiskAssessment", "status": "final", "subject": subject})
    await post(alliance, {"resourceType": "Device", "patient": subject, "type": {"text": "心脏起搏器"}})
    await post(
        alliance,
        {"resourceType": "Goal", "lifecycleStatus": "active", "description": {"text": "回家"}, "subject": subject},
    )

    assert await kinds(alliance, elder) == ["Device", "Goal", "Observation", "Patient", "RiskAssessment"]
    assert await kinds(alliance, elder, "?_type=Device") == ["Device", "Patient"]


async def test_a_type_that_there_is_not_is_refused_by_name(alliance: Alliance) -> None:
    elder = await post(alliance, patient())

    answer = await alliance.as_member("H1").get(f"/fhir/Patient/{elder}/$everything?_type=Observation,Bogus")

    assert (answer.status_code, answer.json()["issue"][0]["diagnostics"]) == (
        400, "_type names 'Bogus', which is no resource type; expected as in Observation.",
    )  # fmt: skip


async def test_it_gives_no_type_that_the_tokens_scopes_leave_out(alliance: Alliance) -> None:
    elder = await post(alliance, patient())
    await post(alliance, observation(elder))
    hub = alliance.hub
    jwks = json.dumps({"keys": [hub.keys.public_jwk("client-narrow")]})
    hub.admin.add_client(Client(id="narrow", member=alliance.number("H1"), scopes="system/Patient.rs", jwks=jwks))

    answer = await alliance.as_client("narrow").get(f"/fhir/Patient/{elder}/$everything")
    asked = await alliance.as_client("narrow").get(f"/fhir/Patient/{elder}/$everything?_type=Observation")

    assert [entry["resource"]["resourceType"] for entry in answer.json()["entry"]] == ["Patient"]
    assert asked.status_code == 403


async def test_an_elder_of_another_member_is_not_found(alliance: Alliance) -> None:
    elder = await post(alliance, patient())

    answer = await alliance.as_member("N2").get(f"/fhir/Patient/{elder}/$everything")

    assert answer.status_code == 404


async def test_since_start_and_end_leave_out_what_is_older_or_of_another_time(alliance: Alliance) -> None:
    elder = await post(alliance, patient())
    march = await post(alliance, observation(elder, effectiveDateTime="2026-03-02"))
    may = await post(alliance, observation(elder, effectiveDateTime="2026-05"))
    undated = await post(
        alliance, {"resourceType": "Basic", "code": {"text": "a"}, "subject": {"reference": f"Patient/{elder}"}}
    )
    caller = alliance.as_member("H1")
    path = f"/fhir/Patient/{elder}/$everything"

    async def ids(query: str) -> set[str]:
        answer = await caller.get(f"{path}?{query}")
        assert answer.status_code == 200, answer.text
        return {entry["resource"]["id"] for entry in answer.json().get("entry", [])}

    assert await ids("start=2026-05-10") == {elder, may, undated}
    assert await ids("end=2026-03") == {elder, march, undated}
    assert await ids("start=2026-03-02&end=2026-05-01") == {elder, march, may, undated}
    assert await ids("_since=2000-01-01T00:00:00Z") == {elder, march, may, undated}
    assert await ids("_since=2100-01-01") == set()
    assert [(await caller.get(f"{path}?{query}")).status_code for query in ("start=x", "_since=x", "_count=x")] == [
        400
    ] * 3


async def test_the_record_comes_in_pages_that_repeat_and_lose_nothing(alliance: Alliance) -> None:
    elder = await post(alliance, patient())
    expected = {elder, *[await post(alliance, observation(elder, value=float(number))) for number in range(5)]}
    caller = alliance.as_member("H1")
    path, found = f"/fhir/Patient/{elder}/$everything?_count=2", []

    while path:
        answer = (await caller.get(path)).json()
        found += [entry["resource"]["id"] for entry in answer["entry"]]
        path = next((one["url"] for one in answer["link"] if one["relation"] == "next"), "")

    assert (found[0], len(found), set(found)) == (elder, 6, expected)


async def test_meta_of_a_resource_is_shown_to_who_may_see_it(alliance: Alliance) -> None:
    tag = {"system": "http://x.test", "code": "a"}
    elder = await post(alliance, patient(meta={"tag": [tag]}))

    mine = await alliance.as_member("H1").get(f"/fhir/Patient/{elder}/$meta")
    theirs = await alliance.as_member("N1").get(f"/fhir/Patient/{elder}/$meta")
    await alliance.as_member("H1").delete(f"/fhir/Patient/{elder}")
    gone = await alliance.as_member("H1").get(f"/fhir/Patient/{elder}/$meta")

    value = mine.json()["parameter"][0]["valueMeta"]
    assert (value["versionId"], value["tag"]) == ("1", [tag])
    assert (theirs.status_code, gone.status_code) == (404, 410)
