"""`_explain` over HTTP: how a search is answered, for the alliance's lead alone, without the values searched for."""

from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from hub.store import database as sqlite_database
from tests.builders import Alliance, observation, patient, small_alliance
from tests.postgres_server import fresh_database

FHIR = {"Content-Type": "application/fhir+json"}


@pytest.fixture(params=["postgres", "sqlite"])
async def alliance(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Alliance]:
    with ExitStack() as stack:
        changed: dict[str, Any] = {"db": stack.enter_context(fresh_database())} if request.param == "postgres" else {}
        async with small_alliance(tmp_path, **changed) as found:
            yield found


def _lines(bundle: dict[str, Any]) -> list[str]:
    outcome = bundle["entry"][-1]
    assert outcome["search"] == {"mode": "outcome"}
    return [issue["diagnostics"] for issue in outcome["resource"]["issue"]]


async def test_only_the_lead_is_told_how_a_search_is_answered(alliance: Alliance) -> None:
    answer = await alliance.as_member("N1").get("/fhir/Patient?name=王&_explain=true")

    assert answer.status_code == 403
    assert answer.json()["issue"][0]["diagnostics"] == (
        "_explain counts rows of the whole alliance; only its lead, H1, may ask for it."
    )


async def test_another_value_than_true_or_false_is_refused(alliance: Alliance) -> None:
    lead = alliance.as_member("H1")

    refused = await lead.get("/fhir/Patient?_explain=yes")
    plain = await lead.get("/fhir/Patient?_explain=false")

    assert (refused.status_code, plain.status_code) == (400, 200)
    assert "entry" not in plain.json()


async def test_the_plan_names_index_counts_and_statements_and_no_value(alliance: Alliance) -> None:
    lead = alliance.as_member("H1")
    elder = (await lead.post("/fhir/Patient", json=patient(), headers=FHIR)).json()["id"]
    await lead.post("/fhir/Observation", json=observation(elder), headers=FHIR)

    by_code = (await lead.get(f"/fhir/Observation?patient={elder}&status=final&_total=accurate&_explain=true")).json()
    newest = (await lead.get("/fhir/Observation?_explain=true")).json()

    lines = _lines(by_code)
    assert [entry["search"]["mode"] for entry in by_code["entry"]] == ["match", "outcome"]
    assert lines[0] in {"Leading index: patient.", "Leading index: status."}
    assert lines[1:3] == ["Counted: patient, 1 rows.", "Counted: status, 1 rows."]
    assert [line.split(" gave ")[1].split(":")[0] for line in lines if " gave " in line] == ["1 rows"] * 3
    assert any(line.startswith("Plan 3: ") for line in lines)
    assert not any(elder in line for line in lines)
    assert _lines(newest)[0] == "No index leads: resources are read newest first."
    assert "_explain" not in by_code["link"][0]["url"]


async def test_a_search_past_its_budget_is_refused_in_words_and_explained_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_database, "_STEPS", 1)
    monkeypatch.setattr(sqlite_database, "_INLINE_STEPS", 3000)
    monkeypatch.setattr(sqlite_database, "_SLOW_STEPS", 3000)
    async with small_alliance(tmp_path) as alliance:
        lead = alliance.as_member("H1")
        elder = (await lead.post("/fhir/Patient", json=patient(), headers=FHIR)).json()["id"]
        for _ in range(30):
            await lead.post("/fhir/Observation", json=observation(elder), headers=FHIR)

        plain = await lead.get("/fhir/Observation?code:text=a,b&_sort=-code")
        explained = (await lead.get("/fhir/Observation?status:not=draft&_sort=-code&_explain=true")).json()

    words = (
        "The search looked at too many rows, or took too long; expected a narrower one. "
        "Add a parameter that few resources match, such as a patient, an identifier or a date."
    )
    assert plain.status_code == 200
    lines = _lines(explained)
    assert len(explained["entry"]) == 1
    assert [line for line in lines if "stopped" in line] == [f"Statement 1 was stopped: {words}"]
