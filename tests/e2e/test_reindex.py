"""`$reindex` over HTTP: what waits is said in answers, is made again beside them, and only the lead starts it."""

from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from hub.store.reindex import Reindexer
from tests.builders import Alliance, observation, patient, small_alliance
from tests.postgres_server import fresh_database

FHIR = {"Content-Type": "application/fhir+json"}
STRICT = {"Prefer": "handling=strict"}


@pytest.fixture(params=["postgres", "sqlite"])
async def alliance(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Alliance]:
    with ExitStack() as stack:
        changed: dict[str, Any] = {"db": stack.enter_context(fresh_database())} if request.param == "postgres" else {}
        async with small_alliance(tmp_path, **changed) as found:
            yield found


async def _store(alliance: Alliance) -> None:
    lead = alliance.as_member("H1")
    elder = (await lead.post("/fhir/Patient", json=patient(), headers=FHIR)).json()["id"]
    answer = await lead.post("/fhir/Observation", json=observation(elder), headers=FHIR)
    assert answer.status_code == 201, answer.text


async def test_only_the_lead_starts_a_reindex(alliance: Alliance) -> None:
    answer = await alliance.as_member("N1").post("/fhir/$reindex", headers=FHIR)

    assert answer.status_code == 403
    assert answer.json()["issue"][0]["diagnostics"] == (
        "A reindex concerns the whole alliance; only its lead, H1, starts one."
    )


async def test_a_reindex_of_a_type_that_there_is_not_is_refused(alliance: Alliance) -> None:
    answer = await alliance.as_member("H1").get("/fhir/$reindex?type=Elder")

    assert answer.status_code == 400
    assert answer.json()["issue"][0]["diagnostics"] == (
        "`type` is 'Elder'; expected a FHIR R4 resource type, as in Observation."
    )


async def test_until_a_reindex_is_through_searches_say_what_they_may_lack(alliance: Alliance) -> None:
    await _store(alliance)
    lead = alliance.as_member("H1")
    body = {"resourceType": "Parameters", "parameter": [{"name": "type", "valueCode": "Observation"}]}

    demanded = await lead.post("/fhir/$reindex", json=body, headers=FHIR)
    lenient = (await lead.get("/fhir/Observation?status=final")).json()
    counted = (await lead.get("/fhir/Observation?status=final&_summary=count")).json()
    several = (await lead.get("/fhir?_type=Observation,Patient&_tag=x")).json()
    strict = await lead.get("/fhir/Observation?status=final", headers=STRICT)
    condition = await lead.put("/fhir/Observation?status=final", json=observation("x"), headers=FHIR)
    by_id = (await lead.get("/fhir/Observation?_lastUpdated=gt2020")).json()

    words = (
        "The index of Observation.status is being made again: it has not begun, and matches among the others may be "
        "missing."
    )
    assert demanded.status_code == 202
    state = demanded.json()["parameter"]
    assert state[0] == {"name": "complete", "valueBoolean": False}
    assert [part["valueCode"] for part in state[1]["part"][:2]] == ["Observation", "waiting"]
    assert [entry["search"]["mode"] for entry in lenient["entry"]] == ["match", "outcome"]
    issue = lenient["entry"][1]["resource"]["issue"][0]
    assert (issue["severity"], issue["code"], issue["diagnostics"]) == ("warning", "incomplete", words)
    assert counted["entry"][0]["resource"]["issue"][0]["diagnostics"] == words
    assert several["entry"][0]["resource"]["issue"][0]["expression"] == ["_tag"]
    assert strict.status_code == 400
    assert strict.json()["issue"][0]["diagnostics"] == (f"{words} Ask again later, or without Prefer: handling=strict.")
    assert (condition.status_code, condition.headers["Retry-After"]) == (503, "60")
    assert [entry["search"]["mode"] for entry in by_id["entry"]] == ["match"]


async def test_after_a_reindex_every_parameter_is_complete(alliance: Alliance) -> None:
    await _store(alliance)
    lead = alliance.as_member("H1")
    await lead.post("/fhir/$reindex", headers=FHIR)
    waiting = (await lead.get("/fhir/$reindex?type=Patient")).json()["parameter"][1]["part"]

    worker = Reindexer(alliance.hub.engine, alliance.hub.clock)
    while await worker.one_type():
        pass

    after = (await lead.get("/fhir/$reindex")).json()["parameter"]
    stranger = (await alliance.as_member("N2").get("/fhir/$reindex?type=Patient")).json()["parameter"]
    found = (await lead.get("/fhir/Observation?status=final", headers=STRICT)).json()
    assert {"name": "name", "valueCode": "name"} in [part for one in waiting for part in one.get("part", [])]
    assert after[0] == {"name": "complete", "valueBoolean": True}
    assert [part["name"] for part in stranger[1]["part"] if part["name"] != "parameter"] == ["code", "state", "at"]
    assert [
        [part.get("valueCode", part.get("valueInteger")) for part in one["part"][:4]]
        for one in after[1:]
        if one["part"][0]["valueCode"] in {"Observation", "Patient"}
    ] == [["Observation", "complete", 1, 1], ["Patient", "complete", 1, 1]]
    assert [entry["search"]["mode"] for entry in found["entry"]] == ["match"]
