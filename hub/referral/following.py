"""What a referral shows follows the person: when records are merged or linked by hand, and when that is taken back.

A grant names one source record. With the link of another record of the same institution it covers that one too, in the
transaction of the link; when the link ends, what the link alone gave ends with it. What was delivered stays.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import parse
from hub.consent.policy import LegalBasis, legal_basis
from hub.identity.person import linked_ids
from hub.referral.care_subset import TYPES, not_seen_yet, of_one_record
from hub.referral.gather import GUARD
from hub.referral.lookup import find
from hub.referral.shape import CONSENT_WITHDRAWN, extension_of, organization_code, patient_of
from hub.store.admin import AdminStore, Member
from hub.store.layer import EngineLayer
from hub.store.port import (
    Engine,
    Grant,
    Put,
    Ref,
    Revoke,
    UnitConflictError,
    VersionIs,
    Visibility,
    WriteResult,
    WriteUnit,
)
from hub.store.search.parse import parse_query

_MOST = 100
"""Records of one person that are looked at."""

ATTEMPTS = 3

_PAGE = 500


@dataclass(slots=True)
class _Draft:
    grants: list[Grant] = field(default_factory=list)
    revokes: list[Revoke] = field(default_factory=list)
    seen: dict[Ref, int] = field(default_factory=dict)
    """Versions of the referrals on which the grants rest."""


class GrantsFollow(EngineLayer):
    """An engine whose grants on a record follow the links of its Patient."""

    def __init__(self, inner: Engine, *, admin: AdminStore) -> None:
        super().__init__(inner)
        self._admin = admin

    async def write(self, unit: WriteUnit, *, visibility: Visibility) -> WriteResult:
        """Store the unit with the grants that its links bring or take. Raises as the engine does."""
        puts = {put.ref.id: put for put in unit.puts if put.ref.type == "Patient"}
        if not puts:
            return await self.inner.write(unit, visibility=visibility)
        after = {one: _written(put) for one, put in puts.items()}
        before = await self._stored(puts)
        touched = [one for one in puts if linked_ids(before.get(one, {})) != linked_ids(after[one])]
        member = unit.author or visibility.member
        if not touched or not member:
            return await self.inner.write(unit, visibility=visibility)
        attempt = 0
        while True:
            attempt += 1
            draft = await self._draft(unit, before, after, touched, member)
            grants, revokes = dict.fromkeys(draft.grants), dict.fromkeys(draft.revokes)
            seen = [VersionIs(ref, version) for ref, version in sorted(draft.seen.items())]
            made = replace(
                unit, grants=(*unit.grants, *grants), revokes=(*unit.revokes, *revokes),
                preconditions=(*unit.preconditions, *seen),
            )  # fmt: skip
            try:
                return await self.inner.write(made, visibility=visibility)
            except UnitConflictError as err:  # a consent was withdrawn, or a referral ended, in the meantime
                if err.ref not in draft.seen or attempt == ATTEMPTS:
                    raise

    async def _draft(
        self, unit: WriteUnit, before: Mapping[str, JsonObject], after: Mapping[str, JsonObject],
        touched: Sequence[str], member: int,
    ) -> _Draft:  # fmt: skip
        draft = _Draft()
        for one in touched:
            old, new = await self._same(one, before, member), await self._same(one, after, member)
            if new - old:
                await self._join(sorted(new), member, draft)
            for each in sorted(old) if old - new else ():  # whoever stood between two others parts them too
                others = old - await self._same(each, after, member)
                await self._part(each, sorted(others), unit, draft)
        for put in unit.puts:  # what the unit itself changes is watched by its own version
            draft.seen.pop(put.ref, None)
        return draft

    async def _stored(self, puts: Mapping[str, Put]) -> dict[str, JsonObject]:
        found = await self.inner.read_many([put.ref for put in puts.values() if put.expected != 0], visibility=GUARD)
        return {ref.id: stored.json() for ref, stored in found.items() if not stored.deleted}

    async def _same(self, one: str, written: Mapping[str, JsonObject], member: int) -> set[str]:
        """The member's own Patients that say of each other that they are one person, with `written` laid over."""
        found, ahead = {one}, [one]
        links: dict[str, set[str]] = {}
        while ahead and len(found) < _MOST:
            at = ahead.pop()
            for other in sorted(await self._links(at, written, links, member) - found):
                if at in await self._links(other, written, links, member):
                    found.add(other)
                    ahead.append(other)
        return found

    async def _links(
        self, one: str, written: Mapping[str, JsonObject], known: dict[str, set[str]], member: int
    ) -> set[str]:
        """Whom a Patient of the member names; nobody where it is another member's."""
        if one not in known and one in written:
            known[one] = linked_ids(written[one])
        elif one not in known:
            stored = await self.inner.read(Ref("Patient", one), visibility=Visibility(member=member))
            is_own = stored is not None and not stored.deleted and stored.custodian == member
            known[one] = linked_ids(stored.json()) if stored is not None and is_own else set()
        return known[one]

    async def _join(self, people: Sequence[str], keeper: int, draft: _Draft) -> None:
        """What a referral shows of one of these records it shows of all."""
        refs = [Ref("Patient", one) for one in people]
        for ref in refs:
            for grant in await self._of_referrals(ref):
                await self._watch(_referral(grant), draft)
        given = {ref: await self._of_referrals(ref) for ref in refs}  # after the versions: what ends now is noticed
        for ref, grants in given.items():
            for grant in grants:
                for other in refs:
                    if other == ref or replace(grant, target=other, since=0) in _timeless(given[other]):
                        continue
                    member = self._admin.member(grant.member)
                    if member is None or await self._is_refused(other, member, grant, keeper=keeper):
                        continue
                    if grant.compartment:
                        draft.grants.append(replace(grant, target=other))
                    else:
                        found = await of_one_record(other, member, keeper=keeper, store=self.inner)
                        shown = await not_seen_yet(found, member, keeper=keeper, store=self.inner)
                        draft.grants += [replace(grant, target=one) for one in shown]

    async def _watch(self, referral: Ref, draft: _Draft) -> None:
        """Note the versions of a referral and its Tasks: whatever ends its grants changes one of them."""
        if referral in draft.seen:
            return
        stored = await self.inner.read(referral, visibility=GUARD)
        tasks = await find(self.inner, "Task", "focus", str(referral), visibility=GUARD, count=_MOST)
        found = (*tasks, *((stored,) if stored is not None else ()))
        draft.seen |= {one.ref: one.version for one in found}

    async def _is_refused(self, other: Ref, member: Member, grant: Grant, *, keeper: int) -> bool:
        """Whether a Consent in this record refuses what the referral would show of it (ruling 2.1.16)."""
        stored = await self.inner.read(_referral(grant), visibility=GUARD)
        is_stat = stored is not None and stored.json().get("priority") == "stat"
        if not is_stat and await self._was_withdrawn(other, member, keeper=keeper):
            return True
        found = await find(self.inner, "Consent", "patient", str(other), visibility=Visibility(member=keeper))
        consents = [(one.ref, one.json()) for one in found]
        return not isinstance(legal_basis(consents, recipient=member.code, is_emergency=is_stat), LegalBasis)

    async def _was_withdrawn(self, record: Ref, member: Member, *, keeper: int) -> bool:
        """Whether consent was withdrawn in a referral of this very record to this member.

        Nobody is asked when records are linked, so a link shows no more than was allowed. A later referral about this
        record has a basis of its own, and shows it by itself.
        """
        found = await find(self.inner, "ServiceRequest", "patient", str(record), visibility=GUARD, count=_MOST)
        for one in found:
            if one.custodian != keeper or extension_of(one.json(), CONSENT_WITHDRAWN) is None:
                continue
            eyes = Visibility(member=keeper)
            tasks = await find(self.inner, "Task", "focus", str(one.ref), visibility=eyes, count=_MOST)
            if any(organization_code(task.json().get("owner")) == member.code for task in tasks):
                return True
        return False

    async def _part(self, one: str, others: Sequence[str], unit: WriteUnit, draft: _Draft) -> None:
        """What a referral about one of the others shows of this record came by the link alone."""
        ref = Ref("Patient", one)
        for grant in await self._of_referrals(ref):
            subject = await self._subject(grant, unit)
            if subject is None or subject.id not in others:
                continue
            draft.revokes.append(Revoke(because=grant.because, member=grant.member, target=ref))
            if not grant.compartment:
                for resource_type in TYPES:
                    async for each in self._all(resource_type, ref):
                        draft.revokes.append(Revoke(because=grant.because, member=grant.member, target=each))

    async def _all(self, resource_type: str, patient: Ref) -> AsyncIterator[Ref]:
        """Every resource of this type about a patient: none of them stays shown."""
        query = replace(parse_query(resource_type, [("patient", str(patient))], strict=True), count=_PAGE)
        while True:
            page = await self.inner.search(query, visibility=GUARD)
            for stored in page.resources:
                yield stored.ref
            if not page.cursor:
                return
            query = replace(query, cursor=page.cursor)

    async def _of_referrals(self, ref: Ref) -> list[Grant]:
        """The grants on a record that a referral made and a withdrawn consent ends."""
        found = await self.inner.grants_of(ref, visibility=GUARD)
        return [grant for grant in found if grant.because.startswith("ServiceRequest/") and "#" not in grant.because]

    async def _subject(self, grant: Grant, unit: WriteUnit) -> Ref | None:
        """Whom a referral is about, as this unit leaves it."""
        ref = _referral(grant)
        for put in unit.puts:
            if put.ref == ref:
                return patient_of(put.resource if put.resource is not None else parse(put.data))
        stored = await self.inner.read(ref, visibility=GUARD)
        return patient_of(stored.json()) if stored is not None and not stored.deleted else None


def _referral(grant: Grant) -> Ref:
    """The referral that made a grant."""
    return Ref("ServiceRequest", grant.because.removeprefix("ServiceRequest/"))


def _written(put: Put) -> JsonObject:
    """What a write leaves of a Patient: of a deleted one nothing, so that its links end."""
    if put.delete:
        return {}
    return put.resource if put.resource is not None else parse(put.data)


def _timeless(grants: Sequence[Grant]) -> set[Grant]:
    """The grants without the time from which they count."""
    return {replace(grant, since=0) for grant in grants}
