"""Corners of the FHIR API that clients of other makers meet. https://hl7.org/fhir/R4/http.html."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from tests.builders import Alliance, observation, patient, small_alliance


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path) as made:
        yield made


@pytest.fixture
def hospital(alliance: Alliance) -> httpx2.AsyncClient:
    return alliance.as_member("H1")


async def stored(client: httpx2.AsyncClient, resource: dict[str, object]) -> str:
    answer = await client.post(f"/fhir/{resource['resourceType']}", json=resource)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def words(answer: httpx2.Response) -> str:
    return str(answer.json()["issue"][0]["diagnostics"])


@pytest.mark.parametrize("path", ["/fhir/metadata", "/fhir/metadata/"])
async def test_the_capability_statement_is_json_and_no_other_format(hospital: httpx2.AsyncClient, path: str) -> None:
    answer = await hospital.get(path)
    browser = await hospital.get(path, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    refused = [
        await hospital.get(f"{path}?_format=xml"),
        await hospital.get(path, headers={"Accept": "application/fhir+xml"}),
        await hospital.get(path, headers={"Accept": "application/fhir+json; fhirVersion=5.0"}),
    ]

    assert answer.json()["resourceType"] == "CapabilityStatement"
    assert browser.json() == (await hospital.get(f"{path}?_format=json")).json() == answer.json()
    assert [one.status_code for one in refused] == [406, 406, 406]
    assert words(refused[0]) == "_format asks for a format that the hub does not speak; expected json."


async def test_the_capability_statement_in_a_batch_is_json_too(hospital: httpx2.AsyncClient) -> None:
    urls = ["metadata", "metadata/", "metadata?_format=xml"]
    entries = [{"request": {"method": "GET", "url": url}} for url in urls]

    answer = await hospital.post("/fhir", json={"resourceType": "Bundle", "type": "batch", "entry": entries})

    assert [one["response"]["status"][:3] for one in answer.json()["entry"]] == ["200", "200", "406"]


@pytest.mark.parametrize(("method", "path"), [("POST", ""), ("PUT", "/a"), ("PUT", "?identifier=urn:s|1")])
async def test_a_body_of_another_type_is_told_its_type_and_not_its_faults(
    hospital: httpx2.AsyncClient, method: str, path: str
) -> None:
    body = {"resourceType": "Observation", "id": "a", "status": "no such status"}

    answer = await hospital.request(method, f"/fhir/Patient{path}", json=body)

    assert answer.status_code == 422
    assert [one["diagnostics"] for one in answer.json()["issue"]] == [
        "The body is of the type Observation; expected Patient, as the path says."
    ]


@pytest.mark.parametrize("body", [{"status": "final"}, {"resourceType": "Nothing"}, {"resourceType": ["Patient"]}])
async def test_a_body_of_no_type_is_refused_for_that(hospital: httpx2.AsyncClient, body: dict[str, object]) -> None:
    answer = await hospital.post("/fhir/Patient", json=body)

    assert answer.status_code == 422
    assert "resourceType" in answer.json()["issue"][0]["expression"][0]


async def test_a_compartment_is_searched_by_post_too(alliance: Alliance, hospital: httpx2.AsyncClient) -> None:
    elder = await stored(hospital, patient())
    found = await stored(hospital, observation(elder, effectiveDateTime="2026-03-02"))
    await stored(hospital, observation(elder, effectiveDateTime="2026-04-02"))

    by_form = await hospital.post(f"/fhir/Patient/{elder}/Observation/_search", data={"date": "2026-03-02"})
    both = await hospital.post(f"/fhir/Patient/{elder}/*/_search?_type=Observation", data={"_summary": "count"})
    stranger = await alliance.as_member("N2").post(f"/fhir/Patient/{elder}/Observation/_search", data={})
    wrong = await hospital.post(f"/fhir/Patient/{elder}/Observation/_search", json={"date": "2026"})

    assert [one["resource"]["id"] for one in by_form.json()["entry"]] == [found]
    assert by_form.json()["link"][0]["url"].endswith(f"/Patient/{elder}/Observation?date=2026-03-02")
    assert both.json()["total"] == 2
    assert (stranger.status_code, wrong.status_code) == (404, 415)
    assert (await hospital.get(f"/fhir/Patient/{elder}/Observation/_search")).status_code == 405


async def test_everything_is_given_in_part_where_a_part_is_asked_for(hospital: httpx2.AsyncClient) -> None:
    elder = await stored(hospital, patient())
    await stored(hospital, observation(elder))
    path = f"/fhir/Patient/{elder}/$everything"

    whole = (await hospital.get(path)).json()
    part = (await hospital.get(f"{path}?_elements=Patient.gender,Observation.status&_count=1")).json()
    count = (await hospital.get(f"{path}?_summary=count&_count=1")).json()
    asked = {"resourceType": "Parameters", "parameter": [{"name": "_summary", "valueString": "count"}]}
    by_post = (await hospital.post(path, json=asked)).json()
    both = await hospital.get(f"{path}?_summary=true&_elements=name")

    assert "name" in whole["entry"][0]["resource"]
    (first,) = part["entry"]
    assert sorted(first["resource"]) == ["gender", "id", "meta", "resourceType"]
    assert first["resource"]["meta"]["tag"][-1]["code"] == "SUBSETTED"
    following = next(link["url"] for link in part["link"] if link["relation"] == "next")
    (second,) = (await hospital.get(following)).json()["entry"]
    assert sorted(second["resource"]) == ["code", "id", "meta", "resourceType", "status"]
    assert ("entry" in count, count["total"], by_post["total"]) == (False, 2, 2)
    assert (both.status_code, words(both)) == (400, "_summary and _elements stand together; expected one of them.")
