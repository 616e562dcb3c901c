"""Brings the status that a Subscription resource shows to what it is."""

from fhir_profiles.json_text import dump
from hub.store.port import Put, Ref, Store, UnitConflictError, Visibility, WriteUnit
from hub.store.subscriptions import Subscriber


async def show(store: Store, one: Subscriber) -> None:
    """Store a version with the status and the error in words, with the eyes of the member that it belongs to.

    Somebody who changes the resource at the same time goes first; the next turn shows the state again.
    """
    visibility, ref = Visibility(one.member), Ref("Subscription", one.id)
    stored = await store.read(ref, visibility=visibility)
    if stored is None or stored.deleted:
        return
    resource = stored.json()
    if (resource.get("status"), resource.get("error", "")) == (one.shown, _problem(one)):
        return
    resource["status"] = one.shown
    resource.pop("error", None)
    if _problem(one):
        resource["error"] = _problem(one)
    put = Put(ref, dump(resource), expected=stored.version)
    try:
        await store.write(WriteUnit(puts=(put,)), visibility=visibility)
    except UnitConflictError:
        return


def _problem(one: Subscriber) -> str:
    return one.problem if one.shown == "error" else ""
