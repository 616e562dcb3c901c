"""Patient/$match over HTTP: who is found, how sure it is, what it refuses, and what it never tells."""

from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from hub.store.port import Grant, Ref, WriteUnit, system
from tests.builders import Alliance, small_alliance
from tests.builders import patient as resident
from tests.postgres_server import fresh_database

RESIDENT_ID = "urn:oid:2.16.156.10011.1.3"
HEALTH_CARD = "urn:oid:2.16.156.10011.1.19"
MRN = "https://alliance-hub.example/sid/H1/mrn"
NUMBER = "110105194105030021"
GRADE = "http://hl7.org/fhir/StructureDefinition/match-grade"


@pytest.fixture(params=["postgres", "sqlite"])
async def alliance(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Alliance]:
    with ExitStack() as stack:
        changed: dict[str, Any] = {"db": stack.enter_context(fresh_database())} if request.param == "postgres" else {}
        async with small_alliance(tmp_path, **changed) as made:
            yield made


def resident_id(value: str = NUMBER, system: str = RESIDENT_ID) -> dict[str, Any]:
    return {"identifier": [{"system": system, "value": value}]}


async def store(alliance: Alliance, patient: dict[str, Any], *, code: str = "H1") -> str:
    answer = await alliance.as_member(code).post("/fhir/Patient", json=patient)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def ask(alliance: Alliance, patient: Any, *, code: str = "H1", **given: Any) -> Any:
    kinds = {"onlyCertainMatches": "valueBoolean", "count": "valueInteger"}
    more = [{"name": name, kinds[name]: value} for name, value in given.items()]
    body = {"resourceType": "Parameters", "parameter": [{"name": "resource", "resource": patient}, *more]}
    return await alliance.as_member(code).post("/fhir/Patient/$match", json=body)


async def found(alliance: Alliance, patient: Any, **given: Any) -> list[tuple[str, float, str]]:
    """Id, score and grade of each person, in order."""
    answer = await ask(alliance, {"resourceType": "Patient"} | patient, **given)
    assert answer.status_code == 200, answer.text
    entries = [one for one in answer.json().get("entry", []) if one["search"]["mode"] == "match"]
    return [
        (one["resource"]["id"], one["search"]["score"], one["search"]["extension"][0]["valueCode"]) for one in entries
    ]


@pytest.mark.parametrize(
    ("patient", "words"),
    [
        pytest.param({"resourceType": "Patient"}, "Too little is known", id="nothing"),
        pytest.param(
            {"resourceType": "Patient", "birthDate": "1941-05-03", "gender": "female"}, "Too little", id="birth-date"
        ),
        pytest.param({"resourceType": "Group", "type": "person", "actual": True}, "a Patient", id="group"),
        pytest.param(
            {"resourceType": "Patient", "identifier": [{"value": str(n)} for n in range(21)]}, "more than 20", id="list"
        ),
    ],
)
async def test_a_question_that_names_nobody_is_refused(alliance: Alliance, patient: Any, words: str) -> None:
    answer = await ask(alliance, patient)

    assert answer.status_code == 400
    assert words in answer.json()["issue"][0]["diagnostics"]


@pytest.mark.parametrize(
    "parameter",
    [
        {"name": "count", "valueInteger": 0},
        {"name": "count", "valueInteger": 51},
        {"name": "count", "valueInteger": -1},
        {"name": "count", "valueInteger": 2000000000},
        {"name": "count", "valueString": "ten"},
        {"name": "onlyCertainMatches", "valueString": "yes"},
        {"name": "onlyCertainMatches", "valueDecimal": 1.5},
        {"name": "resource", "resource": {"resourceType": "Patient", "name": [{"text": "李四"}]}},
    ],
    ids=["zero", "too-many", "negative", "huge", "words", "yes", "number", "two-patients"],
)
async def test_parameters_that_cannot_be_used_are_refused(alliance: Alliance, parameter: dict[str, Any]) -> None:
    body = {"resourceType": "Parameters", "parameter": [{"name": "resource", "resource": resident()}, parameter]}

    answer = await alliance.as_member("H1").post("/fhir/Patient/$match", json=body)

    assert answer.status_code == 400, answer.text


async def test_without_a_body_or_with_an_invalid_patient_it_is_refused(alliance: Alliance) -> None:
    caller = alliance.as_member("H1")

    empty = await caller.post("/fhir/Patient/$match")
    wrong = await ask(alliance, {"resourceType": "Patient", "name": "张三", "birthDate": "1941-13-41"})
    got = await caller.get("/fhir/Patient/$match")

    assert (empty.status_code, wrong.status_code, got.status_code) == (400, 422, 405)


