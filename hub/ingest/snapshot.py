"""Lists that a message states as a whole: what it names no more is no longer so. HL7 v2.9 chapter 2.10.4.

Allergies (AL1), contacts (NK1) and insurance (IN1) are lists of a patient, diagnoses (DG1) of a visit. A list belongs
to the sender that states it: another system of the same hospital has its own. Nothing is deleted; what left the list
becomes inactive, and active again when it comes back.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from fhir_profiles.issue import Issue, JsonObject
from fhir_profiles.json_text import dump
from fhir_profiles.registry import search_parameters
from hub.conversion import Entry
from hub.ingest.statement import Target
from hub.ingest.watermark import times_of
from hub.store.port import Engine, Put, Ref, StoredResource, Visibility
from hub.store.query import Criterion, SearchQuery, SearchValue

NONE_KNOWN = "AL1-none"
"""The statement that no allergy is known, alone: it takes no allergen back."""

_NONE_CODES = frozenset({"716186003", "409137002", "429625007"})

_MOST = 500
"""Members of one list that are looked at."""


@dataclass(frozen=True, slots=True)
class _List:
    """What a list is of, and how a member looks that is in it, or has left it."""

    type: str
    holder: str
    parameter: str
    element: str
    present: Any
    gone: Any


def _clinical(kind: str, code: str) -> JsonObject:
    system = f"http://terminology.hl7.org/CodeSystem/{kind}-clinical"
    return {"coding": [{"system": system, "code": code, "display": code.capitalize()}]}


_LISTS = {
    "AL1": _List(
        "AllergyIntolerance", "Patient", "patient", "clinicalStatus",
        _clinical("allergyintolerance", "active"), _clinical("allergyintolerance", "inactive"),
    ),
    "DG1": _List(
        "Condition", "Encounter", "encounter", "clinicalStatus",
        _clinical("condition", "active"), _clinical("condition", "inactive"),
    ),
    "IN1": _List("Coverage", "Patient", "beneficiary", "status", "active", "cancelled"),
    "NK1": _List("RelatedPerson", "Patient", "patient", "active", True, False),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stated:
    """The lists that a message of a sender states, and the time of its event (UTC, empty when it has none)."""

    sender: str = ""
    lists: frozenset[str] = frozenset()
    at: str = ""

    def of(self, kind: str) -> frozenset[str]:
        """The names under which a resource of this type notes when its lists were said."""
        return frozenset(self._noted(name) for name in self.lists if _LISTS[_group(name)].holder == kind)

    def marked(self, entry: Entry) -> Entry:
        """The entry as a member of the sender's list, where it is one."""
        kind = _LISTS.get(entry.group)
        if kind is None:
            return entry
        resource = entry.resource | {"meta": {"source": _mark(entry.group, self.sender)}}
        if "verificationStatus" not in resource:
            resource.setdefault(kind.element, kind.present)
        return entry._replace(resource=resource, at=self.at)

    def late(self, targets: Sequence[Target]) -> frozenset[str]:
        """The groups of which a newer list of this sender is known: they take nothing back."""
        found = set()
        for name in map(_group, self.lists):
            holder = _holder(name, targets)
            if holder is not None and holder.stored is not None:
                times = times_of(holder.stored.json())
                said = times.get(self._noted(name)) or times.get(name, "")  # an earlier version named no sender
                found |= {name} if said > self.at else set()
        return frozenset(found)

    def _noted(self, name: str) -> str:
        """A list belongs to its sender, and so does its time; what is known of nobody is known of the patient."""
        return f"{name}@{quote(self.sender, safe='')}" if name in _LISTS else name


def without_late(late: Collection[str], targets: Sequence[Target]) -> list[Target]:
    """The targets where late lists change nothing that is stored; what they alone name had left the list since."""
    dropped = {one.entry.full_url for one in targets if one.entry.group in late and one.stored is not None}
    return [
        _naming_none(target, dropped) if target.ref.type == "Provenance" else _as_left(target, late)
        for target in targets
        if target.entry.full_url not in dropped
    ]


