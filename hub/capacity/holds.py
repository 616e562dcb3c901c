"""Holding a bed outside a referral, and giving it back: `$reserve` and `$release` of a Location."""

from dataclasses import dataclass

from hub.auth.principal import Principal
from hub.capacity.beds import is_bed, is_usable
from hub.clock import Clock
from hub.errors import ConflictError, ForbiddenError, NotFoundError, RuleError
from hub.store.port import AuditEntry, Claim, Engine, Ref, Release, StoredResource, UnitConflictError, WriteUnit

LEAST_WORDS = 4
MOST_WORDS = 500
HOLD = 48 * 3_600_000_000
"""Longest hold without a referral, in microseconds: the hold of a routine referral (domain.md B2)."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold without a referral. `fence` is its own token: who has it extends or ends this hold and no later one."""

    bed: str
    holder: str
    fence: str
    until: int


async def reserve(
    store: Engine, clock: Clock, principal: Principal, bed_id: str, *, until: int = 0, fence: str = ""
) -> Hold:
    """Hold a bed of the own institution for a while; with `fence` extend that hold, to `HOLD` from its start at most.

    Raises ConflictError, ForbiddenError, NotFoundError, RuleError.
    """
    bed = await _bed(store, principal, bed_id)
    now = clock.now()
    if until and until <= now:
        raise RuleError("The hold would end before now; expected `until` in the future.")
    if not is_usable(bed.json()):
        raise ConflictError("该床位已占用或停用。 The bed is occupied or out of service; choose another one.")
    began = now
    if fence:
        held = await store.claim_of("bed", bed_id, now=now)
        if held is None or held.holder != _holder(principal, fence):
            raise ConflictError(
                "该锁定已失效，床位可能已由他人锁定，请重新锁定。 That hold has ended; what holds the bed now is "
                "another one. Reserve it again without `fence`."
            )
        began = int(fence.partition(".")[0])
    fence = fence or f"{now}.{store.new_key()}"
    ends = min(until or began + HOLD, began + HOLD)
    if ends <= now:
        raise ConflictError("锁定已满48小时，不能再延长。 The hold has reached its longest time of 48 hours.")
    claim = Claim("bed", bed_id, _holder(principal, fence), ends)
    try:
        await store.write(
            WriteUnit(claims=(claim,), audit=(_entry(principal, "$reserve", bed.ref, now),)),
            visibility=principal.visibility,
        )
    except UnitConflictError as err:
        raise ConflictError("该床位已被锁定。 The bed is held for another; choose another one.") from err
    return Hold(bed=bed_id, holder=f"Organization/{principal.member_code}", fence=fence, until=ends)


async def release(
    store: Engine, clock: Clock, principal: Principal, bed_id: str, *, decision: str = "", fence: str = ""
) -> None:
    """Give one's hold back; with `fence` that one hold and no later one. A referral's hold ends with the referral.

    The bed that a home keeps for its resident is given up by a recorded `decision` of the home with the family, in
    words, never by a timer (ruling 4). Raises ConflictError, ForbiddenError, NotFoundError, RuleError.
    """
    bed = await _bed(store, principal, bed_id)
    claim = await store.claim_of("bed", bed_id, now=clock.now())
    is_own = claim is not None and claim.holder.startswith(_holder(principal, ""))
    if fence and (claim is None or claim.holder != _holder(principal, fence)):
        raise ConflictError("该锁定已失效。 That hold has ended already; nothing was released.")
    releases = [Release("bed", bed_id, claim.holder)] if claim is not None and is_own else []
    patient = ""
    if claim is not None and not is_own:
        kind, _, patient = claim.holder.partition("/")
        if kind != "Patient":
            raise ConflictError(
                "该床位由转诊锁定。 The bed is held by a referral; cancel that referral, or wait until it is closed."
            )
        if len(decision.strip()) < LEAST_WORDS:
            raise ConflictError(
                "该床位为住养老人保留；须在note中写明养老机构与家属(监护人)的决定。 The bed is kept for its resident: "
                "send `note` with what the home decided with the family or guardian."
            )
        releases = [
            Release("bed", bed_id, claim.holder),
            Release("kept-bed", f"{principal.member_code}|{patient}", bed_id),
        ]
    entry = _entry(principal, "$release", bed.ref, clock.now())._replace(patient=patient, detail=decision[:MOST_WORDS])
    await store.write(WriteUnit(releases=tuple(releases), audit=(entry,)), visibility=principal.visibility)


async def _bed(store: Engine, principal: Principal, bed_id: str) -> StoredResource:
    bed = await store.read(Ref("Location", bed_id), visibility=principal.visibility)
    if bed is None or bed.deleted:
        raise NotFoundError(f"Location/{bed_id} is unknown.")
    if not is_bed(bed.json()):
        raise RuleError(f"Location/{bed_id} is no bed; expected physicalType bd.")
    if bed.custodian != principal.member:
        raise ForbiddenError("The bed belongs to another member; reserve it through a referral (event reserve).")
    return bed


def _holder(principal: Principal, fence: str) -> str:
    return f"Organization/{principal.member_code}|{fence}"


def _entry(principal: Principal, interaction: str, target: Ref, now: int) -> AuditEntry:
    return AuditEntry(
        at=now, member=principal.member, agent=principal.agent, action="U", interaction=interaction, target=str(target),
        purpose=principal.purpose,
    )  # fmt: skip
