"""Entries of an adapter to writes: conditional requests, merging, ids, links.

https://www.hl7.org/fhir/R4/http.html#ccreate and #cond-update, within what one member owns: each
institution keeps its own source resources (DESIGN D17).
"""

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import is_
from typing import Any
from urllib.parse import unquote

from fhir_profiles.compiled.link_names import LINK_NAMES
from fhir_profiles.issue import Issue, JsonObject
from fhir_profiles.json_text import dump
from hub.conversion import Entry
from hub.errors import InvalidResourceError
from hub.identity.person import link_for
from hub.ingest.merge import merge
from hub.ingest.mix_up import (
    names_one_thing,
    number_of_another,
    owner_link,
    refuse_another_person,
    same_patients,
    two_patients,
)
from hub.keys import Keys
from hub.store.port import (
    SHARED_TYPES,
    Engine,
    IdentifierKey,
    PersonLink,
    Put,
    Ref,
    StoredResource,
    VersionIs,
    Visibility,
)

INSTITUTION = "https://alliance-hub.example/sid/institution"
_OWNED = ("resourceType", "id", "meta")
_LEADING = frozenset({"resourceType", "id"})
_ENDED = frozenset({"finished", "cancelled", "entered-in-error"})
_DONE = frozenset({"completed", "revoked", "entered-in-error"})
_FINAL_RESULTS = frozenset({"final", "amended", "corrected", "appended", "cancelled", "entered-in-error"})
_EARLY_RESULTS = frozenset({"registered", "partial", "preliminary"})
_BREATH = 25
"""Look-ups between two turns of the event loop."""

_MOST_KNOWN = 10_000
_REOPENING = frozenset({"A13", "ADT^A13"})
"""HL7 v2 chapter 3.3.13: cancel discharge, the only event that opens an Encounter again."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What to write. `refs` are the resources of all entries, changed or not, in entry order."""

    puts: tuple[Put, ...]
    refs: tuple[Ref, ...]
    preconditions: tuple[VersionIs, ...] = ()
    warnings: tuple[Issue, ...] = ()

    @property
    def patient(self) -> str:
        """The id of the first Patient, or ""."""
        return next((ref.id for ref in self.refs if ref.type == "Patient"), "")

    @property
    def about(self) -> str:
        """What the audit entry names: the Patient, else the first resource."""
        return f"Patient/{self.patient}" if self.patient else next(map(str, self.refs), "MessageHeader")

    def refs_text(self) -> str:
        """The resources as a JSON array of `Type/id`."""
        return dump([str(ref) for ref in self.refs]).decode()

    def links(self, keys: Keys) -> tuple[PersonLink, ...]:
        """The person of each Patient that is written (DESIGN D17)."""
        patients = (put.resource for put in self.puts if put.ref.type == "Patient" and put.resource is not None)
        found = (link_for(patient, keys=keys) for patient in patients)
        return tuple(link for link in found if link is not None)


@dataclass(frozen=True, slots=True)
class _Target:
    """One entry with what is stored under its condition.

    `believed` is a version that was not looked up again; `is_taken` says that its number is another person's.
    """

    entry: Entry
    ref: Ref
    key: IdentifierKey | None
    stored: StoredResource | None
    believed: int = 0
    is_taken: bool = False


