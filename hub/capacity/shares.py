"""A member's places in a Schedule that is shared out: each place is a claim, so that nobody takes one twice."""

from collections.abc import Collection

from hub.capacity.slots import MOST_SHARE, SHARE, share_key
from hub.errors import ConflictError
from hub.store.port import Claim, Engine, Ref


async def free_place(store: Engine, schedule: Ref, member: str, *, share: int, taken: Collection[str], now: int) -> str:
    """The key of a place of the member's share that nobody holds, nor is in `taken`.

    Raises ConflictError when there is none left.
    """
    for place in range(share):
        key = share_key(schedule, member, place)
        if key not in taken and await store.claim_of(SHARE, key, now=now) is None:
            return key
    raise ConflictError(
        f"贵机构在该排班的份额({share}个)已用完。 Your share of {share} in this schedule is used up; cancel or give "
        "back one, or ask the institution for more."
    )


async def place_of(store: Engine, schedule: Ref, member: str, *, holder: str, now: int) -> Claim | None:
    """The place of the member's share that this booking or loan holds."""
    for place in range(MOST_SHARE):
        claim = await store.claim_of(SHARE, share_key(schedule, member, place), now=now)
        if claim is not None and claim.holder == holder:
            return claim
    return None


async def places_used(store: Engine, schedule: Ref, member: str, *, share: int, now: int) -> int:
    """How many places of its share the member holds now."""
    keys = [share_key(schedule, member, place) for place in range(share)]
    return sum([await store.claim_of(SHARE, key, now=now) is not None for key in keys])
