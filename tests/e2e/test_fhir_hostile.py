"""What a caller sends to break the API: odd JSON, odd Bundles, server-owned elements, references that lead away.

Each is answered with a status of its own and an OperationOutcome; the hub stores nothing of it and goes on.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.builders import Alliance, observation, patient, small_alliance

JSON = {"Content-Type": "application/fhir+json"}
OWN = "https://alliance-hub.example/fhir"


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path) as made:
        yield made


@pytest.fixture
def hospital(alliance: Alliance) -> httpx2.AsyncClient:
    return alliance.as_member("H1")


def bundle(entry: Any, kind: str) -> bytes:
    return json.dumps({"resourceType": "Bundle", "type": kind, "entry": entry}).encode()


def request(method: str, url: Any, **more: Any) -> dict[str, Any]:
    return {"request": {"method": method, "url": url} | more}


async def count_of(client: httpx2.AsyncClient, resource_type: str = "Patient") -> int:
    found: int = (await client.get(f"/fhir/{resource_type}?_summary=count")).json()["total"]
    return found


# JSON


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"resourceType":"Patient","multipleBirthInteger":' + b"9" * 6000 + b"}", 422),
        (b'{"resourceType":"Patient","multipleBirthInteger":99999999999999999999}', 422),
        (b'{"resourceType":"Patient","multipleBirthInteger":1e400}', 422),
        (b'{"resourceType":"Patient","multipleBirthInteger":1e99999999}', 400),
        (b'{"resourceType":"Patient","extension":[' + b'{"url":"x","extension":[' * 3000, 400),
        (b'{"a":' * 100_000, 400),
        (b'{"resourceType":"Patient","a":"\\ud800"}', 400),
        (b'{"resourceType":["Patient"]}', 422),
        (b'{"resourceType":{"a":1}}', 422),
        (b'{"resourceType":"Patient","id":7}', 422),
        (b'{"resourceType":"Patient","meta":"x"}', 422),
        (b'{"resourceType":"Patient","meta":{"security":"x"}}', 422),
        (b'{"resourceType":"Patient","contained":["x"]}', 422),
        (b'{"resourceType":"Patient","text":{"status":"generated","div":"<div>&lol;</div>"}}', 422),
        (b"[]", 400),
        (b"null", 400),
        (b"", 400),
    ],
)
async def test_odd_json_is_refused_in_words_and_nothing_is_stored(
    hospital: httpx2.AsyncClient, body: bytes, status: int
) -> None:
    made = await hospital.post("/fhir/Patient", content=body, headers=JSON)
    checked = await hospital.post("/fhir/Patient/$validate", content=body or b"x", headers=JSON)

    assert (made.status_code, made.json()["resourceType"]) == (status, "OperationOutcome")
    assert (checked.status_code, checked.json()["issue"][0]["severity"] in {"error", "fatal"}) == (200, True)
    assert await count_of(hospital) == 0


# Bundles


@pytest.mark.parametrize("kind", ["batch", "transaction"])
@pytest.mark.parametrize(
    "entry",
    [
        "x",
        {},
        [1],
        [{}],
        [{"request": "x"}],
        [{"resource": patient()}],
        [request("POST", "Patient", ifNoneExist=5) | {"resource": patient()}],
        [request("POST", "Patient") | {"resource": patient(), "fullUrl": 5}],
        [request("POST", "Patient") | {"resource": "x"}],
        [request("PUT", "Patient/1", ifMatch=5) | {"resource": patient(id="1")}],
        [request("GET", 5)],
        [request("GET", "Patient/1\r\nX: y")],
        [request("STEAL", "Patient/1")],
        None,
    ],
)
async def test_a_bundle_of_the_wrong_shape_is_refused_as_a_whole(
    hospital: httpx2.AsyncClient, kind: str, entry: Any
) -> None:
    answer = await hospital.post("/fhir", content=bundle(entry, kind), headers=JSON)

    assert (answer.status_code, answer.json()["resourceType"]) == (422, "OperationOutcome")
    assert answer.json()["issue"][0]["expression"][0].startswith("Bundle")
    assert await count_of(hospital) == 0


async def test_a_bad_entry_of_a_batch_fails_alone(hospital: httpx2.AsyncClient) -> None:
    nested = json.loads(bundle([request("GET", "Patient/1")], "batch"))
    entries = [
        request("POST", "Patient") | {"resource": patient()},
        request("POST", "/") | {"resource": nested},
        request("DELETE", "Patient"),
        request("POST", "Patient/with/many/parts") | {"resource": patient()},
        request("PUT", "Patient/a_b") | {"resource": patient(id="a_b")},
        request("POST", "Encounter") | {"resource": patient()},
        request("GET", "http://elsewhere.example/fhir/Patient/1"),
        request("GET", "Patient?name=%ff"),
        request("GET", "Patient?name=张"),
        request("GET", "metadata"),
        request("POST", "$validate") | {"resource": patient()},
        request("POST", "Patient/$validate") | {"resource": patient(gender="xyz")},
    ]

    answer = await hospital.post("/fhir", content=bundle(entries, "batch"), headers=JSON)

    statuses = [one["response"]["status"][:3] for one in answer.json()["entry"]]
    assert statuses == ["201", "400", "400", "404", "404", "422", "404", "400", "200", "200", "200", "200"]
    assert "name=%E5%BC%A0" in answer.json()["entry"][8]["resource"]["link"][0]["url"]
    assert answer.json()["entry"][9]["resource"]["resourceType"] == "CapabilityStatement"
    assert await count_of(hospital) == 1


@pytest.mark.parametrize("kind", ["batch", "transaction"])
async def test_entries_are_bound_by_the_callers_scope_and_eyes(alliance: Alliance, kind: str) -> None:
    hospital, home, engineer = alliance.as_member("H1"), alliance.as_member("N2"), alliance.as_client("engineer")
    made = (await hospital.post("/fhir/Patient", json=patient(), headers=JSON)).json()
    place = f"Patient/{made['id']}"

    stolen = await home.post("/fhir", content=bundle([request("GET", place)], kind), headers=JSON)
    replaced = await home.post(
        "/fhir", content=bundle([request("PUT", place) | {"resource": patient(id=made["id"])}], kind), headers=JSON
    )
    removed = await home.post("/fhir", content=bundle([request("DELETE", place)], kind), headers=JSON)
    unscoped = await engineer.post("/fhir", content=bundle([request("DELETE", place)], kind), headers=JSON)

    assert made["id"] not in stolen.text.replace(place, "")
    if kind == "batch":
        assert stolen.json()["entry"][0]["response"]["status"] == "404 Not Found"
        assert [one.json()["entry"][0]["response"]["status"][:3] for one in (replaced, removed, unscoped)] == [
            "404", "404", "403",
        ]  # fmt: skip
    else:
        assert (stolen.status_code, replaced.status_code, unscoped.status_code) == (404, 404, 403)
    assert (await hospital.get(f"/fhir/{place}")).json()["meta"]["versionId"] == "1"


async def test_a_conditional_reference_does_not_find_what_is_foreign(alliance: Alliance) -> None:
    system = "https://alliance-hub.example/sid/H1/mrn"
    await alliance.as_member("H1").post("/fhir/Patient", json=patient(identifier="100"), headers=JSON)
    weight = observation("x") | {"subject": {"reference": f"Patient?identifier={system}|100"}}
    unknown = observation("x") | {"subject": {"reference": f"Patient?identifier={system}|999"}}

    answers = [
        await alliance.as_member("N2").post(
            "/fhir", content=bundle([request("POST", "Observation") | {"resource": one}], "transaction"), headers=JSON
        )
        for one in (weight, unknown)
    ]

    assert [one.status_code for one in answers] == [412, 412]
    assert answers[0].json() == answers[1].json()


# Elements that the hub owns

SERVER_OWNED: list[dict[str, Any]] = [
    {"meta": {"versionId": "99"}},
    {"meta": {"lastUpdated": "2001-01-01T00:00:00Z"}},
    {"meta": {"versionId": "99", "lastUpdated": "2001-01-01T00:00:00Z"}},
    {"meta": {"security": [{"system": f"{OWN}/CodeSystem/custodian", "code": "H1"}]}},
    {"meta": {"security": [{"system": f"{OWN}/CodeSystem/member", "code": "1"}]}},
    {"meta": {"security": [{"system": f"{OWN}/sid/member", "code": "H1"}]}},
    {"meta": {"security": [{"system": OWN, "code": "system"}]}},
    {"meta": {"security": [{"system": f"{OWN}/CodeSystem/shared", "code": "all", "display": "all"}]}},
    {"meta": {"security": [{"system": f"{OWN}/CodeSystem/x", "code": "1"}], "versionId": "7"}},
    {"meta": {"security": [{"system": f"{OWN}", "code": "a"}, {"system": f"{OWN}/b", "code": "b"}]}},
]


@pytest.mark.parametrize("door", ["PUT", "transaction"])
@pytest.mark.parametrize("owned", SERVER_OWNED, ids=range(len(SERVER_OWNED)))
async def test_what_the_hub_owns_is_not_taken_from_a_client(
    alliance: Alliance, owned: dict[str, Any], door: str
) -> None:
    home = alliance.as_member("N2")
    sent = patient(id="mine") | owned

    if door == "PUT":
        answer = await home.put("/fhir/Patient/mine", json=sent, headers=JSON)
    else:
        entry = [request("PUT", "Patient/mine") | {"resource": sent}]
        answer = await home.post("/fhir", content=bundle(entry, "transaction"), headers=JSON)

    meta = (await home.get("/fhir/Patient/mine")).json()["meta"]
    assert answer.status_code in {200, 201}
    assert meta["versionId"] == "1"
    assert meta["lastUpdated"] > "2026"
    assert [label for label in meta.get("security", []) if label["system"].startswith(OWN)] == []
    assert (await alliance.as_member("H1").get("/fhir/Patient/mine")).status_code == 404


async def test_a_clients_own_labels_tags_and_profiles_stay(hospital: httpx2.AsyncClient) -> None:
    kept = {
        "profile": ["http://example.org/StructureDefinition/p"],
        "security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}],
        "tag": [{"system": "http://example.org/tags", "code": "t"}],
    }

    made = (await hospital.post("/fhir/Patient", json=patient(meta=kept), headers=JSON)).json()

    assert {name: value for name, value in made["meta"].items() if name in kept} == kept


# References that lead away


async def test_no_address_in_a_resource_is_ever_called(alliance: Alliance) -> None:
    called: list[bytes] = []

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        called.append(await reader.read(1))
        writer.close()

    canary = await asyncio.start_server(take, "127.0.0.1", 0)
    here = f"http://127.0.0.1:{canary.sockets[0].getsockname()[1]}"
    hospital = alliance.as_member("H1")
    leading = [
        observation("x") | {"subject": {"reference": f"{here}/fhir/Patient/1"}},
        patient(meta={"profile": [f"{here}/StructureDefinition/x"]}),
        patient(photo=[{"contentType": "image/png", "url": f"{here}/photo.png"}]),
        patient(implicitRules=f"{here}/rules"),
        patient(managingOrganization={"reference": "file:///etc/passwd"}),
        {"resourceType": "Subscription", "status": "requested", "reason": "x", "criteria": "Patient?",
         "channel": {"type": "rest-hook", "endpoint": f"{here}/hook"}},
        {"resourceType": "Endpoint", "status": "active", "address": f"{here}/fhir", "payloadType": [{"text": "any"}],
         "connectionType": {"code": "hl7-fhir-rest"}},
    ]  # fmt: skip
    async with canary:
        for one in leading:
            place = f"/fhir/{one['resourceType']}"
            made = await hospital.post(place, json=one, headers=JSON)
            await hospital.post(f"{place}/$validate", json=one, headers=JSON)
            if one["resourceType"] == "Subscription":  # its endpoint is not one that the member registered
                assert made.status_code == 422, made.text
                continue
            assert made.status_code == 201, made.text
            await hospital.get(f"{place}?_include=*&_id={made.json()['id']}")
        await hospital.get(f"/fhir/Observation?subject={here}/fhir/Patient/1")
        await hospital.post("/fhir", content=bundle([request("GET", f"{here}/fhir/Patient/1")], "batch"), headers=JSON)
        await asyncio.sleep(0.2)

    assert called == []


# What a browser would run


@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "application/xhtml+xml", "text/html; charset=x"])
@pytest.mark.parametrize("accept", ["text/html", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "*/*", ""])
async def test_a_binary_never_opens_in_a_browser(hospital: httpx2.AsyncClient, media_type: str, accept: str) -> None:
    content = b"<script>alert(1)</script>"
    made = await hospital.post("/fhir/Binary", content=content, headers={"Content-Type": media_type})

    answer = await hospital.get(f"/fhir/Binary/{made.json()['id']}", headers={"Accept": accept})

    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Type"].startswith("application/fhir+json") or (
        answer.headers["Content-Disposition"].startswith("attachment")
    )


@pytest.mark.parametrize(
    "div",
    [
        "<script>alert(1)</script>",
        '<img src="x" onerror="alert(1)"/>',
        '<a href="javascript:alert(1)">x</a>',
        '<iframe src="http://evil.example"></iframe>',
        '<p style="background:url(javascript:alert(1))">x</p>',
        "<object data='x'></object>",
        "<svg><script>alert(1)</script></svg>",
    ],
)
async def test_a_narrative_that_acts_is_refused(hospital: httpx2.AsyncClient, div: str) -> None:
    text = {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{div}</div>'}

    answer = await hospital.post("/fhir/Patient", json=patient(text=text), headers=JSON)

    assert (answer.status_code, await count_of(hospital)) == (422, 0)


# Bodies that are not what they seem


@pytest.mark.parametrize("path", ["/fhir/Patient", "/fhir", "/fhir/Patient/_search", "/ingest/hl7v2"])
async def test_a_compressed_body_is_refused_before_it_is_opened(hospital: httpx2.AsyncClient, path: str) -> None:
    import gzip

    kind = {"/ingest/hl7v2": "text/plain", "/fhir/Patient/_search": "application/x-www-form-urlencoded"}

    answer = await hospital.post(
        path,
        content=gzip.compress(b" " * 10_000_000),
        headers={"Content-Encoding": "gzip", "Content-Type": kind.get(path, "application/fhir+json")},
    )

    assert (answer.status_code, answer.json()["issue"][0]["diagnostics"]) == (
        415,
        "The body is compressed; expected it without Content-Encoding.",
    )


# What identifies a person

CANARY = "110101194105039876"


async def test_no_identifier_stands_in_an_error_or_in_the_log(
    hospital: httpx2.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    system = "urn:oid:2.16.156.10011.1.3"
    someone = patient() | {"identifier": [{"system": system, "value": CANARY}]}
    condition = {"If-None-Exist": f"identifier={system}|{CANARY}"}
    await hospital.post("/fhir/Patient", json=someone, headers=JSON)
    await hospital.post("/fhir/Patient", json=someone, headers=JSON)

    answers = [
        await hospital.post("/fhir/Patient", json=someone, headers=JSON | condition),
        await hospital.put(f"/fhir/Patient?identifier={system}|{CANARY}", json=someone, headers=JSON),
        await hospital.delete(f"/fhir/Patient?identifier={system}|{CANARY}"),
        await hospital.get(f"/fhir/Patient?birthdate=x{CANARY}"),
        await hospital.get(f"/fhir/Patient?identifier:wrong={system}|{CANARY}", headers={"Prefer": "handling=strict"}),
        await hospital.get(f"/fhir/Patient?_lastUpdated=x{CANARY}"),
        await hospital.post("/fhir/Patient", json=patient(gender=CANARY), headers=JSON),
        await hospital.post("/fhir/Patient", json=patient(birthDate=CANARY), headers=JSON),
        await hospital.post("/fhir/Patient", json=patient(name=CANARY), headers=JSON),
        await hospital.post(
            "/fhir/Patient", json=patient(managingOrganization={"reference": f"Patient/{CANARY}"}), headers=JSON
        ),
        await hospital.get(f"/fhir/Patient/{CANARY}"),
        await hospital.get(f"/fhir/Patient/{CANARY}/_history"),
        await hospital.post(
            "/fhir",
            content=bundle(
                [request("POST", "Patient", ifNoneExist=condition["If-None-Exist"]) | {"resource": someone}],
                "transaction",
            ),
            headers=JSON,
        ),
    ]

    said = json.dumps([record.__dict__ for record in caplog.records], default=str)
    assert [one.status_code for one in answers] == [412, 412, 412, 400, 400, 400, 422, 422, 422, 422, 404, 404, 412]
    assert [one.text for one in answers if CANARY in one.text] == []
    assert CANARY not in said.replace(system, "")
