"""What a search may ask in all: more is refused in words before an engine takes it. https://hl7.org/fhir/R4/search.html."""

import pytest

from hub.errors import BadSearchError
from hub.store.port import Engine
from hub.store.search.limits import MOST_CODES, MOST_IN_ALL, MOST_VALUES
from hub.store.search.parse import parse_query
from tests.contract.engines import H1, found, patient, write


@pytest.mark.parametrize("value", ["urn:s{0}|{0}", "urn:s{0}|"])
@pytest.mark.parametrize("name", ["identifier", "gender:not"])
async def test_codes_of_as_many_systems_as_are_allowed_can_be_asked_for(store: Engine, name: str, value: str) -> None:
    await write(store, patient("a", gender="male"))
    asked = [value.format(number) for number in range(MOST_VALUES)]

    page = await store.search(parse_query("Patient", [(name, ",".join(asked))], strict=True), visibility=H1)

    assert len(page.resources) == (1 if name.endswith("not") else 0)
    with pytest.raises(BadSearchError, match="codes of 501 systems; expected at most 500"):
        parse_query("Patient", [(name, ",".join([*asked, value.format("x")]))], strict=True)


@pytest.mark.parametrize(
    ("name", "value", "count"),
    [
        ("family", "n{}", MOST_VALUES), ("_has:Observation:patient:date", "{}", MOST_VALUES),
        ("_filter", "name eq n{}", 1),
    ],
)  # fmt: skip
async def test_the_values_of_all_parameters_together_are_limited(
    store: Engine, name: str, value: str, count: int
) -> None:
    pairs = [("given", ",".join(f"g{number}" for number in range(MOST_VALUES)))]
    pairs += [(name, ",".join(value.format(1000 + number) for number in range(count)))] * (MOST_VALUES // count)

    few = parse_query("Patient", pairs[:3], strict=True)
    await store.search(few, visibility=H1)

    assert len(parse_query("Patient", pairs, strict=True).criteria) > 0
    with pytest.raises(BadSearchError, match=rf"and {MOST_IN_ALL + 1:,} other values; expected at most 10,000 and"):
        parse_query("Patient", [*pairs, ("birthdate", "2026")], strict=True)


async def test_the_codes_and_ids_of_all_parameters_together_are_limited(store: Engine) -> None:
    await write(store, patient("7", gender="male"))
    half = ",".join(str(number) for number in range(MOST_CODES // 2))

    assert await found(store, "Patient", f"_id={half}&_id=7,8,9") == ["Patient/7"]
    with pytest.raises(BadSearchError, match="has 10,001 codes and ids and 0 other values"):
        parse_query("Patient", [("_id", half), ("identifier", half), ("gender", "male")], strict=True)
