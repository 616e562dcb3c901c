"""Check digits of Chinese identifiers: GB 11643-1999 (resident ID) and GB 32100-2015 (unified social credit code).

Both functions that look at an identifier take any text and never raise: a wrong identifier is a
finding for the caller, not an exception. Nothing here knows a person or an institution.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_VALUE = {letter: value for value, letter in enumerate(_CREDIT_ALPHABET)}
_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORG_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class ResidentId:
    """What a valid resident ID says: 18 characters, district of first registration, birth date, sex."""

    number: str
    district: str
    birth_date: date
    sex: Literal["male", "female"]


def read_resident_id(text: str) -> ResidentId | None:
    """The resident ID in `text`, or None when it is not one (GB 11643-1999 section 4).

    Blanks and a small `x` are forgiven. The 15-digit form of before 1999 is upgraded (`19` before the
    year, check digit added); it carries no check digit of its own, so only its date is checked.
    """
    number = text.strip().replace(" ", "").upper()
    if len(number) == 15 and number.isascii() and number.isdigit():
        number = number[:6] + "19" + number[6:]
        number += resident_id_check_digit(number)
    if len(number) != 18 or not (number[:17].isascii() and number[:17].isdigit()):
        return None
    if number[17] != resident_id_check_digit(number[:17]):
        return None
    try:
        birth_date = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    sex: Literal["male", "female"] = "male" if int(number[16]) % 2 else "female"
    return ResidentId(number=number, district=number[:6], birth_date=birth_date, sex=sex)


def resident_id_check_digit(first_17: str) -> str:
    """The 18th character for 17 digits: ISO 7064 MOD 11-2, ten written as X."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, _ID_WEIGHTS, strict=True))
    return _ID_CHECK[total % 11]


def is_credit_code(text: str) -> bool:
    """Whether `text` is a unified social credit code with a right check character (GB 32100-2015).

    The organization code in characters 9 to 17 has its own check character (GB 11714-1997); codes given
    to individual businesses do not keep it, so it is asked by `is_organization_code` and not here.
    """
    code = text.strip().upper()
    if len(code) != 18 or any(letter not in _CREDIT_VALUE for letter in code):
        return False
    return code[17] == credit_code_check_character(code[:17])


def credit_code_check_character(first_17: str) -> str:
    """The 18th character: weights are powers of 3 modulo 31."""
    total = sum(_CREDIT_VALUE[letter] * pow(3, position, 31) for position, letter in enumerate(first_17))
    return _CREDIT_ALPHABET[(31 - total % 31) % 31]


def is_organization_code(text: str) -> bool:
    """Whether nine characters are an organization code with a right check character (GB 11714-1997)."""
    code = text.strip().upper().replace("-", "")
    if len(code) != 9 or any(letter not in _ORG_ALPHABET for letter in code):
        return False
    total = sum(_ORG_ALPHABET.index(letter) * weight for letter, weight in zip(code[:8], _ORG_WEIGHTS, strict=True))
    rest = 11 - total % 11
    return code[8] == ("X" if rest == 10 else "0" if rest == 11 else str(rest))