async def test_a_caller_without_the_right_to_search_patients_is_refused(alliance: Alliance) -> None:
    body = {"resourceType": "Parameters", "parameter": [{"name": "resource", "resource": resident()}]}

    answer = await alliance.as_client("auditor").post("/fhir/Patient/$match", json=body)
    nobody = await alliance.as_nobody().post("/fhir/Patient/$match", json=body)

    assert (answer.status_code, nobody.status_code) == (403, 401)


async def test_nobody_is_an_empty_bundle_without_an_error(alliance: Alliance) -> None:
    answer = await ask(alliance, resident(family="无", given="此人"))

    assert answer.json() == {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": 0,
        "link": [{"relation": "self", "url": "http://hub.test/fhir/Patient/$match"}],
    }


async def test_patients_of_other_members_are_neither_told_nor_counted(alliance: Alliance) -> None:
    everything = resident(telecom=[{"system": "phone", "value": "13800000000"}]) | resident_id()
    await store(alliance, everything, code="N1")

    own = await ask(alliance, everything)
    certain = await ask(alliance, everything, onlyCertainMatches=True)

    nobody = await ask(alliance, resident(family="无", given="此人"))
    assert own.json() == certain.json() == nobody.json()
    assert [grade for *_, grade in await found(alliance, everything, code="N1")] == ["certain"]


async def test_more_records_of_another_member_than_are_compared_leave_no_trace(alliance: Alliance) -> None:
    for _ in range(102):
        await store(alliance, resident(), code="N1")

    other = await ask(alliance, {"resourceType": "Patient", "name": [{"text": "张秀英"}]})
    own = await ask(alliance, {"resourceType": "Patient", "name": [{"text": "张秀英"}]}, code="N1", count=50)

    assert other.json()["total"] == 0
    assert "entry" not in other.json()
    *persons, outcome = own.json()["entry"]
    assert outcome["resource"]["issue"][0]["code"] == "incomplete"
    assert len(persons) == 0  # a name alone is no match


async def test_a_resident_id_with_the_name_is_certain_in_every_way_of_writing(alliance: Alliance) -> None:
    one = await store(alliance, resident() | resident_id())

    same = await found(alliance, resident() | resident_id())
    sounds = await found(alliance, {"name": [{"text": "Zhang Xiuying"}]} | resident_id())
    bare = await found(alliance, {"name": [{"text": "张 秀英"}], "identifier": [{"value": f" {NUMBER}".strip()}]})
    short = await found(alliance, {"name": [{"text": "张秀英"}]} | resident_id(NUMBER[:6] + NUMBER[8:17]))

    assert same == [(one, 1, "certain")]
    assert sounds == [(one, 0.83, "certain")]
    assert bare == short == [(one, 0.9, "certain")]


async def test_a_number_alone_or_with_another_name_is_not_certain(alliance: Alliance) -> None:
    one = await store(alliance, resident() | resident_id("C-77", HEALTH_CARD))

    alone = await found(alliance, resident_id("C-77", HEALTH_CARD))
    other = await found(alliance, {"name": [{"text": "王建国"}]} | resident_id("C-77", HEALTH_CARD))
    unsaid = await found(alliance, {"name": [{"text": "张秀英"}], "identifier": [{"value": "C-77"}]})

    assert alone == [(one, 0.65, "probable")]
    assert other == [(one, 0.45, "possible")]
    assert unsaid == [(one, 0.6, "probable")]


async def test_names_and_birth_dates_are_graded(alliance: Alliance) -> None:
    plain = await store(alliance, resident())
    swapped = await store(alliance, resident(birthDate="1941-03-05"))
    year = await store(alliance, resident(birthDate="1941"))
    unknown = resident()
    del unknown["birthDate"]
    without = await store(alliance, unknown)
    await store(alliance, resident(family="刘", given="桂兰"))

    answer = await found(alliance, resident())

    assert answer == sorted(
        [(plain, 0.5, "probable"), (swapped, 0.44, "possible"), (year, 0.38, "possible"), (without, 0.3, "possible")],
        key=lambda one: -one[1],
    )


async def test_a_record_without_a_text_of_the_name_is_found_by_its_parts(alliance: Alliance) -> None:
    one = await store(alliance, resident(name=[{"family": "张", "given": ["秀英"]}]))

    answer = await found(alliance, {"name": [{"text": "张秀英"}], "birthDate": "1941-05-03", "gender": "female"})

    assert answer == [(one, 0.5, "probable")]


