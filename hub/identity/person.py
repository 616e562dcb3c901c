"""Persons: sets of source Patients, linked by resident ID alone (DESIGN D17).

A person's id is made from the resident ID by a keyed hash, so that two members' Patients meet without either
seeing the other's. Same name and birth date is never enough: homonyms are not linked.
"""

from collections.abc import Iterable

from fhir_profiles.issue import JsonObject
from hub.keys import Keys
from hub.store.port import PersonLink
from terminology.check_digits import read_resident_id

RESIDENT_ID = "urn:oid:2.16.156.10011.1.3"
"""公民身份号码, GB 11643-1999."""


def link_for(patient: JsonObject, *, keys: Keys) -> PersonLink | None:
    """The link of a source Patient to its person; None without a resident ID whose check digit holds.

    Two different valid numbers in one Patient contradict each other and link nothing.
    """
    numbers = {number for value in _resident_ids(patient.get("identifier", [])) if (number := _checked(value))}
    if len(numbers) != 1:
        return None
    person = keys.keyed_hash("person", numbers.pop().encode()).hex()
    return PersonLink(patient=patient["id"], person=person, method="resident-id")


def _resident_ids(identifiers: Iterable[JsonObject]) -> Iterable[str]:
    for identifier in identifiers:
        value = identifier.get("value")
        if identifier.get("system") == RESIDENT_ID and identifier.get("use") != "old" and isinstance(value, str):
            yield value


def _checked(text: str) -> str:
    """The number, or "" when its check digit does not hold; the 15-digit form has none."""
    found = read_resident_id(text)
    return found.number if found is not None and len(text.strip().replace(" ", "")) == 18 else ""
