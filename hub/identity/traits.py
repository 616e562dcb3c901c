"""What tells a Patient apart from others, in the form in which it is compared. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from fhir_profiles.issue import JsonObject
from hub.identity.person import RESIDENT_ID
from hub.store.search.sounds import sounds_of
from terminology.check_digits import read_resident_id

_NO_DIGIT = re.compile(r"[^0-9]")
_BETWEEN = re.compile(r"[\s·•・.,'’-]+")
_SHORTEST_PHONE = 7


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of a person; empty where nothing is.

    `residents` are resident IDs of 18 characters whose check digit holds, `numbers` all other identifiers as
    (system, value), `names` folded texts, `sounds` how they sound in Latin letters, `birth` a FHIR date, whole or in
    part, `sex` male, female or other.
    """

    residents: frozenset[str] = frozenset()
    numbers: frozenset[tuple[str, str]] = frozenset()
    names: frozenset[str] = frozenset()
    sounds: frozenset[str] = frozenset()
    birth: str = ""
    sex: str = ""
    phones: frozenset[str] = frozenset()

    @property
    def is_enough(self) -> bool:
        """Whether a person can be looked for: by a number, a telephone or a name. A birth date fits too many."""
        return bool(self.residents or self.numbers or self.names or self.phones)


def traits_of(patient: JsonObject) -> Traits:
    """The traits of a valid Patient, stored or asked for. A resident ID that was replaced (`old`) is nobody's."""
    residents, numbers = set(), set()
    for identifier in patient.get("identifier", ()):
        system, value = identifier.get("system", ""), _folded(identifier.get("value", ""))
        number = read_resident_id(value) if system in {RESIDENT_ID, ""} else None
        if number is not None and identifier.get("use") != "old":
            residents.add(number.number)
        elif value and system != RESIDENT_ID:
            numbers.add((system, value))
    names = frozenset(text for name in patient.get("name", ()) for text in texts_of(name))
    return Traits(
        residents=frozenset(residents),
        numbers=frozenset(numbers),
        names=names,
        sounds=frozenset(sound_of(name) for name in names) - {""},
        birth=str(patient.get("birthDate", "")),
        sex=patient["gender"] if patient.get("gender") in {"male", "female", "other"} else "",
        phones=frozenset(phones_of(patient)),
    )


def texts_of(name: JsonObject) -> Iterable[str]:
    """The forms in which a HumanName may be written: as a text, and from its parts in both orders."""
    family, given = name.get("family", ""), "".join(name.get("given", ()))
    return {_plain(text) for text in (name.get("text", ""), f"{family}{given}", f"{given}{family}")} - {""}


def sound_of(name: str) -> str:
    """A folded name in Latin letters; "" where it has none, as a name in Cyrillic."""
    found = sounds_of(name)
    return found[0][0] if found else name.replace("ü", "v") if name.replace("ü", "v").isascii() else ""


def phones_of(patient: JsonObject) -> Iterable[str]:
    """Telephone numbers as digits, without the code of the country."""
    for point in patient.get("telecom", ()):
        if point.get("system") in {"phone", "sms"}:
            digits = _NO_DIGIT.sub("", _folded(point.get("value", "")))
            digits = digits.removeprefix("00") if digits.startswith("0086") else digits
            digits = digits.removeprefix("86") if len(digits) == 13 else digits
            if len(digits) >= _SHORTEST_PHONE:
                yield digits


def _plain(text: str) -> str:
    return _BETWEEN.sub("", _folded(text).casefold())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
