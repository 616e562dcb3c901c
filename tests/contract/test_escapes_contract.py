"""Values with the signs that part values, and several ranges of one time. https://hl7.org/fhir/R4/search.html#escaping."""

import pytest

from hub.errors import BadSearchError
from hub.store.port import Engine
from hub.store.search.limits import MOST_CODES, MOST_STEPS, MOST_VALUES
from hub.store.search.parse import parse_query
from tests.contract.engines import H1, SECOND, found, observation, patient, write

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


async def test_an_escaped_bar_is_one_in_the_identifier_of_a_reference_too(store: Engine) -> None:
    code: dict[str, object] = {"status": "final", "code": {"text": "c"}}
    for name, number in (("bar", ("urn:s", "7|8")), ("half", ("urn:s|7", "8"))):
        subject = {"identifier": dict(zip(("system", "value"), number, strict=True))}
        await write(store, {"resourceType": "Observation", "id": name, **code, "subject": subject})

    assert await found(store, "Observation", r"subject:identifier=urn:s|7\|8") == ["Observation/bar"]
    assert await found(store, "Observation", r"subject:identifier=7\|8") == ["Observation/bar"]
    assert await found(store, "Observation", "subject:identifier=8") == ["Observation/half"]
    assert await found(store, "Observation", "subject:identifier=urn:s|") == ["Observation/bar"]


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


@pytest.mark.parametrize("step", ["link:Patient.", "_has:Patient:link:"])
async def test_a_chain_has_an_end_that_every_engine_can_read(store: Engine, step: str) -> None:
    await write(store, patient("p0"))
    for number in range(1, MOST_STEPS + 1):
        linked = {"other": {"reference": f"Patient/p{number - 1}"}, "type": "seealso"}
        await write(store, patient(f"p{number}", link=[linked], gender="male" if number == MOST_STEPS else "female"))
    await write(store, patient("p0", gender="male"))

    end = f"p{MOST_STEPS}" if step.startswith("link") else "p0"
    assert await found(store, "Patient", f"{step * MOST_STEPS}gender=male") == [f"Patient/{end}"]
    within = f"{'not (' * 16}{'link:Patient.' * MOST_STEPS}gender eq male{')' * 16}"
    assert await found(store, "Patient", f"_filter={within}") == [f"Patient/p{MOST_STEPS}"]
    for longer in (MOST_STEPS + 1, 60, 3000):
        with pytest.raises(BadSearchError, match=f"more than {MOST_STEPS} steps"):
            parse_query("Patient", [(f"{step * longer}gender", "male")], strict=False)


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("Patient", "name", "n{}"), ("Patient", "birthdate", "{}"), ("Patient", "_lastUpdated", "{}"),
        ("Observation", "subject", "Patient/{}"), ("Observation", "value-quantity", "{}"),
        ("Observation", "component-code-value-quantity", "a${}"), ("Observation", "code:text", "t{}"),
        ("Observation", "subject:identifier", "urn:s|{}"), ("Observation", "subject:Patient.birthdate", "{}"),
        ("Patient", "_has:Observation:subject:date", "{}"), ("ValueSet", "url", "http://x.example/{}"),
    ],
)  # fmt: skip
async def test_as_many_values_as_are_allowed_can_be_asked_for(store: Engine, kind: str, name: str, value: str) -> None:
    await write(store, patient("a"), observation("o", of="a"))
    asked = ",".join(value.format(1000 + number) for number in range(MOST_VALUES))

    await store.search(parse_query(kind, [(name, asked)], strict=True), visibility=H1)

    with pytest.raises(BadSearchError, match="501 values; expected at most 500"):
        parse_query(kind, [(name, f"{asked},{value.format(999)}")], strict=True)


@pytest.mark.parametrize("name", ["_id", "identifier", "gender", "gender:not"])
async def test_of_codes_and_ids_there_may_be_many(store: Engine, name: str) -> None:
    await write(store, patient("a", gender="male"))
    asked = ",".join(str(number) for number in range(MOST_CODES))

    page = await store.search(parse_query("Patient", [(name, asked)], strict=True), visibility=H1)

    assert len(page.resources) == (1 if name.endswith("not") else 0)
    with pytest.raises(BadSearchError, match="10,001 values; expected at most 10,000"):
        parse_query("Patient", [(name, f"{asked},x")], strict=True)
