"""GB 11643 and GB 32100 over the whole input space, on the fictitious elders and institutions of the story."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from terminology.check_digits import (
    credit_code_check_character,
    is_credit_code,
    is_organization_code,
    read_resident_id,
    resident_id_check_digit,
)
from terminology.code_systems import load_code_system
from tests.unit.terminology.test_check_digits import CREDIT_CODES, RESIDENTS

_DISTRICTS = st.sampled_from(["330105", "110000", "640202"])
_BIRTHS = st.dates(min_value=date(1900, 1, 1), max_value=date(2026, 11, 22))
_ORDERS = st.integers(min_value=0, max_value=999)
_CREDIT = st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17)


@pytest.mark.parametrize(("number", "sex"), RESIDENTS)
def test_the_district_of_each_elder_is_in_the_region_table(number: str, sex: str) -> None:
    resident = read_resident_id(number)

    assert resident is not None
    assert resident.district in load_code_system("region-gbt-2260").codes


def test_a_district_that_was_abolished_still_stands_in_old_numbers() -> None:
    resident = read_resident_id("330103193507260034")

    assert resident is not None
    assert load_code_system("region-gbt-2260").codes[resident.district].more["inactive"] == "true"


@given(district=_DISTRICTS, birth=_BIRTHS, order=_ORDERS)
def test_a_number_that_was_made_is_read_back(district: str, birth: date, order: int) -> None:
    first = f"{district}{birth:%Y%m%d}{order:03d}"

    resident = read_resident_id(first + resident_id_check_digit(first))

    assert resident is not None
    assert (resident.district, resident.birth_date, resident.sex) == (
        district,
        birth,
        "male" if order % 2 else "female",
    )


@given(district=_DISTRICTS, birth=_BIRTHS, order=_ORDERS, place=st.integers(0, 16))
def test_two_neighbours_that_changed_places_are_found(district: str, birth: date, order: int, place: int) -> None:
    first = f"{district}{birth:%Y%m%d}{order:03d}"
    number = first + resident_id_check_digit(first)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assume(swapped != number)

    assert read_resident_id(swapped) is None


@pytest.mark.parametrize(
    ("day", "exists"),
    [("19400229", True), ("19410229", False), ("19000229", False), ("20000229", True), ("19380431", False)],
)
def test_the_birth_date_has_to_exist_even_when_the_check_digit_is_right(day: str, exists: bool) -> None:
    first = f"330105{day}001"

    assert (read_resident_id(first + resident_id_check_digit(first)) is not None) is exists


def test_ten_is_written_as_x_and_read_in_either_case() -> None:
    first = next(
        one for one in (f"330105193804{day:02d}001" for day in range(1, 31)) if resident_id_check_digit(one) == "X"
    )

    found = [read_resident_id(first + letter) for letter in "Xx"]

    assert [one is not None and one.number for one in found] == [first + "X"] * 2
    assert read_resident_id(f"X{first[1:]}0") is None


@given(st.text(max_size=30))
def test_no_text_makes_the_checks_fail(text: str) -> None:
    assert is_credit_code(text) in {True, False}
    assert is_organization_code(text) in {True, False}
    assert read_resident_id(text) is None or len(text.strip()) >= 15


@pytest.mark.parametrize("code", CREDIT_CODES)
@pytest.mark.parametrize("place", range(18))
def test_one_wrong_character_of_a_credit_code_is_found(code: str, place: int) -> None:
    other = "1" if code[place] != "1" else "2"

    assert not is_credit_code(code[:place] + other + code[place + 1 :])


@given(_CREDIT)
def test_a_credit_code_that_was_made_is_right_and_small_letters_are_forgiven(first: str) -> None:
    code = first + credit_code_check_character(first)

    assert is_credit_code(code)
    assert is_credit_code(code.lower())


@pytest.mark.parametrize("letter", "IOSVZ")
def test_letters_that_look_like_digits_are_not_in_a_credit_code(letter: str) -> None:
    assert not is_credit_code(f"{letter}{CREDIT_CODES[0][1:]}")
