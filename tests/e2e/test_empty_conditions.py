"""A condition that says nothing changes nothing: no door takes the one resource that happens to be there.

https://hl7.org/fhir/R4/http.html#cond-update. Each test stores that resource first.
"""

import json
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import httpx2
import pytest

from tests.builders import Alliance, small_alliance
from tests.postgres_server import fresh_database

FHIR: Final = {"Content-Type": "application/fhir+json"}
PATCH: Final = {"Content-Type": "application/json-patch+json"}
MRN: Final = "https://alliance-hub.example/sid/H1/mrn"
NOTHING: Final = (
    "identifier=", "identifier=%20", f"identifier={MRN}|", f"identifier={MRN}|,{MRN}|2", "identifier=,", "name=",
    f"identifier={MRN}|1&birthdate=", "_lastUpdated=", "_id=", "_format=json", "_count=5", "_sort=_id",
    "_elements=id", "_summary=true", "_include=Patient:link", "_total=none", "_pretty=true", "_contained=false",
)  # fmt: skip
"""Conditions that name nobody, or of which a part has no value."""

OTHER: Final = {"resourceType": "Patient", "birthDate": "1950-01-01"}


@pytest.fixture(params=["postgres", "sqlite"])
async def alliance(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Alliance]:
    with ExitStack() as stack:
        changed: dict[str, Any] = {"db": stack.enter_context(fresh_database())} if request.param == "postgres" else {}
        async with small_alliance(tmp_path, **changed) as made:
            yield made


async def _one_patient(alliance: Alliance) -> tuple[httpx2.AsyncClient, bytes]:
    caller = alliance.as_member("H1")
    only = {"resourceType": "Patient", "id": "only", "identifier": [{"system": MRN, "value": "1"}]}
    await caller.put("/fhir/Patient/only", json=only, headers=FHIR)
    return caller, (await caller.get("/fhir/Patient/only")).content


async def test_a_condition_that_says_nothing_is_refused_at_every_door(alliance: Alliance) -> None:
    caller, before = await _one_patient(alliance)
    gender = [{"op": "add", "path": "/gender", "value": "male"}]

    for condition in NOTHING:
        where = f"/fhir/Patient?{condition}"
        answers = [
            await caller.put(where, json=OTHER, headers=FHIR),
            await caller.delete(where),
            await caller.patch(where, content=json.dumps(gender), headers=PATCH),
            await caller.post("/fhir/Patient", json=OTHER, headers=FHIR | {"If-None-Exist": condition}),
        ]  # fmt: skip
        assert [one.status_code for one in answers] == [400] * 4, condition
    history = (await caller.get("/fhir/Patient/_history")).json()

    assert (await caller.get("/fhir/Patient/only")).content == before
    assert len(history["entry"]) == 1


async def test_in_a_transaction_it_refuses_the_whole_and_names_its_entry(alliance: Alliance) -> None:
    caller, before = await _one_patient(alliance)
    linked = {
        "resourceType": "Observation", "status": "final", "code": {"text": "a"},
        "subject": {"reference": "Patient?identifier="},
    }  # fmt: skip

    for condition in NOTHING:
        entries: list[dict[str, Any]] = [
            {"request": {"method": "PUT", "url": f"Patient?{condition}"}, "resource": OTHER},
            {"request": {"method": "DELETE", "url": f"Patient?{condition}"}},
            {"request": {"method": "POST", "url": "Patient", "ifNoneExist": condition}, "resource": OTHER},
        ]
        for entry in entries:
            sent = {"resourceType": "Bundle", "type": "transaction", "entry": [_new(), entry]}
            answer = await caller.post("/fhir", json=sent, headers=FHIR)
            assert (answer.status_code, "entry[1]" in answer.text) == (400, True), (entry, answer.text)
    unnamed = {"resourceType": "Bundle", "type": "transaction", "entry": [_new(), {
        "request": {"method": "POST", "url": "Observation"}, "resource": linked,
    }]}  # fmt: skip
    refused = await caller.post("/fhir", json=unnamed, headers=FHIR)

    assert refused.status_code == 400, refused.text
    assert (await caller.get("/fhir/Patient/only")).content == before
    assert len((await caller.get("/fhir/_history")).json()["entry"]) == 1


def _new() -> dict[str, Any]:
    return {"request": {"method": "POST", "url": "Basic"}, "resource": {"resourceType": "Basic", "code": {"text": "a"}}}


async def test_a_condition_that_names_one_still_does(alliance: Alliance) -> None:
    caller, _ = await _one_patient(alliance)

    named = OTHER | {"identifier": [{"system": MRN, "value": "1"}]}
    condition = FHIR | {"If-None-Exist": f"identifier={MRN}|1&_format=json"}
    found = await caller.post("/fhir/Patient", json=OTHER, headers=condition)
    written = await caller.put(f"/fhir/Patient?identifier={MRN}|1", json=named, headers=FHIR)
    deleted = await caller.delete("/fhir/Patient?birthdate=1950&_id=only")

    assert [found.status_code, found.json()["id"], written.status_code, deleted.status_code] == [200, "only", 200, 204]
