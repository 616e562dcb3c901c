"""What a Subscription may watch: what its client may search, and be sent what it may read (SMART scopes, R4 3.1).

A notification answers a search again and again. A client that could store any Subscription would learn through it of
types that its token does not open.
"""

from fhir_profiles.issue import JsonObject
from hub.auth.principal import Principal
from hub.store.query import looks_into
from hub.store.search.parse import parse_query
from hub.subscription.definition import read_subscription, split_search, status_of
from hub.subscription.topics import TOPICS


def demand_watching(principal: Principal, subscription: JsonObject) -> None:
    """Raise ForbiddenError when the client may not search what is watched, or read what would be sent.

    Raises InvalidResourceError for a Subscription that the hub does not serve; one that is off watches nothing.
    """
    if status_of(subscription) == "off":
        return
    wanted = read_subscription(subscription)
    criteria = wanted.criteria
    if wanted.kind == "topic":
        criteria = f"{TOPICS[wanted.criteria].type}?{wanted.filters}"
    resource_type, pairs = split_search(criteria)
    principal.demand(resource_type, "s")
    if wanted.content not in {"", "empty", "id-only"}:
        principal.demand(resource_type, "r")
    for name, letter in looks_into(parse_query(resource_type, pairs, strict=True)):
        principal.demand(name, letter)
