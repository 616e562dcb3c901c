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
