"""The youngest doors under attack by members with valid tokens, the same on both engines (DESIGN D9)."""

import json
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from httpx2 import ASGITransport, AsyncClient

from tests.builders import BASE_URL, Alliance, observation, patient, small_alliance
from tests.postgres_server import fresh_database

FHIR = {"Content-Type": "application/fhir+json"}
JSON_PATCH = {"Content-Type": "application/json-patch+json"}
SECRET = "kestrel7301"


@pytest.fixture(params=["postgres", "sqlite"])
async def alliance(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Alliance]:
    with ExitStack() as stack:
        changed: dict[str, Any] = {"db": stack.enter_context(fresh_database())} if request.param == "postgres" else {}
        async with small_alliance(tmp_path, **changed) as made:
            yield made


async def store(alliance: Alliance, member: str, resource: dict[str, Any]) -> dict[str, Any]:
    answer = await alliance.as_member(member).post(f"/fhir/{resource['resourceType']}", json=resource, headers=FHIR)
    assert answer.status_code == 201, answer.text
    stored: dict[str, Any] = answer.json()
    return stored


async def hidden_record(alliance: Alliance) -> dict[str, str]:
    """Home A's elder with a weight, an encounter and a List; the ids."""
    elder = await store(alliance, "N1", patient(family=SECRET, identifier=SECRET))
    weight = await store(alliance, "N1", observation(elder["id"], note=[{"text": SECRET}]))
    stay = await store(
        alliance, "N1",
        {"resourceType": "Encounter", "status": "finished", "class": {"code": "IMP"},
         "subject": {"reference": f"Patient/{elder['id']}"}},
    )  # fmt: skip
    listed = await store(
        alliance, "N1",
        {"resourceType": "List", "status": "current", "mode": "working", "title": SECRET,
         "entry": [{"item": {"reference": f"Patient/{elder['id']}"}},
                   {"item": {"reference": f"Observation/{weight['id']}"}}]},
    )  # fmt: skip
    return {"patient": elder["id"], "observation": weight["id"], "encounter": stay["id"], "list": listed["id"]}


async def own_record(alliance: Alliance, of: dict[str, str]) -> None:
    """Home B's own resources that point at home A's."""
    elder = await store(alliance, "N2", patient(family="own"))
    for kind in ("patient", "observation", "encounter"):
        target = {"reference": f"{kind.title()}/{of[kind]}"}
        await store(alliance, "N2", {"resourceType": "Basic", "code": {"text": "x"}, "subject": target})
        await store(alliance, "N2", observation(elder["id"], focus=[target]))
        await store(
            alliance, "N2",
            {"resourceType": "List", "status": "current", "mode": "working", "entry": [{"item": target}]},
        )  # fmt: skip
    await store(alliance, "N2", observation(of["patient"], encounter={"reference": f"Encounter/{of['encounter']}"}))


