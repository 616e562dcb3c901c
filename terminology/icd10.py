"""ICD-10 codes as Chinese senders write them, and the patterns of the disease catalogue.

The national clinical edition (国临版) and the insurance edition (医保版) extend WHO ICD-10: `J18.900` is
WHO J18.9, and `I10.x00x002` is WHO I10 with `x` in the place of a missing fourth character. Patterns are
those of a catalogue cell: `I63`, `I63.*`, `I63.9`, `C00-C97`, `E10.0-E10.1`, lists with commas, and
exclusions with a leading `!` or `除`.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_CODE = re.compile(r"^([A-Z]\d{2})(?:\.?([0-9X])(?:[0-9X][0-9X]*)?)?$")
_MORPHOLOGY = re.compile(r"^M?\d{4,5}/\d")
_NATIONAL = re.compile(r"[A-Z]\d{2}\.(?:[Xx]|[\dXx]{3}(?:[Xx]\d{2,3})?)")
_PART = re.compile(r"^([A-Z]\d{2})(?:\.(\d|\*))?$")
_SPLIT = re.compile(r"[,，、;；\s]+")
_RANGE = re.compile(r"[-–—~～]")

CM_ONLY = frozenset({"I16", "R40.3", "Z68", "G89", "O9A", "Z3A"})
"""Codes of ICD-10-CM (USA) that WHO ICD-10 and the Chinese editions lack."""


@lru_cache(maxsize=1 << 14)
def normalise(text: str) -> str | None:
    """The WHO code (`I63.9`, `I10`) of a code in any of the editions, or None when it is no ICD-10 code.

    Full-width letters, small letters, a missing dot, and the marks dagger and asterisk are forgiven.
    Morphology codes (`M8000/3`) are no diagnosis.
    """
    code = unicodedata.normalize("NFKC", text).strip().upper().strip("†*+")
    if _MORPHOLOGY.match(code):
        return None
    found = _CODE.match(code)
    if found is None:
        return None
    category, fourth = found.groups()
    return category if fourth in {None, "X"} else f"{category}.{fourth}"


def is_of_national_edition(code: str) -> bool:
    """Whether a code has the longer form of the Chinese editions (`E11.900`, `I10.x00x002`), which no WHO code has.

    Two digits after the dot are no sign: WHO has them too (M54.56).
    """
    return _NATIONAL.fullmatch(code.strip().strip("†*+")) is not None


def dagger_or_asterisk(text: str) -> str:
    """`dagger` (aetiology), `asterisk` (manifestation) or nothing, by the mark at the code's end."""
    code = unicodedata.normalize("NFKC", text).strip()
    if code.endswith(("†", "+")):
        return "dagger"
    return "asterisk" if code.endswith("*") and not code.endswith(".*") else ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern. `included` maps a category or subcategory to how exactly it was named (2 to 4)."""

    text: str
    included: dict[str, int]
    excluded: frozenset[str]

    def specificity(self, code: str) -> int:
        """How exactly the pattern names a normalised code: 4 subcategory, 3 category, 2 range, 0 not at all.

        An exclusion beats every inclusion.
        """
        category = code[:3]
        if code in self.excluded or category in self.excluded:
            return 0
        return self.included.get(code) or self.included.get(category, 0)


def parse_pattern(text: str) -> Pattern:
    """Compile the cell. Raises ValueError that names the part which cannot be read."""
    included: dict[str, int] = {}
    excluded: set[str] = set()
    normal = re.sub(r"除\s*", "!", unicodedata.normalize("NFKC", text).upper())
    for part in filter(None, _SPLIT.split(normal.strip())):
        if part.startswith("!"):
            excluded.update(_keys(part[1:]))
        else:
            for key, exactness in _keys(part).items():
                included[key] = max(exactness, included.get(key, 0))
    if not included:
        raise ValueError(f"{text!r} names no ICD-10 code; expected a code such as I63, I63.9, I63.* or C00-C97.")
    return Pattern(text=text, included=included, excluded=frozenset(excluded))


def _keys(part: str) -> dict[str, int]:
    ends = _RANGE.split(part)
    if len(ends) == 1:
        category, sub = _read_part(part)
        return {f"{category}.{sub}": 4} if sub not in {None, "*"} else {category: 3}
    if len(ends) != 2:
        raise ValueError(f"{part!r} is no range; expected two codes with one dash, as in C00-C97.")
    (first, first_sub), (last, last_sub) = _read_part(ends[0]), _read_part(ends[1])
    if (first_sub is None) != (last_sub is None) or "*" in {first_sub, last_sub}:
        raise ValueError(f"{part!r}: both ends of a range need the same form, as in E10.0-E10.1 or C00-C97.")
    if (first, first_sub or "") > (last, last_sub or ""):
        raise ValueError(f"{part!r} runs backwards; write the smaller code first.")
    if first_sub is None:
        return dict.fromkeys(_categories(first, last), 2)
    low, high = _ordinal(first) * 10 + int(first_sub), _ordinal(last) * 10 + int(last_sub or 0)
    return {f"{_category(number // 10)}.{number % 10}": 4 for number in range(low, high + 1)}


def _read_part(text: str) -> tuple[str, str | None]:
    found = _PART.match(text.strip().strip("†+"))
    if found is None:
        raise ValueError(f"{text!r} is no ICD-10 code; expected one such as I63 or I63.9.")
    category, sub = found.groups()
    if category in CM_ONLY or f"{category}.{sub}" in CM_ONLY:
        raise ValueError(f"{text!r} exists in ICD-10-CM only, not in WHO ICD-10 or the Chinese editions.")
    return category, sub


def _categories(first: str, last: str) -> list[str]:
    return [_category(number) for number in range(_ordinal(first), _ordinal(last) + 1)]


def _ordinal(category: str) -> int:
    return (ord(category[0]) - ord("A")) * 100 + int(category[1:])


def _category(ordinal: int) -> str:
    return f"{chr(ord('A') + ordinal // 100)}{ordinal % 100:02d}"


_FULL = re.compile(r"^([A-Z]\d{2})(?:\.([0-9X]\d{0,2})(?:X(\d{1,4}))?)?$")


def prefixes(code: str) -> tuple[str, ...]:
    """The codes that a code of any edition stands below, nearest first: `I63.900x001` below I63.900, I63.9 and I63."""
    found = _FULL.match(_canonical(code))
    if found is None:
        return ()
    category, digits, extension = found.groups()
    if digits is None:
        return ()
    above = [f"{category}.{digits.replace('X', 'x')}"] if extension else []
    if len(digits) > 1 and digits[0] != "X":
        above.append(f"{category}.{digits[0]}")
    return (*above, category)


def is_below(code: str, above: str) -> bool:
    """Whether a code is another one or stands below it, whichever editions they are written in.

    `J18.900` and `J18.9` are the same disease, and so are `I10`, `I10.x00` and `I10.x`.
    """
    lower, upper = _significant(code), _significant(above)
    return bool(upper) and lower.startswith(upper)


def _significant(code: str) -> str:
    """The characters that tell: without the dot and the filling that says nothing more."""
    found = _FULL.match(_canonical(code))
    if found is None:
        return ""
    category, digits, extension = found.groups()
    if digits is None:
        return str(category)
    if extension:
        return f"{category}{digits:0<3}X{extension}"
    told = digits[0] + digits[1:].rstrip("0")
    return str(category) if told == "X" else f"{category}{told}"


def _canonical(code: str) -> str:
    text = unicodedata.normalize("NFKC", code).strip().upper().strip("†*+")
    return text if "." in text or len(text) <= 3 else f"{text[:3]}.{text[3:]}"
