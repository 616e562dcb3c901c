"""The resident ID number (公民身份号码) in a cell, with the reason when it is none. GB 11643-1999."""

from dataclasses import dataclass

from adapters.tabular.values import CellError
from terminology.check_digits import read_resident_id, resident_id_check_digit

SYSTEM = "urn:oid:2.16.156.10011.1.3"


@dataclass(frozen=True, slots=True)
class ResidentId:
    """A number whose check character and date hold; `birth_date` is a FHIR date."""

    number: str
    birth_date: str
    sex: str


def to_resident_id(cell: str) -> ResidentId:
    """Read 18 characters, or the old 15 digits, which are brought to 18 with the century 19."""
    number = cell.replace(" ", "").replace("-", "").upper()
    found = read_resident_id(number)
    if found is not None:
        return ResidentId(number=found.number, birth_date=found.birth_date.isoformat(), sex=found.sex)
    if "E+" in number:
        raise CellError("a spreadsheet turned the number into a power of ten; format the column as text")
    digits = number[:17]
    if len(number) not in {15, 18} or not (digits.isascii() and digits.isdigit()):
        raise CellError("expected 18 characters of GB 11643 (or the old 15 digits)")
    if len(number) == 18 and resident_id_check_digit(digits) != number[17]:
        raise CellError("the check character of GB 11643 does not fit; compare with the identity card")
    raise CellError("the date inside the number does not exist; compare with the identity card")
