"""Texts of codes, order by codes, what is missing, and a resource's own columns in chains: on every engine the same."""

from typing import Any

import pytest

from hub.errors import BadSearchError
from hub.store.port import Engine, Put, Ref, WriteUnit
from hub.store.search import leading
from tests.contract.engines import H1, N1, found, observation, patient, query, write


def _condition(number: str, code: dict[str, Any], **elements: Any) -> dict[str, Any]:
    return {"resourceType": "Condition", "id": number, "subject": {"reference": "Patient/p"}, "code": code, **elements}


def _coding(code: str, display: str = "") -> dict[str, Any]:
    return {"system": "http://hl7.org/fhir/sid/icd-10", "code": code, **({"display": display} if display else {})}


CONDITIONS = (
    _condition("pressure", {"coding": [_coding("I10", "原发性高血压")], "text": "高血压病（3级）"}),
    _condition("sugar", {"coding": [_coding("E11.9", "Type 2 Diabetes")]}, encounter={"identifier": {"value": "v1"}}),
    _condition("words", {"text": "老年人跌倒风险"}, encounter={"reference": "Encounter/e1"}),
    _condition("bare", {"coding": [_coding("A00")]}, recordedDate="2026-03-01"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("code:text=高血压病", ["pressure"]), ("code:text=原发性", ["pressure"]),
        ("code:text=高血压病(3", ["pressure"]),
        ("code:text=病", []), ("code:text=TYPE 2", ["sugar"]), ("code:text=老年人,type", ["words", "sugar"]),
        ("code:text=i10", []), ("code:missing=true", []),
        ("code:missing=false", ["bare", "words", "sugar", "pressure"]),
        ("encounter:missing=false", ["words", "sugar"]), ("encounter:missing=true", ["bare", "pressure"]),
        ("recorded-date:missing=true", ["words", "sugar", "pressure"]), ("category:missing=false", []),
        ("_sort=code", ["bare", "sugar", "pressure", "words"]), ("_sort=-code", ["pressure", "sugar", "bare", "words"]),
        ("_sort=encounter,-_id", ["words", "sugar", "pressure", "bare"]),
    ],
)  # fmt: skip
async def test_codes_are_found_by_their_text_and_sorted_in_words(store: Engine, text: str, expected: list[str]) -> None:
    await write(store, patient("p"), *CONDITIONS)

    assert await found(store, "Condition", text) == [f"Condition/{one}" for one in expected]


async def test_a_text_goes_with_its_resource_and_shows_nothing_of_others(store: Engine) -> None:
    await write(store, CONDITIONS[0], by=N1)
    await write(store, _condition("mine", {"coding": [_coding("I10")]}))
    hidden = await found(store, "Condition", "code:text=高血压病")
    await store.write(WriteUnit(puts=(Put(Ref("Condition", "pressure"), b"", delete=True),)), visibility=N1)

    assert hidden == []
    assert await found(store, "Condition", "code:text=高血压病", by=N1) == []


async def test_an_order_by_codes_goes_on_over_pages(store: Engine) -> None:
    await write(store, patient("p"), *CONDITIONS)
    names, cursor = [], ""
    while True:
        asked = query("Condition", f"_sort=code&_count=1{f'&_cursor={cursor}' if cursor else ''}")
        page = await store.search(asked, visibility=H1)
        names += [one.ref.id for one in page.resources]
        cursor = page.cursor
        if not cursor:
            break

    assert names == ["bare", "sugar", "pressure", "words"]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("Patient", "_has:Observation:patient:_id=o1", ["p"]), ("Patient", "_has:Observation:patient:_id=o2", ["q"]),
        ("Patient", "_has:Observation:patient:_id=o1,o2", ["q", "p"]),
        ("Patient", "_has:Observation:patient:_id=no", []),
        ("Patient", "_has:Observation:patient:_lastUpdated=gt2020", ["q", "p"]),
        ("Patient", "_has:Observation:patient:_lastUpdated=lt2020", []),
        ("Observation", "patient._id=p", ["o1"]), ("Observation", "subject:Patient._id=q,p", ["o2", "o1"]),
        ("Observation", "patient._lastUpdated=ge2020", ["o2", "o1"]),
        ("Observation", "subject:Patient._has:Observation:patient:_id=o2", ["o2"]),
    ],
)  # fmt: skip
async def test_ids_and_times_of_change_stand_at_the_end_of_chains(
    store: Engine, kind: str, text: str, expected: list[str]
) -> None:
    await write(store, patient("p"), patient("q"), observation("o1", of="p"), observation("o2", of="q"))

    assert await found(store, kind, text) == [f"{kind}/{one}" for one in expected]


def test_a_keyed_parameter_has_no_order() -> None:
    with pytest.raises(BadSearchError) as refused:
        query("Patient", "_sort=identifier")

    assert str(refused.value) == (
        "Sorting by 'identifier' is not possible: the index holds keyed hashes of it alone, which have no order. "
        "Sort by another parameter, as in _sort=-_lastUpdated."
    )


@pytest.mark.parametrize("text", ["patient._id:not=p", "patient._lastUpdated:missing=true"])
def test_a_column_in_a_chain_has_no_modifier(text: str) -> None:
    with pytest.raises(BadSearchError, match="is not supported; expected none"):
        query("Observation", text)


_TIMES = ("2026-03-01", "2026", "", "2026-03-01T08:00:00+08:00", "", "2025-01-01", "2026-03-01")


@pytest.mark.parametrize("count", [1, 2, 3, 10])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("_sort=date", "5 1 0 3 6 2 4"), ("_sort=-date", "6 3 0 1 5 4 2"),
        ("_sort=-date&status=final", "6 3 0 1 5 4 2"),
        ("_sort=date&code=a", "5 1 3"), ("_sort=-_lastUpdated", "6 5 4 3 2 1 0"),
        ("_sort=value-quantity", "6 5 4 3 2 1 0"), ("_sort=-value-quantity&status=final", "0 1 2 3 4 5 6"),
        ("_sort=-date&_lastUpdated=gt2020", "6 3 0 1 5 4 2"),
    ],
)  # fmt: skip
async def test_an_order_that_an_index_leads_goes_on_over_pages_to_what_has_no_value(
    store: Engine, text: str, expected: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leading, "WIDE", 1)
    for number, time in enumerate(_TIMES):
        when = {"effectiveDateTime": time} if time else {}
        value = {"value": 10 - number, "code": "mg"}
        await write(store, observation(
            str(number), of="p", code="a" if number % 2 else "b", valueQuantity=value, **when
        ))  # fmt: skip
    names: list[str] = []
    cursor = ""
    while True:
        asked = query("Observation", f"{text}&_count={count}&_total=accurate{f'&_cursor={cursor}' if cursor else ''}")
        page = await store.search(asked, visibility=H1)
        names += [one.ref.id for one in page.resources]
        assert page.total == len(expected.split())
        cursor = page.cursor
        if not cursor:
            break

    assert " ".join(names) == expected
