"""A search in a transaction that cannot be answered refuses it whole; a patch in it goes beside the loop when large."""

import json
import threading
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx2
import pytest

from fhir_profiles.conformance_on_write import issues_on_write
from hub.api.patches.fhirpath_patch import apply_fhirpath_patch
from tests.builders import Alliance, patient, small_alliance
from tests.postgres_server import fresh_database

JSON = {"Content-Type": "application/fhir+json"}
LARGE = {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{"字" * 500}</div>'}


@pytest.fixture(params=["postgres", "sqlite"])
async def alliance(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Alliance]:
    with ExitStack() as stack:
        changed: dict[str, Any] = {"db": stack.enter_context(fresh_database())} if request.param == "postgres" else {}
        async with small_alliance(tmp_path, offload_bytes=1500, **changed) as made:
            yield made


async def transaction(client: httpx2.AsyncClient, *entries: dict[str, Any]) -> httpx2.Response:
    sent = {"resourceType": "Bundle", "type": "transaction", "entry": list(entries)}
    return await client.post("/fhir", content=json.dumps(sent), headers=JSON)


def put_patient() -> dict[str, Any]:
    return {"request": {"method": "PUT", "url": "Patient/p1"}, "resource": patient(id="p1")}


UNREADABLE = (
    "Patient?birthdate=not-a-date", "Observation?date=2026-13-45", "Observation?subject:Patient.birthdate=not-a-date",
    "Patient?_lastUpdated=soon", "Patient?_cursor=mine", "Patient?_summary=most", "Observation?value-quantity=heavy",
    "CodeSystem?date=2026-13-45", "AuditEvent?date=soon",
)  # fmt: skip
"""Searches whose values cannot be read."""


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_a_search_whose_value_cannot_be_read_keeps_a_transaction_from_being_stored(
    alliance: Alliance, method: str
) -> None:
    hospital = alliance.as_member("H1")

    for search in UNREADABLE:
        alone = await hospital.get(f"/fhir/{search}")
        answer = await transaction(hospital, put_patient(), {"request": {"method": method, "url": search}})

        issue = answer.json()["issue"][0]
        assert (alone.status_code, answer.status_code) == (400, 400), search
        assert (issue["severity"], issue["code"]) == ("error", alone.json()["issue"][0]["code"])
        assert "entry[1]" in json.dumps(issue)
        assert (await hospital.get("/fhir/Patient/p1")).status_code == 404


UNANSWERED = (
    ("Patient/p0/Observation?date=soon", 400), ("Patient/p0/*?_type=Observation&_lastUpdated=soon", 400),
    ("Patient/p0/Organization", 404), ("Patient/none/Observation", 404), ("Patient/hidden/Observation", 404),
    ("Organization/H1/Patient", 404), ("Practitioner/none/*", 404),
    ("?_type=Patient,Observation&_lastUpdated=soon", 400), ("?_type=Nothing", 400),
    ("?_type=Patient&_cursor=mine", 400), ("?_type=Patient&_summary=most", 400),
    ("_history?_since=soon", 400), ("Patient/_history?_count=few", 400), ("Patient/none/_history", 404),
    ("Patient/p0/_history?_summary=count", 400), ("Patient/p0/_history/9", 404), ("Patient/p0/_history/x", 404),
    ("Patient/hidden/_history/1", 404), ("Patient/p0?_summary=most", 400),
    ("Nothing/1", 404), ("Nothing?a=b", 404), ("Patient/p0/x/y", 404), ("Patient/a_b", 404),
    ("Patient?_format=xml", 406), ("Patient/p0/$nothing", 404), ("$nothing", 404), ("Patient/p0/$meta-add", 405),
)  # fmt: skip
"""Reads that are answered with an error, with its status."""


async def test_whatever_else_cannot_be_read_keeps_a_transaction_from_being_stored(alliance: Alliance) -> None:
    hospital = alliance.as_member("H1")
    await hospital.put("/fhir/Patient/p0", json=patient(id="p0"), headers=JSON)
    await alliance.as_member("N1").put("/fhir/Patient/hidden", json=patient(id="hidden"), headers=JSON)

    for read, status in UNANSWERED:
        answer = await transaction(hospital, put_patient(), {"request": {"method": "GET", "url": read}})

        assert (answer.status_code, "entry[1]" in answer.text) == (status, True), (read, answer.text)
        assert (await hospital.get("/fhir/Patient/p1")).status_code == 404


async def test_a_search_beyond_the_scope_keeps_a_transaction_from_being_stored(alliance: Alliance) -> None:
    auditor = alliance.as_client("auditor")

    answers = [await transaction(auditor, {"request": {"method": "GET", "url": url}}) for url in (
        "?_type=Patient", "Patient/p0/Observation", "Patient/p0/_history", "Patient/$meta",
    )]  # fmt: skip

    assert [one.status_code for one in answers] == [403] * 4


@pytest.mark.parametrize(
    "read",
    [
        "Patient/p1", "Patient/p1/Observation", "Patient/p1/*", "Patient/p1/_history", "Patient/p1/_history/1",
        "?_type=Patient,Observation", "_history?_count=1", "Patient/_history", "metadata", "Patient/p1/$meta",
        "Patient/p1?_elements=gender",
    ],
)  # fmt: skip
async def test_what_the_transaction_itself_writes_need_not_be_there_yet(alliance: Alliance, read: str) -> None:
    hospital = alliance.as_member("H1")

    answer = await transaction(hospital, {"request": {"method": "GET", "url": read}}, put_patient())

    assert [one["response"]["status"] for one in answer.json()["entry"]] == ["200 OK", "201 Created"]


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
