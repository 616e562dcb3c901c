"""`_filter` over HTTP: what it finds, what it needs, and what stays out of the trail."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.store.admin_values import Client
from tests.builders import Alliance, observation, small_alliance


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path) as made:
        for name in ("张三", "李四"):
            sent = {"resourceType": "Patient", "name": [{"text": name}], "gender": "male"}
            answer = await made.as_member("H1").post("/fhir/Patient", json=sent)
            about = observation("x") | {"subject": {"reference": f"Patient/{answer.json()['id']}"}}
            assert (await made.as_member("H1").post("/fhir/Observation", json=about)).status_code == 201
        yield made


async def test_a_filter_finds_by_either_of_two_and_its_value_is_not_in_the_trail(alliance: Alliance) -> None:
    hospital = alliance.as_member("H1")

    found = await hospital.get("/fhir/Patient", params={"_filter": 'name eq "张三" or (gender eq female)'})
    posted = await hospital.post("/fhir/Patient/_search", data={"_filter": 'not (name co "三")'})

    assert [[one["resource"]["name"][0]["text"] for one in answer.json()["entry"]] for answer in (found, posted)] == [
        ["张三"],
        ["李四"],
    ]
    trail = await alliance.hub.store.audit_page(visibility=alliance.principal("H1").visibility)
    assert [one.query for one in trail[:2]] == ["_filter=…", "_filter=…"]


@pytest.mark.parametrize("prefer", ["handling=lenient", "handling=strict"])
async def test_a_filter_that_is_not_understood_is_never_left_out(alliance: Alliance, prefer: str) -> None:
    asked = {"_filter": "nothing eq 1 or gender eq male"}

    answer = await alliance.as_member("H1").get("/fhir/Patient", params=asked, headers={"Prefer": prefer})

    assert answer.status_code == 400
    assert "'nothing'" in answer.json()["issue"][0]["diagnostics"]


async def test_a_filter_looks_into_no_type_that_the_caller_may_not_search(alliance: Alliance) -> None:
    hub = alliance.hub
    jwks = json.dumps({"keys": [hub.keys.public_jwk("client-narrow")]})
    hub.admin.add_client(
        Client(id="narrow", member=alliance.number("H1"), scopes="system/Observation.rs", jwks=jwks)
    )  # fmt: skip
    asked = {"_filter": 'status eq final and not (patient.name co "三")'}

    answers = [
        await alliance.as_client("narrow").get("/fhir/Observation", params=asked),
        await alliance.as_member("H1").get("/fhir/Observation", params=asked),
    ]

    assert [one.status_code for one in answers] == [403, 200]
    assert len(answers[1].json()["entry"]) == 1
