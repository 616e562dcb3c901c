"""How likely two records are of one person, by fixed points. Pure, and the same for everybody.

Match grades: https://hl7.org/fhir/R4/valueset-match-grade.html. The points follow Fellegi and Sunter's idea that each
trait speaks for or against; their sizes are the hub's own and stand in one table (docs/matching.md). A number
alone is never certain, since it may have been typed for somebody else; a name with birth date and sex is never certain
either, since there are homonyms (DESIGN D17).
"""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from hub.identity.traits import Traits

Grade = Literal["certain", "probable", "possible", "certainly-not"]

POINTS: Final[Mapping[str, Mapping[str, int]]] = {
    "number": {"same": 65, "value": 35, "different": -60},
    "name": {"same": 25, "sounds": 18, "part": 8, "different": -20},
    "birth": {"same": 20, "swapped": 14, "part": 8, "digit": 8, "different": -25},
    "sex": {"same": 5, "different": -15},
    "phone": {"same": 15},
}
"""Points of each trait by how it agrees; what one of the two does not know has none."""

PROBABLE: Final = 50
POSSIBLE: Final = 30
_CERTAIN: Final = 80
_WHOLE_DATE: Final = len("1941-05-03")


class Match(NamedTuple):
    """`score` from 0 to 1, and what it means."""

    score: float
    grade: Grade


def match(sought: Traits, found: Traits) -> Match:
    """How likely the record that was found is of the person that is sought."""
    agreement = {
        "number": numbers_agree(sought, found),
        "name": names_agree(sought, found),
        "birth": births_agree(sought.birth, found.birth),
        "sex": ("same" if sought.sex == found.sex else "different") if sought.sex and found.sex else "",
        "phone": "same" if sought.phones & found.phones else "",
    }
    total = sum(POINTS[trait][how] for trait, how in agreement.items() if how)
    total = max(0, min(100, total))
    is_confirmed = agreement["name"] in {"same", "sounds"} or (agreement["birth"] == "same" and not agreement["name"])
    if agreement["number"] == "same" and is_confirmed and total >= _CERTAIN and "different" not in agreement.values():
        return Match(total / 100, "certain")
    if total >= PROBABLE:
        return Match(min(total, 99) / 100, "probable")
    return Match(total / 100, "possible" if total >= POSSIBLE else "certainly-not")


def numbers_agree(sought: Traits, found: Traits) -> str:
    """`same` for a shared resident ID or number of one system, `value` for one whose system was not said."""
    if sought.residents & found.residents:
        return "same"
    if sought.residents and found.residents:
        return "different"
    if any(system for system, _ in sought.numbers & found.numbers):
        return "same"
    values = {value for _, value in found.numbers}
    return "value" if any(not system and value in values for system, value in sought.numbers) else ""


def names_agree(sought: Traits, found: Traits) -> str:
    """`same`, `sounds` (张三 and Zhang San), `part` (王秀 and 王秀英, or one character of three), `different`."""
    if not sought.names or not found.names:
        return ""
    if sought.names & found.names:
        return "same"
    if sought.sounds & found.sounds:
        return "sounds"
    return "part" if any(_is_part(one, other) for one in sought.names for other in found.names) else "different"


def births_agree(sought: str, found: str) -> str:
    """`same`, `swapped` (day and month), `part` (a year and its day), `digit` (one other digit), `different`."""
    if not sought or not found:
        return ""
    if len(sought) < _WHOLE_DATE or len(found) < _WHOLE_DATE:
        return "part" if sought.startswith(found) or found.startswith(sought) else "different"
    if sought == found:
        return "same"
    if sought == f"{found[:4]}-{found[8:]}-{found[5:7]}":
        return "swapped"
    return "digit" if _differing(sought, found) == 1 else "different"


def _is_part(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < 2:
        return False
    return long.startswith(short) or (len(short) == len(long) >= 3 and _differing(short, long) == 1)


def _differing(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))
