"""`$meta` at each level, `$meta-add`, `$meta-delete`, and `$everything` of an Encounter."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from hub.api.operations import meta
from tests.builders import Alliance, observation, patient, small_alliance

RED = {"system": "http://x.test", "code": "red"}
BLUE = {"system": "http://x.test", "code": "blue"}


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path) as found:
        yield found


async def post(alliance: Alliance, resource: dict[str, Any], *, member: str = "H1") -> str:
    answer = await alliance.as_member(member).post(f"/fhir/{resource['resourceType']}", json=resource)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def of(value: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Parameters", "parameter": [{"name": "meta", "valueMeta": value}]}


async def change(alliance: Alliance, path: str, value: dict[str, Any]) -> dict[str, Any]:
    answer = await alliance.as_member("H1").post(f"/fhir/{path}", json=of(value))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["parameter"][0]["valueMeta"]
    return found


async def test_tags_join_and_leave_and_the_body_stays_byte_for_byte(alliance: Alliance) -> None:
    caller = alliance.as_member("H1")
    body = b'{"resourceType":"Observation","status":"final","code":{"text":"a"},"valueQuantity":{"value":72.50}}'
    made = await caller.post("/fhir/Observation", content=body, headers={"Content-Type": "application/fhir+json"})
    path = f"Observation/{made.json()['id']}"

    added = await change(alliance, f"{path}/$meta-add", {"tag": [RED, BLUE, RED], "profile": ["http://x.test/p"]})
    again = await change(alliance, f"{path}/$meta-add", {"tag": [RED]})
    left = await change(alliance, f"{path}/$meta-delete", {"tag": [RED], "profile": ["http://x.test/p"]})

    assert (added["versionId"], added["tag"], added["profile"]) == ("2", [RED, BLUE], ["http://x.test/p"])
    assert again["versionId"] == "2"
    assert (left["versionId"], left["tag"], "profile" in left) == ("3", [BLUE], False)
    assert b'"valueQuantity":{"value":72.50}' in (await caller.get(f"/fhir/{path}")).content
    page = await alliance.hub.store.audit_page(visibility=alliance.principal("H1").visibility)
    assert [one.action for one in page if one.interaction == "$meta-add"] == ["U", "U", "U"]


async def test_meta_is_not_changed_without_words_rights_or_a_resource(alliance: Alliance) -> None:
    mine, theirs = await post(alliance, patient()), await post(alliance, patient(), member="N1")
    caller = alliance.as_member("H1")

    async def status(path: str, body: dict[str, Any]) -> int:
        return (await caller.post(f"/fhir/{path}", json=body)).status_code

    assert await status(f"Patient/{mine}/$meta-add", {"resourceType": "Parameters"}) == 400
    assert await status(f"Patient/{theirs}/$meta-add", of({"tag": [RED]})) == 404
    assert await status("AuditEvent/1/$meta-add", of({"tag": [RED]})) == 405
    assert (
        await alliance.as_client("engineer").post(f"/fhir/Patient/{mine}/$meta-add", json=of({}))
    ).status_code == 403


async def test_meta_of_a_type_and_of_all_says_what_is_in_use_among_what_one_may_see(
    alliance: Alliance, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post(alliance, patient(meta={"tag": [RED]}))
    await post(alliance, patient(meta={"tag": [RED], "profile": ["http://x.test/p"]}))
    await post(alliance, {"resourceType": "Basic", "code": {"text": "a"}, "meta": {"tag": [BLUE]}})
    await post(alliance, patient(meta={"tag": [{"code": "secret"}]}), member="N1")
    caller = alliance.as_member("H1")

    of_type = (await caller.get("/fhir/Patient/$meta")).json()["parameter"][0]["valueMeta"]
    of_all = (await caller.get("/fhir/$meta")).json()["parameter"][0]["valueMeta"]
    monkeypatch.setattr("hub.store.bulk_read.ROWS", 1)
    monkeypatch.setattr(meta, "_MOST_WINDOWS", 1)
    costly = await caller.get("/fhir/Patient/$meta")

    assert of_type == {"profile": ["http://x.test/p"], "tag": [RED]}
    assert of_all["tag"] == [BLUE, RED]
    assert (costly.status_code, costly.json()["issue"][0]["code"]) == (400, "too-costly")


async def test_everything_of_an_encounter_holds_what_belongs_to_it_and_what_it_names(alliance: Alliance) -> None:
    elder = await post(alliance, patient())
    ward = await post(alliance, {"resourceType": "Location", "name": "病房"})
    subject = {"reference": f"Patient/{elder}"}
    stay = {
        "resourceType": "Encounter",
        "status": "in-progress",
        "class": {"code": "IMP"},
        "subject": subject,
        "location": [{"location": {"reference": f"Location/{ward}"}}],
    }
    encounter, other = await post(alliance, stay), await post(alliance, stay)
    link = {"reference": f"Encounter/{encounter}"}
    inside = [
        f"Observation/{await post(alliance, observation(elder, encounter=link))}",
        f"Condition/{await post(alliance, {'resourceType': 'Condition', 'subject': subject, 'encounter': link})}",
    ]
    await post(alliance, observation(elder, encounter={"reference": f"Encounter/{other}"}))
    caller = alliance.as_member("H1")

    async def refs(query: str = "") -> list[str]:
        answer = await caller.get(f"/fhir/Encounter/{encounter}/$everything{query}")
        assert answer.status_code == 200, answer.text
        found = [entry["resource"] for entry in answer.json()["entry"]]
        return [f"{one['resourceType']}/{one['id']}" for one in found]

    assert sorted(await refs()) == sorted([f"Encounter/{encounter}", f"Patient/{elder}", f"Location/{ward}", *inside])
    assert sorted(await refs("?_type=Condition")) == sorted([f"Encounter/{encounter}", inside[1]])
    assert (await refs("?_count=2"))[0] == f"Patient/{elder}"
    assert (await alliance.as_member("N1").get(f"/fhir/Encounter/{encounter}/$everything")).status_code == 404


async def test_meta_of_an_old_version_is_that_versions_own(alliance: Alliance) -> None:
    mine = await post(alliance, patient(meta={"tag": [RED]}))
    await change(alliance, f"Patient/{mine}/$meta-add", {"tag": [BLUE]})
    theirs = await post(alliance, patient(meta={"tag": [RED]}), member="N1")
    caller = alliance.as_member("H1")

    first = await caller.get(f"/fhir/Patient/{mine}/_history/1/$meta")
    second = await caller.post(f"/fhir/Patient/{mine}/_history/2/$meta", json={"resourceType": "Parameters"})
    refused = [await caller.get(f"/fhir/Patient/{path}/$meta") for path in (
        f"{mine}/_history/3", f"{mine}/_history/x", f"{mine}/_history/{'9' * 30}", f"{theirs}/_history/1",
    )]  # fmt: skip
    changed = await caller.post(f"/fhir/Patient/{mine}/_history/1/$meta-add", json=of({"tag": [BLUE]}))
    whole = await caller.get(f"/fhir/Patient/{mine}/_history/1/$everything")
    await caller.delete(f"/fhir/Patient/{mine}")
    gone = await caller.get(f"/fhir/Patient/{mine}/_history/3/$meta")
    still = await caller.get(f"/fhir/Patient/{mine}/_history/1/$meta")

    metas = [one.json()["parameter"][0]["valueMeta"] for one in (first, second, still)]
    assert [(one["versionId"], one["tag"]) for one in metas] == [("1", [RED]), ("2", [RED, BLUE]), ("1", [RED])]
    assert [one.status_code for one in (*refused, changed, whole, gone)] == [404, 404, 404, 404, 404, 404, 410]
    page = await alliance.hub.store.audit_page(visibility=alliance.principal("H1").visibility)
    assert [one.target for one in page if one.interaction == "$meta" and one.outcome == 0].count(f"Patient/{mine}") == 3
