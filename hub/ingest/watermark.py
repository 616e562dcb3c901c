"""When each element of a Patient or a visit was said, so that older news never overwrites newer. hl7v2.md 4.4, rule 2.

The times stand in one extension of the resource, grouped: `2026-03-01T00:30:00Z name gender|2026-03-02T…Z status`.
Behind a second may stand what orders the messages of that second (`…00Z#C142`, see `Entry.at`): text order is order.
A name that the resource lacks is an element that was deleted then. Only messages that are the authority on an element
(ADT on demographics and visits) leave a time; a copy in a result or an order has none, and overwrites nothing that has
one. Pure.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from fhir_profiles.issue import JsonObject

URL = "https://alliance-hub.example/fhir/StructureDefinition/statement-times"
_NEVER = frozenset({"resourceType", "id", "meta", "link"})
"""Members without a time: what is no statement of the sender. Of links each has its own (`link.replaced-by`)."""


def times_of(resource: JsonObject) -> dict[str, str]:
    """Element to the time (UTC) at which it was last said."""
    for extension in resource.get("extension", ()):
        if extension.get("url") == URL:
            return {
                name: group.partition(" ")[0]
                for group in str(extension.get("valueString", "")).split("|")
                for name in group.split(" ")[1:]
            }
    return {}


def without_times(resource: JsonObject) -> JsonObject:
    """The resource as its sources said it."""
    extensions = resource.get("extension")
    if not extensions:
        return resource
    left = [extension for extension in extensions if extension.get("url") != URL]
    if len(left) == len(extensions):
        return resource
    made = {name: value for name, value in resource.items() if name != "extension"}
    return made | {"extension": left} if left else made


def with_times(resource: JsonObject, times: Mapping[str, str]) -> JsonObject:
    """The resource with its times, which stand last."""
    if not times:
        return resource
    groups: dict[str, list[str]] = {}
    for name, time in sorted(times.items()):
        groups.setdefault(time, []).append(name)
    text = "|".join(" ".join((time, *names)) for time, names in sorted(groups.items()))
    return resource | {"extension": [*resource.get("extension", ()), {"url": URL, "valueString": text}]}


def later_said(names: Iterable[str], times: Mapping[str, str], at: str) -> frozenset[str]:
    """Those that were said after `at`; without a time of its own a statement comes before all that have one."""
    return frozenset(name for name in names if times.get(name, "") > at)


def noted(times: Mapping[str, str], names: Iterable[str], at: str) -> dict[str, str]:
    """The times after these elements were said."""
    if not at:
        return dict(times)
    return {**times, **{name: at for name in names if name not in _NEVER}}


def second_of(at: str) -> str:
    """The time of a statement without what orders the messages of one second."""
    return at[:20]


def utc(moment: str) -> str:
    """A FHIR dateTime with a time zone as statements have it; "" for a date alone."""
    if "T" not in moment:
        return ""
    return datetime.fromisoformat(moment).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
