"""Lists that a message states as a whole: what it names no more is no longer so. HL7 v2.9 chapter 2.10.4.

Allergies (AL1), contacts (NK1) and insurance (IN1) are lists of a patient, diagnoses (DG1) of a visit. A list belongs
to the sender that states it: another system of the same hospital has its own. Nothing is deleted; what left the list
becomes inactive, and active again when it comes back.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import dump
from fhir_profiles.registry import search_parameters
from hub.conversion import Entry
from hub.ingest.statement import Target
from hub.ingest.watermark import times_of
from hub.store.port import Engine, Put, Ref, StoredResource, Visibility
from hub.store.query import Criterion, SearchQuery, SearchValue

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
        """The lists of a resource of this type."""
        return frozenset(name for name in self.lists if _LISTS[name].holder == kind)

    def marked(self, entry: Entry) -> Entry:
        """The entry as a member of the sender's list, where it is one."""
        kind = _LISTS.get(entry.group)
        if kind is None:
            return entry
        resource = entry.resource | {"meta": {"source": _mark(entry.group, self.sender)}}
        if "verificationStatus" not in resource:
            resource.setdefault(kind.element, kind.present)
        return entry._replace(resource=resource)

    def late(self, targets: Sequence[Target]) -> frozenset[str]:
        """The lists of which something newer is known: they change nothing."""
        found = set()
        for name in self.lists:
            holder = _holder(name, targets)
            if holder is not None and holder.stored is not None:
                said = times_of(holder.stored.json()).get(name, "")
                found |= {name} if said > self.at else set()
        return frozenset(found)


NOTHING_STATED = Stated()


async def gone_from_lists(
    stated: Stated, late: Collection[str], targets: Sequence[Target], *, store: Engine, member: int
) -> list[Put]:
    """The writes that take those out that the lists name no more."""
    puts: list[Put] = []
    named = {target.ref for target in targets}
    for name in sorted(stated.lists - set(late)):
        holder = _holder(name, targets)
        if holder is None or holder.stored is None:
            continue
        mark = _mark(name, stated.sender)
        for found in await _members(name, holder.ref, store=store, member=member):
            put = _taken_out(name, found, mark) if found.ref not in named and found.custodian == member else None
            if put is not None:
                puts.append(put)
    return puts


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
