"""Places by distance over HTTP. https://hl7.org/fhir/R4/location.html#search."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.builders import Alliance, small_alliance


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path) as made:
        for name, longitude in (("西湖院区", 120.1509), ("城东院区", 120.1872)):
            sent = {
                "resourceType": "Location", "name": name, "position": {"longitude": longitude, "latitude": 30.2459}
            }  # fmt: skip
            assert (await made.as_member("H1").post("/fhir/Location", json=sent)).status_code == 201
        yield made


async def test_every_member_finds_the_places_around_it(alliance: Alliance) -> None:
    home = alliance.as_member("N1")

    found = [
        await home.get("/fhir/Location", params={"near": near}, headers={"Prefer": "handling=strict"})
        for near in ("30.2459|120.1500|1|km", "30.2459|120.1700|5|km")
    ]

    assert [sorted(one["resource"]["name"] for one in answer.json()["entry"]) for answer in found] == [
        ["西湖院区"],
        ["城东院区", "西湖院区"],
    ]


@pytest.mark.parametrize("prefer", ["handling=lenient", "handling=strict"])
async def test_a_place_that_cannot_be_read_is_refused_in_words(alliance: Alliance, prefer: str) -> None:
    answer = await alliance.as_member("N1").get("/fhir/Location", params={"near": "hier"}, headers={"Prefer": prefer})

    assert answer.status_code == 400
    assert answer.json()["issue"][0]["diagnostics"].startswith(
        "The value of near is 'hier'; expected latitude|longitude|distance|units in degrees"
    )


async def test_the_capability_statement_says_it(alliance: Alliance) -> None:
    answer = await alliance.as_member("N1").get("/fhir/metadata")

    (location,) = [one for one in answer.json()["rest"][0]["resource"] if one["type"] == "Location"]
    assert [one for one in location["searchParam"] if one["name"] == "near"] == [
        {"name": "near", "definition": "http://hl7.org/fhir/SearchParameter/Location-near", "type": "special"}
    ]


@pytest.mark.parametrize("degrees", ["1e400", "-1e400", "91", "1e300"])
async def test_a_position_that_is_nowhere_on_earth_is_no_failure_of_the_hub(alliance: Alliance, degrees: str) -> None:
    body = f'{{"resourceType":"Location","name":"x","position":{{"longitude":{degrees},"latitude":{degrees}}}}}'
    if degrees == "91":
        body = body.replace('"longitude":91', '"longitude":1')

    made = await alliance.as_member("H1").post(
        "/fhir/Location", content=body.encode(), headers={"Content-Type": "application/fhir+json"}
    )
    around = await alliance.as_member("H1").get("/fhir/Location", params={"near": "90|1|50|km"})

    assert (made.status_code, "entry" in around.json()) == (201, False)
