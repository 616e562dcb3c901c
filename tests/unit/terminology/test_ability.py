import pytest

from terminology.ability import (
    GROUPS,
    ITEMS,
    AbilityResult,
    IncompleteAssessmentError,
    Reason,
    level_of_total,
    score,
)

FULL = {code: item.highest for code, item in ITEMS.items()}


def items_with_total(total: int) -> dict[str, int]:
    """Full scores, lowered item by item until they add up to the total."""
    scores = dict(FULL)
    for code, highest in FULL.items():
        surplus = sum(scores.values()) - total
        scores[code] = highest - min(surplus, highest)
    return scores


def test_the_instrument_has_26_items_in_four_groups_with_90_points() -> None:
    assert len(ITEMS) == 26
    assert [group.highest for group in GROUPS] == [32, 15, 28, 15]


def test_the_single_items_with_unusual_ranges_are_as_in_the_standard() -> None:
    ranges = {item.name: item.highest for item in ITEMS.values() if item.highest != 4}

    assert ranges == {
        "上下楼梯": 3,
        "攻击行为": 1,
        "抑郁症状": 1,
        "意识水平": 2,
        "视力": 2,
        "听力": 2,
        "使用交通工具外出": 3,
    }


@pytest.mark.parametrize(
    ("total", "level"),
    [(90, 0), (89, 1), (66, 1), (65, 2), (46, 2), (45, 3), (30, 3), (29, 4), (0, 4)],
)
def test_the_total_gives_the_level_at_each_border(total: int, level: int) -> None:
    result = score(items_with_total(total))

    assert (result.total, result.raw_level, result.level, result.reasons) == (total, level, level, ())


@pytest.mark.parametrize("total", [-1, 91])
def test_a_total_outside_the_instrument_is_refused(total: int) -> None:
    with pytest.raises(ValueError, match="between 0 and 90"):
        level_of_total(total)


def test_a_complete_result_states_its_sub_scores() -> None:
    scores = dict(FULL) | {"B.1.1": 0, "B.2.4": 1, "B.3.9": 0, "B.4.1": 1}

    assert score(scores) == AbilityResult(
        total=81,
        sub_scores={"self-care": 28, "mobility": 13, "mental": 26, "participation": 14},
        raw_level=1,
        level=1,
        reasons=(),
    )


def test_dementia_raises_an_able_elder_from_level_0() -> None:
    result = score(FULL, dementia=True)

    assert (result.raw_level, result.level, result.reasons) == (0, 1, ("dementia",))


def test_dementia_raises_one_lost_point_from_1_to_2() -> None:
    result = score(items_with_total(89), dementia=True)

    assert (result.raw_level, result.level) == (1, 2)


def test_dementia_raises_level_2_to_3() -> None:
    result = score(items_with_total(46), dementia=True)

    assert (result.raw_level, result.level) == (2, 3)


@pytest.mark.parametrize(("events", "level"), [(0, 2), (1, 2), (2, 3), (5, 3)])
def test_two_care_risk_events_raise_the_level(events: int, level: int) -> None:
    assert score(items_with_total(50), care_risk_events_30d=events).level == level


def test_several_reasons_raise_one_level_and_are_all_named() -> None:
    result = score(items_with_total(50), dementia=True, other_mental_disorder=True, care_risk_events_30d=3)

    expected: tuple[Reason, ...] = ("dementia", "other-mental-disorder", "care-risk-events")
    assert (result.level, result.reasons) == (3, expected)


def test_level_4_is_not_raised_further() -> None:
    result = score(items_with_total(10), dementia=True)

    assert (result.raw_level, result.level, result.reasons) == (4, 4, ("dementia",))


def test_a_coma_is_level_4_whatever_the_total_says() -> None:
    result = score(items_with_total(70), coma=True)

    assert (result.raw_level, result.level, result.reasons) == (1, 4, ("coma",))


def test_missing_items_are_named_and_nothing_is_scored() -> None:
    scores = {code: value for code, value in FULL.items() if code not in {"B.1.1", "B.3.4"}}

    with pytest.raises(IncompleteAssessmentError, match="2 of 26") as caught:
        score(scores)

    assert caught.value.items == ("进食", "记忆")


def test_a_score_outside_its_range_is_named() -> None:
    with pytest.raises(IncompleteAssessmentError, match="outside the range") as caught:
        score(FULL | {"B.2.4": 4, "B.3.7": -1})

    assert caught.value.items == ("上下楼梯", "攻击行为")


def test_an_unknown_item_is_named() -> None:
    with pytest.raises(IncompleteAssessmentError, match="no such item") as caught:
        score(FULL | {"B.9.1": 1})

    assert caught.value.items == ("B.9.1",)
