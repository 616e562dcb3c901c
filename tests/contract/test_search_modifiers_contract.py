"""Sounds of Chinese names, composites, modifiers, iterating includes, lists, compartments: on every engine the same."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hub.clock import FrozenClock
from hub.errors import BadSearchError, InvalidResourceError, TooCostlyError
from hub.store.port import Engine, Put, Ref, Visibility, WriteUnit
from hub.store.search.parse import parse_query
from tests.contract.engines import ENGINES, H1, N1, found, observation, patient, query, write

NAMES = (
    patient("zhang", name=[{"text": "张三", "family": "张", "given": ["三"]}]),
    patient("shan", name=[{"text": "单田芳", "family": "单"}]),
    patient("ouyang", name=[{"text": "欧阳修", "family": "欧阳"}]),
    patient("zeng", name=[{"text": "曾国藩", "family": "曾"}]),
    patient("anna", name=[{"text": "Anna Zhang", "family": "Zhang"}]),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name=zhang", ["anna", "zhang"]), ("name=zhangsan", ["zhang"]), ("name=zs", ["zhang"]), ("name=张", ["zhang"]),
        ("name=三", ["zhang"]), ("family=zhang", ["anna", "zhang"]), ("name=stf", ["shan"]),
        ("name=shantian", ["shan"]),
        ("name=dan", []), ("name=oyx", ["ouyang"]), ("family=ouyang", ["ouyang"]), ("name=zgf", ["zeng"]),
        ("name=ceng", []), ("name:contains=yangxiu", ["ouyang"]), ("name:exact=zhangsan", []),
        ("name:exact=张三", ["zhang"]), ("_sort=family", ["ouyang", "shan", "zeng", "zhang", "anna"]),
        ("_sort=-family", ["anna", "zhang", "zeng", "shan", "ouyang"]),
    ],
)  # fmt: skip
async def test_a_chinese_name_is_found_by_characters_sound_and_initials(
    store: Engine, text: str, expected: list[str]
) -> None:
    await write(store, *NAMES)

    assert await found(store, "Patient", text) == [f"Patient/{one}" for one in expected]


def _pressure(number: str, *, systolic: float, diastolic: float) -> dict[str, Any]:
    return observation(number, of="p", code="85354-9", component=[
        {"code": {"coding": [{"system": "http://loinc.org", "code": code}]},
         "valueQuantity": {"value": value, "system": "http://unitsofmeasure.org", "code": "mm[Hg]"}}
        for code, value in (("8480-6", systolic), ("8462-4", diastolic))
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("component-code-value-quantity=8480-6$gt150", ["high"]),
        ("component-code-value-quantity=8462-4$gt150", []),
        ("component-code-value-quantity=http://loinc.org|8480-6$140||mm[Hg]", ["low"]),
        ("component-code-value-quantity=8480-6$140||kPa", []),
        ("component-code-value-quantity=8480-6$lt150,8462-4$gt100", ["high", "low"]),
        ("code-value-quantity=8867-4$gt60", ["pulse"]), ("code-value-quantity=8480-6$gt60", []),
        ("combo-code-value-quantity=8480-6$gt150", ["high"]), ("combo-code-value-quantity=8867-4$72", ["pulse"]),
        ("combo-code-value-quantity=8867-4$72,8480-6$140", ["pulse", "low"]),
        ("component-code-value-quantity=8480-6$gt100&patient=p", ["high", "low"]),
        ("code-value-concept=http://loinc.org|882-1$A", ["blood"]), ("code-value-concept=882-1$B", []),
    ],
)  # fmt: skip
async def test_a_pair_of_values_must_stand_together(store: Engine, text: str, expected: list[str]) -> None:
    await write(
        store, _pressure("low", systolic=140, diastolic=90), _pressure("high", systolic=160, diastolic=110),
        observation("pulse", of="p", valueQuantity={"value": 72}),
        observation("blood", of="p", code="882-1", valueCodeableConcept={"coding": [{"code": "A"}]}),
    )  # fmt: skip

    assert await found(store, "Observation", text) == [f"Observation/{one}" for one in expected]


async def test_a_pair_that_was_corrected_is_found_by_its_present_values(store: Engine) -> None:
    await write(store, _pressure("a", systolic=140, diastolic=90))
    await write(store, _pressure("a", systolic=120, diastolic=90))

    assert await found(store, "Observation", "component-code-value-quantity=8480-6$140") == []
    assert await found(store, "Observation", "component-code-value-quantity=8480-6$120") == ["Observation/a"]


class Terminology:
    """Two value sets and one tree of codes."""

    def codes_of(self, value_set_url: str, /) -> frozenset[tuple[str, str]] | None:
        members = {"urn:vs": ("a", "ab"), "urn:none": ()}.get(value_set_url)
        return None if members is None else frozenset(("http://loinc.org", code) for code in members)

    def descendants(self, system: str, code: str, /) -> Sequence[str]:
        return [one for one in ("a", "ab", "abc", "b") if one.startswith(code)]

    def ancestors(self, system: str, code: str, /) -> Sequence[str]:
        return [one for one in ("a", "ab", "abc", "b") if code.startswith(one)]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("code:in", "urn:vs", ["ab", "a"]), ("code:not-in", "urn:vs", ["b", "abc"]), ("code:in", "urn:none", []),
        ("code:below", "http://loinc.org|ab", ["abc", "ab"]), ("code:above", "http://loinc.org|ab", ["ab", "a"]),
        ("code:below", "http://loinc.org|a,http://loinc.org|b", ["b", "abc", "ab", "a"]),
    ],
)  # fmt: skip
async def test_codes_are_found_by_value_set_and_by_place_in_the_tree(
    store: Engine, name: str, value: str, expected: list[str]
) -> None:
    await write(store, *(observation(code, of="p", code=code) for code in ("a", "ab", "abc", "b")))

    asked = parse_query("Observation", [(name, value)], strict=True, terminology=Terminology())
    page = await store.search(asked, visibility=H1)

    assert [one.ref.id for one in page.resources] == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("code:in", "urn:unknown"), ("code:below", "a"), ("subject:in", "urn:vs"), ("code:exact", "a"),
        ("component-code-value-quantity", "8480-6"), ("component-code-value-quantity:not", "a$1"),
        ("_total", "many"), ("_list", "$current-problems"), ("identifier:of-type", "a|b"), ("date:above", "2026"),
        ("subject:below", "Patient/a"), ("subject:above", "a"), ("part-of:below", "Observation/1,urn:x"),
    ],
)  # fmt: skip
async def test_what_cannot_be_answered_is_refused_in_words(store: Engine, name: str, value: str) -> None:
    with pytest.raises(BadSearchError, match=r"expected"):
        await store.search(
            parse_query("Observation", [(name, value)], strict=True, terminology=Terminology()), visibility=H1
        )


async def test_an_identifier_is_found_with_its_type(store: Engine) -> None:
    kind = {"coding": [{"system": "urn:types", "code": "MR"}]}
    await write(
        store, patient("a", identifier=[{"type": kind, "system": "urn:h1", "value": "1|2"}]),
        patient("b", identifier=[{"system": "urn:h1", "value": "1|2"}]),
    )  # fmt: skip

    assert await found(store, "Patient", "identifier:of-type=urn:types|MR|1\\|2") == ["Patient/a"]
    assert await found(store, "Patient", "identifier:of-type=urn:types|SS|1\\|2") == []
    assert await found(store, "Patient", "identifier:missing=true") == []


async def test_a_reference_is_found_by_the_identifier_of_its_target(store: Engine) -> None:
    await write(store, observation("o", of="p", performer=[{"identifier": {"system": "urn:staff", "value": "7"}}]))

    assert await found(store, "Observation", "performer:identifier=urn:staff|7") == ["Observation/o"]
    assert await found(store, "Observation", "performer:identifier=urn:staff|8") == []


async def test_includes_go_on_from_what_came_along_when_they_iterate(store: Engine) -> None:
    hospital = {"resourceType": "Organization", "id": "h", "name": "H"}
    ward = {"resourceType": "Organization", "id": "w", "partOf": {"reference": "Organization/h"}}
    await write(store, hospital, ward, patient("p", managingOrganization={"reference": "Organization/w"}))
    await write(store, observation("o", of="p"), observation("x", of="p"))

    async def along(text: str) -> list[str]:
        page = await store.search(query("Observation", f"_id=o&{text}"), visibility=H1)
        return sorted(str(one.ref) for one in page.resources[1:])

    once = "_include=Observation:subject&_include=Patient:organization"
    assert await along("_include=Observation:subject") == ["Patient/p"]
    assert await along(f"{once.replace('_include=Patient', '_include:iterate=Patient')}") == [
        "Organization/w",
        "Patient/p",
    ]
    assert await along("_include=*&_include:iterate=Patient:organization&_include:iterate=Organization:partof") == [
        "Organization/h",
        "Organization/w",
        "Patient/p",
    ]
    assert await along("_include=Observation:*&_revinclude:iterate=Observation:subject") == [
        "Observation/x",
        "Patient/p",
    ]


async def test_revinclude_of_anything_brings_whatever_visible_points_to_the_matches(store: Engine) -> None:
    listing = {
        "resourceType": "List", "id": "l", "status": "current", "mode": "working",
        "entry": [{"item": {"reference": "Patient/a"}}, {"item": {"reference": "Observation/o"}}],
    }  # fmt: skip
    ward = {"resourceType": "Organization", "id": "a"}  # the same id as the patient's, of another type
    child = {"resourceType": "Organization", "id": "child", "partOf": {"reference": "Organization/a"}}
    provenance = {
        "resourceType": "Provenance", "id": "v", "recorded": "2026-03-01T08:00:00Z",
        "agent": [{"who": {"reference": "Organization/a"}}], "target": [{"reference": "Observation/o"}],
    }  # fmt: skip
    await write(store, ward, child, patient("a"), patient("b"), observation("o", of="a"), observation("x", of="b"))
    await write(store, listing, provenance)
    await write(store, observation("theirs", of="a"), by=N1)

    async def along(kind: str, text: str, by: Visibility = H1) -> list[str]:
        page = await store.search(query(kind, text), visibility=by)
        assert page.included == (False, *(True,) * (len(page.resources) - 1))
        return sorted(str(one.ref) for one in page.resources[1:])

    assert await along("Patient", "_id=a&_revinclude=*") == ["List/l", "Observation/o"]
    assert await along("Patient", "_id=b&_revinclude=*&_include=*") == ["Observation/x"]
    assert await along("Organization", "_id=a&_revinclude=*") == ["Organization/child", "Provenance/v"]
    assert await along("Patient", "_id=a&_revinclude:iterate=*") == ["List/l", "Observation/o", "Provenance/v"]
    assert await along("Patient", "_id=a&_revinclude=*&_revinclude:iterate=Provenance:target") == [
        "List/l",
        "Observation/o",
        "Provenance/v",
    ]
    assert await along("Observation", "_id=theirs&_revinclude=*", by=N1) == []


@pytest.mark.parametrize("name", ["postgres", "sqlite"])
async def test_revinclude_of_anything_is_refused_in_words_past_a_thousand(
    name: str, tmp_path: Path, clock: FrozenClock
) -> None:
    async with ENGINES[name](tmp_path, clock) as engine:
        await write(engine, patient("a"), *(observation(f"o{number}", of="a") for number in range(1001)))

        with pytest.raises(TooCostlyError, match="More than 1,000 resources would come along; expected fewer"):
            await engine.search(query("Patient", "_revinclude=*"), visibility=H1)


async def test_a_list_names_its_matches_to_those_who_see_it(store: Engine) -> None:
    await write(store, patient("a"), patient("b"), patient("c"))
    listing = {
        "resourceType": "List", "id": "l", "status": "current", "mode": "working",
        "entry": [{"item": {"reference": "Patient/c"}}, {"item": {"reference": "Patient/a"}}],
    }  # fmt: skip
    await write(store, listing)
    await write(store, patient("n"), listing | {"id": "theirs", "entry": [{"item": {"reference": "Patient/b"}}]}, by=N1)

    assert await found(store, "Patient", "_list=l") == ["Patient/c", "Patient/a"]
    assert await found(store, "Patient", "_list=theirs") == []
    assert await found(store, "Patient", "_list=none") == []


async def test_a_compartment_holds_what_names_its_patient(store: Engine) -> None:
    await write(store, patient("a"), patient("b"), observation("o", of="a"), observation("x", of="b"))

    async def inside(resource_type: str, text: str = "") -> list[str]:
        page = await store.search(replace(query(resource_type, text), compartment=Ref("Patient", "a")), visibility=H1)
        return [str(one.ref) for one in page.resources]

    assert await inside("Observation") == ["Observation/o"]
    assert await inside("Observation", "code=8867-4") == ["Observation/o"]
    assert await inside("Patient") == ["Patient/a"]


async def test_a_small_estimate_is_the_number_itself(store: Engine) -> None:
    await write(store, patient("a"), patient("b"))

    assert (await store.search(query("Patient", "_total=estimate&_count=1"), visibility=H1)).total == 2


async def test_resources_are_sorted_by_reference(store: Engine) -> None:
    await write(store, observation("1", of="b"), observation("2", of="a"), observation("3", of="c"))

    assert await found(store, "Observation", "_sort=subject") == [f"Observation/{one}" for one in "213"]
    assert await found(store, "Observation", "_sort=-subject") == [f"Observation/{one}" for one in "312"]


@pytest.mark.parametrize("text", [rb'"a\u0000b"', rb'"\\\u0000"'])
async def test_a_text_with_a_null_character_is_refused(store: Engine, text: bytes) -> None:
    data = b'{"resourceType":"Patient","id":"a","name":[{"text":%b}]}' % text

    with pytest.raises(InvalidResourceError, match="null character"):
        await store.write(WriteUnit(puts=(Put(Ref("Patient", "a"), data),)), visibility=H1)


async def test_a_backslash_before_u0000_is_kept_as_it_is(store: Engine) -> None:
    data = rb'{"resourceType":"Patient","id":"a","name":[{"text":"\\u0000"}]}'

    await store.write(WriteUnit(puts=(Put(Ref("Patient", "a"), data),)), visibility=H1)

    assert await found(store, "Patient", "name:exact=\\\\u0000") == ["Patient/a"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("url:below=http://acme.org/fhir/", "4 3 2 1"), ("url:below=http://acme.org/fhir", "4 3 2 1"),
        ("url:below=http://acme.org/fhir/ValueSet/123", "2 1"), ("url:below=http://acme.org/fhir/ValueSet/123/", "2"),
        ("url:below=http://acme.org/f", ""), ("url:below=http://acme.org/", "5 4 3 2 1"),
        ("url:below=urn:oid:1.2", "6"), ("url:below=http://acme.org/fhir//", ""),
        ("url:above=http://acme.org/fhir/ValueSet/123/history/5", "5 4 2 1"), ("url:above=urn:oid:1.2.3", ""),
        ("url:above=http://acme.org/fhir/", "5 4"), ("url=http://acme.org/fhir/ValueSet/123", "1"),
    ],
)  # fmt: skip
async def test_an_address_is_found_from_above_and_below_in_whole_parts_of_its_path(
    store: Engine, text: str, expected: str
) -> None:
    for number, url in enumerate((
        "http://acme.org/fhir/ValueSet/123", "http://acme.org/fhir/ValueSet/123/history/5",
        "http://acme.org/fhir/ValueSet/1234", "http://acme.org/fhir/", "http://acme.org/", "urn:oid:1.2",
    ), start=1):  # fmt: skip
        await write(store, {"resourceType": "ValueSet", "id": str(number), "status": "active", "url": url})

    page = await store.search(query("ValueSet", text), visibility=H1)

    assert " ".join(one.ref.id for one in page.resources) == expected
