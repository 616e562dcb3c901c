"""Published errata over HTTP, on both engines: what they correct, and to each caller its own referrals alone."""

from typing import Any

import httpx2
import pytest

from hub.referral.catalogues import publish
from terminology.catalogue_source import SAMPLE, read_files
from tests.e2e.scenario_world import World

CHANGED = "体温 <= 37.3"


def erratum(world: World, version: str, *, corrects: str) -> None:
    """The sample with another limit of temperature, as an erratum in force from now on."""
    files = read_files(SAMPLE)
    manifest = files["manifest.toml"].decode().replace("2026.1-sample", version)
    files["manifest.toml"] = f'corrects = "{corrects}"\n{manifest}'.encode()
    files["rules.csv"] = files["rules.csv"].decode().replace(CHANGED, "体温 <= 37.5").encode()
    publish(world.hub.admin, files, now=world.hub.clock.now(), supersede=True)


async def errata(world: World, who: str, query: str = "") -> list[dict[str, list[Any]]]:
    """Each erratum that a member is told, its parts by name."""
    answer = (await world.get(who, f"/ServiceRequest/$catalogue-errata{query}")).json()
    return [by_name(one["part"]) for one in answer.get("parameter", [])]


def by_name(parts: list[dict[str, Any]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for part in parts:
        value = next(value for name, value in part.items() if name != "name")
        found.setdefault(part["name"], []).append(value)
    return found


async def test_an_erratum_names_its_cells_and_to_each_member_the_referrals_that_it_may_see(world: World) -> None:
    patient = await world.elder("H1", "I10")
    request, [task] = await world.refer("H1", patient, "down", "M1")
    await world.act("H1", task, "submit")
    assert await errata(world, "H1") == []
    await world.advance(hours=1)

    erratum(world, "2026.1-e1", corrects="2026.1-sample")

    [told] = await errata(world, "H1")
    [hit] = told["referral"]
    assert (told["version"], told["corrects"], told["rule"]) == (["2026.1-e1"], ["2026.1-sample"], ["ST0-T"])
    assert [CHANGED in words and "37.5" in words for words in told["change"]] == [False, False, True]
    assert by_name(hit) == {
        "request": [{"reference": f"ServiceRequest/{request}"}], "open": [True], "overall": ["pass"],
        "rule": ["ST0-T"],
    }  # fmt: skip
    assert [one["referral"] == told["referral"] for one in await errata(world, "M1")] == [True]
    assert [one.get("referral", []) for one in await errata(world, "N1")] == [[]]


async def test_errata_are_asked_for_by_version(world: World) -> None:
    await errata(world, "H1")
    patient = await world.elder("H1", "I10")
    _, [task] = await world.refer("H1", patient, "down", "M1")
    await world.act("H1", task, "submit")
    await world.advance(hours=1)
    erratum(world, "2026.1-e1", corrects="2026.1-sample")
    await world.advance(hours=1)
    erratum(world, "2026.1-e2", corrects="1999.9")

    found = [await errata(world, "H1", f"?version={one}") for one in ("2026.1-sample", "2026.1-e1", "1999.9", "x")]

    assert [[one["version"] for one in each] for each in found] == [[["2026.1-e1"]], [["2026.1-e1"]], [], []]


async def page(world: World, code: str, name: str, *roles: str) -> httpx2.Response:
    async with world.person(code, name, *roles) as person:
        return await person.browser.get("/console/errata")


async def test_the_page_of_errata_leads_to_the_referrals_that_its_reader_may_see(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = await page(world, "H1", "early", "manager")
    tasks = []
    for _ in range(2):
        patient = await world.elder("H1", "I10")
        _, [task] = await world.refer("H1", patient, "down", "M1")
        await world.act("H1", task, "submit")
        tasks.append(task)
    await world.act("H1", tasks[0], "cancel", reason="other", note="家属改变主意")
    await world.advance(hours=1)
    erratum(world, "2026.1-e1", corrects="2026.1-sample")

    found = {code: await page(world, code, f"desk-{code}", "coordinator") for code in ("H1", "M1", "N1")}
    monkeypatch.setattr("hub.web.views.errata.MOST", 1)
    first = await page(world, "H1", "doctor-h", "doctor")

    assert "尚未发布勘误" in nothing.text
    links = {
        code: [f"/console/referrals/{task}" in answer.text for task in tasks] for code, answer in found.items()
    }  # fmt: skip
    assert links == {"H1": [True, True], "M1": [False, True], "N1": [False, False]}  # M1's first was called off
    assert "1 例未结束" in found["H1"].text
    assert found["H1"].text.index(tasks[1]) < found["H1"].text.index(tasks[0])
    assert "没有本账号可见的转诊" in found["N1"].text
    assert "另有 1 例" in first.text
    assert tasks[0] not in first.text


async def test_the_page_of_errata_is_for_the_referral_desk(world: World) -> None:
    assert (await page(world, "H1", "lab-reader", "reader")).status_code == 403
