"""Entries of an adapter to writes: conditional requests, merging, ids, links.

https://www.hl7.org/fhir/R4/http.html#ccreate and #cond-update, within what one member owns: each
institution keeps its own source resources (DESIGN D17).
"""

import asyncio
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from fhir_profiles.issue import Issue
from fhir_profiles.json_text import dump
from hub.conversion import Entry
from hub.errors import InvalidResourceError
from hub.ingest.followers import follow_up
from hub.ingest.mix_up import (
    names_one_thing,
    number_of_another,
    number_of_patient,
    owner_link,
    refuse_another_person,
    same_patients,
    two_patients,
)
from hub.ingest.own_numbers import known_by_fewer, number_of_somebody_else, other_numbers, without
from hub.ingest.snapshot import NOTHING_STATED, Stated, gone_from_lists, staying_allergies, without_late
from hub.ingest.statement import SUCCEEDED, TOLD, Target, is_stored, older_results, to_put, to_put_again
from hub.ingest.succession import (
    SUCCEEDING,
    Settled,
    as_earlier,
    current,
    landed,
    literal,
    refuse_other_evidence,
    settle,
    staying,
)
from hub.ingest.watermark import times_of
from hub.store.port import (
    SHARED_TYPES,
    Engine,
    IdentifierKey,
    Put,
    Ref,
    StoredResource,
    VersionIs,
    Visibility,
)

INSTITUTION = "https://alliance-hub.example/sid/institution"
_BREATH = 25
"""Look-ups, or resources made, between two turns of the event loop."""

_MOST_KNOWN = 10_000


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


