"""Holding a bed outside a referral, and giving it back: `$reserve` and `$release` of a Location."""

from hub.auth.principal import Principal
from hub.capacity.beds import is_bed, is_usable
from hub.clock import Clock
from hub.errors import ConflictError, ForbiddenError, NotFoundError, RuleError
from hub.store.port import AuditEntry, Claim, Engine, Ref, Release, StoredResource, UnitConflictError, WriteUnit

HOLD = 48 * 3_600_000_000
"""Longest hold without a referral, in microseconds: the hold of a routine referral (domain.md B2)."""


async def reserve(store: Engine, clock: Clock, principal: Principal, bed_id: str, *, until: int = 0) -> Claim:
    """Hold a bed of the own institution for a while. Raises ConflictError, ForbiddenError, NotFoundError, RuleError."""
    bed = await _bed(store, principal, bed_id)
    now = clock.now()
    if until and until <= now:
        raise RuleError("The hold would end before now; expected `until` in the future.")
    claim = Claim("bed", bed_id, _holder(principal), min(until or now + HOLD, now + HOLD))
    if not is_usable(bed.json()):
        raise ConflictError("该床位已占用或停用。 The bed is occupied or out of service; choose another one.")
    try:
        await store.write(
            WriteUnit(claims=(claim,), audit=(_entry(principal, "$reserve", bed.ref, now),)),
            visibility=principal.visibility,
        )
    except UnitConflictError as err:
        raise ConflictError("该床位已被锁定。 The bed is held for another; choose another one.") from err
    return claim


async def release(store: Engine, clock: Clock, principal: Principal, bed_id: str) -> None:
    """Give one's hold back. A bed that a referral holds is freed by the referral."""
    bed = await _bed(store, principal, bed_id)
    claim = await store.claim_of("bed", bed_id, now=clock.now())
    if claim is not None and claim.holder != _holder(principal):
        raise ConflictError(
            "该床位由转诊锁定或为住养老人保留。 The bed is held by a referral or kept for its resident; cancel the "
            "referral, or record that the home gives the bed up."
        )
    await store.write(
        WriteUnit(
            releases=(Release("bed", bed_id, _holder(principal)),),
            audit=(_entry(principal, "$release", bed.ref, clock.now()),),
        ),
        visibility=principal.visibility,
    )


async def _bed(store: Engine, principal: Principal, bed_id: str) -> StoredResource:
    bed = await store.read(Ref("Location", bed_id), visibility=principal.visibility)
    if bed is None or bed.deleted:
        raise NotFoundError(f"Location/{bed_id} is unknown.")
    if not is_bed(bed.json()):
        raise RuleError(f"Location/{bed_id} is no bed; expected physicalType bd.")
    if bed.custodian != principal.member:
        raise ForbiddenError("The bed belongs to another member; reserve it through a referral (event reserve).")
    return bed


def _holder(principal: Principal) -> str:
    return f"Organization/{principal.member_code}"


def _entry(principal: Principal, interaction: str, target: Ref, now: int) -> AuditEntry:
    return AuditEntry(
        at=now, member=principal.member, agent=principal.agent, action="U", interaction=interaction, target=str(target),
        purpose=principal.purpose,
    )  # fmt: skip