class KnownDirectory:
    """Wards, doctors and institutions that were found before, with the version that they had.

    Nearly every message names the same ones, and creates them at most once. What is believed here becomes a
    precondition of the unit; when it does not hold, everything is forgotten and looked up.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[int, str], tuple[Ref, int]] = {}

    def get(self, member: int, condition: str) -> tuple[Ref, int] | None:
        """The resource and its version."""
        return self._found.get((member, condition))

    def add(self, member: int, condition: str, resource: StoredResource) -> None:
        """Remember what was looked up."""
        if len(self._found) >= _MOST_KNOWN:
            self._found.clear()
        self._found[member, condition] = (resource.ref, resource.version)

    def forget(self) -> None:
        """Look everything up again."""
        self._found.clear()


async def entries_to_puts(
    entries: Sequence[Entry],
    *,
    store: Engine,
    member: int,
    event: str = "",
    institution: tuple[str, str] = ("", ""),
    known: KnownDirectory | None = None,
) -> Resolution:
    """Decide on the present state of the store what each entry means.

    `institution` is the sender's name and its member code: a logical reference to the sender becomes
    `Organization/{code}`. With `known`, directory resources that were found before are not looked up again.
    """
    targets = await _targets(entries, store=store, member=member, known=known)
    links = {target.entry.full_url: str(target.ref) for target in targets}
    links[f"{INSTITUTION}|{institution[0]}"] = f"Organization/{institution[1]}"
    puts: dict[Ref, Put] = {}
    for target in targets:
        earlier = puts.get(target.ref)
        put = _put(target, links, event=event) if earlier is None else _put_again(target, earlier, links)
        if put is not None:
            puts[target.ref] = put
    for target in targets:
        if target.stored is not None and target.ref.type == "Patient" and target.ref in puts:
            refuse_another_person(target.stored.json(), target.entry.resource)
    return Resolution(
        tuple(puts.values()),
        tuple(dict.fromkeys(target.ref for target in targets)),
        tuple(VersionIs(target.ref, target.believed) for target in targets if target.believed),
        tuple(number_of_another(target.ref.type) for target in targets if target.is_taken),
    )


def order_keys(entries: Iterable[Entry], *, member: int) -> frozenset[str]:
    """What the entries are about, for `Turns`: the conditions on resources of a patient."""
    return frozenset(
        f"{member}|{condition}" for entry in entries if (condition := _condition(entry)) and not _is_shared(condition)
    )


def shared_keys(entries: Iterable[Entry], *, member: int) -> frozenset[str]:
    """The conditions on the directory (wards, doctors), which nearly every message of a sender touches."""
    return frozenset(
        f"{member}|{condition}" for entry in entries if (condition := _condition(entry)) and _is_shared(condition)
    )


async def _targets(
    entries: Sequence[Entry], *, store: Engine, member: int, known: KnownDirectory | None
) -> list[_Target]:
    targets: list[_Target] = []
    seen: dict[str, Ref] = {}
    urls: dict[str, Ref] = {}
    patient = ""
    left = await _patients_left(entries, store=store, member=member)
    for entry in entries:
        condition = _condition(entry)
        believed = known.get(member, condition) if known is not None and entry.method == "POST" else None
        if believed is not None:
            targets.append(_Target(entry, believed[0], None, None, believed[1]))
            continue
        found = await _own(condition, store=store, member=member) if condition else []
        owner = urls.get(owner_link(entry.resource))
        stored = (
            next(iter(found), None)
            if owner is None or names_one_thing(condition)
            else await same_patients(found, owner, entries, store=store, member=member, left=left)
        )
        is_taken = stored is None and bool(found)
        if known is not None and stored is not None and entry.method == "POST" and _is_shared(condition):
            known.add(member, condition, stored)
        resource_type = entry.resource["resourceType"]
        named = _named(entry)
        if named is not None:
            ref = named
            stored = await store.read(named, visibility=Visibility(member=member))
            stored = None if stored is not None and stored.deleted else stored
        elif stored is not None:
            ref = stored.ref
        elif condition in seen:
            ref = seen[condition]
        else:
            ref = Ref(resource_type, store.new_id("" if resource_type in SHARED_TYPES else patient))
        if condition:
            seen[condition] = ref
        if resource_type == "Patient" and not patient:
            patient = ref.id
        urls[entry.full_url] = ref
        key = _identifier(condition) if condition and not is_taken else None
        targets.append(_Target(entry, ref, key, stored, is_taken=is_taken))
        if len(targets) % _BREATH == 0:
            await asyncio.sleep(0)  # the embedded engine answers at once: a long message must not hold the loop
    return targets


async def _patients_left(entries: Sequence[Entry], *, store: Engine, member: int) -> frozenset[str]:
    """Whose record a recording leaves that comes again with a corrected patient: its order goes with it."""
    left: set[str] = set()
    for entry in entries:
        condition = _condition(entry)
        if condition and names_one_thing(condition):
            left |= {resource.patient for resource in await _own(condition, store=store, member=member)}
    return frozenset(left)


async def _own(condition: str, *, store: Engine, member: int) -> list[StoredResource]:
    """The member's own resources with this number. Raises InvalidResourceError for two Patients with one."""
    resource_type = condition.partition("?")[0]
    found = await store.by_identifier(resource_type, _identifier(condition), visibility=Visibility(member=member))
    own = [resource for resource in found if resource.custodian == member]
    if len(own) > 1 and resource_type == "Patient":
        raise two_patients()
    return own


def _put(target: _Target, links: Mapping[str, str], *, event: str) -> Put | None:
    """The write of one entry; None when the store says the same already."""
    stored, entry = target.stored, target.entry
    if target.believed or (stored is not None and entry.method == "POST"):
        return None
    new = linked(entry.resource, links)
    if stored is None:
        resource = _with_id(new, target.ref.id)
        unique = (target.key,) if target.key else ()
        return Put(target.ref, dump(resource), expected=0, unique=unique, resource=resource)
    old = stored.json()
    if _is_outdated(old, new):
        return None
    merged = merge(old, new, keep=entry.keep | _not_reopened(old, new, event), delete=entry.delete)
    text = dump({name: value for name, value in merged.items() if name not in _OWNED})
    if b",%b" % text[1:-1] == stored.body:
        return None
    resource = _with_id(merged, target.ref.id)
    return Put(target.ref, dump(resource), expected=stored.version, resource=resource)


