"""$validate-code, $lookup, $subsumes and $translate over HTTP."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from terminology.icd10_editions import INSURANCE, WHO
from tests.builders import Alliance, small_alliance
from tests.e2e.terminology_calls import CS, GENDER, SEX, get, load_icd, parameters, post, simple


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path) as made:
        yield made


# $validate-code


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"code": "male", "system": CS}, {"result": True, "display": "Male"}),
        ({"code": "male"}, {"result": True, "display": "Male"}),
        (
            {"code": "man", "system": CS},
            {"result": False, "message": f"'man' of {CS} is not in {GENDER}."},
        ),
        (
            {"code": "male", "system": CS, "display": "Mann"},
            {"result": False, "message": "The display does not belong to male; expected 'Male'.", "display": "Male"},
        ),
    ],
)
async def test_a_code_is_checked_against_a_value_set(
    alliance: Alliance, given: dict[str, str], expected: dict[str, Any]
) -> None:
    status, body = await get(alliance, "ValueSet/$validate-code", url=GENDER, **given)

    assert (status, simple(body)) == (200, expected)


async def test_a_concept_is_right_when_one_of_its_codings_is(alliance: Alliance) -> None:
    concept = {"coding": [{"system": "http://example.org/x", "code": "m"}, {"system": CS, "code": "male"}]}
    body = parameters(url={"valueUri": GENDER}, codeableConcept={"valueCodeableConcept": concept})

    _, answer = await post(alliance, "ValueSet/$validate-code", body)

    assert simple(answer) == {"result": True, "display": "Male"}


async def test_what_cannot_be_known_is_said(alliance: Alliance) -> None:
    _, body = await get(alliance, "CodeSystem/$validate-code", url=WHO, code="I63")
    _, wrong = await get(alliance, "CodeSystem/$validate-code", url=WHO, code="Z-XNZ-001")

    assert simple(body) == {
        "result": False,
        "message": f"The hub has no table of {WHO}; load one with `hub terminology load FILE`.",
    }
    assert simple(wrong)["message"] == "'Z-XNZ-001' is no ICD-10 code; expected one such as I63.9."


async def test_a_code_of_an_unverified_system_is_right_and_says_so(alliance: Alliance) -> None:
    _, body = await get(alliance, "CodeSystem/$validate-code", url=SEX, code="1")

    assert simple(body)["result"] is True
    assert simple(body)["message"].startswith("未与发布原文核对")


# $lookup, $subsumes, $translate


async def test_a_lookup_gives_words_hierarchy_and_whether_it_was_verified(alliance: Alliance) -> None:
    load_icd(alliance)

    _, body = await get(alliance, "CodeSystem/$lookup", system=INSURANCE, code="I63.900")

    assert simple(body) == {"name": "医保版", "version": "2.0", "display": "未特指的脑梗死"}
    properties = [
        {part["name"]: next(value for key, value in part.items() if key.startswith("value")) for part in one["part"]}
        for one in body["parameter"]
        if one["name"] == "property"
    ]
    assert [(one["code"], one["value"]) for one in properties] == [
        ("inactive", False), ("verified", False), ("parent", "I63"), ("child", "I63.900x001"),
    ]  # fmt: skip
    assert properties[1]["description"].startswith("未与发布原文核对")


async def test_a_lookup_gives_only_the_properties_that_are_asked_for(alliance: Alliance) -> None:
    body = parameters(coding={"valueCoding": {"system": CS, "code": "male"}}, property={"valueCode": "inactive"})

    _, answer = await post(alliance, "CodeSystem/$lookup", body)

    assert [one["name"] for one in answer["parameter"]] == ["name", "version", "display", "designation", "property"]


async def test_subsumption_over_http(alliance: Alliance) -> None:
    _, body = await get(alliance, "CodeSystem/$subsumes", system=WHO, codeA="I63", codeB="I63.900x001")
    codings = {
        f"coding{name}": {"valueCoding": {"system": WHO, "code": code}} for name, code in (("A", "I63.9"), ("B", "I63"))
    }
    _, other = await post(alliance, "CodeSystem/$subsumes", parameters(**codings))

    assert (simple(body), simple(other)) == ({"outcome": "subsumes"}, {"outcome": "subsumed-by"})


def matches(body: Any) -> list[tuple[str, str, str]]:
    found = []
    for one in body["parameter"]:
        if one["name"] == "match":
            parts = {part["name"]: part for part in one["part"]}
            coding = parts["concept"]["valueCoding"]
            found.append((parts["equivalence"]["valueCode"], coding["system"], coding["code"]))
    return found


async def test_a_chinese_code_is_translated_and_back(alliance: Alliance) -> None:
    _, there = await get(alliance, "ConceptMap/$translate", system=SEX, code="1", targetsystem=CS)
    _, back = await get(alliance, "ConceptMap/$translate", system=CS, code="male", targetsystem=SEX, reverse="true")

    assert (simple(there)["result"], matches(there)) == (True, [("equivalent", CS, "male")])
    assert matches(back) == [("equivalent", SEX, "1")]


async def test_a_reverse_translation_turns_the_equivalence_round(alliance: Alliance) -> None:
    _, body = await get(
        alliance,
        "ConceptMap/$translate",
        url="https://alliance-hub.example/fhir/ConceptMap/marital-status-to-v3",
        code="M",
        reverse="true",
    )

    assert [(equivalence, code) for equivalence, _, code in matches(body)] == [
        ("equivalent", "20"), ("narrower", "21"), ("narrower", "22"), ("narrower", "23"),
    ]  # fmt: skip


async def test_an_insurance_code_is_translated_to_who(alliance: Alliance) -> None:
    _, body = await get(alliance, "ConceptMap/$translate", system=INSURANCE, code="I63.900x001", targetsystem=WHO)

    assert matches(body) == [("wider", WHO, "I63.9")]


async def test_no_translation_is_a_result_and_not_an_error(alliance: Alliance) -> None:
    status, body = await get(alliance, "ConceptMap/$translate", system="http://his.example.org", code="Z-XNZ-001")

    assert (status, simple(body)) == (
        200,
        {"result": False, "message": "No concept map of the hub says what http://his.example.org|Z-XNZ-001 is there."},
    )


async def test_a_concept_map_of_the_request_translates(alliance: Alliance) -> None:
    concept_map = {
        "resourceType": "ConceptMap",
        "status": "active",
        "group": [
            {
                "source": "http://his.example.org",
                "target": WHO,
                "element": [{"code": "Z-XNZ-001", "target": [{"code": "I69.3", "equivalence": "equivalent"}]}],
                "unmapped": {"mode": "fixed", "code": "R69"},
            }
        ],
    }
    ask = {"conceptMap": {"resource": concept_map}, "system": {"valueUri": "http://his.example.org"}}

    _, known = await post(alliance, "ConceptMap/$translate", parameters(**ask, code={"valueCode": "Z-XNZ-001"}))
    _, other = await post(alliance, "ConceptMap/$translate", parameters(**ask, code={"valueCode": "Q"}))

    assert (matches(known), matches(other)) == ([("equivalent", WHO, "I69.3")], [("inexact", WHO, "R69")])


async def test_every_question_leaves_an_audit_entry(alliance: Alliance) -> None:
    await get(alliance, "CodeSystem/$lookup", system=CS, code="male")

    _, body = await get(alliance, "AuditEvent", action="E")

    newest = body["entry"][0]["resource"]
    assert newest["subtype"][0]["display"] == "$lookup"
