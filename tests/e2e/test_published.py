"""What the hub itself publishes, on read and in searches. https://hl7.org/fhir/R4/conformance-module.html."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from fhir_profiles import conformance
from terminology import resources
from terminology.icd10_editions import INSURANCE
from tests.builders import Alliance, small_alliance
from tests.e2e.terminology_calls import GENDER, load_icd
from tests.e2e.test_search_answers import link, pages, refs, stored

FHIR = {"Content-Type": "application/fhir+json"}
PROFILE = conformance.profile_ids()[0]
GENDER_SET = {"resourceType": "ValueSet", "id": "administrative-gender", "status": "active"}
OWN = {"resourceType": "ValueSet", "url": "http://example.org/vs", "name": "Own", "status": "active"}

DELETE_TITLE = [{"name": "type", "valueCode": "delete"}, {"name": "path", "valueString": "ValueSet.title"}]


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path) as found:
        yield found


@pytest.fixture
def caller(alliance: Alliance) -> httpx2.AsyncClient:
    return alliance.as_member("H1")


def text_of(answer: httpx2.Response) -> str:
    found: str = answer.json()["issue"][0]["diagnostics"]
    return found


async def ids(caller: httpx2.AsyncClient, path: str) -> list[str]:
    return refs((await caller.get(path)).json())


# Refusals first


@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("PUT", GENDER_SET),
        ("PATCH", {"resourceType": "Parameters", "parameter": [{"name": "operation", "part": DELETE_TITLE}]}),
        ("DELETE", None),
    ],
)
async def test_a_published_resource_is_not_written(caller: httpx2.AsyncClient, method: str, body: Any) -> None:
    refused = await caller.request(method, "/fhir/ValueSet/administrative-gender", json=body, headers=FHIR)
    read = await caller.get("/fhir/ValueSet/administrative-gender")

    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD")
    assert text_of(refused) == (
        "ValueSet/administrative-gender is published by the hub itself, and clients only read it. "
        "Store yours under another id."
    )
    assert read.json()["url"] == GENDER


async def test_a_transaction_does_not_write_a_published_resource(caller: httpx2.AsyncClient) -> None:
    request = {"method": "PUT", "url": "ValueSet/administrative-gender"}
    entries = [{"resource": GENDER_SET, "request": request}]

    refused = await caller.post(
        "/fhir", json={"resourceType": "Bundle", "type": "transaction", "entry": entries}, headers=FHIR
    )

    assert refused.status_code == 405
    assert text_of(refused).startswith("ValueSet/administrative-gender is published by the hub itself")


@pytest.mark.parametrize(
    "path", ["ValueSet/administrative-gender/_history", "ValueSet/administrative-gender/_history/1"]
)
async def test_a_published_resource_has_no_history(caller: httpx2.AsyncClient, path: str) -> None:
    answer = await caller.get(f"/fhir/{path}")

    assert answer.status_code == 404
    assert text_of(answer) == (
        "ValueSet/administrative-gender is published by the hub itself and has no history; "
        "read it as ValueSet/administrative-gender."
    )


@pytest.mark.parametrize(
    "path",
    ["ValueSet/nothing", "ValueSet/nothing/_history", "ValueSet/nothing/_history/1", "Basic/administrative-gender"],
)
async def test_what_nobody_stored_or_published_is_not_found(caller: httpx2.AsyncClient, path: str) -> None:
    assert (await caller.get(f"/fhir/{path}")).status_code == 404


async def test_published_resources_need_the_scope_of_their_type(alliance: Alliance) -> None:
    auditor = alliance.as_client("auditor")

    read = await auditor.get("/fhir/ValueSet/administrative-gender")
    search = await auditor.get("/fhir/ValueSet")

    assert (read.status_code, search.status_code) == (403, 403)


async def test_a_cursor_that_is_not_the_hubs_is_refused(caller: httpx2.AsyncClient) -> None:
    assert [(await caller.get(f"/fhir/ValueSet?_cursor=published.{one}")).status_code for one in ("x", "9999999")] == [
        400,
        400,
    ]


# Read


@pytest.mark.parametrize("resource_type", [*resources.TYPES, *conformance.TYPES])
async def test_each_type_is_read_and_found(caller: httpx2.AsyncClient, resource_type: str) -> None:
    bundle = (await caller.get(f"/fhir/{resource_type}?_count=1&_total=accurate")).json()
    first = bundle["entry"][0]["resource"]

    read = await caller.get(f"/fhir/{resource_type}/{first['id']}")

    assert bundle["total"] == len((resources if resource_type in resources.TYPES else conformance).find(resource_type))
    assert (read.status_code, read.json()) == (200, first)


async def test_a_part_of_a_published_resource_is_marked_as_one(caller: httpx2.AsyncClient) -> None:
    read = await caller.get(f"/fhir/StructureDefinition/{PROFILE}?_elements=url")

    assert "snapshot" not in read.json()
    assert read.json()["meta"]["tag"][0]["code"] == "SUBSETTED"


async def test_reads_of_published_resources_leave_audit_entries(alliance: Alliance, caller: httpx2.AsyncClient) -> None:
    await caller.get("/fhir/ValueSet/administrative-gender")

    entries = await alliance.hub.store.audit_page(visibility=alliance.principal("H1").visibility, count=1)

    assert [(one.action, one.interaction, one.target) for one in entries] == [
        ("R", "read", "ValueSet/administrative-gender")
    ]


# Search


async def test_stored_matches_come_before_published_ones_and_pages_hold_all_once(
    alliance: Alliance, caller: httpx2.AsyncClient
) -> None:
    own = [await stored(alliance, OWN) for _ in range(3)]
    expected = [f"ValueSet/{one['id']}" for one in resources.find("ValueSet")]

    found = await pages(caller, "/fhir/ValueSet?_count=100")
    by_two = (await pages(caller, "/fhir/ValueSet?_count=2"))[:3]
    flat = [ref for page in found for ref in page]

    assert sorted(flat[:3]) == sorted(f"ValueSet/{one}" for one in own)
    assert flat[3:] == expected
    assert [ref for page in by_two for ref in page][3:] == expected[:3]


async def test_totals_count_both_on_every_page(alliance: Alliance, caller: httpx2.AsyncClient) -> None:
    for _ in range(2):
        await stored(alliance, OWN)
    all_of_them = 2 + len(resources.find("ValueSet"))

    counted = await caller.get("/fhir/ValueSet?_summary=count")
    none = await caller.get("/fhir/ValueSet?_count=0")
    first = await caller.get("/fhir/ValueSet?_count=1&_total=accurate")
    third = await caller.get(link((await caller.get(link(first.json(), "next"))).json(), "next"))

    assert [one.json()["total"] for one in (counted, none, first, third)] == [all_of_them] * 4


async def test_published_resources_are_found_by_what_names_them(caller: httpx2.AsyncClient) -> None:
    gender = ["ValueSet/administrative-gender"]
    system = resources.find("NamingSystem")[0]

    assert await ids(caller, f"/fhir/ValueSet?url={GENDER}") == gender
    assert await ids(caller, f"/fhir/ValueSet?url=http://example.org/none,{GENDER}&status=active,draft") == gender
    assert await ids(caller, "/fhir/ValueSet?_id=administrative-gender") == gender
    assert await ids(caller, "/fhir/ValueSet?_id=administrative-gender&status=retired") == []
    assert await ids(caller, "/fhir/ValueSet?name=administrativeg") == gender
    assert await ids(caller, f"/fhir/NamingSystem?value={system['uniqueId'][0]['value']}") == [
        f"NamingSystem/{system['id']}"
    ]
    assert await ids(
        caller, f"/fhir/StructureDefinition?url={conformance.CANONICAL}/StructureDefinition/{PROFILE}"
    ) == [f"StructureDefinition/{PROFILE}"]


async def test_loaded_tables_are_read_and_found(alliance: Alliance, caller: httpx2.AsyncClient) -> None:
    await caller.get("/fhir/CodeSystem?_count=1")
    load_icd(alliance)

    found = refs((await caller.get(f"/fhir/CodeSystem?url={INSURANCE}&version=2.0")).json())
    read = await caller.get(f"/fhir/{found[0]}")

    assert len(found) == 1
    assert (read.json()["url"], read.json()["count"]) == (INSURANCE, 4)


async def test_a_search_by_something_else_says_that_published_ones_are_left_out(
    alliance: Alliance, caller: httpx2.AsyncClient
) -> None:
    own = await stored(alliance, OWN)

    bundle = (await caller.get("/fhir/ValueSet?publisher:missing=true")).json()
    unknown = (await caller.get("/fhir/ValueSet?unheard=1&_id=administrative-gender")).json()

    assert refs(bundle) == [f"ValueSet/{own}"]
    assert bundle["entry"][-1]["resource"]["issue"][0]["diagnostics"] == (
        "What the hub itself publishes is not found by publisher:missing; "
        "expected _id, url, version, name, title, status."
    )
    assert refs(unknown) == ["ValueSet/administrative-gender"]
