"""One search that referrals need again and again: current resources by one search parameter."""

from fhir_profiles.issue import JsonObject
from hub.referral.snapshot import Snapshot
from hub.store.port import Engine, Naming, Ref, StoredResource, Visibility
from hub.store.search.naming import naming_to_query


async def find(
    store: Engine, resource_type: str, parameter: str, target: str, *, visibility: Visibility, count: int = 50
) -> tuple[StoredResource, ...]:
    """The newest current resources whose search parameter names this resource, `Type/id`."""
    ref = Ref(*target.split("/", 1))
    if isinstance(store, Snapshot):
        return await store.find(resource_type, parameter, ref, visibility=visibility, count=count)
    query = naming_to_query(Naming(resource_type, parameter, ref, count))
    return (await store.search(query, visibility=visibility)).resources


def body_of(store: Engine, stored: StoredResource) -> JsonObject:
    """A resource parsed, to be read alone: a snapshot gives the same value to all who ask."""
    return store.body(stored) if isinstance(store, Snapshot) else stored.json()