async def test_no_new_parameter_shows_counts_or_guesses_what_is_foreign(alliance: Alliance) -> None:
    of = await hidden_record(alliance)
    await own_record(alliance, of)
    stranger = alliance.as_member("N2")
    lists = (await stranger.get("/fhir/List")).json()["entry"]
    paths = [
        f"Patient?_list={of['list']}&_summary=count",
        *(
            f"{kind}?_list={one['resource']['id']}&_total=accurate"
            for one in lists
            for kind in ("Patient", "Encounter")
        ),
        f"Patient?identifier:of-type=x|y|{SECRET}",
        "Basic?_include=*&_include:iterate=*",
        "Basic?_include=Basic:subject&_include:iterate=Observation:subject",
        "List?_include=List:item&_revinclude:iterate=Observation:subject&_revinclude:iterate=List:item",
        "Observation?_include=*&_include:iterate=Encounter:subject&_revinclude=*",
        "Observation?_include:iterate=Observation:subject&_include=Observation:encounter&_include=Observation:focus",
        f"?_type=Patient,Observation,Encounter,List&_total=accurate&_id={of['patient']},{of['encounter']}",
        f"Observation?_id={of['observation']}&_total=estimate",
        f"Observation?patient:Patient.family={SECRET}&_total=accurate",
        f"Observation?subject:Patient.identifier={SECRET}&_total=accurate",
        f"Observation?encounter.subject:Patient.family={SECRET}&_total=accurate",
        f"Basic?subject:Patient.family={SECRET}&_total=accurate",
        f"List?item:Patient.family={SECRET}&_total=accurate",
        f"Patient?_has:Observation:patient:code-value-quantity=29463-7$gt70&_id={of['patient']}&_total=accurate",
        f"List?item:Observation.code-value-quantity=29463-7$gt70&item={of['observation']}&_total=accurate",
        "Patient?_has:List:item:status=current&_total=accurate",
    ]
    for path in paths:
        answer = await stranger.get(f"/fhir/{path}")
        assert answer.status_code == 200, (path, answer.text)
        found = {entry["resource"].get("id") for entry in answer.json().get("entry", [])}
        assert not found & set(of.values()), path
        if "_total=accurate" in path or "_summary=count" in path:
            assert answer.json()["total"] == 0, path


async def test_every_new_door_to_a_foreign_resource_is_as_one_to_nothing_and_is_noted(alliance: Alliance) -> None:
    of = await hidden_record(alliance)
    stranger = alliance.as_member("N2")
    gender = [{"op": "test", "path": "/gender", "value": "female"}]

    async def ask(patient_id: str, encounter_id: str) -> list[tuple[int, str]]:
        name = f"/fhir/Patient/{patient_id}"
        made = [
            await stranger.get(f"{name}/$meta"),
            await stranger.get(f"{name}/$everything?_count=1"),
            await stranger.get(f"{name}/$validate"),
            await stranger.post(f"{name}/$validate?mode=delete", headers=FHIR),
            await stranger.get(f"{name}/Observation"),
            await stranger.get(f"{name}/*?_summary=count"),
            await stranger.get(f"/fhir/Encounter/{encounter_id}/Observation"),
            await stranger.get(name, headers={"If-Modified-Since": "Sun, 22 Nov 2036 01:00:00 GMT"}),
            await stranger.get(f"{name}/_history"),
            await stranger.get(f"{name}/_history?_since=2020-01-01"),
            await stranger.get(f"{name}/_history/1"),
            await stranger.patch(name, json=gender, headers=JSON_PATCH),
            await stranger.patch(name, json=gender, headers=JSON_PATCH | {"If-Match": 'W/"7"'}),
            await stranger.patch(f"/fhir/Patient?_id={patient_id}", json=gender, headers=JSON_PATCH),
            await stranger.request("DELETE", f"/fhir/Patient?_id={patient_id}"),
            await stranger.get(f"{name}/$summary"),
        ]
        return [(one.status_code, one.text.replace(patient_id, "-").replace(encounter_id, "-")) for one in made]

    before = await refusals(alliance)
    foreign = await ask(of["patient"], of["encounter"])
    noted = await refusals(alliance) - before
    nothing = await ask("no-such-patient", "no-such-encounter")

    assert foreign == nothing
    assert noted == sum(status in {403, 404} for status, _ in foreign)


async def refusals(alliance: Alliance) -> int:
    entries = await alliance.hub.store.audit_page(visibility=alliance.principal("N2").visibility, count=500)
    return sum(entry.outcome != 0 for entry in entries)


@pytest.mark.parametrize("kind", ["batch", "transaction"])
async def test_a_patch_in_a_bundle_is_no_way_to_a_foreign_resource(alliance: Alliance, kind: str) -> None:
    of = await hidden_record(alliance)
    test = [{"op": "test", "path": "/gender", "value": "female"}]
    binary = {"resourceType": "Binary", "contentType": JSON_PATCH["Content-Type"], "data": _base64(test)}

    async def ask(url: str) -> tuple[int, str]:
        body = _bundle({"method": "PATCH", "url": url}, binary, kind=kind)
        answer = await alliance.as_member("N2").post("/fhir", json=body, headers=FHIR)
        return answer.status_code, answer.text.replace(url, "-")

    for criteria in ("Patient/{}", "Patient?_id={}", "Patient?identifier={}"):
        assert await ask(criteria.format(of["patient"])) == await ask(criteria.format("nothing")), criteria


