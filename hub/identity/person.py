"""Persons: sets of source Patients, linked by resident ID and name (DESIGN D17).

A person's id is made from both by a keyed hash, so that two members' Patients meet without either seeing
the other's. A resident ID that was typed for somebody else would join two people's records, so it links only where
birth date and sex fit what the number itself says, and where the name is the same. Same name and birth date
without the number is never enough: homonyms are not linked.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import parse
from hub.keys import Keys
from hub.store.layer import EngineLayer
from hub.store.port import Engine, PersonLink, Ref, Visibility, WriteResult, WriteUnit
from terminology.check_digits import ResidentId, read_resident_id

RESIDENT_ID = "urn:oid:2.16.156.10011.1.3"
"""公民身份号码, GB 11643-1999."""

_MOST_LINKED = 100
"""Records of one person that are looked at."""


class Persons(EngineLayer):
    """Adds to each unit whose person its Patients are, so that every door's corrections move the links (ADR 23).

    A Patient whose number and name no longer agree becomes a person of its own, without a look at the version before:
    two corrections at the same time cannot leave a link that neither of them states. What others stored stays.
    """

    def __init__(self, inner: Engine, *, keys: Keys) -> None:
        super().__init__(inner)
        self._keys = keys

    async def write(self, unit: WriteUnit, *, visibility: Visibility) -> WriteResult:
        """Store the unit with the links of its Patients. Raises as the engine does."""
        puts = {put.ref.id: put for put in unit.puts if put.ref.type == "Patient" and not put.delete}
        if not puts:
            return await self.inner.write(unit, visibility=visibility)
        written = {one: put.resource if put.resource is not None else parse(put.data) for one, put in puts.items()}
        links: dict[str, PersonLink] = {}
        for one, patient in written.items():
            if one in links:
                continue
            same = await self._same(one, written, member=unit.author or visibility.member) if "link" in patient else {}
            found = links_of(same, keys=self._keys) if len(same) > 1 else []
            own = self._link(patient, one, is_new=puts[one].expected == 0)
            links |= {link.patient: link for link in found or ([own] if own is not None else [])}
        if links:
            unit = replace(unit, links=(*unit.links, *links.values()))
        return await self.inner.write(unit, visibility=visibility)

    def _link(self, patient: JsonObject, patient_id: str, *, is_new: bool) -> PersonLink | None:
        """None for a Patient that is new and nobody else's."""
        link = link_for(patient, patient_id=patient_id, keys=self._keys)
        return link if link is not None or is_new else _alone(patient_id, patient_id, keys=self._keys)

    async def _same(self, one: str, written: Mapping[str, JsonObject], *, member: int) -> dict[str, JsonObject]:
        """The member's own Patients that are linked with this one, directly or by others. A link counts from both."""
        found = {one: written[one]}
        ahead = [one]
        while ahead and len(found) < _MOST_LINKED:
            at = ahead.pop()
            for other in sorted(linked_ids(found[at]) - found.keys()):
                patient = written.get(other)
                if patient is None:
                    stored = await self.inner.read(Ref("Patient", other), visibility=Visibility(member=member))
                    is_own = stored is not None and not stored.deleted and stored.custodian == member
                    patient = stored.json() if stored is not None and is_own else None
                if patient is not None and at in linked_ids(patient):
                    found[other] = patient
                    ahead.append(other)
        return found


def links_of(same: Mapping[str, JsonObject], *, keys: Keys) -> list[PersonLink]:
    """The links of Patients that say of each other that they are one person; none where their resident IDs differ.

    The survivors of merges speak before those that they replaced.
    """
    for speakers in (same, {one: patient for one, patient in same.items() if not _is_replaced(patient)}):
        own = {link_for(patient, patient_id=one, keys=keys) for one, patient in speakers.items()} - {None}
        persons = {link.person for link in own if link is not None}
        if len(persons) == 1:
            person = next(iter(persons))
            return [PersonLink(patient=one, person=person, method="merged") for one in same]
        if not persons:
            return [replace(_alone(one, min(same), keys=keys), method="merged") for one in same]
    return []


def linked_ids(patient: JsonObject) -> set[str]:
    """The ids of the Patients that a Patient names as the same person: merged with it, or linked."""
    return {
        reference.removeprefix("Patient/")
        for link in patient.get("link", ())
        if link.get("type") in {"replaced-by", "replaces", "seealso"}
        and (reference := str((link.get("other") or {}).get("reference", ""))).startswith("Patient/")
    }