class KnownDirectory:
    """Wards, doctors and institutions that were found before, with the version that they had.

    Nearly every message names the same ones, and creates them at most once. What is believed here becomes a
    precondition of the unit; when it does not hold, everything is forgotten and looked up.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[int, str], tuple[Ref, int, str]] = {}

    def get(self, member: int, condition: str, *, at: str) -> tuple[Ref, int] | None:
        """The resource and its version; None for one that is only mentioned, and this mention (`at`) is earlier."""
        found = self._found.get((member, condition))
        return None if found is None or found[2] > at else found[:2]

    def add(self, member: int, condition: str, resource: StoredResource) -> None:
        """Remember what was looked up."""
        if len(self._found) >= _MOST_KNOWN:
            self._found.clear()
        told = times_of(resource.json()).get(TOLD, "") if b"/statement-times" in resource.body else ""
        self._found[member, condition] = (resource.ref, resource.version, told)

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
    stated: Stated = NOTHING_STATED,
    at: str = "",
) -> Resolution:
    """Decide on the present state of the store what each entry means.

    `institution` is the sender's name and its member code: a logical reference to the sender becomes
    `Organization/{code}`. With `known`, directory resources that were found before are not looked up again.
    `stated` are the lists that the message states as a whole; `at` is the time of what it tells.
    """
    if stated.lists:
        entries = [stated.marked(entry) for entry in entries]
    targets = await _targets(entries, store=store, member=member, known=known, at=at)
    has_events = any(entry.into or entry.leaves or entry.apart for entry in entries)
    settled = await settle(targets, at=at, store=store, member=member) if has_events else Settled(targets)
    targets = landed(staying(settled.targets, at=at))
    links = {target.entry.full_url: str(target.ref) for target in targets}
    links[f"{INSTITUTION}|{institution[0]}"] = f"Organization/{institution[1]}"
    late = stated.late(targets) if stated.lists else frozenset()
    if late:
        targets = without_late(late, targets)
    older = older_results(targets, links, at=at)
    puts: dict[Ref, Put] = {}
    for target in targets:
        if len(puts) % _BREATH == _BREATH - 1:
            await asyncio.sleep(0)
        earlier = puts.get(target.ref)
        also: Collection[str] = stated.of(target.ref.type) if stated.lists else ()
        if target.entry.into:
            also = (*also, SUCCEEDED)
        if earlier is None:
            put = to_put(target, links, event=event, also=also, at=at, is_late=target.entry.full_url in older)
        else:
            put = to_put_again(target, earlier, links)
        if put is not None and not (earlier is not None and is_stored(put, target)):
            puts[target.ref] = put
        elif put is not None:
            del puts[target.ref]
    contradicted: list[Issue] = []
    if stated.lists:
        contradicted = await staying_allergies(stated, late, targets, store=store, member=member)
        gone = await gone_from_lists(stated, late, targets, store=store, member=member)
        puts |= {put.ref: put for put in gone}
    _refuse_mix_ups(targets, puts)
    if has_events:
        puts = await follow_up(replace(settled, targets=targets), puts, links, at=at, store=store, member=member)
    return Resolution(
        tuple(puts.values()),
        tuple(dict.fromkeys(target.ref for target in targets)),
        tuple(VersionIs(target.ref, target.believed) for target in targets if target.believed),
        (*settled.warnings, *_warnings(targets), *contradicted),
    )


def _refuse_mix_ups(targets: Iterable[Target], puts: Mapping[Ref, Put]) -> None:
    """Raise InvalidResourceError where a Patient would become another person."""
    for target in targets:
        if target.stored is not None and target.ref.type == "Patient" and target.ref in puts:
            refuse_another_person(target.stored.json(), target.entry.resource)
            if target.succeeds is not None:
                refuse_other_evidence(target.stored.json(), target.entry.resource)


def _warnings(targets: Iterable[Target]) -> Iterator[Issue]:
    """What the sender must hear of the state in which its entries were stored."""
    for target in targets:
        if target.is_taken:
            yield number_of_another(target.ref.type)
        if target.is_shortened:
            yield number_of_somebody_else()
        if target.entry.if_new is not None and target.stored is None:
            yield target.entry.if_new


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
    entries: Sequence[Entry], *, store: Engine, member: int, known: KnownDirectory | None, at: str
) -> list[Target]:
    targets: list[Target] = []
    seen: dict[str, Ref] = {}
    urls: dict[str, Ref] = {}
    led: dict[Ref, str] = {}
    patient = ""
    left = await _patients_left(entries, store=store, member=member)
    for said in entries:
        entry, condition = said, _condition(said)
        believed = known.get(member, condition, at=at) if known is not None and entry.method == "POST" else None
        if believed is not None:
            targets.append(Target(entry, believed[0], None, None, believed[1]))
            continue
        entry, found, succeeds = await _leading_to(entry, condition, led, at=at, store=store, member=member)
        if succeeds is not None and found:
            entry = entry._replace(resource=as_earlier(entry.resource, found[0]))
        owner = urls.get(owner_link(entry.resource))
        leaving = left | _former(entry, urls)
        stored = (
            next(iter(found), None)
            if owner is None or names_one_thing(condition)
            else await same_patients(found, owner, entries, store=store, member=member, left=leaving)
        )
        if stored is None and owner is not None and len(found) > 1:
            kind = entry.resource["resourceType"]
            stored = await number_of_patient(kind, _identifier(condition), owner, store=store, member=member)
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
            seen[condition], led[ref] = ref, condition
        if resource_type == "Patient" and not patient:
            patient = ref.id
        urls[entry.full_url] = ref
        is_alone = bool(condition) and not is_taken and not entry.into  # the survivor keeps an earlier number too
        key = _identifier(condition) if is_alone else None
        is_shortened = resource_type == "Patient" and len(entry.resource.get("identifier", ())) < len(
            said.resource.get("identifier", ())
        )
        targets.append(Target(entry, ref, key, stored, is_taken=is_taken, succeeds=succeeds, is_shortened=is_shortened))
        if len(targets) % _BREATH == 0:
            await asyncio.sleep(0)  # the embedded engine answers at once: a long message must not hold the loop
    return targets


async def _leading_to(
    entry: Entry, condition: str, led: Mapping[Ref, str], *, at: str, store: Engine, member: int
) -> tuple[Entry, list[StoredResource], Ref | None]:
    """The entry without what is another's, the member's own resources that it leads to, and what gave way to them.

    `led` is what other entries of the message led to, and by which condition. Raises InvalidResourceError for two
    Patients with one number.
    """
    found = await _own(condition, store=store, member=member) if condition else []
    if condition and entry.resource["resourceType"] == "Patient" and not entry.into and not entry.apart:
        lead = _identifier(condition)
        numbers = await other_numbers(entry, lead, found, store=store, member=member)
        found, entry = found or numbers.found, without(entry, numbers, lead)
    if condition and not found:
        fewer = await known_by_fewer(entry, _identifier(condition), store=store, member=member)
        found = [one for one in fewer if led.get(one.ref, condition) == condition]  # several orders share a filler
    former: Ref | None = None
    if found and entry.resource["resourceType"] in SUCCEEDING:
        if entry.into:
            found = literal(found, _identifier(condition))[:1]
        else:
            found, former = await current(found, at=at, store=store, member=member)
        if len(found) > 1 and entry.resource["resourceType"] == "Patient":
            raise two_patients()
    return entry, found, former


def _former(entry: Entry, urls: Mapping[str, Ref]) -> frozenset[str]:
    """The patient whom a visit leaves that moves."""
    former = urls.get(entry.leaves)
    return frozenset() if former is None else frozenset({former.id})


async def _patients_left(entries: Sequence[Entry], *, store: Engine, member: int) -> frozenset[str]:
    """Whose record a recording leaves that comes again with a corrected patient: its order goes with it."""
    left: set[str] = set()
    for entry in entries:
        condition = _condition(entry)
        if condition and names_one_thing(condition):
            left |= {resource.patient for resource in await _own(condition, store=store, member=member)}
    return frozenset(left)


async def _own(condition: str, *, store: Engine, member: int) -> list[StoredResource]:
    """The member's own resources with this number."""
    resource_type = condition.partition("?")[0]
    found = await store.by_identifier(resource_type, _identifier(condition), visibility=Visibility(member=member))
    return [resource for resource in found if resource.custodian == member]


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
