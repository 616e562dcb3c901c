"""What one attempt of the guard has read: each thing is asked of the store once, and a record as a whole (ADR 53).

A decision looks at the same Task, claim and Consent from many sides. It reads them on one snapshot: what was read
first holds for the attempt, as it does for everything that the plan makes a precondition; the next attempt has a
snapshot of its own. Whose eyes look is part of every answer. A member's view of a resource that was read with the
hub's own eyes follows without a question where the member keeps it, since its custodian sees it in any case
(DESIGN D9).
"""

from collections.abc import Iterable, Mapping, Sequence

from fhir_profiles.issue import JsonObject
from hub.store.layer import EngineLayer
from hub.store.port import SHARED_TYPES, Claim, Engine, Naming, Ref, StoredResource, Visibility
from hub.store.search.naming import naming_to_query

_EVERYBODY = -1
"""Whose eyes do not matter: the alliance's directory is seen by all."""

_Name = tuple[str, str, Ref, int]


class Snapshot(EngineLayer):
    """A store that is asked everything once. It is for reading; `known` was read with the hub's own eyes already."""

    def __init__(self, inner: Engine, *, known: Iterable[StoredResource] = ()) -> None:
        super().__init__(inner)
        self._read: dict[tuple[Ref, int], StoredResource | None] = {(stored.ref, 0): stored for stored in known}
        self._live: dict[tuple[Ref, int], StoredResource | None] = {}
        self._found: dict[_Name, tuple[int, tuple[StoredResource, ...]]] = {}
        self._claims: dict[tuple[str, str], Claim | None] = {}
        self._linked: dict[tuple[str, int], tuple[str, ...]] = {}
        self._bodies: dict[tuple[Ref, int], JsonObject] = {}

    async def read(self, ref: Ref, *, visibility: Visibility, version: int | None = None) -> StoredResource | None:
        """The current version, as it was when it was first read here."""
        if version is not None:
            return await self.inner.read(ref, visibility=visibility, version=version)
        is_known, stored = self._known(ref, visibility.member)
        if not is_known:
            stored = await self.inner.read(ref, visibility=visibility)
        self._read[ref, visibility.member] = stored
        return stored

    async def read_many(self, refs: Sequence[Ref], *, visibility: Visibility) -> Mapping[Ref, StoredResource]:
        """The current, undeleted, visible ones; only what is not known yet is asked for."""
        member, live, unknown = visibility.member, self._live, []
        refs = tuple(dict.fromkeys(refs))
        for ref in refs:
            if (ref, member) not in live:
                is_known, stored = self._known(ref, member)
                if is_known:
                    live[ref, member] = None if stored is None or stored.deleted else stored
                else:
                    unknown.append(ref)
        if unknown:
            found = await self.inner.read_many(unknown, visibility=visibility)
            live.update({(ref, member): found.get(ref) for ref in unknown})
        return {ref: stored for ref in refs if (stored := live[ref, member]) is not None}

    def _known(self, ref: Ref, member: int) -> tuple[bool, StoredResource | None]:
        """Whether it is known what the member sees of a resource, and what that is."""
        key = ref, member
        if key in self._read:
            return True, self._read[key]
        if (stored := self._live.get(key)) is not None:
            return True, stored
        if (ref, 0) in self._read:
            stored = self._read[ref, 0]
            return stored is None or stored.custodian == member or ref.type in SHARED_TYPES, stored
        return False, None

    async def find(
        self, resource_type: str, parameter: str, target: Ref, *, visibility: Visibility, count: int
    ) -> tuple[StoredResource, ...]:
        """The newest resources that name the target by this parameter."""
        key = _name(resource_type, parameter, target, visibility)
        known = self._found.get(key)
        if known is None or known[0] < count:
            query = naming_to_query(Naming(resource_type, parameter, target, count))
            known = count, (await self.inner.search(query, visibility=visibility)).resources
            self._found[key] = known
        return known[1][:count]

    async def gather(self, wanted: Sequence[Naming], *, visibility: Visibility, also: Visibility | None = None) -> None:
        """Find all of this in one look, and what a second member sees of it; who asks for a part then is answered."""
        new = [one for one in wanted if _name(*one[:3], visibility) not in self._found]
        if not new:
            return
        witnessed = await self.inner.find_each(new, visibility=visibility, also=also)
        for one, found in zip(new, witnessed.found, strict=True):
            self._found[_name(*one[:3], visibility)] = one.most, found
            self._live.update({(stored.ref, visibility.member): stored for stored in found})
            if also is not None:
                seen = {(one.ref, also.member): one if one.ref in witnessed.seen else None for one in found}
                self._live.update(seen)

    async def linked_patients(self, patient: str, *, visibility: Visibility) -> Sequence[str]:
        """Ids of the visible Patients that are the same person."""
        key = patient, visibility.member
        known = self._linked.get(key)
        if known is None:
            is_known, stored = self._known(Ref("Patient", patient), visibility.member)
            if is_known and stored is not None and self._linked.get((patient, 0)) == (patient,):
                known = (patient,)  # nobody else is the same person, whoever looks
            else:
                known = tuple(await self.inner.linked_patients(patient, visibility=visibility))
            self._linked[key] = known
        return known

    async def claim_of(self, kind: str, key: str, *, now: int) -> Claim | None:
        """Who holds it at the time of the attempt."""
        if (kind, key) not in self._claims:
            self._claims[kind, key] = await self.inner.claim_of(kind, key, now=now)
        return self._claims[kind, key]

    def body(self, stored: StoredResource) -> JsonObject:
        """The resource parsed, to be read and not changed: whoever asks again gets the same value."""
        key = stored.ref, stored.version
        found = self._bodies.get(key)
        if found is None:
            found = self._bodies[key] = stored.json()
        return found


def _name(resource_type: str, parameter: str, target: Ref, visibility: Visibility) -> _Name:
    return resource_type, parameter, target, _EVERYBODY if resource_type in SHARED_TYPES else visibility.member
