"""Who is one person: the resident ID with a name, and never against what the number itself says."""

from typing import Any

import pytest

from hub.identity.person import is_another_person, is_same_person, link_for
from hub.keys import Keys

KEYS = Keys.in_memory()
SYSTEM = "urn:oid:2.16.156.10011.1.3"
WOMAN, MAN = "330105194111030029", "330103193507260034"


def patient(number: str = WOMAN, called: str = "钱阿婆", **more: Any) -> dict[str, Any]:
    identifiers = [{"system": SYSTEM, "value": number}] if number else []
    base = {
        "id": "1",
        "identifier": identifiers,
        "name": [{"text": called}],
        "gender": "female",
        "birthDate": "1941-11-03",
    }
    return base | more


def person(resource: dict[str, Any]) -> str:
    link = link_for(resource, patient_id=resource["id"], keys=KEYS)
    return link.person if link else ""


def test_two_institutions_meet_by_number_and_name() -> None:
    assert person(patient()) == person(patient(called="钱 阿婆", id="2"))
    assert person(patient()) == person(patient(name=[{"family": "钱", "given": ["阿婆"]}]))


@pytest.mark.parametrize(
    "contradicting",
    [
        {"birthDate": "1935-07-26"},
        {"gender": "male"},
        {"name": []},
        {"identifier": []},
        {"identifier": [{"system": SYSTEM, "value": WOMAN}, {"system": SYSTEM, "value": MAN}]},
        {"identifier": [{"system": SYSTEM, "value": "330105194111030020"}]},
        {"identifier": [{"system": SYSTEM, "value": WOMAN, "use": "old"}]},
    ],
)
def test_a_number_that_the_record_contradicts_links_nobody(contradicting: dict[str, Any]) -> None:
    assert person(patient(**contradicting)) == ""


def test_a_number_typed_for_somebody_else_does_not_join_the_two() -> None:
    assert person(patient(called="孙奶奶")) != person(patient())


def test_a_year_of_birth_that_fits_the_number_links() -> None:
    assert person(patient(birthDate="1941")) == person(patient())


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (patient(number="", called="李四", gender="male", birthDate="1950-01-01"), True),
        (patient(number=MAN, called="李大爷"), True),
        (patient(number=WOMAN, called="李四", gender="male", birthDate="1950-01-01"), False),
        (patient(number="", called="钱阿婆（更名）"), False),
        (patient(number="", called="钱阿婆", gender="male", birthDate="1950-01-01"), False),
        (patient(number="", called="李四", gender="unknown", birthDate="1950-01-01"), False),
    ],
)
def test_a_reused_record_number_is_told_from_a_correction(after: dict[str, Any], *, expected: bool) -> None:
    assert is_another_person(patient(), after) is expected


def test_an_unknown_patient_may_get_a_name() -> None:
    unknown = {"id": "1", "name": [{"text": "无名氏"}], "gender": "female"}

    assert not is_another_person(unknown, patient(id="1"))


def test_patients_of_one_member_are_one_person_by_number_or_by_replacement() -> None:
    merged = patient(number="", link=[{"other": {"reference": "Patient/2"}, "type": "replaced-by"}])

    assert is_same_person(patient(), patient(id="2", called="钱"))
    assert is_same_person(merged, patient(number="", id="2"))
    assert not is_same_person(patient(), patient(number=MAN, id="2"))
