"""Whether a write concerns a referral. A Task belongs to one when the referral's requester keeps it, and no other does.

Whoever knows or guesses an id may store a Task that names it: that one is answered like a Task about an unknown
referral, is shown to nobody else, and never counts among the referral's candidates.
"""

from fhir_profiles.issue import JsonObject
from hub.referral.actors import Caller
from hub.referral.gather import GUARD
from hub.referral.plan import Plan
from hub.referral.proposal import is_proposal
from hub.referral.shape import direction_of
from hub.store.port import Engine, Put, StoredResource, Visibility


async def belongs(
    put: Put, body: JsonObject | None, stored: StoredResource | None, *, plan: Plan, store: Engine, caller: Caller
) -> bool:
    """Whether a write concerns a referral, as it is stored or as it is sent (`body` is None when it is deleted)."""
    versions = [one for one in (body, stored.json() if stored is not None else None) if one is not None]
    if put.ref.type == "ServiceRequest":
        return any(direction_of(one) is not None for one in versions[:1])
    keeper = stored.custodian if stored is not None else put.custodian or caller.member
    for task in versions:
        if await _names_referral(task, keeper, plan=plan, store=store, caller=caller, is_new=stored is None):
            return True
    return False


async def _names_referral(
    task: JsonObject, keeper: int, *, plan: Plan, store: Engine, caller: Caller, is_new: bool
) -> bool:
    focus = plan.referral_of(task)
    if focus is None:
        return False
    item = plan.items.get(focus)
    if item is not None:
        request, custodian = item.resource, item.custodian
    else:
        stored = await store.read(focus, visibility=GUARD)
        if stored is None or stored.deleted:
            return False
        request, custodian = stored.json(), stored.custodian
    if direction_of(request) is None and not is_proposal(request):
        return False
    if custodian == keeper or caller.is_system:
        return True
    if not is_new:
        return False
    seen = await store.read(focus, visibility=Visibility(member=caller.member))  # who sees it may be told that it is no
    return seen is not None and not seen.deleted
