"""What the same text became before: codes, wards, doctors and institutions, which nearly every message repeats.

A cell of these types is a pure function of its text, the sender's name and the field's options. Its result is kept
with the components that it took, so that the residue report stays right, and with the directory entries that it
added. Only messages with the standard delimiters take part. Nothing of a patient is kept here.
"""

from collections.abc import Hashable
from typing import Generic, TypeVar

from adapters.hl7v2.escapes import STANDARD
from adapters.hl7v2.tokenizer import Repetition
from adapters.port import Entry
from fhir_profiles.issue import JsonObject

_MOST = 8_192
_LONGEST = 250
_V = TypeVar("_V")


class Memory(Generic[_V]):
    """A bounded table; when it is full it begins anew."""

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[Hashable, _V] = {}

    def get(self, key: Hashable) -> _V | None:
        """What was kept under this key."""
        return self._known.get(key)

    def add(self, key: Hashable, value: _V) -> None:
        """Keep it."""
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[key] = value


Concepts = Memory[tuple[JsonObject | None, int]]
"""A concept and the components that it took."""

Mentions = Memory[tuple[JsonObject | None, int, tuple[Entry, ...]]]
"""A reference, the components that it took, and the entries behind it, which nobody may change."""


def is_memorable(cell: Repetition) -> bool:
    """Whether the cell's text alone says what it becomes."""
    return cell.segment.delimiters is STANDARD and len(cell.raw) <= _LONGEST


def copy_of_concept(concept: JsonObject | None) -> JsonObject | None:
    """A CodeableConcept that the caller may change."""
    if concept is None:
        return None
    codings = concept.get("coding")
    if codings is None:
        return {**concept}
    return {**concept, "coding": [{**coding} for coding in codings]}
