"""The resident ID number (公民身份号码). GB 11643-1999: 18 characters, the last a check character."""

from dataclasses import dataclass
from datetime import date

from adapters.care_home.values import CellError

SYSTEM = "urn:oid:2.16.156.10011.1.3"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


@dataclass(frozen=True, slots=True)
class ResidentId:
    """A number whose check character and date hold; `birth_date` is a FHIR date."""

    number: str
    birth_date: str
    sex: str


def to_resident_id(cell: str) -> ResidentId:
    """Read 18 characters, or the old 15 digits, which are brought to 18 with the century 19."""
    number = cell.replace(" ", "").replace("-", "").upper()
    if "E+" in number:
        raise CellError("a spreadsheet turned the number into a power of ten; format the column as text")
    if len(number) == 15 and number.isascii() and number.isdigit():
        number = f"{number[:6]}19{number[6:]}"
        number += _check_character(number)
    if len(number) != 18 or not (number[:17].isascii() and number[:17].isdigit()):
        raise CellError("expected 18 characters of GB 11643 (or the old 15 digits)")
    if _check_character(number) != number[17]:
        raise CellError("the check character of GB 11643 does not fit; compare with the identity card")
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError as err:
        raise CellError("the date inside the number does not exist; compare with the identity card") from err
    return ResidentId(number=number, birth_date=born.isoformat(), sex="male" if int(number[16]) % 2 else "female")


def _check_character(number: str) -> str:
    return _CHECK[sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % 11]
