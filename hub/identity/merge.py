"""Two records of one person: what speaks against it, and how they look merged and apart again. Pure.

FHIR R4 Patient.link (https://hl7.org/fhir/R4/patient.html#merge), HL7 v2.9 chapter 3.6. The old record is inactive and
`replaced-by` the survivor, which `replaces` it and keeps its numbers with `use` old. Neither loses anything, so that
a merge can be undone (DESIGN D17).
"""

from collections.abc import Sequence

from fhir_profiles.issue import JsonObject
from hub.identity.person import differs, resident_ids

REPLACED_BY, REPLACES = "replaced-by", "replaces"


def merge_conflicts(one: JsonObject, other: JsonObject) -> tuple[str, ...]:
    """Elements that say that two Patients are two people: `identifier` (the resident ID), `birthDate`, `gender`.

    What one of them does not know speaks against nothing. Where both have the same resident ID, nothing else counts.
    """
    mine, theirs = set(resident_ids(one)), set(resident_ids(other))
    if mine & theirs:
        return ()
    found = ["identifier"] if mine and theirs else []
    return (*found, *(name for name in ("birthDate", "gender") if differs(one, other, name)))


def linked_to(patient: JsonObject, kind: str) -> list[str]:
    """The ids of the Patients that a Patient names in its links of this type."""
    return [
        reference.removeprefix("Patient/")
        for link in patient.get("link", ())
        if link.get("type") == kind and (reference := str((link.get("other") or {}).get("reference", "")))
    ]


def number_of(identifier: JsonObject) -> tuple[object, object]:
    """What tells numbers apart: system and value."""
    return identifier.get("system"), identifier.get("value")


def with_old_numbers(survivor: JsonObject, numbers: Sequence[JsonObject]) -> JsonObject:
    """The survivor with the numbers of the old record as old ones; those that it has stay as they are."""
    known = {number_of(identifier) for identifier in survivor.get("identifier", ())}
    fresh = {number_of(number): number | {"use": "old"} for number in numbers if number_of(number) not in known}
    added = list(fresh.values())
    return survivor | {"identifier": [*survivor.get("identifier", ()), *added]} if added else survivor


def merged_pair(source: JsonObject, target: JsonObject) -> tuple[JsonObject, JsonObject]:
    """The old record (`source`) and the survivor (`target`) as they are after the merge."""
    old = source | {
        "active": False,
        "link": [
            *source.get("link", ()),
            {"other": {"reference": f"Patient/{target['id']}"}, "type": REPLACED_BY},
        ],
    }
    survivor = with_old_numbers(target, source.get("identifier", ()))
    link = {"other": {"reference": f"Patient/{source['id']}"}, "type": REPLACES}
    return old, survivor | {"link": [*survivor.get("link", ()), link]}


def parted_pair(source: JsonObject, target: JsonObject, before: JsonObject | None) -> tuple[JsonObject, JsonObject]:
    """Both records as they are when their merge is undone.

    `before` is the old record as it was before the merge; None when the merge made it. What was said of the survivor
    since stays with the survivor.
    """
    used = {number_of(number): number.get("use") for number in (before or {}).get("identifier", ())}
    numbers = [_used_as(number, used) for number in source.get("identifier", ())]
    old = _without_link(source, target["id"]) | ({"identifier": numbers} if numbers else {})
    del old["active"]
    if before is not None and "active" in before:
        old["active"] = before["active"]
    taken = {number_of(number) for number in source.get("identifier", ())}
    survivor = _without_link(target, source["id"])
    left = [
        number
        for number in survivor.get("identifier", ())
        if number.get("use") != "old" or number_of(number) not in taken
    ]
    if left:
        return old, survivor | {"identifier": left}
    return old, {name: value for name, value in survivor.items() if name != "identifier"}


def _used_as(number: JsonObject, used: dict[tuple[object, object], object]) -> JsonObject:
    """The number as it was used before the merge; one that came with the merge is not old any more."""
    use = used.get(number_of(number))
    plain = {name: value for name, value in number.items() if name != "use"}
    return plain | {"use": use} if use else plain


def _without_link(patient: JsonObject, other: str) -> JsonObject:
    links = [
        link
        for link in patient.get("link", ())
        if (link.get("other") or {}).get("reference") != f"Patient/{other}" or link.get("type") == "seealso"
    ]
    made = {name: value for name, value in patient.items() if name != "link"}
    return made | {"link": links} if links else made
