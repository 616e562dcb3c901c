"""The rows of quantities that are ranges."""

from fhir_profiles.accessors import Ranged
from fhir_profiles.registry import search_parameters
from hub.store.search.bounds import bounds_of

AGE = search_parameters("Condition")["onset-age"]


def test_closed_ranges_are_told_apart_until_the_column_is_full_and_then_are_two_open_ones() -> None:
    rows = bounds_of([(AGE, Ranged(low, low + 1), "", "a") for low in range(32_767)])

    assert rows[:4] == [
        (AGE.number, 0.0, "", "a", 2), (AGE.number, 1.0, "", "a", -2),
        (AGE.number, 1.0, "", "a", 3), (AGE.number, 2.0, "", "a", -3),
    ]  # fmt: skip
    assert [row[4] for row in rows[-4:]] == [32_767, -32_767, 1, -1]
