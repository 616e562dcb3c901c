from datetime import date

import pytest

from terminology.check_digits import is_credit_code, is_organization_code, read_resident_id

RESIDENTS = [
    ("330105193804120014", "male"),
    ("330105194111030029", "female"),
    ("330103193507260034", "male"),
    ("330105194502190046", "female"),
    ("330106192909300056", "male"),
    ("330105195001010064", "female"),
    ("330281194006150071", "male"),
    ("330110193308080093", "male"),
]
CREDIT_CODES = ["12330100470116008Q", "52330105MJ8T20001D", "91330105MA2B00000D", "12330105470117000F"]


@pytest.mark.parametrize(("number", "sex"), RESIDENTS)
def test_a_resident_id_gives_sex_and_birth_date(number: str, sex: str) -> None:
    resident = read_resident_id(number)

    assert resident is not None
    assert (resident.number, resident.sex, f"{resident.birth_date:%Y%m%d}") == (number, sex, number[6:14])


@pytest.mark.parametrize("position", range(18))
def test_one_wrong_digit_is_found(position: int) -> None:
    number = RESIDENTS[0][0]
    wrong = number[:position] + str((int(number[position]) + 1) % 10) + number[position + 1 :]

    assert read_resident_id(wrong) is None


def test_the_15_digit_form_is_upgraded() -> None:
    resident = read_resident_id("330105380412001")

    assert resident is not None
    assert (resident.number, resident.birth_date) == ("330105193804120014", date(1938, 4, 12))


@pytest.mark.parametrize(
    "text", ["", "330105193802300014", "33010519380412001", "３３０１０５１９３８０４１２００１４", "abc"]
)
def test_what_is_no_resident_id_is_none(text: str) -> None:
    assert read_resident_id(text) is None


def test_blanks_and_a_small_x_are_forgiven() -> None:
    assert read_resident_id(" 330105193804120014 ") is not None


@pytest.mark.parametrize("code", CREDIT_CODES)
def test_a_credit_code_has_a_right_check_character(code: str) -> None:
    assert is_credit_code(code)
    assert not is_credit_code(code[:-1] + ("1" if code[-1] != "1" else "2"))


@pytest.mark.parametrize("code", ["", "12330100470116008I", "1233010047011600"])
def test_what_is_no_credit_code_is_refused(code: str) -> None:
    assert not is_credit_code(code)


def test_an_organization_code_has_its_own_check_character() -> None:
    assert is_organization_code("47011600-8")
    assert not is_organization_code("470116009")
    assert not is_organization_code("47011600")