def _with_id(resource: JsonObject, resource_id: str) -> JsonObject:
    """Type and id first, so that the store takes the rest of the bytes in one piece."""
    return {"resourceType": resource["resourceType"], "id": resource_id} | {
        name: value for name, value in resource.items() if name not in _LEADING
    }


def _put_again(target: _Target, earlier: Put, links: Mapping[str, str]) -> Put | None:
    """Two entries of one unit on the same resource are one write."""
    if target.entry.method == "POST" or earlier.resource is None:
        return None
    entry = target.entry
    merged = merge(earlier.resource, linked(entry.resource, links), keep=entry.keep, delete=entry.delete)
    merged = _with_id(merged, target.ref.id)
    return replace(earlier, data=dump(merged), resource=merged)


def _not_reopened(old: JsonObject, new: JsonObject, event: str) -> frozenset[str]:
    """What an older or late event does not open again: an ended visit, a done order (hl7v2.md 4.4, rule 2)."""
    kind, before, after = new["resourceType"], old.get("status"), new.get("status")
    if kind == "Encounter" and before in _ENDED and after not in _ENDED and event not in _REOPENING:
        return frozenset({"status", "period", "classHistory", "location"})
    if kind == "ServiceRequest" and before in _DONE and after not in _DONE:
        return frozenset({"status"})
    return frozenset()


def _is_outdated(old: JsonObject, new: JsonObject) -> bool:
    """Whether a preliminary result comes after the final one: the final one stands (hl7v2.md 4.4, rule 2)."""
    if new["resourceType"] not in {"Observation", "DiagnosticReport"}:
        return False
    return old.get("status") in _FINAL_RESULTS and new.get("status") in _EARLY_RESULTS


def linked(value: Any, links: Mapping[str, str], name: str = "") -> Any:
    """A resource with each link that is a key of `links` replaced. What holds no such link is shared, not copied."""
    if type(value) is dict:
        return _linked_object(value, links)
    if type(value) is list:
        made = [linked(item, links, name) for item in value]
        return value if all(map(is_, made, value)) else made
    if type(value) is str and name in LINK_NAMES:
        return links.get(value, value)
    return value


def _linked_object(value: JsonObject, links: Mapping[str, str]) -> JsonObject:
    changed: JsonObject = {}
    for key, item in value.items():
        kind = type(item)
        if kind is str:
            if key in LINK_NAMES and item in links:
                changed[key] = links[item]
        elif kind is dict:
            if (made := _linked_object(item, links)) is not item:
                changed[key] = made
        elif kind is list and (made := linked(item, links, key)) is not item:
            changed[key] = made
    if "identifier" in value and (found := _own_institution(value, links)):
        return {"reference": found, **value, **changed}
    return {**value, **changed} if changed else value


def _own_institution(value: JsonObject, links: Mapping[str, str]) -> str:
    """The Organization behind a logical reference to the sender itself."""
    identifier = value.get("identifier")
    if value.get("type") != "Organization" or "reference" in value or not isinstance(identifier, dict):
        return ""
    return links.get(f"{identifier.get('system')}|{identifier.get('value')}", "")


def _named(entry: Entry) -> Ref | None:
    """The resource of an update by id (`PUT Binary/…`): a type without identifiers."""
    if entry.method != "PUT" or "?" in entry.url:
        return None
    resource_type, _, resource_id = entry.url.partition("/")
    return Ref(resource_type, resource_id)


def _condition(entry: Entry) -> str:
    if entry.method == "PUT":
        return entry.url if "?" in entry.url else ""
    return f"{entry.url}?{entry.if_none_exist.removeprefix('?')}" if entry.if_none_exist else ""


def _identifier(condition: str) -> IdentifierKey:
    name, _, value = condition.partition("?")[2].partition("=")
    system, bar, code = value.partition("|")
    if name != "identifier" or not bar:
        raise InvalidResourceError("The adapter asked for a condition that is no identifier; report this fault.")
    return IdentifierKey(_unescaped(unquote(system)), _unescaped(unquote(code)))


def _unescaped(text: str) -> str:
    """https://www.hl7.org/fhir/R4/search.html#escaping."""
    return re.sub(r"\\([\\$,|])", r"\1", text) if "\\" in text else text


def _is_shared(condition: str) -> bool:
    return condition.partition("?")[0] in SHARED_TYPES
