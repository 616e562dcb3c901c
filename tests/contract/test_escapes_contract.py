"""Values with the signs that part values, and several ranges of one time. https://hl7.org/fhir/R4/search.html#escaping."""

import pytest

from hub.store.port import Engine
from hub.store.search.parse import parse_query
from tests.contract.engines import H1, SECOND, found, patient, write

KIND = {"coding": [{"system": "urn:t", "code": "PLAC"}]}
NUMBERS = (
    patient("all", identifier=[{"system": "urn:s", "value": r"a,b|c$d\e", "type": KIND}]),
    patient("bar", identifier=[{"system": "urn:s", "value": "7|8"}]),
    patient("half", identifier=[{"system": "urn:s|7", "value": "8"}, {"value": "7"}]),
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (r"urn:s|a\,b\|c\$d\\e", ["all"]), (r"a\,b\|c\$d\\e", ["all"]), (r"urn:s|7\|8", ["bar"]), (r"7\|8", ["bar"]),
        (r"7\|8,urn:s|a\,b\|c\$d\\e", ["bar", "all"]), (r"urn:s|7\|8,urn:s|9", ["bar"]), ("8", ["half"]),
        ("7", ["half"]), ("urn:s|", ["bar", "all"]), (r"|7\|8", []),
    ],
)  # fmt: skip
async def test_an_escaped_bar_belongs_to_the_code(store: Engine, value: str, expected: list[str]) -> None:
    await write(store, *NUMBERS)

    page = await store.search(parse_query("Patient", [("identifier", value)], strict=True), visibility=H1)

    assert [one.ref.id for one in page.resources] == expected


async def test_an_escaped_bar_is_one_in_typed_identifiers_negations_and_texts_too(store: Engine) -> None:
    await write(store, *NUMBERS)
    observation = {
        "resourceType": "Observation", "id": "o", "status": "final", "code": {"text": "a|b"}, "subject": None,
    }  # fmt: skip
    del observation["subject"]
    await write(store, observation)

    assert await found(store, "Patient", r"identifier:of-type=urn:t|PLAC|a\,b\|c\$d\\e") == ["Patient/all"]
    assert await found(store, "Patient", r"identifier:not=7\|8") == ["Patient/half", "Patient/all"]
    assert await found(store, "Observation", r"code:text=a\|b") == ["Observation/o"]


async def test_one_of_several_times_of_the_last_change_is_enough(store: Engine) -> None:
    await write(store, patient("a"))
    (one,) = (await store.search(parse_query("Patient", [], strict=True), visibility=H1)).resources

    assert one.updated > SECOND
    for text, expected in (
        ("_lastUpdated=lt2020,ge2026", ["Patient/a"]), ("_lastUpdated=lt2020,gt2090", []),
        ("_lastUpdated=2025,2026-03", ["Patient/a"]), ("_lastUpdated=2026&_lastUpdated=lt2020,ge2026", ["Patient/a"]),
        ("_lastUpdated=2026&_lastUpdated=2025,2024", []), ("_lastUpdated=", ["Patient/a"]), ("_count=", ["Patient/a"]),
        ("_total=", ["Patient/a"]), ("_sort=", ["Patient/a"]), ("_include=", ["Patient/a"]),
    ):  # fmt: skip
        assert await found(store, "Patient", text) == expected, text
