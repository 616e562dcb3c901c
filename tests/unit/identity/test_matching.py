"""Points and grades of $match, trait by trait."""

from typing import Any

import pytest

from hub.identity.candidates import questions
from hub.identity.matching import births_agree, match, names_agree, numbers_agree
from hub.identity.traits import Traits, phones_of, sound_of, traits_of

RESIDENT_ID = "urn:oid:2.16.156.10011.1.3"
NUMBER = "110105194105030021"
OTHER = "110105194111030325"


def identifier(value: str, system: str = RESIDENT_ID, **more: str) -> dict[str, Any]:
    return {"identifier": [{"system": system, "value": value} | more]}


@pytest.mark.parametrize(
    ("patient", "residents", "numbers"),
    [
        ({"identifier": [{"system": "urn:x"}]}, set(), set()),
        (identifier("1101051941050300210"), set(), set()),
        (identifier(NUMBER, use="old"), set(), set()),
        (identifier(NUMBER), {NUMBER}, set()),
        (identifier(f"{NUMBER[:6]}{NUMBER[8:17]}"), {NUMBER}, set()),
        (identifier("\uff11\uff12", "urn:x", use="old"), set(), {("urn:x", "12")}),
    ],
    ids=["no-value", "wrong", "old", "right", "short", "wide"],
)
def test_numbers_are_told_apart(patient: dict[str, Any], residents: set[str], numbers: set[Any]) -> None:
    traits = traits_of(patient)

    assert (set(traits.residents), set(traits.numbers)) == (residents, numbers)


@pytest.mark.parametrize(
    ("value", "digits"),
    [("+86 138-0000-0000", "13800000000"), ("0086 13800000000", "13800000000"), ("021 5555 1234", "02155551234")],
    ids=["plus", "zeros", "landline"],
)
def test_telephones_are_digits(value: str, digits: str) -> None:
    points = [{"system": "phone", "value": value}, {"system": "phone", "value": "110"}, {"system": "email"}]

    assert list(phones_of({"telecom": points})) == [digits]


@pytest.mark.parametrize(
    ("name", "sound"), [("张三", "zhangsan"), ("zhangsan", "zhangsan"), ("lü", "lv"), ("анна", "")], ids=range(4)
)
def test_a_name_sounds(name: str, sound: str) -> None:
    assert sound_of(name) == sound


@pytest.mark.parametrize(
    ("sought", "found", "how"),
    [
        ("", "1941-05-03", ""),
        ("1941-05-03", "1941-05-03", "same"),
        ("1941-05-03", "1941-03-05", "swapped"),
        ("1941", "1941-05-03", "part"),
        ("1941-05-03", "1941-05", "part"),
        ("1942", "1941-05-03", "different"),
        ("1941-05-03", "1941-05-08", "digit"),
        ("1941-05-03", "1952-06-03", "different"),
    ],
)
def test_birth_dates_agree(sought: str, found: str, how: str) -> None:
    assert births_agree(sought, found) == how


@pytest.mark.parametrize(
    ("sought", "found", "how"),
    [
        ("", "张秀英", ""),
        ("张秀英", "张 秀英", "same"),
        ("章秀英", "张秀英", "sounds"),
        ("Zhang Xiuying", "张秀英", "sounds"),
        ("张秀", "张秀英", "part"),
        ("张秀兰", "张秀英", "part"),
        ("张", "张秀英", "different"),
        ("王建国", "张秀英", "different"),
    ],
)
def test_names_agree(sought: str, found: str, how: str) -> None:
    one, other = (traits_of({"name": [{"text": text}] if text else []}) for text in (sought, found))

    assert names_agree(one, other) == how


def test_numbers_agree_by_system_and_value() -> None:
    found = traits_of(identifier("7", "urn:x"))

    assert numbers_agree(traits_of(identifier("7", "urn:x")), found) == "same"
    assert numbers_agree(traits_of(identifier("7", "urn:y")), found) == ""
    assert numbers_agree(traits_of({"identifier": [{"value": "7"}]}), found) == "value"
    assert numbers_agree(traits_of(identifier(NUMBER)), Traits(residents=frozenset({OTHER}))) == "different"


def test_two_resident_ids_are_two_people_whatever_else_agrees() -> None:
    person = {"name": [{"text": "张秀英"}], "birthDate": "1941-05-03", "gender": "female"}
    sought = traits_of(person | identifier(NUMBER))
    found = traits_of(person | {"telecom": []}) and Traits(
        residents=frozenset({OTHER}), names=sought.names, sounds=sought.sounds, birth=sought.birth, sex="female"
    )

    assert match(sought, found) == (0, "certainly-not")


def test_a_number_with_a_contradiction_is_not_certain() -> None:
    person = {"name": [{"text": "张秀英"}], "birthDate": "1941-05-03", "gender": "female"} | identifier(NUMBER)

    assert match(traits_of(person), traits_of(person)) == (1, "certain")
    assert match(traits_of(person), traits_of(person | {"gender": "male"})) == (0.95, "probable")
    assert match(traits_of(person), traits_of(person | {"name": [{"text": "李四"}]})) == (0.7, "probable")
    assert match(traits_of(person), traits_of({"birthDate": "1941-05-03"} | identifier(NUMBER))) == (0.85, "certain")


def test_a_name_without_a_birth_date_is_asked_for_by_itself() -> None:
    asked = [[one.parameter.name for one in criteria] for criteria in questions({"name": [{"family": "张"}]})]

    assert asked == [["name"]]


def test_values_with_a_bar_are_not_read_as_a_system() -> None:
    ((criterion,),) = questions(identifier("a|b", "urn:x") | {"identifier": [{"value": "a|b"}, {"value": "c"}]})

    assert [value.text for value in criterion.values] == ["c"]


def test_a_question_of_barred_values_alone_asks_nothing() -> None:
    assert questions({"identifier": [{"value": "a|b"}]}) == []
    assert questions({"telecom": [{"system": "phone", "value": "|"}]}) == []