OWN = "https://alliance-hub.example/fhir/CodeSystem/label"
SERVER_OWNED = [
    {"op": "add", "path": "/meta/security", "value": [{"system": OWN, "code": "U"}]},
    {"op": "replace", "path": "/meta/versionId", "value": "77"},
    {"op": "replace", "path": "/meta/lastUpdated", "value": "1999-01-01T00:00:00Z"},
    {"op": "add", "path": "/meta/source", "value": "urn:x"},
    {"op": "replace", "path": "/id", "value": "other"},
    {"op": "replace", "path": "/resourceType", "value": "Group"},
    {"op": "replace", "path": "", "value": {"resourceType": "Patient"}},
]


@pytest.mark.parametrize("operation", SERVER_OWNED, ids=lambda one: str(one["path"]) or "all")
async def test_a_patch_does_not_set_what_the_server_owns(alliance: Alliance, operation: dict[str, Any]) -> None:
    elder = await store(alliance, "N2", patient())
    caller = alliance.as_member("N2")

    await caller.patch(f"/fhir/Patient/{elder['id']}", json=[operation], headers=JSON_PATCH)

    after = (await caller.get(f"/fhir/Patient/{elder['id']}")).json()
    assert "security" not in after["meta"]
    assert (after["resourceType"], after["id"]) == ("Patient", elder["id"])
    assert after["meta"]["versionId"] in {"1", "2"}
    assert not after["meta"]["lastUpdated"].startswith("1999")


@pytest.mark.parametrize("prefer", ["return=representation", "return=minimal"])
async def test_who_may_only_write_reads_nothing_by_writing(alliance: Alliance, prefer: str) -> None:
    elder = await store(alliance, "N2", patient(family=SECRET, identifier=SECRET))
    admin, name = alliance.hub.admin, f"Patient/{elder['id']}"
    known = admin.client("home-b")
    assert known is not None
    admin.change_client(replace(known, scopes="system/Patient.cu"))
    writer = AsyncClient(
        transport=ASGITransport(app=alliance.application), base_url=BASE_URL,
        headers={"Authorization": f"Bearer {alliance.token('home-b')}", "Prefer": prefer},
    )  # fmt: skip
    criteria = f"identifier=https://alliance-hub.example/sid/H1/mrn|{SECRET}"
    test = [{"op": "test", "path": "/gender", "value": "female"}]
    binary = {"resourceType": "Binary", "contentType": JSON_PATCH["Content-Type"], "data": _base64(test)}
    again = {"method": "POST", "url": "Patient", "ifNoneExist": criteria}

    async with writer:
        answers = [
            await writer.patch(f"/fhir/{name}", json=test, headers=JSON_PATCH),
            await writer.patch(f"/fhir/Patient?{criteria}", json=test, headers=JSON_PATCH),
            await writer.post("/fhir", json=_bundle({"method": "PATCH", "url": name}, binary), headers=FHIR),
            await writer.post("/fhir/Patient", json=patient(), headers=FHIR | {"If-None-Exist": criteria}),
            await writer.post("/fhir", json=_bundle(again, patient()), headers=FHIR),
        ]

    assert [one.status_code for one in answers] == [403, 403, 403, 200, 200]
    assert not [one.text for one in answers if SECRET in one.text]


def _bundle(request: dict[str, Any], resource: dict[str, Any], *, kind: str = "transaction") -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": kind, "entry": [{"resource": resource, "request": request}]}


def _base64(operations: list[dict[str, Any]]) -> str:
    return b64encode(json.dumps(operations).encode()).decode()
