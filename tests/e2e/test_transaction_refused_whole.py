"""A search in a transaction that cannot be answered refuses it whole; a patch in it goes beside the loop when large."""

import json
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from fhir_profiles.conformance_on_write import issues_on_write
from hub.api.patches.fhirpath_patch import apply_fhirpath_patch
from tests.builders import Alliance, patient, small_alliance

JSON = {"Content-Type": "application/fhir+json"}
LARGE = {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{"字" * 500}</div>'}


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path, offload_bytes=1500) as made:
        yield made


async def transaction(client: httpx2.AsyncClient, *entries: dict[str, Any]) -> httpx2.Response:
    sent = {"resourceType": "Bundle", "type": "transaction", "entry": list(entries)}
    return await client.post("/fhir", content=json.dumps(sent), headers=JSON)


def put_patient() -> dict[str, Any]:
    return {"request": {"method": "PUT", "url": "Patient/p1"}, "resource": patient(id="p1")}


@pytest.mark.parametrize(
    "search",
    [
        "Patient?birthdate=not-a-date",
        "Observation?date=2026-13-45",
        "Observation?subject:Patient.birthdate=not-a-date",
        "Patient?_lastUpdated=soon",
        "Patient?_cursor=mine",
        "Patient?_summary=most",
        "Observation?value-quantity=heavy",
        "CodeSystem?date=2026-13-45",
        "AuditEvent?date=soon",
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_search_whose_value_cannot_be_read_keeps_a_transaction_from_being_stored(
    alliance: Alliance, method: str, search: str
) -> None:
    hospital = alliance.as_member("H1")

    alone = await hospital.get(f"/fhir/{search}")
    answer = await transaction(hospital, put_patient(), {"request": {"method": method, "url": search}})

    issue = answer.json()["issue"][0]
    assert (alone.status_code, answer.status_code) == (400, 400)
    assert (issue["severity"], issue["code"]) == ("error", alone.json()["issue"][0]["code"])
    assert "entry[1]" in json.dumps(issue)
    assert (await hospital.get("/fhir/Patient/p1")).status_code == 404


@pytest.mark.parametrize(
    "search", ["Patient?birthdate=1950", "CodeSystem?url=x", "AuditEvent", "Patient?_summary=count"]
)
async def test_a_search_that_can_be_read_is_answered_after_the_writes(alliance: Alliance, search: str) -> None:
    hospital = alliance.as_member("H1")

    answer = await transaction(hospital, put_patient(), {"request": {"method": "GET", "url": search}})

    assert [one["response"]["status"] for one in answer.json()["entry"]] == ["201 Created", "200 OK"]


def replace_gender() -> dict[str, Any]:
    parts = [
        {"name": "type", "valueCode": "replace"},
        {"name": "path", "valueString": "Patient.gender"},
        {"name": "value", "valueCode": "male"},
    ]
    return {"resourceType": "Parameters", "parameter": [{"name": "operation", "part": parts}]}


@pytest.mark.parametrize("is_large", [True, False])
@pytest.mark.parametrize("door", ["plain", "transaction"])
async def test_a_large_resource_is_patched_and_validated_beside_the_loop(
    alliance: Alliance, monkeypatch: pytest.MonkeyPatch, door: str, *, is_large: bool
) -> None:
    hospital = alliance.as_member("H1")
    resource = patient(id="p1") | ({"text": LARGE} if is_large else {})
    await hospital.put("/fhir/Patient/p1", json=resource, headers=JSON)
    where: list[tuple[str, bool]] = []

    def applied(*given: Any) -> Any:
        where.append(("patched", threading.current_thread() is threading.main_thread()))
        return apply_fhirpath_patch(*given)

    def validated(found: Any, *given: Any, **more: Any) -> Any:
        if found["resourceType"] == "Patient":
            where.append(("validated", threading.current_thread() is threading.main_thread()))
        return issues_on_write(found, *given, **more)

    monkeypatch.setattr("hub.api.interactions.patch.apply_fhirpath_patch", applied)
    monkeypatch.setattr("hub.api.body.issues_on_write", validated)

    if door == "plain":
        answer = await hospital.patch("/fhir/Patient/p1", json=replace_gender(), headers=JSON)
    else:
        entry = {"request": {"method": "PATCH", "url": "Patient/p1"}, "resource": replace_gender()}
        answer = await transaction(hospital, entry)

    assert answer.status_code == 200
    assert where == ([("patched", False)] if is_large else [("patched", True), ("validated", True)])
    assert (await hospital.get("/fhir/Patient/p1")).json()["gender"] == "male"
