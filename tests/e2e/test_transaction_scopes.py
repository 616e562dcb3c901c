"""Conditions and conditional references of a transaction look only into what the caller may search.

https://hl7.org/fhir/R4/http.html#trules.
"""

import json
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx2
import pytest

from hub.store.admin_values import Client
from tests.builders import Alliance, observation, patient, small_alliance
from tests.postgres_server import fresh_database

MRN = "https://alliance-hub.example/sid/H1/mrn"
LINK = f"Patient?identifier={MRN}|M1"


@pytest.fixture(params=["postgres", "sqlite"])
async def alliance(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Alliance]:
    with ExitStack() as stack:
        changed: dict[str, Any] = {"db": stack.enter_context(fresh_database())} if request.param == "postgres" else {}
        async with small_alliance(tmp_path, **changed) as made:
            yield made


def _client(alliance: Alliance, scopes: str) -> httpx2.AsyncClient:
    hub = alliance.hub
    jwks = json.dumps({"keys": [hub.keys.public_jwk("client-narrow")]})
    hub.admin.add_client(Client(id="narrow", member=alliance.number("H1"), scopes=scopes, jwks=jwks))
    return alliance.as_client("narrow")


async def _store_secret(alliance: Alliance) -> None:
    """A Patient with a result that only those may find who may search it."""
    known = patient() | {"identifier": [{"system": MRN, "value": "M1"}]}
    made = await alliance.as_member("H1").post("/fhir/Patient", json=known)
    secret = observation("x") | {"subject": {"reference": f"Patient/{made.json()['id']}"}}
    assert (await alliance.as_member("H1").post("/fhir/Observation", json=secret)).status_code == 201


def _bundle(request: dict[str, Any], resource: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": "transaction", "entry": [{"request": request, "resource": resource}]}


@pytest.mark.parametrize(
    ("scopes", "link", "status", "missing"),
    [
        ("system/Observation.cruds", LINK, 403, "system/Patient.s"),
        ("system/Observation.cruds system/Patient.cru", LINK, 403, "system/Patient.s"),
        ("system/Observation.c system/Patient.s", "Patient?_has:Observation:patient:status=final", 403,
         "system/Observation.s"),
        ("system/Observation.c system/Patient.s", LINK, 200, ""),
        ("system/*.cs", "Patient?_has:Observation:patient:status=final", 200, ""),
    ],
)  # fmt: skip
async def test_a_conditional_reference_needs_the_scope_to_search(
    alliance: Alliance, scopes: str, link: str, status: int, missing: str
) -> None:
    await _store_secret(alliance)
    sent = _bundle({"method": "POST", "url": "Observation"}, observation("x") | {"subject": {"reference": link}})

    answer = await _client(alliance, scopes).post("/fhir", json=sent)

    assert answer.status_code == status
    if missing:
        issue = answer.json()["issue"][0]
        assert (issue["expression"], missing in issue["diagnostics"]) == (["Bundle.entry[0]"], True)


async def test_the_condition_of_an_entry_looks_into_no_type_that_the_caller_may_not_search(alliance: Alliance) -> None:
    await _store_secret(alliance)
    condition = "Patient?_has:Observation:patient:status=final"
    sent = _bundle({"method": "PUT", "url": condition}, patient() | {"gender": "male"})
    created = _bundle(
        {"method": "POST", "url": "Patient", "ifNoneExist": condition.partition("?")[2]}, patient()
    )  # fmt: skip
    narrow = _client(alliance, "system/Patient.cus")

    answers = [await narrow.post("/fhir", json=one) for one in (sent, created)]

    assert [(one.status_code, "system/Observation.s" in one.text) for one in answers] == [(403, True)] * 2


async def test_a_condition_that_cannot_be_read_is_refused_with_its_entry(alliance: Alliance) -> None:
    sent = _bundle({"method": "PUT", "url": "Patient?nothing=1"}, patient())

    answer = await alliance.as_member("H1").post("/fhir", json=sent)

    assert (answer.status_code, answer.json()["issue"][0]["expression"]) == (400, ["Bundle.entry[0]"])


@pytest.mark.parametrize(("scopes", "status"), [("system/Observation.ru", 403), ("system/*.rus", 200)])
async def test_a_conditional_reference_that_a_patch_brings_needs_the_scope_to_search(
    alliance: Alliance, scopes: str, status: int
) -> None:
    await _store_secret(alliance)
    mine = observation("x") | {"id": "mine", "subject": {"display": "?"}}
    await alliance.as_member("H1").put("/fhir/Observation/mine", json=mine)
    operations = json.dumps([{"op": "add", "path": "/subject", "value": {"reference": LINK}}]).encode()
    change = {
        "resourceType": "Binary", "contentType": "application/json-patch+json", "data": b64encode(operations).decode(),
    }  # fmt: skip

    answer = await _client(alliance, scopes).post(
        "/fhir", json=_bundle({"method": "PATCH", "url": "Observation/mine"}, change)
    )
    kept = (await alliance.as_member("H1").get("/fhir/Observation/mine")).json()

    assert answer.status_code == status, answer.text
    assert ("reference" in kept["subject"]) == (status == 200)
