"""Searches over HTTP while others write: pages in every order, summaries, what is left out in words.

https://hl7.org/fhir/R4/http.html#paging, https://hl7.org/fhir/R4/search.html#contained, #summary, #quantity.
"""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from hub.store.admin_values import Client
from tests.builders import Alliance, small_alliance
from tests.e2e.test_search_answers import link, pages, refs, stored

STRICT = {"Prefer": "handling=strict"}
SORTS = (
    "date", "-date", "code", "value-quantity", "-value-quantity", "value-string", "subject", "performer",
    "status,-date", "-_lastUpdated,code", "_id",
)  # fmt: skip


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path) as found:
        yield found


def result(number: int, **elements: Any) -> dict[str, Any]:
    """Some values are equal, some are missing."""
    if number % 3:
        elements["effectiveDateTime"] = f"2026-03-0{1 + number % 2}"
        elements["valueQuantity"] = {"value": number % 4, "unit": "mg"}
    else:
        elements["valueString"] = "ba"[number % 2]
        elements["performer"] = [{"reference": f"Practitioner/{'ab'[number % 2]}"}]
    code = {"coding": [{"system": "http://loinc.org", "code": "xyz"[number % 3]}]}
    return {"resourceType": "Observation", "status": ("final", "amended")[number % 2], "code": code, **elements}


# Refusals first


@pytest.mark.parametrize(
    "query", ["_contained=true", "_contained=both", "_containedType=contained", "_revinclude=*:x", "_include=Nothing:x"]
)
async def test_what_is_not_served_is_left_out_in_words_or_refused(alliance: Alliance, query: str) -> None:
    caller = alliance.as_member("H1")
    await stored(alliance, result(1))

    answer = await caller.get(f"/fhir/Observation?{query}")
    refused = await caller.get(f"/fhir/Observation?{query}", headers=STRICT)

    (warning,) = [one["resource"] for one in answer.json()["entry"] if one["search"]["mode"] == "outcome"]
    assert [(one["severity"], one["code"]) for one in warning["issue"]] == [("warning", "not-supported")]
    assert query not in link(answer.json(), "self")
    assert (refused.status_code, refused.json()["resourceType"]) == (400, "OperationOutcome")


async def test_revinclude_of_anything_brings_what_the_caller_has_a_scope_for_and_the_plan_shows_it(
    alliance: Alliance,
) -> None:
    hub, lead = alliance.hub, alliance.as_member("H1")
    jwks = json.dumps({"keys": [hub.keys.public_jwk("client-narrow")]})
    narrow = Client(id="narrow", member=alliance.number("H1"), scopes="system/Patient.rs system/List.r", jwks=jwks)
    hub.admin.add_client(narrow)
    listing = {"resourceType": "List", "status": "current", "mode": "working"}
    subject = {"reference": f"Patient/{await stored(alliance, {'resourceType': 'Patient'})}"}
    await stored(alliance, result(1, subject=subject))
    await stored(alliance, listing | {"subject": subject})
    path = "/fhir/Patient?_revinclude=*"

    everything = (await lead.get(path, headers=STRICT)).json()
    less = await alliance.as_client("narrow").get(path, headers=STRICT)
    whole = (await alliance.as_client("narrow").get("/fhir?_type=Patient&_revinclude=*", headers=STRICT)).json()
    named = await alliance.as_client("narrow").get("/fhir/Patient?_revinclude=Observation:subject", headers=STRICT)
    explained = (await lead.get(f"{path}&_explain=true")).json()

    assert [entry["search"]["mode"] for entry in everything["entry"]] == ["match", "include", "include"]
    assert {entry["resource"]["resourceType"] for entry in everything["entry"]} == {"Patient", "List", "Observation"}
    assert "_revinclude=*" in link(everything, "self")
    assert [entry["resource"]["resourceType"] for entry in less.json()["entry"]] == ["Patient", "List"]
    assert [entry["resource"]["resourceType"] for entry in whole["entry"]] == ["Patient", "List"]
    assert named.status_code == 403
    lines = [issue["diagnostics"] for issue in explained["entry"][-1]["resource"]["issue"]]
    assert sum("FROM index_reference l WHERE l.parameter IN (" in line for line in lines) == 1


async def test_contained_resources_match_nothing_by_themselves(alliance: Alliance) -> None:
    caller = alliance.as_member("H1")
    inner = {"resourceType": "Patient", "id": "in", "name": [{"family": "里"}]}
    await stored(alliance, result(1, contained=[inner], subject={"reference": "#in"}))

    within = (await caller.get("/fhir/Patient?family=里")).json()
    container = (await caller.get("/fhir/Observation?_contained=false&_containedType=container", headers=STRICT)).json()

    assert (refs(within), len(refs(container))) == ([], 1)


# Pages


@pytest.mark.parametrize("sort", SORTS)
async def test_pages_in_any_order_hold_each_unchanged_resource_once_while_others_write(
    alliance: Alliance, sort: str
) -> None:
    caller = alliance.as_member("H1")
    made = [await stored(alliance, result(number)) for number in range(9)]
    (expected,) = await pages(caller, f"/fhir/Observation?_sort={sort}")
    path, found = f"/fhir/Observation?_sort={sort}&_count=2&_elements=status", list[str]()
    for number in range(20):
        answer = (await caller.get(path)).json()
        found += refs(answer)
        path = link(answer, "next")
        if not path:
            break
        if number < 3:
            await stored(alliance, result(number + 4))
            changed = result(number + 1) | {"id": made[8]}
            assert (await caller.put(f"/fhir/Observation/{made[8]}", json=changed)).status_code == 200

    still = [one for one in expected if one != f"Observation/{made[8]}"]
    assert [one for one in found if one in set(still)] == still


# Summaries


async def test_each_summary_of_a_search_counts_the_same_and_count_sends_no_entries(alliance: Alliance) -> None:
    caller = alliance.as_member("H1")
    for number in range(5):
        await stored(alliance, result(number))

    found = {
        kind: (await caller.get(f"/fhir/Observation?_summary={kind}&_total=accurate&_count=2")).json()
        for kind in ("true", "text", "data", "false", "count")
    }

    assert {kind: (one["total"], len(one.get("entry", []))) for kind, one in found.items()} == {
        "true": (5, 2), "text": (5, 2), "data": (5, 2), "false": (5, 2), "count": (5, 0),
    }  # fmt: skip
    assert [kind for kind, one in found.items() if not link(one, "next")] == ["count"]


# Measurements that are known by a bound alone


async def test_a_value_with_a_comparator_is_the_range_that_it_is_in_searches(alliance: Alliance) -> None:
    caller = alliance.as_member("H1")
    value = {"value": 5, "comparator": "<", "system": "http://unitsofmeasure.org", "code": "mg"}
    name = await stored(alliance, result(1) | {"valueQuantity": value})

    found = {}
    for prefix in ("", "lt", "le", "gt", "ge"):
        answer = await caller.get(f"/fhir/Observation?value-quantity={prefix}5")
        found[prefix] = refs(answer.json()) == [f"Observation/{name}"]

    assert found == {"": False, "lt": True, "le": True, "gt": False, "ge": False}
