"""What follows a record that gives way or moves: two visits become one, and what hangs on a visit goes with it.

HL7 v2.9 chapter 3.6. All of it is in the unit of the message that asks for it: either everything moves or nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from fhir_profiles.issue import Issue, JsonObject
from fhir_profiles.json_text import dump
from fhir_profiles.registry import RESOURCE_TYPES, search_parameters
from hub.conversion import Entry
from hub.errors import TooCostlyError
from hub.identity.merge import number_of, with_old_numbers
from hub.ingest.links import linked
from hub.ingest.mix_up import owner_link
from hub.ingest.statement import Target, laid_over
from hub.ingest.succession import MOVED_URL, REPLACED_URL, Settled, Succession, extended
from hub.ingest.watermark import second_of, times_of, utc, with_times, without_times
from hub.store.port import Engine, Put, Ref, StoredResource, Visibility
from hub.store.query import Criterion, SearchQuery, SearchValue

_MOST = 2_000
"""Resources that one message may move."""
_ENDED = frozenset({"finished", "cancelled"})
_NOT_FOLDED = frozenset({"resourceType", "id", "meta", "identifier", "extension", "subject"})
_LINKS = frozenset({"resourceType", "id", "meta", "identifier", "extension", "link", "active"})


async def follow_up(
    settled: Settled, puts: Mapping[Ref, Put], links: Mapping[str, str], *, at: str, store: Engine, member: int
) -> dict[Ref, Put]:
    """The writes of a message with what its merges and moves take along.

    Raises TooCostlyError when that is more than one message may move.
    """
    changes = Changes(store, member, dict(puts), at)
    for succession in settled.successions:
        if succession.old.ref.type == "Encounter" and succession.old.stored is not None:
            await changes.fold(succession.old.stored, succession.survivor.ref)
        elif succession.old.ref.type == "Account":
            await changes.rename_account(succession, links.get(owner_link(succession.survivor.entry.resource), ""))
        elif succession.old.ref.type == "Patient" and succession.old.stored is not None:
            await changes.join(succession.old.stored, succession.survivor.ref)
    for target in settled.targets:
        if target.entry.leaves:
            former = Ref(*links[target.entry.leaves].split("/"))
            owner = links.get(owner_link(target.entry.resource), "")
            await changes.move(target, former, Ref(*owner.split("/")))
    return changes.puts


@dataclass(slots=True)
class Changes:
    """The writes of one unit, as they gather."""

    store: Engine
    member: int
    puts: dict[Ref, Put]
    at: str

    async def fold(self, old: StoredResource, survivor: Ref) -> None:
        """The visit `old` becomes part of the visit `survivor`, with everything that hangs on it."""
        known = await self._present(survivor)
        if known is None:
            return
        before = old.json()
        self._put(survivor, folded(known[0], before), known[1])
        replaced = extended(before, REPLACED_URL, survivor) | {"status": "entered-in-error"}
        self._put(old.ref, replaced, old.version)
        await self._relink(await self._hanging_on(old.ref), {str(old.ref): str(survivor)})

    async def join(self, old: StoredResource, survivor: Ref) -> None:
        """Two records are one person's: what came for the old number after the merge, and visits known to both."""
        if self.at:
            await self._take_later(old, survivor)
        twins = {
            number_of(number): visit
            for visit in await self.found("Encounter", "patient", survivor)
            if not _is_replaced(visit)
            for number in visit.json().get("identifier", ())
        }
        for visit in await self.found("Encounter", "patient", old.ref):
            known = next(
                (twins[key] for n in visit.json().get("identifier", ()) if (key := number_of(n)) in twins), None
            )
            if known is not None and known.ref != visit.ref and not _is_replaced(visit):
                await self.fold(visit, known.ref)

    async def _take_later(self, old: StoredResource, survivor: Ref) -> None:
        """What messages for the old number said after the merge, and before it was known here, goes to the survivor."""
        names = {str(old.ref): str(survivor)}
        moved: set[Ref] = set()
        for provenance in await self.found("Provenance", "target", old.ref):
            said = provenance.json()
            if utc(str(said.get("occurredDateTime", ""))) >= second_of(self.at):
                texts = (str(target.get("reference", "")) for target in said["target"])
                moved |= {Ref(*text.split("/", 1)) for text in texts if text.count("/") == 1}
        refs = [ref for ref in moved if ref.type != "Patient"]
        read = await self.store.read_many(refs, visibility=Visibility(member=self.member))
        own = [one for one in read.values() if one.patient == old.ref.id]
        await self._relink(await self.with_stubs(own), names)
        known = await self._present(survivor)
        times = times_of(old.json())
        later = {name for name, time in times.items() if time >= self.at and not name.startswith("link.")}
        if known is not None and later - _LINKS:
            self._put(survivor, _laid(known[0], old.json(), later - _LINKS), known[1])

    async def with_stubs(self, found: Sequence[StoredResource]) -> list[StoredResource]:
        """The resources with the orders that they are based on: results that come first make them, with the patient."""
        refs = {
            Ref(*text.split("/"))
            for one in found
            for link in one.json().get("basedOn", ())
            if (text := str(link.get("reference", ""))).count("/") == 1
        } - {one.ref for one in found}
        read = await self.store.read_many(sorted(refs), visibility=Visibility(member=self.member))
        patients = {one.patient for one in found}
        return [*found, *(one for one in read.values() if one.patient in patients and one.custodian == self.member)]

    async def rename_account(self, succession: Succession, patient: str) -> None:
        """The visits of the patient that name the old account name the one that takes its place."""
        old, new = (target.entry.resource["identifier"] for target in (succession.old, succession.survivor))
        gone, stays = number_of(old[0]), new[0]
        owner = Ref("Patient", patient.removeprefix("Patient/"))
        for visit in await self.found("Encounter", "patient", owner):
            if not _names_account(visit.json(), gone):
                continue
            resource = await self._json(visit)
            accounts = [
                link | {"identifier": stays} if number_of(link.get("identifier", {})) == gone else link
                for link in resource["account"]
            ]
            self._put(visit.ref, resource | {"account": accounts}, visit.version)

    async def move(self, target: Target, former: Ref, owner: Ref) -> None:
        """A visit, or the visits of an account, go from one patient to another."""
        visits = [target.ref]
        if target.ref.type == "Account":
            number = number_of(target.entry.resource["identifier"][0])
            found = await self.found("Encounter", "patient", former)
            visits = [visit.ref for visit in found if _names_account(visit.json(), number)]
        for visit in visits:
            known = await self._present(visit)
            if known is None:
                continue
            resource = extended(known[0], MOVED_URL, former) | {"subject": {"reference": str(owner)}}
            times = times_of(resource) | ({"subject": self.at} if self.at else {})
            self._put(visit, with_times(without_times(resource), times), known[1])
            await self._relink(await self._hanging_on(visit), {str(former): str(owner)})

    async def _relink(self, found: Iterable[StoredResource], links: Mapping[str, str]) -> None:
        for resource in found:
            before = await self._json(resource)
            after = linked(before, links)
            if after is not before:
                self._put(resource.ref, after, resource.version)

    async def _json(self, resource: StoredResource) -> JsonObject:
        known = self.puts.get(resource.ref)
        return known.resource if known is not None and known.resource is not None else resource.json()

    async def _present(self, ref: Ref) -> tuple[JsonObject, int | None] | None:
        """The resource as it will be, and the version that it has now."""
        put = self.puts.get(ref)
        if put is not None and put.resource is not None:
            return put.resource, put.expected
        stored = await self.store.read(ref, visibility=Visibility(member=self.member))
        return None if stored is None or stored.deleted else (stored.json(), stored.version)

    def _put(self, ref: Ref, resource: JsonObject, expected: int | None) -> None:
        if len(self.puts) >= _MOST:
            raise TooCostlyError(
                f"The message would move more than {_MOST} resources; nothing was stored. Move the visits one by one.",
                issues=(Issue("error", "too-costly", "What the message moves is too much for one message."),),
            )
        known = self.puts.get(ref)
        unique = known.unique if known is not None else ()
        was = known.expected if known is not None else expected
        self.puts[ref] = Put(ref, dump(resource), expected=was, unique=unique, resource=resource)

    async def _hanging_on(self, visit: Ref) -> list[StoredResource]:
        found: list[StoredResource] = []
        for kind, parameter in _visit_parameters():
            found += await self.found(kind, parameter, visit)
        return found

    async def found(self, kind: str, parameter: str, about: Ref) -> list[StoredResource]:
        """The member's own resources of a type that name this one."""
        found: list[StoredResource] = []
        criterion = Criterion(search_parameters(kind)[parameter], (SearchValue(str(about)),))
        query = SearchQuery(type=kind, criteria=(criterion,), count=500, custodian=self.member)
        while True:
            page = await self.store.search(query, visibility=Visibility(member=self.member))
            found += [one for one in page.resources if one.custodian == self.member]
            if not page.cursor or len(found) > _MOST:
                return found
            query = replace(query, cursor=page.cursor)


