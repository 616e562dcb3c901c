"""The catalogue in force over HTTP, on both engines: what every member's system may read, and other versions."""

from fhir_profiles.json_text import dump
from hub.referral.catalogues import publish
from terminology.catalogue import sample
from terminology.catalogue_fhir import catalogue_to_resources
from terminology.catalogue_source import SAMPLE, read_files
from tests.e2e.scenario_world import World

PATH = "/ServiceRequest/$catalogue"


def as_bundle() -> bytes:
    entry = [{"fullUrl": one["url"], "resource": one} for one in catalogue_to_resources(sample())]
    return dump({"resourceType": "Bundle", "type": "collection", "entry": entry})


def next_year(world: World) -> None:
    """Another version, which begins when the sample ends."""
    files = read_files(SAMPLE)
    text = files["manifest.toml"].decode().replace("2026.1-sample", "2028.1")
    text = text.replace("2027-12-31", "2028-12-31").replace("2026-01-01", "2028-01-01")
    publish(world.hub.admin, files | {"manifest.toml": text.encode()}, now=world.hub.clock.now())


async def test_every_member_reads_the_catalogue_in_force_as_fhir_also_before_the_first_decision(world: World) -> None:
    answers = [await world.get(who, PATH) for who in ("N2", "H1")]

    assert [(one.status_code, one.content) for one in answers] == [(200, as_bundle())] * 2
    assert [one["resource"]["resourceType"] for one in answers[0].json()["entry"]][-1] == "PlanDefinition"


async def test_another_published_version_is_read_by_its_name(world: World) -> None:
    assert (await world.get("M1", PATH)).status_code == 200
    next_year(world)

    named = [(await world.get("M1", f"{PATH}?version={name}")) for name in ("2026.1-sample", "2028.1")]

    assert named[0].content == as_bundle()
    assert named[1].json()["entry"][-1]["resource"]["version"] == "2028.1"
    assert (await world.get("M1", PATH)).content == as_bundle()  # 2028 has not begun


async def test_a_version_that_nobody_published_and_a_day_without_any_are_said(world: World) -> None:
    unknown = await world.get("M1", f"{PATH}?version=9.9")
    await world.advance(hours=24 * 365 * 3)
    none = await world.get("M1", PATH)

    assert [(one.status_code, one.json()["issue"][0]["diagnostics"]) for one in (unknown, none)] == [
        (404, "There is no version 9.9 of the disease catalogue; published: 2026.1-sample."),
        (404, "There is no version in force of the disease catalogue; published: 2026.1-sample."),
    ]
