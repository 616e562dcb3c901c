"""What the FHIR API does with bodies, headers and requests that it cannot serve. https://hl7.org/fhir/R4/http.html."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from hub.api.call import Call
from hub.api.http import Answer
from tests.builders import Alliance, observation, patient, small_alliance

JSON = {"Content-Type": "application/fhir+json"}
MRN = "https://alliance-hub.example/sid/H1/mrn"


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path) as made:
        yield made


@pytest.fixture
def hospital(alliance: Alliance) -> httpx2.AsyncClient:
    return alliance.as_member("H1")


def issue_of(answer: httpx2.Response) -> tuple[str, str]:
    outcome = answer.json()
    assert outcome["resourceType"] == "OperationOutcome"
    return outcome["issue"][0]["code"], outcome["issue"][0]["diagnostics"]


# Bodies


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "structure"),
        (b'{"resourceType":"Patient","gender":"male","gender":"female"}', 400, "structure"),
        (b'{"resourceType":"Patient","multipleBirthInteger":NaN}', 400, "structure"),
        (b"[" * 100_000, 400, "structure"),
        (b"\xff\xfe{", 400, "structure"),
        (b'{"resourceType":"Patient","gender":"xyz"}', 422, "code-invalid"),
        (b'{"resourceType":"Patient","nmae":[]}', 422, "structure"),
        (b'{"resourceType":"Patient","birthDate":"1941-02-30"}', 422, "value"),
        (b'{"resourceType":"Observation","status":"final"}', 422, "required"),
        (b'{"resourceType":"Unicorn"}', 422, "structure"),
    ],
)
async def test_a_body_that_is_not_fhir_is_refused_in_words(
    hospital: httpx2.AsyncClient, body: bytes, status: int, code: str
) -> None:
    path = "/fhir/Observation" if b"Observation" in body else "/fhir/Patient"

    answer = await hospital.post(path, content=body, headers=JSON)

    assert (answer.status_code, issue_of(answer)[0]) == (status, code)
    assert (await hospital.get("/fhir/Patient?_summary=count")).json()["total"] == 0


async def test_an_invalid_resource_is_answered_with_the_place_of_each_fault(hospital: httpx2.AsyncClient) -> None:
    body = b'{"resourceType":"Patient",\n "gender":"xyz",\n "birthDate":"soon"}'

    issues = (await hospital.post("/fhir/Patient", content=body, headers=JSON)).json()["issue"]

    assert {issue["expression"][0] for issue in issues} == {"Patient.gender", "Patient.birthDate"}
    lines = {item["valueInteger"] for issue in issues for item in issue["extension"] if item["url"].endswith("-line")}
    assert lines == {2, 3}


async def test_a_body_of_another_type_than_the_path_is_refused(hospital: httpx2.AsyncClient) -> None:
    answer = await hospital.post("/fhir/Encounter", json=patient(), headers=JSON)

    assert answer.status_code == 422
    assert issue_of(answer)[1] == "The body is of the type Patient; expected Encounter, as the path says."


@pytest.mark.parametrize("content_type", ["application/xml", "text/plain", "", "application/fhir+xml"])
async def test_a_body_that_is_not_json_is_refused(hospital: httpx2.AsyncClient, content_type: str) -> None:
    answer = await hospital.post("/fhir/Patient", content=b"<Patient/>", headers={"Content-Type": content_type})

    assert (answer.status_code, issue_of(answer)[0]) == (415, "not-supported")


async def test_a_body_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    async with small_alliance(tmp_path, body_limit=1000) as alliance:
        answer = await alliance.as_member("H1").post("/fhir/Patient", content=b" " * 1001, headers=JSON)

    assert (answer.status_code, issue_of(answer)[0]) == (413, "too-long")


async def test_a_large_body_is_checked_in_the_process_pool_with_the_same_answer(tmp_path: Path) -> None:
    async with small_alliance(tmp_path, offload_bytes=500) as alliance:
        client = alliance.as_member("H1")
        large = patient(
            text={"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{"字" * 500}</div>'}
        )

        good = await client.post("/fhir/Patient", json=large, headers=JSON)
        bad = await client.post("/fhir/Patient", json=large | {"gender": "xyz"}, headers=JSON)

    assert (good.status_code, good.json()["text"]) == (201, large["text"])
    assert (bad.status_code, issue_of(bad)[0]) == (422, "code-invalid")


# The protocol


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/fhir/Unicorn/1", 404, "not-found"),
        ("GET", "/fhir/patient/1", 404, "not-found"),
        ("GET", "/fhir/Patient/nobody", 404, "not-found"),
        ("GET", "/fhir/Patient/..%2f..%2fetc", 404, "not-found"),
        ("GET", "/fhir/Patient/a_b", 404, "not-found"),
        ("GET", "/fhir/Patient/1/2/3/4", 404, "not-found"),
        ("GET", "/fhir/Patient/1/$nothing", 404, "not-found"),
        ("GET", "/fhir/Patient/1/_history", 404, "not-found"),
        ("PUT", "/fhir", 405, "not-supported"),
        ("PUT", "/fhir/metadata", 405, "not-supported"),
        ("POST", "/fhir/Patient/1", 405, "not-supported"),
        ("POST", "/fhir/AuditEvent", 405, "not-supported"),
        ("PUT", "/fhir/AuditEvent/1", 405, "not-supported"),
        ("DELETE", "/fhir/AuditEvent/1", 405, "not-supported"),
        ("GET", "/fhir/Patient?_format=xml", 406, "not-supported"),
        ("GET", "/fhir/Patient?_count=many", 400, "value"),
        ("GET", "/fhir/Patient?birthdate=soon", 400, "value"),
        ("GET", "/fhir?name=x", 400, "value"),
    ],
)
async def test_a_request_that_the_hub_cannot_serve_is_answered_in_words(
    hospital: httpx2.AsyncClient, method: str, path: str, status: int, code: str
) -> None:
    answer = await hospital.request(method, path)

    assert (answer.status_code, issue_of(answer)[0]) == (status, code)
    assert status != 405 or "Allow" in answer.headers


async def test_only_json_is_spoken(hospital: httpx2.AsyncClient) -> None:
    answer = await hospital.get("/fhir/Patient", headers={"Accept": "application/fhir+xml"})

    assert answer.status_code == 406


async def test_prefer_chooses_what_a_write_answers(hospital: httpx2.AsyncClient) -> None:
    async def create(prefer: str) -> httpx2.Response:
        return await hospital.post("/fhir/Patient", json=patient(), headers=JSON | {"Prefer": prefer})

    minimal = await create("return=minimal")
    outcome = await create("return=OperationOutcome")

    assert (minimal.status_code, minimal.content) == (201, b"")
    assert outcome.json()["issue"][0]["severity"] == "information"


async def test_an_update_that_brings_back_what_was_deleted_creates_it(hospital: httpx2.AsyncClient) -> None:
    address = (await hospital.post("/fhir/Patient", json=patient(), headers=JSON)).headers["location"]
    address = address.partition("/_history")[0]
    sent = patient() | {"id": address.rpartition("/")[2]}
    updated = await hospital.put(address, json=sent | {"gender": "other"}, headers=JSON)
    deleted = await hospital.delete(address)

    back = await hospital.put(address, json=sent, headers=JSON)

    assert [one.status_code for one in (updated, deleted, back)] == [200, 204, 201]
    assert (back.headers["etag"], (await hospital.get(address)).status_code) == ('W/"4"', 200)


async def test_the_request_id_comes_back_when_it_is_plain(hospital: httpx2.AsyncClient) -> None:
    mine = await hospital.get("/fhir/metadata", headers={"X-Request-ID": "ward-7:1"})
    odd = await hospital.get("/fhir/metadata", headers={"X-Request-ID": "a b\tc"})

    assert mine.headers["X-Request-ID"] == "ward-7:1"
    assert odd.headers["X-Request-ID"] not in {"", "a b\tc"}


async def test_pretty_json_keeps_every_digit(hospital: httpx2.AsyncClient) -> None:
    body = json.dumps(observation("p1")).replace("72.5", "72.50").encode()
    made = await hospital.post("/fhir/Observation", content=body, headers=JSON)

    answer = await hospital.get(f"/fhir/Observation/{made.json()['id']}?_pretty=true")

    assert b'\n    "value": 72.50,\n' in answer.content
    assert answer.json() == made.json()


async def test_the_capability_statement_is_valid_and_says_what_is_there(alliance: Alliance) -> None:
    from fhir_profiles.validate import validate_bytes

    answer = await alliance.as_nobody().get("/fhir/metadata")

    statement = answer.json()
    assert validate_bytes(answer.content)[1] == []
    assert (statement["fhirVersion"], statement["format"]) == ("4.0.1", ["application/fhir+json", "json"])
    own = {one["type"]: one for one in statement["rest"][0]["resource"]}
    assert own["AuditEvent"]["interaction"] == [{"code": "read"}, {"code": "search-type"}]
    assert {"name", "identifier", "birthdate"} <= {one["name"] for one in own["Patient"]["searchParam"]}


async def test_a_binary_goes_out_as_a_download_that_no_browser_runs(hospital: httpx2.AsyncClient) -> None:
    made = await hospital.post("/fhir/Binary", content=b"<script>x</script>", headers={"Content-Type": "text/html"})
    path = f"/fhir/Binary/{made.json()['id']}"

    raw = await hospital.get(path, headers={"Accept": "text/html"})
    resource = await hospital.get(path, headers={"Accept": "application/fhir+json"})

    assert raw.content == b"<script>x</script>"
    assert raw.headers["Content-Type"] == "text/html"
    assert raw.headers["Content-Disposition"] == f'attachment; filename="{made.json()["id"]}"'
    assert raw.headers["X-Content-Type-Options"] == "nosniff"
    assert resource.json()["contentType"] == "text/html"


async def test_a_fault_of_the_hub_is_answered_without_a_word_of_what_was_asked(
    alliance: Alliance, caplog: pytest.LogCaptureFixture
) -> None:
    application = alliance.application.fhir

    async def broken(_call: Call) -> Answer:
        raise ValueError("canary-7731")

    application.routes["T/i"] = {"GET": broken}
    answer = await alliance.as_member("H1").get("/fhir/Patient/canary-7731")

    request_id = answer.headers["X-Request-ID"]
    assert answer.status_code == 500
    assert issue_of(answer) == (
        "exception",
        f"The hub failed on this request; nothing was stored. Tell the operator the request id {request_id}.",
    )
    assert [record.message for record in caplog.records] == ["REQUEST_FAILED"]
    assert "canary" not in str(caplog.records[0].__dict__)


async def test_too_many_requests_at_once_are_refused_with_a_time_to_come_back(tmp_path: Path) -> None:
    async with small_alliance(tmp_path, in_flight=2) as alliance:
        client = alliance.as_member("H1")

        answers = await asyncio.gather(*(client.post("/fhir/Patient", json=patient(), headers=JSON) for _ in range(10)))

    refused = [answer for answer in answers if answer.status_code == 503]
    assert 0 < len(refused) < 10
    assert {answer.headers["Retry-After"] for answer in refused} == {"1"}
    assert {answer.status_code for answer in answers} == {201, 503}


async def test_a_member_that_sends_slowly_leaves_places_for_the_others(tmp_path: Path) -> None:
    are_taken, until = asyncio.Barrier(4), asyncio.Event()

    async def slow_body() -> AsyncIterator[bytes]:
        await are_taken.wait()
        await until.wait()
        yield json.dumps(patient()).encode()

    async with small_alliance(tmp_path, in_flight=4) as alliance:
        slow, other = alliance.as_member("H1"), alliance.as_member("M1")
        sent = [asyncio.create_task(slow.post("/fhir/Patient", content=slow_body(), headers=JSON)) for _ in range(3)]
        await are_taken.wait()
        busy = await slow.get("/fhir/Patient/none")
        served = await other.post("/fhir/Patient", json=patient(), headers=JSON)
        until.set()
        late = await asyncio.gather(*sent)
        again = await slow.get("/fhir/Patient/none")

    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "1")
    assert "requests of your institution are being served at once" in issue_of(busy)[1]
    assert (served.status_code, {answer.status_code for answer in late}, again.status_code) == (201, {201}, 404)


async def test_validate_answers_what_is_wrong_and_stores_nothing(hospital: httpx2.AsyncClient) -> None:
    text = {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml">张秀英</div>'}
    good = await hospital.post("/fhir/Patient/$validate", json=patient(text=text), headers=JSON)
    bad = await hospital.post("/fhir/$validate", json=patient(gender="xyz"), headers=JSON)
    wrapped = {"resourceType": "Parameters", "parameter": [{"name": "resource", "resource": patient(gender="xyz")}]}
    inside = await hospital.post("/fhir/Patient/$validate", json=wrapped, headers=JSON)
    other = await hospital.post("/fhir/Encounter/$validate", json=patient(), headers=JSON)
    broken = await hospital.post("/fhir/$validate", content=b"{", headers=JSON)
    empty = await hospital.post("/fhir/$validate", content=b"", headers=JSON)

    assert good.json()["issue"] == [
        {"severity": "information", "code": "informational", "diagnostics": "No issue was found."}
    ]
    errors = [
        next(issue["code"] for issue in answer.json()["issue"] if issue["severity"] in {"error", "fatal"})
        for answer in (bad, inside, other, broken)
    ]
    assert errors == [
        "code-invalid",
        "code-invalid",
        "invalid",
        "structure",
    ]
    assert {answer.status_code for answer in (good, bad, inside, other, broken)} == {200}
    assert empty.status_code == 400
    assert (await hospital.get("/fhir/Patient?_summary=count")).json()["total"] == 0


@pytest.mark.parametrize(("mode", "status"), [("off", 201), ("warn", 201), ("enforce", 422)])
async def test_a_claimed_profile_refuses_a_write_only_where_the_installation_says_so(
    tmp_path: Path, mode: str, status: int
) -> None:
    profile = "https://alliance-hub.example/fhir/StructureDefinition/ability-level"
    claims = patient(meta={"profile": ["http://hl7.org/fhir/StructureDefinition/Patient"]})
    sent = {"resourceType": "Observation", "meta": {"profile": [profile]}, "status": "final", "code": {"text": "a"}}
    async with small_alliance(tmp_path, profile_validation=mode) as alliance:
        caller = alliance.as_member("H1")

        own = await caller.post("/fhir/Patient", json=claims, headers=JSON)
        claimed = await caller.post("/fhir/Observation", json=sent, headers=JSON)

    assert (own.status_code, claimed.status_code) == (201, status)


@pytest.mark.parametrize(("mode", "status", "told"), [("off", 201, 0), ("warn", 201, 1), ("enforce", 422, 0)])
async def test_what_claims_no_profile_is_held_to_the_alliances_where_the_installation_says_so(
    tmp_path: Path, mode: str, status: int, told: int
) -> None:
    bed = {
        "resourceType": "Location",
        "physicalType": {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/location-physical-type", "code": "bd"}]
        },
    }
    wants_to_know = JSON | {"Prefer": "return=OperationOutcome"}
    async with small_alliance(tmp_path, alliance_validation=mode) as alliance:
        caller = alliance.as_member("H1")

        plain = await caller.post("/fhir/Location", json=bed, headers=JSON)
        answer = await caller.post("/fhir/Location", json=bed, headers=wants_to_know)
        general = await caller.post("/fhir/Location", json={"resourceType": "Location"}, headers=JSON)

    assert (plain.status_code, answer.status_code, general.status_code) == (status, status, 201)
    warnings = [issue for issue in answer.json()["issue"] if issue["severity"] == "warning"]
    assert bool(warnings) == bool(told)
