import pytest

from terminology.news2 import Vitals, score

WELL = {"respiratory_rate": 16.0, "spo2": 97.0, "systolic": 120.0, "heart_rate": 70.0, "temperature": 36.8}


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("respiratory_rate", [(8, 3), (9, 1), (11, 1), (12, 0), (20, 0), (21, 2), (24, 2), (25, 3)]),
        ("spo2", [(91, 3), (92, 2), (93, 2), (94, 1), (95, 1), (96, 0)]),
        ("systolic", [(90, 3), (91, 2), (100, 2), (101, 1), (110, 1), (111, 0), (219, 0), (220, 3)]),
        ("heart_rate", [(40, 3), (41, 1), (50, 1), (51, 0), (90, 0), (91, 1), (110, 1), (111, 2), (130, 2), (131, 3)]),
        ("temperature", [(35.0, 3), (35.1, 1), (36.0, 1), (36.1, 0), (38.0, 0), (38.1, 1), (39.0, 1), (39.1, 2)]),
    ],
)
def test_each_limit_gives_its_points(name: str, table: list[tuple[float, int]]) -> None:
    for value, points in table:
        found = score(Vitals(**(WELL | {name: float(value)}), on_oxygen=False, consciousness="A"))  # type: ignore[arg-type]  # numbers only
        assert (name, value, found.total) == (name, value, points)


@pytest.mark.parametrize(
    ("spo2", "on_oxygen", "points"),
    [
        *((83, False, 3), (85, False, 2), (87, False, 1), (88, False, 0), (93, False, 0), (99, False, 0)),
        *((83, True, 3), (88, True, 0), (92, True, 0), (93, True, 1), (94, True, 1), (95, True, 2), (97, True, 3)),
    ],
)
def test_scale_2_is_for_hypercapnic_failure(spo2: float, on_oxygen: bool, points: int) -> None:
    assert score(Vitals(spo2=spo2, on_oxygen=on_oxygen, scale_2=True)).points["spo2"] == points


def test_long_term_oxygen_scores_nothing() -> None:
    assert score(Vitals(on_oxygen=True)).points == {"oxygen": 2}
    assert score(Vitals(on_oxygen=True, oxygen_is_long_term=True)).points == {"oxygen": 0}


def test_confusion_that_was_always_there_is_not_new() -> None:
    assert score(Vitals(consciousness="C")).points == {"consciousness": 3}
    assert score(Vitals(consciousness="C", confusion_is_baseline=True)).points == {"consciousness": 0}


def test_an_incomplete_set_has_bounds_and_no_total() -> None:
    found = score(Vitals(heart_rate=120.0))

    assert (found.total, found.at_least, found.at_most) == (None, 2, 2 + 3 * 5 + 2)
    assert found.missing == ("respiratory-rate", "spo2", "oxygen", "systolic", "consciousness", "temperature")


def test_a_single_three_is_said() -> None:
    assert score(Vitals(spo2=90)).has_single_three


def test_an_unknown_letter_is_refused() -> None:
    with pytest.raises(ValueError, match="expected one of A, C"):
        score(Vitals(consciousness="X"))
