"""What holds for every interaction: the form of the answer, the version of FHIR. https://hl7.org/fhir/R4/http.html#general."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.builders import Alliance, patient, small_alliance

JSON = {"Content-Type": "application/fhir+json"}


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path) as made:
        yield made


@pytest.fixture
def hospital(alliance: Alliance) -> httpx2.AsyncClient:
    return alliance.as_member("H1")


async def versions(hospital: httpx2.AsyncClient, query: str) -> list[dict[str, Any]]:
    """The resources of a history, without their meta."""
    answer = await hospital.get(f"/fhir/Patient/p1/_history?{query}")
    assert answer.status_code == 200, answer.text
    return [
        {name: value for name, value in entry["resource"].items() if name not in {"meta", "resourceType"}}
        for entry in answer.json()["entry"]
        if "resource" in entry
    ]


async def test_a_history_is_shown_in_parts(hospital: httpx2.AsyncClient) -> None:
    await hospital.put("/fhir/Patient/p1", json=patient(id="p1", maritalStatus={"text": "丧偶"}), headers=JSON)
    await hospital.put("/fhir/Patient/p1", json=patient(id="p1", gender="male"), headers=JSON)
    await hospital.delete("/fhir/Patient/p1")
    named = {"name": patient()["name"], "birthDate": "1941-05-03", "id": "p1"}

    assert await versions(hospital, "_elements=gender") == [
        {"id": "p1", "gender": "male"}, {"id": "p1", "gender": "female"},
    ]  # fmt: skip
    assert await versions(hospital, "_summary=true") == [named | {"gender": "male"}, named | {"gender": "female"}]
    assert await versions(hospital, "_summary=text") == [{"id": "p1"}, {"id": "p1"}]


@pytest.mark.parametrize("query", ["_summary=count", "_summary=maybe", "_summary=true&_elements=gender", "name=x"])
async def test_a_history_refuses_what_it_cannot_show(hospital: httpx2.AsyncClient, query: str) -> None:
    answer = await hospital.get(f"/fhir/Patient/_history?{query}")

    assert (answer.status_code, answer.json()["resourceType"]) == (400, "OperationOutcome")


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/fhir+json; fhirVersion=4.0", 200), ('application/fhir+json;fhirVersion="4.0.1"', 200),
        ("application/fhir+json; fhirVersion=3.0", 406), ("application/fhir+json; fhirVersion=5.0", 406),
        ("application/fhir+json; fhirVersion=5.0, application/fhir+json", 200), ("*/*", 200),
    ],
)  # fmt: skip
async def test_another_version_of_fhir_is_not_answered(hospital: httpx2.AsyncClient, accept: str, status: int) -> None:
    answer = await hospital.get("/fhir/Patient", headers={"Accept": accept})

    assert answer.status_code == status


@pytest.mark.parametrize(("version", "status"), [("4.0", 201), ("3.0", 415)])
async def test_another_version_of_fhir_is_not_stored(hospital: httpx2.AsyncClient, version: str, status: int) -> None:
    media_type = f"application/fhir+json; fhirVersion={version}"

    answer = await hospital.post("/fhir/Patient", json=patient(), headers={"Content-Type": media_type})

    assert answer.status_code == status


@pytest.mark.parametrize("kind", ["batch", "transaction"])
async def test_a_bundles_entry_has_its_outcome_beside_its_status(hospital: httpx2.AsyncClient, kind: str) -> None:
    """Where a resource would stand, stands none. https://hl7.org/fhir/R4/bundle-definitions.html#Bundle.entry.response.outcome."""
    bundle = {
        "resourceType": "Bundle", "type": kind,
        "entry": [{"request": {"method": "PUT", "url": "Patient/p1"}, "resource": patient(id="p1")}],
    }  # fmt: skip

    answer = await hospital.post("/fhir", json=bundle, headers=JSON | {"Prefer": "return=OperationOutcome"})

    (entry,) = answer.json()["entry"]
    told = entry["response"]["outcome"]["issue"][0]["diagnostics"]
    assert (entry["response"]["status"], sorted(entry), told) == (
        "201 Created", ["response"], "Patient/p1 is stored as version 1.",
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "names"), [("batch", ["p1", "none"]), ("transaction", ["p1"])])
async def test_a_head_in_a_bundle_is_answered_without_the_resource(
    hospital: httpx2.AsyncClient, kind: str, names: list[str]
) -> None:
    await hospital.put("/fhir/Patient/p1", json=patient(id="p1"), headers=JSON)
    bundle = {
        "resourceType": "Bundle", "type": kind,
        "entry": [{"request": {"method": "HEAD", "url": f"Patient/{name}"}} for name in names],
    }  # fmt: skip

    answer = await hospital.post("/fhir", json=bundle, headers=JSON)

    entries = answer.json()["entry"]
    assert (sorted(entries[0]), entries[0]["response"]["etag"]) == (["response"], 'W/"1"')
    assert [one["response"]["status"] for one in entries] == ["200 OK", "404 Not Found"][: len(names)]
