"""One search that referrals need again and again: current resources by one search parameter."""

from fhir_profiles.registry import search_parameters
from hub.store.port import Engine, StoredResource, Visibility
from hub.store.query import Criterion, SearchQuery, SearchValue


async def find(
    store: Engine, resource_type: str, parameter: str, target: str, *, visibility: Visibility, count: int = 50
) -> tuple[StoredResource, ...]:
    """Current resources whose search parameter has this value."""
    criterion = Criterion(parameter=search_parameters(resource_type)[parameter], values=(SearchValue(target),))
    page = await store.search(
        SearchQuery(type=resource_type, criteria=(criterion,), count=count), visibility=visibility
    )
    return page.resources
