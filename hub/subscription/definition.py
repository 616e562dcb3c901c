"""What a Subscription resource asks for, read and checked. https://hl7.org/fhir/R4/subscription.html.

Two kinds: R4's own, whose criteria are a search, and topics by the R5 backport
(https://hl7.org/fhir/uv/subscriptions-backport/STU1.1/), whose criteria are a canonical.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NoReturn
from urllib.parse import parse_qsl

from fhir_profiles.issue import Issue, JsonObject
from fhir_profiles.registry import RESOURCE_TYPES
from hub.clock import SHANGHAI, datetime_to_micros
from hub.errors import HubError, InvalidResourceError
from hub.store.search.parse import parse_query
from hub.store.subscriptions import Subscriber, SubscriptionKind
from hub.subscription.topics import TOPICS, Topic

BACKPORT: Final = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition"
CONTENTS: Final = ("empty", "id-only", "full-resource")
_JSON: Final = frozenset({"application/fhir+json", "application/json"})
_SHORTEST_HEARTBEAT: Final = 10
_MOST_EVENTS: Final = 100
_NOT_WATCHED: Final = frozenset({"AuditEvent", "Subscription", "Parameters", "OperationOutcome"})
_HEADER: Final = re.compile(r"(?i)(authorization|x-[a-z0-9-]{1,60}): *([!-~]([ -~]{0,2000}[!-~])?)")
_STATES: Final = frozenset({"requested", "active", "error", "off"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; see `Subscriber` for the fields."""

    kind: SubscriptionKind
    criteria: str
    filters: str
    address: str
    content: str
    heartbeat: int
    most: int
    ends: int

    def subscriber(self, subscription: str, *, member: int, version: int, status: str) -> Subscriber:
        """As it is worked on. The hub's own words of its state change nothing; a request begins with a handshake."""
        return Subscriber(
            id=subscription, member=member, resource_version=version, kind=self.kind, criteria=self.criteria,
            state="off" if status == "off" else "requested" if status == "requested" else "active",
            filters=self.filters, address=self.address, content=self.content, heartbeat=self.heartbeat,
            most=self.most, ends=self.ends,
        )  # fmt: skip


def read_subscription(resource: JsonObject) -> Wanted:
    """The definition in a Subscription. Raises InvalidResourceError with what the hub does not serve."""
    criteria, channel = str(resource.get("criteria", "")), resource.get("channel") or {}
    topic = TOPICS.get(criteria)
    if criteria.startswith(("http://", "https://", "urn:")) and topic is None:
        _refuse("criteria", f"The hub has no such topic; expected one of {', '.join(TOPICS)}.")
    if channel.get("type") != "rest-hook":
        _refuse("channel.type", f"The channel is {channel.get('type')}; expected rest-hook.")
    if not channel.get("endpoint"):
        _refuse("channel.endpoint", "The endpoint is missing; expected a registered endpoint of the member.")
    headers_of(resource)
    payload = str(channel.get("payload", "")).partition(";")[0]
    if payload and payload not in _JSON:
        _refuse("channel.payload", f"The payload is {payload[:40]}; expected application/fhir+json, or none.")
    if topic is not None:
        filters = _filters(topic, _extensions(resource.get("_criteria"), "backport-filter-criteria"))
        content = str(_one(_extensions(channel.get("_payload"), "backport-payload-content")) or "empty")
        if content not in CONTENTS:
            _refuse("channel.payload", f"The content is {content[:40]}; expected {', '.join(CONTENTS)}.")
    else:
        filters, content = "", payload
        _demand_search(criteria, "criteria")
    return Wanted(
        kind="criteria" if topic is None else "topic",
        criteria=criteria,
        filters=filters,
        address=str(channel["endpoint"]),
        content=content,
        heartbeat=_number(channel, "backport-heartbeat-period", at_least=_SHORTEST_HEARTBEAT, without=0),
        most=min(_number(channel, "backport-max-count", at_least=1, without=20), _MOST_EVENTS),
        ends=_end_of(resource),
    )


def headers_of(resource: JsonObject) -> dict[str, str]:
    """The headers of the channel. Raises InvalidResourceError for one that could change the call's meaning."""
    found = {}
    for line in (resource.get("channel") or {}).get("header", []):
        match = _HEADER.fullmatch(str(line))
        if match is None:
            _refuse("channel.header", "A header is not taken; expected `Authorization: value` or `X-Name: value`.")
        found[match[1]] = match[2]
    return found


def status_of(resource: JsonObject) -> str:
    """The status; one that FHIR does not have counts as off."""
    status = str(resource.get("status"))
    return status if status in _STATES else "off"


def split_search(criteria: str) -> tuple[str, list[tuple[str, str]]]:
    """Type and parameters of `Type?search`."""
    resource_type, _, search = criteria.partition("?")
    return resource_type, parse_qsl(search, keep_blank_values=True)


def _filters(topic: Topic, given: Sequence[Any]) -> str:
    """The filters of a topic as one search; each is `Type?search` or the search alone."""
    searches = [str(one).partition("?")[2] if "?" in str(one) else str(one) for one in given]
    for one, search in zip(given, searches, strict=True):
        if "?" in str(one) and not str(one).startswith(f"{topic.type}?"):
            _refuse("criteria", f"A filter is of another type; expected {topic.type}?parameter=value.")
        for name, _ in parse_qsl(search, keep_blank_values=True):
            if name.partition(":")[0] not in topic.filters:
                allowed = ", ".join(topic.filters)
                _refuse("criteria", f"The topic is not filtered by {name[:40]!r}; expected one of {allowed}.")
    joined = "&".join(searches)
    _demand_search(f"{topic.type}?{joined}", "criteria")
    return joined


def _demand_search(criteria: str, element: str) -> None:
    resource_type, pairs = split_search(criteria)
    if resource_type not in RESOURCE_TYPES or resource_type in _NOT_WATCHED:
        _refuse(element, f"{resource_type[:64]!r} is not watched; expected Type?search, as in Observation?code=8867-4.")
    try:
        query = parse_query(resource_type, pairs, strict=True)
    except HubError as err:
        _refuse(element, err.text)
    if query.includes or query.sort or query.cursor or query.ids:
        _refuse(element, "The criteria hold _include, _sort or _id; expected what a resource must meet.")


def _extensions(element: JsonObject | None, name: str) -> list[Any]:
    """The values of the backport's extensions of this name."""
    found = []
    for extension in (element or {}).get("extension", []):
        if extension.get("url") == f"{BACKPORT}/{name}":
            found += [value for key, value in extension.items() if key.startswith("value")]
    return found


def _one(values: Sequence[Any]) -> Any:
    return values[0] if values else None


def _number(channel: JsonObject, name: str, *, at_least: int, without: int) -> int:
    given = _one(_extensions(channel, name))
    if given is None:
        return without
    if not isinstance(given, int) or given < at_least:
        _refuse("channel", f"{name} is {str(given)[:20]}; expected a number from {at_least} on.")
    return int(given)


def _end_of(resource: JsonObject) -> int:
    given = resource.get("end")
    if not given:
        return 0
    at = datetime.fromisoformat(str(given))
    return datetime_to_micros(at if at.tzinfo else at.replace(tzinfo=SHANGHAI))


def _refuse(element: str, text: str) -> NoReturn:
    issue = Issue("error", "not-supported", text, expression=f"Subscription.{element}")
    raise InvalidResourceError(f"The Subscription cannot be served. {text}", issues=[issue])
