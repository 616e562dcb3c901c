"""Scales: sums, levels, and what is not summed."""

import pytest

from fhir_profiles.instruments import SCALES, IncompleteScaleError, scale, score
from fhir_profiles.questionnaires import questionnaires
from fhir_profiles.validate import validate


def least(name: str) -> dict[str, int]:
    return {code: item.points[0] for code, item in scale(name).items.items()}


def most(name: str) -> dict[str, int]:
    return {code: item.points[-1] for code, item in scale(name).items.items()}


def test_a_scale_whose_items_are_not_carried_is_unknown() -> None:
    with pytest.raises(KeyError, match="There are no items of 'mmse'"):
        scale("mmse")


def test_an_incomplete_or_foreign_answer_is_refused_and_named() -> None:
    barthel = scale("barthel")
    with pytest.raises(IncompleteScaleError, match="1 of 10 items of barthel have no points") as missing:
        score(barthel, {code: points for code, points in most("barthel").items() if code != "stairs"})
    with pytest.raises(IncompleteScaleError, match="barthel has no such item") as unknown:
        score(barthel, most("barthel") | {"B.1.1": 4})
    with pytest.raises(IncompleteScaleError, match="No answer of barthel gives these points") as wrong:
        score(barthel, most("barthel") | {"feeding": 7})

    assert [error.value.items for error in (missing, unknown, wrong)] == [("上下楼梯",), ("B.1.1",), ("进食",)]


@pytest.mark.parametrize(
    ("name", "lowest", "highest"),
    [("barthel", 0, 100), ("braden", 6, 23), ("gb-38600-2019", 0, 9), ("morse", 0, 125)],
)
def test_the_sum_spans_what_the_scale_says(name: str, lowest: int, highest: int) -> None:
    found = scale(name)

    assert score(found, least(name)).scores == {found.scores[0]: lowest}
    assert score(found, most(name)).scores == {found.scores[0]: highest}


@pytest.mark.parametrize("name", ["barthel", "braden", "morse"])
def test_each_total_has_exactly_one_level(name: str) -> None:
    found = scale(name)
    total = found.system.codes[found.scores[0]].more
    spans = [(low, high) for _, low, high in found.levels]

    reached = range(int(total["low"]), int(total["high"]) + 1, 5 if name == "barthel" else 1)
    assert [value for value in reached if sum(low <= value <= high for low, high in spans) != 1] == []


@pytest.mark.parametrize(
    ("changes", "grade"),
    [
        ({}, "0"),
        ({"time": 0, "person": 0, "place": 0, "memory": 0}, "1"),
        ({"stairs": 5}, "1"),
        ({"stairs": 5, "sight": 0, "hearing": 0, "communication": 1}, "2"),
        ({"walking": 0, "transfer": 0, "stairs": 0}, "2"),
        ({"walking": 0, "transfer": 0, "stairs": 0, "feeding": 0, "dressing": 0}, "3"),
    ],
)
def test_the_care_insurance_grade_is_read_off_the_matrix(changes: dict[str, int], grade: str) -> None:
    answers = most("ltci-2021") | changes

    assert score(scale("ltci-2021"), answers).level == grade


def test_the_worst_of_everything_is_the_highest_grade() -> None:
    assert score(scale("ltci-2021"), least("ltci-2021")).level == "5"


def test_each_scale_and_the_ability_assessment_has_a_questionnaire_with_all_its_answers() -> None:
    found = {item["id"]: item for item in questionnaires()}

    assert sorted(found) == sorted([*SCALES, "gbt-42195-2022"])
    for name in SCALES:
        answers = {
            item["linkId"]: sorted(
                option["valueCoding"]["extension"][0]["valueDecimal"] for option in item["answerOption"]
            )
            for item in found[name]["item"]
        }
        assert answers == {code: list(item.points) for code, item in scale(name).items.items()}
        assert scale(name).questionnaire == f"{found[name]['url']}|{found[name]['version']}"
    assert [len(group["item"]) for group in found["gbt-42195-2022"]["item"]] == [8, 4, 9, 5]
    assert [issue.text for item in found.values() for issue in validate(item) if issue.is_error] == []