def _as_left(target: Target, late: Collection[str]) -> Target:
    """A member of a late list that nobody named since: stored as one that has left the list."""
    entry = target.entry
    if entry.group not in late or "verificationStatus" in entry.resource:
        return target
    kind = _LISTS[entry.group]
    return replace(target, entry=entry._replace(resource=entry.resource | {kind.element: kind.gone}))


def _naming_none(target: Target, dropped: Collection[str]) -> Target:
    provenance = target.entry.resource
    links = [link for link in provenance["target"] if link["reference"] not in dropped]
    return replace(target, entry=target.entry._replace(resource=provenance | {"target": links}))


NOTHING_STATED = Stated()


async def gone_from_lists(
    stated: Stated, late: Collection[str], targets: Sequence[Target], *, store: Engine, member: int
) -> list[Put]:
    """The writes that take those out that the lists name no more."""
    puts: list[Put] = []
    named = {target.ref for target in targets}
    for name in sorted((stated.lists & _LISTS.keys()) - set(late)):
        holder = _holder(name, targets)
        if holder is None or holder.stored is None:
            continue
        mark = _mark(name, stated.sender)
        none_later = times_of(holder.stored.json()).get(NONE_KNOWN, "") > stated.at
        for found in await _members(name, holder.ref, store=store, member=member):
            if found.ref in named or found.custodian != member or (none_later and says_none_known(found.json())):
                continue
            put = _taken_out(name, found, mark)
            if put is not None:
                puts.append(put)
    return puts


async def staying_allergies(
    stated: Stated, late: Collection[str], targets: Sequence[Target], *, store: Engine, member: int
) -> list[Issue]:
    """What the sender hears who says that no allergy is known, while the hub has one on record (ADR 43)."""
    holder = _holder("AL1", targets)
    if NONE_KNOWN not in stated.lists or "AL1" in late or holder is None or holder.stored is None:
        return []
    found = await _members("AL1", holder.ref, store=store, member=member)
    staying = [one for one in found if one.custodian == member and _is_allergen(one.json())]
    if not staying:
        return []
    text = (
        f"No allergy is known, says the message, but {len(staying)} are on record; they stay. If they are wrong, "
        'send the list of allergies as it is, or AL1-3 as "" (delete).'
    )
    return [Issue("warning", "conflict", text, expression="AL1-3")]


def says_none_known(allergy: JsonObject) -> bool:
    """Whether an AllergyIntolerance says that there is none (SNOMED CT: no known allergy)."""
    return any(coding.get("code") in _NONE_CODES for coding in allergy.get("code", {}).get("coding", ()))


def _is_allergen(allergy: JsonObject) -> bool:
    is_active = allergy.get("clinicalStatus", {}).get("coding", [{}])[0].get("code") == "active"
    return is_active and not says_none_known(allergy)


def _group(name: str) -> str:
    """The group whose list a name of `Conversion.lists` is about."""
    return name.removesuffix("-none")


def _holder(name: str, targets: Sequence[Target]) -> Target | None:
    return next((target for target in targets if target.ref.type == _LISTS[name].holder), None)


async def _members(name: str, holder: Ref, *, store: Engine, member: int) -> Sequence[StoredResource]:
    kind = _LISTS[name]
    criterion = Criterion(search_parameters(kind.type)[kind.parameter], (SearchValue(str(holder)),))
    query = SearchQuery(type=kind.type, criteria=(criterion,), count=_MOST, custodian=member)
    return (await store.search(query, visibility=Visibility(member=member))).resources


def _taken_out(name: str, found: StoredResource, mark: str) -> Put | None:
    kind, resource = _LISTS[name], found.json()
    is_error = "entered-in-error" in str(resource.get("verificationStatus", ""))
    if resource.get("meta", {}).get("source") != mark or is_error or resource.get(kind.element) == kind.gone:
        return None
    changed = resource | {kind.element: kind.gone}
    return Put(found.ref, dump(changed), expected=found.version, resource=changed)


def _mark(group: str, sender: str) -> str:
    return f"https://alliance-hub.example/fhir/sid/sender/{quote(sender, safe='')}#{group}"
