"""Notification Bundles of the R5 backport for R4. https://hl7.org/fhir/uv/subscriptions-backport/STU1.1/notifications.html.

A Bundle of type history; its first entry is the status as a Parameters resource.
"""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

from fhir_profiles.issue import JsonObject
from fhir_profiles.json_text import dump
from hub.clock import micros_to_instant
from hub.store.port import Ref, StoredResource
from hub.store.subscriptions import Event, Subscriber

Kind = Literal["handshake", "heartbeat", "event-notification", "query-status", "query-event"]
_PROFILE: Final = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition"


class Told(NamedTuple):
    """An event as it is told: without a resource when the subscriber may not see the focus any more."""

    event: Event
    resource: StoredResource | None


def notification(
    one: Subscriber, kind: Kind, events: Sequence[Told] = (), *, base: str, content: str, now: int, name: str
) -> bytes:
    """The Bundle, with the focus as `content` says: empty, id-only or full-resource. `name` is its id."""
    status = status_parameters(one, kind, events, base=base, content=content)
    first = {
        "fullUrl": f"urn:uuid:{name}",
        "resource": status,
        "request": {"method": "GET", "url": f"{base}/Subscription/{one.id}/$status"},
        "response": {"status": "200"},
    }
    bundle = {"resourceType": "Bundle", "id": name, "type": "history", "timestamp": micros_to_instant(now)}
    bundle["meta"] = {"profile": [f"{_PROFILE}/backport-subscription-notification-r4"]}  # type: ignore[assignment]  # JSON
    entries = [dump(first)]
    if content != "empty":
        last: Mapping[Ref, Told] = {told.event.focus: told for told in events if told.resource is not None}
        entries += [_entry(told, base=base, whole=content == "full-resource") for told in last.values()]
    return b'%b,"entry":[%b]}' % (dump(bundle)[:-1], b",".join(entries))


def status_parameters(
    one: Subscriber, kind: Kind, events: Sequence[Told] = (), *, base: str, content: str = "empty"
) -> JsonObject:
    """The status of a subscription, with the numbers of these events."""
    parameters: list[JsonObject] = [
        {"name": "subscription", "valueReference": {"reference": f"{base}/Subscription/{one.id}"}}
    ]
    if one.kind == "topic":
        parameters.append({"name": "topic", "valueCanonical": one.criteria})
    parameters += [
        {"name": "status", "valueCode": one.shown},
        {"name": "type", "valueCode": kind},
        {"name": "events-since-subscription-start", "valueString": str(one.events)},
    ]
    for event, resource in events:
        parts: list[JsonObject] = [
            {"name": "event-number", "valueString": str(event.number)},
            {"name": "timestamp", "valueInstant": micros_to_instant(event.at)},
        ]
        if resource is not None and content != "empty":
            parts.append({"name": "focus", "valueReference": {"reference": f"{base}/{event.focus}"}})
        parameters.append({"name": "notification-event", "part": parts})
    if one.problem:
        parameters.append({"name": "error", "valueCodeableConcept": {"text": one.problem}})
    return {
        "resourceType": "Parameters",
        "meta": {"profile": [f"{_PROFILE}/backport-subscription-status-r4"]},
        "parameter": parameters,
    }


def _entry(told: Told, *, base: str, whole: bool) -> bytes:
    """The focus as it is now; `request` says what the event was."""
    event, resource = told
    assert resource is not None
    method, url = ("POST", event.focus.type) if event.is_new else ("PUT", str(event.focus))
    rest = {"request": {"method": method, "url": url}, "response": {"status": "201" if event.is_new else "200"}}
    full_url = dump(f"{base}/{event.focus}")
    body = b',"resource":%b' % resource.served() if whole else b""
    return b'{"fullUrl":%b%b,%b' % (full_url, body, dump(rest)[1:])
