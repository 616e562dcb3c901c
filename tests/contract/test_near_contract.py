"""`near` finds the same places on every engine. https://hl7.org/fhir/R4/location.html#search."""

import re
from typing import Any

import pytest

from hub.errors import BadSearchError
from hub.store.port import Engine
from hub.store.search.parse import parse_query
from tests.contract.engines import H1, write


def _place(name: str, latitude: float, longitude: float) -> dict[str, Any]:
    return {"resourceType": "Location", "id": name, "position": {"longitude": longitude, "latitude": latitude}}


PLACES = (
    _place("west-lake", 30.2459, 120.1509), _place("station", 30.2459, 120.1872), _place("airport", 30.2361, 120.4320),
    _place("shanghai", 31.2304, 121.4737), _place("fiji-west", -17.0, 179.99), _place("fiji-east", -17.0, -179.99),
    _place("pole", 90.0, 0.0), _place("pole-beyond", 89.99, 180.0),
    {"resourceType": "Location", "id": "nowhere", "name": "无"},
)  # fmt: skip


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("near", "30.2459|120.1509|1|km")], ["west-lake"]),
        ([("near", "30.2459|120.1509|3500|m")], ["west-lake", "station"]),
        ([("near", "30.2459|120.1509|3480|m")], ["west-lake"]),
        ([("near", "30.2459|120.1509|2.2|[mi_i]")], ["west-lake", "station"]),
        ([("near", "30.2459|120.1509|5")], ["west-lake", "station"]),
        ([("near", "30.2459|120.1509")], ["west-lake", "station"]),
        ([("near", "30.2459|120.1509||m")], ["west-lake", "station"]),
        ([("near", "30.2459|120.1509|0|km")], ["west-lake"]),
        ([("near", "30.2459|120.1509|200|km")], ["west-lake", "station", "airport", "shanghai"]),
        ([("near", "-17|-179.999|3|km")], ["fiji-west", "fiji-east"]),
        ([("near", "89.999|90|3|km")], ["pole", "pole-beyond"]),
        ([("near", "31.2304|121.4737|1|km,30.2459|120.1872|1|km")], ["station", "shanghai"]),
        ([("near", "30.2459|120.1509|5"), ("near", "30.2459|120.1872|1|km")], ["station"]),
        ([("near", "0|0|30000|km"), ("name:missing", "false")], []),
        ([("near:missing", "true")], ["nowhere"]),
        ([("near:missing", "false"), ("_id", "pole,nowhere")], ["pole"]),
    ],
)
async def test_places_are_found_by_their_distance(
    store: Engine, pairs: list[tuple[str, str]], expected: list[str]
) -> None:
    await write(store, *PLACES)

    page = await store.search(parse_query("Location", pairs, strict=True), visibility=H1)

    assert sorted(one.ref.id for one in page.resources) == sorted(expected)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(1e300, 1.0), (90.01, 1.0), (1.0, -180.01)],
    ids=["far north", "beyond the pole", "beyond the date line"],
)
async def test_a_place_that_is_nowhere_on_earth_is_stored_and_found_nowhere(
    store: Engine, latitude: float, longitude: float
) -> None:
    await write(store, _place("odd", latitude, longitude))

    found = [
        await store.search(parse_query("Location", [pair], strict=True), visibility=H1)
        for pair in (("near", "0|0|30000|km"), ("near:missing", "true"))
    ]

    assert [[one.ref.id for one in page.resources] for page in found] == [[], ["odd"]]


async def test_a_place_that_moves_is_found_where_it_is_now(store: Engine) -> None:
    await write(store, PLACES[0])
    await write(store, _place("west-lake", 31.2304, 121.4737))

    found = [
        await store.search(parse_query("Location", [("near", near)], strict=True), visibility=H1)
        for near in ("30.2459|120.1509|5|km", "31.2304|121.4737|5|km")
    ]

    assert [[one.ref.id for one in page.resources] for page in found] == [[], ["west-lake"]]


@pytest.mark.parametrize(
    "value",
    ["30", "north|120", "91|0", "0|181|1", "0|0|-1", "0|0|1|parsec", "0|0|1|km|x", "nan|0", "0|0|inf", "0|0|x|km", "|"],
)  # fmt: skip
async def test_a_place_that_cannot_be_read_is_refused_in_words(store: Engine, value: str) -> None:
    await write(store, PLACES[0])
    query = parse_query("Location", [("near", value)], strict=True)

    with pytest.raises(BadSearchError, match=re.escape("expected latitude|longitude|distance|units")):
        await store.search(query, visibility=H1)
