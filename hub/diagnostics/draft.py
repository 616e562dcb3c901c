"""A unit of writing with what the reading desk adds to it, decided on one snapshot of the store."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import dump, parse
from hub.store.admin import Member
from hub.store.port import (
    Claim,
    Engine,
    Grant,
    Outbound,
    Put,
    Ref,
    Release,
    Revoke,
    StoredResource,
    UnitConflictError,
    VersionIs,
    Visibility,
    WriteUnit,
)


@dataclass(slots=True)
class Draft:
    """What is to be stored. `changed` take the place of the sender's own puts, `added` come on top.

    `stored` are the Tasks and reports of the unit that were there before, as they were read together;
    `opened` the recordings that get their reading Task in this unit; `preconditions` what was read.
    """

    unit: WriteUnit
    writer: Member
    visibility: Visibility
    store: Engine
    stored: Mapping[Ref, StoredResource] = field(default_factory=dict)
    changed: dict[Ref, Put] = field(default_factory=dict)
    added: dict[Ref, Put] = field(default_factory=dict)
    opened: dict[Ref, Ref] = field(default_factory=dict)
    preconditions: dict[Ref, VersionIs] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    releases: list[Release] = field(default_factory=list)
    grants: list[Grant] = field(default_factory=list)
    revokes: list[Revoke] = field(default_factory=list)
    outbound: list[Outbound] = field(default_factory=list)

    @property
    def agent(self) -> str:
        """The account that writes, as the unit's audit entry names it."""
        return self.unit.audit[0].agent if self.unit.audit else ""

    def sent(self, ref: Ref) -> Put | None:
        """The sender's own put of a resource."""
        return next((put for put in self.unit.puts if put.ref == ref), None)

    def set(self, ref: Ref, resource: JsonObject, *, version: int) -> None:
        """Store a resource on top; what was set before on the same version is overwritten."""
        earlier = self.added.get(ref)
        expected = version if earlier is None else earlier.expected
        self.added[ref] = Put(ref=ref, data=dump(resource), expected=expected)

    async def now(self, ref: Ref, *, held: bool = True) -> JsonObject | None:
        """The resource as it is once this unit is stored, with the writer's eyes; what is `held` must not move."""
        put = self.added.get(ref) or self.changed.get(ref) or self.sent(ref)
        if put is not None:
            return None if put.delete else resource_of(put)
        stored = await self.store.read(ref, visibility=self.visibility)
        if stored is None or stored.deleted:
            return None
        if held:
            self.preconditions[ref] = VersionIs(ref, stored.version)
        return stored.json()

    async def release(self, kind: str, key: Ref, *, now: int) -> None:
        """Give a claim back, whoever holds it."""
        claim = await self.store.claim_of(kind, str(key), now=now)
        if claim is not None:
            self.releases.append(Release(kind=kind, key=str(key), holder=claim.holder))

    def is_own_conflict(self, err: UnitConflictError) -> bool:
        """Whether the desk's snapshot moved, not the version that the sender named: then it decides again."""
        if err.kind == "claim":
            return not self.unit.claims
        if err.kind != "version" or err.ref is None:
            return False
        put = self.sent(err.ref)
        named = {precondition.ref for precondition in self.unit.preconditions}
        return err.ref not in named and (put is None or put.expected is None)

    def whole(self) -> WriteUnit:
        """The unit to store: the sender's puts first, in their order."""
        unit = self.unit
        return replace(
            unit,
            puts=(*(self.changed.get(put.ref, put) for put in unit.puts), *self.added.values()),
            preconditions=(*unit.preconditions, *self.preconditions.values()),
            claims=(*unit.claims, *self.claims),
            releases=(*unit.releases, *self.releases),
            grants=(*unit.grants, *self.grants),
            revokes=(*unit.revokes, *self.revokes),
            outbound=(*unit.outbound, *self.outbound),
        )


def resource_of(put: Put) -> JsonObject:
    """The resource of a put that deletes nothing."""
    return put.resource if put.resource is not None else parse(put.data)
