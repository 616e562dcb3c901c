"""Dates and times as ranges: whatever a client sends is read or refused, never a fault."""

import pytest

from fhir_profiles.index_values import moment_range

EIGHT = 1_772_323_200_000_000
"""2026-03-01T00:00:00Z, which is 08:00 in Shanghai."""


@pytest.mark.parametrize(
    ("text", "first", "length"),
    [
        ("2026-03-01T08:00:00", EIGHT, 1_000_000),
        ("2026-03-01T08:00", EIGHT, 60_000_000),
        ("2026-03-01T00:00Z", EIGHT, 60_000_000),
        ("2026-03-01T08:00:00.5+08:00", EIGHT + 500_000, 100_000),
        ("2026-03-01T00:00:60Z", EIGHT + 59_000_000, 1_000_000),
        ("2026-03-01", EIGHT, 86_400_000_000),
    ],
)
def test_a_moment_is_as_long_as_it_is_precise(text: str, first: int, length: int) -> None:
    assert moment_range(text) == (first, first + length - 1)


@pytest.mark.parametrize(
    "text",
    [
        "123456789012345678",
        "2026-03-01T25:00:00Z",
        "2026-02-30",
        "2026-03-01T",
        "abc",
        "20",
        "٢٠٢٦",
        "2026-03-01T08:00:00 Z",
    ],
)
def test_what_is_no_date_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- each has its own words
        moment_range(text)