def folded(visit: JsonObject, other: JsonObject) -> JsonObject:
    """One visit of two: each element as it was said last, all places, and the other's numbers as old ones."""
    is_reopened = "period.end" in times_of(other) and "end" not in other.get("period", {})
    ended = visit.get("status") in _ENDED and not is_reopened
    names = set(other) - _NOT_FOLDED - ({"status"} if ended else set())
    return with_old_numbers(_laid(visit, other, names), other.get("identifier", ()))


def _laid(base: JsonObject, other: JsonObject, names: set[str]) -> JsonObject:
    """The base with elements of another resource laid over it, each at the time at which it was said."""
    times = times_of(other)
    for time in sorted({times.get(name, "") for name in names}):
        part = {name: other[name] for name in names if times.get(name, "") == time and name in other}
        gone = frozenset(name for name in names if times.get(name, "") == time and name not in other)
        part["resourceType"] = base["resourceType"]
        entry = Entry(part, "", "PUT", "", delete=gone, at=time)
        base = laid_over(base, part, entry, keep=frozenset())
    return base


@cache
def _visit_parameters() -> tuple[tuple[str, str], ...]:
    """The types that hang on a visit, and the parameter that finds them."""
    found = []
    for kind in RESOURCE_TYPES:
        known = search_parameters(kind)
        name = next((name for name in ("encounter", "context") if name in known), "")
        if name and kind not in {"Encounter", "Provenance"}:
            found.append((kind, name))
    return tuple(found)


def _names_account(visit: JsonObject, number: tuple[object, object]) -> bool:
    return any(number_of(link.get("identifier", {})) == number for link in visit.get("account", ()))


def _is_replaced(visit: StoredResource) -> bool:
    return b"/replaced-by" in visit.body
