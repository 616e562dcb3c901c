"""Bulk export: what is refused, who sees it, how long, and how it fails."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hub.bulk import exports
from hub.bulk.sections import read_section
from hub.clock import FrozenClock
from hub.errors import TooCostlyError
from hub.store.admin import Client
from tests.builders import Alliance, observation, patient, small_alliance
from tests.e2e.bulk_world import ASYNC, begin, lines_of, post, refs, whole, work

START = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(START)


@pytest.fixture
async def small(tmp_path: Path, clock: FrozenClock) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path, clock=clock) as found:
        yield found


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("$export?_type=Teapot", "'Teapot' is no type that is exported at system level."),
        ("$export?_type=AuditEvent", "'AuditEvent' is no type that is exported at system level."),
        ("Patient/$export?_type=Location", "'Location' is no type that is exported at patient level."),
        ("$export?_elements=id", "The export has no parameter '_elements' here"),
        ("$export?patient=Patient/1", "The export has no parameter 'patient' here"),
        ("$export?_outputFormat=text/csv", "_outputFormat is 'text/csv'; expected application/fhir+ndjson."),
        ("$export?_typeFilter=Teapot%3Fa%3Db", "_typeFilter is 'Teapot?a=b'; expected a type and a search"),
        ("$export?_typeFilter=Patient", "_typeFilter is 'Patient'; expected a type and a search"),
        ("$export?_typeFilter=Patient%3Fteapot%3D1", "_typeFilter of Patient:"),
        ("$export?_typeFilter=Patient%3F_sort%3Dname", "_typeFilter of Patient holds _include or _sort"),
    ],
)
async def test_what_an_export_does_not_know_is_refused_in_words_or_left_out_when_lenient(
    small: Alliance, path: str, words: str
) -> None:
    caller = small.as_member("H1")

    refused = await caller.get(f"/fhir/{path}", headers=ASYNC)
    manifest = await whole(small, path, Prefer="respond-async, handling=lenient")

    assert refused.status_code == 400
    assert words in refused.json()["issue"][0]["diagnostics"]
    assert [words in one["issue"][0]["diagnostics"] for one in await lines_of(small, manifest["error"])] == [True]


@pytest.mark.parametrize(
    ("path", "headers", "words"),
    [
        ("$export", {}, "expected the header Prefer: respond-async"),
        ("$export?_since=yesterday", ASYNC, "_since cannot be read"),
    ],
)
async def test_an_export_that_cannot_be_read_is_refused(
    small: Alliance, path: str, headers: dict[str, str], words: str
) -> None:
    answer = await small.as_member("H1").get(f"/fhir/{path}", headers=headers)

    assert (answer.status_code, words in answer.json()["issue"][0]["diagnostics"]) == (400, True)


async def test_a_kick_off_by_post_reads_parameters(small: Alliance) -> None:
    one, two = await post(small, patient()), await post(small, patient())
    caller = small.as_member("H1")
    body = {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "_type", "valueString": "Patient"},
            {"name": "patient", "valueReference": {"reference": f"Patient/{two}"}},
            {"name": "_outputFormat", "valueString": "ndjson"},
        ],
    }

    answer = await caller.post("/fhir/Patient/$export", json=body, headers=ASYNC)
    wrong = await caller.post("/fhir/$export", json={"resourceType": "Basic", "code": {"text": "a"}}, headers=ASYNC)
    nothing = await caller.post(
        "/fhir/$export", json={"resourceType": "Parameters", "parameter": [{"name": "_type"}]}, headers=ASYNC
    )
    await work(small)
    manifest = (await caller.get(answer.headers["content-location"])).json()

    assert refs(await lines_of(small, manifest["output"])) == [f"Patient/{two}"] != [f"Patient/{one}"]
    assert (wrong.status_code, nothing.status_code) in {(400, 202), (400, 422)}


async def test_scopes_narrow_an_export_and_a_file_needs_the_scope_of_its_type(small: Alliance) -> None:
    elder = await post(small, patient())
    await post(small, observation(elder))
    jwks = json.dumps({"keys": [small.hub.keys.public_jwk("client-narrow")]})
    narrow = Client(id="narrow", member=small.number("H1"), scopes="system/Patient.r system/*.s", jwks=jwks)
    small.hub.admin.add_client(narrow)
    small.hub.admin.add_client(
        Client(id="none", member=small.number("H1"), scopes="system/AuditEvent.r system/*.s", jwks=jwks)
    )
    caller = small.as_client("narrow")

    named = await caller.get("/fhir/Patient/$export?_type=Observation", headers=ASYNC)
    answer = await caller.get("/fhir/Patient/$export", headers=ASYNC)
    await work(small)
    manifest = (await caller.get(answer.headers["content-location"])).json()

    assert (named.status_code, answer.status_code) == (403, 202)
    assert [(one["type"], one["count"]) for one in manifest["output"]] == [("Patient", 1)]


async def test_only_the_client_that_asked_sees_the_job_and_its_files(small: Alliance) -> None:
    await post(small, patient())
    where = await begin(small, "$export?_type=Patient")
    await work(small)
    url = (await small.as_member("H1").get(where)).json()["output"][0]["url"]

    for stranger in (small.as_member("N1"), small.as_client("engineer")):
        answers = [await stranger.get(where), await stranger.get(url), await stranger.delete(where)]
        assert [one.status_code for one in answers] == [404, 404, 404]
    assert (await small.as_nobody().get(url)).status_code == 401
    mine = small.as_member("H1")
    wrong = [url.replace("Patient.1", "Patient.2"), url.replace("Patient.1", "Basic.1"), url.replace(".ndjson", "")]
    assert [(await mine.get(one)).status_code for one in wrong] == [404, 404, 404]


async def test_each_kick_off_and_each_fetch_is_audited(small: Alliance) -> None:
    await post(small, patient())
    manifest = await whole(small, "Patient/$export?_type=Patient")
    await lines_of(small, manifest["output"])
    where = manifest["output"][0]["url"].rpartition("/")[0] + "/status"
    assert (await small.as_member("H1").delete(where)).status_code == 202

    page = await small.hub.store.audit_page(visibility=small.principal("H1").visibility)
    found = [(one.action, one.target, one.agent) for one in page if one.interaction == "$export"]

    assert found == [
        ("D", "system", "client:lead-hospital"),
        ("R", "Patient", "client:lead-hospital"),
        ("E", "Patient", "client:lead-hospital"),
    ]
    assert (await small.as_member("H1").get(where)).status_code == 404
    assert (await small.as_member("H1").get(manifest["output"][0]["url"])).status_code == 404


async def test_more_exports_than_a_client_may_have_are_refused_with_429(tmp_path: Path) -> None:
    async with small_alliance(tmp_path, export_jobs=2) as alliance:
        places = [await begin(alliance, "$export?_type=Patient") for _ in "ab"]

        third = await alliance.as_member("H1").get("/fhir/$export", headers=ASYNC)
        other = await alliance.as_member("N1").get("/fhir/$export", headers=ASYNC)
        await alliance.as_member("H1").delete(places[0])
        again = await alliance.as_member("H1").get("/fhir/$export", headers=ASYNC)

    assert (third.status_code, third.headers["retry-after"]) == (429, "60")
    assert "2 jobs of this client are under way already" in third.json()["issue"][0]["diagnostics"]
    assert (other.status_code, again.status_code) == (202, 202)


async def test_files_expire(small: Alliance, clock: FrozenClock) -> None:
    await post(small, patient())
    manifest = await whole(small, "$export?_type=Patient")
    where = manifest["output"][0]["url"].rpartition("/")[0] + "/status"
    clock.advance(seconds=24 * 3600)
    small._callers.clear()  # the token has expired too

    gone = await small.as_member("H1").get(where)
    task = asyncio.create_task(exports.run(small.hub))
    await asyncio.sleep(0.1)
    small.hub.exports.stop()
    await task
    rows = await small.hub.engine.look(lambda database: database.rows("SELECT count(*) FROM job_file", {}))
    clock.advance(seconds=401 * 24 * 3600)
    await small.hub.exports._jobs.purge(now=clock.now())

    assert gone.status_code == 404
    assert rows == [(0,)]
    assert await small.hub.exports._jobs.horizon_of("export", 0) == 0


async def test_an_export_that_fails_is_tried_again_and_then_says_so(
    small: Alliance, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = await begin(small, "$export?_type=Patient")

    async def breaks(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(exports, "read_section", breaks)
    for _ in range(8):
        await work(small)
        clock.advance(seconds=11)
    answer = await small.as_member("H1").get(where)

    assert answer.status_code == 500
    assert "failed several times" in answer.json()["issue"][0]["diagnostics"]


async def test_a_filter_that_costs_too_much_is_named_in_the_error_file(
    small: Alliance, monkeypatch: pytest.MonkeyPatch
) -> None:
    await post(small, patient())
    real = read_section

    async def costly(store: Any, request: Any, section: Any, **more: Any) -> Any:
        if section.filter >= 0:
            raise TooCostlyError("too many rows")
        return await real(store, request, section, **more)

    monkeypatch.setattr(exports, "read_section", costly)
    manifest = await whole(small, "$export?_type=Patient,Observation&_typeFilter=Observation%3Fstatus%3Dfinal")

    assert [one["issue"][0]["diagnostics"] for one in await lines_of(small, manifest["error"])] == ["too many rows"]
    assert [one["type"] for one in manifest["output"]] == ["Patient"]


@pytest.mark.parametrize(
    ("criteria", "scope"),
    [
        ("_has:Observation:patient:code%3D29463-7", "system/Observation.s"),
        ("general-practitioner:Practitioner.name%3Dx", "system/Practitioner.s"),
        ("_list%3D1", "system/List.r"),
    ],
)
async def test_a_filter_looks_into_no_type_that_the_caller_may_not_search(
    small: Alliance, criteria: str, scope: str
) -> None:
    jwks = json.dumps({"keys": [small.hub.keys.public_jwk("client-patients")]})
    small.hub.admin.add_client(Client(id="patients", member=small.number("H1"), scopes="system/Patient.rs", jwks=jwks))
    address = f"/fhir/Patient/$export?_type=Patient&_typeFilter=Patient%3F{criteria}"

    answer = await small.as_client("patients").get(address, headers=ASYNC)
    lenient = await small.as_client("patients").get(address, headers={"Prefer": "respond-async, handling=lenient"})

    assert (answer.status_code, lenient.status_code) == (403, 403)
    assert scope in answer.json()["issue"][0]["diagnostics"]