def _is_replaced(patient: JsonObject) -> bool:
    return any(link.get("type") == "replaced-by" for link in patient.get("link", ()))


def _alone(patient_id: str, first: str, *, keys: Keys) -> PersonLink:
    """A person who is known by the id of a Patient."""
    person = keys.keyed_hash("person", f"Patient/{first}".encode()).hex()
    return PersonLink(patient=patient_id, person=person, method="alone")


def link_for(patient: JsonObject, *, patient_id: str, keys: Keys) -> PersonLink | None:
    """The link of a source Patient to its person.

    None without a resident ID whose check digit holds, with two different ones, without a name, or when birth
    date or sex contradicts the number.
    """
    number = resident_number(patient)
    name = plain_name(patient)
    if number is None or not name or contradictions(patient, number):
        return None
    person = keys.keyed_hash("person", f"{number.number}|{name}".encode()).hex()
    return PersonLink(patient=patient_id, person=person, method="resident-id-and-name")


def resident_number(patient: JsonObject) -> ResidentId | None:
    """The one valid resident ID of a Patient; None for none or two different ones."""
    found = {number.number: number for value in resident_ids(patient) if (number := _checked(value))}
    return next(iter(found.values())) if len(found) == 1 else None


def contradictions(patient: JsonObject, number: ResidentId) -> tuple[str, ...]:
    """Elements of the Patient that the resident ID contradicts: `birthDate`, `gender`."""
    found = []
    born = str(patient.get("birthDate", ""))
    if born and not number.birth_date.isoformat().startswith(born):
        found.append("birthDate")
    if patient.get("gender") in {"male", "female"} and patient["gender"] != number.sex:
        found.append("gender")
    return tuple(found)


def plain_name(patient: JsonObject) -> str:
    """The name as it is compared: width and blanks do not count; "" when there is none."""
    names = [name for name in patient.get("name", []) if name.get("use") not in {"old", "maiden"}]
    if not names:
        return ""
    text = names[0].get("text") or f"{names[0].get('family', '')}{''.join(names[0].get('given', []))}"
    return "".join(unicodedata.normalize("NFKC", str(text)).casefold().split())


def is_another_person(before: JsonObject, after: JsonObject) -> bool:
    """Whether an update of a Patient speaks of somebody else.

    Name, birth date and sex all differ, or name and resident ID do, and no resident ID confirms that it is the same
    person. Less is a correction, or an unknown patient who now has a name.
    """
    old, new = set(resident_ids(before)), set(resident_ids(after))
    if old & new:
        return False
    has_other_name = plain_name(before) != plain_name(after) and bool(plain_name(before)) and bool(plain_name(after))
    has_other_number = bool(old) and bool(new)
    return has_other_name and (
        has_other_number or (differs(before, after, "birthDate") and differs(before, after, "gender"))
    )


def is_same_person(one: JsonObject, other: JsonObject) -> bool:
    """Whether two source Patients of one member are one person: a shared resident ID, or one replaces the other."""
    if set(resident_ids(one)) & set(resident_ids(other)):
        return True
    pairs = ((one, other), (other, one))
    return any(
        (link.get("other") or {}).get("reference") == f"Patient/{target.get('id')}"
        for source, target in pairs
        for link in source.get("link", [])
    )


def differs(before: JsonObject, after: JsonObject, name: str) -> bool:
    """Whether two Patients both know an element, and say something else; a birth year does not differ from its date."""
    old, new = str(before.get(name, "")), str(after.get(name, ""))
    if not old or not new or "unknown" in {old, new}:
        return False
    return not (old.startswith(new) or new.startswith(old))


def resident_ids(patient: JsonObject) -> Iterable[str]:
    """The resident IDs that a Patient has now."""
    for identifier in patient.get("identifier", []):
        value = identifier.get("value")
        if identifier.get("system") == RESIDENT_ID and identifier.get("use") != "old" and isinstance(value, str):
            yield value


def _checked(text: str) -> ResidentId | None:
    """The number when its check digit holds; the 15-digit form has none."""
    return read_resident_id(text) if len(text.strip().replace(" ", "")) == 18 else None
