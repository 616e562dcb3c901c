"""$expand over HTTP, and what every terminology operation refuses."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from terminology.code_table import TableHead
from terminology.code_table_builder import TableRow, build_table
from terminology.icd10_editions import INSURANCE, WHO
from tests.builders import Alliance, small_alliance
from tests.e2e.terminology_calls import CS, GENDER, SEX, displays, get, load_icd, parameters, post, refusal


@pytest.fixture
async def alliance(tmp_path: Path) -> AsyncIterator[Alliance]:
    async with small_alliance(tmp_path) as made:
        yield made


# What is refused


@pytest.mark.parametrize(
    ("path", "given", "expected"),
    [
        ("ValueSet/$expand", {}, (400, "invalid", "Nothing says which value set is meant")),
        ("ValueSet/$expand", {"url": "http://example.org/none"}, (404, "not-found", "The hub has no value set")),
        ("ValueSet/none/$expand", {}, (404, "not-found", "There is no ValueSet/none")),
        ("ValueSet/$expand", {"url": GENDER, "count": "-1"}, (400, "invalid", "count is '-1'")),
        ("ValueSet/$expand", {"url": GENDER, "offset": "x"}, (400, "invalid", "offset is 'x'")),
        ("ValueSet/$expand", {"url": GENDER, "activeOnly": "yes"}, (400, "invalid", "activeOnly is 'yes'")),
        ("ValueSet/$expand", {"url": GENDER, "filter": "x" * 101}, (400, "invalid", "The filter is longer than 100")),
        ("ValueSet/$expand", {"context": "x"}, (400, "invalid", "The parameter context is not supported")),
        (
            "ValueSet/$expand",
            {"url": "http://hl7.org/fhir/ValueSet/mimetypes"},
            (404, "not-found", "Value set http://hl7.org/fhir/ValueSet/mimetypes takes codes of urn:ietf:bcp:13"),
        ),
        ("ValueSet/$validate-code", {"url": GENDER}, (400, "invalid", "No code was given")),
        ("CodeSystem/$validate-code", {"code": "male"}, (400, "invalid", "Nothing says which code system is meant")),
        ("CodeSystem/$lookup", {"code": "male"}, (400, "invalid", "No system came with the code")),
        ("CodeSystem/$lookup", {"system": CS, "code": "man"}, (404, "not-found", "'man' is no code of")),
        ("CodeSystem/$lookup", {"system": WHO, "code": "I63"}, (404, "not-found", "The hub has no table of")),
        (
            "CodeSystem/$lookup",
            {"system": CS, "code": "male", "version": "9"},
            (404, "not-found", "The hub has no table"),
        ),
        ("CodeSystem/$subsumes", {"system": CS, "codeA": "male"}, (400, "invalid", "One of the two codes is missing")),
        ("CodeSystem/$subsumes", {"codeA": "a", "codeB": "b"}, (400, "invalid", "The codes name 0 code systems")),
        ("ConceptMap/$translate", {"code": "1"}, (400, "invalid", "No system came with the code")),
        (
            "ConceptMap/$translate",
            {"url": "http://x.org", "code": "1"},
            (404, "not-found", "The hub has no concept map"),
        ),
    ],
)
async def test_what_cannot_be_answered_is_refused_in_words(
    alliance: Alliance, path: str, given: dict[str, str], expected: tuple[int, str, str]
) -> None:
    status, code, words = refusal(await get(alliance, path, **given))

    assert (status, code, words[: len(expected[2])]) == expected


async def test_an_inline_value_set_that_includes_itself_in_a_circle_is_refused(alliance: Alliance) -> None:
    caller = alliance.as_member("H1")
    for name, other in (("a", "b"), ("b", "a")):
        body = {
            "resourceType": "ValueSet",
            "id": f"circle-{name}",
            "url": f"http://example.org/{name}",
            "status": "active",
            "compose": {"include": [{"valueSet": [f"http://example.org/{other}"]}]},
        }
        made = await caller.put(
            f"/fhir/ValueSet/circle-{name}", json=body, headers={"Content-Type": "application/fhir+json"}
        )
        assert made.status_code == 201

    status, code, words = refusal(await get(alliance, "ValueSet/circle-a/$expand"))

    assert (status, code) == (400, "invalid")
    assert words.startswith("The value sets include each other in a circle: http://example.org/a")


async def test_too_many_codes_for_one_answer_are_refused_and_can_be_paged(alliance: Alliance) -> None:
    head = TableHead(url="http://example.org/big", version="1", name="big", title="大表", source="test", verified=True)
    table = build_table(head, (TableRow(f"{number:05d}", f"编码{number}") for number in range(10_001)))
    alliance.hub.terminology.tables.add("code-system", table, table.to_bytes())
    alliance.hub.terminology.refresh()

    refused = refusal(await get(alliance, "ValueSet/$expand", url="http://example.org/big?vs"))
    _, page = await get(alliance, "ValueSet/$expand", url="http://example.org/big?vs", count="2", offset="9999")

    assert refused[:2] == (400, "too-costly")
    assert (page["expansion"]["total"], displays(page)) == (10_001, [("09999", "编码9999"), ("10000", "编码10000")])


async def test_a_client_without_scope_for_value_sets_is_refused(alliance: Alliance) -> None:
    answer = await alliance.as_client("auditor").get("/fhir/ValueSet/$expand", params={"url": GENDER})

    assert (answer.status_code, answer.json()["issue"][0]["code"]) == (403, "forbidden")


async def test_nobody_asks_without_a_token(alliance: Alliance) -> None:
    answer = await alliance.as_nobody().get("/fhir/ValueSet/$expand", params={"url": GENDER})

    assert answer.status_code == 401


async def test_other_methods_are_refused(alliance: Alliance) -> None:
    answer = await alliance.as_member("H1").put("/fhir/ValueSet/$expand", json={})

    assert answer.status_code == 405


# $expand


async def test_a_value_set_of_the_standard_is_expanded(alliance: Alliance) -> None:
    status, body = await get(alliance, "ValueSet/$expand", url=GENDER)

    assert status == 200
    assert (body["resourceType"], body["url"], body["expansion"]["total"]) == ("ValueSet", GENDER, 4)
    assert displays(body) == [("male", "Male"), ("female", "Female"), ("other", "Other"), ("unknown", "Unknown")]
    assert {"name": "used-codesystem", "valueUri": f"{CS}|4.0.1"} in body["expansion"]["parameter"]


async def test_what_was_not_verified_is_marked_in_the_expansion_and_said(alliance: Alliance) -> None:
    _, body = await get(
        alliance,
        "ValueSet/$expand",
        url="https://alliance-hub.example/fhir/ValueSet/sex-gbt-2261-1",
        includeDesignations="true",
        displayLanguage="en",
    )

    first = body["expansion"]["contains"][1]
    assert first == {
        "system": SEX,
        "extension": [{"url": "https://alliance-hub.example/fhir/StructureDefinition/verified", "valueBoolean": False}],
        "version": "2003",
        "code": "1",
        "display": "Male",
        "designation": [{"language": "zh-Hans", "value": "男性"}, {"language": "en", "value": "Male"}],
    }
    said = {one["name"]: one for one in body["expansion"]["parameter"]}
    assert said["unverified-codesystem"]["valueUri"] == f"{SEX}|2003"
    assert said["warning"]["valueString"].startswith("未与发布原文核对")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("脑梗", ["I63", "I63.900", "I63.900x001"]),
        ("dfxngs", ["I63.900x001"]),
        ("i10", ["I10.x00x002"]),
        ("无此病", []),
    ],
)
async def test_a_loaded_table_is_searched_by_words_initials_and_code(
    alliance: Alliance, text: str, expected: list[str]
) -> None:
    load_icd(alliance)
    url = "https://alliance-hub.example/fhir/ValueSet/icd-10-insurance-cn"

    _, body = await get(alliance, "ValueSet/$expand", url=url, filter=text)

    assert [code for code, _ in displays(body)] == expected
    assert body["expansion"]["total"] == len(expected)


async def test_an_inline_value_set_is_expanded_by_its_compose(alliance: Alliance) -> None:
    load_icd(alliance)
    value_set = {
        "resourceType": "ValueSet",
        "status": "active",
        "compose": {
            "include": [
                {"system": INSURANCE, "filter": [{"property": "concept", "op": "is-a", "value": "I63"}]},
                {"system": CS, "concept": [{"code": "male", "display": "男"}]},
            ],
            "exclude": [{"system": INSURANCE, "concept": [{"code": "I63"}]}],
        },
    }

    _, body = await post(
        alliance, "ValueSet/$expand", parameters(valueSet={"resource": value_set}, count={"valueInteger": 10})
    )

    assert displays(body) == [("I63.900", "未特指的脑梗死"), ("I63.900x001", "多发性脑梗死"), ("male", "男")]


async def test_a_stored_value_set_over_a_stored_code_system_is_expanded(alliance: Alliance) -> None:
    caller = alliance.as_member("H1")
    headers = {"Content-Type": "application/fhir+json"}
    system = {
        "resourceType": "CodeSystem",
        "url": "http://example.org/wards",
        "status": "active",
        "content": "complete",
        "concept": [{"code": "1", "display": "老年一科"}, {"code": "2", "display": "老年二科"}],
    }
    value_set = {
        "resourceType": "ValueSet",
        "url": "http://example.org/wards-vs",
        "status": "active",
        "compose": {"include": [{"system": "http://example.org/wards"}]},
    }
    for resource in (system, value_set):
        made = await caller.post(f"/fhir/{resource['resourceType']}", json=resource, headers=headers)
        assert made.status_code == 201

    _, body = await get(alliance, "ValueSet/$expand", url="http://example.org/wards-vs", filter="lnek")

    assert displays(body) == [("2", "老年二科")]


async def test_a_published_and_a_loaded_value_set_are_expanded_by_their_ids(alliance: Alliance) -> None:
    load_icd(alliance)

    _, published = await get(alliance, "ValueSet/administrative-gender/$expand")
    _, loaded = await get(alliance, "ValueSet/loaded-icd-10-insurance-cn-all-2.0/$expand", filter="gxy")

    assert [code for code, _ in displays(published)] == ["male", "female", "other", "unknown"]
    assert displays(loaded) == [("I10.x00x002", "高血压病2级")]


async def test_a_code_system_that_is_only_a_part_says_so(alliance: Alliance) -> None:
    _, body = await get(
        alliance,
        "ValueSet/$expand",
        url="https://alliance-hub.example/fhir/ValueSet/region-gbt-2260",
        activeOnly="true",
    )

    said = [one["valueString"] for one in body["expansion"]["parameter"] if one["name"] == "warning"]
    assert said[0].endswith("is a fragment: the hub lacks codes of it.")
    assert {"330103", "330104"} & {code for code, _ in displays(body)} == set()
