"""The record in words: Chinese names for codes, and the sources of a person who is registered several times."""

import re
from typing import Any

import pytest

from hub.i18n import read_messages
from hub.record.everything import RECORD_TYPES
from hub.record.timeline import timeline
from hub.record.words import concept_text, value_text
from hub.store.port import Grant, PersonLink, Ref, Visibility, WriteUnit
from tests.builders import observation, patient
from tests.unit.web.conftest import Console

LOINC = "http://loinc.org"
FACT = "https://alliance-hub.example/fhir/CodeSystem/referral-fact"
ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
ROLE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
GOALS = "https://alliance-hub.example/fhir/CodeSystem/goals-of-care"


@pytest.mark.parametrize(
    ("concept", "words"),
    [
        ({"coding": [{"system": LOINC, "code": "8310-5"}]}, "体温"),
        ({"coding": [{"system": LOINC, "code": "8310-5", "display": "Body temperature"}]}, "体温"),
        ({"coding": [{"system": LOINC, "code": "8310-5", "display": "腋温"}]}, "腋温"),
        ({"coding": [{"system": LOINC, "code": "8310-5"}], "text": "晨间体温"}, "晨间体温"),
        ({"coding": [{"system": FACT, "code": "consciousness"}]}, "意识"),
        ({"coding": [{"system": GOALS, "code": "comfort"}], "text": "comfort"}, "安宁舒适"),
        ({"system": ACT, "code": "IMP", "display": "inpatient encounter"}, "住院"),
        ({"system": ACT, "code": "EMER"}, "急诊"),
        ({"system": ACT, "code": "AMB"}, "门诊"),
        ({"system": ACT, "code": "HH"}, "居家"),
        ({"coding": [{"system": "urn:x", "code": "Z9", "display": "Unknown test"}]}, "Unknown test"),
        ({"coding": [{"system": "urn:x", "code": "Z9"}]}, "Z9"),
        ({}, ""),
        (None, ""),
    ],
)
def test_a_code_is_read_in_chinese(concept: Any, words: str) -> None:
    assert concept_text(concept) == words


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ({"valueBoolean": True}, "是"),
        ({"valueBoolean": False}, "否"),
        ({"valueInteger": 0}, "0"),
        ({"valueQuantity": {"value": 5, "comparator": "<", "code": "g/L"}}, "<5 g/L"),
        (
            {
                "code": {"coding": [{"system": FACT, "code": "consciousness"}]},
                "valueCodeableConcept": {"coding": [{"system": FACT, "code": "A"}], "text": "A"},
            },
            "清醒",
        ),
        ({"valueCodeableConcept": {"text": "阴性"}}, "阴性"),
        ({}, ""),
    ],
)
def test_a_value_is_read_in_chinese(item: dict[str, Any], words: str) -> None:
    assert value_text(item) == words


def test_a_relative_has_every_relation_the_name_and_the_telephone() -> None:
    son: dict[str, Any] = {
        "resourceType": "RelatedPerson",
        "id": "1",
        "relationship": [
            {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0131", "code": "C"}]},
            {"coding": [{"system": ROLE, "code": "SONC", "display": "son"}]},
        ],
        "name": [{"text": "周小明"}],
        "telecom": [{"system": "phone", "value": "555-0100"}],
    }

    (line,) = timeline([son])

    assert (line.title, line.detail) == ("紧急联系人、儿子", "周小明；555-0100")


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
def test_every_kind_of_record_has_a_word(language: str) -> None:
    words = read_messages(language)

    assert [kind for kind in (*RECORD_TYPES, "Appointment", "Device") if f"type.{kind}" not in words] == []


async def test_a_person_of_two_institutions_has_one_row_that_names_both(console: Console) -> None:
    own, theirs = await _linked(console)

    page = (await console.of("nurse").get("/console/patients")).text
    rows = re.findall(r'<th scope="row"><a href="/console/patients/([^"]+)">([^<]+)', page)

    assert rows == [(own.id, "顾月仙")]
    assert "示范老年病医院" in page
    assert "（登记姓名：顾月先）" in page
    assert theirs.id not in page


async def test_lines_of_a_joined_record_say_under_which_name_they_were_registered(console: Console) -> None:
    own, theirs = await _linked(console)
    await console.put("N1", observation(own.id, code="8310-5"))
    await console.put("H1", observation(theirs.id, code="8867-4"))

    page = (await console.of("nurse").get(f"/console/patients/{own.id}")).text

    lines = dict(re.findall(r'<th scope="row">([^<]+)</th>.*?<span class="muted block">([^<]+)', page))
    assert lines == {"体温": "（登记姓名：顾月仙）", "心率": "（登记姓名：顾月先）"}
    assert "各机构登记的姓名不一致" in page


async def test_a_record_of_one_source_names_no_registrations(console: Console) -> None:
    elder = await console.put("N1", patient(family="顾", given="月仙"))

    page = (await console.of("nurse").get(f"/console/patients/{elder.id}")).text

    assert "登记姓名" not in page
    assert "机构登记合并" not in page


async def _linked(console: Console) -> tuple[Ref, Ref]:
    """One person in N1 and, with a slip in the name, in H1, which shares her with N1."""
    own = await console.put("N1", patient(family="顾", given="月仙"))
    theirs = await console.put("H1", patient(family="顾", given="月先"))
    alliance = console.alliance
    grant = Grant(alliance.number("N1"), theirs, because="Task/t", compartment=True)
    links = tuple(PersonLink(one.id, "person-1", "test") for one in (own, theirs))
    await alliance.hub.store.write(WriteUnit(grants=(grant,)), visibility=alliance.principal("H1").visibility)
    await alliance.hub.store.write(WriteUnit(links=links), visibility=Visibility(member=0, reason="test"))
    return own, theirs
