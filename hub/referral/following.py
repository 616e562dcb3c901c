"""What a referral shows follows the person: when records are merged or linked by hand, and when that is taken back.

A grant names one source record. With the link of another record of the same institution it covers that one too, in the
transaction of the link; when the link ends, what the link alone gave ends with it. What was delivered stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import parse
from hub.identity.person import linked_ids
from hub.referral.care_subset import TYPES, not_seen_yet, of_one_record
from hub.referral.gather import GUARD
from hub.referral.lookup import find
from hub.referral.shape import patient_of
from hub.store.admin import AdminStore
from hub.store.layer import EngineLayer
from hub.store.port import Engine, Grant, Put, Ref, Revoke, Visibility, WriteResult, WriteUnit

_MOST = 100
"""Records of one person that are looked at."""


@dataclass(slots=True)
class _Draft:
    grants: list[Grant] = field(default_factory=list)
    revokes: list[Revoke] = field(default_factory=list)


class GrantsFollow(EngineLayer):
    """An engine whose grants on a record follow the links of its Patient."""

    def __init__(self, inner: Engine, *, admin: AdminStore) -> None:
        super().__init__(inner)
        self._admin = admin

    async def write(self, unit: WriteUnit, *, visibility: Visibility) -> WriteResult:
        """Store the unit with the grants that its links bring or take. Raises as the engine does."""
        puts = {put.ref.id: put for put in unit.puts if put.ref.type == "Patient" and not put.delete}
        if not puts:
            return await self.inner.write(unit, visibility=visibility)
        after = {one: put.resource if put.resource is not None else parse(put.data) for one, put in puts.items()}
        before = await self._stored(puts)
        touched = [one for one in puts if linked_ids(before.get(one, {})) != linked_ids(after[one])]
        member = unit.author or visibility.member
        if not touched or not member:
            return await self.inner.write(unit, visibility=visibility)
        draft = _Draft()
        for one in touched:
            old, new = await self._same(one, before, member), await self._same(one, after, member)
            if new - old:
                await self._join(sorted(new), member, draft)
            if old - new:
                await self._part(sorted(old - new), sorted(new), unit, draft)
                await self._part(sorted(new), sorted(old - new), unit, draft)
        grants, revokes = dict.fromkeys(draft.grants), dict.fromkeys(draft.revokes)
        unit = replace(unit, grants=(*unit.grants, *grants), revokes=(*unit.revokes, *revokes))
        return await self.inner.write(unit, visibility=visibility)

    async def _stored(self, puts: Mapping[str, Put]) -> dict[str, JsonObject]:
        found = await self.inner.read_many([put.ref for put in puts.values() if put.expected != 0], visibility=GUARD)
        return {ref.id: stored.json() for ref, stored in found.items() if not stored.deleted}

    async def _same(self, one: str, written: Mapping[str, JsonObject], member: int) -> set[str]:
        """The member's own Patients that say of each other that they are one person, with `written` laid over."""
        found, ahead = {one}, [one]
        bodies = dict(written)
        while ahead and len(found) < _MOST:
            at = ahead.pop()
            for other in sorted(linked_ids(bodies.get(at, {})) - found):
                if other not in bodies:
                    stored = await self.inner.read(Ref("Patient", other), visibility=Visibility(member=member))
                    is_own = stored is not None and not stored.deleted and stored.custodian == member
                    bodies[other] = stored.json() if stored is not None and is_own else {}
                if at in linked_ids(bodies[other]):
                    found.add(other)
                    ahead.append(other)
        return found

    async def _join(self, people: Sequence[str], keeper: int, draft: _Draft) -> None:
        """What a referral shows of one of these records it shows of all."""
        refs = [Ref("Patient", one) for one in people]
        given = {ref: await self._of_referrals(ref) for ref in refs}
        for ref, grants in given.items():
            for grant in grants:
                for other in refs:
                    if other == ref or replace(grant, target=other, since=0) in _timeless(given[other]):
                        continue
                    if grant.compartment:
                        draft.grants.append(replace(grant, target=other))
                        continue
                    member = self._admin.member(grant.member)
                    if member is not None:
                        found = await of_one_record(other, member, keeper=keeper, store=self.inner)
                        shown = await not_seen_yet(found, member, keeper=keeper, store=self.inner)
                        draft.grants += [replace(grant, target=one) for one in shown]

    async def _part(self, people: Sequence[str], others: Sequence[str], unit: WriteUnit, draft: _Draft) -> None:
        """What a referral about one of the others shows of these records came by the link alone."""
        for one in people:
            ref = Ref("Patient", one)
            for grant in await self._of_referrals(ref):
                subject = await self._subject(grant.because, unit)
                if subject is None or subject.id not in others:
                    continue
                draft.revokes.append(Revoke(because=grant.because, member=grant.member, target=ref))
                if not grant.compartment:
                    for resource_type in TYPES:
                        page = await find(self.inner, resource_type, "patient", str(ref), visibility=GUARD, count=_MOST)
                        draft.revokes += [
                            Revoke(because=grant.because, member=grant.member, target=each.ref) for each in page
                        ]

    async def _of_referrals(self, ref: Ref) -> list[Grant]:
        """The grants on a record that a referral made and a withdrawn consent ends."""
        found = await self.inner.grants_of(ref, visibility=GUARD)
        return [grant for grant in found if grant.because.startswith("ServiceRequest/") and "#" not in grant.because]

    async def _subject(self, because: str, unit: WriteUnit) -> Ref | None:
        """Whom a referral is about, as this unit leaves it."""
        ref = Ref("ServiceRequest", because.removeprefix("ServiceRequest/"))
        for put in unit.puts:
            if put.ref == ref:
                return patient_of(put.resource if put.resource is not None else parse(put.data))
        stored = await self.inner.read(ref, visibility=GUARD)
        return patient_of(stored.json()) if stored is not None and not stored.deleted else None


def _timeless(grants: Sequence[Grant]) -> set[Grant]:
    """The grants without the time from which they count."""
    return {replace(grant, since=0) for grant in grants}
