"""The Chinese resident identity number 居民身份证号码. GB 11643-1999."""

import re
import unicodedata
from datetime import date

SYSTEM = "urn:oid:2.16.156.10011.1.3"
HEALTH_RECORD_SYSTEM = "urn:oid:2.16.156.10011.1.2"
HEALTH_CARD_SYSTEM = "urn:oid:2.16.156.10011.1.19"

TYPE_CODES = frozenset({"NNCHN", "SFZ", "SFZH", "IDCARD", "IDNO", "IDC", "身份证", "居民身份证", "身份证号"})
"""What senders write in CX.5 for a resident identity number; table 0203 has NNxxx with ISO 3166."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_NEW = re.compile(r"\d{17}[\dXx]", re.ASCII)
_OLD = re.compile(r"\d{15}", re.ASCII)


def looks_like_resident_id(text: str) -> bool:
    """Whether the text has the shape of one (18 characters, or the old 15 digits with a date)."""
    text = unicodedata.normalize("NFKC", text)
    return bool(_NEW.fullmatch(text)) or (bool(_OLD.fullmatch(text)) and _date(f"19{text[6:12]}") is not None)


def to_resident_id(text: str) -> str | None:
    """The 18-character number when its check digit and date hold, else None.

    The old form of 15 digits (until 2013) gets its century and check digit; full-width digits become plain ones.
    """
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    if _OLD.fullmatch(plain):
        plain = f"{plain[:6]}19{plain[6:]}"
        plain += check_digit(plain)
    if not _NEW.fullmatch(plain) or check_digit(plain[:17]) != plain[17] or _date(plain[6:14]) is None:
        return None
    return plain


def check_digit(first17: str) -> str:
    """The ISO 7064 MOD 11-2 check character of the first 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def _date(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None
