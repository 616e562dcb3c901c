"""What a transaction reads and asks for: scope comes before any look, and `ifMatch` reads as the header."""

import json
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.builders import Alliance, patient, small_alliance
from tests.postgres_server import fresh_database

JSON = {"Content-Type": "application/fhir+json"}


@pytest.fixture(params=["postgres", "sqlite"])
async def alliance(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Alliance]:
    with ExitStack() as stack:
        changed: dict[str, Any] = {"db": stack.enter_context(fresh_database())} if request.param == "postgres" else {}
        async with small_alliance(tmp_path, **changed) as made:
            yield made


async def transaction(client: httpx2.AsyncClient, *entry: dict[str, Any]) -> httpx2.Response:
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": entry}
    return await client.post("/fhir", content=json.dumps(bundle), headers=JSON)


def entry(method: str, url: str, **more: Any) -> dict[str, Any]:
    resource = {"resource": more.pop("resource")} if "resource" in more else {}
    return {"request": {"method": method, "url": url, **more}, **resource}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_who_may_not_read_a_type_does_not_learn_which_of_its_resources_exist(
    alliance: Alliance, method: str
) -> None:
    made = await alliance.as_member("H1").put("/fhir/Patient/p1", json=patient(id="p1"), headers=JSON)
    auditor = alliance.as_client("auditor")

    answers = [await transaction(auditor, entry(method, url)) for url in ("Patient/p1", "Patient/nobody")]
    search = await transaction(auditor, entry(method, "Patient?name=nobody"))

    assert made.status_code == 201
    assert [answer.status_code for answer in (*answers, search)] == [403, 403, 403]
    assert answers[0].json() == answers[1].json()


async def test_a_read_without_scope_keeps_the_rest_of_a_transaction_from_being_stored(alliance: Alliance) -> None:
    hospital = alliance.as_member("H1")
    await hospital.put("/fhir/Patient/p1", json=patient(id="p1"), headers=JSON)
    unwanted = patient(id="p2")

    answer = await transaction(
        alliance.as_client("engineer"), entry("PUT", "Patient/p2", resource=unwanted), entry("GET", "Patient/p1")
    )

    assert answer.status_code == 403
    assert (await hospital.get("/fhir/Patient/p2")).status_code == 404


async def test_if_match_of_a_transaction_may_ask_for_any_version(alliance: Alliance) -> None:
    hospital = alliance.as_member("H1")
    change = entry("PUT", "Patient/p1", resource=patient(id="p1"), ifMatch="*")

    before = await transaction(hospital, change)
    await hospital.put("/fhir/Patient/p1", json=patient(id="p1", given="甲"), headers=JSON)
    changed = await transaction(hospital, change)
    deleted = await transaction(hospital, entry("DELETE", "Patient/p1", ifMatch="*"))
    after = await transaction(hospital, change)

    assert [one.status_code for one in (before, changed, deleted, after)] == [412, 200, 200, 412]
    assert changed.json()["entry"][0]["response"]["etag"] == 'W/"2"'


async def test_a_conditional_update_that_is_only_to_create_changes_nothing(alliance: Alliance) -> None:
    hospital = alliance.as_member("H1")
    await hospital.put("/fhir/Patient/p1", json=patient(id="p1", identifier="100"), headers=JSON)
    url = "Patient?identifier=https://alliance-hub.example/sid/H1/mrn|100"

    answer = await transaction(
        hospital, entry("PUT", url, resource=patient(identifier="100", given="乙"), ifNoneMatch="*")
    )

    assert answer.status_code == 412
    assert (await hospital.get("/fhir/Patient/p1")).json()["meta"]["versionId"] == "1"
