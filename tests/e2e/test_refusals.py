"""Refused calls leave audit entries that say who, what, and with which status."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest

from hub.clock import FrozenClock
from hub.store.port import Visibility
from tests.builders import BASE_URL, Alliance, patient, small_alliance


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2026, 3, 2, 1, 0, tzinfo=UTC))


@pytest.fixture
async def alliance(tmp_path: Path, clock: FrozenClock) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path, clock=clock) as made:
        yield made


async def _refusals(alliance: Alliance) -> list[tuple[str, str, str, str]]:
    """Agent, action, interaction and reason of each refusal, oldest first."""
    answer = await alliance.as_client("auditor").get("/fhir/AuditEvent?outcome=4&_count=50")
    return [
        (one["agent"][0]["who"]["identifier"]["value"], one["action"], one["subtype"][0].get("display",
         one["subtype"][0]["code"]), one["outcomeDesc"])
        for one in reversed([entry["resource"] for entry in answer.json().get("entry", [])])
    ]  # fmt: skip


async def test_writes_that_do_not_fit_leave_an_entry(alliance: Alliance) -> None:
    hospital = alliance.as_member("H1")
    stored = (await hospital.post("/fhir/Patient", json=patient())).json()
    place = f"/fhir/Patient/{stored['id']}"
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": [{
        "request": {"method": "PUT", "url": place.removeprefix("/fhir/"), "ifMatch": 'W/"7"'}, "resource": stored,
    }]}  # fmt: skip

    answers = [
        await hospital.put(place, json=stored, headers={"If-Match": 'W/"7"'}),
        await hospital.put(place, json=stored, headers={"If-None-Match": "*"}),
        await hospital.post("/fhir/Patient", json={"resourceType": "Patient", "gender": 7}),
        await hospital.post("/fhir", json=bundle),
        await hospital.post(place + "/$nothing", json={}),
    ]

    reasons = [f"{one.status_code} {one.json()['issue'][0]['code']}" for one in answers]
    assert [one.status_code for one in answers] == [412, 412, 422, 412, 404]
    assert [(agent, action, what) for agent, action, what, _ in await _refusals(alliance)] == [
        ("client:lead-hospital", "U", "update"), ("client:lead-hospital", "U", "update"),
        ("client:lead-hospital", "C", "create"), ("client:lead-hospital", "C", "transaction"),
        ("client:lead-hospital", "C", "$nothing"),
    ]  # fmt: skip
    assert [reason.split()[0] for *_, reason in await _refusals(alliance)] == [one.split()[0] for one in reasons]


async def test_reads_leave_an_entry_only_when_they_were_denied(alliance: Alliance) -> None:
    auditor, hospital = alliance.as_client("auditor"), alliance.as_member("H1")

    statuses = [
        (await auditor.get("/fhir/Patient?name=x")).status_code,
        (await auditor.post("/fhir/Patient/_search", data={"name": "x"})).status_code,
        (await hospital.get("/fhir/Patient/none")).status_code,
        (await hospital.get("/fhir/Patient?birthdate=x")).status_code,
        (await hospital.get("/fhir/Patient", headers={"Accept": "text/turtle"})).status_code,
    ]

    assert statuses == [403, 403, 404, 400, 406]
    assert await _refusals(alliance) == [
        ("client:auditor", "R", "read", "403 forbidden"), ("client:auditor", "E", "search-type", "403 forbidden"),
        ("client:lead-hospital", "R", "read", "404 not-found"),
    ]  # fmt: skip


async def _with_token(alliance: Alliance, token: str, method: str = "GET", path: str = "/fhir/Patient/1") -> Any:
    transport = httpx2.ASGITransport(app=alliance.application)
    async with httpx2.AsyncClient(transport=transport, base_url=BASE_URL) as client:
        return await client.request(method, path, headers={"Authorization": f"Bearer {token}"})


async def test_a_known_client_with_an_expired_token_leaves_one_entry_a_second(
    alliance: Alliance, clock: FrozenClock
) -> None:
    token = alliance.token("home-a")
    clock.advance(seconds=7200)

    answers = [await _with_token(alliance, token) for _ in range(3)]
    clock.advance(seconds=1)
    answers.append(await _with_token(alliance, token, "DELETE", "/fhir/nowhere"))

    assert [one.status_code for one in answers] == [401] * 4
    found = await alliance.hub.store.audit_page(visibility=alliance.principal("N1").visibility)
    assert [(one.agent, one.member, one.action, one.target, one.detail) for one in found] == [
        ("client:home-a", alliance.number("N1"), "D", "system", "401 login"),
        ("client:home-a", alliance.number("N1"), "R", "Patient", "401 login"),
    ]


async def test_a_disabled_client_leaves_an_entry_and_a_stranger_none(alliance: Alliance) -> None:
    token = alliance.token("home-b")
    client = alliance.hub.admin.client("home-b")
    assert client is not None
    alliance.hub.admin.change_client(replace(client, enabled=False))

    statuses = [
        (await _with_token(alliance, token)).status_code,
        (await _with_token(alliance, token[:-3] + "abc")).status_code,
        (await alliance.as_nobody().get("/fhir/Patient/1")).status_code,
    ]

    assert statuses == [401, 401, 401]
    found = [
        one
        for code in alliance.members
        for one in await alliance.hub.store.audit_page(visibility=Visibility(alliance.number(code)))
    ]
    assert [(one.agent, one.detail) for one in found] == [("client:home-b", "401 login")]


async def test_a_refusal_that_cannot_be_noted_is_answered_as_overload(alliance: Alliance, clock: FrozenClock) -> None:
    known = alliance.as_client("engineer")
    token = alliance.token("home-a")
    await known.get("/fhir/Patient/1")
    engine = alliance.hub.engine
    await engine._commit.close()  # type: ignore[attr-defined]  # as after a disk that did not confirm a write

    denied = await known.post(
        "/fhir/Patient", content=json.dumps(patient()), headers={"Content-Type": "application/json"}
    )
    clock.advance(seconds=7200)
    unknown = await _with_token(alliance, token)

    assert (denied.status_code, unknown.status_code) == (503, 503)