async def test_a_telephone_finds_a_name_that_was_written_in_another_way(alliance: Alliance) -> None:
    one = await store(alliance, resident(telecom=[{"system": "phone", "value": "13800000000"}]))

    answer = await found(
        alliance,
        {
            "name": [{"text": "张秀瑛"}],
            "birthDate": "1941-05-03",
            "telecom": [{"system": "phone", "value": "+86 138-0000-0000"}],
        },
    )

    assert answer == [(one, 0.53, "probable")]


async def test_linked_records_are_one_person_with_links(alliance: Alliance) -> None:
    one = await store(alliance, resident() | resident_id())
    other = await store(alliance, resident() | resident_id(), code="N1")
    grant = Grant(member=alliance.number("H1"), target=Ref("Patient", other), because="t", purpose="TREAT", basis="x")
    before = await ask(alliance, resident() | resident_id())

    await alliance.hub.store.write(WriteUnit(grants=(grant,)), visibility=system("tests"))
    answer = await ask(alliance, resident() | resident_id())

    (entry,) = answer.json()["entry"]
    told = {entry["fullUrl"], *(link["url"] for link in entry["link"])}
    assert told == {f"http://hub.test/fhir/Patient/{each}" for each in (one, other)}
    assert (answer.json()["total"], entry["link"][0]["relation"]) == (1, "related")
    assert [("link" in each, each["resource"]["id"]) for each in before.json()["entry"]] == [(False, one)]


async def test_only_certain_matches_gives_one_or_nobody(alliance: Alliance) -> None:
    one = await store(alliance, resident(identifier="A"))
    await store(alliance, resident())
    asked = resident(identifier="A")

    certain = await found(alliance, asked, onlyCertainMatches=True)
    likely = await found(alliance, resident(), onlyCertainMatches=True)
    await store(alliance, resident(identifier="A"))
    several = await ask(alliance, asked, onlyCertainMatches=True)

    assert certain == [(one, 1, "certain")]
    assert likely == []
    assert [entry["resource"]["issue"][0]["code"] for entry in several.json()["entry"]] == ["multiple-matches"]
    assert several.json()["total"] == 0


async def test_count_gives_the_likeliest_and_the_total_tells_of_the_rest(alliance: Alliance) -> None:
    one = await store(alliance, resident(identifier="A"))
    for _ in range(3):
        await store(alliance, resident())

    answer = await ask(alliance, resident(identifier="A"), count=1)

    assert [entry["resource"]["id"] for entry in answer.json()["entry"]] == [one]
    assert answer.json()["total"] == 4


@pytest.mark.parametrize("value", ["%' OR 1=1 --", "a,b|c$d\\", "*", "_%", "|", "\u0001x", "Patient?name=张"])
async def test_values_are_data_wherever_they_stand(alliance: Alliance, value: str) -> None:
    await store(alliance, resident() | resident_id())

    answer = await ask(
        alliance,
        {
            "resourceType": "Patient",
            "identifier": [{"system": value.replace(" ", ""), "value": value}, {"value": value}],
            "name": [{"text": value, "family": value, "given": [value]}],
            "telecom": [{"system": "phone", "value": value}],
        },
    )

    assert (answer.status_code, answer.json().get("total", 0)) in {(200, 0), (422, 0), (400, 0)}, answer.text


async def test_each_person_that_is_told_stands_in_the_audit_without_what_was_asked(alliance: Alliance) -> None:
    one = await store(alliance, resident() | resident_id())

    await ask(alliance, resident() | resident_id())

    entries = await alliance.hub.store.audit_page(visibility=system("tests"))
    noted = [(one.interaction, one.target, one.patient, one.detail) for one in entries if one.interaction == "$match"]
    assert noted == [("$match", "Patient", "", ""), ("$match", f"Patient/{one}", one, "certain")]
    assert all(NUMBER not in str(each) and "张" not in str(each) for each in entries)


async def test_the_capability_statement_names_the_standard_operation(alliance: Alliance) -> None:
    statement = (await alliance.as_nobody().get("/fhir/metadata")).json()

    patient = next(one for one in statement["rest"][0]["resource"] if one["type"] == "Patient")
    assert {"name": "match", "definition": "http://hl7.org/fhir/OperationDefinition/Patient-match"} in patient[
        "operation"
    ]
