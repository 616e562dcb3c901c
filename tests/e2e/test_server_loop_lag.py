"""What takes long for one caller is done beside the event loop, so that the others do not wait (DESIGN D16).

That the work is not on the loop's thread is held here, without a clock; for how long the loop is held is a figure of
its own (`loop_hold` in benchmarks/).
"""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from argon2 import PasswordHasher

from fhir_profiles import json_text
from fhir_profiles.validate import prepare
from hub.api.body import find_issues, issues_of, parse_body
from hub.api.bundles import history_bundle, searchset
from hub.api.operations.validate import findings
from hub.api.pretty import indent_json
from hub.diagnostics.ecg import ecg_sheet_svg
from hub.keys import Keys
from hub.server import TYPES_IN_USE
from hub.store.prepare import prepare_put
from hub.store.values import StoredResource
from tests.builders import Alliance, observation, small_alliance
from tests.calls_here import calls_here

JSON = {"Content-Type": "application/fhir+json"}


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    prepare(TYPES_IN_USE)
    async with small_alliance(tmp_path) as made:
        await made.hub.offload.run(issues_of, b'{"resourceType":"Observation"}')
        yield made


@pytest.fixture
async def hospital(alliance: Alliance) -> httpx2.AsyncClient:
    client = alliance.as_member("H1")
    await client.post("/fhir/Observation", content=json.dumps(observation("p1")), headers=JSON)
    return client


def ecg() -> dict[str, Any]:
    """Twelve leads, ten seconds at 1,000 Hz: 430 kB as JSON."""
    samples = " ".join(str(number % 997 - 500) for number in range(10_000))
    data = {"origin": {"value": 0, "unit": "uV"}, "period": 1, "dimensions": 1, "factor": 1, "data": samples}
    component = [
        {"code": {"coding": [{"system": "urn:iso:std:iso:11073:10101", "code": str(code)}]}, "valueSampledData": data}
        for code in (131329, 131330, 131389, 131390, 131391, 131392, *range(131331, 131337))
    ]
    found = observation("p1") | {"component": component}
    del found["valueQuantity"]
    return found


async def test_an_ecg_of_400_kb_is_read_checked_and_indexed_beside_the_loop(hospital: httpx2.AsyncClient) -> None:
    small, large = (json.dumps(one).encode() for one in (observation("p1"), ecg()))
    assert len(large) > 400_000

    work = (json_text.parse, parse_body, find_issues, findings, prepare_put)
    on_the_loop = []
    for body in (small, large):
        with calls_here() as calls:
            made = await hospital.post("/fhir/Observation", content=body, headers=JSON)
            checked = await hospital.post("/fhir/Observation/$validate", content=body, headers=JSON)
        assert (made.status_code, checked.status_code) == (201, 200)
        on_the_loop.append([calls.of(one) for one in work])

    assert on_the_loop == [[2, 1, 1, 1, 1], [0, 0, 0, 0, 0]]


async def test_what_the_loop_does_for_a_resource_does_not_grow_with_it(hospital: httpx2.AsyncClient) -> None:
    totals = []
    for parts in (1, 20_000):
        given = observation("p1") | {"note": [{"text": f"note {number}"} for number in range(parts)]}
        body = json.dumps(given).encode()
        with calls_here() as calls:
            made = await hospital.post("/fhir/Observation", content=body, headers=JSON)
        assert made.status_code == 201
        totals.append(calls.total)

    assert totals[1] < 2 * totals[0]


async def test_an_ecg_sheet_is_drawn_beside_the_loop(alliance: Alliance) -> None:
    recording = ecg()

    with calls_here() as calls:
        sheet = await alliance.hub.offload.run(ecg_sheet_svg, recording, language="zh")

    assert sheet == ecg_sheet_svg(recording, language="zh")
    assert calls.of(ecg_sheet_svg) == 0


async def test_a_password_is_hashed_and_checked_beside_the_loop(alliance: Alliance) -> None:
    with calls_here() as calls:
        hashed = await alliance.hub.sessions.passwords.hash("correct horse 1949")
        is_right = await alliance.hub.sessions.passwords.is_right("correct horse 1949", hashed)

    assert is_right
    assert (calls.of(PasswordHasher.hash), calls.of(PasswordHasher.verify)) == (0, 0)


async def test_a_token_costs_one_signature_and_few_calls(alliance: Alliance) -> None:
    alliance.token("lead-hospital")

    with calls_here() as calls:
        for _ in range(20):
            alliance.token("lead-hospital")

    assert calls.of(Keys.issue_token) == 20
    assert calls.total < 20 * 1000


async def test_a_bundle_for_people_is_indented_beside_the_loop(hospital: httpx2.AsyncClient) -> None:
    entry = [{"request": {"method": "POST", "url": "Observation"}, "resource": observation("p1")} for _ in range(300)]
    bundle = json.dumps({"resourceType": "Bundle", "type": "transaction", "entry": entry})
    await hospital.post("/fhir", content=bundle, headers=JSON)

    plain = await hospital.get("/fhir/Observation?_count=50")
    with calls_here() as small:
        await hospital.get("/fhir/Observation?_count=1&_pretty=true")
    with calls_here() as large:
        answer = await hospital.get("/fhir/Observation?_count=50&_pretty=true")

    assert answer.content.count(b"\n") > plain.content.count(b"\n") + 1000
    assert (small.of(indent_json), large.of(indent_json)) == (1, 0)


def scan(name: str, size: int) -> bytes:
    """A document with a picture of this many bytes."""
    attachment = {"contentType": "image/jpeg", "data": "QUJD" * (size // 4)}
    document = {"resourceType": "DocumentReference", "id": name, "status": "current"}
    return json.dumps(document | {"content": [{"attachment": attachment}]}).encode()


async def test_a_large_answer_is_read_and_put_together_beside_the_loop(hospital: httpx2.AsyncClient) -> None:
    parts: list[list[int]] = []
    for size in (1_000, 1_200_000):
        body = scan("s1", size)
        assert (await hospital.put("/fhir/DocumentReference/s1", content=body, headers=JSON)).status_code < 300

        with calls_here() as calls:
            one = await hospital.get("/fhir/DocumentReference/s1")
            page = await hospital.get("/fhir/DocumentReference?_id=s1")
            everywhere = await hospital.get("/fhir?_type=DocumentReference&_id=s1")
            history = await hospital.get("/fhir/DocumentReference/s1/_history?_count=1")

        given = one.json()
        assert given["content"] == json.loads(body)["content"]
        assert [answer.json()["entry"][0]["resource"] for answer in (page, everywhere, history)] == [given] * 3
        parts.append([calls.of(one) for one in (StoredResource.served, searchset, history_bundle)])

    assert parts == [[4, 2, 1], [0, 0, 0]]


async def test_a_large_resource_is_parsed_for_its_summary_beside_the_loop(hospital: httpx2.AsyncClient) -> None:
    await hospital.put("/fhir/DocumentReference/s1", content=scan("s1", 100_000), headers=JSON)

    with calls_here() as calls:
        page = await hospital.get("/fhir/DocumentReference?_id=s1&_elements=status")

    assert page.json()["entry"][0]["resource"]["status"] == "current"
    assert calls.of(json_text.parse) == 0
